"""Words for the refusals about votes and elections."""

from collections.abc import Mapping
from typing import Final

from api.wording.words import Words
from domain.session.errors import elections
from domain.session.errors import votes as voting

VOTES: Final[Mapping[type[Exception], Words]] = {
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
    voting.PreparedOtherwise: Words(
        "Anders vorbereitet",
        "Die Abstimmung {vote} ist anders vorbereitet ({field}): so eröffnen oder erst zurückziehen.",
    ),
    voting.NoBallot: Words("Keine Stimme", "Vom Mitglied {member} liegt keine Stimme vor."),
    voting.MayNotVote: Words(
        "Nicht stimmberechtigt",
        "Das Mitglied {member} hat keine Stimme, war nicht anwesend oder ist befangen.",
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
        "Die Abstimmung wurde erst am {opened_at} eröffnet; vorher kann sie nicht gezählt sein.",
    ),
    voting.AmendmentNamed: Words(
        "Änderungsantrag fehlt oder stört",
        "Eine Abstimmung über einen Änderungsantrag nennt ihn, jede andere nennt keinen (hier: {about}).",
    ),
    voting.DecisionStands: Words(
        "Beschluss besteht",
        "Auf der Abstimmung {vote} beruht, was seither entschieden wurde; sie wird nicht mehr annulliert.",
    ),
    voting.VotePending: Words(
        "Abstimmung nicht abgeschlossen",
        "Die Abstimmung {vote} ist ausgezählt; ihr Ergebnis wird verkündet oder sie wird aufgehoben.",
    ),
    voting.RecountNeeded: Words(
        "Neuauszählung nötig",
        "Eine geheime Abstimmung wird nur durch Neuauszählung zweier verschiedener Zähler "
        "berichtigt (genannt: {tellers}).",
    ),
    voting.NotInRules: Words(
        "Nicht geregelt",
        "Das geltende Regelwerk {rules} kennt „{asked}“ nicht.",
    ),
    voting.CountedExactly: Words(
        "Genaue Zählung nötig",
        "Bei „{asked}“ genügt „{counted}“ nicht; bitte zählen Sie genau.",
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
    voting.KindUnfit: Words(
        "Abstimmungsart passt nicht",
        "„{about}“ wird nicht mit „{kind}“ abgestimmt.",
    ),
    voting.BallotGiven: Words(
        "Stimme schon abgegeben",
        "Das Mitglied {member} hat in der offenen namentlichen Abstimmung schon gestimmt. Die Stimme "
        "ist erst zurückzunehmen.",
    ),
    elections.MajorityNotAsked: Words(
        "Mehrheit hier nicht wählbar",
        "Was eine Wahl verlangt, sagt das Regelwerk; eine eigene Mehrheit („{majority}“) gibt es nicht.",
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
}
