"""What is new in an update, and whether it may be stored.

Stock clients send things twice, leave things out and repeat every deletion ever made; so what is known is
dropped, what hangs in the air waits for the next sync, and only what is new is judged (DESIGN.md, "Whose
edit"; COLLAB.md).
"""

from collections import deque
from collections.abc import Callable
from heapq import heappop, heappush
from typing import Final

from msgspec import Struct

from infra.collaboration import formats
from infra.collaboration.errors import ForeignClient, NotAllowed, SplitCharacter, TooLarge
from infra.collaboration.known import MANY, Known
from infra.collaboration.ranges import Ranges, Span
from infra.collaboration.update import FORMAT, MAX_DELETIONS, Id, Run, Update, encode, without_beginning

Runs = dict[int, list[Run]]


class Bounds(Struct, frozen=True):
    """How much that is new one message may bring, in bytes and in runs."""

    size: int
    runs: int


UPDATE: Final = Bounds(256 * 1024, 2_000)
"""An edit as it happens."""
SYNC: Final = Bounds(1024 * 1024, 20_000)
"""A sync step 2: work that was done offline."""


MAX_NEW_DELETIONS: Final = SYNC.runs
"""Deleted ranges that one message may add: whoever clears a text that many wrote deletes many at once."""
MAX_DELETED: Final = MAX_DELETIONS // 2
"""Deleted ranges of a text, so that what clients repeat of them always stays readable."""


class Verdict(Struct, frozen=True):
    """What of an update may be stored.

    `data` is the new part as an update, empty when everything was known.
    `gap`: something in it hangs on what is not known here; the next sync brings it again.
    """

    new: Update
    data: bytes
    gap: bool

    @property
    def clients(self) -> tuple[int, ...]:
        """The clients whose text is in it."""
        return tuple(self.new.runs)


def judge(update: Update, known: Known, may_use: Callable[[int], bool], bounds: Bounds) -> Verdict:
    """Trim what is known and check what is left.

    `may_use` says whether a client id is free or belongs to whoever delivers the update.
    Raises a `Refused` when what is new may not be stored, now or ever.
    """
    unknown, gap = _unknown(update.runs, known)
    _check_bounds(unknown, bounds)
    runs = _resting_on_known(unknown, known)
    gap = gap or sum(map(len, runs.values())) < sum(map(len, unknown.values()))
    for client in runs:
        if not may_use(client):
            raise ForeignClient("the client id belongs to another login")
    _check_content(runs)
    halves = _Halves(known, runs)
    halves.check_runs(runs)
    deletions, loose = _new_deletions(update.deletions, runs, known)
    halves.check_deletions(deletions)
    new = Update(runs, deletions)
    if not runs and not deletions:
        return Verdict(new, b"", gap or loose)
    data = encode(new)
    if len(data) > bounds.size:
        raise TooLarge("more that is new than one message may bring")
    return Verdict(new, data, gap or loose)


def _unknown(runs: Runs, known: Known) -> tuple[Runs, bool]:
    """Give the runs that follow on directly from what is known, and whether others do not."""
    unknown: Runs = {}
    gap = False
    for client, sent in runs.items():
        clock = known.clocks.get(client, 0)
        kept: list[Run] = []
        for run in sent:
            if run.end <= clock:
                continue
            if run.clock > clock:
                gap = True
                break
            kept.append(run if run.clock == clock else without_beginning(run, client, clock))
            clock = run.end
        if kept:
            unknown[client] = kept
    return unknown, gap


def _check_bounds(unknown: Runs, bounds: Bounds) -> None:
    sent = [run for runs in unknown.values() for run in runs]
    if len(sent) > bounds.runs or sum(len(run.raw) for run in sent) > bounds.size:
        raise TooLarge("more that is new than one message may bring")


def _resting_on_known(unknown: Runs, known: Known) -> Runs:
    """Give the runs whose neighbours are known or come with them, whatever order the clients are in.

    What pycrdt would keep pending, for ever if two runs wait for each other, is left out.
    """
    clocks = {client: known.clocks.get(client, 0) for client in unknown}
    done = dict.fromkeys(unknown, 0)
    waiting: dict[int, list[tuple[int, int]]] = {}
    ready = deque(unknown)
    while ready:
        client = ready.popleft()
        runs = unknown[client]
        for at in range(done[client], len(runs)):
            missing = _missing(runs[at], clocks, known)
            if missing is not None:
                heappush(waiting.setdefault(missing[0], []), (missing[1], client))
                break
            done[client] += 1
            clocks[client] = runs[at].end
        awaited = waiting.get(client, [])
        while awaited and awaited[0][0] < clocks[client]:
            ready.append(heappop(awaited)[1])
    return {client: runs[: done[client]] for client, runs in unknown.items() if done[client]}


def _missing(run: Run, clocks: dict[int, int], known: Known) -> Id | None:
    for neighbour in (run.origin, run.right):
        if neighbour is not None:
            client, clock = neighbour
            reached = clocks.get(client)
            if clock >= (known.clocks.get(client, 0) if reached is None else reached):
                return neighbour
    return None


def _check_content(runs: Runs) -> None:
    for sent in runs.values():
        for run in sent:
            if run.kind == FORMAT and not formats.allowed(run.content, run.value):
                raise NotAllowed("a format that is not on the list")


def _new_deletions(deletions: Ranges, runs: Runs, known: Known) -> tuple[Ranges, bool]:
    """Give the spans that are not deleted yet, and whether others concern what is not known."""
    new = Ranges()
    found = 0
    loose = False
    most = min(MAX_NEW_DELETIONS, MAX_DELETED - known.deleted.count())
    for client, spans in deletions.items():
        reached = runs[client][-1].end if client in runs else known.clocks.get(client, 0)
        for start, end in _unlike(spans, client, known):
            loose = loose or end > reached
            for span in known.deleted.missing(client, start, min(end, reached)):
                new.add(client, *span)
                found += 1
                if found > most:
                    raise TooLarge("more deletions than one message or the text may have")
    return new, loose


def _unlike(spans: list[Span], client: int, known: Known) -> list[Span]:
    """Leave out the spans that are known as they are: stock clients repeat all of them each time."""
    if len(spans) <= MANY:
        return spans
    known_spans = set(known.deleted.spans(client))
    return [span for span in spans if span not in known_spans]


class _Halves:
    """Where characters take two clocks: in what is known and in what is new."""

    def __init__(self, known: Known, runs: Runs) -> None:
        self._known = known.halves
        self._new = {client: {half for run in sent for half in run.halves()} for client, sent in runs.items()}

    def check_runs(self, runs: Runs) -> None:
        """Refuse a run that goes between the halves of a character."""
        for sent in runs.values():
            for run in sent:
                after = run.origin is not None and self._splits(run.origin[0], run.origin[1] + 1)
                before = run.right is not None and self._splits(*run.right)
                if after or before:
                    raise SplitCharacter("an insertion inside a character")

    def check_deletions(self, deletions: Ranges) -> None:
        """Refuse a deletion of half a character."""
        for client, spans in deletions.items():
            if any(self._is_half(client, span) for span in spans):
                raise SplitCharacter("a deletion of half a character")

    def _is_half(self, client: int, span: Span) -> bool:
        return self._splits(client, span[0]) or self._splits(client, span[1])

    def _splits(self, client: int, clock: int) -> bool:
        return clock in self._known.get(client, ()) or clock in self._new.get(client, ())
