"""Who chairs a sitting: the chair, a deputy where he is absent, or to whom he hands over.

Events name the chair on whose word the clerk acts.
"""

import datetime as dt

from domain.committee.state import Committee
from domain.errors import NothingChanges
from domain.given import Given
from domain.session.commands.proceedings import HandOverChair
from domain.session.errors.proceedings import MayNotChair
from domain.session.errors.votes import VoteStillOpen
from domain.session.events import SessionEvent
from domain.session.events.proceedings import ChairHandedOver
from domain.session.state import Session
from domain.vorlage.drafting.wording import line


def chair_at_opening(session: Session, body: Committee, at: dt.datetime) -> str | None:
    """The chair; where he is absent and the deputy is there, the deputy."""
    chair, deputy = body.chair_on(session.date), body.deputy_chair_on(session.date)
    present = session.present(at)
    return deputy if chair not in present and deputy in present else chair


def hand_over(session: Session, command: HandOverChair, given: Given) -> list[SessionEvent]:
    """Let another voting member who is present chair the sitting."""
    if session.open_vote is not None:
        raise VoteStillOpen(session.open_vote.id)
    if command.member == session.chair:
        raise NothingChanges("member")
    if command.member not in session.voters_present(given.at):
        raise MayNotChair(command.member)
    reason = line("reason", command.reason)
    return [ChairHandedOver(member=command.member, reason=reason, before=session.chair)]
