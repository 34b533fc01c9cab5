"""A text as the store has it: its snapshot, what was sealed since, and the journal on top."""

from msgspec import Struct

from domain.events import vorlage_stream
from infra.collaboration import journal, snapshots
from infra.collaboration.documents import Document
from infra.collaboration.known import Known
from infra.collaboration.replica import Replica
from infra.collaboration.sealing import revisions_of
from infra.collaboration.update import parse_own
from infra.store import Connection as Reading
from infra.store.mapper import EventMapper
from infra.store.reading import stream_events


class Loaded(Struct):
    """A text as it was found in the store.

    `tail`: whether much was sealed behind its last snapshot.
    """

    epoch: int
    writable: bool
    replica: Replica
    known: Known
    owners: dict[int, str]
    last_row: int
    tail: bool = False


class NoSuchText(Exception):
    """No text of this name was ever opened."""


def load(connection: Reading, mapper: EventMapper, document: Document) -> Loaded:
    """Read a text as it is: what is sealed, and the journal on top; raises `NoSuchText`."""
    row = journal.rooms_of(connection, document.vorlage).get(str(document))
    if row is None:
        raise NoSuchText(document)
    snapshot = snapshots.read(connection, document)
    version = snapshot.sealed.version if snapshot else 0
    recorded = stream_events(connection, mapper, vorlage_stream(document.vorlage), version)
    sealed = [one.update for one in revisions_of(document, recorded) if one.update]
    rows = journal.rows_after(connection, str(document), 0)
    updates = [*sealed, *(one.data for one in rows)]
    if snapshot:
        replica = Replica([snapshot.sealed.state, *updates])
        known = Known.stored(snapshot.learned)
        for update in updates:
            known.learn(parse_own(update))
    else:
        replica = Replica(updates)
        known = Known.of(replica.state())
    return Loaded(
        epoch=row.epoch,
        writable=row.writable,
        replica=replica,
        known=known,
        owners=journal.owners(connection, str(document)),
        last_row=rows[-1].id if rows else 0,
        tail=snapshots.is_long(sum(map(len, sealed)), len(recorded)) and bool(sealed),
    )
