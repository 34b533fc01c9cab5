"""Who wrote what in a text, as the log and the journal have it."""

import datetime as dt

from msgspec import Struct

from domain.events import vorlage_stream
from domain.recorded import Recorded
from infra.collaboration.authors import authors_of
from infra.collaboration.documents import Document
from infra.collaboration.journal import Row, rows_after
from infra.collaboration.replica import Replica
from infra.collaboration.sealing import Sealed, revisions_of, seal
from infra.store import Connection
from infra.store.mapper import EventMapper
from infra.store.reading import stream_events
from projections.blame.runs import Blame, Run


class Written(Struct, frozen=True):
    """What made a text: events of its paper, and what was typed in it and is not sealed."""

    recorded: list[Recorded]
    typed: list[Row]


def written(
    connection: Connection, mapper: EventMapper, document: Document, through: int | None, *, unsealed: bool
) -> Written:
    """Read what made a text, on one moment of the store; up to a position, where one is named."""
    recorded = stream_events(connection, mapper, vorlage_stream(document.vorlage), through_position=through)
    return Written(recorded, rows_after(connection, str(document), 0) if unsealed else [])


def runs_of(document: Document, found: Written, happened_by: dt.datetime | None = None) -> list[Run]:
    """Fold it: all that was recorded, or of it what had happened by a time."""
    known = [each for each in found.recorded if happened_by is None or each.meta.happened_at <= happened_by]
    blame = Blame(document.name)
    for each in known:
        blame.take(each)
    revisions = revisions_of(document, known)
    if found.typed:
        # What the next seal would record.
        last = found.typed[-1]
        replica = Replica(each.update for each in revisions if each.update)
        event, _ = seal(Sealed(replica.state(), str(blame)), document, last.epoch, found.typed)
        revisions.append(event)
        blame.revise(event, last.login, event.ended)
    return blame.runs(authors_of(revisions, str(blame)) if blame.is_shared else ())
