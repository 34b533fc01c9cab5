"""What had happened by a moment, whenever it was recorded (`basis=true`; rule 14, decision record 0010).

Each fact counts from its own `happened_at`, in the order of the log.
What goes on from an earlier fact (`Event.BUILDS_ON`) cannot have happened before it: a later change of the
same text, the count of a vote, the outcome of an item count from the later of both times.
What one command did counts as a whole: a moment between its events does not exist.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from itertools import groupby

from domain.recorded import Recorded

Chain = tuple[str, object]


def happened_by(recorded: Iterable[Recorded], moment: dt.datetime) -> Iterator[Recorded]:
    """The events of one stream, as they were recorded, that had happened by a moment."""
    reached: dict[Chain, dt.datetime] = {}
    for _, of_command in groupby(recorded, key=lambda one: one.meta.command):
        together = list(of_command)
        chains = {chain for one in together if (chain := _chain(one)) is not None}
        times = [one.meta.happened_at for one in together]
        at = max(*times, *(reached[chain] for chain in chains if chain in reached), times[0])
        reached.update(dict.fromkeys(chains, at))
        if at <= moment:
            yield from together


def _chain(one: Recorded) -> Chain | None:
    name = one.event.BUILDS_ON
    return None if name is None else (name, getattr(one.event, name))
