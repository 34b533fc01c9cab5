"""Which function takes which event in: looked up by its type.

Asking for one type after another costs more than what most events change.
"""

from typing import Any, TypeVar, get_args

Handler = TypeVar("Handler")


def handled(handler: Handler, *events: Any) -> dict[type, Handler]:  # noqa: ANN401 - classes and unions of them
    """The function by each of these events; a union stands for all of its members."""
    return {kind: handler for each in events for kind in get_args(each) or (each,)}


def members(union: Any) -> frozenset[type]:  # noqa: ANN401 - a union of classes
    """The classes of a union."""
    return frozenset(get_args(union))
