"""Words for the refusals about a paper."""

from collections.abc import Mapping
from typing import Final

from api.wording.words import Words
from domain.vorlage.errors import aftermath, budget, consultation, cosigning, drafting, editions, motions

PAPERS: Final[Mapping[type[Exception], Words]] = {
    editions.NotForThePublic: Words(
        "Nicht für die Öffentlichkeit",
        "Veröffentlicht wird nur eine öffentliche Vorlage, die einem Gremium vorgelegt wurde "
        "(jetzt: {status}).",
    ),
    editions.NotPublished: Words("Nicht veröffentlicht", "Die Vorlage ist nicht veröffentlicht."),
    drafting.TextFrozen: Words(
        "Text ist geschlossen", "Im Zustand {status} werden Texte nicht mehr geändert."
    ),
    drafting.BlankText: Words(
        "Text fehlt", "Das Feld {field} enthält nur Leerraum. Bitte füllen Sie es aus."
    ),
    drafting.OldTextDiffers: Words(
        "Alter Text stimmt nicht", "Der alte Text steht dort nicht ({document}). Es heißt: „{in_force}“"
    ),
    motions.AmendmentChangesNothing: Words(
        "Keine Änderung", "Alter und neuer Text sind gleich ({document})."
    ),
    motions.PassageUnnamed: Words(
        "Stelle nicht benannt",
        "Ein Änderungsantrag nennt entweder eine Maßnahme oder den Text, in dem die Stelle steht.",
    ),
    motions.AmendmentsOverlap: Words(
        "Änderungsanträge überschneiden sich",
        "Der Antrag {amendment} ändert dieselben Worte wie der Antrag {carried} ({document}). Bitte fassen "
        "Sie ihn auf dessen Grundlage neu, oder er wird zurückgezogen.",
    ),
    motions.RestatementUnrelated: Words(
        "Anträge berühren sich nicht",
        "Der Antrag {amendment} ändert andere Worte als der Antrag {other}; er braucht keine neue Fassung.",
    ),
    consultation.DatesGoBackwards: Words(
        "Termine laufen rückwärts",
        "Der Termin {date} passt nicht zur Reihenfolge: Die benachbarte Beratung ist am {neighbour_date}.",
    ),
    consultation.DecisionElsewhere: Words(
        "Ein anderes Gremium entscheidet",
        "Über eine Vorlage entscheidet ein Gremium; vorgesehen ist dafür noch: {other}. Bitte ändern Sie "
        "zuerst die Rolle dieser Beratung.",
    ),
    consultation.DecisionBeforePreliminary: Words(
        "Entscheidung vor Vorberatung", "Eine Vorberatung oder Anhörung läge nach der Entscheidung."
    ),
    consultation.ReasonNeeded: Words(
        "Begründung fehlt", "Nach der Ladung wird ein Termin nur mit Begründung verlegt."
    ),
    consultation.ConsultationUnderWay: Words(
        "Beratung läuft schon", "Die Beratung {consultation} ist {status} und wird so nicht mehr geändert."
    ),
    consultation.CommitteeUnnamed: Words(
        "Gremium fehlt", "Eine Beratung braucht ein Gremium: seine Kennung oder seinen Namen."
    ),
    consultation.OrderIncomplete: Words(
        "Reihenfolge unvollständig",
        "Die Reihenfolge muss jede Beratung genau einmal nennen. Es geht um: {missing}.",
    ),
    cosigning.SectionEmpty: Words(
        "Abschnitt leer", "Der Abschnitt {section} darf nicht leer sein. Bitte füllen Sie ihn erst aus."
    ),
    editions.EditionNeeded: Words("Fassung fehlt", "Vorher ist eine Fassung festzuschreiben."),
    editions.EditionUnnamed: Words(
        "Name der Fassung fehlt",
        "Bitte geben Sie der Fassung einen Namen (label) oder der Vorlage eine Beratung, nach der sie heißt.",
    ),
    editions.EditionOutdated: Words(
        "Fassung veraltet",
        "Der Entwurf wurde nach der Fassung {edition} geändert. Bitte schreiben Sie eine neue fest.",
    ),
    aftermath.KnownOutOfTime: Words(
        "Widerspruch nicht fristgerecht",
        "Widersprochen wird binnen {days} Tagen nach Kenntnis; angegeben ist Kenntnis am {known_at}.",
    ),
    aftermath.BeforeDecided: Words(
        "Vor der Entscheidung", "Angegeben ist der {day}; worauf es aufbaut, war erst am {earliest}."
    ),
    aftermath.ObjectionsExhausted: Words(
        "Kein weiterer Widerspruch", "Die Aufsichtsbehörde hat nach dem zweiten Widerspruch entschieden."
    ),
    aftermath.NothingResolved: Words(
        "Nichts umzusetzen", "Bestand hat eine Ablehnung; umzusetzen ist nichts."
    ),
    aftermath.AuthorityNotAsked: Words(
        "Aufsichtsbehörde nicht angerufen",
        "Die Aufsichtsbehörde entscheidet erst nach dem zweiten Widerspruch.",
    ),
    consultation.DecisionStationNeeded: Words(
        "Keine Entscheidung vorgesehen", "Keine Beratung der Vorlage hat die Rolle Entscheidung."
    ),
    editions.NewEditionOpen: Words(
        "Neue Fassung offen",
        "Eine neue Fassung ist schon in Arbeit ({stage}). Bitte geben Sie sie frei oder verwerfen Sie sie.",
    ),
    cosigning.FinanceMissing: Words(
        "Mitzeichnung Finanzen fehlt",
        "Der Fachbereich Finanzen muss mitzeichnen: Ein Nachweis ist erforderlich, oder die Ausgabe ist "
        "über- oder außerplanmäßig.",
    ),
    cosigning.ChainRepeats: Words(
        "Fachbereich doppelt", "Der Fachbereich {department} steht zweimal in der Mitzeichnung."
    ),
    cosigning.CosignersMissing: Words(
        "Mitzeichnung unvollständig",
        "Nach den Regeln zeichnen auch diese Fachbereiche, oder mehr von der Vorlage, mit: {departments}.",
    ),
    cosigning.NotYourTurn: Words(
        "Noch nicht an der Reihe",
        "Vor dem Fachbereich {department} zeichnen noch: {waiting_for}.",
    ),
    cosigning.NotCosigned: Words(
        "Nicht mitgezeichnet", "Der Fachbereich {department} hat nicht mitgezeichnet."
    ),
    cosigning.NotInChain: Words(
        "Nicht in der Mitzeichnung", "Der Fachbereich {department} wurde nicht um Mitzeichnung gebeten."
    ),
    cosigning.NotYourDepartment: Words(
        "Anderer Fachbereich",
        "Für den Fachbereich {department} zeichnet nur er selbst oder seine Vertretung.",
    ),
    cosigning.CosignaturesMissing: Words(
        "Mitzeichnungen fehlen", "Für diese Fassung fehlen gültige Mitzeichnungen von: {departments}."
    ),
    cosigning.FourEyes: Words(
        "Vier Augen", "Wer die Vorlage angelegt oder zuletzt bearbeitet hat, gibt sie nicht selbst frei."
    ),
    consultation.AlreadySummoned: Words(
        "Schon geladen", "Zu dieser Vorlage ist bereits geladen; die Freigabe besteht."
    ),
    motions.AmendmentSettled: Words(
        "Antrag erledigt", "Der Änderungsantrag {amendment} ist bereits erledigt ({status})."
    ),
    consultation.ImportedOnly: Words(
        "Ergebnis kommt aus der Sitzung",
        "Die Zahlen der Beratung {consultation} kommen aus ihren Abstimmungen, nicht vom Papier.",
    ),
    budget.NoAmount: Words("Kein Betrag", "Das Feld {field} enthält keinen Betrag in Euro und Cent."),
    budget.SumDiffers: Words(
        "Summe stimmt nicht", "Das Feld {field} nennt {stated} Euro, die Zeilen ergeben {lines}."
    ),
    budget.SpendingDiffers: Words(
        "Angabe passt nicht zu den Zeilen",
        "Angegeben ist {stated}; aus Planansatz und Bedarf folgt: {lines}.",
    ),
    budget.FinanceOnly: Words(
        "Nur Fachbereich Finanzen", "Den Prüfvermerk gibt nur der Fachbereich Finanzen ab."
    ),
    budget.NotOffPlan: Words(
        "Nichts zu prüfen", "Die Ausgabe ist weder über- noch außerplanmäßig; ein Prüfvermerk entfällt."
    ),
    budget.BudgetDiffers: Words(
        "Haushaltsblock widersprüchlich",
        "Solange der Haushaltsblock sich widerspricht ({flags}), gibt es keinen zustimmenden Prüfvermerk.",
    ),
    budget.GroundNeeded: Words(
        "Grund fehlt", "Ein zustimmender Prüfvermerk nennt den Grund (§ 105 KVG LSA)."
    ),
    budget.CompetentBodyNeeded: Words(
        "Zuständiges Gremium fehlt",
        "Ein zustimmender Prüfvermerk nennt das nach der Hauptsatzung zuständige Gremium.",
    ),
    budget.PostingNeeded: Words(
        "Buchung fehlt", "Ein positiver Prüfvermerk braucht die Angabe: Aufwand, Auszahlung oder beides."
    ),
    budget.CoverMisfits: Words(
        "Deckung passt nicht", "Zur Buchung {posting} passen diese Zeilen der Deckung nicht: {cover}."
    ),
    budget.CoverIncomplete: Words(
        "Deckung unvollständig", "Die Deckung ergibt nicht den Fehlbetrag ({shortfall} Euro)."
    ),
    budget.BudgetTooLong: Words("Zu viele Zeilen", "Der Haushaltsblock hat höchstens {most} Zeilen."),
    consultation.StationFollowed: Words(
        "Folgetermin schon in Gebrauch",
        "Die Beratung {consultation} danach hat schon einen Termin oder hat sich schon damit befasst; das "
        "lässt sich nicht zurücknehmen.",
    ),
}
