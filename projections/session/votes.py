"""The votes in a sitting's row.

A correction keeps original and reason (rule 14); of two counts or answers both stay visible.
"""

import datetime as dt

from domain.recorded import Recorded
from domain.session.events import SessionEvent
from domain.session.events.votes import (
    Ballot,
    BallotContradicted,
    BallotRecorded,
    BallotWithdrawn,
    ContradictionResolved,
    CountContradicted,
    DeclarationContradicted,
    ElectionObjected,
    VoteAnnulled,
    VoteCancelled,
    VoteCorrected,
    VoteDeclared,
    VoteOpened,
    VotePrepared,
    VoteQuestioned,
    VoteRecorded,
)
from domain.session.votes import flags
from domain.session.votes.prepared import ended
from domain.session.votes.state import VoteChange
from projections.session.proceedings import Undone
from projections.session.row import Contradiction, Correction, PreparedVote, Row, Vote


def take_vote(row: Row, event: VoteOpened | VoteChange, recorded: Recorded) -> None:
    """Take in what happened to a vote."""
    if isinstance(event, VoteOpened):
        _open_vote(row, event, recorded.meta.happened_at)
        return
    for vote in (each for item in row.agenda for each in item.votes if each.id == event.vote):
        vote.flags = flags.after(vote.flags, event)
        match event:
            case BallotRecorded():
                vote.ballots.append(Ballot(member=event.member, choice=event.choice))
            case BallotWithdrawn():
                _withdraw(row, vote, event, recorded.meta.happened_at)
            case (
                VoteQuestioned()
                | CountContradicted()
                | BallotContradicted()
                | DeclarationContradicted()
                | ContradictionResolved()
            ):
                _questioned(vote, event, recorded)
            case _:
                _vote(vote, event, recorded)


def take_prepared(row: Row, event: SessionEvent) -> None:
    """Take in what was prepared, and what ends that."""
    for item in row.agenda:
        item.prepared = [each for each in item.prepared if not ended(event, each.id, tuple(each.items))]
        if isinstance(event, VotePrepared) and event.item == item.id:
            item.prepared.append(
                PreparedVote(
                    id=event.vote,
                    about=event.about,
                    kind=event.kind,
                    majority=event.majority,
                    amendment=event.amendment,
                    items=[event.item, *event.items],
                    candidates=list(event.candidates),
                    round=event.round,
                )
            )


def _open_vote(row: Row, event: VoteOpened, at: dt.datetime) -> None:
    vote = Vote(
        id=event.vote,
        about=event.about,
        kind=event.kind,
        majority=event.majority,
        text_hash=event.text_hash,
        amendment=event.amendment,
        repeats=event.repeats,
        ordered_by=event.ordered_by,
        opened_at=at,
        flags=flags.after((), event),
        contradicts=event.contradicts,
        items=tuple(each.item for each in event.items),
        item_hashes={each.item: each.text_hash for each in event.items},
        candidates=event.candidates,
        round=event.round,
    )
    for item in row.agenda:
        if item.id == event.item:
            item.votes.append(vote)


def _withdraw(row: Row, vote: Vote, event: BallotWithdrawn, at: dt.datetime) -> None:
    """An answer that was entered by mistake goes, and leaves its trace (rule 14)."""
    gone = [each for each in vote.ballots if each.member == event.member]
    vote.ballots = [each for each in vote.ballots if each.member != event.member]
    row.proceedings.undone += (
        Undone(
            what="ballot",
            item=item.id,
            at=at,
            reason=event.reason,
            member=each.member,
            vote=vote.id,
            choice=each.choice,
        )
        for item in row.agenda
        if vote in item.votes
        for each in gone
    )


def _vote(
    vote: Vote,
    event: VoteRecorded | VoteDeclared | VoteCorrected | VoteCancelled | VoteAnnulled | ElectionObjected,
    recorded: Recorded,
) -> None:
    match event:
        case ElectionObjected():
            vote.kind = "secret"
            vote.objections.append(event.member)
        case VoteRecorded():
            _count(vote, event, recorded.meta.happened_at)
        case VoteDeclared():
            vote.status, vote.declared, vote.declared_at = (
                "declared",
                event.declared,
                recorded.meta.happened_at,
            )
            vote.ordered_by = event.ordered_by or vote.ordered_by
            vote.elected, vote.lot = event.elected, event.lot
        case VoteCorrected():
            _correct(vote, event, recorded)
        case VoteCancelled():
            vote.status, vote.reason = "cancelled", event.reason
        case _:
            vote.status, vote.reason = "annulled", event.reason


def _count(vote: Vote, event: VoteRecorded, at: dt.datetime) -> None:
    vote.status, vote.counted_at = "counted", at
    vote.counts, vote.counted = event.counts, event.counted
    vote.entitled, vote.present = event.entitled, event.present
    vote.carried, vote.unanimous, vote.rule = event.carried, event.unanimous, event.rule
    vote.ballots = list(event.ballots or ())
    vote.election = event.election
    vote.members_present = event.members_present


def _correct(vote: Vote, event: VoteCorrected, recorded: Recorded) -> None:
    """What was declared stands; only then is there a result to be shown as corrected."""
    if vote.status == "declared":
        vote.status = "corrected"
    vote.counts, vote.carried, vote.unanimous = event.after, event.carried, event.unanimous
    answered = tuple(vote.ballots)
    if event.ballots is not None:
        vote.ballots = list(event.ballots)
    vote.entitled = vote.entitled if event.entitled is None else event.entitled
    vote.counted, vote.election = event.counted, event.election
    if event.manner is not None:
        vote.kind, vote.majority = event.manner.kind, event.manner.majority
        vote.candidates = event.manner.candidates
    vote.corrections.append(
        Correction(
            before=event.before,
            after=event.after,
            reason=event.reason,
            happened_at=recorded.meta.happened_at,
            recorded_at=recorded.recorded_at,
            tellers=event.tellers,
            election_before=event.election_before,
            election_after=event.election,
            # Rule 4: nothing that was claimed of members stands beside a vote that was secret after all.
            ballots_before=() if vote.kind == "secret" else answered,
        )
    )


def _questioned(
    vote: Vote,
    event: VoteQuestioned
    | CountContradicted
    | BallotContradicted
    | DeclarationContradicted
    | ContradictionResolved,
    recorded: Recorded,
) -> None:
    """Both of two counts or answers stay visible, whichever the chair keeps."""
    happened_at, recorded_at = recorded.meta.happened_at, recorded.recorded_at
    match event:
        case CountContradicted():
            vote.contradictions.append(
                Contradiction(
                    happened_at=happened_at,
                    recorded_at=recorded_at,
                    counts=event.counts,
                    carried=event.carried,
                    election=event.election,
                    ballots=event.ballots or (),
                    rival=event.rival,
                )
            )
        case BallotContradicted():
            answer = Ballot(member=event.member, choice=event.choice)
            vote.contradictions.append(
                Contradiction(
                    happened_at=happened_at,
                    recorded_at=recorded_at,
                    ballots=(answer,),
                    member=event.member,
                )
            )
        case DeclarationContradicted():
            vote.contradictions.append(
                Contradiction(
                    happened_at=happened_at,
                    recorded_at=recorded_at,
                    declared=event.declared,
                    elected=event.elected,
                )
            )
        case ContradictionResolved():
            for each in vote.contradictions:
                declaration = each.declared is not None
                asked = (each.member, declaration) == (event.member, event.declaration)
                if asked and each.kept is None:
                    each.kept, each.reason = event.keep, event.reason
        case _:
            pass
