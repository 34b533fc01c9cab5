"""Writing minutes while a command is decided: from what is recorded, and what the command itself leads to."""

from collections.abc import Mapping, Sequence
from hashlib import sha256

from domain.recorded import Event, Meta, Recorded
from domain.vorlage.state import Vorlage
from domain.world import Written
from projections.minutes import document as minutes
from projections.session import view as session


def written(
    recorded: Sequence[Recorded],
    pending: Sequence[tuple[Meta, Event]],
    papers: Mapping[str, Vorlage],
    bodies: Mapping[str, str],
) -> tuple[Written, dict[str, bytes]]:
    """The hashes of both parts, and their bytes by hash."""
    row = session.initial()
    for each in (*recorded, *_as_if_recorded(recorded, pending)):
        row = session.apply(row, each)
    found = {
        part: minutes.canonical(minutes.write(row, part, papers, bodies[row.committee]))
        for part in minutes.parts(row)
    }
    hashes = {part: sha256(content).hexdigest() for part, content in found.items()}
    kept = {hashes[part]: content for part, content in found.items()}
    return Written(hashes["public"], hashes.get("non_public")), kept


def _as_if_recorded(recorded: Sequence[Recorded], pending: Sequence[tuple[Meta, Event]]) -> list[Recorded]:
    """What is about to be recorded; minutes tell no position and no time of recording."""
    last = recorded[-1]
    return [
        Recorded(last.position, last.stream, last.version + number, meta.happened_at, meta, event)
        for number, (meta, event) in enumerate(pending, 1)
    ]
