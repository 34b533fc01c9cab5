"""Sittings in work as a person may see them, and which of them still wait for their minutes."""

import datetime as dt
from collections.abc import Collection
from typing import Final

from domain.rights import Circle, circle_of_session
from infra.reading.moments import Moment
from infra.reading.sources import Sources
from infra.reading.standing import sitting_of
from projections.overview import sittings as overview_sittings
from projections.overview.papers import Held
from projections.overview.sittings import UNSIGNED, SittingAtWorkShown
from projections.session.row import Row

VIEW: Final = "session"
OVER: Final = ("cancelled", "minutes_approved")
"""States of a sitting of which nothing is left to do."""

Placed = tuple[Row, int]
"""A row with the position of its last event."""


class SittingsAtWork:
    """The sittings that somebody still has to do something about."""

    def __init__(self, sources: Sources) -> None:
        self._from = sources

    async def at_work(self, person: str, moment: Moment | None, today: dt.date) -> list[SittingAtWorkShown]:
        """Those that this person sees as one who prepares or holds them."""
        rows = await self._all(moment, f"status NOT IN ({_marks(OVER)})", OVER)
        found = []
        for row, position in rows:
            if row.status in OVER or not self._sees(person, row):
                continue
            following = await self._following(person, moment, row, rows) if row.status in UNSIGNED else None
            shown = overview_sittings.show(
                row,
                name=self._from.states.committees[row.committee].name,
                position=position,
                today=today,
                rules=self._from.rules_on,
                following=following,
            )
            if shown is not None:
                found.append(shown)
        return found

    async def held(self, person: str, moment: Moment | None) -> dict[str, Held]:
        """The sittings that are over and whose minutes are not signed, by their ids."""
        rows = await self._all(moment, f"status IN ({_marks(UNSIGNED)})", UNSIGNED)
        return {
            row.id: Held(row.date, await self._following(person, moment, row, rows))
            for row, _ in rows
            if row.status in UNSIGNED
        }

    async def _following(
        self, person: str, moment: Moment | None, held: Row, rows: Collection[Placed]
    ) -> dt.date | None:
        """The day of the body's next sitting that this person knows of (§ 58); `rows`: all of the moment."""
        if moment is None:
            after = (held.committee, held.date.isoformat())
            rows = await self._all(None, "committee = ? AND date > ? AND status <> 'cancelled'", after)
        days = (
            row.date
            for row, _ in rows
            if row.committee == held.committee
            and row.date > held.date
            and row.status != "cancelled"
            and row.form == "sitting"
            and self._sees(person, row)
        )
        return min(days, default=None)

    async def _all(self, moment: Moment | None, where: str, parameters: Collection[str]) -> list[Placed]:
        """The rows that a condition holds for now; all rows of an earlier moment, whose columns are gone."""
        if moment is None:
            held = await self._from.views.query(VIEW, where, tuple(parameters))
            return [(each.row, each.position) for each in held if each.row.committee]
        found = []
        for each in await self._from.views.query(VIEW):
            then: Placed | None = (each.row, each.position)
            if not moment.is_after(each.position):
                then = await self._from.views.get(
                    VIEW, each.id, as_of=moment.position, happened_by=moment.happened_by
                )
            if then is not None and then[0].committee:
                found.append(then)
        return found

    def _sees(self, person: str, row: Row) -> bool:
        """Whether someone sees the work on a sitting: the administration does, and its chair."""
        sitting = sitting_of(row)
        capacities = self._from.entitlement.reads_session(person, sitting, self._from.today)
        return circle_of_session(capacities, sitting) is Circle.ADMINISTRATION


def _marks(states: Collection[str]) -> str:
    return ", ".join("?" * len(states))
