"""What a client may say on `/live`: subscribe, unsubscribe, or give a command (INTERFACE, "WebSockets")."""

from typing import Annotated, Final

import msgspec
from msgspec import UNSET, Meta, Raw, Struct, UnsetType

LARGEST: Final = 64 * 1024
"""Characters of a message; a command may have more."""

LARGEST_COMMAND: Final = 4 * 1024 * 1024
"""Characters of a command."""

Stream = Annotated[str, Meta(max_length=100)]
Position = Annotated[int, Meta(ge=0)]


class Malformed(Exception):
    """A message that is none of those that a client may send."""

    def __init__(self, detail: str) -> None:
        super().__init__(detail)
        self.detail = detail


class Subscribe(Struct, frozen=True):
    """Wants the events of a stream; `after`: from behind this position, None: from now on."""

    stream: str
    after: int | None


class Unsubscribe(Struct, frozen=True):
    """Wants no more events of a stream."""

    stream: str


class Give(Struct, frozen=True):
    """Gives a command, as JSON still to be read; `id` makes it idempotent and names the answer."""

    id: str
    command: bytes


Message = Subscribe | Unsubscribe | Give


class _Keys(Struct, frozen=True, forbid_unknown_fields=True):
    subscribe: Stream | UnsetType = UNSET
    unsubscribe: Stream | UnsetType = UNSET
    after: Position | None | UnsetType = UNSET
    command: Raw | UnsetType = UNSET
    id: Annotated[str, Meta(max_length=100)] | UnsetType = UNSET


_DECODER = msgspec.json.Decoder(_Keys)


def read(received: str | bytes) -> Message:
    """Read a message. Raises `Malformed`."""
    if isinstance(received, bytes):
        raise Malformed("Erwartet wird eine Textnachricht mit JSON, keine Binärnachricht.")
    if len(received) > LARGEST_COMMAND:
        raise Malformed(f"Die Nachricht hat mehr als {LARGEST_COMMAND} Zeichen.")
    try:
        keys = _DECODER.decode(received)
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        raise Malformed(f"Die Nachricht ist nicht lesbar: {error}") from error
    match keys:
        case _Keys(
            subscribe=str(stream), unsubscribe=UnsetType(), command=UnsetType(), id=UnsetType(), after=after
        ) if len(received) <= LARGEST:
            return Subscribe(stream, after if isinstance(after, int) else None)
        case _Keys(
            unsubscribe=str(stream),
            subscribe=UnsetType(),
            command=UnsetType(),
            id=UnsetType(),
            after=UnsetType(),
        ) if len(received) <= LARGEST:
            return Unsubscribe(stream)
        case _Keys(
            command=Raw() as command,
            id=str(id_),
            subscribe=UnsetType(),
            unsubscribe=UnsetType(),
            after=UnsetType(),
        ):
            return Give(id_, bytes(command))
        case _:
            raise Malformed(
                'Verstanden wird {"subscribe": STROM, "after": POSITION}, {"unsubscribe": STROM} '
                'und {"command": {…}, "id": UUID}.'
            )
