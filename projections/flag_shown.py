"""A flag as it is shown: the same in a session, on a paper's station and in the minutes."""

from collections.abc import Iterable
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from domain.flag import Flag


class FlagShown(Struct, kw_only=True):
    """A departure from procedure that was let stand, or what came to light later."""

    flag: str
    rule: str
    reason: str | None


def shown(flags: Iterable[Flag]) -> list[FlagShown]:
    """Flags as they are shown."""
    return [FlagShown(flag=each.flag, rule=each.rule, reason=each.reason) for each in flags]


FlagT = TypeVar("FlagT", bound=FlagShown)


def in_public(flags: Iterable[FlagT]) -> list[FlagT]:
    """Flags as everybody reads them: which rule is concerned, without the words of whoever went on.

    Those are typed for the body; what they say of what is not public nobody has looked at (rule 12).
    """
    return [replace(each, reason=None) for each in flags]
