"""The state of a stream, folded from its events."""

from collections.abc import Iterable
from typing import cast

from msgspec import Struct

from domain.committee.events import CommitteeEvent
from domain.committee.state import Committee
from domain.committee.state import evolve as evolve_committee
from domain.organisation.events import OrganisationEvent
from domain.organisation.state import Organisation
from domain.organisation.state import evolve as evolve_organisation
from domain.recorded import Event, Meta, Recorded
from domain.session.events import SessionEvent
from domain.session.state import Session
from domain.session.state import evolve as evolve_session
from domain.vorlage.events import VorlageEvent
from domain.vorlage.evolution import evolve as evolve_vorlage
from domain.vorlage.state import Vorlage

State = Vorlage | Session | Committee | Organisation


class Versioned(Struct, frozen=True):
    """A state, and how many events of its stream are in it."""

    state: State | None
    version: int


EMPTY = Versioned(None, 0)


def evolve(stream: str, state: State | None, event: Event, meta: Meta) -> State:
    """The state of a stream after an event."""
    match stream.partition("/")[0]:
        case "vorlagen":
            return evolve_vorlage(cast("Vorlage | None", state), cast("VorlageEvent", event), meta)
        case "sessions":
            return evolve_session(cast("Session | None", state), cast("SessionEvent", event), meta)
        case "committees":
            return evolve_committee(cast("Committee | None", state), cast("CommitteeEvent", event))
        case _:
            held = cast("Organisation | None", state) or Organisation()
            return evolve_organisation(held, cast("OrganisationEvent", event))


def fold(stream: str, recorded: Iterable[Recorded], start: Versioned = EMPTY) -> Versioned:
    """The state of a stream after these events of it."""
    state, version = start.state, start.version
    for each in recorded:
        state, version = evolve(stream, state, each.event, each.meta), each.version
    return Versioned(state, version)
