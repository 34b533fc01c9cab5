"""A paper before its bodies, votes on it, and a motion to change it."""

from domain.session.commands.votes import DeclareVote, OpenVote, RecordVote
from domain.vorlage.commands.motions import ProposeAmendment
from domain.vorlage.events.aftermath import VorlageNoted
from tests.domain.county import (
    CHAIR,
    CLERK,
    DECISION,
    ITEM,
    MEASURE,
    MOTION,
    NEW,
    OLD,
    PAPER,
    SITTING,
    VOTE,
    County,
    sitting,
)

PROPOSE = ProposeAmendment(
    vorlage=PAPER, amendment=MOTION, measure=MEASURE, old=OLD, new=NEW, consultation=DECISION
)


def voted(
    given: County,
    yes: int,
    no: int,
    abstained: int = 0,
    *,
    vote: str = VOTE,
    amendment: str | None = None,
    item: str = ITEM,
) -> County:
    """A vote opened, counted and declared."""
    return given.all(
        CLERK,
        OpenVote(
            session=SITTING,
            item=item,
            vote=vote,
            about="main" if amendment is None else "amendment",
            amendment=amendment,
        ),
        RecordVote(session=SITTING, vote=vote, yes=yes, no=no, abstained=abstained),
        DeclareVote(session=SITTING, vote=vote),
    )


def proposed(given: County | None = None) -> County:
    return (given or sitting()).when(CHAIR if given is None else CLERK, PROPOSE)


def noted() -> County:
    return sitting().happened(f"vorlagen/{PAPER}", VorlageNoted(consultation=DECISION))
