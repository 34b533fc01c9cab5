"""Live some lives and print how often each command was accepted: `python -m tests.domain.lives 1000`.

It fails if a life did, after all have been lived, and if a command was never accepted: no life holds anything
of it. A second number is the first life's.
"""

import datetime as dt
import sys
import time
import traceback
from collections import Counter

from domain.command import Command
from domain.errors import DomainError
from domain.procedure import AnyCommand
from tests.domain.lives.chance import live
from tests.domain.lives.choosing import KINDS
from tests.domain.lives.holding import Holds

ACCEPTED = "accepted"
outcomes: dict[type[Command], Counter[str]] = {kind: Counter() for kind in KINDS}


class Counted(Holds):
    """A life in which is counted what was accepted, and what was refused why."""

    def give(self, who: str, command: AnyCommand, moment: dt.datetime) -> DomainError | None:
        """Count it, and what came of it."""
        refused = super().give(who, command, moment)
        outcomes[type(command)][type(refused).__name__ if refused else ACCEPTED] += 1
        return refused


def main(lives: int, first: int = 0) -> int:
    """Live that many lives."""
    begun = time.monotonic()
    failed = 0
    for number in range(first, first + lives):
        try:
            live(number, Counted())
        except Exception:  # noqa: BLE001 - whatever it was, the other lives are lived all the same
            failed += 1
            sys.stdout.write(traceback.format_exc())
            sys.stdout.flush()
    for kind in sorted(KINDS, key=lambda kind: (outcomes[kind][ACCEPTED], kind.__name__)):
        told = ", ".join(f"{times} {what}" for what, times in outcomes[kind].most_common(5))
        sys.stdout.write(
            f"{outcomes[kind][ACCEPTED]:6} of {outcomes[kind].total():6} {kind.__name__}: {told}\n"
        )
    sys.stdout.write(f"{lives} lives, {failed} failed, {time.monotonic() - begun:.0f} s\n")
    return int(failed > 0 or not all(outcomes[kind][ACCEPTED] for kind in KINDS))


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
