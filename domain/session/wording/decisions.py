"""Wording changed aloud: the clerk writes it into the sitting's copy, reads it back and freezes it.

It is a motion born in the sitting, decided by the main vote without one of its own (rules 7 and 9).
"""

from domain.errors import NoSuch, NothingChanges
from domain.flag import Flag
from domain.given import Given
from domain.session.agenda.decisions import item_of
from domain.session.commands.wording import (
    ChangeWording,
    FreezeWording,
    ReadBackWording,
    WithdrawWording,
    WordingCommand,
)
from domain.session.errors.proceedings import ItemNotCalled, ItemOver, WordingNotFrozen, WordingNotReadBack
from domain.session.errors.votes import VoteStillOpen
from domain.session.events.wording import (
    WordingChanged,
    WordingEvent,
    WordingFrozen,
    WordingReadBack,
    WordingWithdrawn,
)
from domain.session.state import Item, Session
from domain.session.votes.declaring import check_undecided, paper_of
from domain.session.wording.copy import carried_in, content_hash
from domain.session.wording.state import NOTHING, Wordings
from domain.vorlage.drafting.measures import measure_of
from domain.vorlage.drafting.wording import line, prose
from domain.vorlage.errors.drafting import TextFrozen
from domain.vorlage.errors.motions import AmendmentChangesNothing
from domain.vorlage.events import VorlageEvent
from domain.vorlage.events.motions import AmendmentProposed, AmendmentVoted, AmendmentWithdrawn
from domain.vorlage.motions.anchoring import between
from domain.vorlage.motions.decisions import motion_of, put_together
from domain.vorlage.phases import DECIDED
from domain.vorlage.state import Vorlage
from domain.vorlage.terms import AmendmentResult
from domain.world import World

MEASURES = "measures/"


def decide(session: Session, command: WordingCommand, given: Given, world: World) -> list[WordingEvent]:
    """The events that a command about words spoken leads to."""
    vote = session.open_vote
    if vote is not None:
        raise VoteStillOpen(vote.id)
    item = item_of(session, command.item)
    if session.current != item.id:
        raise ItemNotCalled(item.id)
    if item.outcome is not None:
        raise ItemOver(item.id, item.outcome)
    paper = paper_of(item, world)
    if paper is None:
        raise NoSuch("vorlage", "")
    check_undecided(paper, type(command).__name__)
    if isinstance(paper.phase, DECIDED):
        # After an objection the body decides again on what it resolved, in the same words (rule 10).
        raise TextFrozen(paper.status)
    if isinstance(command, ChangeWording):
        return [_change(session, item, paper, command, given)]
    wordings = session.wordings.get(item.id, NOTHING)
    if not wordings.spoken:
        raise NoSuch("wording", item.id)
    match command:
        case WithdrawWording():
            return [_withdraw(wordings, command)]
        case ReadBackWording():
            if wordings.read_back:
                raise NothingChanges("read_back")
            return [WordingReadBack(item=item.id)]
        case FreezeWording():
            return [_freeze(session, item, paper, wordings, command)]


def _change(
    session: Session, item: Item, paper: Vorlage, command: ChangeWording, given: Given
) -> WordingChanged:
    document, text = command.document, prose(command.text)
    if document.startswith(MEASURES):
        measure_of(paper, document.removeprefix(MEASURES))
    edition = paper.submitted(item.consultation or "")
    carried = [each for each in carried_in(session, item, paper) if each.document == document]
    given_text = edition.content.text(document) or ""
    old = put_together(edition, carried).get(document, given_text)
    before = session.wordings.get(item.id, NOTHING).spoken.get(document)
    now = old if before is None else before.text
    # Back at what was there is no change: then it is withdrawn.
    if text in {now, old, given_text}:
        raise AmendmentChangesNothing(document)
    return WordingChanged(
        item=item.id,
        amendment=given.new_id("amendment"),
        document=document,
        old=old,
        text=text,
        splices=between(old, text),
        after=tuple(each.id for each in carried),
        replaces=None if before is None else before.amendment,
        proposer=command.proposer or given.person,
        committee=command.committee,
    )


def _withdraw(wordings: Wordings, command: WithdrawWording) -> WordingWithdrawn:
    spoken = wordings.spoken.get(command.document)
    if spoken is None:
        raise NoSuch("wording", command.document)
    return WordingWithdrawn(
        item=command.item, amendment=spoken.amendment, reason=line("reason", command.reason)
    )


def _freeze(
    session: Session, item: Item, paper: Vorlage, wordings: Wordings, command: FreezeWording
) -> WordingFrozen:
    hash_ = content_hash(session, item, paper)
    if wordings.frozen == hash_:
        raise NothingChanges("frozen")
    flags: tuple[Flag, ...] = ()
    if not wordings.read_back:
        if command.override is None:
            raise WordingNotReadBack(item.id)
        flags = (_contested(command.override),)
    return WordingFrozen(item=item.id, hash=hash_, flags=flags)


def _contested(override: str) -> Flag:
    return Flag(flag="contested", rule="7", reason=line("override", override))


def for_vote(session: Session, item: Item, hash_: str | None, override: str | None) -> tuple[Flag, ...]:
    """The matter is voted on in the words that were read back and frozen; else only if the chair says so."""
    wordings = session.wordings.get(item.id, NOTHING)
    if not wordings.spoken or wordings.frozen == hash_:
        return ()
    if override is None:
        raise WordingNotFrozen(item.id)
    return (_contested(override),)


def consequences(item: Item, event: WordingChanged | WordingWithdrawn, paper: Vorlage) -> list[VorlageEvent]:
    """What words spoken are in the paper: a motion born in the sitting."""
    match event:
        case WordingChanged():
            edition = paper.submitted(item.consultation or "")
            document = event.document
            gone = [AmendmentWithdrawn(amendment=event.replaces)] if event.replaces is not None else []
            return [
                *gone,
                AmendmentProposed(
                    amendment=event.amendment,
                    measure=document.removeprefix(MEASURES) if document.startswith(MEASURES) else None,
                    document=document,
                    old=edition.content.text(document) or "",
                    new=event.text,
                    consultation=item.consultation,
                    proposer=event.proposer,
                    committee=event.committee,
                    base=edition.number,
                    spoken=True,
                    after=event.after,
                ),
            ]
        case WordingWithdrawn():
            return [AmendmentWithdrawn(amendment=event.amendment)]


def heard(
    session: Session, item: Item, paper: Vorlage, vote: str, *, declared: bool, decides: bool
) -> list[VorlageEvent]:
    """The main vote said what becomes of the words that were in what it was about."""
    edition = paper.submitted(item.consultation or "").number
    spoken = session.wordings.get(item.id, NOTHING).spoken.values()
    motions = (motion_of(paper, each.amendment) for each in spoken)
    result: AmendmentResult
    if declared:
        result = "carried" if decides else "recommended"
    else:
        result = "rejected" if decides else "not_recommended"
    return [
        AmendmentVoted(
            amendment=each.id,
            consultation=item.consultation or "",
            vote=vote,
            result=result,
        )
        for each in motions
        if each.open_to(edition)
    ]
