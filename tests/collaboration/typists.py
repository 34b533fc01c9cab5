"""Yjs clients that type at random, and the updates that they make."""

from hypothesis import strategies as st
from pycrdt import Doc, Text, TransactionEvent

SNIPPETS = ["a", "Wort ", "äöü", "😀", "e\u0301", "x" * 40, "\n", "👩‍👩‍👧", "„Anführung“"]
BREAKS = "\n"

Step = tuple[int, int, int, str, int]
"""Which client, what it does, where (per mille), with what, how long (code points)."""

steps = st.lists(
    st.tuples(
        st.integers(0, 2),
        st.integers(0, 5),
        st.integers(0, 1_000),
        st.sampled_from(SNIPPETS),
        st.integers(1, 12),
    ),
    max_size=40,
)


class Typist:
    """A Yjs client with a text."""

    def __init__(self, client: int | None = None) -> None:
        self.doc: Doc[Text] = Doc(client_id=client)
        self.text = self.doc.get("text", type=Text)
        self.updates: list[bytes] = []
        self.doc.observe(self._changed)

    def _changed(self, event: TransactionEvent) -> None:
        self.updates.append(event.update)

    def take(self, update: bytes) -> None:
        """Apply what somebody else typed."""
        self.doc.apply_update(update)
        self.updates.clear()

    def type(self, what: int, where: int, snippet: str, length: int) -> list[bytes]:
        """Insert, delete or format at a place given per mille, and give the updates."""
        self.updates.clear()
        text = str(self.text)
        at = where * len(text) // 1_000
        begin = len(text[:at].encode())
        end = len(text[: at + length].encode())
        if what <= 2 or begin == end:
            self.text.insert(begin, snippet)
        elif what <= 4:
            del self.text[begin:end]
        else:
            self.text.format(begin, end, {"bold": True if length % 2 else None})
        return list(self.updates)


def type_together(script: list[Step]) -> tuple[list[tuple[int, bytes]], Typist]:
    """Let three clients type; they see each other's text now and then. Gives updates and one who saw all."""
    typists = [Typist(client) for client in (5, 2**31, 2**53 - 1)]
    delivered: list[tuple[int, bytes]] = []
    for number, what, where, snippet, length in script:
        delivered += [(number, one) for one in typists[number].type(what, where, snippet, length)]
        if length % 5 == 0:
            for _, update in delivered:
                typists[number].take(update)
    everyone = Typist(99)
    for _, update in delivered:
        everyone.take(update)
    return delivered, everyone
