"""A text as the store has it: what is sealed, and the journal on top."""

from collections.abc import Iterable

from msgspec import Struct

from domain.events import vorlage_stream
from domain.recorded import Recorded
from domain.vorlage.events.drafting import TextRevised
from infra.collaboration import journal
from infra.collaboration.documents import Document
from infra.collaboration.known import Known
from infra.collaboration.replica import Replica
from infra.store import Connection as Reading
from infra.store.mapper import EventMapper
from infra.store.reading import stream_events


class Loaded(Struct):
    """A text as it was found in the store: `rows` are not sealed yet."""

    epoch: int
    writable: bool
    replica: Replica
    known: Known
    owners: dict[int, str]
    last_row: int


class NoSuchText(Exception):
    """No text of this name was ever opened."""


def revisions_of(document: Document, recorded: Iterable[Recorded]) -> list[TextRevised]:
    """Give what revised this text."""
    return [
        one.event
        for one in recorded
        if isinstance(one.event, TextRevised) and one.event.document == document.name
    ]


def load(connection: Reading, mapper: EventMapper, document: Document) -> Loaded:
    """Read a text as it is: what is sealed, and the journal on top; raises `NoSuchText`."""
    row = journal.rooms_of(connection, document.vorlage).get(str(document))
    if row is None:
        raise NoSuchText(document)
    recorded = stream_events(connection, mapper, vorlage_stream(document.vorlage))
    revisions = revisions_of(document, recorded)
    rows = journal.rows_after(connection, str(document), 0)
    replica = Replica(
        [
            *(one.update for one in revisions if one.update),
            *(one.data for one in rows),
        ]
    )
    return Loaded(
        epoch=row.epoch,
        writable=row.writable,
        replica=replica,
        known=Known.of(replica.state()),
        owners=journal.owners(connection, str(document)),
        last_row=rows[-1].id if rows else 0,
    )
