"""How a vote is prepared before its item is called, and opened as it was prepared."""

from typing import Final

from msgspec.structs import fields, replace

from domain.errors import AlreadyExists
from domain.given import Given
from domain.session.agenda.decisions import item_of
from domain.session.agenda.objections import check_fit
from domain.session.commands.votes import OpenVote, PrepareVote
from domain.session.errors.votes import PreparedOtherwise
from domain.session.events.votes import VotePrepared
from domain.session.state import Session
from domain.session.votes import elections
from domain.session.votes.shaping import alike, check_amendment, majority_of, open_item
from domain.world import World

LAID_DOWN: Final = ("item", "about", "kind", "majority", "amendment", "items", "candidates", "round")
"""What a prepared vote says of the vote that is opened by its id."""

UNSAID: Final = {each.name: each.default for each in fields(OpenVote)}
"""What `OpenVote` holds where nothing is said."""


def prepare(session: Session, command: PrepareVote, given: Given, world: World) -> list[VotePrepared]:
    """Lay down a vote; what can change until it is opened (quorum, wording, order) is asked then."""
    id_ = command.vote or given.new_id("vote")
    if session.vote(id_) is not None or session.prepared_vote(id_) is not None:
        raise AlreadyExists("vote", id_)
    item = item_of(session, command.item)
    rules = world.rules.named(session.rule) if session.rule else world.rules.on(session.date)
    paper = open_item(item, world, command)
    about = elections.about(command)
    kind = elections.kind_planned(command)
    items = alike(session, item, command)
    for each in (item, *(item_of(session, one) for one in items)):
        check_fit(session, each, about, kind)
        open_item(each, world, command)
    check_amendment(item, command, paper)
    return [
        VotePrepared(
            vote=id_,
            item=item.id,
            about=about,
            kind=kind,
            majority=majority_of(command, rules),
            amendment=command.amendment,
            items=items,
            candidates=elections.candidates_of(command),
            round=command.round,
        )
    ]


def as_prepared(session: Session, command: OpenVote) -> OpenVote:
    """The vote with what was laid down for it; what is said otherwise is refused."""
    prepared = None if command.vote is None else session.prepared_vote(command.vote)
    if prepared is None:
        return command
    for name in LAID_DOWN:
        said = getattr(command, name)
        if said not in (UNSAID[name], getattr(prepared, name)):
            raise PreparedOtherwise(prepared.vote, name)
    return replace(command, **{name: getattr(prepared, name) for name in LAID_DOWN})
