"""Who typed each character of a text, from the Yjs updates of its revisions and their contributions.

Yjs alone knows in which order it put what several people typed in one place. So it is asked: the same
updates, with the letter of its author in place of each character, make a text that tells them.
"""

from collections.abc import Sequence
from typing import Final

from domain.vorlage.events.drafting import TextRevised
from infra.collaboration.replica import Replica
from infra.collaboration.update import STRING, Run, Update, encode, parse, with_content

_FIRST: Final = 0x4E00
"""The first letter, nobody's: letters are single characters that a document takes like any other."""
_FIRST_OUTSIDE: Final = 0x20000
"""The same for characters outside the BMP, which count twice in Yjs."""

Letters = dict[str | None, int]
"""Authors by the number of their letter."""


def authors_of(revisions: Sequence[TextRevised], text: str) -> list[str | None]:
    """Give the author of each character of the text that these revisions make; None where it is unknown.

    Nothing is known of any where Yjs does not make that text of them: somebody forged the neighbours of an
    insertion, or one of the updates is missing.
    """
    updates = [each for each in revisions if each.update]
    if str(Replica(each.update for each in updates)) != text:
        return []
    letters: Letters = {None: 0}
    lettered = str(Replica(_lettered(each, letters) for each in updates))
    names = list(letters)
    return [names[_number(ord(each))] for each in lettered]


def _number(letter: int) -> int:
    return letter - (_FIRST if letter < _FIRST_OUTSIDE else _FIRST_OUTSIDE)


def _lettered(revision: TextRevised, letters: Letters) -> bytes:
    """An update with letters in place of characters.

    In one burst a client is one login's (`text_clients`), and what a command writes is one person's.
    """
    update = parse(revision.update)
    by_client = {each.client: each.actor for each in revision.contributions}
    runs = {}
    for client, found in update.runs.items():
        letter = letters.setdefault(by_client.get(client), len(letters))
        runs[client] = [_signed(run, letter) if run.kind == STRING else run for run in found]
    return encode(Update(runs, update.deletions))


def _signed(run: Run, letter: int) -> Run:
    """A run that says of each character who typed it."""
    inside, outside = chr(_FIRST + letter), chr(_FIRST_OUTSIDE + letter)
    if len(run.content) == run.length:
        return with_content(run, inside * run.length)
    return with_content(run, "".join(outside if each > "\uffff" else inside for each in run.content))
