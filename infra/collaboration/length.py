"""How long a text may get: as long as a command could make it (domain/command.py, `Prose`).

Counting a text costs its length, so it is counted only when an estimate from above says that it may be full.
"""

from collections.abc import Callable
from typing import Final

from infra.collaboration.errors import TooLarge
from infra.collaboration.update import STRING, Update

LONGEST: Final = 1_000_000
"""Characters of a text."""


class Length:
    """The length of a text with all that was accepted for it."""

    def __init__(self, count: Callable[[], int]) -> None:
        self._count = count
        self._at_most = count()
        self._pending = 0

    def grow(self, update: Update) -> None:
        """Take in what an update brings; raises `TooLarge` where the text would get too long."""
        self.grow_by(
            sum(len(run.content) for runs in update.runs.values() for run in runs if run.kind == STRING),
            sum(end - start for _, spans in update.deletions.items() for start, end in spans),
        )

    def grow_by(self, brought: int, taken: int = 0) -> None:
        """Take in that so many characters come and go; raises `TooLarge`."""
        if self._at_most + brought > LONGEST:
            self._at_most = self._count() + self._pending
            # Whoever replaces much by much brings the new before the old counts as gone.
            if brought and self._at_most + brought - taken > LONGEST:
                raise TooLarge(f"the text would have more than {LONGEST} characters")
        self._at_most += brought
        self._pending += brought - taken

    def stored(self) -> None:
        """Take note that the text holds all that was accepted."""
        self._pending = 0

    def recount(self) -> None:
        """Count the text anew, after others changed it."""
        self._at_most = self._count() + self._pending
