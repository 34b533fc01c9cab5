"""The organisation: departments, grants and deputyships in one row, as the domain folds them."""

from collections.abc import Mapping
from typing import Final, cast

import msgspec

from domain.events import ORGANISATION
from domain.organisation.events import OrganisationEvent
from domain.organisation.state import Organisation, evolve
from domain.recorded import Recorded
from projections.projection import Column

NAME: Final = "organisation"
VERSION: Final = 1
STREAMS: Final = ORGANISATION
COLUMNS: Final[Mapping[str, str]] = {}

_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(Organisation)


def initial() -> Organisation:
    """The county before its first department."""
    return Organisation()


def encode(row: Organisation) -> bytes:
    """The bytes of a row."""
    return _encoder.encode(row)


def decode(body: bytes) -> Organisation:
    """The row of these bytes."""
    return _decoder.decode(body)


def columns(_: Organisation) -> Mapping[str, Column]:
    """Nothing: there is one row."""
    return {}


def apply(row: Organisation, recorded: Recorded) -> Organisation:
    """The row after one more event."""
    return evolve(row, cast("OrganisationEvent", recorded.event))
