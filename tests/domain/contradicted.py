"""Two who say what was counted, and the chair who keeps one."""

from domain.events import ORGANISATION
from domain.organisation.events import RoleGranted
from domain.session.commands.votes import (
    DeclareVote,
    ResolveContradiction,
)
from domain.session.events.votes import (
    Keep,
)
from domain.session.votes.state import Vote
from tests.domain.chamber import voters
from tests.domain.county import (
    SITTING,
    VOTE,
    County,
)

SECOND = "second-clerk"


LEADER = voters(1)[0]


def two(county: County) -> County:
    """The sitting with a second clerk."""
    return county.happened(ORGANISATION, RoleGranted(grant="second", person=SECOND, role="clerk"))


def keep(which: Keep, *, vote: str = VOTE, member: str | None = None) -> ResolveContradiction:
    """The chair's word."""
    return ResolveContradiction(session=SITTING, vote=vote, keep=which, reason="nachgefragt", member=member)


def vote(county: County, id_: str = VOTE) -> Vote:
    """A vote as it stands."""
    found = county.sitting.vote(id_)
    assert found is not None
    return found


def sums(found: Vote) -> tuple[int, int, int]:
    """Yes, no, abstained of a vote."""
    counts = found.counts
    assert counts is not None
    return counts.yes, counts.no, counts.abstained


# Two results


def said(*, declared: bool | None) -> DeclareVote:
    """What a second person tells of the chair's word."""
    return DeclareVote(session=SITTING, vote=VOTE, declared=declared, override="so verkündet")
