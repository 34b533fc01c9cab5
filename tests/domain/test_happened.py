"""`basis=true`: what had happened by a moment, whenever it was recorded (rule 14)."""

import datetime as dt
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from domain.happened import happened_by
from domain.recorded import Event, Meta, Recorded
from domain.session.events.attendance import MemberArrived, MemberLeft
from domain.session.events.course import SessionInterrupted
from domain.session.events.votes import Counts, VoteAnnulled, VoteDeclared, VoteRecorded
from domain.vorlage.events.consultation import CommitteeDateSet
from domain.vorlage.events.drafting import TextRevised

BEGIN = dt.datetime(2023, 3, 8, 17, 0, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)
COUNTED = VoteRecorded(
    vote="a",
    counts=Counts(yes=1, no=0, abstained=0),
    entitled=1,
    present=1,
    counted="exact",
    carried=True,
    unanimous=True,
    rule="kvg-lsa",
)
FREE: tuple[Event, ...] = (
    MemberArrived(member="m"),
    MemberLeft(member="m"),
    SessionInterrupted(),
    CommitteeDateSet(consultation="c", date=BEGIN.date()),
)
BOUND: tuple[Event, ...] = (
    COUNTED,
    VoteDeclared(vote="a", declared=True),
    VoteAnnulled(vote="b", reason="x"),
    TextRevised(document="reasons", splices=(), hash="", origin="written", began=BEGIN, ended=BEGIN),
)
STEP = st.tuples(st.sampled_from((*FREE, *BOUND)), st.integers(0, 9), st.booleans())
LOGS = st.lists(STEP, max_size=12)
ALONE = st.lists(st.tuples(st.sampled_from(FREE), st.integers(0, 9), st.booleans()), max_size=12)


def log(steps: list[tuple[Event, int, bool]]) -> list[Recorded]:
    """A stream; each event at a minute, some belonging to the command before."""
    found: list[Recorded] = []
    for number, (event, minute, same) in enumerate(steps, 1):
        if found and same:
            meta = found[-1].meta
        else:
            meta = Meta(actor="a", command=UUID(int=number), happened_at=BEGIN + minute * MINUTE)
        found.append(Recorded(number, "sessions/s", number, BEGIN + number * MINUTE, meta, event))
    return found


def by(recorded: list[Recorded], minute: int) -> list[Recorded]:
    """What had happened by a minute."""
    return list(happened_by(recorded, BEGIN + minute * MINUTE))


@given(LOGS, st.integers(0, 9))
def test_what_was_entered_in_time_is_true_when_it_is_known(
    steps: list[tuple[Event, int, bool]], minute: int
) -> None:
    recorded = log(steps)
    times = sorted(one.meta.happened_at for one in recorded)
    in_time = [
        replace(one, meta=replace(one.meta, command=UUID(int=n), happened_at=at), recorded_at=at)
        for n, (one, at) in enumerate(zip(recorded, times, strict=True))
    ]
    known = [one for one in in_time if one.recorded_at <= BEGIN + minute * MINUTE]
    assert by(in_time, minute) == known


@given(LOGS, st.integers(0, 9), st.integers(0, 9))
def test_what_had_happened_only_grows_with_the_moment_and_ends_with_everything(
    steps: list[tuple[Event, int, bool]], first: int, second: int
) -> None:
    recorded = log(steps)
    first, second = sorted((first, second))
    assert {one.position for one in by(recorded, first)} <= {one.position for one in by(recorded, second)}
    assert by(recorded, 9) == recorded
    assert by(recorded, second) == sorted(by(recorded, second), key=lambda one: one.position)


@given(ALONE, st.integers(0, 9))
def test_a_fact_that_builds_on_nothing_counts_from_its_own_time(
    steps: list[tuple[Event, int, bool]], minute: int
) -> None:
    recorded = log(steps)
    moment = BEGIN + minute * MINUTE
    assert by(recorded, minute) == [one for one in recorded if one.meta.happened_at <= moment]


@given(LOGS, st.integers(0, 9))
def test_nothing_counts_before_what_it_builds_on_and_no_command_counts_in_part(
    steps: list[tuple[Event, int, bool]], minute: int
) -> None:
    recorded = log(steps)
    found = by(recorded, minute)
    moment = BEGIN + minute * MINUTE
    assert all(one.meta.happened_at <= moment for one in found)
    for field, value in (("vote", "a"), ("vote", "b"), ("document", "reasons")):
        chain = [one for one in recorded if _builds_on(one.event, field, value)]
        kept = [one for one in found if _builds_on(one.event, field, value)]
        assert kept == chain[: len(kept)]
    commands = {one.meta.command for one in found}
    assert found == [one for one in recorded if one.meta.command in commands]


def _builds_on(event: Event, field: str, value: str) -> bool:
    return field == event.BUILDS_ON and getattr(event, field) == value
