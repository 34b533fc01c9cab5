"""Who wrote what: for each character of a text the revision that put it there, and its author.

A fold of the events of a paper over one of its texts; nothing is kept, it is asked seldom.
A character belongs to the revision whose splice inserted it, until one deletes it: what a later revision
keeps stays with its author, and what it brings back is its own.
In a burst several people may type; which of them typed a character its splices do not say (decision 0003),
whoever folds brings that along, from the Yjs update and its contributions.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from itertools import groupby

from msgspec import Struct
from msgspec.structs import replace

from domain.recorded import Recorded
from domain.vorlage.events.drafting import TextRevised
from domain.vorlage.events.measures import CauseAttributed, MeasureAmended, PassageAmended
from domain.vorlage.events.motions import AmendmentReopened, AmendmentVoted
from projections.blame.marked_text import MarkedText


class Revision(Struct, frozen=True, kw_only=True, gc=False):
    """What put characters into a text.

    `position` of the log, None: not sealed yet. `authors`: whoever typed in it.
    `amended`: a measure or a passage was amended by it, as the change `change`, by the motion `amendment`
    (None: by the administration), which was heard last in `vote`; `cause` is the consultation that led to it.
    """

    position: int | None
    at: dt.datetime
    authors: tuple[str, ...]
    acting_for: str | None
    amended: bool
    cause: str | None = None
    change: str | None = None
    amendment: str | None = None
    vote: str | None = None


class Run(Struct, frozen=True, gc=False):
    """Characters that follow each other, of one revision and one author; None: the revision had several."""

    text: str
    author: str | None
    revision: Revision


class Blame:
    """One text of a paper, and where each of its characters comes from."""

    def __init__(self, document: str) -> None:
        self.document = document
        self._text = MarkedText()
        self._revisions: list[Revision] = []
        self._change: MeasureAmended | PassageAmended | None = None
        self._causes: dict[str, str | None] = {}
        self._votes: dict[str, str] = {}

    def __str__(self) -> str:
        return str(self._text)

    def take(self, recorded: Recorded) -> None:
        """Take in one more event of the paper."""
        event = recorded.event
        match event:
            case TextRevised() if event.document == self.document:
                meta = recorded.meta
                self.revise(
                    event,
                    meta.actor,
                    meta.happened_at,
                    position=recorded.position,
                    acting_for=meta.acting_for,
                )
            case MeasureAmended() if f"measures/{event.measure}" == self.document:
                self._change = event
            case PassageAmended() if event.document == self.document:
                self._change = event
            case CauseAttributed():
                self._causes[event.change] = event.cause
            case AmendmentVoted():
                self._votes[event.amendment] = event.vote
            case AmendmentReopened():
                self._votes.pop(event.amendment, None)
            case _:
                pass

    def revise(
        self,
        event: TextRevised,
        actor: str,
        at: dt.datetime,
        *,
        position: int | None = None,
        acting_for: str | None = None,
    ) -> None:
        """Take in a revision of this text; `position` None: it is no event yet."""
        revision = Revision(
            position=position,
            at=at,
            authors=tuple(dict.fromkeys(each.actor for each in event.contributions)) or (actor,),
            acting_for=None if event.origin == "typed" else acting_for,
            amended=event.origin == "amended",
            cause=event.cause,
        )
        if revision.amended and self._change is not None:
            change = self._change
            revision = replace(revision, cause=change.cause, change=change.change, amendment=change.amendment)
        self._change = None
        self._text.splice(event.splices, len(self._revisions))
        self._revisions.append(revision)

    @property
    def is_shared(self) -> bool:
        """Whether there are characters of a revision that had several authors."""
        return any(len(self._revisions[mark].authors) > 1 for mark, _ in self._text.runs())

    def runs(self, authors: Sequence[str | None] = ()) -> list[Run]:
        """The text in runs, each as long as it can be; joined they are the text.

        `authors`: of each character, where they are known; they tell of revisions that had several.
        """
        found: list[Run] = []
        at = 0
        for mark, text in self._text.runs():
            known = self._revisions[mark]
            revision = self._as_of_now(known)
            if len(known.authors) == 1:
                found.append(Run(text, known.authors[0], revision))
            else:
                typed = [each if each in known.authors else None for each in authors[at : at + len(text)]]
                found += (Run(part, author, revision) for author, part in _parted(text, typed))
            at += len(text)
        return found

    def _as_of_now(self, revision: Revision) -> Revision:
        """A revision with what was said of it later: the cause it was traced to, the vote on its motion."""
        if revision.change is None:
            return revision
        cause = self._causes.get(revision.change, revision.cause)
        return replace(revision, cause=cause, vote=self._votes.get(revision.amendment or ""))


def _parted(text: str, authors: Sequence[str | None]) -> Iterator[tuple[str | None, str]]:
    """The stretches of a text by author; where nothing is known, all of it is nobody's."""
    at = 0
    for author, alike in groupby(authors or (None,) * len(text)):
        end = at + sum(1 for _ in alike)
        yield author, text[at:end]
        at = end
