"""What can happen to who is in the room, who is barred from an item, and whether they are enough."""

from typing import ClassVar

from domain.flag import Flag
from domain.recorded import Event


class MemberArrived(Event, frozen=True, kw_only=True, tag="session.member_arrived.1"):
    """A member came in. `late`: entered after something that happened later."""

    ABOUT: ClassVar = "member"
    member: str
    late: bool = False


class MemberLeft(Event, frozen=True, kw_only=True, tag="session.member_left.1"):
    """A member went out. `late`: entered after something that happened later."""

    ABOUT: ClassVar = "member"
    member: str
    late: bool = False


class SubstitutionRecorded(Event, frozen=True, kw_only=True, tag="session.substitution_recorded.1"):
    """A substitute came in and took the seat of a member who is not there; `late` as with an arrival."""

    ABOUT: ClassVar = "substitute"
    member: str
    substitute: str
    late: bool = False


class QuorumLost(Event, frozen=True, kw_only=True, tag="session.quorum_lost.1"):
    """So many left that the body is no longer quorate: a warning to the clerk, no finding of the chair."""

    present: int
    lawful_number: int


class QuorumEstablished(Event, frozen=True, kw_only=True, tag="session.quorum_established.1"):
    """The chair established whether the body is quorate: `present` voting members of `lawful_number`."""

    present: int
    lawful_number: int
    quorate: bool


class RecusalDeclared(Event, frozen=True, kw_only=True, tag="session.recusal_declared.1"):
    """A member is barred from one item for personal interest (Mitwirkungsverbot)."""

    ABOUT: ClassVar = "member"
    item: str
    member: str
    reason: str | None = None
    late: bool = False
    flags: tuple[Flag, ...] = ()


class RecusalLifted(Event, frozen=True, kw_only=True, tag="session.recusal_lifted.1"):
    """A recusal was entered by mistake, or the body decided that it does not hold."""

    ABOUT: ClassVar = "member"
    item: str
    member: str
    reason: str
