"""Accounts and the directory of persons: who an opaque id is, and what it logs in with."""

import re
from typing import Final

from msgspec import Struct

from domain.errors import Invalid, Refused
from infra.store import Connection

LOGIN: Final = re.compile(r"[a-z0-9äöüß][a-z0-9äöüß._@+-]{0,99}")
"""What a login may look like: it stands in addresses, logs and command lines."""


class AccountExists(Refused):
    """The login is taken."""

    def __init__(self, login: str) -> None:
        super().__init__(login)
        self.login = login


class NoAccount(Refused):
    """There is no such login, or it was disabled."""

    def __init__(self, login: str) -> None:
        super().__init__(login)
        self.login = login


class NoPerson(Refused):
    """The directory has nobody of this id or login."""

    def __init__(self, person: str) -> None:
        super().__init__(person)
        self.person = person


class BadLogin(Invalid):
    """A login has letters, digits and `.`, `_`, `-`, `@`, `+` only, at most 100."""

    def __init__(self, login: str) -> None:
        super().__init__(login)
        self.login = login


class BadPassword(Invalid):
    """The password is too short or too long."""

    def __init__(self, shortest: int, longest: int) -> None:
        super().__init__(shortest, longest)
        self.shortest = shortest
        self.longest = longest


class Account(Struct, frozen=True):
    """An account as its administrator sees it; without a password it is used by tokens alone."""

    login: str
    person: str
    name: str
    disabled: bool
    has_password: bool


class Directory(Struct, frozen=True):
    """Names and logins of one moment, by opaque id."""

    names: dict[str, str]
    logins: dict[str, str]

    def name(self, person: str) -> str | None:
        """The name of a person."""
        return self.names.get(person)

    def login(self, person: str) -> str | None:
        """The login of a person."""
        return self.logins.get(person)

    def called(self, person: str) -> str | None:
        """The login of a person, or the name of one who has none, such as a member who moves an amendment."""
        return self.login(person) or self.name(person)


class Entry(Struct, frozen=True):
    """A person of the directory, with a login or without."""

    id: str
    name: str
    contact: str | None
    login: str | None


def read_directory(connection: Connection) -> Directory:
    """Read all names and logins; a county has some hundreds."""
    return Directory(
        names=dict(connection.execute("SELECT id, name FROM persons")),
        logins=dict(connection.execute("SELECT person, login FROM accounts")),
    )


def read_accounts(connection: Connection) -> list[Account]:
    """Read all accounts, by login."""
    rows = connection.execute(
        "SELECT login, person, coalesce(name, ''), disabled, password_hash IS NOT NULL"
        " FROM accounts LEFT JOIN persons ON persons.id = accounts.person ORDER BY login"
    )
    return [
        Account(login, person, name, bool(disabled), bool(has)) for login, person, name, disabled, has in rows
    ]


def read_persons(connection: Connection) -> list[Entry]:
    """Read the directory, by name."""
    rows = connection.execute(
        "SELECT id, name, contact, login FROM persons LEFT JOIN contacts ON contacts.person = id"
        " LEFT JOIN accounts ON accounts.person = id ORDER BY name, id"
    )
    return [Entry(*row) for row in rows]
