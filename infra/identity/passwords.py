"""Passwords as argon2id hashes (RFC 9106), computed in threads and few at a time.

Each takes 64 MiB for some 50 ms: a flood of logins must not take the memory or the loop from everybody else.
"""

import asyncio
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

AT_ONCE: Final = 2
"""Hashes that are computed at the same time."""

SHORTEST: Final = 10
"""Characters that a password has at least."""
LONGEST: Final = 1_000
"""Characters that a password has at most: hashing reads them all."""


class Passwords:
    """Hashes passwords and compares them."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        self._slots = asyncio.Semaphore(AT_ONCE)
        self._nobodys: str | None = None

    async def hash(self, password: str) -> str:
        """Return what to keep of a password."""
        async with self._slots:
            return await asyncio.to_thread(self._hasher.hash, password)

    async def matches(self, kept: str | None, password: str) -> bool:
        """Return whether this is the password; with nothing to compare it costs the same, and is not."""
        async with self._slots:
            if self._nobodys is None:
                self._nobodys = await asyncio.to_thread(self._hasher.hash, "nobody has this one")
            same = await asyncio.to_thread(self._same, kept or self._nobodys, password)
        return same and kept is not None

    def _same(self, kept: str, password: str) -> bool:
        try:
            return self._hasher.verify(kept, password.encode("utf-8", "surrogatepass"))
        except (VerificationError, InvalidHashError):
            return False
