"""A Yjs document with one text in it, as pycrdt keeps it.

pycrdt counts in UTF-8 bytes; only this module knows (measured: `insert`, `del` and the delta of a text
event).
"""

from collections.abc import Iterable, Sequence

from pycrdt import Doc, Text, TextEvent, TransactionEvent

from domain.text import Splice, apply
from infra.collaboration.protocol import write_clocks
from infra.collaboration.update import ROOT

Delta = list[dict[str, object]]
EMPTY = b"\x00\x00"
"""An update with nothing in it."""


class Replica:
    """A document to which updates are applied, many in one transaction."""

    def __init__(
        self, updates: Iterable[bytes] = (), *, client: int | None = None, follows_text: bool = False
    ) -> None:
        """`follows_text`: for `splices`; that costs a look through the whole text for each `apply`."""
        self._doc: Doc[Text] = Doc(client_id=client)
        self._text = self._doc.get(ROOT, type=Text)
        with self._doc.transaction():
            for update in updates:
                self._doc.apply_update(update)
        self._updates: list[bytes] = []
        self._deltas: list[Delta] = []
        self._doc.observe(self._changed)
        if follows_text:
            self._text.observe(self._text_changed)

    def _changed(self, event: TransactionEvent) -> None:
        self._updates.append(event.update)

    def _text_changed(self, event: TextEvent) -> None:
        self._deltas.append(event.delta)  # type: ignore[attr-defined]  # it is in `__slots__` only

    def __str__(self) -> str:
        return str(self._text)

    def state(self) -> bytes:
        """Give the whole document as one update."""
        return self._doc.get_update()

    def vector(self) -> bytes:
        """Give the state vector."""
        return self._doc.get_state()

    def since(self, vector: bytes) -> bytes:
        """Give as one update what a client with this state vector lacks."""
        return self._doc.get_update(vector)

    def since_clocks(self, clocks: dict[int, int]) -> bytes:
        """Give as one update what a client that is known this far lacks."""
        return self._doc.get_update(write_clocks(clocks))

    def apply(self, updates: Iterable[bytes]) -> bytes:
        """Apply updates in one transaction and give what changed, as one update; empty if nothing did.

        What was inserted and deleted again within the transaction is in it as a deletion only.
        """
        self._updates.clear()
        self._deltas.clear()
        with self._doc.transaction():
            for update in updates:
                self._doc.apply_update(update)
        return self._updates[-1] if self._updates else b""

    def write(self, splices: Sequence[Splice]) -> bytes:
        """Change the text as a command says and give that as an update; what is inserted has no format."""
        before = str(self)
        self._updates.clear()
        at = taken = 0
        with self._doc.transaction():
            for splice in splices:
                at += len(before[taken : taken + splice.keep].encode())
                taken += splice.keep
                dropped = len(before[taken : taken + splice.delete].encode())
                taken += splice.delete
                if dropped:
                    del self._text[at : at + dropped]
                if splice.insert:
                    # Without attributes pycrdt would let it inherit those of the text before it.
                    self._text.insert(at, splice.insert, {})
                    at += len(splice.insert.encode())
        return self._updates[-1] if self._updates else b""

    def splices(self, before: str) -> tuple[Splice, ...]:
        """Give what the last `apply` changed in the string, in code points."""
        after = str(self)
        found = _from_delta(self._deltas[-1], before) if self._deltas else ()
        return found if leads_to(found, before, after) else difference(before, after)


def leads_to(splices: Sequence[Splice], before: str, after: str) -> bool:
    """Say whether splices make one string of the other."""
    try:
        return apply(before, splices) == after
    except ValueError:
        return False


def _from_delta(delta: Delta, before: str) -> tuple[Splice, ...]:
    data = before.encode()
    splices: list[Splice] = []
    at = keep = delete = 0
    insert = ""
    for part in delta:
        if "insert" in part:
            insert += str(part["insert"])
            continue
        length = _count(part, "delete") or _count(part, "retain")
        points = len(data[at : at + length].decode(errors="replace"))
        at += length
        if "delete" in part:
            delete += points
            continue
        if delete or insert:
            splices.append(Splice(keep, delete, insert))
            keep, delete, insert = 0, 0, ""
        keep += points
    if delete or insert:
        splices.append(Splice(keep, delete, insert))
    return tuple(splices)


def _count(part: dict[str, object], name: str) -> int:
    value = part.get(name, 0)
    return value if isinstance(value, int) else 0


def difference(before: str, after: str) -> tuple[Splice, ...]:
    """Give the change of a string as one splice, between the beginning and the end that both share."""
    if before == after:
        return ()
    shorter = min(len(before), len(after))
    head = next((at for at in range(shorter) if before[at] != after[at]), shorter)
    tail = next((at for at in range(shorter - head) if before[-1 - at] != after[-1 - at]), shorter - head)
    return (Splice(head, len(before) - head - tail, after[head : len(after) - tail]),)
