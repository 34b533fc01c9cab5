"""What was decided and is not durable yet: the next command on the same stream goes on from it.

So nobody waits for the disk in order to decide, and a group of commands may hold many on one paper.
Nobody else is shown any of it: an answer, and a refusal that rests on it, wait until it is durable.
Whatever was built on something that was not written is not written either, and is decided anew.
"""

import asyncio
from collections.abc import Callable, Collection, Mapping, Sequence

from domain.recorded import Recorded
from infra.folding import Versioned
from infra.handling.answers import Answer
from infra.handling.attempt import Attempt
from infra.handling.running import Running
from infra.handling.unit import Unit
from infra.store import Job, Transaction


class BuiltOnNothing(Exception):
    """What this was decided on was not written."""


class Sent(Job[tuple[list[Recorded], Answer]]):
    """A decision on its way to the disk, and the ones before it that it was built on."""

    __slots__ = ("_write", "attempt", "built_on", "running", "settled", "then", "unit")

    def __init__(
        self,
        attempt: Attempt,
        running: Running,
        unit: Unit,
        write: Callable[[Transaction], tuple[list[Recorded], Answer]],
        then: "Callable[[Sent], None]",
        built_on: "Collection[Sent]",
    ) -> None:
        """`then` is called in the loop once it is durable, or was not written."""
        super().__init__(self._do, (attempt.actor, str(attempt.id)))
        self.attempt = attempt
        self.running = running
        self.unit = unit
        self.settled: asyncio.Event | None = None
        self.then = then
        self.built_on = built_on
        self._write = write

    def _do(self, tx: Transaction) -> tuple[list[Recorded], Answer]:
        if any(each.error is not None for each in self.built_on):
            raise BuiltOnNothing
        return self._write(tx)

    def settle(self) -> None:
        """Tell that it is over."""
        self.built_on = ()  # nor is all that went before held in memory
        self.then(self)
        if self.settled is not None:
            self.settled.set()

    async def over(self) -> None:
        """Wait until it is durable, or was not written."""
        if self.settled is None:
            self.settled = asyncio.Event()
        await self.settled.wait()


class Pending:
    """The last decision on each stream, as long as it is not durable."""

    def __init__(self) -> None:
        self._last: dict[str, tuple[Versioned, Sent]] = {}

    def get(self, stream: str) -> Versioned | None:
        """The state of a stream after all that was decided; None where all of that is durable."""
        found = self._last.get(stream)
        return None if found is None else found[0]

    def last(self, streams: Collection[str]) -> Sequence[Sent]:
        """The decisions that another one on these streams is built on."""
        return [found[1] for stream in streams if (found := self._last.get(stream)) is not None]

    def add(self, sent: Sent, after: Mapping[str, Versioned]) -> None:
        """Take note of a decision, and of the states that it leads to."""
        for stream, state in after.items():
            self._last[stream] = (state, sent)

    def remove(self, sent: Sent) -> None:
        """Forget a decision that is durable; and whatever was built on one that was not written."""
        for stream in sent.unit.streams:
            found = self._last.get(stream)
            if found is not None and (found[1] is sent or sent.error is not None):
                del self._last[stream]

    async def over(self, streams: Collection[str]) -> None:
        """Wait until all that was decided on these streams is durable, or was not written.

        Whoever calls it holds the locks of the streams, so that nothing more is decided meanwhile.
        """
        for sent in self.last(streams):
            await sent.over()
