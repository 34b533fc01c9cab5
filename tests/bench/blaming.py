"""How long it takes to say who wrote what in a text that was edited often: `python -m tests.bench.blaming`.

A text of as many characters as edits, and one character put into each gap of it, in no order: no two
characters that follow each other have the same source. Once each edit is a revision of its own, once every
thirty of them are one burst of three people, so that Yjs is asked who typed what.
Prints seconds of processor time, and for how long at most the event loop stood still meanwhile.
"""

import argparse
import asyncio
import datetime as dt
import random
import sys
import time
from bisect import bisect, insort
from collections.abc import Callable, Sequence
from functools import partial
from typing import Final, TypeVar
from uuid import UUID

from api.http.answers import encoded
from domain.recorded import Meta, Recorded
from domain.text import Splice
from domain.vorlage.events.drafting import TextRevised
from infra.collaboration.documents import Document
from infra.collaboration.encoding import write_text, write_uint
from infra.collaboration.ranges import Ranges
from infra.collaboration.sealing import attributed
from infra.collaboration.update import STRING, Run, Update, encode
from infra.reading.blaming import Written, runs_of
from projections.blame import shown
from projections.history.shown import Person

PAPER: Final = Document("00000000-0000-0000-0000-000000000001", "reasons")
NOON: Final = dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC)
FIRST, TYPISTS, BURST = 1, 3, 30
T = TypeVar("T")


def written(edits: int, burst: int) -> list[Recorded]:
    """The events of such a text."""
    ids = bytes((4,)) + b"\1" + write_text("text") + write_text("-" * (edits + 1))
    base = Run(STRING, 0, edits + 1, None, None, "-" * (edits + 1), "", ids)
    events = [_recorded(1, [Splice(0, 0, base.content)], {FIRST: [base]})]
    gaps = random.Random(5).sample(range(edits), edits)  # noqa: S311 - the same text each time
    before, clocks = list[int](), [0] * TYPISTS
    for start in range(0, edits, burst):
        new = sorted(gaps[start : start + burst])
        splices, kept = [], 0
        runs: dict[int, list[Run]] = {}
        for number, gap in enumerate(new, start):
            at = gap + 1 + bisect(before, gap)
            splices.append(Splice(at - kept, 0, "x"))
            kept = at
            typist = number % TYPISTS
            runs.setdefault(FIRST + 1 + typist, []).append(_typed(clocks[typist], gap))
            clocks[typist] += 1
        for gap in new:
            insort(before, gap)
        events.append(_recorded(len(events) + 1, splices, runs))
    return events


def _typed(clock: int, gap: int) -> Run:
    left, right = (FIRST, gap), (FIRST, gap + 1)
    ids = b"".join(write_uint(each) for each in (*left, *right))
    return Run(STRING, clock, 1, left, right, "x", "", bytes((0xC0 | STRING,)) + ids + write_text("x"))


def _recorded(position: int, splices: Sequence[Splice], runs: dict[int, list[Run]]) -> Recorded:
    parts = [
        (f"person-{client}", encode(Update({client: theirs}, Ranges()))) for client, theirs in runs.items()
    ]
    contributions, _ = attributed(parts)
    event = TextRevised(
        document=PAPER.name,
        splices=tuple(splices),
        hash="",
        origin="typed",
        began=NOON,
        ended=NOON,
        update=encode(Update(runs, Ranges())),
        contributions=contributions,
    )
    meta = Meta(actor="person-2", command=UUID(int=position), happened_at=NOON)
    return Recorded(position, f"vorlagen/{PAPER.vorlage}", position, NOON, meta, event)


def say(line: str) -> None:
    """Print a line."""
    sys.stdout.write(f"{line}\n")


def _person(actor: str, _at: dt.datetime) -> Person:
    return Person(actor, "Fachbereich Bau")


async def _measured(name: str, work: Callable[[], T]) -> T:
    """Do something in a thread and print what it took."""
    begun, running, late = time.process_time(), asyncio.create_task(asyncio.to_thread(work)), 0.0
    while not running.done():
        before = time.perf_counter()
        await asyncio.sleep(0.001)
        late = max(late, time.perf_counter() - before - 0.001)
    say(f"  {name:<8} {time.process_time() - begun:6.2f} s, the loop stood still for {late * 1000:4.0f} ms")
    return running.result()


async def _measure(edits: int) -> None:
    for burst in (1, BURST):
        events = written(edits, burst)
        say(f"{edits} edits in {len(events)} revisions:")
        runs = await _measured("fold", partial(runs_of, PAPER, Written(events, [])))
        show = partial(shown.show, runs, person=_person, stations={}, tells=lambda _: True)
        told = await _measured("show", show)
        body = await _measured("encode", partial(encoded, told))
        characters = sum(len(run.text) for run in told)
        unknown = sum(run.login is None for run in told)
        say(f"  {characters} characters, {len(told)} runs, {unknown} of nobody, {len(body)} bytes")


def main() -> None:
    """Measure what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--edits", type=int, default=100_000)
    asyncio.run(_measure(parser.parse_args().edits))


if __name__ == "__main__":
    main()
