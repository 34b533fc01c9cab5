"""A sitting of the Kreistag in its hall, with items that are not public."""

from typing import Any

from domain.flag import Flag
from domain.session.commands.agenda import AddAgendaItem
from domain.session.commands.proceedings import (
    AcceptItem,
    ExcludePublic,
    RestorePublic,
)
from domain.session.commands.votes import DeclareVote, OpenVote, RecordVote
from tests.domain.chamber import chamber
from tests.domain.county import (
    CLERK,
    ITEM,
    KREISTAG,
    SITTING,
    VOTE,
    County,
    members,
)

SECRET, LATE = "secret", "late"


FIRST = members(KREISTAG, 1)[0]


EXCLUDE = ExcludePublic(session=SITTING, reason="Grundstücksangelegenheit")


RESTORE = RestorePublic(session=SITTING)


def hall() -> County:
    """An open sitting with a public item that was called, one that is not public, and an urgent one."""
    return chamber(5).all(
        CLERK,
        AddAgendaItem(session=SITTING, item=SECRET, subject="Grundstück", public=False, urgency="Frist"),
        AddAgendaItem(session=SITTING, item=LATE, subject="Deich", urgency="Hochwasser"),
        AcceptItem(session=SITTING, item=SECRET),
    )


def vote(item: str = ITEM, about: Any = "main", **more: Any) -> OpenVote:
    """A vote on an item."""
    return OpenVote(session=SITTING, item=item, vote=VOTE, about=about, **more)


def voted(given: County, opened: OpenVote, *, yes: int = 4, no: int = 1) -> County:
    """The vote, counted and declared."""
    return given.all(
        CLERK,
        opened,
        RecordVote(session=SITTING, vote=opened.vote or "", yes=yes, no=no, abstained=0),
        DeclareVote(session=SITTING, vote=opened.vote or ""),
    )


def contested(rule: str, reason: str = "so entschieden") -> tuple[Flag, ...]:
    """What the chair's word leaves behind."""
    return (Flag(flag="contested", rule=rule, reason=reason),)
