"""The sitting's own copy of a paper: what its body was given, with what was carried here in it (rule 7).

The paper itself changes only where the deciding body resolves it.
"""

from domain.session.state import Item, Session
from domain.session.wording.state import NOTHING
from domain.vorlage.editions.content import Content, amendment_hash
from domain.vorlage.motions.decisions import motion_of, put_together, stated
from domain.vorlage.motions.state import Motion
from domain.vorlage.state import Vorlage


def carried_in(session: Session, item: Item, paper: Vorlage) -> list[Motion]:
    """The motions that were carried here by a vote of their own, in its order."""
    edition = paper.submitted(item.consultation or "").number
    motions = (motion_of(paper, id_) for id_ in session.carried_motions(item.id))
    return [each for each in motions if each.open_to(edition)]


def motions_in(session: Session, item: Item, paper: Vorlage) -> list[Motion]:
    """The motions that the copy has in it, in their order: those carried, then what was changed aloud."""
    edition = paper.submitted(item.consultation or "").number
    spoken = session.wordings.get(item.id, NOTHING).spoken.values()
    aloud = (motion_of(paper, each.amendment) for each in spoken)
    return [*carried_in(session, item, paper), *(each for each in aloud if each.open_to(edition))]


def copy_of(session: Session, item: Item, paper: Vorlage) -> Content:
    """What the copy says. Raises what keeps its motions apart (rule 9)."""
    edition = paper.submitted(item.consultation or "")
    return edition.content.amended(put_together(edition, motions_in(session, item, paper)))


def content_hash(session: Session, item: Item, paper: Vorlage) -> str:
    """What a vote on the matter is bound to (rule 7)."""
    return copy_of(session, item, paper).hash()


def motion_hash(session: Session, item: Item, paper: Vorlage, motion: Motion) -> str:
    """What a vote on a motion is bound to: its words, as they fit to what was carried here (rule 9)."""
    edition = paper.submitted(item.consultation or "")
    carried = [each for each in motions_in(session, item, paper) if each.id != motion.id]
    wording = stated(edition, carried, motion)
    start = None if wording.whole else wording.start
    return amendment_hash(paper.salt, motion.document, wording.old, wording.new, start)
