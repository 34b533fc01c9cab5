"""Whether the public is in the room (KVG LSA § 52: a body sits in public, exceptions have a reason).

What was resolved without it is announced when it is back.
"""

import re
from collections.abc import Iterator

from domain.errors import NothingChanges
from domain.given import Given
from domain.session.agenda.decisions import item_of
from domain.session.commands.proceedings import AnnounceResolutions, ExcludePublic, RestorePublic
from domain.session.contesting import Contestable, contested
from domain.session.errors.proceedings import NotAnnounceable, PublicAbsent, TellsOfClosedItem
from domain.session.events import SessionEvent
from domain.session.events.proceedings import PublicExcluded, PublicRestored, ResolutionsAnnounced
from domain.session.proceedings.resting import check_result
from domain.session.state import Session
from domain.session.votes.declaring import ordered_by
from domain.session.votes.opening import check_no_open_vote
from domain.vorlage.drafting.wording import line, line_or_none
from domain.world import World

PublicityCommand = ExcludePublic | RestorePublic | AnnounceResolutions


def decide(session: Session, command: PublicityCommand, given: Given, world: World) -> list[SessionEvent]:
    """The events that a command about the public leads to."""
    by = ordered_by(session, given)
    match command:
        case ExcludePublic():
            check_no_open_vote(session)
            if not session.public_admitted:
                raise NothingChanges("public")
            if command.vote is not None:
                check_result(session, command.vote, "publicity", carried=True)
            return [PublicExcluded(reason=line("reason", command.reason), vote=command.vote, ordered_by=by)]
        case RestorePublic():
            check_no_open_vote(session)
            if not session.proceedings.excluded:
                raise NothingChanges("public")
            return [PublicRestored(mistake=line_or_none("mistake", command.mistake), ordered_by=by)]
        case AnnounceResolutions():
            return _announce(session, command, by, world)


def _announce(
    session: Session, command: AnnounceResolutions, by: str | None, world: World
) -> list[SessionEvent]:
    check_no_open_vote(session)
    items = tuple(dict.fromkeys(command.items))
    for id_ in items:
        item = item_of(session, id_)
        if item.public or not (item.outcome is not None or _elected(session, id_)):
            raise NotAnnounceable(id_)
    text = line_or_none("text", command.text)
    broken: list[Contestable] = [] if session.public_admitted else [PublicAbsent(items[0])]
    broken += [TellsOfClosedItem(each) for each in told_of(session, text)]
    flags = contested(broken, command.override, world.rules.named(session.rule))
    return [ResolutionsAnnounced(items=items, text=text, ordered_by=by, flags=flags)]


def told_of(session: Session, text: str | None) -> Iterator[str]:
    """The items that are not public and that a text for the public names all the same (rule 12).

    Only their subjects, word by word, and their numbers are looked for; nothing else can be recognised.
    """
    said = (text or "").casefold()
    known = {each.subject if each.public else each.public_title for each in session.agenda}
    closed = (each for each in session.agenda if not each.public)
    for number, each in enumerate(closed, 1):
        words = [f"n {number}", f"n{number}"] + ([] if each.subject in known else [each.subject.casefold()])
        if any(re.search(rf"(?<!\w){re.escape(word)}(?!\w)", said) for word in words):
            yield each.id


def check_told(session: Session, text: str | None) -> None:
    """Refuse what the public part of the minutes would tell of an item that is not public."""
    for item in told_of(session, text) if session.public else ():
        raise TellsOfClosedItem(item)


def _elected(session: Session, item: str) -> bool:
    """Whether somebody was elected on an item; an election gives it no outcome."""
    return any(each.about == "election" and each.declared for each in session.votes_held(item))
