"""Words for the refusals about minutes."""

from collections.abc import Mapping
from typing import Final

from api.wording.words import Words
from domain.session.errors import minutes

MINUTES: Final[Mapping[type[Exception], Words]] = {
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
