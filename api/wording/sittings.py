"""Words for the refusals about a sitting: its agenda, its proceedings, and who is there."""

from collections.abc import Mapping
from typing import Final

from api.wording.words import Words
from domain.session import contesting
from domain.session.errors import agenda, attendance, proceedings

SITTINGS: Final[Mapping[type[Exception], Words]] = {
    contesting.Contestable: Words(
        "Gegen das Verfahren", "Das Verfahren lässt das nicht zu. Es braucht eine Begründung (override)."
    ),
    agenda.ReceivedAfterSitting: Words(
        "Ladung nach der Sitzung", "Die Ladung ging am {received} zu, nach dem Sitzungstag {date}."
    ),
    agenda.NoticeTooShort: Words(
        "Ladungsfrist nicht gewahrt",
        "Zwischen Zugang ({received}) und Sitzung ({sitting}) müssen {days} volle Tage liegen. Sonst "
        "braucht es Dringlichkeit mit Begründung.",
    ),
    agenda.AgendaEmpty: Words("Tagesordnung leer", "Ohne Tagesordnungspunkt kann nicht geladen werden."),
    agenda.AgendaOrderIncomplete: Words(
        "Reihenfolge unvollständig",
        "Die Reihenfolge muss jeden Punkt genau einmal nennen. Es geht um: {missing}.",
    ),
    agenda.UrgencyNeeded: Words(
        "Dringlichkeit nötig", "Nach der Ladung kommt ein Punkt nur als dringlich und mit Begründung hinzu."
    ),
    agenda.SubjectNeeded: Words("Gegenstand fehlt", "Ein Punkt ohne Vorlage braucht einen Gegenstand."),
    agenda.NoOpenStation: Words(
        "Keine offene Beratung", "Die Vorlage {vorlage} hat keine offene Beratung in diesem Gremium."
    ),
    agenda.NothingToAnnounce: Words(
        "Nichts bekannt zu machen",
        "Die Sitzung ist nicht öffentlich, oder sie hat keinen öffentlichen Punkt.",
    ),
    agenda.NotAnnounced: Words("Nicht bekannt gemacht", "Die Sitzung wurde nicht bekannt gemacht."),
    agenda.StationElsewhere: Words(
        "Beratung gehört woandershin",
        "Die Beratung {consultation} gehört zu einem anderen Gremium oder steht auf einer anderen "
        "Tagesordnung.",
    ),
    agenda.DateDiffers: Words(
        "Termine weichen ab", "Die Beratung ist für den {date} vorgesehen, die Sitzung ist am {sitting}."
    ),
    agenda.PaperNotReleased: Words(
        "Vorlage nicht freigegeben", "Die Vorlage {vorlage} ist nicht freigegeben (Zustand: {status})."
    ),
    agenda.StationWithoutRole: Words(
        "Rolle der Beratung fehlt", "Für die Beratung {consultation} ist erst die Rolle festzulegen."
    ),
    proceedings.StepOutOfOrder: Words(
        "Zeitliche Reihenfolge",
        "„{command}“ am {happened_at} geht nicht: Es setzt voraus, was erst am {earliest} geschah. Bitte "
        "prüfen Sie den Zeitpunkt.",
    ),
    proceedings.PauseHoldsVote: Words(
        "Abstimmung in der Unterbrechung",
        "Unterbrochen wurde die Sitzung am {interrupted_at}, die Abstimmung {vote} aber am {opened_at} "
        "eröffnet. Spätestens da ging die Sitzung weiter.",
    ),
    proceedings.ItemNotCalled: Words(
        "Punkt nicht aufgerufen",
        "Der Tagesordnungspunkt {item} ist nicht aufgerufen. Bitte rufen Sie ihn erst auf.",
    ),
    proceedings.ItemOver: Words(
        "Punkt abgeschlossen", "Der Tagesordnungspunkt {item} hat schon ein Ergebnis: {outcome}."
    ),
    proceedings.WordingNotReadBack: Words(
        "Wortlaut nicht verlesen",
        "Der mündlich geänderte Wortlaut zu {item} ist erst zu verlesen (sonst mit Begründung, override).",
    ),
    proceedings.WordingNotFrozen: Words(
        "Wortlaut nicht festgehalten",
        "Zu {item} wurde mündlich geändert: Vor der Abstimmung ist der Wortlaut zu verlesen und "
        "festzuhalten.",
    ),
    proceedings.CommitteeNamed: Words(
        "Ausschuss nennen", "Nur wer verweist, nennt einen Ausschuss, und zwar einen anderen ({outcome})."
    ),
    proceedings.ReasonMissing: Words(
        "Begründung fehlt",
        "Nach der Ladung wird nur mit Begründung verlegt, in der Sitzung so zurückgezogen.",
    ),
    proceedings.PaperNotWithdrawn: Words(
        "Nichts zurückzuziehen", "Zum Punkt {item} gibt es keine Vorlage, über die noch zu entscheiden ist."
    ),
    proceedings.SummonsNotInOrder: Words(
        "Ladung nicht ordnungsgemäß",
        "Wurde nicht ordnungsgemäß geladen, braucht der Fortgang eine Begründung (override).",
    ),
    proceedings.NotAccepted: Words(
        "Noch nicht zugelassen",
        "Der Tagesordnungspunkt {item} oder die Fassung seiner Vorlage kam nach der Ladung. Abgestimmt wird "
        "erst, wenn das Gremium ihn zugelassen hat (AcceptItem).",
    ),
    proceedings.PublicAdmitted: Words(
        "Öffentlichkeit ist da",
        "Der Tagesordnungspunkt {item} ist nichtöffentlich. Die Öffentlichkeit ist erst auszuschließen.",
    ),
    proceedings.PublicAbsent: Words(
        "Öffentlichkeit ist ausgeschlossen",
        "Der Tagesordnungspunkt {item} wird in öffentlicher Sitzung behandelt oder bekannt gegeben. Die "
        "Öffentlichkeit ist erst wiederherzustellen.",
    ),
    proceedings.ChairRecused: Words(
        "Vorsitz befangen",
        "{member} ist beim Tagesordnungspunkt {item} befangen. Bitte geben Sie den Vorsitz ab, oder "
        "begründen Sie es (override).",
    ),
    proceedings.TellsOfClosedItem: Words(
        "Text nennt Nichtöffentliches",
        "Der Text wird öffentlich, nennt aber den nichtöffentlichen Tagesordnungspunkt {item} mit seinem "
        "Gegenstand oder seiner Nummer. Er ist anders zu fassen.",
    ),
    proceedings.RecusedTooLate: Words(
        "Befangenheit nachträglich",
        "Der Tagesordnungspunkt {item} ist erledigt ({outcome}). Das braucht eine Begründung (override).",
    ),
    proceedings.ItemKindDiffers: Words(
        "Art passt nicht",
        "Ein Punkt mit Vorlage ist „Vorlage“ oder „Bericht“, „Vorlage“ braucht eine (hier: {kind}).",
    ),
    proceedings.FormalItem: Words(
        "Nichts zu beschließen", "Zum Tagesordnungspunkt {item} ({kind}) gibt es keine Abstimmung zur Sache."
    ),
    proceedings.PublicTitleNeedless: Words(
        "Kein neutraler Titel", "Ein öffentlicher Punkt steht mit seinem Gegenstand auf der Tagesordnung."
    ),
    proceedings.NotLate: Words(
        "Keine Zulassung nötig", "Der Tagesordnungspunkt {item} stand schon auf der Ladung."
    ),
    proceedings.ObjectionMissing: Words(
        "Rüge ohne Worte", "Was {objector} an der Ladung beanstandet, fehlt (objection)."
    ),
    proceedings.AcceptanceMajority: Words(
        "Mehrheit für die Zulassung",
        "Was nach der Ladung kam, wird mit der Mehrheit „{needed}“ zugelassen. Bitte nennen Sie die "
        "Abstimmung darüber (vote).",
    ),
    proceedings.VoteAboutDiffers: Words(
        "Andere Abstimmung", "Die Abstimmung {vote} betraf „{about}“, nötig ist „{needed}“."
    ),
    proceedings.VoteWentOtherwise: Words(
        "Anders beschlossen", "Die Abstimmung {vote} ging anders aus (angenommen: {declared})."
    ),
    proceedings.VoteCounted: Words(
        "Schon ausgezählt",
        "Die Abstimmung {vote} ist ausgezählt. Sie ist erst zu berichtigen oder für ungültig zu erklären.",
    ),
    proceedings.NotAnnounceable: Words(
        "Nichts bekannt zu geben",
        "Der Tagesordnungspunkt {item} ist öffentlich oder noch nicht erledigt.",
    ),
    proceedings.NoteNotPublic: Words(
        "Vermerk nicht öffentlich",
        "Der Tagesordnungspunkt {item} ist nichtöffentlich, also auch der Vermerk.",
    ),
    proceedings.MayNotChair: Words(
        "Kein Vorsitz", "Das Mitglied {member} hat keine Stimme oder ist nicht anwesend."
    ),
    proceedings.ItemNotOver: Words("Noch nicht erledigt", "Der Tagesordnungspunkt {item} ist noch offen."),
    proceedings.ConcludedByVote: Words(
        "Durch Abstimmung erledigt",
        "Den Tagesordnungspunkt {item} hat die Abstimmung {vote} erledigt; nur ihre Ungültigkeit öffnet ihn.",
    ),
    proceedings.IntervalsOverlap: Words(
        "Zeiten passen nicht",
        "Die Zeiten des Mitglieds {member} müssen aufeinander folgen, enden nach ihrem Beginn und liegen "
        "nicht in der Zukunft.",
    ),
    proceedings.CirculationNotAllowed: Words(
        "Kein Umlaufverfahren", "Das Regelwerk {rule} kennt keinen Beschluss im Umlaufverfahren."
    ),
    proceedings.CirculationInWriting: Words(
        "Schriftlich und namentlich",
        "Im Umlaufverfahren wird schriftlich und namentlich abgestimmt; Anwesenheit gibt es nicht.",
    ),
    proceedings.NotByCirculation: Words(
        "Kein Umlaufverfahren", "Das Gremium tritt zu einer Sitzung zusammen."
    ),
    proceedings.MayNotObject: Words(
        "Kein Widerspruch", "Das Mitglied {member} ist nicht stimmberechtigt und kann nicht widersprechen."
    ),
    attendance.NotQuorate: Words(
        "Nicht beschlussfähig", "Anwesend sind {present} stimmberechtigte Mitglieder von {lawful_number}."
    ),
    attendance.NotOnTheDay: Words(
        "Nicht am Tag der Sitzung",
        "Die Sitzung ist am {date}; so lange vor der Eröffnung kommt niemand ({member}).",
    ),
    attendance.AfterClosing: Words(
        "Nach dem Schluss", "Die Sitzung wurde am {closed_at} geschlossen; danach kommt niemand ({member})."
    ),
    attendance.NotAMember: Words(
        "Kein Mitglied", "Die Person {member} hat am Tag der Sitzung keinen Sitz im Gremium."
    ),
    attendance.AlreadyPresent: Words(
        "Schon anwesend", "Das Mitglied {member} ist zu dieser Zeit bereits als anwesend eingetragen."
    ),
    attendance.NotPresent: Words(
        "Nicht anwesend", "Das Mitglied {member} ist zu dieser Zeit nicht anwesend."
    ),
    attendance.AlreadyRecused: Words(
        "Schon befangen", "Das Mitglied {member} ist bei diesem Punkt schon als befangen eingetragen."
    ),
    attendance.NotRecused: Words(
        "Nicht befangen", "Das Mitglied {member} ist bei diesem Punkt nicht befangen."
    ),
    attendance.SeatOccupied: Words(
        "Sitz ist besetzt",
        "Den Sitz von {member} hat zu dieser Zeit {occupant} inne. Ein Sitz hat nur eine Stimme.",
    ),
    attendance.NotASubstitute: Words(
        "Keine Stellvertretung",
        "{substitute} ist am Sitzungstag nicht als Stellvertretung für {member} bestellt.",
    ),
    attendance.WasQuorate: Words(
        "War beschlussfähig",
        "Ein zweites Mal wird nur zu einer Sitzung geladen, die nicht beschlussfähig war.",
    ),
}
