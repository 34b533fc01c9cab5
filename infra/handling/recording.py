"""What is done in the transaction that records commands: seals, events, bytes, rooms, and the answer."""

from collections.abc import Callable, Sequence

import msgspec

from domain.recorded import Recorded
from infra.collaboration.sealing import Collected
from infra.handling.answers import Answer, answer_to
from infra.handling.attempt import Attempt
from infra.handling.texts import Texts
from infra.handling.unit import Unit
from infra.idempotency import store_answer
from infra.store import Transaction, VersionConflict

Record = Callable[[Transaction], tuple[list[Recorded], Answer]]


def record(texts: Texts, unit: Unit, attempt: Attempt, collected: Sequence[Collected]) -> Record:
    """What the transaction does.

    It raises `VersionConflict` where others changed what was decided on, `JournalChanged` where they typed,
    and `AnsweredElsewhere`.
    """

    def work(tx: Transaction) -> tuple[list[Recorded], Answer]:
        for stream, version in unit.basis().items():
            if (actual := tx.version(stream)) != version:
                raise VersionConflict(stream, version, actual)
        for each in collected:
            texts.discard(tx, each)
        recorded: list[Recorded] = []
        for stream, version, events in unit.runs():
            recorded += tx.append(stream, version, events)
        for digest, content in unit.blobs.items():
            tx.execute(
                "INSERT INTO blobs (sha256, bytes) VALUES (?, ?) ON CONFLICT DO NOTHING",
                (digest, content),
            )
        for vorlage in unit.papers:
            opened, closed = unit.doors(vorlage)
            if opened:
                texts.open(tx, vorlage, opened)
            if closed:
                texts.close(tx, vorlage)
        answer = answer_to(attempt.id, recorded, tx.head)
        encoded = msgspec.json.encode(answer)
        store_answer(tx, attempt.actor, attempt.id, attempt.body, encoded, answer.position)
        return recorded, answer

    return work
