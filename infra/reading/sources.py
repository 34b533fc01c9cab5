"""What everything that reads needs of the county."""

import asyncio
import datetime as dt
from collections.abc import Callable
from typing import Any, Final

from msgspec import Struct

from domain.days import day_of
from domain.errors import NoSuch
from domain.rights import Capacity
from domain.rules import NoRuleInForce, RuleBook, RuleSet
from infra.entitlement import Entitlement
from infra.identity import Identity
from infra.projecting import Views
from infra.public import Record
from infra.reading.access_log import AccessLog
from infra.reading.moments import Moment
from infra.states import States
from infra.store import Store, StoreBusy
from projections.asked import Asked

PATIENCE: Final = 10.0
"""Seconds that a reader waits for a view that follows the log."""


class Sources(Struct, frozen=True):
    """Where reading takes things from."""

    store: Store
    states: States
    entitlement: Entitlement
    views: Views
    identity: Identity
    access_log: AccessLog
    rules: RuleBook
    clock: Callable[[], dt.datetime]
    record: Record

    @property
    def today(self) -> dt.date:
        """The county's day."""
        return day_of(self.clock())

    async def day(self, moment: Moment | None) -> dt.date:
        """The day against which deadlines are measured: today, or that of the moment asked for."""
        if moment is None:
            return self.today
        if moment.happened_by is not None:
            return min(day_of(moment.happened_by), self.today)
        events = await self.store.log(after=moment.position - 1, limit=1) if moment.position else []
        return day_of(events[0].recorded_at) if events else self.today

    def rules_on(self, day: dt.date) -> RuleSet | None:
        """The rules in force on a day; None where there are none."""
        try:
            return self.rules.on(day)
        except NoRuleInForce:
            return None

    async def row(self, view: str, id_: str, moment: Moment | None) -> tuple[Any, int]:
        """A row of a view and the position of its last event. Raises `NoSuch`."""
        if moment is None:
            found = await self.views.get(view, id_)
        else:
            found = await self.views.get(view, id_, as_of=moment.position, happened_by=moment.happened_by)
        if found is None:
            raise NoSuch(view, id_)
        return found

    async def caught_up(self, view: str, position: int) -> None:
        """Wait until a view has seen the log as far as this position. Raises `StoreBusy`."""
        try:
            async with asyncio.timeout(PATIENCE):
                await self.views.caught_up(view, position)
        except TimeoutError as error:
            raise StoreBusy(view) from error

    async def note(self, person: str, capacities: frozenset[Capacity], what: str, asked: Asked) -> None:
        """Note what an auditor reads."""
        if Capacity.AUDITOR in capacities:
            when = "" if asked.as_of is None else f"?as_of={asked.as_of}"
            await self.access_log.note(person, what + when, asked.stated_purpose)
