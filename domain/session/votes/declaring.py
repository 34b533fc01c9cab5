"""What the chair says of a count, and what that means; what was said can be annulled (rules 6, 7 and 10).

What the chair declares is stored beside what was computed, and stands.
"""

from collections.abc import Iterable

from msgspec.structs import replace

from domain.errors import NoSuch, WrongState
from domain.flag import Flag
from domain.given import Given
from domain.session.agenda.decisions import item_of
from domain.session.agenda.objections import ON_THE_MATTER, chair_recused, out_of_place
from domain.session.commands.votes import AnnulVote, DeclareVote, ResolveContradiction
from domain.session.contesting import Contestable, contested
from domain.session.errors.elections import LotNeeded, LotNotAsked, NotACandidate
from domain.session.errors.proceedings import ItemOver
from domain.session.errors.votes import ContradictionOpen, DecisionStands, DeclaredDiffers, VoteState
from domain.session.events import SessionEvent
from domain.session.events.course import ItemConcluded, ItemReopened
from domain.session.events.votes import (
    ContradictionResolved,
    DeclarationContradicted,
    VoteAnnulled,
    VoteDeclared,
)
from domain.session.state import Item, Session
from domain.session.votes import contradictions
from domain.session.votes.state import Vote
from domain.session.wording.copy import content_hash, motion_hash, motions_in
from domain.vorlage.consultation.reopening import check_reopenable
from domain.vorlage.drafting.wording import line
from domain.vorlage.errors.editions import EditionOutdated
from domain.vorlage.motions.decisions import check_open_to, motion_of
from domain.vorlage.phases import DECIDED, InConsultation, Suspended
from domain.vorlage.state import Vorlage
from domain.vorlage.terms import Outcome
from domain.world import World

_OPEN = ("opened",)


def vote_in(session: Session, id_: str, *statuses: str) -> Vote:
    """A vote in one of these states. Raises `NoSuch` or `VoteState`."""
    vote = session.vote(id_)
    if vote is None:
        raise NoSuch("vote", id_)
    if vote.status not in statuses:
        raise VoteState(vote.id, vote.status, statuses)
    return vote


def paper_of(item: Item, world: World) -> Vorlage | None:
    """The paper of an item, if it has one."""
    return None if item.vorlage is None else world.vorlagen[item.vorlage]


def ordered_by(session: Session, given: Given) -> str | None:
    """The chair on whose word someone else acts; the event names both."""
    return None if given.person == session.chair else session.chair


def check_undecided(paper: Vorlage, command: str) -> None:
    """Refuse to vote on a paper that was decided elsewhere or withdrawn meanwhile.

    After an objection the body decides again, unless it is the authority's turn.
    """
    again = isinstance(paper.phase, Suspended) and not paper.phase.authority
    if not again and not isinstance(paper.phase, InConsultation):
        raise WrongState(command, paper.status, (InConsultation.NAME,))


def declare(session: Session, command: DeclareVote, given: Given, world: World) -> list[SessionEvent]:
    """Say the result; a main vote concludes each item that it covers."""
    vote = vote_in(session, command.vote, "counted", "declared")
    if vote.status == "declared":
        return _declared_again(vote, command, given)
    if session.status not in _OPEN:
        raise WrongState("DeclareVote", session.status, _OPEN)
    contradictions.check_settled(session, vote)
    items = [item_of(session, each) for each in vote.items]
    broken = [*chair_recused(session, items), *_out_of_place(session, vote, items)]
    flags = contested(broken, command.override, world.rules.named(session.rule))
    for item in items:
        _check_declarable(session, vote, item, paper_of(item, world))
    elected = _elected(vote, command)
    declared = _declared(vote, command, elected)
    if not command.lot and (declared, elected) != (vote.carried, vote.elected):
        if command.override is None:
            raise DeclaredDiffers(declared, vote.carried)
        flags = (*flags, Flag(flag="contested", rule="6", reason=line("override", command.override)))
    said = VoteDeclared(
        vote=vote.id,
        declared=declared,
        ordered_by=ordered_by(session, given),
        flags=flags,
        elected=elected,
        lot=command.lot,
    )
    return [said, *_concluded(session, vote, world, declared=declared)]


def _out_of_place(session: Session, vote: Vote, items: Iterable[Item]) -> list[Contestable]:
    """What was decided is said where it was voted on: before the public, or without it (§ 52)."""
    if vote.about not in ON_THE_MATTER:
        return []
    return [broken for each in items for broken in out_of_place(session, each)]


def _declared_again(vote: Vote, command: DeclareVote, given: Given) -> list[SessionEvent]:
    """Another person tells what the chair said: the same does nothing, anything else is kept beside it."""
    if vote.declared_by == given.actor:
        raise VoteState(vote.id, vote.status, ("counted",))
    if command.declared is None and command.elected is None:
        return []  # as it was computed: nothing else than what the chair said is claimed
    if command.elected is not None and command.elected not in vote.candidates:
        raise NotACandidate(command.elected, vote.candidates)
    declared = _declared(vote, command, command.elected)
    said = (declared, command.elected)
    if said == (vote.declared, vote.declared_elected):
        return []
    if vote.otherwise is not None:
        if said == (vote.otherwise.declared, vote.otherwise.elected):
            return []
        raise ContradictionOpen(vote.id)
    return [
        DeclarationContradicted(vote=vote.id, declared=declared, elected=command.elected, lot=command.lot)
    ]


def resolve(
    session: Session, vote: Vote, command: ResolveContradiction, given: Given, world: World
) -> list[SessionEvent]:
    """The chair says what he declared; where it was the other result, it takes the place of the first."""
    reason = line("reason", command.reason)
    resolved = ContradictionResolved(vote=vote.id, keep=command.keep, reason=reason, declaration=True)
    other = vote.otherwise
    if other is None or command.keep == "first":
        return [resolved]
    flags: tuple[Flag, ...] = ()
    claimed = replace(vote, declared=other.declared, declared_elected=other.elected)
    if contradictions.declared_differs(claimed, carried=vote.carried, election=vote.election):
        flags = (Flag(flag="contested", rule="6", reason=reason),)
    said = VoteDeclared(
        vote=vote.id,
        declared=other.declared,
        ordered_by=ordered_by(session, given),
        flags=flags,
        elected=other.elected,
        lot=other.lot,
    )
    over = _undone(session, vote, world, reason)
    return [*over, said, *_concluded(session, vote, world, declared=other.declared), resolved]


def _concluded(session: Session, vote: Vote, world: World, *, declared: bool) -> list[SessionEvent]:
    """A main vote concludes each item that it covers."""
    if vote.about != "main":
        return []
    items = [item_of(session, each) for each in vote.items]
    return [
        ItemConcluded(
            item=each.id,
            outcome=outcome_of(session, each, paper_of(each, world), carried=declared),
            vote=vote.id,
        )
        for each in items
    ]


def _elected(vote: Vote, command: DeclareVote) -> str | None:
    """Whom the chair declares elected: by default who was, by lot one of those with equal votes."""
    if command.elected is not None and command.elected not in vote.candidates:
        raise NotACandidate(command.elected, vote.candidates)
    if command.lot and command.elected not in vote.tied:
        raise LotNotAsked(command.elected, vote.tied)
    if vote.tied and not command.lot and command.override is None:
        raise LotNeeded(vote.tied)
    if command.elected is not None or command.declared is False:
        return command.elected
    return vote.elected


def _declared(vote: Vote, command: DeclareVote, elected: str | None) -> bool:
    if vote.about == "election":
        if command.declared is not None and command.declared != (elected is not None):
            raise NotACandidate(elected, vote.candidates)
        return elected is not None
    return vote.carried if command.declared is None else command.declared


def _check_declarable(session: Session, vote: Vote, item: Item, paper: Vorlage | None) -> None:
    """Since the count neither the item was concluded nor the wording changed (rules 7 and 9)."""
    if item.outcome is not None:
        raise ItemOver(item.id, item.outcome)
    if paper is None:
        return
    check_undecided(paper, "DeclareVote")
    if vote.amendment is not None:
        motion = motion_of(paper, vote.amendment)
        check_open_to(motion, paper.submitted(item.consultation or ""))
        if vote.text_hash != motion_hash(session, item, paper, motion):
            raise EditionOutdated(paper.submitted(item.consultation or "").number)
    elif vote.about == "main" and vote.hash_of(item.id) != content_hash(session, item, paper):
        raise EditionOutdated(paper.editions[-1].number)


def outcome_of(session: Session, item: Item, paper: Vorlage | None, *, carried: bool) -> Outcome:
    """What a declared main vote means at this station: only a `decision` station decides.

    A body that was to be told of the paper, and says by vote that it was, has noted it.
    """
    station = paper.consultation(item.consultation or "") if paper is not None else None
    decides = station is None or station.role == "decision"
    if not carried:
        return "rejected" if decides else "not_recommended"
    if paper is not None and motions_in(session, item, paper):
        return "resolved_amended" if decides else "recommended_amended"
    if station is not None and station.role == "information":
        return "noted"
    return "resolved" if decides else "recommended"


def annul(session: Session, command: AnnulVote, world: World) -> list[SessionEvent]:
    """Say that a vote does not hold; the items that it concluded are open again, after the close put off."""
    vote = vote_in(session, command.vote, "counted", "declared")
    contradictions.check_on_its_own(session, vote)
    return _annulled(session, vote, world, line("reason", command.reason))


def give_way(session: Session, vote: Vote, command: ResolveContradiction, world: World) -> list[SessionEvent]:
    """The other vote covers other items: it stands by itself, and this one does not hold.

    What this one had concluded is open again, until the other one is declared.
    """
    reason = line("reason", command.reason)
    resolved = ContradictionResolved(vote=vote.id, keep=command.keep, reason=reason)
    return [resolved, *_annulled(session, vote, world, reason)]


def _annulled(session: Session, vote: Vote, world: World, reason: str) -> list[SessionEvent]:
    """The items that it concluded are open again, after the close put off."""
    reopened = _undone(session, vote, world, reason)
    put_off: list[SessionEvent] = []
    if session.status == "closed":  # nobody deals with it in this sitting any more
        put_off = [
            ItemConcluded(item=each.item, outcome="postponed", reason=reason)
            for each in reopened
            if item_of(session, each.item).vorlage is not None
        ]
    return [VoteAnnulled(vote=vote.id, reason=reason), *reopened, *put_off]


def _undone(session: Session, vote: Vote, world: World, reason: str) -> list[ItemReopened]:
    """The items that a vote concluded are open again, unless something rests on it."""
    over = []
    for item in (item_of(session, each) for each in vote.items):
        if item.outcome is None:
            continue
        if vote.about != "main":
            raise ItemOver(item.id, item.outcome)
        paper = paper_of(item, world)
        if paper is not None and item.consultation is not None:
            if isinstance(paper.phase, DECIDED) and paper.decided_at != item.consultation:
                raise DecisionStands(vote.id)
            check_reopenable(paper, item.consultation)
        over.append(item.id)
    return [ItemReopened(item=each, reason=reason) for each in over]
