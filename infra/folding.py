"""The state of a stream, folded from its events."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from msgspec import Struct

from domain.committee.events import CommitteeEvent
from domain.committee.state import Committee
from domain.committee.state import evolve as evolve_committee
from domain.events import ORGANISATION
from domain.organisation.events import OrganisationEvent
from domain.organisation.state import Organisation
from domain.organisation.state import evolve as evolve_organisation
from domain.recorded import Event, Meta, Recorded
from domain.session.evolution import evolve as evolve_session
from domain.session.state import Session
from domain.vorlage.evolution import evolve as evolve_vorlage
from domain.vorlage.state import Vorlage
from infra.memory import collecting_later
from infra.store.mapper import EventMapper

State = Vorlage | Session | Committee | Organisation


class Versioned(Struct, frozen=True, gc=False):
    """A state, and how many events of its stream are in it."""

    state: State | None
    version: int


EMPTY = Versioned(None, 0)


def _committee(state: Committee | None, event: CommitteeEvent, _meta: Meta) -> Committee:
    return evolve_committee(state, event)


def _organisation(state: Organisation | None, event: OrganisationEvent, _meta: Meta) -> Organisation:
    return evolve_organisation(state or Organisation(), event)


_Step = Callable[[Any, Any, Meta], State]

_STEPS: Final[Mapping[str, _Step]] = {
    "vorlagen": evolve_vorlage,
    "sessions": evolve_session,
    "committees": _committee,
    ORGANISATION: _organisation,
}
"""What takes an event in, by what the names of the streams begin with."""


def evolve(stream: str, state: State | None, event: Event, meta: Meta) -> State:
    """The state of a stream after an event."""
    return _STEPS[stream.partition("/")[0]](state, event, meta)


def fold(stream: str, recorded: Iterable[Recorded], start: Versioned = EMPTY) -> Versioned:
    """The state of a stream after these events of it."""
    step = _STEPS[stream.partition("/")[0]]
    state, version = start.state, start.version
    for each in recorded:
        state, version = step(state, each.event, each.meta), each.version
    return Versioned(state, version)


class _Said(Struct, frozen=True, gc=False):
    """Who and when, of `Meta`: by which command says nothing to a state."""

    actor: str
    happened_at: dt.datetime
    acting_for: str | None = None


def fold_stored(
    stream: str, stored: Iterable[bytes], mapper: EventMapper, start: Versioned = EMPTY
) -> Versioned:
    """The state of a stream after these events of it, which go on from `start`, as they are stored.

    Each is let go of before the next is read: that is faster than to read many at once, and takes no room.
    """
    step, decode = _STEPS[stream.partition("/")[0]], mapper.decoding(_Said, ())
    state, version = start.state, start.version
    with collecting_later():
        for each in stored:
            meta, event = decode(each)
            state = step(state, event, meta)
            version += 1
    return Versioned(state, version)
