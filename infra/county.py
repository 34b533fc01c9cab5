"""One county with everything that belongs to it: store, states, views, texts, commands.

All of it hangs from one object; nothing is global, so that one node can serve many counties (DESIGN).
"""

import datetime as dt
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from domain.rules import RuleBook
from infra import rules as rule_files
from infra.access import TextAccess
from infra.collaboration.texts import Texts
from infra.entitlement import Entitlement
from infra.handling import Handling
from infra.projecting import Views
from infra.states import States
from infra.store import Store
from projections import committee, history, organisation, session, vorlage

FILE = "vorlagenwerk.sqlite"
"""The store's file in the data folder."""

Clock = Callable[[], dt.datetime]


def utc_now() -> dt.datetime:
    """The time of the wall clock."""
    return dt.datetime.now(dt.UTC)


class County:
    """What a node holds of one county."""

    def __init__(self, store: Store, rules: RuleBook, clock: Clock) -> None:
        self.store = store
        self.rules = rules
        self.clock = clock
        self.states = States(store)
        self.entitlement = Entitlement(self.states)
        self.views = Views(
            store,
            synchronous=[vorlage, session],
            behind=[history, committee, organisation],
        )
        access = TextAccess(self.states, self.entitlement, clock)
        self.texts = Texts(store, access, clock=clock)
        self.handling = Handling(store, self.states, self.texts, rules, clock=clock)


@asynccontextmanager
async def open_county(data: Path, *, clock: Clock = utc_now) -> AsyncIterator[County]:
    """Open the county of a data folder, or found it."""
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    async with await Store.open(data / FILE, clock=clock) as store:
        yield County(store, rule_files.load(), clock)
