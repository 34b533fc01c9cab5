"""What is found while reading: problems that forbid the import, and warnings that do not.

Reading goes on after a problem, so that a person sees all of them at once.
"""

from collections.abc import Callable
from typing import TypeVar

from infra.printed_form.paper import PaperWarning, Problem, Unreadable

T = TypeVar("T")
LONGEST_QUOTE = 80


class Findings:
    """Collects problems and warnings of one paper."""

    def __init__(self) -> None:
        self._problems: list[Problem] = []
        self._warnings: list[PaperWarning] = []

    def problem(self, line: int, code: str, message: str, found: str = "") -> None:
        """Note that a place cannot be read."""
        if len(found) > LONGEST_QUOTE:
            found = found[: LONGEST_QUOTE - 1] + "…"
        self._problems.append(Problem(line, code, message, found))

    def warn(self, line: int, code: str, message: str) -> None:
        """Note that a person should look at a place."""
        self._warnings.append(PaperWarning(line, code, message))

    def value(self, line: int, text: str, parse: Callable[[str], T], code: str, message: str) -> T | None:
        """Read a value; an empty place is None, and so is one that `parse` refuses with a ValueError."""
        if not text:
            return None
        try:
            return parse(text)
        except ValueError:
            self.problem(line, code, message, text)
            return None

    def warnings(self) -> tuple[PaperWarning, ...]:
        """Give the warnings by line; raise `Unreadable` when there is a problem."""
        if self._problems:
            raise Unreadable(sorted(self._problems, key=lambda problem: problem.line))
        return tuple(sorted(self._warnings, key=lambda warning: warning.line))
