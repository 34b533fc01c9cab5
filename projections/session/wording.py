"""The wording that a body voted on, found again by its hash (rule 7).

A vote names the content hash of an edition with the motions carried before it; a text is only taken for the
wording where its hash says so, whatever the paper says by now.
"""

from collections.abc import Collection, Iterable, Sequence
from itertools import islice, product
from typing import Final

from msgspec import Struct

from domain.vorlage.editions.content import Content
from domain.vorlage.motions.decisions import merged
from domain.vorlage.motions.state import Motion
from domain.vorlage.state import Vorlage
from projections.session.row import Item, Vote

TRIED: Final = 1000
"""So many combinations of changes made aloud are tried at most."""


class MeasureWorded(Struct, frozen=True, kw_only=True):
    """A measure as it was voted on."""

    document: str
    page: int | None
    topic: str | None
    text: str


class AttachmentNamed(Struct, frozen=True, kw_only=True):
    """An attachment of what was voted on."""

    title: str
    sha256: str | None


class Wording(Struct, frozen=True, kw_only=True):
    """What was voted on; `hash`: the content hash that the vote is bound to."""

    subject: str
    proposed_resolution: str
    measures: list[MeasureWorded]
    attachments: list[AttachmentNamed]
    hash: str


class MotionWorded(Struct, frozen=True, kw_only=True):
    """A motion that was voted on: what it would have changed; `mover`: who moved it, one of those there."""

    document: str | None
    page: int | None
    topic: str | None
    old: str
    new: str
    mover: str | None


def wording_of(votes: Sequence[Vote], vote: Vote, item: Item, paper: Vorlage) -> Wording | None:
    """What a vote was about, one of the `votes` on this item; None where no text of its hash is known."""
    hash_ = vote.hash_of(item.id)
    for content in _candidates(votes, vote, item, paper):
        if hash_ is not None and content.hash() == hash_:
            return Wording(
                subject=content.subject,
                proposed_resolution=content.proposed_resolution,
                measures=[
                    MeasureWorded(document=each.document, page=each.page, topic=each.topic, text=each.text)
                    for each in content.measures
                ],
                attachments=[
                    AttachmentNamed(title=each.title, sha256=each.sha256) for each in content.attachments
                ],
                hash=hash_,
            )
    return None


def _candidates(votes: Sequence[Vote], vote: Vote, item: Item, paper: Vorlage) -> Iterable[Content]:
    """Every edition, latest first: as it is, with what was carried on the item before, and changed aloud."""
    carried = [
        motion
        for each in _before(votes, vote)
        if each.declared and each.status != "annulled" and each.amendment is not None
        for motion in paper.motions
        if motion.id == each.amendment
    ]
    aloud = list(_aloud(item, paper))
    for edition in reversed(paper.editions):
        yield edition.content
        for spoken in aloud:
            motions = [*carried, *spoken]
            if motions:
                yield edition.content.amended(merged(edition, motions).texts)


def _aloud(item: Item, paper: Vorlage) -> Iterable[tuple[Motion, ...]]:
    """What may have been changed aloud at a vote: one change of each text at most, or none.

    A change that another one took the place of, or that was taken back, may have been voted on before.
    """
    texts: dict[str, list[Motion]] = {}
    for motion in reversed(paper.motions):
        if motion.spoken and motion.consultation == item.consultation:
            texts.setdefault(motion.document, []).append(motion)
    yield ()
    chosen = product(*((*each, None) for each in texts.values()))
    for each in islice(chosen, TRIED):
        if found := tuple(motion for motion in each if motion is not None):
            yield found


def _before(votes: Sequence[Vote], vote: Vote) -> Sequence[Vote]:
    return votes[: votes.index(vote)]


def motion_worded(paper: Vorlage, id_: str, there: Collection[str]) -> MotionWorded | None:
    """A motion of a paper by its id. `there`: whoever was at the sitting; only they are named."""
    motion = paper.motion(id_)
    if motion is None:
        return None
    measure = next((each for each in paper.measures if motion.document == f"measures/{each.id}"), None)
    gone = None if motion.document.startswith("measures/") else motion.document
    return MotionWorded(
        document=gone if measure is None else measure.document,
        page=None if measure is None else measure.page,
        topic=None if measure is None else measure.topic,
        old=motion.old,
        new=motion.new,
        mover=motion.proposer if motion.proposer in there else None,
    )
