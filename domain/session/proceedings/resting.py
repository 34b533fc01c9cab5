"""What a step of the sitting rests on: a vote that was about it, or that there was none."""

from domain.session.agenda.objections import ON_THE_MATTER
from domain.session.errors.proceedings import VoteAboutDiffers, VoteCounted, VoteWentOtherwise
from domain.session.events.votes import VoteAbout
from domain.session.state import Session
from domain.session.votes.declaring import vote_in


def check_nothing_counted(session: Session, item: str) -> None:
    """Refuse to pass over a vote on the matter of an item that was counted and holds."""
    for vote in session.votes_held(item):
        if vote.about in ON_THE_MATTER:
            raise VoteCounted(vote.id)


def check_result(session: Session, id_: str, about: VoteAbout, *, carried: bool) -> None:
    """Refuse to rest a step on a vote that was about something else or went otherwise."""
    vote = vote_in(session, id_, "declared")
    if vote.about != about:
        raise VoteAboutDiffers(vote.id, vote.about, about)
    if vote.declared is not carried:
        raise VoteWentOtherwise(vote.id, vote.declared)
