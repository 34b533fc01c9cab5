"""Decisions by circulation: matters of simple kind, in writing, if no voting member objects (§ 54)."""

from domain.errors import NotEntitled
from domain.given import Given
from domain.rules import RuleSet
from domain.session.commands.agenda import PlanSession
from domain.session.commands.proceedings import ObjectToCirculation
from domain.session.errors.proceedings import CirculationNotAllowed, MayNotObject, NotByCirculation
from domain.session.events import SessionEvent
from domain.session.events.agenda import SessionCancelled
from domain.session.events.proceedings import CirculationObjected
from domain.session.events.votes import VoteCancelled
from domain.session.proceedings.resting import check_nothing_counted
from domain.session.state import Session
from domain.vorlage.drafting.wording import line_or_none
from domain.world import World

ENDED = "Widerspruch gegen den Beschluss im Umlaufverfahren"


def check_allowed(command: PlanSession, rules: RuleSet) -> None:
    """Refuse a circulation where the rules in force know none."""
    if command.form == "circulation" and not rules.circulation_allowed:
        raise CirculationNotAllowed(rules.id)


def object_to(
    session: Session, command: ObjectToCirculation, given: Given, world: World
) -> list[SessionEvent]:
    """An objection ends the circulation without a decision; its papers are free for a sitting."""
    if session.form != "circulation":
        raise NotByCirculation
    member = command.member or given.person
    if member != given.person and "clerk" not in given.standing.roles:
        raise NotEntitled("ObjectToCirculation", ("clerk",))
    seat = world.committees[session.committee].seat_of(member, session.date)
    if seat is None or not seat.votes:
        raise MayNotObject(member)
    for item in session.agenda:
        check_nothing_counted(session, item.id)
    reason = line_or_none("reason", command.reason)
    events: list[SessionEvent] = [CirculationObjected(member=member, reason=reason)]
    if session.open_vote is not None:
        events.append(VoteCancelled(vote=session.open_vote.id, reason=reason or ENDED))
    return [*events, SessionCancelled(reason=reason or ENDED)]
