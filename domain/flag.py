"""What is shown wherever the thing is shown: a departure from procedure that was let stand."""

from msgspec import Struct


class Flag(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A departure from procedure that was let stand, or what came to light later.

    `rule` is the number of the rule in `domain/rules.py`, or the statute's paragraph from the rule set.
    """

    flag: str
    rule: str
    reason: str | None = None
