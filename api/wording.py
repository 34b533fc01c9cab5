"""What people read of each error: a German title, and a sentence that says what is wrong and what to do.

In braces stand the error's fields. A test asks for words for every error that the county's rules have.
"""

from collections.abc import Mapping
from typing import Final, NamedTuple

from api import decoding
from api.http import errors as http
from domain import errors
from domain.committee import errors as committee
from domain.organisation import errors as organisation
from domain.rules import NoRuleInForce
from domain.session import contesting
from domain.session.errors import agenda, attendance, elections, minutes, proceedings, voting
from domain.vorlage import errors as vorlage
from infra.handling import BadETag, Contended, StaleVersion, TimeWithoutZone
from infra.idempotency import CommandIdReused
from infra.identity import AccountExists, LoginFailed, NoAccount, NoPerson, TooManyAttempts
from infra.identity.accounts import BadLogin, BadPassword
from infra.printed_form import Unreadable
from infra.reading.comparing import BadEdge
from infra.reading.listing import BadCursor
from infra.reading.minutes import BadPart
from infra.reading.moments import BadAsOf, BadBasis, BasisNeedsTime, BeyondHead, NotForPublicReaders
from infra.replaying import ReplayUnderWay
from infra.store import StoreBusy, StoreError, StoreFull


class Words(NamedTuple):
    """Title and sentence."""

    title: str
    detail: str


_ANYTHING: Final[Mapping[type[Exception], Words]] = {
    errors.Missing: Words("Nicht gefunden", "Das gibt es nicht, oder nicht für diese Anmeldung."),
    errors.Forbidden: Words("Nicht erlaubt", "Dazu fehlt die Berechtigung."),
    errors.Refused: Words("Jetzt nicht möglich", "Der Stand der Dinge lässt das nicht zu."),
    errors.Invalid: Words("Ungültige Angaben", "Die Angaben können so nicht richtig sein."),
    errors.NoSuch: Words(
        "Nicht gefunden",
        "Hier gibt es nichts mit der Kennung {id} ({kind}). Bitte prüfen Sie sie.",
    ),
    errors.NotEntitled: Words("Keine Berechtigung", "Für {command} braucht es eine dieser Rollen: {needed}."),
    errors.NotDeputy: Words(
        "Keine Vertretung", "Für die Person {represented} ist zu dieser Zeit keine Vertretung eingetragen."
    ),
    errors.WrongState: Words(
        "Falscher Zustand", "{command} passt nicht zum Zustand „{state}“; möglich ist es in: {allowed}."
    ),
    errors.AlreadyExists: Words(
        "Gibt es schon", "Die Kennung {id} ist bereits vergeben ({kind}). Bitte wählen Sie eine andere."
    ),
    errors.NothingChanges: Words("Keine Änderung", "Der Befehl verlangt, was schon so ist ({kind})."),
    errors.HappenedInFuture: Words(
        "Zeitpunkt in der Zukunft", "Der Zeitpunkt {happened_at} liegt noch in der Zukunft."
    ),
    errors.PeriodReversed: Words(
        "Zeitraum verkehrt", "Der Zeitraum endet ({until}), bevor er beginnt ({since})."
    ),
}

_RULES: Final[Mapping[type[Exception], Words]] = {
    NoRuleInForce: Words(
        "Keine Regeln", "Für diesen Tag sind keine Regeln hinterlegt. Bitte prüfen Sie das Datum."
    ),
}

_ORGANISATION: Final[Mapping[type[Exception], Words]] = {
    organisation.DepartmentNameTaken: Words(
        "Name vergeben", "Es gibt schon einen Fachbereich „{name}“. Bitte wählen Sie einen anderen Namen."
    ),
    organisation.DepartmentNeeded: Words(
        "Fachbereich passt nicht zur Rolle",
        "Die Rollen department und head gehören zu einem Fachbereich, die anderen zu keinem (hier: {role}).",
    ),
    organisation.OwnDeputy: Words(
        "Eigene Vertretung", "Niemand kann sich selbst vertreten oder zur Vertretung bestellen."
    ),
    organisation.OwnGrant: Words(
        "Eigene Rolle", "Niemand gibt sich selbst eine Rolle (hier: {role}). Bitten Sie eine andere Person."
    ),
    committee.AbbreviationTaken: Words(
        "Kürzel vergeben", "Ein anderes Gremium hat schon das Kürzel {abbreviation}."
    ),
    committee.CommitteeNameTaken: Words(
        "Name vergeben", "Es gibt schon ein Gremium „{name}“. Bitte wählen Sie einen anderen Namen."
    ),
    committee.SubstituteAlready: Words(
        "Schon Stellvertretung",
        "{substitute} ist für {member} in diesem Zeitraum schon bestellt.",
    ),
    committee.NoSubstitute: Words(
        "Keine Stellvertretung",
        "{substitute} ist an diesem Tag nicht für {member} bestellt.",
    ),
    committee.OwnSubstitute: Words(
        "Eigene Stellvertretung",
        "Niemand vertritt sich selbst; ein Sitz hat eine Stimme.",
    ),
    committee.SeatTaken: Words(
        "Sitz schon vergeben", "Die Person {member} hat in diesem Zeitraum bereits einen Sitz."
    ),
    committee.NoSeat: Words("Kein Sitz", "Die Person {member} hat an diesem Tag keinen Sitz im Gremium."),
    committee.SeatsExhausted: Words(
        "Alle Sitze besetzt",
        "Die gesetzliche Zahl von {lawful_number} stimmberechtigten Mitgliedern ist erreicht.",
    ),
}

_SESSION: Final[Mapping[type[Exception], Words]] = {
    voting.VoteExceedsPresent: Words(
        "Mehr Stimmen als Anwesende",
        "Es wurden {votes} Stimmen angegeben, stimmberechtigt anwesend waren {entitled}. Bitte prüfen "
        "Sie die Zählung.",
    ),
    voting.NotVotingDiffers: Words(
        "Nicht abgestimmt stimmt nicht", "Angegeben wurden {not_voting}, übrig sind aber {left}."
    ),
    voting.CountsMissing: Words(
        "Zählung unvollständig", "Ja, Nein und Enthaltungen müssen angegeben sein; nicht erfasst ist nicht 0."
    ),
    voting.RollCallMismatch: Words(
        "Zählung weicht von den Einzelstimmen ab",
        "Angegeben wurden {given}, die Einzelstimmen ergeben {ballots} (Ja, Nein, Enthaltung, ungültig).",
    ),
    voting.BallotsMissing: Words(
        "Einzelstimmen fehlen",
        "Eine namentliche Abstimmung wird mit ihren Einzelstimmen gezählt und berichtigt.",
    ),
    voting.BallotsNotAsked: Words(
        "Keine Einzelstimmen", "Nur eine namentliche Abstimmung hält fest, wer wie gestimmt hat."
    ),
    voting.BallotTwice: Words(
        "Schon abgestimmt", "Das Mitglied {member} hat schon abgestimmt. Die Stimme ist erst zurückzunehmen."
    ),
    voting.NoBallot: Words("Keine Stimme", "Vom Mitglied {member} liegt keine Stimme vor."),
    voting.MayNotVote: Words(
        "Nicht stimmberechtigt",
        "Das Mitglied {member} hat keine Stimme, war nicht anwesend oder ist befangen.",
    ),
    attendance.NotQuorate: Words(
        "Nicht beschlussfähig", "Anwesend sind {present} stimmberechtigte Mitglieder von {lawful_number}."
    ),
    voting.DeclaredDiffers: Words(
        "Verkündet weicht ab",
        "Errechnet ist „angenommen: {carried}“, verkündet „angenommen: {declared}“. Das braucht eine "
        "Begründung (override).",
    ),
    voting.VoteStillOpen: Words(
        "Abstimmung noch offen",
        "Die Abstimmung {vote} ist noch offen. Sie ist erst zu zählen oder abzubrechen.",
    ),
    voting.VoteState: Words(
        "Abstimmung in anderem Zustand", "Die Abstimmung {vote} ist {status}; nötig ist: {needed}."
    ),
    voting.CountedAlready: Words(
        "Schon gezählt",
        "Sie haben die Abstimmung {vote} schon gezählt. Andere Zahlen sind eine Berichtigung mit Grund "
        "(CorrectVote).",
    ),
    voting.ContradictionOpen: Words(
        "Widerspruch offen",
        "Zur Abstimmung {vote} liegen zwei verschiedene Eintragungen vor. Der Vorsitz entscheidet erst, "
        "welche gilt (ResolveContradiction).",
    ),
    voting.NoContradiction: Words(
        "Kein Widerspruch", "Zur Abstimmung {vote} gibt es keine zwei Eintragungen, von denen eine gilt."
    ),
    voting.BeforeOpening: Words(
        "Vor der Eröffnung",
        "Die Abstimmung wurde erst um {opened_at} eröffnet; vorher kann sie nicht gezählt sein.",
    ),
    proceedings.StepOutOfOrder: Words(
        "Zeitliche Reihenfolge",
        "{command} um {happened_at} geht nicht: Es setzt voraus, was erst um {earliest} geschah. Bitte "
        "prüfen Sie den Zeitpunkt.",
    ),
    attendance.NotOnTheDay: Words(
        "Nicht am Tag der Sitzung",
        "Die Sitzung ist am {date}; so lange vor der Eröffnung kommt niemand ({member}).",
    ),
    attendance.AfterClosing: Words(
        "Nach dem Schluss", "Die Sitzung wurde um {closed_at} geschlossen; danach kommt niemand ({member})."
    ),
    agenda.ReceivedAfterSitting: Words(
        "Ladung nach der Sitzung", "Die Ladung ging am {received} zu, nach dem Sitzungstag {date}."
    ),
    proceedings.ItemNotCalled: Words(
        "Punkt nicht aufgerufen",
        "Der Tagesordnungspunkt {item} ist nicht aufgerufen. Bitte rufen Sie ihn erst auf.",
    ),
    proceedings.ItemOver: Words(
        "Punkt abgeschlossen", "Der Tagesordnungspunkt {item} hat schon ein Ergebnis: {outcome}."
    ),
    voting.AmendmentNamed: Words(
        "Änderungsantrag fehlt oder stört",
        "Eine Abstimmung über einen Änderungsantrag nennt ihn, jede andere nennt keinen (hier: {about}).",
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
    voting.DecisionStands: Words(
        "Beschluss besteht",
        "Auf der Abstimmung {vote} beruht, was seither entschieden wurde; sie wird nicht mehr annulliert.",
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
    vorlage.NotForThePublic: Words(
        "Nicht für die Öffentlichkeit",
        "Veröffentlicht wird nur eine öffentliche Vorlage, die einem Gremium vorgelegt wurde "
        "(jetzt: {status}).",
    ),
    vorlage.NotPublished: Words("Nicht veröffentlicht", "Die Vorlage ist nicht veröffentlicht."),
    agenda.StationElsewhere: Words(
        "Beratung gehört woandershin",
        "Die Beratung {consultation} gehört zu einem anderen Gremium oder steht auf einer anderen "
        "Tagesordnung.",
    ),
    agenda.DateDiffers: Words(
        "Termine weichen ab", "Die Beratung ist für den {date} vorgesehen, die Sitzung ist am {sitting}."
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
    voting.VotePending: Words(
        "Abstimmung nicht abgeschlossen",
        "Die Abstimmung {vote} ist ausgezählt; ihr Ergebnis wird verkündet oder sie wird aufgehoben.",
    ),
    agenda.PaperNotReleased: Words(
        "Vorlage nicht freigegeben", "Die Vorlage {vorlage} ist nicht freigegeben (Zustand: {status})."
    ),
    agenda.StationWithoutRole: Words(
        "Rolle der Beratung fehlt", "Für die Beratung {consultation} ist erst die Rolle festzulegen."
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
    voting.RecountNeeded: Words(
        "Neuauszählung nötig",
        "Eine geheime Abstimmung wird nur durch Neuauszählung zweier verschiedener Zähler "
        "berichtigt (genannt: {tellers}).",
    ),
    voting.NotInRules: Words(
        "Nicht geregelt",
        "Das geltende Regelwerk {rules} kennt „{name}“ nicht.",
    ),
    voting.CountedExactly: Words(
        "Genaue Zählung nötig",
        "Bei „{name}“ genügt „{counted}“ nicht; bitte zählen Sie genau.",
    ),
    voting.CarriedSaid: Words(
        "Angabe zum Ergebnis passt nicht",
        "Ob angenommen ist, wird genau dann angegeben, wenn nicht gezählt wurde (hier: {counted}).",
    ),
    voting.NotUnanimous: Words(
        "Nicht einstimmig",
        "Einstimmig heißt: keine Gegenstimme und mindestens eine Stimme dafür (Ja {yes}, Nein {no}).",
    ),
    voting.AttendanceIncomplete: Words(
        "Differenz nicht bestimmbar",
        "Während der Abstimmung kamen oder gingen Mitglieder; bitte zählen Sie genau.",
    ),
    voting.AbstentionNotAllowed: Words(
        "Enthaltung nicht zulässig",
        "{abstained} Enthaltungen lässt {source} nicht zu. Der Vorsitz kann sie mit Begründung "
        "gelten lassen.",
    ),
    voting.VoteUndeclared: Words(
        "Ergebnis nicht verkündet",
        "Eine Abstimmung ist gezählt, ihr Ergebnis aber nicht verkündet. Schließen geht nur mit Begründung.",
    ),
    voting.NotRepeatable: Words(
        "Nicht wiederholbar",
        "Wiederholt wird nur eine verkündete oder aufgehobene Abstimmung desselben Punktes (hier: {status}).",
    ),
    voting.NotEnBloc: Words(
        "Nicht gemeinsam abstimmbar",
        "Der Punkt {item} kann nicht mit den anderen zusammen abgestimmt werden ({why}).",
    ),
    elections.MajorityNotAsked: Words(
        "Mehrheit hier nicht wählbar",
        "Was eine Wahl verlangt, sagt das Regelwerk; eine eigene Mehrheit („{majority}“) gibt es nicht.",
    ),
    voting.KindUnfit: Words(
        "Abstimmungsart passt nicht",
        "„{about}“ wird nicht mit „{kind}“ abgestimmt.",
    ),
    elections.ElectionIsSecret: Words(
        "Wahl ist geheim",
        "Nach {source} wird geheim gewählt. Der Vorsitz kann mit Begründung davon abweichen.",
    ),
    elections.CandidatesNeeded: Words(
        "Kandidaten fehlen",
        "Eine Wahl braucht Kandidaten, jeden einmal genannt.",
    ),
    elections.CandidatesNotAsked: Words(
        "Keine Wahl",
        "Kandidaten und Wahlgänge gibt es nur bei einer Wahl (hier: {about}).",
    ),
    elections.CandidatesDiffer: Words(
        "Kandidaten stimmen nicht überein",
        "Gezählt wird genau für die benannten Kandidaten: {candidates} (angegeben: {given}).",
    ),
    elections.NoFirstRound: Words(
        "Kein erster Wahlgang",
        "Ein zweiter Wahlgang folgt auf einen ersten, in dem niemand gewählt wurde.",
    ),
    elections.NotACandidate: Words(
        "Nicht wählbar",
        "Gewählt werden kann nur ein Kandidat: {candidates}.",
    ),
    elections.LotNeeded: Words(
        "Losentscheid nötig",
        "Stimmengleichheit zwischen {tied}: Der Vorsitz zieht das Los.",
    ),
    elections.LotNotAsked: Words(
        "Kein Losentscheid",
        "Das Los entscheidet nur zwischen Stimmengleichen im zweiten Wahlgang: {tied}.",
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
    voting.BallotGiven: Words(
        "Stimme schon abgegeben",
        "Das Mitglied {member} hat in der offenen namentlichen Abstimmung schon gestimmt. Die Stimme "
        "ist erst zurückzunehmen.",
    ),
}

_MINUTES: Final[Mapping[type[Exception], Words]] = {
    minutes.ResultsLocked: Words(
        "Niederschrift unterzeichnet",
        "Die Niederschrift (Fassung {version}) ist unterzeichnet; ändern kann sie nur eine Berichtigung.",
    ),
    minutes.MinutesOutdated: Words(
        "Niederschrift überholt",
        "Seit dem Entwurf (Fassung {version}) wurde noch etwas erfasst. Bitte entwerfen Sie sie neu.",
    ),
    minutes.MinutesUnchanged: Words(
        "Niederschrift unverändert", "Neu entworfen sagte sie dasselbe wie in Fassung {version}."
    ),
    minutes.AlreadySigned: Words("Schon unterzeichnet", "In dieser Rolle ({role}) ist unterzeichnet."),
    minutes.SameSigner: Words(
        "Zwei Personen nötig", "Vorsitz und Schriftführung unterzeichnen als zwei verschiedene Personen."
    ),
    minutes.ChairSigns: Words(
        "Unterschrift des Vorsitzes",
        "Für den Vorsitz unterzeichnet, wer die Sitzung geleitet hat, oder die bestellte Vertretung.",
    ),
    minutes.ClerkSigns: Words(
        "Unterschrift der Schriftführung", "Für die Schriftführung unterzeichnet, wer diese Rolle hat."
    ),
    minutes.MinutesApprovedBefore: Words(
        "Schon genehmigt", "Das Gremium hat die Niederschrift bereits genehmigt (Sitzung {sitting})."
    ),
    minutes.NotTheNextSitting: Words(
        "Keine spätere Sitzung",
        "Eine Niederschrift wird in einer späteren, eröffneten Sitzung desselben Gremiums genehmigt.",
    ),
    minutes.MinutesVoteNeeded: Words(
        "Abstimmung nötig",
        "Es gibt Einwendungen ({objections}); das Gremium stimmt über die Niederschrift ab. "
        "Bitte nennen Sie die Abstimmung.",
    ),
    minutes.NotApprovedByVote: Words(
        "Nicht durch diese Abstimmung",
        "Die Abstimmung {vote} betrifft keine Niederschrift oder wurde nicht als angenommen verkündet.",
    ),
    minutes.SecondPersonNeeded: Words(
        "Zweite Person nötig",
        "Wer die Niederschrift entworfen oder als Schriftführung unterzeichnet hat, berichtigt sie nicht.",
    ),
    minutes.CorrectionEmpty: Words(
        "Leere Berichtigung",
        "Eine Berichtigung nennt, was dort stand und was dort stehen soll (before, after), oder berichtigt "
        "eine Abstimmung (correction).",
    ),
}

_PROCEEDINGS: Final[Mapping[type[Exception], Words]] = {
    contesting.Contestable: Words(
        "Gegen das Verfahren", "Das Verfahren lässt das nicht zu. Es braucht eine Begründung (override)."
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
        "Art passt nicht", "Ein Punkt mit Vorlage ist „paper“ oder „report“, „paper“ braucht eine ({kind})."
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
}

_VORLAGE: Final[Mapping[type[Exception], Words]] = {
    vorlage.TextFrozen: Words(
        "Text ist geschlossen", "Im Zustand {status} werden Texte nicht mehr geändert."
    ),
    vorlage.BlankText: Words("Text fehlt", "Das Feld {field} enthält nur Leerraum. Bitte füllen Sie es aus."),
    vorlage.OldTextDiffers: Words(
        "Alter Text stimmt nicht", "Der alte Text steht dort nicht ({document}). Es heißt: „{in_force}“"
    ),
    vorlage.AmendmentChangesNothing: Words(
        "Keine Änderung", "Alter und neuer Text sind gleich ({document})."
    ),
    vorlage.PassageUnnamed: Words(
        "Stelle nicht benannt",
        "Ein Änderungsantrag nennt entweder eine Maßnahme oder den Text, in dem die Stelle steht.",
    ),
    vorlage.AmendmentsOverlap: Words(
        "Änderungsanträge überschneiden sich",
        "Der Antrag {amendment} ändert dieselben Worte wie der Antrag {carried} ({document}). Bitte fassen "
        "Sie ihn auf dessen Grundlage neu, oder er wird zurückgezogen.",
    ),
    vorlage.RestatementUnrelated: Words(
        "Anträge berühren sich nicht",
        "Der Antrag {amendment} ändert andere Worte als der Antrag {other}; er braucht keine neue Fassung.",
    ),
    vorlage.DatesGoBackwards: Words(
        "Termine laufen rückwärts",
        "Der Termin {date} passt nicht zur Reihenfolge: Die benachbarte Beratung ist am {neighbour_date}.",
    ),
    vorlage.DecisionBeforePreliminary: Words(
        "Entscheidung vor Vorberatung", "Eine Vorberatung oder Anhörung läge nach der Entscheidung."
    ),
    vorlage.ReasonNeeded: Words(
        "Begründung fehlt", "Nach der Ladung wird ein Termin nur mit Begründung verlegt."
    ),
    vorlage.ConsultationUnderWay: Words(
        "Beratung läuft schon", "Die Beratung {consultation} ist {status} und wird so nicht mehr geändert."
    ),
    vorlage.CommitteeUnnamed: Words(
        "Gremium fehlt", "Eine Beratung braucht ein Gremium: seine Kennung oder seinen Namen."
    ),
    vorlage.OrderIncomplete: Words(
        "Reihenfolge unvollständig",
        "Die Reihenfolge muss jede Beratung genau einmal nennen. Es geht um: {missing}.",
    ),
    vorlage.SectionEmpty: Words(
        "Abschnitt leer", "Der Abschnitt {section} darf nicht leer sein. Bitte füllen Sie ihn erst aus."
    ),
    vorlage.EditionNeeded: Words("Fassung fehlt", "Vorher ist eine Fassung festzuschreiben."),
    vorlage.EditionOutdated: Words(
        "Fassung veraltet",
        "Der Entwurf wurde nach der Fassung {edition} geändert. Bitte schreiben Sie eine neue fest.",
    ),
    vorlage.KnownOutOfTime: Words(
        "Widerspruch nicht fristgerecht",
        "Widersprochen wird binnen {days} Tagen nach Kenntnis; angegeben ist Kenntnis am {known_at}.",
    ),
    vorlage.ObjectionsExhausted: Words(
        "Kein weiterer Widerspruch", "Die Aufsichtsbehörde hat nach dem zweiten Widerspruch entschieden."
    ),
    vorlage.NothingResolved: Words("Nichts umzusetzen", "Bestand hat eine Ablehnung; umzusetzen ist nichts."),
    vorlage.AuthorityNotAsked: Words(
        "Aufsichtsbehörde nicht angerufen",
        "Die Aufsichtsbehörde entscheidet erst nach dem zweiten Widerspruch.",
    ),
    vorlage.DecisionStationNeeded: Words(
        "Keine Entscheidung vorgesehen", "Keine Beratung der Vorlage hat die Rolle Entscheidung."
    ),
    vorlage.NewEditionOpen: Words(
        "Neue Fassung offen",
        "Eine neue Fassung ist schon in Arbeit ({stage}). Bitte geben Sie sie frei oder verwerfen Sie sie.",
    ),
    vorlage.FinanceMissing: Words(
        "Mitzeichnung Finanzen fehlt",
        "Der Fachbereich Finanzen muss mitzeichnen: Ein Nachweis ist erforderlich, oder die Ausgabe ist "
        "über- oder außerplanmäßig.",
    ),
    vorlage.ChainRepeats: Words(
        "Fachbereich doppelt", "Der Fachbereich {department} steht zweimal in der Mitzeichnung."
    ),
    vorlage.CosignersMissing: Words(
        "Mitzeichnung unvollständig",
        "Nach den Regeln zeichnen auch diese Fachbereiche, oder mehr von der Vorlage, mit: {departments}.",
    ),
    vorlage.NotYourTurn: Words(
        "Noch nicht an der Reihe",
        "Vor dem Fachbereich {department} zeichnen noch: {waiting_for}.",
    ),
    vorlage.NotCosigned: Words(
        "Nicht mitgezeichnet", "Der Fachbereich {department} hat nicht mitgezeichnet."
    ),
    vorlage.NotInChain: Words(
        "Nicht in der Mitzeichnung", "Der Fachbereich {department} wurde nicht um Mitzeichnung gebeten."
    ),
    vorlage.NotYourDepartment: Words(
        "Anderer Fachbereich",
        "Für den Fachbereich {department} zeichnet nur er selbst oder seine Vertretung.",
    ),
    vorlage.CosignaturesMissing: Words(
        "Mitzeichnungen fehlen", "Für diese Fassung fehlen gültige Mitzeichnungen von: {departments}."
    ),
    vorlage.FourEyes: Words(
        "Vier Augen", "Wer die Vorlage angelegt oder zuletzt bearbeitet hat, gibt sie nicht selbst frei."
    ),
    vorlage.AlreadySummoned: Words(
        "Schon geladen", "Zu dieser Vorlage ist bereits geladen; die Freigabe besteht."
    ),
    vorlage.AmendmentSettled: Words(
        "Antrag erledigt", "Der Änderungsantrag {amendment} ist bereits erledigt ({status})."
    ),
    vorlage.ImportedOnly: Words(
        "Ergebnis kommt aus der Sitzung",
        "Die Zahlen der Beratung {consultation} kommen aus ihren Abstimmungen, nicht vom Papier.",
    ),
    vorlage.NoAmount: Words("Kein Betrag", "Das Feld {field} enthält keinen Betrag in Euro und Cent."),
    vorlage.SumDiffers: Words(
        "Summe stimmt nicht", "Das Feld {field} nennt {stated} Euro, die Zeilen ergeben {lines}."
    ),
    vorlage.SpendingDiffers: Words(
        "Angabe passt nicht zu den Zeilen",
        "Angegeben ist {stated}; aus Planansatz und Bedarf folgt: {lines}.",
    ),
    vorlage.FinanceOnly: Words(
        "Nur Fachbereich Finanzen", "Den Prüfvermerk gibt nur der Fachbereich Finanzen ab."
    ),
    vorlage.NotOffPlan: Words(
        "Nichts zu prüfen", "Die Ausgabe ist weder über- noch außerplanmäßig; ein Prüfvermerk entfällt."
    ),
    vorlage.BudgetDiffers: Words(
        "Haushaltsblock widersprüchlich",
        "Solange der Haushaltsblock sich widerspricht ({flags}), gibt es keinen zustimmenden Prüfvermerk.",
    ),
    vorlage.GroundNeeded: Words(
        "Grund fehlt", "Ein zustimmender Prüfvermerk nennt den Grund (§ 105 KVG LSA)."
    ),
    vorlage.CompetentBodyNeeded: Words(
        "Zuständiges Gremium fehlt",
        "Ein zustimmender Prüfvermerk nennt das nach der Hauptsatzung zuständige Gremium.",
    ),
    vorlage.PostingNeeded: Words(
        "Buchung fehlt", "Ein positiver Prüfvermerk braucht die Angabe: Aufwand, Auszahlung oder beides."
    ),
    vorlage.CoverMisfits: Words(
        "Deckung passt nicht", "Zur Buchung {posting} passen diese Zeilen der Deckung nicht: {cover}."
    ),
    vorlage.CoverIncomplete: Words(
        "Deckung unvollständig", "Die Deckung ergibt nicht den Fehlbetrag ({shortfall} Euro)."
    ),
    vorlage.BudgetTooLong: Words("Zu viele Zeilen", "Der Haushaltsblock hat höchstens {most} Zeilen."),
    vorlage.StationFollowed: Words(
        "Folgetermin schon in Gebrauch",
        "Die Beratung {consultation} danach hat schon einen Termin oder hat sich schon damit befasst; das "
        "lässt sich nicht zurücknehmen.",
    ),
}

_EDGE: Final[Mapping[type[Exception], Words]] = {
    StaleVersion: Words(
        "Inzwischen geändert", "Es gilt jetzt die Version {etag}. Bitte neu lesen und dann entscheiden."
    ),
    Contended: Words(
        "Gleichzeitige Änderungen", "Andere ändern gerade dasselbe. Bitte versuchen Sie es noch einmal."
    ),
    ReplayUnderWay: Words(
        "Neuaufbau läuft bereits", "Die Sichten werden gerade neu aufgebaut. Bitte warten Sie das Ende ab."
    ),
    CommandIdReused: Words(
        "Kennung schon verwendet",
        "Unter der Kennung {id} wurde schon ein anderer Befehl gegeben. Bitte eine neue verwenden.",
    ),
    TimeWithoutZone: Words("Zeit ohne Zone", "happened_at braucht den Abstand zu UTC, etwa +01:00 oder Z."),
    BadETag: Words("Kein ETag", 'If-Match enthält keinen ETag wie "v7".'),
    LoginFailed: Words("Anmeldung fehlgeschlagen", "Anmeldename und Passwort passen nicht zusammen."),
    TooManyAttempts: Words("Zu viele Versuche", "Bitte versuchen Sie es in {retry_after} Sekunden wieder."),
    AccountExists: Words("Anmeldename vergeben", "Den Anmeldenamen {login} gibt es schon."),
    NoAccount: Words("Kein solches Konto", "Den Anmeldenamen {login} gibt es nicht, oder er ist gesperrt."),
    NoPerson: Words("Keine solche Person", "Das Verzeichnis kennt niemanden mit {person}."),
    BadLogin: Words(
        "Anmeldename ungültig",
        "Ein Anmeldename hat nur kleine Buchstaben, Ziffern und . _ - @ + (hier: {login}).",
    ),
    BadPassword: Words("Passwort ungeeignet", "Ein Passwort hat {shortest} bis {longest} Zeichen."),
    BadAsOf: Words(
        "Zeitpunkt nicht lesbar",
        "as_of ist eine Position, eine Zeit nach RFC 3339 oder ein Datum (hier: {as_of}).",
    ),
    BeyondHead: Words("Position zu groß", "Das Protokoll reicht bis Position {head}, gefragt war {as_of}."),
    BadPart: Words("Teil der Niederschrift unklar", "part ist public oder non_public, nicht {part}."),
    BadBasis: Words("Basis unbekannt", "basis ist known oder true (hier: {basis})."),
    NotForPublicReaders: Words(
        "Nur mit Anmeldung",
        "Ohne Anmeldung wird nach einer Zeit oder einem Tag gefragt, nicht nach Positionen.",
    ),
    BasisNeedsTime: Words(
        "Basis braucht eine Zeit", "basis=true verlangt as_of als Zeit oder Datum, nicht als Position."
    ),
    BadEdge: Words("Stand nicht lesbar", "from und to sind edition:N oder position:N (hier: {edge})."),
    BadCursor: Words("Seite nicht lesbar", "after ist kein Zeiger, den eine Liste gegeben hat."),
    Unreadable: Words(
        "Vorlage nicht lesbar", "Der Text wurde nicht eingelesen; die Zeilen stehen unter problems."
    ),
    StoreFull: Words("Kein Platz mehr", "Auf dem Datenträger ist kein Platz; es wurde nichts gespeichert."),
    StoreBusy: Words("Gerade ausgelastet", "Bitte versuchen Sie es gleich noch einmal."),
    StoreError: Words("Speicher nicht verfügbar", "Bitte versuchen Sie es später noch einmal."),
    decoding.Malformed: Words("Kein JSON", "Der Inhalt ist kein JSON in UTF-8 ({reason})."),
    decoding.NotACommand: Words("Befehl ungültig", "Die Angabe an der Stelle {path} passt nicht: {reason}."),
    decoding.KeyMissing: Words(
        "Idempotency-Key fehlt", "Jeder Befehl braucht den Kopf Idempotency-Key mit einer UUID."
    ),
    decoding.BadKey: Words("Idempotency-Key ungültig", "Die Kennung des Befehls ist keine UUID."),
    decoding.EnvelopesDiffer: Words(
        "Kopf und Inhalt widersprechen sich", "Kopf und Inhalt nennen verschiedene Werte für {field}."
    ),
    http.NotLoggedIn: Words(
        "Nicht angemeldet", "Bitte melden Sie sich an, oder senden Sie ein gültiges Token."
    ),
    http.Restarting: Words(
        "Gleich wieder da", "Der Server startet neu. Bitte versuchen Sie es in einigen Sekunden noch einmal."
    ),
    http.ForeignOrigin: Words(
        "Fremde Seite", "Die Anfrage kommt von einer anderen Seite als dieser und wurde nicht ausgeführt."
    ),
    http.WrongMediaType: Words("Falscher Medientyp", "Hier wird {wanted} gelesen."),
    http.BadParameter: Words("Parameter ungültig", "Der Parameter {name} passt nicht: {reason}."),
}

WORDS: Final[Mapping[type[Exception], Words]] = {
    **_ANYTHING,
    **_RULES,
    **_ORGANISATION,
    **_SESSION,
    **_MINUTES,
    **_PROCEEDINGS,
    **_VORLAGE,
    **_EDGE,
}
"""The words of each error, by its class."""
