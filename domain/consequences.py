"""What the events of a session mean for the papers on its agenda."""

from collections.abc import Iterator, Mapping
from typing import get_args

from domain.given import Given
from domain.session.agenda import announcing
from domain.session.agenda.decisions import item_of
from domain.session.events import SessionEvent
from domain.session.events.agenda import (
    AgendaItemAdded,
    AgendaItemRemoved,
    AnnouncementWithdrawn,
    SessionAnnounced,
    SessionCancelled,
    SessionMoved,
    SessionSummoned,
)
from domain.session.events.course import ItemCalled, ItemConcluded, ItemReopened
from domain.session.events.proceedings import ItemRecalled
from domain.session.events.votes import VoteAnnulled, VoteCorrected, VoteDeclared
from domain.session.events.wording import WordingChanged, WordingWithdrawn
from domain.session.state import Item, Session
from domain.session.votes.state import Vote
from domain.session.wording import decisions as aloud
from domain.session.wording.copy import motions_in
from domain.vorlage.aftermath.decisions import check_not_before
from domain.vorlage.consultation.beratungsfolge import is_told, overtaken, station_of
from domain.vorlage.consultation.following import following
from domain.vorlage.consultation.reopening import inserted
from domain.vorlage.editions.decisions import frozen
from domain.vorlage.editions.revising import given_up
from domain.vorlage.events import VorlageEvent
from domain.vorlage.events.aftermath import (
    DecisionAnnulled,
    ResolutionConfirmed,
    ResolutionRevoked,
    VorlageNoted,
    VorlageRejected,
    VorlageResolved,
    VorlageWithdrawn,
)
from domain.vorlage.events.consultation import (
    CommitteeDateSet,
    ConsultationCalled,
    ConsultationConcluded,
    ConsultationOvertaken,
    ConsultationRemoved,
    ConsultationReopened,
    ConsultationResultCorrected,
    ConsultationScheduled,
    ConsultationSummoned,
    ConsultationUncalled,
    ConsultationUnscheduled,
)
from domain.vorlage.events.motions import AmendmentObsolete, AmendmentReopened, AmendmentVoted
from domain.vorlage.evolution import evolve as evolve_vorlage
from domain.vorlage.motions.decisions import adopted, motion_of, obsolete
from domain.vorlage.parts import Consultation
from domain.vorlage.phases import DECIDED, InConsultation, Suspended, Withdrawn
from domain.vorlage.state import Vorlage
from domain.vorlage.terms import AmendmentResult, Outcome

HEARD = frozenset({"noted", "recommended", "recommended_amended", "not_recommended"})
"""How a body has dealt with a paper that it was told of, whether or not it said by vote that it was."""

Consequences = Iterator[tuple[str, list[VorlageEvent]]]


def consequences_of(
    id_: str, session: Session, event: SessionEvent, states: Mapping[str, Vorlage], given: Given
) -> Consequences:
    """What an event of a session means for papers. `session` is the state after it."""
    match event:
        case SessionSummoned() | SessionMoved() | SessionCancelled():
            for item in session.agenda:
                if item.vorlage is not None and item.outcome is None:
                    yield item.vorlage, _of_sitting(id_, session, item, event, states[item.vorlage])
        case AgendaItemAdded(vorlage=str(paper), consultation=str(station)):
            yield paper, _scheduled(id_, session, event, states[paper], station)
        case AgendaItemRemoved():
            for key, state in states.items():
                for each in state.consultations:
                    if each.item == event.item:
                        yield key, _unscheduled(id_, event.item, each, state)
        case (
            ItemCalled()
            | ItemRecalled()
            | ItemConcluded()
            | ItemReopened()
            | WordingChanged()
            | WordingWithdrawn()
        ):
            item = item_of(session, event.item)
            if item.vorlage is not None:
                yield item.vorlage, _of_item(id_, session, item, event, states[item.vorlage], given)
        case SessionAnnounced() | AnnouncementWithdrawn():
            yield from announcing.consequences(id_, session, event, states)
        case VoteDeclared() | VoteCorrected() | VoteAnnulled():
            yield from _of_votes(session, event, states)
        case _:
            return


def _of_votes(
    session: Session, event: VoteDeclared | VoteCorrected | VoteAnnulled, states: Mapping[str, Vorlage]
) -> Consequences:
    """What a vote means for each paper that it covers."""
    vote = _vote(session, event.vote)
    for item in (item_of(session, each) for each in vote.items):
        if item.vorlage is not None:
            yield item.vorlage, _of_vote(vote, item, event, states[item.vorlage])


def station_at(item: Item, paper: Vorlage) -> Consultation:
    """The station that an item of an agenda is about."""
    return station_of(paper, item.consultation or "")


def _vote(session: Session, id_: str) -> Vote:
    return next(each for each in session.votes if each.id == id_)


def _of_sitting(
    id_: str,
    session: Session,
    item: Item,
    event: SessionSummoned | SessionMoved | SessionCancelled,
    paper: Vorlage,
) -> list[VorlageEvent]:
    station = station_at(item, paper)
    match event:
        case SessionSummoned():
            edition = paper.submittable.number
            return [ConsultationSummoned(consultation=station.id, session=id_, edition=edition)]
        case SessionMoved():
            return [CommitteeDateSet(consultation=station.id, date=session.date, reason=event.reason)]
        case SessionCancelled():
            return _unscheduled(id_, item.id, station, paper)


def _unscheduled(id_: str, item: str, station: Consultation, paper: Vorlage) -> list[VorlageEvent]:
    """The station is on no agenda any more; where the paper is over meanwhile, so is the station."""
    gone = ConsultationUnscheduled(consultation=station.id, session=id_, item=item)
    if is_told(paper, station) or isinstance(paper.phase, Suspended) or not isinstance(paper.phase, DECIDED):
        return [gone]
    outcome: Outcome = "withdrawn" if isinstance(paper.phase, Withdrawn) else "taken_off"
    return [gone, ConsultationOvertaken(consultation=station.id, outcome=outcome)]


def _scheduled(
    id_: str, session: Session, event: AgendaItemAdded, paper: Vorlage, station: str
) -> list[VorlageEvent]:
    """The station is on an agenda; added after the summons, its body has the paper late."""
    events: list[VorlageEvent] = [ConsultationScheduled(consultation=station, session=id_, item=event.item)]
    if station_of(paper, station).date != session.date:
        events.insert(0, CommitteeDateSet(consultation=station, date=session.date))
    if event.late:
        edition = paper.submittable.number
        events.append(ConsultationSummoned(consultation=station, session=id_, edition=edition, late=True))
    return events


def _of_item(
    id_: str,
    session: Session,
    item: Item,
    event: ItemCalled | ItemRecalled | ItemConcluded | ItemReopened | WordingChanged | WordingWithdrawn,
    paper: Vorlage,
    given: Given,
) -> list[VorlageEvent]:
    station = station_at(item, paper)
    match event:
        case ItemCalled():
            return [ConsultationCalled(consultation=station.id, session=id_)]
        case WordingChanged() | WordingWithdrawn():
            return aloud.consequences(item, event, paper)
        case ItemRecalled():
            return [ConsultationUncalled(consultation=station.id, session=id_, reason=event.reason)]
        case ItemReopened():
            reopened = ConsultationReopened(consultation=station.id, session=id_, reason=event.reason)
            gone = [ConsultationRemoved(consultation=each.id) for each in inserted(paper, station.id)]
            return [*gone, *_undecided(event, paper, station, given), reopened]
        case ItemConcluded():
            vote = None if event.vote is None else _vote(session, event.vote)
            concluded = ConsultationConcluded(
                consultation=station.id,
                session=id_,
                outcome=event.outcome,
                vote=event.vote,
                resolution_number=event.resolution_number,
                text_hash=None if vote is None else vote.hash_of(item.id),
                yes=None if vote is None or vote.counts is None else vote.counts.yes,
                no=None if vote is None or vote.counts is None else vote.counts.no,
                abstained=None if vote is None or vote.counts is None else vote.counts.abstained,
            )
            if isinstance(paper.phase, Suspended):
                check_not_before(given, paper.phase.since)
                return [concluded, *_again(id_, event, paper, station, given)]
            if not isinstance(paper.phase, InConsultation):
                # Decided elsewhere or withdrawn meanwhile: the station is over, the paper was already.
                return [concluded]
            said: list[VorlageEvent] = []
            if vote is not None:
                decides = station.role == "decision"
                declared = bool(vote.declared)
                said = aloud.heard(session, item, paper, vote.id, declared=declared, decides=decides)
            for each in said:
                paper = evolve_vorlage(paper, each, given.meta)
            return [concluded, *said, *_after(session, item, event, paper, station, vote, given)]


def _after(
    session: Session,
    item: Item,
    event: ItemConcluded,
    paper: Vorlage,
    station: Consultation,
    vote: Vote | None,
    given: Given,
) -> list[VorlageEvent]:
    """What an outcome means beyond its station."""
    match event.outcome:
        case "resolved" | "resolved_amended" if vote is not None:
            return _resolved(session, item, paper, station, vote, event.resolution_number, given)
        case "rejected" if vote is not None:
            back, paper = _as_submitted(paper, station, given)
            rejected = VorlageRejected(consultation=station.id, vote=vote.id)
            return [*back, rejected, *obsolete(paper), *overtaken(paper, "taken_off")]
        case "postponed" | "referred":
            return [*following(paper, station, event.outcome, _referred_to(event), given)]
        case "withdrawn":
            withdrawn = VorlageWithdrawn(reason=event.reason or "")
            back = given_up(paper, paper.submittable, given)
            return [*back, withdrawn, *obsolete(paper), *overtaken(paper, "withdrawn")]
        case outcome if outcome in HEARD and _last_open(paper, station) and paper.kind == "information":
            back, paper = _as_submitted(paper, station, given)
            return [*back, VorlageNoted(consultation=station.id), *obsolete(paper)]
        case _:
            return []


def _again(
    id_: str, event: ItemConcluded, paper: Vorlage, station: Consultation, given: Given
) -> list[VorlageEvent]:
    """What a body that decides again after an objection means for its decision.

    Where that was a rejection, the paper is resolved once the rejection is gone.
    """
    match event.outcome, event.vote:
        case "resolved" | "rejected", str(vote):
            if (event.outcome == "resolved") == (paper.resolved is not None):
                return [ResolutionConfirmed(consultation=station.id, session=id_, vote=vote)]
            revoked = ResolutionRevoked(consultation=station.id, session=id_, vote=vote)
            if paper.resolved is not None:
                return [revoked, *overtaken(paper, "taken_off")]
            edition = paper.submitted(station.id)
            resolved = VorlageResolved(
                edition=edition.number,
                hash=edition.hash,
                consultation=station.id,
                vote=vote,
                resolution_number=event.resolution_number,
            )
            return [revoked, resolved, *overtaken(paper, "taken_off", told=True)]
        case "postponed" | "referred", None:
            return [*following(paper, station, event.outcome, _referred_to(event), given)]
        case _:
            return []


def _referred_to(event: ItemConcluded) -> tuple[str, str] | None:
    return None if event.committee is None else (event.committee, event.committee_name or "")


def _undecided(
    event: ItemReopened, paper: Vorlage, station: Consultation, given: Given
) -> list[VorlageEvent]:
    """The paper, if this station decided it, as it was before: its text, its motions, no resolved edition."""
    if paper.decided_at != station.id:
        return []
    submitted = paper.submitted(station.id)
    annulled = DecisionAnnulled(
        consultation=station.id, vote=station.vote, edition=submitted.number, reason=event.reason
    )
    reopened = [
        AmendmentReopened(amendment=each.id, consultation=station.id, vote=station.vote, reason=event.reason)
        for each in paper.motions
        if station.vote is not None and each.vote == station.vote
    ]
    return [*given_up(paper, submitted, given, event.reason), annulled, *reopened]


def _last_open(paper: Vorlage, station: Consultation) -> bool:
    return all(each.outcome is not None or each.id == station.id for each in paper.consultations)


def _as_submitted(paper: Vorlage, station: Consultation, given: Given) -> tuple[list[VorlageEvent], Vorlage]:
    """The body decides on what it was given; whatever was written since is undone."""
    events = given_up(paper, paper.submitted(station.id), given)
    for event in events:
        paper = evolve_vorlage(paper, event, given.meta)
    return events, paper


def _resolved(
    session: Session,
    item: Item,
    paper: Vorlage,
    station: Consultation,
    vote: Vote,
    resolution_number: str | None,
    given: Given,
) -> list[VorlageEvent]:
    """The motions carried in this sitting go into the text, in the order of their votes (rule 9).

    The edition that results is the resolved one; its hash is what the deciding vote was bound to (rule 7).
    """
    submitted = paper.submitted(station.id)
    events, paper = _as_submitted(paper, station, given)
    carried = [each.id for each in motions_in(session, item, paper)]
    adoption = adopted(paper, submitted, carried, given, station.id)
    for event in adoption:
        paper = evolve_vorlage(paper, event, given.meta)
    events += adoption
    if carried:
        edition = frozen(paper, f"Fassung {station.committee_name}", target=None, cause=station.id)
        events.append(edition)
        number, hash_ = edition.number, edition.hash
    else:
        number, hash_ = submitted.number, submitted.hash
    resolved = VorlageResolved(
        edition=number,
        hash=hash_,
        consultation=station.id,
        vote=vote.id,
        resolution_number=resolution_number,
    )
    gone = overtaken(paper, "taken_off", told=True)
    return [*events, resolved, *obsolete(paper, frozenset(carried)), *gone]


def _of_vote(
    vote: Vote, item: Item, event: VoteDeclared | VoteCorrected | VoteAnnulled, paper: Vorlage
) -> list[VorlageEvent]:
    station = station_at(item, paper)
    match event:
        case VoteDeclared() if vote.amendment is not None:
            decides = station.role == "decision"
            result: AmendmentResult
            if event.declared:
                result = "carried" if decides else "recommended"
            else:
                result = "rejected" if decides else "not_recommended"
            return [
                AmendmentVoted(amendment=vote.amendment, consultation=station.id, vote=vote.id, result=result)
            ]
        case VoteAnnulled():
            heard = [each.id for each in paper.motions if each.vote == vote.id]
            return [each for id_ in heard for each in _reopened(id_, station, event, paper)]
        case VoteCorrected() if vote.about == "main" and vote.status == "declared":
            return [
                ConsultationResultCorrected(
                    consultation=station.id,
                    vote=vote.id,
                    yes=None if event.after is None else event.after.yes,
                    no=None if event.after is None else event.after.no,
                    abstained=None if event.after is None else event.after.abstained,
                    reason=event.reason,
                )
            ]
        case _:
            return []


def _reopened(
    amendment: str, station: Consultation, event: VoteAnnulled, paper: Vorlage
) -> list[VorlageEvent]:
    """The motion stands as proposed again, if its status came from this vote and nothing followed."""
    motion = motion_of(paper, amendment)
    if motion.vote != event.vote or motion.status_to(paper.submitted(station.id).number) not in get_args(
        AmendmentResult
    ):
        return []
    reopened = AmendmentReopened(
        amendment=amendment, consultation=station.id, vote=event.vote, reason=event.reason
    )
    if isinstance(paper.phase, InConsultation):
        return [reopened]
    # Decided elsewhere or withdrawn meanwhile: nobody will vote on it any more.
    return [reopened, AmendmentObsolete(amendment=amendment)]
