"""A command as it comes from outside: strictly decoded, or refused with the place that is wrong.

HTTP, the live socket and the command line share it.
"""

import asyncio
import json
import re
from typing import Any, Final
from uuid import UUID

import msgspec
from msgspec.structs import replace

from api import german_reasons
from domain.errors import Invalid
from domain.procedure import AnyCommand

_PATH: Final = re.compile(r"(.*) - at `([^`]*)`", re.DOTALL)
_UUID: Final = re.compile(r"[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}")
_QUOTED: Final = 300
LARGE: Final = 64 * 1024
"""Bytes from which on a body is read in a thread."""


class Malformed(Exception):
    """The body is no JSON in UTF-8; `reason` says where it ends to be."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class KeyTwice(Exception):
    """An object of the body names a key more than once, so that nobody can say which value was meant."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


class NotACommand(Invalid):
    """The body is JSON but no command: an unknown type or field, a wrong type, a value out of range."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(path, reason)
        self.path = path
        self.reason = reason


class KeyMissing(Exception):
    """A command needs an id: over HTTP the header `Idempotency-Key`."""


class BadKey(Exception):
    """The command id is no UUID."""


class EnvelopesDiffer(Invalid):
    """Header and body name another id or another version."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


_decoder: Final = msgspec.json.Decoder(AnyCommand)


def _once_each(pairs: list[tuple[str, Any]]) -> None:
    """Look whether an object names each of its keys once. Raises `KeyTwice`."""
    known: set[str] = set()
    for key, _ in pairs:
        if key in known:
            raise KeyTwice(key[:_QUOTED])
        known.add(key)


_keys: Final = json.JSONDecoder(object_pairs_hook=_once_each, parse_int=str, parse_float=str)
"""Reads keys only; msgspec takes the last value of a key that comes twice, and does not tell."""


def decode_command(body: bytes) -> AnyCommand:
    """Read a command. Raises `Malformed`, `KeyTwice` or `NotACommand`."""
    try:
        command: AnyCommand = _decoder.decode(body)
    except msgspec.ValidationError as error:
        raise not_a_command(str(error)) from error
    except (msgspec.DecodeError, UnicodeError) as error:
        raise malformed(str(error)) from error
    except RecursionError as error:
        raise Malformed("zu tief verschachtelt") from error
    _keys.decode(body.decode())
    if _has_nul(body):
        raise NotACommand("$", "Ein Text enthält das Zeichen U+0000")
    return command


async def decoded(body: bytes) -> AnyCommand:
    """Read a command, a large one beside the loop. Raises as `decode_command`."""
    return await asyncio.to_thread(decode_command, body) if len(body) > LARGE else decode_command(body)


def _has_nul(body: bytes) -> bool:
    """Whether valid JSON holds the escape of U+0000; two backslashes before it are another escape."""
    return b"\\u0000" in body and b"\\u0000" in body.replace(b"\\\\", b"  ")


def key_of(text: str | None) -> UUID:
    """Read a command id. Raises `KeyMissing` or `BadKey`."""
    if text is None or not text.strip():
        raise KeyMissing
    if not _UUID.fullmatch(text.strip().strip('"')):
        raise BadKey
    return UUID(text.strip().strip('"'))


def enveloped(command: AnyCommand, key: str | None, if_match: str | None = None) -> tuple[AnyCommand, UUID]:
    """A command with what the headers say of it, and its id.

    Raises `KeyMissing`, `BadKey`, `EnvelopesDiffer`.
    """
    id_ = key_of(key) if key is not None or command.id is None else command.id
    if command.id is not None and command.id != id_:
        raise EnvelopesDiffer("id")
    if if_match is not None and command.if_match not in {None, if_match}:
        raise EnvelopesDiffer("if_match")
    return replace(command, id=id_, if_match=command.if_match if if_match is None else if_match), id_


def not_a_command(message: str) -> NotACommand:
    """What msgspec said of JSON that does not fit, apart by place and reason."""
    match = _PATH.fullmatch(message)
    said, path = (match[1], match[2]) if match else (message, "$")
    return NotACommand(path, german_reasons.reason(said)[:_QUOTED])


def malformed(message: str) -> Malformed:
    """What msgspec, or the reading of UTF-8, said of what is no JSON."""
    return Malformed(german_reasons.reason(message)[:_QUOTED])
