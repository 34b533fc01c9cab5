"""How a vote is opened: on the item that was called, with a quorum, on a wording (rules 5, 7 and 9)."""

from domain.errors import AlreadyExists, NoSuch, WrongState
from domain.flag import Flag
from domain.given import Given
from domain.session.agenda.decisions import item_of
from domain.session.agenda.objections import ON_THE_AGENDA, against_vote, chair_recused, check_fit
from domain.session.attendance import quorum
from domain.session.commands.votes import OpenVote
from domain.session.contesting import contested
from domain.session.errors.proceedings import ItemNotCalled
from domain.session.errors.votes import (
    BallotsNotAsked,
    NotEnBloc,
    NotRepeatable,
    VoteStillOpen,
    VoteUndeclared,
)
from domain.session.events import SessionEvent
from domain.session.events.votes import ItemVoted, VoteOpened
from domain.session.state import Item, Session
from domain.session.votes import contradictions, elections
from domain.session.votes.declaring import ordered_by, paper_of
from domain.session.votes.preparing import as_prepared
from domain.session.votes.shaping import alike, check_amendment, majority_of, open_item
from domain.session.votes.state import Vote
from domain.session.wording import decisions as aloud
from domain.session.wording.copy import content_hash, motion_hash
from domain.vorlage.motions.decisions import edition_before
from domain.vorlage.state import Vorlage
from domain.world import World


def check_no_open_vote(session: Session) -> None:
    """Refuse what cannot happen while a vote is open."""
    vote = session.open_vote
    if vote is not None:
        raise VoteStillOpen(vote.id)


def open_vote(session: Session, command: OpenVote, given: Given, world: World) -> list[SessionEvent]:
    """Open a vote, one at a time."""
    command = as_prepared(session, command)
    item = item_of(session, command.item)
    id_ = command.vote or given.new_id("vote")
    if session.vote(id_) is not None:
        raise AlreadyExists("vote", id_)
    held = contradictions.contradicted(session, command, given)
    if held is not None:
        return [_opened_beside(session, command, held, id_, given, world)]
    if session.status != "opened":
        raise WrongState("OpenVote", session.status, ("opened",))
    check_no_open_vote(session)
    _check_none_counted(session, command)
    rules = world.rules.named(session.rule)
    if session.current != item.id and command.about not in ON_THE_AGENDA:
        raise ItemNotCalled(item.id)
    paper = open_item(item, world, command)
    kind, kind_flags = elections.kind_of(command, rules)
    candidates = elections.candidates_of(command)
    round_, round_flags = elections.round_of(session, command, rules)
    further = _further(session, item, command, world)
    together = [item, *(item_of(session, each) for each in command.items)]
    broken = chair_recused(session, together)
    for each in together:
        check_fit(session, each, elections.about(command), kind)
        broken += against_vote(session, each, elections.about(command), paper_of(each, world))
    hash_ = _wording_hash(session, item, command, paper)
    flags: list[Flag] = [*kind_flags, *round_flags]
    if elections.about(command) == "main":
        flags += aloud.for_vote(session, item, hash_, command.override)
    items = (item.id, *command.items)
    return [
        VoteOpened(
            vote=id_,
            item=item.id,
            about=elections.about(command),
            kind=kind,
            majority=majority_of(command, rules),
            text_hash=hash_,
            amendment=command.amendment,
            repeats=_repeats(session, command),
            ordered_by=ordered_by(session, given),
            flags=(
                *flags,
                *quorum.for_vote(session, items, command.override, given, rules),
                *contested(broken, command.override, rules),
            ),
            items=further,
            candidates=candidates,
            round=round_,
        )
    ]


def _opened_beside(
    session: Session, command: OpenVote, held: Vote, id_: str, given: Given, world: World
) -> VoteOpened:
    """The same question was voted on, says another person; it is kept as it was said."""
    rules = world.rules.named(session.rule)
    kind, flags = elections.kind_of(command, rules)
    first = item_of(session, command.item)
    check_fit(session, first, held.about, kind)
    if held.kind == "secret" and kind == "roll_call":
        raise BallotsNotAsked(held.id)  # rule 4: how anybody voted is not kept, not even as a claim
    together = [item_of(session, each) for each in alike(session, first, command)]
    return VoteOpened(
        vote=id_,
        item=first.id,
        about=held.about,
        kind=kind,
        majority=majority_of(command, rules),
        text_hash=_hash_beside(session, held, first, world),
        amendment=command.amendment,
        ordered_by=ordered_by(session, given),
        contradicts=held.id,
        items=tuple(
            ItemVoted(item=each.id, text_hash=_hash_beside(session, held, each, world)) for each in together
        ),
        candidates=elections.candidates_of(command),
        round=held.round,
        flags=flags,
    )


def _hash_beside(session: Session, held: Vote, item: Item, world: World) -> str | None:
    """What was voted on: the same as in the vote that is known, where that covers the item."""
    if item.id in held.items:
        return held.hash_of(item.id)
    paper = paper_of(item, world)
    return None if paper is None else content_hash(session, item, paper)


def _check_none_counted(session: Session, command: OpenVote) -> None:
    """A main vote that was counted is declared or annulled before the item is voted on again."""
    if elections.about(command) != "main":
        return
    asked = {command.item, *command.items}
    for vote in session.votes:
        if vote.about == "main" and vote.status == "counted" and asked & set(vote.items):
            raise VoteUndeclared(vote.id)


def _repeats(session: Session, command: OpenVote) -> str | None:
    """The vote that this one repeats: on the same item, and settled."""
    if command.repeats is None:
        second = elections.about(command) == "election" and command.round == 2  # noqa: PLR2004
        return elections.first_round(session, command.item, None) if second else None
    repeated = session.vote(command.repeats)
    if repeated is None:
        raise NoSuch("vote", command.repeats)
    if command.item not in repeated.items or repeated.status in {"opened", "counted"}:
        raise NotRepeatable(repeated.id, repeated.item, repeated.status)
    return repeated.id


def _further(session: Session, first: Item, command: OpenVote, world: World) -> tuple[ItemVoted, ...]:
    """Further items of one vote (en bloc): alike in all that matters for who votes and who may know."""
    if not command.items:
        return ()
    voted = []
    for id_ in (first.id, *alike(session, first, command)):
        item = item_of(session, id_)
        paper = open_item(item, world, command)
        if paper is not None and any(
            each.open_to(edition_before(paper, item.consultation).number) for each in paper.motions
        ):
            raise NotEnBloc(id_, "amendment")
        hash_ = None if paper is None else content_hash(session, item, paper)
        voted.append(ItemVoted(item=id_, text_hash=hash_))
    return tuple(voted[1:])


def _wording_hash(session: Session, item: Item, command: OpenVote, paper: Vorlage | None) -> str | None:
    """What is voted on: the motion, or the paper's edition with the motions carried here in it (rule 7)."""
    motion = check_amendment(item, command, paper)
    if paper is None:
        return None
    if motion is None:
        return content_hash(session, item, paper)
    return motion_hash(session, item, paper, motion)
