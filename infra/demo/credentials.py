"""The passwords of the demo county, in a file that only its owner reads.

They are drawn anew for each demo county: no two have the same ones.
"""

import os
import secrets
from pathlib import Path
from typing import Final

from msgspec import Struct

from infra.demo.people import LOGINS

FILE: Final = "demo-logins.txt"
LETTERS: Final = "abcdefghjkmnpqrstuvwxyz23456789"
"""Letters and digits that are not taken for each other."""


class Credential(Struct, frozen=True):
    """A login with its password; `what`: who has it."""

    login: str
    password: str
    what: str


def draw() -> list[Credential]:
    """Draw a password for each login."""
    return [Credential(each.login, _password(), f"{each.what} ({each.name})") for each in LOGINS]


def keep(data: Path, credentials: list[Credential]) -> None:
    """Write the passwords down."""
    descriptor = os.open(data / FILE, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.writelines(f"{each.login}\t{each.password}\t{each.what}\n" for each in credentials)


def kept(data: Path) -> list[Credential]:
    """Read the passwords; none where this is no demo county."""
    try:
        text = (data / FILE).read_text("utf-8")
    except FileNotFoundError:
        return []
    return [Credential(*line.split("\t")) for line in text.splitlines() if line.count("\t") == len("\t\t")]


def _password() -> str:
    """Three groups of four: some 59 bits."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(3))
