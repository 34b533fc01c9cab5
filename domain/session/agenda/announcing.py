"""Announcing a sitting to the public: what happens in public may be known before (rule 12).

Only what was announced by name exists for the public; an item that comes later is announced once more.
An item that is not public is announced by its neutral title, where it has one: of it only that is told.
"""

from collections.abc import Iterator, Mapping

from domain.errors import NothingChanges
from domain.given import Given
from domain.session.commands.agenda import AnnounceSession, WithdrawAnnouncement
from domain.session.errors.agenda import NotAnnounced, NothingToAnnounce
from domain.session.events import SessionEvent
from domain.session.events.agenda import AnnouncementWithdrawn, SessionAnnounced
from domain.session.state import Session
from domain.vorlage.drafting.wording import line
from domain.vorlage.editions.publication import announced, withdrawn
from domain.vorlage.events import VorlageEvent
from domain.vorlage.state import Vorlage
from domain.world import World


def decide(
    session: Session, command: AnnounceSession | WithdrawAnnouncement, world: World
) -> list[SessionEvent]:
    """The events that a command about the announcement leads to."""
    match command:
        case AnnounceSession():
            return _announce(session, command, world)
        case WithdrawAnnouncement():
            if session.published_at is None:
                raise NotAnnounced
            return [AnnouncementWithdrawn(reason=line("reason", command.reason))]


def added(session: Session, item: str, given: Given, *, told: bool) -> list[SessionEvent]:
    """What the council office adds to a sitting that it has announced is announced with it.

    `told`: the item is public, or has a neutral title.
    """
    if session.published_at is None or not told or "council_office" not in given.standing.roles:
        return []
    return [SessionAnnounced(items=(*session.announced, item))]


def _announce(session: Session, command: AnnounceSession, world: World) -> list[SessionEvent]:
    items = [
        each
        for each in session.agenda
        if each.public and (each.vorlage is None or world.vorlagen[each.vorlage].public)
    ]
    if not session.public or not items:
        raise NothingToAnnounce
    told = {each.id for each in items} | {each.id for each in session.agenda if each.public_title is not None}
    names = tuple(each.id for each in session.agenda if each.id in told)
    publishes = any(
        announced(world.vorlagen[each.vorlage], each.consultation, command.session)
        for each in items
        if each.vorlage is not None and each.consultation is not None
    )
    if set(names) == set(session.announced) and not publishes:
        raise NothingChanges("announcement")
    return [SessionAnnounced(items=names)]


def consequences(
    id_: str,
    session: Session,
    event: SessionAnnounced | AnnouncementWithdrawn,
    papers: Mapping[str, Vorlage],
) -> Iterator[tuple[str, list[VorlageEvent]]]:
    """What an announcement means for the papers on the agenda, those that the command is about."""
    for item in session.agenda:
        if item.vorlage is None or item.consultation is None or item.vorlage not in papers:
            continue
        paper = papers[item.vorlage]
        if isinstance(event, AnnouncementWithdrawn):
            yield item.vorlage, withdrawn(paper, item.consultation, event.reason)
        elif item.public and item.id in event.items:
            yield item.vorlage, announced(paper, item.consultation, id_)
