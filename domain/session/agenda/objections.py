"""What in a sitting speaks against dealing with an item or voting on it now.

The chair may override each of it with a reason (DOMAIN, "Refused or flagged").
"""

from collections.abc import Iterable

from domain.session.contesting import Contestable
from domain.session.errors.proceedings import (
    ChairRecused,
    CirculationInWriting,
    FormalItem,
    NotAccepted,
    PublicAbsent,
    PublicAdmitted,
)
from domain.session.events.votes import VoteAbout, VoteKind
from domain.session.state import Item, Session
from domain.vorlage.state import Vorlage

ON_THE_MATTER = frozenset({"main", "amendment", "part", "election"})
"""What a vote is about where it decides on the item, not on how the body goes on."""


ON_THE_AGENDA = frozenset({"agenda", "publicity"})
"""What a body votes on before the item in question is called."""

FORMAL = frozenset({"opening", "question_time", "announcement"})
"""Kinds of items that are no matter to decide on."""


def out_of_place(session: Session, item: Item) -> list[Contestable]:
    """Public items are dealt with while the public is admitted, others while it is excluded (§ 52)."""
    if not session.public:
        return []  # nobody is admitted to any of its items
    if item.public:
        return [] if session.public_admitted else [PublicAbsent(item.id)]
    return [PublicAdmitted(item.id)] if session.public_admitted else []


def came_late(item: Item, paper: Vorlage | None) -> bool:
    """Whether the item, or the edition of its paper, came after the summons."""
    station = None if paper is None else paper.consultation(item.consultation or "")
    return item.late or (station is not None and station.late)


def check_fit(session: Session, item: Item, about: VoteAbout, kind: VoteKind) -> None:
    """Refuse a main vote on a formal step, and by circulation anything but a roll call."""
    if about == "main" and item.kind in FORMAL:
        raise FormalItem(item.id, item.kind)
    if session.form == "circulation" and kind != "roll_call":
        raise CirculationInWriting


def chair_recused(session: Session, items: Iterable[Item]) -> list[Contestable]:
    """Whoever is recused neither votes on an item nor chairs the vote, also not by the clerk's hand."""
    chair = session.chair or ""
    return [ChairRecused(each.id, chair) for each in items if chair in each.recused]


def against_vote(session: Session, item: Item, about: VoteAbout, paper: Vorlage | None) -> list[Contestable]:
    """What speaks against a vote, beside a missing quorum."""
    if about not in ON_THE_MATTER:
        return []
    broken = out_of_place(session, item)
    if came_late(item, paper) and not item.accepted:
        broken.append(NotAccepted(item.id))
    return broken
