"""What speaks against going on but may be overridden (DOMAIN, "Refused or flagged").

While the office prepares it is refused; in an open session the chair goes on with a reason, which is flagged.
"""

from collections.abc import Sequence
from typing import ClassVar

from domain.errors import Refused
from domain.flag import Flag
from domain.rules import Procedure, RuleSet
from domain.vorlage.drafting.wording import line


class Contestable(Refused):
    """A departure from procedure that the chair may override with a reason."""

    PROCEDURE: ClassVar[Procedure]


def contested(broken: Sequence[Contestable], override: str | None, rules: RuleSet) -> tuple[Flag, ...]:
    """A flag for each departure that the chair's reason overrides. Raises the first one without a reason."""
    if broken and override is None:
        refusal = broken[0]
        refusal.source = rules.rule_of(refusal.PROCEDURE)
        raise refusal
    return tuple(
        Flag(flag="contested", rule=rules.rule_of(each.PROCEDURE), reason=line("override", override or ""))
        for each in broken
    )
