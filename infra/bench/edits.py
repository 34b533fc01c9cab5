"""Edits of a text as some people make them: words typed letter by letter at any place, and some deleted.

They are made beforehand, so that every server is given the same ones and none waits for who makes them.
"""

import random
from collections.abc import Iterator, Sequence
from typing import Final

from msgspec import Struct
from pycrdt import Doc, Text, TransactionEvent

from infra.collaboration.encoding import write_text
from infra.collaboration.ranges import Ranges
from infra.collaboration.update import ROOT, encode_parts, parse, units, without_beginning

TYPISTS: Final = 4
TURN: Final = 50
"""Edits that a typist makes before it sees those of the others."""
LETTERS: Final = "eeennniiissrrrattdhulcgmobwfkzpvjyxqäöüß,."
BREAK: Final = "\n"
RARE: Final = "😀"
WORD: Final = (2, 14)
"""How long a word is."""
STAYS: Final = 0.6
"""How often a word follows on the last one of its typist."""
DELETES: Final = 0.12
"""How often something is deleted instead."""

Turn = Sequence[Sequence[bytes]]
"""What each typist does at the same time, one update an edit."""


class Edits(Struct, frozen=True):
    """All turns, and the text that they lead to."""

    turns: list[Turn]
    text: str
    count: int


class _Typist:
    """Somebody who types; all others' edits come in between two turns."""

    def __init__(self, number: int) -> None:
        self._chance = random.Random(number)  # noqa: S311 - the same each time
        self.doc: Doc[Text] = Doc(client_id=1_000 + number)
        self.text = self.doc.get(ROOT, type=Text)
        self._at = 0
        self._made: list[bytes] = []
        self.doc.observe(self._changed)

    def _changed(self, event: TransactionEvent) -> None:
        self._made.append(event.update)

    def turn(self, count: int) -> list[bytes]:
        """Make so many edits."""
        turn: list[bytes] = []
        while len(turn) < count:
            text, chance = str(self.text), self._chance
            if chance.random() > STAYS or self._at > len(text):
                self._at = chance.randint(0, len(text))
            self._made.clear()
            if text and chance.random() < DELETES:
                self._at = chance.randrange(len(text))
                self._delete(text, chance.randint(*WORD))
                turn += self._made
            else:
                self._write(text, self._word()[: count - len(turn)])
                turn += _letters(self._made[0])
        return turn

    def see(self, updates: Sequence[bytes]) -> None:
        """Take what another one made."""
        with self.doc.transaction():
            for each in updates:
                self.doc.apply_update(each)

    def _write(self, text: str, word: str) -> None:
        # At once, and parted afterwards: finding the place again for each letter takes pycrdt a while.
        self.text.insert(len(text[: self._at].encode()), word)
        self._at += len(word)

    def _delete(self, text: str, length: int) -> None:
        start = len(text[: self._at].encode())
        del self.text[start : start + len(text[self._at : self._at + length].encode())]

    def _word(self) -> str:
        chance = self._chance
        word = "".join(chance.choices(LETTERS, k=chance.randint(*WORD)))
        return word + chance.choice((" ", " ", " ", " ", " ", " ", BREAK, RARE))


def _letters(update: bytes) -> Iterator[bytes]:
    """Part the update of a word into those of its letters."""
    [(client, [run])] = parse(update).runs.items()
    word, clock = run.content, run.clock
    while word:
        left = run if clock == run.clock else without_beginning(run, client, clock)
        raw = left.raw.removesuffix(write_text(word)) + write_text(word[0])
        yield encode_parts([(client, clock, 1, [raw])], Ranges())
        clock += units(word[0])
        word = word[1:]


def edits(count: int) -> Edits:
    """Make so many edits, the same each time."""
    typists = [_Typist(number) for number in range(TYPISTS)]
    turns: list[Turn] = []
    made = 0
    while made < count:
        each = min(TURN, -(-(count - made) // TYPISTS))
        turn = [one.turn(each) for one in typists]
        for typist, own in zip(typists, turn, strict=True):
            for updates in turn:
                if updates is not own:
                    typist.see(updates)
        turns.append(turn)
        made += each * TYPISTS
    return Edits(turns, str(typists[0].text), made)
