"""What can happen before a sitting: planned, put on its agenda, summoned, announced."""

import datetime as dt
from typing import ClassVar, Literal

from domain.flag import Flag
from domain.recorded import Event
from domain.session.events.proceedings import ItemKind

SessionForm = Literal["sitting", "circulation"]
"""How a body comes together: in a room, or in writing."""


class SessionPlanned(Event, frozen=True, kw_only=True, tag="session.planned.1"):
    """A sitting of a committee was planned for a day; by circulation it is the last one for answers.

    `again`: the sitting without a quorum that this is the second convocation of; `matters`: what is convoked
    for again, each a paper's id or, of an item without a paper, its subject.
    """

    committee: str
    date: dt.date
    public: bool = True
    again: str | None = None
    matters: tuple[str, ...] = ()
    form: SessionForm = "sitting"


class SessionMoved(Event, frozen=True, kw_only=True, tag="session.moved.1"):
    """The sitting got another day. `received`: the day on which those summoned before were told.

    `urgency`: the reason why they were told later than the notice period asks.
    """

    date: dt.date
    reason: str | None = None
    received: dt.date | None = None
    urgency: str | None = None


class SessionCancelled(Event, frozen=True, kw_only=True, tag="session.cancelled.1"):
    """The sitting will not take place."""

    reason: str


class AgendaItemAdded(Event, frozen=True, kw_only=True, tag="session.agenda_item_added.1"):
    """An item was put on the agenda, at `place` (from 0); public and non-public items are numbered apart.

    `kind` None: a paper where there is one, else a matter. `public_title`: what the public may read instead.
    """

    ABOUT: ClassVar = "item"
    item: str
    subject: str
    public: bool
    vorlage: str | None = None
    consultation: str | None = None
    place: int
    urgency: str | None = None
    late: bool = False
    kind: ItemKind | None = None
    public_title: str | None = None


class AgendaItemRemoved(Event, frozen=True, kw_only=True, tag="session.agenda_item_removed.1"):
    """An item was taken off the agenda before the summons."""

    ABOUT: ClassVar = "item"
    item: str


class AgendaOrdered(Event, frozen=True, kw_only=True, tag="session.agenda_ordered.1"):
    """The agenda got this order; public and non-public items stay numbered apart."""

    order: tuple[str, ...]


class SessionSummoned(Event, frozen=True, kw_only=True, tag="session.summoned.1"):
    """The members were summoned. `received`: the day on which the summons reached them.

    `urgency`: the reason why the notice period was cut short.
    `ordered_by`: the chair for whom the council office did so.
    """

    received: dt.date
    urgency: str | None = None
    ordered_by: str | None = None
    flags: tuple[Flag, ...] = ()


class SessionAnnounced(Event, frozen=True, kw_only=True, tag="session.announced.1"):
    """The public was told of the sitting; `items`: every item that is announced from now on."""

    items: tuple[str, ...]


class AnnouncementWithdrawn(Event, frozen=True, kw_only=True, tag="session.announcement_withdrawn.1"):
    """The sitting had been announced by mistake; the public sees nothing of it any more."""

    reason: str
