"""What a measurement came to: our figure beside the driver's own, with its goal.

Machines differ and are busy: what is compared was done in turns, and medians of the turns are told.
"""

import statistics
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Final

from msgspec import Struct

RATE: Final = "events/s"
TIME: Final = "ms"

Turn = Mapping[str, float]
"""What one turn came to: `figure`, and further numbers by name."""
Measure = Callable[[], Awaitable[Turn]]
Turns = Mapping[str, Sequence[Turn]]
"""All turns of what was measured, by its name: `ours`, `raw`, …"""


class Goal(Struct, frozen=True):
    """What a number has to be: `of` is `figure`, `ratio` or one of the further numbers."""

    of: str
    at_least: float | None = None
    at_most: float | None = None

    def is_met(self, found: float) -> bool:
        """Whether it is so."""
        least = self.at_least is None or found >= self.at_least
        return least and (self.at_most is None or found <= self.at_most)


class Figure(Struct, frozen=True, kw_only=True):
    """One line of the table. `ratio`: ours over raw; `met`: None where there is no goal or nothing measured.

    `missing`: why it was not measured.
    """

    row: str
    work: str
    unit: str
    figure: float | None = None
    raw: float | None = None
    raw_is: str = ""
    ratio: float | None = None
    more: Mapping[str, float] = {}
    goals: tuple[Goal, ...] = ()
    met: bool | None = None
    rounds: int = 0
    missing: str = ""


async def in_turns(rounds: int, measures: Mapping[str, Measure]) -> dict[str, list[Turn]]:
    """Measure each so often, each round beginning with another one."""
    names = list(measures)
    found: dict[str, list[Turn]] = {name: [] for name in names}
    for number in range(rounds):
        first = number % len(names)
        for name in names[first:] + names[:first]:
            found[name].append(await measures[name]())
    return found


def figure(
    row: str,
    work: str,
    turns: Turns,
    goals: Sequence[Goal],
    *,
    unit: str = RATE,
    raw_is: str = "",
    against: str = "raw",
) -> Figure:
    """Draw medians; `against`: what the ratio is taken to, the median of those of each round."""
    ours = turns["ours"]
    more = {name: _median(ours, name) for name in ours[0] if name != "figure"}
    more |= {name: _median(each, "figure") for name, each in turns.items() if name not in {"ours", against}}
    others = turns.get(against, ())
    ratios = [mine["figure"] / theirs["figure"] for mine, theirs in zip(ours, others, strict=False)]
    ratio = statistics.median(ratios) if ratios else None
    found = {**more, "figure": _median(ours, "figure"), **({} if ratio is None else {"ratio": ratio})}
    return Figure(
        row=row,
        work=work,
        unit=unit,
        figure=found["figure"],
        raw=_median(others, "figure") if others else None,
        raw_is=raw_is,
        ratio=ratio,
        more=more,
        goals=tuple(goals),
        met=all(goal.is_met(found[goal.of]) for goal in goals) if goals else None,
        rounds=len(ours),
    )


def missing(row: str, work: str, goals: Sequence[Goal], reason: str, *, unit: str = RATE) -> Figure:
    """A line that could not be measured, and why."""
    return Figure(row=row, work=work, unit=unit, goals=tuple(goals), missing=reason)


def percentiles(seconds: Sequence[float]) -> dict[str, float]:
    """Median and 99th percentile in milliseconds."""
    ordered = sorted(seconds)
    return {
        "p50_ms": 1_000 * ordered[len(ordered) // 2],
        "p99_ms": 1_000 * ordered[min(len(ordered) - 1, len(ordered) * 99 // 100)],
    }


def _median(turns: Sequence[Turn], name: str) -> float:
    return statistics.median(each[name] for each in turns)
