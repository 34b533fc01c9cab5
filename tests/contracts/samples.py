"""A value for every field of every event, made from its type, so that no field is left out."""

import datetime as dt
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any, get_args
from uuid import UUID

import msgspec
from msgspec import inspect

from domain.events import AnyEvent
from domain.recorded import Event, Meta

TIME = dt.datetime(2023, 3, 8, 17, 30, 15, 123456, tzinfo=dt.UTC)

PLAIN: dict[type[inspect.Type], Callable[[str], Any]] = {
    inspect.StrType: lambda name: f"{name}: „Größe“ 😀\n",
    inspect.IntType: lambda name: 2**31 + len(name),
    inspect.BoolType: lambda _: True,
    inspect.BytesType: lambda name: name.encode() + b"\x00\xff",
    inspect.DecimalType: lambda _: Decimal("1500.00"),
    inspect.DateType: lambda _: dt.date(2023, 2, 23),
    inspect.DateTimeType: lambda _: TIME,
    inspect.UUIDType: lambda _: UUID("01234567-89ab-4def-8123-456789abcdef"),
}


def event_types() -> tuple[type[Event], ...]:
    """Every event that is written."""
    return get_args(AnyEvent)


def tag(event: type[Event]) -> str:
    """The tag that an event is stored with."""
    return str(event.__struct_config__.tag)


def meta() -> Meta:
    """What surrounds the event, complete."""
    return _value(inspect.type_info(Meta), "meta")  # type: ignore[no-any-return]


def sample(event: type[Event]) -> Event:
    """An event without an empty field."""
    return _value(inspect.type_info(event), "event")  # type: ignore[no-any-return]


def stored_samples() -> Iterator[tuple[str, Event]]:
    """Every tag with its event."""
    for event in event_types():
        yield tag(event), sample(event)


def _value(kind: inspect.Type, name: str) -> Any:  # it is made from the type
    if make := PLAIN.get(type(kind)):
        return make(name)
    if isinstance(kind, inspect.LiteralType):
        return kind.values[-1]
    if isinstance(kind, inspect.UnionType):
        return next(_value(one, name) for one in kind.types if not isinstance(one, inspect.NoneType))
    if isinstance(kind, inspect.VarTupleType):
        return (_value(kind.item_type, f"{name}.1"), _value(kind.item_type, f"{name}.2"))
    if isinstance(kind, inspect.DictType):
        return {_value(kind.key_type, f"{name}.key"): _value(kind.value_type, f"{name}.value")}
    if isinstance(kind, inspect.StructType):
        values = {field.name: _value(field.type, field.name) for field in kind.fields}
        return kind.cls(**values)
    raise msgspec.ValidationError(f"no sample of {kind} for {name}: add its type to PLAIN")
