"""Why a vote is not opened, counted, corrected or declared."""

from dataclasses import dataclass

from domain.errors import Invalid, Refused


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

    RULE = "3"
    vote: str


@dataclass(eq=False)
class BallotTwice(Refused):
    """The member has voted already: one ballot a member (rule 3)."""

    RULE = "3"
    member: str


@dataclass(eq=False)
class PreparedOtherwise(Refused):
    """A vote is opened as it was prepared; to hold another one, withdraw that first."""

    RULE = "vote"
    vote: str
    field: str


@dataclass(eq=False)
class NoBallot(Refused):
    """There is no ballot of this member to take back."""

    RULE = "3"
    member: str


@dataclass(eq=False)
class MayNotVote(Refused):
    """The member has no vote, was not present, or is recused from the item (rules 2 and 3)."""

    RULE = "3"
    member: str


@dataclass(eq=False)
class DeclaredDiffers(Refused):
    """The result declared is not the computed one; that needs the chair's reason (rule 6)."""

    RULE = "6"
    declared: bool
    carried: bool


@dataclass(eq=False)
class VoteStillOpen(Refused):
    """Another vote is open; one at a time, and no change of item meanwhile."""

    RULE = "voting"
    vote: str


@dataclass(eq=False)
class VoteState(Refused):
    """The vote is in another state than the command needs."""

    RULE = "vote"
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

    RULE = "vote"
    vote: str


@dataclass(eq=False)
class BeforeOpening(Invalid):
    """A vote cannot be counted before it was opened."""

    RULE = "14"
    vote: str
    opened_at: str


@dataclass(eq=False)
class AmendmentNamed(Invalid):
    """A vote about an amendment names one, any other vote none."""

    RULE = "vote"
    about: str


@dataclass(eq=False)
class DecisionStands(Refused):
    """The paper is decided, and not by this vote alone any more; it cannot be annulled here (rule 10)."""

    RULE = "10"
    vote: str


@dataclass(eq=False)
class BallotGiven(Refused):
    """The member has voted on the item in a roll call that is open; take the ballot back first."""

    RULE = "3"
    member: str


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
    asked: str
    rules: str


@dataclass(eq=False)
class CountedExactly(Invalid):
    """Such a vote, or such a majority, is counted exactly (rule 6)."""

    RULE = "6"
    asked: str
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

    RULE = "voting"
    vote: str


@dataclass(eq=False)
class NotRepeatable(Invalid):
    """A vote repeats one on the same item that is settled: declared, annulled or cancelled."""

    RULE = "vote"
    vote: str
    item: str
    status: str


@dataclass(eq=False)
class NotEnBloc(Refused):
    """The items cannot be voted on together: `why` names in what they differ, or what is open."""

    RULE = "vote"
    item: str
    why: str


@dataclass(eq=False)
class KindUnfit(Invalid):
    """What the vote is about is not voted in this way, or is secret already."""

    RULE = "vote"
    kind: str
    about: str


@dataclass(eq=False)
class VotePending(Refused):
    """The item is being voted on: the result is declared, or the vote taken back first."""

    RULE = "voting"
    vote: str
