"""Commands are answered once: the same id and body get the stored answer (rule 13).

Ids belong to a login. The answer is stored in the transaction that appends; refusals are not stored.
"""

import hashlib
from uuid import UUID

import msgspec

from domain.errors import Invalid
from infra.store import Connection, Transaction


class CommandIdReused(Invalid):
    """The id was used for another command."""

    RULE = "13"

    def __init__(self, id_: UUID) -> None:
        super().__init__(id_)
        self.id = str(id_)


def body_hash(body: object) -> bytes:
    """SHA-256 of what a command says, whatever the order of its keys."""
    return hashlib.sha256(msgspec.json.encode(body, order="sorted")).digest()


def stored_answer(connection: Connection, actor: str, id_: UUID, body: bytes) -> bytes | None:
    """The answer that was given before. Raises `CommandIdReused` when it answered another body."""
    found = connection.execute(
        "SELECT body_hash, answer FROM commands WHERE login = ? AND id = ?", (actor, str(id_))
    ).fetchone()
    if found is None:
        return None
    if bytes(found[0]) != body:
        raise CommandIdReused(id_)
    return bytes(found[1])


class AnsweredElsewhere(Exception):
    """There is an answer to this command: it is given again, or another node stored it meanwhile."""


def store_answer(tx: Transaction, actor: str, id_: UUID, body: bytes, answer: bytes, position: int) -> None:
    """Keep an answer. Raises `AnsweredElsewhere` when there is one."""
    if not tx.keep_answer((actor, str(id_), body, answer, position)):
        raise AnsweredElsewhere
