"""German words for what the county's data names by code words, wherever people read them."""

from typing import Final

STATUS: Final = {
    "revising": "neue Fassung in Arbeit",
    "revised": "neue Fassung vor der Freigabe",
    "suspended": "ausgesetzt nach Widerspruch",
    "confirmed": "bestätigt",
    "revoked": "aufgehoben",
    "implementation": "in Umsetzung",
    "dated": "terminiert",
    "called": "aufgerufen",
    "concluded": "beendet",
    "counted": "ausgezählt",
    "declared": "verkündet",
    "annulled": "annulliert",
    "proposed": "gestellt",
    "carried": "angenommen",
    "taken_over": "übernommen",
    "adopted": "aufgenommen",
    "obsolete": "gegenstandslos",
    "draft": "Entwurf",
    "cosigning": "in Mitzeichnung",
    "released": "freigegeben",
    "in_consultation": "in Beratung",
    "resolved": "beschlossen",
    "rejected": "abgelehnt",
    "withdrawn": "zurückgezogen",
    "noted": "zur Kenntnis genommen",
    "planned": "geplant",
    "summoned": "geladen",
    "opened": "eröffnet",
    "interrupted": "unterbrochen",
    "closed": "geschlossen",
    "cancelled": "abgesagt",
    "minutes_drafted": "geschlossen, Niederschrift entworfen",
    "minutes_signed": "geschlossen, Niederschrift unterzeichnet",
    "minutes_objected": "geschlossen, Einwendung gegen die Niederschrift",
    "minutes_approved": "geschlossen, Niederschrift genehmigt",
    "minutes_corrected": "geschlossen, Niederschrift berichtigt",
}
OUTCOME: Final = {
    "resolved": "beschlossen",
    "resolved_amended": "geändert beschlossen",
    "recommended": "empfohlen",
    "recommended_amended": "geändert empfohlen",
    "rejected": "abgelehnt",
    "not_recommended": "nicht empfohlen",
    "postponed": "vertagt",
    "referred": "verwiesen",
    "taken_off": "abgesetzt",
    "withdrawn": "zurückgezogen",
    "noted": "zur Kenntnis genommen",
}
ROLE: Final = {
    "preliminary": "Vorberatung",
    "hearing": "Anhörung",
    "information": "Kenntnisnahme",
    "decision": "Entscheidung",
}
ABOUT: Final = {
    "main": "Hauptabstimmung",
    "amendment": "Änderungsantrag",
    "part": "Teilabstimmung",
    "procedural": "Geschäftsordnung",
    "agenda": "Tagesordnung",
    "publicity": "Öffentlichkeit",
    "recusal": "Mitwirkungsverbot",
    "minutes": "Niederschrift",
    "election": "Wahl",
}
KIND: Final = {"open": "offen", "roll_call": "namentlich", "secret": "geheim", "election": "Wahl"}
CHOICE: Final = {"yes": "ja", "no": "nein", "abstained": "Enthaltung", "invalid": "ungültig"}
MARKS: Final = {"=": "{}", "-": "[-{}-]", "+": "{{+{}+}}"}
SPENDING: Final = {"above_plan": "überplanmäßig", "outside_plan": "außerplanmäßig"}
CAPACITY: Final = {
    "council_office": "Kreistagsbüro",
    "lead": "federführender Fachbereich",
    "invited": "beteiligter Fachbereich",
    "steering": "Steuergruppe",
    "creator": "wer die Vorlage angelegt hat",
    "cosigner": "mitzeichnender Fachbereich",
    "department": "Fachbereich",
    "chief_executive": "Landrat oder Stellvertretung",
    "clerk": "Schriftführung",
    "chair": "Vorsitz",
    "body": "Mitglied des Gremiums",
    "proposer": "wer den Antrag gestellt hat",
    "auditor": "Rechnungsprüfung",
    "admin": "Verwaltung der Konten",
    "responsible": "verantwortlicher Fachbereich",
}
CLOSED: Final = {**OUTCOME, **STATUS, **CAPACITY}
FIELDS: Final = frozenset({"state", "status", "allowed", "needed", "outcome"})
"""The fields of errors that hold words of `CLOSED`; what others hold was typed by somebody."""


def day(date: str | None) -> str:
    """A day as it is printed."""
    return "" if date is None else ".".join(reversed(date.split("-")))
