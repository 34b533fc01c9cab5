"""Why a step of the sitting, of the clerk's list or its undoing, is refused."""

from dataclasses import dataclass

from domain.errors import Invalid, Refused
from domain.session.contesting import Contestable


@dataclass(eq=False)
class SummonsNotInOrder(Contestable):
    """The body was not summoned in order; going on needs the chair's reason."""

    RULE = "summon"
    PROCEDURE = "summons"


@dataclass(eq=False)
class NotAccepted(Contestable):
    """What came after the summons is voted on only once the body accepted it."""

    RULE = "summon"
    PROCEDURE = "acceptance"
    item: str


@dataclass(eq=False)
class PublicAdmitted(Contestable):
    """An item that is not public is dealt with only while the public is excluded."""

    RULE = "session"
    PROCEDURE = "publicity"
    item: str


@dataclass(eq=False)
class PublicAbsent(Contestable):
    """What is public is dealt with only while the public is admitted."""

    RULE = "session"
    PROCEDURE = "publicity"
    item: str


@dataclass(eq=False)
class TellsOfClosedItem(Contestable):
    """A text for the public names an item that is not public, by its subject or its number (rule 12)."""

    PROCEDURE = "publicity"
    RULE = "12"
    item: str


@dataclass(eq=False)
class RecusedTooLate(Contestable):
    """The item is over; a recusal that is entered now concerns votes that stand."""

    RULE = "attendance"
    PROCEDURE = "recusal"
    item: str
    outcome: str


@dataclass(eq=False)
class ChairRecused(Contestable):
    """Whoever is recused from an item does not chair votes on it; the chair is handed over."""

    RULE = "attendance"
    PROCEDURE = "recusal"
    item: str
    member: str


@dataclass(eq=False)
class ItemKindDiffers(Invalid):
    """A paper is an item of the kind paper or report, and the kind paper has one."""

    RULE = "session"
    kind: str


@dataclass(eq=False)
class FormalItem(Refused):
    """A formal step of the sitting is not put to a main vote."""

    RULE = "vote"
    item: str
    kind: str


@dataclass(eq=False)
class PublicTitleNeedless(Invalid):
    """An item that is public is shown by its subject."""

    RULE = "session"


@dataclass(eq=False)
class NotLate(Refused):
    """The item was on the agenda that the body was summoned with; nothing is to be accepted."""

    RULE = "summon"
    item: str


@dataclass(eq=False)
class ObjectionMissing(Invalid):
    """Whoever contests the summons says what is wrong with it."""

    RULE = "session"
    objector: str


@dataclass(eq=False)
class AcceptanceMajority(Refused):
    """What came after the summons is accepted by a vote with the majority that the rules ask for."""

    RULE = "summon"
    needed: str
    majority: str | None


@dataclass(eq=False)
class VoteAboutDiffers(Refused):
    """The vote that is named was about something else."""

    RULE = "vote"
    vote: str
    about: str
    needed: str


@dataclass(eq=False)
class VoteWentOtherwise(Refused):
    """The vote that is named was not declared with this result."""

    RULE = "vote"
    vote: str
    declared: bool | None


@dataclass(eq=False)
class VoteCounted(Refused):
    """A vote was counted already; it is corrected or annulled, not passed over."""

    RULE = "vote"
    vote: str


@dataclass(eq=False)
class NotAnnounceable(Refused):
    """Only what ended without the public is announced afterwards."""

    RULE = "session"
    item: str


@dataclass(eq=False)
class NoteNotPublic(Invalid):
    """A note on an item that is not public is not public either (rule 12)."""

    RULE = "12"
    item: str


@dataclass(eq=False)
class MayNotChair(Refused):
    """Only a voting member who is present chairs the sitting."""

    RULE = "voting"
    member: str


@dataclass(eq=False)
class ItemNotOver(Refused):
    """The item has no outcome to take back."""

    RULE = "session"
    item: str


@dataclass(eq=False)
class ConcludedByVote(Refused):
    """The item was concluded by a vote; that vote is annulled instead."""

    RULE = "vote"
    item: str
    vote: str


@dataclass(eq=False)
class IntervalsOverlap(Invalid):
    """Times in the room follow each other, begin before they end, and lie in the past."""

    RULE = "attendance"
    member: str


@dataclass(eq=False)
class CirculationNotAllowed(Refused):
    """The rules in force know no decision by circulation."""

    RULE = "votes"
    rule: str


@dataclass(eq=False)
class CirculationInWriting(Refused):
    """A decision by circulation is a roll call in writing, without attendance."""

    RULE = "votes"


@dataclass(eq=False)
class NotByCirculation(Refused):
    """The body sits; nobody objects to a circulation."""

    RULE = "votes"


@dataclass(eq=False)
class MayNotObject(Refused):
    """Only a voting member objects to a circulation."""

    RULE = "votes"
    member: str


@dataclass(eq=False)
class StepOutOfOrder(Refused):
    """The step would lie before what it goes on from, as a vote's count or a pause's beginning (rule 14)."""

    RULE = "14"
    command: str
    happened_at: str
    earliest: str


@dataclass(eq=False)
class PauseHoldsVote(Refused):
    """The pause would reach beyond a vote that was opened after it began (rule 14)."""

    RULE = "14"
    vote: str
    interrupted_at: str
    opened_at: str


@dataclass(eq=False)
class ItemNotCalled(Refused):
    """Only the item that was called is dealt with."""

    RULE = "voting"
    item: str


@dataclass(eq=False)
class ItemOver(Refused):
    """The item has its outcome."""

    RULE = "session"
    item: str
    outcome: str


@dataclass(eq=False)
class CommitteeNamed(Invalid):
    """An item is referred to another committee; no other outcome names one."""

    RULE = "consultation"
    outcome: str


@dataclass(eq=False)
class ReasonMissing(Invalid):
    """What members were summoned to is moved, and a paper withdrawn in a sitting, only with a reason."""

    RULE = "dates"


@dataclass(eq=False)
class PaperNotWithdrawn(Refused):
    """The paper was decided, or the item has none."""

    RULE = "withdraw"
    item: str


@dataclass(eq=False)
class WordingNotReadBack(Refused):
    """Words changed aloud are read back before they are frozen."""

    RULE = "7"
    item: str


@dataclass(eq=False)
class WordingNotFrozen(Refused):
    """Words changed aloud are read back and frozen before they are voted on."""

    RULE = "7"
    item: str
