"""Checking a store: the log, what hangs on it, and whether the views say what the log says (rule 13).

Everything is read as of one moment, in pages, and nothing is written: a server may go on meanwhile.
"""

from collections.abc import Callable, Sequence
from typing import Any, Final

from infra.store import Database
from infra.store.mapper import EventMapper
from infra.verifying import database, log, record, streams, tables
from infra.verifying.inspection import Fault, Inspection, Progress, Report, silent
from projections.projection import Projection

__all__ = ["CHECKS", "Fault", "Report", "verify"]

Check = Callable[[Inspection], None]

CHECKS: Final[Sequence[tuple[str, Check]]] = (
    ("database", database.check),
    ("log", log.check),
    ("streams", streams.check),
    ("snapshots", tables.check_snapshots),
    ("blobs", tables.check_blobs),
    ("answers", tables.check_answers),
    ("texts", tables.check_texts),
    ("views", tables.check_positions),
    ("public", record.check),
)
"""Each check by its name, in the order in which they run."""


def verify(place: Database, projections: Sequence[Projection[Any]], progress: Progress = silent) -> Report:
    """Check a store as of now. Raises `StoreError` where it cannot be read at all."""
    connection = place.to_read()
    try:
        connection.begin()
        inspection = Inspection(connection, EventMapper(), projections, progress, place.translated)
        for name, check in CHECKS:
            inspection.run(name, check)
        connection.end()
    except Exception as error:
        told = place.translated(error)
        if told is error:
            raise
        raise told from error
    finally:
        connection.close()
    return inspection.report()
