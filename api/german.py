"""German words for what the county's data names by code words, wherever people read them."""

from typing import Final

from api.german_commands import COMMAND, PARTS

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
COUNTED: Final = {
    "exact": "genaue Zählung",
    "by_difference": "durch Gegenprobe ermittelt",
    "unanimous": "ohne Auszählung einstimmig",
    "majority_only": "ohne Auszählung, mit Mehrheit",
}
MAJORITY: Final = {
    "simple": "einfache Mehrheit",
    "absolute": "Mehrheit der Mitglieder",
    "two_thirds": "Zweidrittelmehrheit",
    "two_thirds_cast": "Zweidrittelmehrheit der abgegebenen Stimmen",
    "three_quarters": "Dreiviertelmehrheit der Mitglieder",
}
"""The majorities of the rule sets that come along; a county's own are told by their names."""
TOGETHER: Final = {
    "about": "gemeinsam abgestimmt wird nur zur Hauptsache",
    "twice": "er ist zweimal genannt",
    "recused": "andere Mitglieder sind befangen",
}
"""Why an item is not voted on together with others, beside what differs."""
MARKS: Final = {"=": "{}", "-": "[-{}-]", "+": "{{+{}+}}"}
SPENDING: Final = {"above_plan": "überplanmäßig", "outside_plan": "außerplanmäßig"}
BUDGET: Final = {
    "appropriation": "Planansatz",
    "used": "bereits verfügt",
    "need": "Bedarf",
    "amount": "Betrag",
    "expense": "Aufwand",
    "payment": "Auszahlung",
    "both": "Aufwand und Auszahlung",
    "more_revenue": "Mehrerträge",
    "more_receipts": "Mehreinzahlungen",
    "less_expense": "Minderaufwendungen",
    "less_payments": "Minderauszahlungen",
    "appropriation_differs": "der Planansatz ist nicht die Summe der Zeilen",
    "need_differs": "der Bedarf ist nicht die Summe der Zeilen",
    "spending_differs": "die Zeilen sind nicht über- oder außerplanmäßig, wie angegeben",
    "cover_misfits": "die Deckung passt nicht zur Buchung",
    "cover_differs": "die Deckung ist nicht der Fehlbetrag",
}
FIELD: Final = {
    "account": "Buchungsstelle",
    "after": "neuer Wortlaut",
    "before": "alter Wortlaut",
    "candidates": "Wahlvorschläge",
    "changes": "Änderungen",
    "comment": "Bemerkung",
    "committee_name": "Gremium",
    "document": "Dokument",
    "file_reference": "Aktenzeichen",
    "ground": "Grund",
    "label": "Bezeichnung",
    "mistake": "Fehler",
    "name": "Name",
    "number": "Nummer",
    "override": "Begründung des Vorsitzes",
    "public_title": "öffentlicher Titel",
    "reason": "Begründung",
    "remark": "Bemerkung",
    "signatory": "Unterschrift",
    "subject": "Betreff",
    "text": "Text",
    "title": "Titel",
    "topic": "Thema",
    "urgency": "Dringlichkeit",
}
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
GRANTED: Final = {
    "head": "Leitung eines Fachbereichs",
    "deputy_executive": "Stellvertretung des Landrats",
    "member": "Mitglied",
    "data_protection": "Datenschutz",
}
"""The roles that the words for `CAPACITY` do not have."""
ITEM: Final = {
    "opening": "Eröffnung",
    "minutes": "Niederschrift",
    "question_time": "Einwohnerfragestunde",
    "paper": "Vorlage",
    "matter": "Angelegenheit",
    "report": "Bericht",
    "announcement": "Bekanntgabe",
}
THING: Final = {
    "agenda": "Tagesordnung",
    "amendment": "Änderungsantrag",
    "attachment": "Anlage",
    "budget": "Haushaltsblock",
    "cause": "Anlass",
    "change": "Änderung",
    "citation": "Fundstelle",
    "committee": "Gremium",
    "consultation": "Beratung",
    "cosignature": "Mitzeichnung",
    "counts": "Auszählung",
    "date": "Datum",
    "department": "Fachbereich",
    "deputyship": "Vertretung",
    "edition": "Fassung",
    "extract": "Beschlussauszug",
    "frozen": "Wortlaut eingefroren",
    "grant": "Zuweisung",
    "header": "Kopf",
    "history": "Änderungsgeschichte",
    "in_order": "Ladung",
    "intervals": "Anwesenheit",
    "invited": "Beteiligung",
    "item": "Tagesordnungspunkt",
    "lead_department": "Federführung",
    "measure": "Maßnahme",
    "member": "Mitglied",
    "note": "Vermerk",
    "objection": "Einwendung",
    "order": "Reihenfolge",
    "problem": "Fehler",
    "proposed_resolution": "Beschlussvorschlag",
    "public": "Öffentlichkeit",
    "read_back": "Verlesung",
    "reasons": "Sachverhalt",
    "role": "Rolle",
    "section": "Abschnitt",
    "session": "Sitzung",
    "text": "Text",
    "until": "Ende",
    "vorlage": "Vorlage",
    "vote": "Abstimmung",
    "waived": "Verzicht",
    "wording": "Wortlaut",
}
CLOSED: Final = {
    **FIELD,
    **ABOUT,
    **KIND,
    **COUNTED,
    **MAJORITY,
    **TOGETHER,
    **GRANTED,
    **ITEM,
    **THING,
    **OUTCOME,
    **STATUS,
    **CAPACITY,
    **SPENDING,
    **BUDGET,
    **COMMAND,
    **PARTS,
}
FIELDS: Final = frozenset(
    {
        *("state", "status", "allowed", "needed", "outcome", "kind", "about", "stage", "section"),
        *("field", "flags", "posting", "cover", "stated", "lines", "role", "counted", "majority"),
        *("asked", "why", "command", "document"),
    }
)
"""The fields of errors that hold words of `CLOSED`; what others hold was typed by somebody."""

TIMES: Final = frozenset(
    {
        *("date", "neighbour_date", "sitting", "received", "known_at", "since", "until"),
        *("happened_at", "earliest", "opened_at", "closed_at", "interrupted_at"),
    }
)
"""The fields of errors that hold days or times; a sitting is told by its day, or by its id."""


def day(date: str | None) -> str:
    """A day as it is printed."""
    return "" if date is None else ".".join(reversed(date.split("-")))
