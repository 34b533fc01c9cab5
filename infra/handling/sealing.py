"""What was typed in the texts of a paper becomes one revision a text."""

import asyncio
import logging
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from typing import Final, cast

from domain.events import vorlage_stream
from domain.recorded import Recorded
from domain.vorlage.cosigning.lapsing import with_lapses
from domain.vorlage.state import Vorlage
from infra.handling.locks import Locks
from infra.handling.pending import Pending
from infra.handling.texts import Texts
from infra.states import States
from infra.store import JournalChanged, Store, Transaction, VersionConflict

TRIES: Final = 5
"""How often typed text is sealed again after a conflict."""

PAUSE = 0.05
"""Seconds, times the number of the try, until typed text that could not be sealed is sealed again."""

logger = logging.getLogger(__name__)


class Sealing:
    """Seals the texts of one county."""

    def __init__(self, store: Store, states: States, texts: Texts, locks: Locks, pending: Pending) -> None:
        self._store = store
        self._states = states
        self._texts = texts
        self._locks = locks
        self._pending = pending

    async def seal(self, vorlage: str) -> None:
        """Record what was typed.

        Where others keep changing it, it stays in the journal, and is found there in the next look round.
        """
        stream = vorlage_stream(vorlage)
        for number in range(1, TRIES + 1):
            async with self._locks.held([stream]):
                await self._pending.over([stream])
                try:
                    await self._seal(vorlage)
                except (VersionConflict, JournalChanged):
                    await self._states.refresh(stream)
                else:
                    return
            await asyncio.sleep(PAUSE * number)
        logger.warning("what was typed in Vorlage %s could not be sealed in %d tries", vorlage, TRIES)

    async def _seal(self, vorlage: str) -> None:
        stream = vorlage_stream(vorlage)
        # Before the texts are read: what another process revises in between is a conflict then.
        before = await self._states.get(stream)
        async with forgetting(self._texts, [vorlage]):
            collected = await self._texts.collect(vorlage)
            if not collected.rows:
                return
            events = list(with_lapses(cast("Vorlage", before.state), collected.events))

            def work(tx: Transaction) -> list[Recorded]:
                self._texts.discard(tx, collected)
                return tx.append(stream, before.version, events)

            recorded = await self._store.write(work)
            self._states.learn(recorded)
            await self._texts.committed(vorlage, recorded)


@asynccontextmanager
async def forgetting(texts: Texts, vorlagen: Collection[str]) -> AsyncIterator[None]:
    """Have the texts forget what was collected or written and then not recorded.

    What was typed is still in the journal. Nothing is waited for before all of it is forgotten.
    """
    try:
        yield
    except BaseException:
        for vorlage in vorlagen:
            texts.forget(vorlage)
        for vorlage in vorlagen:
            await texts.committed(vorlage, [])
        raise
