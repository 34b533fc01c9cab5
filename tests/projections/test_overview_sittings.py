"""The overview of sittings in work: what council office, clerk and chair have to do, and until when."""

import datetime as dt
from functools import cache

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from domain.session.commands.agenda import AddAgendaItem, AnnounceSession, CancelSession, PlanSession
from domain.session.commands.course import CloseSession
from domain.session.commands.votes import DeclareVote, OpenVote, RecordVote
from domain.session.minutes.state import MinutesStatus
from infra.rules import load
from projections.minutes.row import Minutes, Signature
from projections.overview.sittings import SittingAtWorkShown, show
from projections.session import view as session
from projections.session.proceedings import Announcement
from projections.session.row import Contradiction, Item, Row
from tests.domain.county import (
    CHAIR,
    CLERK,
    ITEM,
    KREISTAG,
    KT_DAY,
    OFFICE,
    SITTING,
    VOTE,
    County,
    county,
    sitting,
    summoned,
)
from tests.projections.story import fold, log

TODAY = dt.date(2023, 3, 1)
WHEN = dt.datetime(2023, 3, 29, 18, tzinfo=dt.UTC)


def row(given: County) -> Row:
    """The row of the county's sitting."""
    rows = fold(session, log((fact.stream, fact.meta, fact.event) for fact in given.log))
    found = rows[f"sessions/{SITTING}"]
    assert isinstance(found, Row)
    return found


def overview(
    found: Row, today: dt.date = TODAY, following: dt.date | None = None
) -> SittingAtWorkShown | None:
    """What is shown of a row."""
    return show(found, name="Kreistag", position=9, today=today, rules=load().on, following=following)


def due(found: Row) -> list[tuple[str, str]]:
    """Who is to do what."""
    shown = overview(found)
    return [] if shown is None else [(each.who, each.what) for each in shown.due]


def planned(*, public: bool = True) -> County:
    """A sitting of the Kreistag that was planned."""
    return county().when(OFFICE, PlanSession(session=SITTING, committee=KREISTAG, date=KT_DAY, public=public))


def test_the_office_sets_up_the_agenda_then_summons_then_announces() -> None:
    empty = planned()
    assert due(row(empty)) == [("council_office", "agenda")]
    matter = empty.when(OFFICE, AddAgendaItem(session=SITTING, item=ITEM, subject="Deich"))
    assert due(row(matter)) == [("council_office", "summon")]
    called = row(summoned())
    assert due(called) == [("council_office", "announce"), ("chair", "open")]
    assert due(replace(called, public=False)) == [("chair", "open")]
    announced = summoned().when(OFFICE, AnnounceSession(session=SITTING))
    assert due(row(announced)) == [("chair", "open")]
    closed_door = replace(called, agenda=[replace(each, public=False) for each in called.agenda])
    assert due(closed_door) == [("chair", "open")]
    assert overview(row(planned().when(OFFICE, CancelSession(session=SITTING, reason="x")))) is None


@given(st.integers(-12, 12))
def test_a_planned_sitting_has_the_last_day_of_its_summons(days: int) -> None:
    rules = load().on(KT_DAY)
    last = KT_DAY - dt.timedelta(days=rules.notice_days + 1)
    assert rules.notice_kept(last, KT_DAY)
    shown = overview(row(planned()), last + dt.timedelta(days=days))
    assert shown is not None
    assert [(each.what, each.on, each.overdue) for each in shown.deadlines] == [
        ("summons", last, days > 0),
        ("session", KT_DAY, last + dt.timedelta(days=days) > KT_DAY),
    ]
    assert (shown.nearest, shown.committee_name, shown.position) == (last, "Kreistag", 9)


def voted() -> County:
    """A vote that was counted and not declared."""
    return sitting().all(
        CLERK,
        OpenVote(session=SITTING, item=ITEM, vote=VOTE),
        RecordVote(session=SITTING, vote=VOTE, yes=5, no=4, abstained=0),
    )


def test_the_chair_declares_what_was_counted_and_decides_between_two_counts_first() -> None:
    counted = row(voted())
    shown = overview(counted)
    assert shown is not None
    assert [(each.who, each.what, each.number, each.vote) for each in shown.due] == [
        ("council_office", "announce", None, None),
        ("chair", "declare", "Ö 1", VOTE),
        ("chair", "close", None, None),
    ]
    assert shown.flagged == []
    two = replace(
        counted.agenda[0].votes[0], contradictions=[Contradiction(happened_at=WHEN, recorded_at=WHEN)]
    )
    torn = replace(counted, agenda=[replace(counted.agenda[0], votes=[two])])
    assert due(torn)[1:] == [("chair", "contradiction"), ("chair", "close")]
    shown = overview(torn)
    assert shown is not None
    assert [(each.number, each.vote, each.flags) for each in shown.flagged] == [
        ("Ö 1", VOTE, ["contradicted"])
    ]
    kept = replace(two, contradictions=[replace(two.contradictions[0], kept="mine")])
    assert due(replace(counted, agenda=[replace(counted.agenda[0], votes=[kept])]))[1] == ("chair", "declare")
    annulled = replace(two, status="annulled")
    assert due(replace(counted, agenda=[replace(counted.agenda[0], votes=[annulled])]))[1:] == [
        ("chair", "close")
    ]


def test_what_was_resolved_behind_closed_doors_is_told_before_the_end() -> None:
    found = row(sitting())
    secret = Item(
        id="n",
        subject="Ankauf",
        public=False,
        vorlage=None,
        consultation=None,
        urgency=None,
        late=False,
        outcome="resolved",
    )
    behind = replace(found, agenda=[*found.agenda, secret])
    shown = overview(behind)
    assert shown is not None
    assert [(each.what, each.number) for each in shown.due[1:]] == [("tell", "N 1"), ("close", None)]
    announced = Announcement(at=WHEN, by=CHAIR, items=("n",), text=None)
    told = replace(behind.proceedings, announcements=[announced])
    assert due(replace(behind, proceedings=told))[1:] == [("chair", "close")]
    assert due(replace(behind, public=False)) == [("chair", "close")]
    open_ = replace(behind, agenda=[*found.agenda, replace(secret, outcome="postponed")])
    assert due(open_)[1:] == [("chair", "close")]


@cache
def closed() -> Row:
    """A sitting that was closed, its matter resolved."""
    return row(voted().all(CLERK, DeclareVote(session=SITTING, vote=VOTE), CloseSession(session=SITTING)))


@given(st.none() | st.integers(1, 60), st.integers(0, 70))
def test_the_minutes_are_due_for_the_next_sitting_at_the_latest(gap: int | None, days: int) -> None:
    following = None if gap is None else KT_DAY + dt.timedelta(days=gap)
    last = KT_DAY + dt.timedelta(days=min(gap or 30, 30))
    today = KT_DAY + dt.timedelta(days=days)
    shown = overview(closed(), today, following)
    assert shown is not None
    assert [(each.what, each.on, each.overdue) for each in shown.deadlines] == [
        ("minutes", last, today > last)
    ]
    assert [(each.who, each.what) for each in shown.due] == [
        ("council_office", "announce"),
        ("clerk", "draft_minutes"),
    ]
    nowhere = show(
        closed(), name="Kreistag", position=1, today=today, rules=lambda _: None, following=following
    )
    assert nowhere is not None
    assert (nowhere.deadlines, nowhere.nearest) == ([], None)


def minuted(status: MinutesStatus, *signed: str, outdated: bool = False) -> Row:
    """A sitting whose minutes are so far."""
    minutes = Minutes(
        status=status,
        version=2,
        public="",
        non_public=None,
        person=CLERK,
        acting_for=None,
        at=WHEN,
        outdated=outdated,
        signed=[
            Signature(role=role, person=role, acting_for=None, at=WHEN, version=2)
            for role in ("chair", "clerk")
            if role in signed
        ],
    )
    return replace(closed(), status=status, minutes=minutes)


def test_the_clerk_drafts_both_sign_and_the_body_approves() -> None:
    drafted = minuted("minutes_drafted")
    assert due(drafted) == [("chair", "sign_minutes"), ("clerk", "sign_minutes")]
    assert due(minuted("minutes_drafted", "chair")) == [("clerk", "sign_minutes")]
    assert due(minuted("minutes_drafted", "clerk")) == [("chair", "sign_minutes")]
    assert due(minuted("minutes_drafted", outdated=True)) == [("clerk", "draft_minutes")]
    shown = overview(drafted)
    assert shown is not None
    assert [each.what for each in shown.deadlines] == ["minutes"]
    for status in ("minutes_signed", "minutes_objected", "minutes_corrected"):
        signed = minuted(status)
        assert due(signed) == [("body", "approve_minutes")]
        shown = overview(signed)
        assert shown is not None
        assert shown.deadlines == []
        assert signed.minutes is not None
        signed.minutes.approved_at = WHEN
        assert overview(signed) is None
    assert overview(minuted("minutes_approved")) is None
