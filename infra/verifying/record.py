"""The public's record, made anew in memory and compared with the one that is served."""

from collections.abc import Sequence
from itertools import zip_longest
from typing import Any

from infra.public import Beside
from infra.verifying.inspection import Inspection
from projections.public.record import NAME, VERSION


def check(inspection: Inspection) -> None:
    """Make it as far as the served one is; one of another version is made anew by the next start."""
    connection = inspection.connection
    reached = connection.execute(
        "SELECT position FROM view_positions WHERE view = ? AND version = ?", (NAME, VERSION)
    ).fetchall()
    if not reached:
        return
    beside = Beside(through=reached[0][0])

    def query(sql: str, parameters: Sequence[Any] = ()) -> list[Any]:
        return connection.execute(sql, parameters).fetchall()

    done = 0
    while beside.take(query, inspection.mapper):
        inspection.done(beside.done - done, inspection.events)
        done = beside.done
    changes = query("SELECT * FROM public_changes ORDER BY number")
    for made, served in zip_longest(beside.changes, changes):
        if made != served:
            number = (made or served)[0]
            inspection.fault(f"change {number}", "the public's feed says something else than the log")
            break
    rows = query("SELECT kind, id, date, body FROM public_things")
    things = {(kind, id_): (date, bytes(body)) for kind, id_, date, body in rows}
    for kind, id_ in sorted(things.keys() | beside.things.keys()):
        if things.get((kind, id_)) != beside.things.get((kind, id_)):
            inspection.fault(f"{kind} {id_}", "the public sees something else than the log says")
