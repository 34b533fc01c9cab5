"""Views tell what the domain's state tells; and any part of a log can be folded and shown (basis=true)."""

from itertools import compress
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.committee.events import CommitteeEvent
from domain.recorded import Event, Recorded
from domain.session.commands.agenda import AddAgendaItem, CancelSession, PlanSession, SummonSession
from domain.session.commands.votes import AnnulVote, DeclareVote, OpenVote, RecordVote
from domain.session.events import SessionEvent
from domain.session.evolution import evolve as evolve_session
from domain.session.state import Session
from domain.vorlage.commands.motions import ProposeAmendment
from domain.vorlage.events import VorlageEvent
from domain.vorlage.evolution import evolve as evolve_vorlage
from domain.vorlage.state import Vorlage
from projections import committee, organisation
from projections.history import shown as history_shown
from projections.history import view as history
from projections.projection import Projection
from projections.session import shown as session_shown
from projections.session import view as session
from projections.vorlage import shown as vorlage_shown
from projections.vorlage import view as vorlage
from tests.contracts.samples import meta, sample, tag
from tests.domain.county import (
    CLERK,
    ITEM,
    KA_DAY,
    KREISAUSSCHUSS,
    MEASURE,
    MOTION,
    NEW,
    OFFICE,
    OLD,
    PAPER,
    SITTING,
    County,
    sitting,
    summoned,
)
from tests.projections.agreement import session_agrees, vorlage_agrees
from tests.projections.lives import BODY, resolved
from tests.projections.story import fold, json, log

VIEWS: tuple[Projection[Any], ...] = (vorlage, session, history, committee, organisation)


def _log(county: County) -> list[Recorded]:
    return log((fact.stream, fact.meta, fact.event) for fact in county.log)


def test_the_paper_shown_is_the_paper_decided_on_after_every_event() -> None:
    row, state = vorlage.initial(), None
    for one in _log(resolved()):
        if one.stream == f"vorlagen/{PAPER}":
            row = vorlage.apply(row, one)
            state = evolve_vorlage(state, one.event, one.meta)  # type: ignore[arg-type]
            vorlage_agrees(row, state)
    assert isinstance(state, Vorlage)
    assert state.status == "resolved"


def test_the_paper_shown_agrees_when_its_sitting_is_called_off_and_a_vote_on_its_motion_annulled() -> None:
    off = CancelSession(session=SITTING, reason="Sturm")
    late = AddAgendaItem(session="ka", vorlage=PAPER, urgency="Frist")
    twice = summoned().all(
        OFFICE,
        PlanSession(session="ka", committee=KREISAUSSCHUSS, date=KA_DAY),
        AddAgendaItem(session="ka", subject="Anderes"),
        SummonSession(session="ka", urgency="Frist"),
        late,
    )
    annulled = sitting().all(
        CLERK,
        ProposeAmendment(vorlage=PAPER, measure=MEASURE, old=OLD, new=NEW, amendment=MOTION),
        OpenVote(session=SITTING, item=ITEM, vote="m", about="amendment", amendment=MOTION),
        RecordVote(session=SITTING, vote="m", yes=9, no=0, abstained=0),
        DeclareVote(session=SITTING, vote="m"),
        AnnulVote(session=SITTING, vote="m", reason="falsch verlesen"),
    )
    for county in (summoned().when(OFFICE, off), twice.when(OFFICE, off), annulled):
        row = vorlage.initial()
        for one in _log(county):
            if one.stream == f"vorlagen/{PAPER}":
                row = vorlage.apply(row, one)
        vorlage_agrees(row, county.paper)


@pytest.mark.parametrize("id_", [SITTING, BODY])
def test_the_sitting_shown_is_the_sitting_decided_on_after_every_event(id_: str) -> None:
    row, state = session.initial(), None
    for one in _log(resolved()):
        if one.stream == f"sessions/{id_}":
            row = session.apply(row, one)
            state = evolve_session(state, one.event, one.meta)  # type: ignore[arg-type]
            session_agrees(row, state)
    assert isinstance(state, Session)


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.NAME)
def test_a_row_that_was_stored_in_between_is_the_same_row(view: Projection[Any]) -> None:
    assert fold(view, _log(resolved()))


@pytest.mark.parametrize(
    "kind", [*get_args(VorlageEvent), *get_args(SessionEvent), *get_args(CommitteeEvent)]
)
def test_an_event_of_something_unknown_stops_no_view(kind: type[Event]) -> None:
    stream = {"vorlage": "vorlagen/a", "session": "sessions/a", "committee": "committees/a"}
    aggregate = tag(kind).partition(".")[0]
    for view in VIEWS:
        fold(view, log([(stream[aggregate], meta(), sample(kind))]))  # type: ignore[list-item]


@given(kept=st.lists(st.booleans(), min_size=172, max_size=172))
def test_any_part_of_a_log_can_be_folded_and_shown(kept: list[bool]) -> None:
    part = list(compress(_log(resolved()), kept))
    for view in (vorlage, history, session):
        for row in fold(view, part).values():
            _shown(view, row)


def _shown(view: Any, row: Any) -> object:
    if view is vorlage:
        return json(vorlage_shown.show(row, position=1, by=str.upper))
    if view is history:
        return json(history_shown.show(row, person=lambda login, _: history_shown.Person(login, None)))
    return json(
        session_shown.show(row, position=1, name=str.upper, quorate=lambda present, number: present > number)
    )
