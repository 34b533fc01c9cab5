"""How often someone may try a password: so many failures in a while.

They count for a login from one address, for an address, and, with a higher bound, for a login from anywhere:
whoever knows a login must not lock its owner out with a few wrong passwords.
It is kept in memory; a restart forgives. An attempt counts when it begins, or many at once would all pass.
The nodes of a store tell each other, so that a guesser gains nothing by going round; while they cannot, each
counts its own.
"""

from collections import OrderedDict, deque
from collections.abc import Callable
from hashlib import blake2b
from math import ceil
from typing import Final

import msgspec
from msgspec import Struct

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

Key = bytes
"""A login, an address or both, hashed: however long it was, and unread by whoever hears of it."""


class TooManyAttempts(Forbidden):
    """Too many failed logins; `retry_after` counts seconds."""

    def __init__(self, retry_after: int) -> None:
        super().__init__(retry_after)
        self.retry_after = retry_after


class Tried(Struct, frozen=True, tag="tried", array_like=True):
    """An attempt began at another node, or it succeeded after all."""

    pair: Key
    address: Key
    login: Key
    succeeded: bool


_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(Tried)


class Attempts:
    """Failures of late, by login, by address, and by both."""

    def __init__(self, monotonic: Callable[[], float], say: Callable[[bytes], None]) -> None:
        """`say` tells the other nodes; nobody waits for it."""
        self._monotonic = monotonic
        self._say = say
        self._failures: OrderedDict[Key, deque[float]] = OrderedDict()

    def begin(self, login: str, address: str) -> None:
        """Count an attempt; `TooManyAttempts` if there were enough."""
        now, tried = self._monotonic(), _tried(login, address)
        for key, most in ((tried.pair, PER_PAIR), (tried.address, PER_ADDRESS), (tried.login, PER_LOGIN)):
            held = self._recent(key, now)
            if len(held) >= most:
                raise TooManyAttempts(max(1, ceil(held[0] + WINDOW - now)))
        self._count(tried)
        self._say(_encoder.encode(tried))

    def succeeded(self, login: str, address: str) -> None:
        """Count the last attempt no longer, and forgive the login its failures from this address."""
        tried = _tried(login, address, succeeded=True)
        self._forgive(tried)
        self._say(_encoder.encode(tried))

    def hear(self, word: bytes) -> None:
        """Count what another node tells; what is no attempt is passed over."""
        try:
            tried = _decoder.decode(word)
        except msgspec.DecodeError:
            return
        if tried.succeeded:
            self._forgive(tried)
        else:
            self._count(tried)

    def _count(self, tried: Tried) -> None:
        now = self._monotonic()
        for key, most in ((tried.pair, PER_PAIR), (tried.address, PER_ADDRESS), (tried.login, PER_LOGIN)):
            held = self._failures.setdefault(key, deque(maxlen=most))
            held.append(now)
            self._failures.move_to_end(key)
        while len(self._failures) > REMEMBERED:
            self._failures.popitem(last=False)

    def _forgive(self, tried: Tried) -> None:
        self._failures.pop(tried.pair, None)
        for key in (tried.address, tried.login):
            held = self._failures.get(key)
            if held:
                held.pop()

    def _recent(self, key: Key, now: float) -> deque[float]:
        held: deque[float] = self._failures.get(key, deque())
        while held and held[0] <= now - WINDOW:
            held.popleft()
        return held


def _tried(login: str, address: str, *, succeeded: bool = False) -> Tried:
    return Tried(
        _key("pair", f"{login} {address}"), _key("address", address), _key("login", login), succeeded
    )


def _key(kind: str, text: str) -> Key:
    return blake2b(f"{kind} {text}".encode(errors="surrogatepass"), digest_size=16).digest()
