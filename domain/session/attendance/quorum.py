"""Whether a body may decide (Beschlussfähigkeit, rule 5): at the opening, at a challenge, at each vote.

Second convocation, mass recusal and "presumed until challenged" are settings of the rule set.
"""

import datetime as dt

from domain.flag import Flag
from domain.given import Given
from domain.rules import RuleSet
from domain.session.agenda.objections import FORMAL
from domain.session.errors.attendance import NotQuorate
from domain.session.events.attendance import QuorumEstablished, QuorumLost
from domain.session.state import Session
from domain.vorlage.drafting.wording import line
from domain.world import World


def established(session: Session, at: dt.datetime, world: World) -> QuorumEstablished:
    """Count the voting members present, for the whole sitting.

    Convoked a second time for nothing else than what was left open, the body is quorate however few come.
    """
    present = len(session.voters_present(at))
    rules = world.rules.named(session.rule)
    matters = tuple(each.id for each in session.agenda if each.kind not in FORMAL)
    again = rules.second_convocation and bool(matters) and items_again(session, matters)
    quorate = again or rules.quorate(present, session.lawful_number)
    return QuorumEstablished(present=present, lawful_number=session.lawful_number, quorate=quorate)


def lost(before: Session, after: Session, at: dt.datetime, world: World) -> list[QuorumLost]:
    """The warning that whoever left took the quorum along."""
    had, have = established(before, at, world), established(after, at, world)
    if not had.quorate or have.quorate:
        return []
    return [QuorumLost(present=have.present, lawful_number=have.lawful_number)]


def for_vote(
    session: Session, items: tuple[str, ...], override: str | None, given: Given, rules: RuleSet
) -> tuple[Flag, ...]:
    """Rule 5: no vote without a quorum; the chair may go on with a reason, and that is flagged."""
    if holds(session, items, given.at, rules):
        return ()
    if override is None:
        raise NotQuorate(len(session.voters_present(given.at)), session.lawful_number)
    return (Flag(flag="contested", rule="5", reason=line("override", override)),)


def holds(session: Session, items: tuple[str, ...], at: dt.datetime, rules: RuleSet) -> bool:
    """Whether the body was quorate for a vote on these items at a moment."""
    if rules.quorum_presumed and session.quorate:
        return True
    if rules.second_convocation and items_again(session, items):
        return True
    present, recused = session.voters_present(at), session.recused_from(items)
    return rules.quorate_for(
        len(present), len(present - recused), len(recused & session.voting_seats), session.lawful_number
    )


def items_again(session: Session, items: tuple[str, ...]) -> bool:
    """Whether these items are what the body is convoked for a second time."""
    return session.again is not None and all(
        (each.vorlage or each.subject) in session.matters for each in session.agenda if each.id in items
    )
