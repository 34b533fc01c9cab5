"""Why a command to a session is refused."""

from dataclasses import dataclass

from domain.errors import Forbidden, Invalid, Refused


@dataclass(eq=False)
class VoteExceedsPresent(Invalid):
    """More votes than voting seats occupied between opening and counting, less those recused (rule 2)."""

    RULE = "2"
    votes: int
    entitled: int


@dataclass(eq=False)
class NotVotingDiffers(Invalid):
    """The confirmed number of those who did not vote is not what is left (rule 2)."""

    RULE = "2"
    not_voting: int
    left: int


@dataclass(eq=False)
class CountsMissing(Invalid):
    """Yes, no and abstained must all be counted; not recorded is not 0 (rule 1)."""

    RULE = "1"


@dataclass(eq=False)
class RollCallMismatch(Invalid):
    """The counts of a roll call are not the sums of its ballots (rule 3)."""

    RULE = "3"
    given: tuple[int, int, int, int]
    ballots: tuple[int, int, int, int]


@dataclass(eq=False)
class BallotsMissing(Invalid):
    """A roll call is counted and corrected by its ballots (rule 3)."""

    RULE = "3"
    vote: str


@dataclass(eq=False)
class BallotsNotAsked(Invalid):
    """Only a roll call keeps who voted how."""

    vote: str


@dataclass(eq=False)
class BallotTwice(Refused):
    """The member has voted already: one ballot a member (rule 3)."""

    RULE = "3"
    member: str


@dataclass(eq=False)
class NoBallot(Refused):
    """There is no ballot of this member to take back."""

    member: str


@dataclass(eq=False)
class MayNotVote(Refused):
    """The member has no vote, was not present, or is recused from the item (rules 2 and 3)."""

    RULE = "3"
    member: str


@dataclass(eq=False)
class NotQuorate(Refused):
    """Too few voting members are present (rule 5)."""

    RULE = "5"
    present: int
    lawful_number: int


@dataclass(eq=False)
class DeclaredDiffers(Refused):
    """The result declared is not the computed one; that needs the chair's reason (rule 6)."""

    RULE = "6"
    declared: bool
    carried: bool


@dataclass(eq=False)
class VoteStillOpen(Refused):
    """Another vote is open; one at a time, and no change of item meanwhile."""

    vote: str


@dataclass(eq=False)
class VoteState(Refused):
    """The vote is in another state than the command needs."""

    vote: str
    status: str
    needed: tuple[str, ...]


@dataclass(eq=False)
class CountedAlready(Refused):
    """The same person counted the vote already; another number is a correction with a reason (rule 14)."""

    RULE = "14"
    vote: str


@dataclass(eq=False)
class ContradictionOpen(Refused):
    """Two persons entered different things; the chair keeps one of them first (rule 14)."""

    RULE = "14"
    vote: str


@dataclass(eq=False)
class NoContradiction(Refused):
    """There are no two counts or answers of which one is to be kept."""

    vote: str


@dataclass(eq=False)
class BeforeOpening(Invalid):
    """A vote cannot be counted before it was opened."""

    vote: str
    opened_at: str


@dataclass(eq=False)
class StepOutOfOrder(Refused):
    """The step would lie before what it goes on from: the opening, the vote or its count (rule 14)."""

    RULE = "14"
    command: str
    happened_at: str
    earliest: str


@dataclass(eq=False)
class NotOnTheDay(Invalid):
    """Nobody came so long before the sitting was opened (rule 14)."""

    RULE = "14"
    member: str
    date: str


@dataclass(eq=False)
class AfterClosing(Invalid):
    """Nobody comes to a sitting that was closed by then (rule 14)."""

    RULE = "14"
    member: str
    closed_at: str


@dataclass(eq=False)
class ReceivedAfterSitting(Invalid):
    """A summons that comes after the day of the sitting summons nobody to it."""

    received: str
    date: str


@dataclass(eq=False)
class ItemNotCalled(Refused):
    """Only the item that was called is dealt with."""

    item: str


@dataclass(eq=False)
class ItemOver(Refused):
    """The item has its outcome."""

    item: str
    outcome: str


@dataclass(eq=False)
class AmendmentNamed(Invalid):
    """A vote about an amendment names one, any other vote none."""

    about: str


@dataclass(eq=False)
class DecisionStands(Refused):
    """The paper is decided, and not by this vote alone any more; it cannot be annulled here (rule 10)."""

    RULE = "10"
    vote: str


@dataclass(eq=False)
class NoticeTooShort(Refused):
    """Fewer full days between receipt and sitting than the rules ask for."""

    received: str
    sitting: str
    days: int


@dataclass(eq=False)
class AgendaEmpty(Refused):
    """Members are summoned to an agenda."""


@dataclass(eq=False)
class AgendaOrderIncomplete(Invalid):
    """The order does not name each item exactly once."""

    missing: tuple[str, ...]


@dataclass(eq=False)
class UrgencyNeeded(Refused):
    """After the summons an item is added only as urgent, with a reason."""


@dataclass(eq=False)
class SubjectNeeded(Invalid):
    """An item without a paper needs a subject."""


@dataclass(eq=False)
class NoOpenStation(Refused):
    """The paper has no open station of this committee."""

    vorlage: str


@dataclass(eq=False)
class StationElsewhere(Refused):
    """The station belongs to another committee, is on another agenda, or has its result from paper."""

    consultation: str


@dataclass(eq=False)
class DateDiffers(Refused):
    """Station and session have different dates."""

    consultation: str
    date: str
    sitting: str


@dataclass(eq=False)
class PaperNotReleased(Refused):
    """A body is summoned with released papers only."""

    vorlage: str
    status: str


@dataclass(eq=False)
class StationWithoutRole(Refused):
    """A body is summoned to a station whose role is set."""

    consultation: str


@dataclass(eq=False)
class NotAMember(Refused):
    """The person has no seat in the committee on the day of the sitting."""

    member: str


@dataclass(eq=False)
class AlreadyPresent(Refused):
    """The member is present at that time; intervals do not overlap."""

    member: str


@dataclass(eq=False)
class NotPresent(Refused):
    """The member is not present at that time."""

    member: str


@dataclass(eq=False)
class AlreadyRecused(Refused):
    """The member is recused from the item."""

    member: str


@dataclass(eq=False)
class NotRecused(Refused):
    """The member is not recused from the item."""

    member: str


@dataclass(eq=False)
class BallotGiven(Refused):
    """The member has voted on the item in a roll call that is open; take the ballot back first."""

    member: str


@dataclass(eq=False)
class NothingToAnnounce(Refused):
    """The sitting has nothing for the public: it is not public, or no item of it is (rule 12)."""

    RULE = "12"


@dataclass(eq=False)
class NotAnnounced(Refused):
    """The sitting was not announced."""


@dataclass(eq=False)
class ResultsLocked(Refused):
    """The minutes are signed by chair and clerk; what they tell changes only by correcting them (rule 14)."""

    RULE = "14"
    version: int


@dataclass(eq=False)
class MinutesOutdated(Refused):
    """Something was recorded of the sitting since the minutes were drafted; they are to be drafted anew."""

    version: int


@dataclass(eq=False)
class MinutesUnchanged(Refused):
    """Drafted anew, the minutes would say the same."""

    version: int


@dataclass(eq=False)
class AlreadySigned(Refused):
    """The minutes are signed in this role."""

    role: str


@dataclass(eq=False)
class SameSigner(Refused):
    """Chair and clerk are two persons, deputies included."""

    role: str


@dataclass(eq=False)
class ChairSigns(Forbidden):
    """Only whoever chaired the sitting, or his deputy, signs as the chair (rule 15)."""

    RULE = "15"


@dataclass(eq=False)
class ClerkSigns(Forbidden):
    """Only a clerk signs as the clerk (rule 15)."""

    RULE = "15"


@dataclass(eq=False)
class MinutesApprovedBefore(Refused):
    """The body has approved the minutes."""

    sitting: str


@dataclass(eq=False)
class NotTheNextSitting(Refused):
    """Minutes are approved in a later sitting of the same body, once it was opened."""

    sitting: str


@dataclass(eq=False)
class MinutesVoteNeeded(Refused):
    """Where somebody objected, the body approves its minutes by a vote."""

    objections: tuple[str, ...]


@dataclass(eq=False)
class NotApprovedByVote(Refused):
    """The vote is not about minutes, or was not declared as carried."""

    vote: str


@dataclass(eq=False)
class SecondPersonNeeded(Refused):
    """Whoever drafted the minutes or signed them as the clerk does not correct them."""


@dataclass(eq=False)
class CorrectionEmpty(Invalid):
    """A correction says what stood there and what is to stand there, or corrects a vote."""


@dataclass(eq=False)
class RecountNeeded(Invalid):
    """A secret vote is corrected by a recount only, by two tellers (rule 4)."""

    RULE = "4"
    vote: str
    tellers: tuple[str, ...]


@dataclass(eq=False)
class NotInRules(Invalid):
    """The rule set in force does not know this majority, or no elections (rule 6)."""

    RULE = "6"
    name: str
    rules: str


@dataclass(eq=False)
class CountedExactly(Invalid):
    """Such a vote, or such a majority, is counted exactly (rule 6)."""

    RULE = "6"
    name: str
    counted: str


@dataclass(eq=False)
class CarriedSaid(Invalid):
    """Only where nobody counts the chair says whether it is carried; there he does (rule 6)."""

    RULE = "6"
    counted: str


@dataclass(eq=False)
class NotUnanimous(Invalid):
    """Unanimous means nobody against and someone in favour (rule 6)."""

    RULE = "6"
    yes: int
    no: int


@dataclass(eq=False)
class AttendanceIncomplete(Refused):
    """A difference is known only where the same were there from the opening to the count (rule 6)."""

    RULE = "6"
    vote: str


@dataclass(eq=False)
class AbstentionNotAllowed(Refused):
    """Nobody may abstain under the rule set in force; the chair may let it stand with a reason."""

    RULE = "6"
    abstained: int
    source: str


@dataclass(eq=False)
class VoteUndeclared(Refused):
    """A vote was counted, and nobody declared its result; closing needs a reason."""

    vote: str


@dataclass(eq=False)
class NotRepeatable(Invalid):
    """A vote repeats one on the same item that is settled: declared, annulled or cancelled."""

    vote: str
    item: str
    status: str


@dataclass(eq=False)
class NotEnBloc(Refused):
    """The items cannot be voted on together: `why` names in what they differ, or what is open."""

    item: str
    why: str


@dataclass(eq=False)
class MajorityNotAsked(Invalid):
    """An election asks for what the rule set says of elections, not for a majority of its own."""

    RULE = "6"
    majority: str


@dataclass(eq=False)
class KindUnfit(Invalid):
    """What the vote is about is not voted in this way, or is secret already."""

    kind: str
    about: str


@dataclass(eq=False)
class ElectionIsSecret(Refused):
    """Persons are elected secretly under the rule set in force; otherwise only with a reason."""

    source: str


@dataclass(eq=False)
class CandidatesNeeded(Invalid):
    """An election has candidates, each named once."""

    candidates: tuple[str, ...]


@dataclass(eq=False)
class CandidatesNotAsked(Invalid):
    """Only an election has candidates and rounds."""

    about: str


@dataclass(eq=False)
class CandidatesDiffer(Invalid):
    """An election is counted by exactly the candidates that were named."""

    candidates: tuple[str, ...]
    given: tuple[str, ...]


@dataclass(eq=False)
class NoFirstRound(Refused):
    """A second round follows a first one in which nobody was elected."""

    item: str


@dataclass(eq=False)
class CommitteeNamed(Invalid):
    """An item is referred to another committee; no other outcome names one."""

    outcome: str


@dataclass(eq=False)
class ReasonMissing(Invalid):
    """What members were summoned to is moved, and a paper withdrawn in a sitting, only with a reason."""


@dataclass(eq=False)
class PaperNotWithdrawn(Refused):
    """The paper was decided, or the item has none."""

    item: str


@dataclass(eq=False)
class NotACandidate(Invalid):
    """Only a candidate is elected; without one nobody is."""

    elected: str | None
    candidates: tuple[str, ...]


@dataclass(eq=False)
class LotNeeded(Refused):
    """Most votes are equal; the chair draws lots."""

    tied: tuple[str, ...]


@dataclass(eq=False)
class LotNotAsked(Invalid):
    """The lot decides only between those with equal votes in the second round."""

    elected: str | None
    tied: tuple[str, ...]


@dataclass(eq=False)
class SeatOccupied(Refused):
    """Another person has the seat at that time: a seat has one voter at a time (rule 2)."""

    RULE = "2"
    member: str
    occupant: str


@dataclass(eq=False)
class NotASubstitute(Refused):
    """The person was not appointed to stand in for the member on the day of the sitting (rule 15)."""

    RULE = "15"
    member: str
    substitute: str


@dataclass(eq=False)
class WasQuorate(Refused):
    """Only a sitting without a quorum is convoked for a second time."""

    RULE = "5"
    session: str


@dataclass(eq=False)
class VotePending(Refused):
    """The item is being voted on: the result is declared, or the vote taken back first."""

    vote: str


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
