"""How an event is written into the log: msgpack of `[Meta, event]`, the event with its tag.

The log is never rewritten: an event of a new shape gets a new tag, and a function lifts the old shape.
The library's own upcasting works on dicts and is not used.
"""

from collections.abc import Callable, Sequence
from functools import cache, reduce
from operator import or_
from typing import Any, Generic, TypeVar, get_args

import msgspec
from eventsourcing.domain import DomainEventProtocol
from eventsourcing.persistence import Cipher, Compressor, Mapper, StoredEvent, Transcoder
from msgspec import Struct

from domain.events import AnyEvent
from domain.recorded import Event, Meta

Old = TypeVar("Old", bound=Event)

Decode = Callable[[bytes], tuple[Meta, Event]]


class Upcast(Generic[Old]):
    """Lifts events of a shape that is no longer written into the next one."""

    def __init__(self, old: type[Old], lift: Callable[[Old], Event]) -> None:
        self.old = old
        self.lift = lift


UPCASTS: Sequence[Upcast[Any]] = ()
"""Every shape that was ever shipped and is no longer written."""


class Entry(Struct, frozen=True):
    """An event with what surrounds it, in the library's terms."""

    originator_id: str
    originator_version: int
    meta: Meta
    event: Event


class NotAware(ValueError):
    """A time without a zone: it would mean another moment on another machine."""


class EventMapper(Mapper[str]):
    """Turns events into stored bytes and back."""

    def __init__(
        self,
        transcoder: Transcoder | None = None,
        compressor: Compressor | None = None,
        cipher: Cipher | None = None,
        *,
        events: Any = AnyEvent,  # noqa: ANN401
        upcasts: Sequence[Upcast[Any]] = UPCASTS,
    ) -> None:
        if compressor or cipher:
            # The library's cipher binds no associated data: ciphertexts could be swapped between events.
            raise NotImplementedError
        super().__init__(transcoder)  # type: ignore[arg-type]  # msgspec takes its place
        self._lifts = {upcast.old: upcast.lift for upcast in upcasts}
        self._encoder = msgspec.msgpack.Encoder(uuid_format="bytes")
        self._readable: tuple[type[Event], ...] = get_args(reduce(or_, self._lifts, events)) or (events,)
        self._decoders: dict[tuple[type[Struct], ...], Decode] = {}
        self.decode = self.decoding(Meta, ())
        """Gives what was stored, in the shape of today; `msgspec.ValidationError` if it is none of ours."""

    def encode(self, meta: Meta, event: Event) -> bytes:
        """Return the bytes to store."""
        [state] = self.encode_all([(meta, event)])
        return state

    def encode_all(self, events: Sequence[tuple[Meta, Event]]) -> list[bytes]:
        """Return the bytes to store of each."""
        for meta, _ in events:
            if meta.happened_at.tzinfo is None:
                raise NotAware(meta.happened_at)
        encode = self._encoder.encode
        return [encode(each) for each in events]

    def decoding(self, meta: type[Struct], events: Sequence[type[Event]]) -> Decode:
        """Return a `decode` that gives these in place of `Meta` and of the events with their tags.

        They may have fewer fields: what they have not is passed over. Each is made once.
        """
        key = (meta, *events)
        if key not in self._decoders:
            self._decoders[key] = self._decoding(meta, events)
        return self._decoders[key]

    def _decoding(self, meta: type[Struct], events: Sequence[type[Event]]) -> Decode:
        instead = {each.__struct_config__.tag: each for each in events}
        readable = reduce(or_, (instead.get(each.__struct_config__.tag, each) for each in self._readable))
        decode: Decode = msgspec.msgpack.Decoder(tuple[meta, readable]).decode  # type: ignore[valid-type]
        lifts = self._lifts

        def lifted(state: bytes) -> tuple[Meta, Event]:
            said, event = decode(state)
            while lift := lifts.get(type(event)):
                event = lift(event)
            return said, event

        return lifted if lifts else decode

    def to_stored_event(self, domain_event: DomainEventProtocol[str]) -> StoredEvent:
        """Do `encode` for the library."""
        if not isinstance(domain_event, Entry):
            raise TypeError(type(domain_event))
        return StoredEvent(
            domain_event.originator_id,
            domain_event.originator_version,
            topic(domain_event.event),
            self.encode(domain_event.meta, domain_event.event),
        )

    def to_domain_event(self, stored_event: StoredEvent) -> DomainEventProtocol[str]:
        """Do `decode` for the library."""
        meta, event = self.decode(stored_event.state)
        return Entry(str(stored_event.originator_id), stored_event.originator_version, meta, event)


def topic(event: Event) -> str:
    """Return the tag of an event, which is its topic in the log."""
    return _tag(type(event))


@cache
def _tag(kind: type[Event]) -> str:
    return str(kind.__struct_config__.tag)
