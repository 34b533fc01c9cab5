"""The clerk's list in the session view, and what of it the public learns."""

import datetime as dt

from domain.flag import Flag
from domain.session.events import SessionEvent
from domain.session.events.agenda import AgendaItemAdded, SessionAnnounced, SessionPlanned
from domain.session.events.attendance import RecusalDeclared
from domain.session.events.course import ItemCalled, SessionOpened
from domain.session.events.proceedings import (
    AgendaApprovalWithdrawn,
    AgendaApproved,
    AttendanceCorrected,
    ChairHandedOver,
    CirculationObjected,
    ItemAccepted,
    ItemRecalled,
    ItemRefused,
    NoteRecorded,
    NoteWithdrawn,
    PublicExcluded,
    PublicRestored,
    ResolutionsAnnounced,
    Span,
    SummonsEstablished,
)
from projections.public import disclosure
from projections.session import row as session_row
from projections.session import view as session
from projections.session.proceedings_shown import steps
from tests.projections.story import MOMENT, log, row, told

CONTESTED = Flag(flag="contested", rule="§ 52", reason="so entschieden")
BEGUN: tuple[SessionEvent, ...] = (
    SessionPlanned(committee="c", date=dt.date(2023, 3, 8)),
    AgendaItemAdded(item="i", subject="Deich", public=True, place=0),
    AgendaItemAdded(item="s", subject="Ankauf", public=False, place=1, public_title="Grundstück"),
)
OPENED = SessionOpened(seats=(), lawful_number=0, rule="kvg-lsa", chair="a")
NINE = MOMENT.replace(hour=9)


def of(*events: SessionEvent) -> session_row.Row:
    """The row of a sitting after these events, which happened at nine."""
    found: session_row.Row = row(session, told("sessions/s", *BEGUN, OPENED, *events))
    return found


def test_what_was_undone_stays_visible() -> None:
    found = of(
        AgendaApproved(order=("i", "s")),
        AgendaApprovalWithdrawn(reason="Änderung"),
        NoteRecorded(note="n", text="Frage", public=True),
        NoteWithdrawn(note="n", reason="doppelt"),
        NoteWithdrawn(note="unknown", reason="x"),
        ItemCalled(item="i", flags=(CONTESTED,)),
        ItemRecalled(item="i", reason="falscher Punkt"),
        PublicExcluded(reason="Grundstück"),
        PublicRestored(mistake="zu früh"),
        PublicRestored(),
    ).proceedings
    assert [each.withdrawn for each in found.approvals] == ["Änderung"]
    assert [each.withdrawn for each in found.notes] == ["doppelt"]
    assert [(each.what, each.item, each.reason) for each in found.undone] == [("call", "i", "falscher Punkt")]
    assert [(each.reason, each.end, each.mistake) for each in found.exclusions] == [
        ("Grundstück", NINE, "zu früh")
    ]
    assert of(AgendaApprovalWithdrawn(reason="x")).proceedings.approvals == []


def test_flags_stand_where_they_arose() -> None:
    found = of(
        SummonsEstablished(in_order=False, flags=(CONTESTED,)),
        ResolutionsAnnounced(items=("s",), flags=(CONTESTED,)),
        ItemCalled(item="s", flags=(CONTESTED,)),
        RecusalDeclared(item="s", member="b", flags=(CONTESTED,)),
    )
    assert found.flags == [CONTESTED, CONTESTED]
    assert [each.flags for each in found.agenda] == [[], [CONTESTED, CONTESTED]]


def test_what_the_body_said_of_a_late_item_is_shown() -> None:
    accepted = [
        each.accepted for each in of(ItemAccepted(item="i"), ItemRefused(item="s", reason="x")).agenda
    ]
    assert accepted == [True, False]
    assert [each.accepted for each in of(ItemAccepted(item="unknown")).agenda] == [None, None]


def test_corrected_times_stand_beside_those_before() -> None:
    span = Span(begin=NINE, seat="b")
    found = of(AttendanceCorrected(member="b", before=(), after=(span,), reason="verwechselt"))
    assert [(each.begin, each.end, each.late, each.seat) for each in found.attendance["b"]] == [
        (NINE, None, True, "b")
    ]
    correction = found.proceedings.corrections[0]
    assert (correction.before, correction.after, correction.reason) == ((), (span,), "verwechselt")


def test_an_objection_to_a_circulation_is_kept() -> None:
    objected = of(CirculationObjected(member="b", reason="nicht einfach")).proceedings.objections
    assert [(each.member, each.reason) for each in objected] == [("b", "nicht einfach")]


def test_a_step_names_who_chaired_then() -> None:
    before = row(session, told("sessions/s", *BEGUN))
    assert {each.at for each in steps(before)} == {None}
    found = of(ChairHandedOver(member="b", reason="befangen", before="a"), AgendaApproved(order=("i", "s")))
    named = {each.step: each.by for each in steps(found) if each.at is not None}
    assert named == {"opening": "b", "agenda": "b"}  # all at nine, and the chair last
    early = of()
    early.proceedings.approvals = of(AgendaApproved(order=())).proceedings.approvals
    early.proceedings.approvals[0].at = NINE - dt.timedelta(hours=1)
    assert {each.step: each.by for each in steps(early)}["agenda"] is None


def test_the_public_learns_nothing_of_notes_corrections_and_of_a_chair_handed_over_behind_closed_doors() -> (
    None
):
    def seen(*events: SessionEvent) -> session_row.Row | None:
        sitting = disclosure.begin()
        announced = SessionAnnounced(items=("i",))
        facts = told("sessions/s", *BEGUN, announced, OPENED, hour=8)
        facts += told("sessions/s", ItemCalled(item="s"))
        for recorded in log([*facts, *told("sessions/s", *events, hour=10)]):
            disclosure.follow(sitting, recorded)
        return disclosure.sitting_row(sitting, lambda _: False)

    told_of = seen(
        NoteRecorded(note="n", text="Ankauf", public=False, item="s"),
        ChairHandedOver(member="b", reason="befangen", before="a"),
        PublicExcluded(reason="Grundstück"),
    )
    assert told_of is not None
    assert told_of == seen()
    assert told_of.chair == "a"
