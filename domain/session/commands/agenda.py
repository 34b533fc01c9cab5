"""What can be asked before a sitting: to plan it, its agenda, its summons, its announcement."""

import datetime as dt
from typing import Annotated, ClassVar

from msgspec import Meta

from domain.command import Command, Id, Line
from domain.session.command import SessionCommand
from domain.session.events.agenda import SessionForm
from domain.session.events.proceedings import ItemKind


class PlanSession(Command, frozen=True, kw_only=True):
    """Plan a sitting of a committee for a day, or a decision by circulation, answered until then.

    `again`: the sitting that lacked a quorum; what it left open is convoked for a second time.
    """

    TARGET: ClassVar = "session"
    committee: Id
    date: dt.date
    public: bool = True
    form: SessionForm = "sitting"
    session: Id | None = None
    again: Id | None = None


class MoveSession(SessionCommand, frozen=True, kw_only=True):
    """Give the sitting another day; after the summons with a reason, and the members are told in time again.

    `received`: the day on which they were told (default: that of the command); `urgency`: why so late.
    """

    date: dt.date
    reason: Line | None = None
    received: dt.date | None = None
    urgency: Line | None = None


class CancelSession(SessionCommand, frozen=True, kw_only=True):
    """Call the sitting off."""

    reason: Line


class AddAgendaItem(SessionCommand, frozen=True, kw_only=True):
    """Put an item on the agenda, behind `after` or at the end.

    With a Vorlage: its next open station of this committee unless `consultation` names one; subject and
    publicity are the paper's unless given. After the summons only with `urgency`, a reason.
    `public_title` is what the public may read of an item that is not public.
    """

    item: Id | None = None
    kind: ItemKind | None = None
    public_title: Line | None = None
    subject: Line | None = None
    public: bool | None = None
    vorlage: Id | None = None
    consultation: Id | None = None
    after: Id | None = None
    urgency: Line | None = None


class RemoveAgendaItem(SessionCommand, frozen=True, kw_only=True):
    """Take an item off the agenda before the summons."""

    item: Id


class OrderAgenda(SessionCommand, frozen=True, kw_only=True):
    """Give the agenda an order: each item's id, once."""

    order: Annotated[tuple[Id, ...], Meta(max_length=500)]


class SummonSession(SessionCommand, frozen=True, kw_only=True):
    """Summon the members.

    `received`: the day on which the summons reached them (default: the day of the command). A day says all
    that the notice period asks: full days lie between it and the sitting's, and neither of the two counts.
    """

    received: dt.date | None = None
    urgency: Line | None = None


class AnnounceSession(SessionCommand, frozen=True, kw_only=True):
    """Tell the public of the sitting and its public items; again after items were added."""


class WithdrawAnnouncement(SessionCommand, frozen=True, kw_only=True):
    """Take back an announcement that was a mistake."""

    reason: Line
