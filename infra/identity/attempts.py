"""How often someone may try a password: so many failures in a while.

They count for a login from one address, for an address, and, with a higher bound, for a login from anywhere:
whoever knows a login must not lock its owner out with a few wrong passwords.
It is kept in memory; a restart forgives. An attempt counts when it begins, or many at once would all pass.
"""

from collections import OrderedDict, deque
from collections.abc import Callable
from math import ceil
from typing import Final

from domain.errors import Forbidden

WINDOW: Final = 300.0
"""Seconds for which a failure counts."""
PER_PAIR: Final = 10
"""Of one login from one address."""
PER_ADDRESS: Final = 50
"""An address may be that of a whole town hall."""
PER_LOGIN: Final = 100
"""Of one login, from all addresses."""
REMEMBERED: Final = 20_000
"""Logins and addresses that are remembered; beyond that the oldest are forgotten."""


class TooManyAttempts(Forbidden):
    """Too many failed logins; `retry_after` counts seconds."""

    def __init__(self, retry_after: int) -> None:
        super().__init__(retry_after)
        self.retry_after = retry_after


class Attempts:
    """Failures of late, by login, by address, and by both."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._failures: OrderedDict[tuple[str, str], deque[float]] = OrderedDict()

    def begin(self, login: str, address: str) -> None:
        """Count an attempt; `TooManyAttempts` if there were enough."""
        now = self._monotonic()
        for key, most in self._keys(login, address):
            held = self._recent(key, now)
            if len(held) >= most:
                raise TooManyAttempts(max(1, ceil(held[0] + WINDOW - now)))
        for key, _ in self._keys(login, address):
            self._failures.setdefault(key, deque()).append(now)
            self._failures.move_to_end(key)
        while len(self._failures) > REMEMBERED:
            self._failures.popitem(last=False)

    def succeeded(self, login: str, address: str) -> None:
        """Count the last attempt no longer, and forgive the login its failures from this address."""
        self._failures.pop(("pair", f"{login} {address}"), None)
        for key in (("address", address), ("login", login)):
            held = self._failures.get(key)
            if held:
                held.pop()

    def _recent(self, key: tuple[str, str], now: float) -> deque[float]:
        held = self._failures.get(key, deque())
        while held and held[0] <= now - WINDOW:
            held.popleft()
        return held

    @staticmethod
    def _keys(login: str, address: str) -> tuple[tuple[tuple[str, str], int], ...]:
        return (
            (("pair", f"{login} {address}"), PER_PAIR),
            (("address", address), PER_ADDRESS),
            (("login", login), PER_LOGIN),
        )
