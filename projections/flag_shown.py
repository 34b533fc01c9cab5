"""A flag as it is shown: the same in a session, on a paper's station and in the minutes."""

from collections.abc import Iterable

from msgspec import Struct

from domain.flag import Flag


class FlagShown(Struct, kw_only=True):
    """A departure from procedure that was let stand, or what came to light later."""

    flag: str
    rule: str
    reason: str | None


def shown(flags: Iterable[Flag]) -> list[FlagShown]:
    """Flags as they are shown."""
    return [FlagShown(flag=each.flag, rule=each.rule, reason=each.reason) for each in flags]
