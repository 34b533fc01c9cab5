"""From journal rows to one event: a burst of edits becomes one `TextRevised`.

Its update is what pycrdt reports when the rows are applied, in one transaction, to the text as of the last
seal. So the log holds no key strokes and repeats no deletion (DESIGN.md, "Seal").
"""

from collections.abc import Iterable, Sequence
from typing import TypeVar

import msgspec
from msgspec import Struct

from domain.recorded import Meta, Recorded
from domain.text import SpliceBeyondEnd, apply
from domain.vorlage.editions.content import text_hash
from domain.vorlage.events.drafting import Contribution, Deletion, TextRevised
from infra.collaboration.documents import Document, server_client
from infra.collaboration.journal import Row
from infra.collaboration.ranges import Ranges
from infra.collaboration.replica import EMPTY, Replica, difference
from infra.collaboration.update import DELETED, GC, parse
from infra.store.rows import to_time

Part = TypeVar("Part", Contribution, Deletion)


class Sealed(Struct, frozen=True):
    """A text as of its last seal: the whole document as one update, and its string.

    The string is what the splices of the log make. The document gives the same, unless somebody forged the
    neighbours of an insertion: then Yjs copies may order it differently, and the next seal brings the log up
    to the document. `version`: how far the Vorlage's stream was read for it.

    `tail`: bytes of updates since the version `kept`, of which there is a snapshot; 0 for none.
    """

    state: bytes = EMPTY
    text: str = ""
    version: int = 0
    tail: int = 0
    kept: int = 0


class Collected(Struct, frozen=True):
    """What a seal would record, and the journal rows that it consists of (ids by document)."""

    events: list[tuple[Meta, TextRevised]] = []
    rows: dict[str, list[int]] = {}


class TextDiffers(Exception):
    """A command revised another text than the log holds; a defect, not a rule."""


def revisions_of(document: Document, recorded: Iterable[Recorded]) -> list[TextRevised]:
    """Give what revised this text."""
    return [
        one.event
        for one in recorded
        if isinstance(one.event, TextRevised) and one.event.document == document.name
    ]


def advance(sealed: Sealed, events: Iterable[TextRevised], version: int) -> Sealed:
    """Give a text after further revisions."""
    revisions = list(events)
    if not revisions:
        return msgspec.structs.replace(sealed, version=version)
    replica = Replica([sealed.state, *(one.update for one in revisions if one.update)])
    text = sealed.text
    for one in revisions:
        text = apply(text, one.splices)
    tail = sealed.tail + sum(len(one.update) for one in revisions)
    return Sealed(replica.state(), text, version, tail, sealed.kept)


def seal(sealed: Sealed, document: Document, epoch: int, rows: Sequence[Row]) -> tuple[TextRevised, Sealed]:
    """Make one revision of journal rows, and give the text after it."""
    replica = Replica([sealed.state], follows_text=True)
    update = replica.apply(row.data for row in rows)
    text = str(replica)
    contributions, deletions = attributed((row.login, row.data) for row in rows)
    event = TextRevised(
        document=document.name,
        splices=replica.splices(sealed.text),
        hash=text_hash(text),
        origin="typed",
        began=to_time(min(row.at for row in rows)),
        ended=to_time(max(row.at for row in rows)),
        update=update,
        epoch=epoch,
        contributions=contributions,
        deletions=deletions,
    )
    return event, _after(sealed, replica, text, update)


def write(
    sealed: Sealed, document: Document, epoch: int, event: TextRevised, actor: str
) -> tuple[TextRevised, Sealed]:
    """Fill in the update of a revision that a command makes, and give the text after it.

    Raises `TextDiffers` when its splices do not lead from this text to the one that it names.
    """
    try:
        expected = apply(sealed.text, event.splices)
    except SpliceBeyondEnd:
        raise TextDiffers(str(document)) from None
    replica = Replica([sealed.state], client=server_client(document, epoch))
    if text_hash(expected) != event.hash:
        raise TextDiffers(str(document))
    found = str(replica)
    update = replica.write(event.splices if found == sealed.text else difference(found, expected))
    contributions, deletions = attributed([(actor, update)] if update else [])
    filled = msgspec.structs.replace(
        event, update=update, epoch=epoch, contributions=contributions, deletions=deletions
    )
    return filled, _after(sealed, replica, expected, update)


def _after(sealed: Sealed, replica: Replica, text: str, update: bytes) -> Sealed:
    return Sealed(replica.state(), text, sealed.version, sealed.tail + len(update), sealed.kept)


def attributed(
    updates: Iterable[tuple[str, bytes]],
) -> tuple[tuple[Contribution, ...], tuple[Deletion, ...]]:
    """Say who typed and who deleted which clocks, given logins and what each delivered."""
    typed: dict[str, Ranges] = {}
    deleted: dict[str, Ranges] = {}
    for actor, data in updates:
        update = parse(data)
        by = deleted.setdefault(actor, Ranges())
        for client, runs in update.runs.items():
            for run in runs:
                typed.setdefault(actor, Ranges()).add(client, run.clock, run.end)
                if run.kind in {GC, DELETED}:
                    by.add(client, run.clock, run.end)
        for client, spans in update.deletions.items():
            for start, end in spans:
                by.add(client, start, end)
    return tuple(_parts(Contribution, typed)), tuple(_parts(Deletion, deleted))


def _parts(kind: type[Part], found: dict[str, Ranges]) -> Iterable[Part]:
    for actor, ranges in found.items():
        for client, spans in ranges.items():
            for start, end in spans:
                yield kind(actor=actor, client=client, start=start, end=end)
