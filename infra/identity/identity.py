"""Logging in and being known: passwords for people, cookies for their browsers, tokens for programs.

A token is 256 random bits; only its SHA-256 is stored, so that it needs no salt.
A login that is disabled ends with its next request, whatever it holds.
"""

import datetime as dt
import hashlib
import math
import secrets
import time
from collections.abc import Callable
from typing import Final, Literal
from uuid import uuid4

from msgspec import Struct

from domain.errors import Forbidden
from infra.entitlement import SERVICE
from infra.identity.accounts import (
    LOGIN,
    Account,
    AccountExists,
    BadLogin,
    BadPassword,
    Directory,
    Entry,
    NoAccount,
    NoPerson,
    read_accounts,
    read_directory,
    read_persons,
)
from infra.identity.attempts import Attempts
from infra.identity.passwords import LONGEST, SHORTEST, Passwords
from infra.store import Connection, Store, Transaction
from infra.store.rows import to_microseconds

LASTS: Final = dt.timedelta(hours=12)
"""How long a cookie login lasts: a working day with a session in the evening."""
SEEN: Final = dt.timedelta(minutes=5)
"""How exactly it is known when a login was last seen; each note is a write."""
COOKIES: Final = 50
"""Cookie logins that a person has at once; one more ends the oldest."""
SERVICE_LOGIN: Final = "kommandozeile"

Via = Literal["cookie", "token", "service"]


class LoginFailed(Forbidden):
    """Login and password do not fit, or the login is disabled; which of them is not told."""


class Who(Struct, frozen=True):
    """Whoever is at the other end; `id` is what the log keeps, `lasts` the seconds until the login ends."""

    id: str
    login: str
    name: str
    via: Via
    lasts: float = math.inf


class Identity:
    """Accounts, logins and tokens of one county."""

    def __init__(
        self,
        store: Store,
        clock: Callable[[], dt.datetime],
        *,
        passwords: Passwords | None = None,
        monotonic: Callable[[], float] = time.monotonic,
        ended: Callable[[str], None] = lambda _: None,
        say: Callable[[bytes], None] = lambda _: None,
    ) -> None:
        """`ended` is told the opaque id of whoever a login has ended of, at once.

        `say` tells the other nodes of attempts to log in.
        """
        self._store = store
        self._ended = ended
        self._clock = clock
        self._passwords = passwords or Passwords()
        self._attempts = Attempts(monotonic, say)
        self._service_key: bytes | None = None

    def hear(self, word: bytes) -> None:
        """Take what another node says of attempts to log in."""
        self._attempts.hear(word)

    # -- being known ------------------------------------------------------------------------------

    def serve_key(self, key: str) -> None:
        """Know whoever has this key as the machine's command line."""
        self._service_key = digest(key)

    async def by_token(self, token: str, acting_as: str | None = None) -> Who | None:
        """Who a bearer token belongs to. `acting_as`: the login that the command line stands in for.

        Raises `NoAccount` where there is no such login.
        """
        hashed = digest(token)
        if self._service_key is not None and secrets.compare_digest(hashed, self._service_key):
            return await self.service(acting_as)
        now = to_microseconds(self._clock())
        found = await self._store.read(
            lambda connection: connection.execute(
                "SELECT accounts.person, login, coalesce(name, login), expires FROM tokens"
                " JOIN accounts ON accounts.person = tokens.person"
                " LEFT JOIN persons ON persons.id = tokens.person"
                " WHERE token_hash = ? AND coalesce(expires, ?) >= ? AND disabled = 0",
                (hashed, now, now),
            ).fetchone()
        )
        if found is None:
            return None
        person, login, name, expires = found
        return Who(person, login, name, "token", _lasts(expires, now))

    async def service(self, acting_as: str | None = None) -> Who:
        """The command line, or whom it stands in for. Raises `NoAccount`."""
        if acting_as is None or acting_as == SERVICE_LOGIN:
            return Who(SERVICE, SERVICE_LOGIN, "Kommandozeile", "service")
        found = await self._store.read(lambda connection: _account(connection, acting_as))
        if found is None or found.disabled:
            raise NoAccount(acting_as)
        return Who(found.person, found.login, found.name, "service")

    async def by_cookie(self, token: str) -> Who | None:
        """Who a browser's cookie belongs to."""
        hashed, now = digest(token), to_microseconds(self._clock())
        found = await self._store.read(
            lambda connection: connection.execute(
                "SELECT accounts.person, login, coalesce(name, login), last_seen, expires FROM logins"
                " JOIN accounts ON accounts.person = logins.person"
                " LEFT JOIN persons ON persons.id = logins.person"
                " WHERE token_hash = ? AND expires > ? AND disabled = 0",
                (hashed, now),
            ).fetchone()
        )
        if found is None:
            return None
        person, login, name, seen, expires = found
        if now - seen > SEEN // dt.timedelta(microseconds=1):
            await self._store.write(
                lambda tx: tx.execute("UPDATE logins SET last_seen = ? WHERE token_hash = ?", (now, hashed))
            )
        return Who(person, login, name, "cookie", _lasts(expires, now))

    async def log_in(self, login: str, password: str, address: str) -> tuple[Who, str]:
        """Check a password and begin a cookie login. Raises `LoginFailed` or `TooManyAttempts`."""
        login = login.strip().lower()
        self._attempts.begin(login, address)
        found = await self._store.read(
            lambda connection: connection.execute(
                "SELECT accounts.person, coalesce(name, login), password_hash, disabled FROM accounts"
                " LEFT JOIN persons ON persons.id = accounts.person WHERE login = ?",
                (login,),
            ).fetchone()
        )
        person, name, kept, disabled = found or (None, "", None, True)
        fits = await self._passwords.matches(kept, password[: LONGEST + 1])
        if not fits or disabled or person is None:
            raise LoginFailed
        self._attempts.succeeded(login, address)
        token, now = secrets.token_urlsafe(32), self._clock()

        def work(tx: Transaction) -> None:
            tx.execute("DELETE FROM logins WHERE expires <= ?", (to_microseconds(now),))
            tx.execute(
                "INSERT INTO logins VALUES (?, ?, ?, ?, ?)",
                (
                    digest(token),
                    person,
                    to_microseconds(now),
                    to_microseconds(now + LASTS),
                    to_microseconds(now),
                ),
            )
            tx.execute(
                "DELETE FROM logins WHERE person = ? AND token_hash NOT IN"
                " (SELECT token_hash FROM logins WHERE person = ? ORDER BY created DESC LIMIT ?)",
                (person, person, COOKIES),
            )

        await self._store.write(work)
        self._ended(person)  # of many, the oldest
        return Who(person, login, name, "cookie", LASTS / dt.timedelta(seconds=1)), token

    async def log_out(self, token: str) -> None:
        """End a cookie login."""
        hashed = digest(token)

        def work(tx: Transaction) -> list[tuple[str]]:
            found = tx.query("SELECT person FROM logins WHERE token_hash = ?", (hashed,))
            tx.execute("DELETE FROM logins WHERE token_hash = ?", (hashed,))
            return found

        for (person,) in await self._store.write(work):
            self._ended(person)

    # -- accounts ---------------------------------------------------------------------------------

    async def directory(self) -> Directory:
        """Names and logins as they are now."""
        return await self._store.read(read_directory)

    async def accounts(self) -> list[Account]:
        """All accounts, by login."""
        return await self._store.read(read_accounts)

    async def account(self, login: str) -> Account | None:
        """One account."""
        return await self._store.read(lambda connection: _account(connection, login))

    async def add_person(self, name: str, person: str | None = None) -> str:
        """Write a person into the directory, or give a known one another name; returns the opaque id."""
        id_ = person or str(uuid4())
        await self.add_persons({id_: name})
        return id_

    async def add_persons(self, names: dict[str, str]) -> None:
        """Write persons into the directory by their opaque ids, in one transaction."""
        await self._store.write(
            lambda tx: tx.executemany(
                "INSERT INTO persons VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET name = excluded.name",
                list(names.items()),
            )
        )

    async def persons(self) -> list[Entry]:
        """The directory, by name."""
        return await self._store.read(read_persons)

    async def change_person(
        self, person: str, *, name: str | None = None, contact: str | None = None
    ) -> None:
        """Give a person another name or contact, "" for none; known by id or login. Raises `NoPerson`."""

        def work(tx: Transaction) -> None:
            found = tx.query(
                "SELECT id FROM persons WHERE id = ? OR id = (SELECT person FROM accounts WHERE login = ?)",
                (person, person.strip().lower()),
            )
            if not found:
                raise NoPerson(person)
            id_ = found[0][0]
            if name is not None:
                tx.execute("UPDATE persons SET name = ? WHERE id = ?", (name, id_))
            if contact is not None:
                tx.execute("DELETE FROM contacts WHERE person = ?", (id_,))
            if contact:
                tx.execute("INSERT INTO contacts VALUES (?, ?)", (id_, contact))

        await self._store.write(work)

    async def add_account(
        self, login: str, name: str, password: str | None = None, *, person: str | None = None
    ) -> str:
        """Open an account; returns the opaque id of its person.

        Raises `AccountExists`, `BadLogin`, `BadPassword`.
        """
        login, id_ = login.strip().lower(), person or str(uuid4())
        if not LOGIN.fullmatch(login):
            raise BadLogin(login)
        if login == SERVICE_LOGIN:
            raise AccountExists(login)
        hashed = await self._hashed(password)

        def work(tx: Transaction) -> None:
            if tx.query("SELECT 1 FROM accounts WHERE login = ? OR person = ?", (login, id_)):
                raise AccountExists(login)
            tx.execute(
                "INSERT INTO persons VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET name = excluded.name",
                (id_, name),
            )
            tx.execute(
                "INSERT INTO accounts (login, person, password_hash) VALUES (?, ?, ?)", (login, id_, hashed)
            )

        await self._store.write(work)
        return id_

    async def set_password(self, login: str, password: str) -> None:
        """Give an account another password; ends its cookie logins. Raises `NoAccount`, `BadPassword`."""
        hashed = await self._hashed(password)

        def work(tx: Transaction) -> str:
            tx.execute("UPDATE accounts SET password_hash = ? WHERE login = ?", (hashed, login))
            person = _person(tx, login)
            tx.execute("DELETE FROM logins WHERE person = ?", (person,))
            return person

        self._ended(await self._store.write(work))

    async def disable(self, login: str, *, disabled: bool = True) -> None:
        """Close an account, with all its logins and tokens, or open it again. Raises `NoAccount`."""

        def work(tx: Transaction) -> str:
            tx.execute("UPDATE accounts SET disabled = ? WHERE login = ?", (int(disabled), login))
            person = _person(tx, login)
            tx.execute("DELETE FROM logins WHERE person = ?", (person,))
            tx.execute("DELETE FROM tokens WHERE person = ?", (person,))
            return person

        self._ended(await self._store.write(work))

    async def issue_token(self, login: str, label: str = "", *, lasts: dt.timedelta | None = None) -> str:
        """Make a bearer token for an account; it is told once and never again. Raises `NoAccount`."""
        token, now = secrets.token_urlsafe(32), self._clock()
        expires = None if lasts is None else to_microseconds(now + lasts)

        def work(tx: Transaction) -> None:
            found = tx.query("SELECT person FROM accounts WHERE login = ? AND disabled = 0", (login,))
            if not found:
                raise NoAccount(login)
            tx.execute(
                "INSERT INTO tokens VALUES (?, ?, ?, ?, ?)",
                (digest(token), found[0][0], label, to_microseconds(now), expires),
            )

        await self._store.write(work)
        return token

    async def _hashed(self, password: str | None) -> str | None:
        if password is None:
            return None
        if not SHORTEST <= len(password) <= LONGEST:
            raise BadPassword(SHORTEST, LONGEST)
        return await self._passwords.hash(password)


def digest(token: str) -> bytes:
    """What is stored of a token."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()


def _account(connection: Connection, login: str) -> Account | None:
    return next((each for each in read_accounts(connection) if each.login == login), None)


def _lasts(expires: int | None, now: int) -> float:
    """Seconds until a time (microseconds), `inf` for none."""
    return math.inf if expires is None else (expires - now) / 1_000_000


def _person(tx: Transaction, login: str) -> str:
    """The opaque id of a login. Raises `NoAccount`."""
    found = tx.query("SELECT person FROM accounts WHERE login = ?", (login,))
    if not found:
        raise NoAccount(login)
    return str(found[0][0])
