"""The connections to Redis, and whether they can be relied on.

Nobody waits for Redis but the tasks here. Its address may hold a password and is never logged.
"""

import logging
from collections.abc import Callable
from typing import Final
from urllib.parse import urlsplit

from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

BLOCK: Final = 1.0
"""Seconds for which Redis holds a reader back when there is nothing new."""
PATIENCE: Final = 1.0
"""Seconds after which a Redis that does not answer counts as away."""
FIRST_PAUSE: Final = 0.1
LONGEST_PAUSE: Final = 2.0
"""Seconds between two tries; each pause is twice the one before it."""

FAILURES: Final = (RedisError, OSError, TimeoutError)
"""What a Redis that is away, slow, full or not ours leads to."""

logger = logging.getLogger(__name__)


class Link:
    """How this node stands with Redis; `sending` and `reading` are two connections of their own."""

    def __init__(self, address: str, changed: Callable[[bool], None]) -> None:
        """`changed` is told whenever it begins to hold, or ends."""
        parts = urlsplit(address)
        self._place = f"{parts.hostname}:{parts.port or 6379}"
        self._changed = changed
        self._working: set[str] = set()
        self._lost = False
        self._holds: bool | None = None
        self.returns = 0
        """How often it held again after it had ended."""
        self.sending = self._client(address, PATIENCE)
        self.reading = self._client(address, BLOCK + PATIENCE)

    @staticmethod
    def _client(address: str, patience: float) -> Redis:
        return Redis.from_url(
            address,
            socket_timeout=patience,
            socket_connect_timeout=PATIENCE,
            socket_keepalive=True,
            retry=Retry(NoBackoff(), 0),
            protocol=2,
        )

    @property
    def holds(self) -> bool:
        """Whether both ways work."""
        return self._working == {"send", "read"}

    def works(self, way: str) -> None:
        """Take note that Redis answered on a way: send or read."""
        self._working.add(way)
        if self.holds and self._holds is not True:
            self.returns += self._lost
            self._holds, self._lost = True, False
            logger.info("Redis at %s is there: nodes tell each other what they append", self._place)
            self._changed(True)  # noqa: FBT003 - the one thing that it is told

    def fails(self, way: str, error: BaseException) -> None:
        """Take note that Redis did not; said once, however often it is tried."""
        self._working.discard(way)
        if self._holds is not False:
            self._lost, self._holds = bool(self._holds), False
            logger.warning(
                "Redis at %s cannot be used (%s): the database is asked instead",
                self._place,
                type(error).__name__,
                exc_info=None if isinstance(error, FAILURES) else error,
            )
            self._changed(False)  # noqa: FBT003 - as above

    async def close(self) -> None:
        """Hang up."""
        for client in (self.sending, self.reading):
            await client.aclose()


class Pause:
    """How long to wait before the next try."""

    def __init__(self) -> None:
        self._seconds = FIRST_PAUSE

    def again(self) -> None:
        """Begin with a short one."""
        self._seconds = FIRST_PAUSE

    def next(self) -> float:
        """Return the seconds to wait now."""
        seconds, self._seconds = self._seconds, min(2 * self._seconds, LONGEST_PAUSE)
        return seconds
