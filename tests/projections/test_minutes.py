"""Minutes tell what was recorded, part by part; the public part tells nothing of the other (rule 12)."""

import datetime as dt
from collections.abc import Sequence
from hashlib import sha256
from uuid import UUID

from hypothesis import given as for_all
from hypothesis import strategies as st
from msgspec.structs import replace

from domain.events import AnyEvent
from domain.recorded import Meta, Recorded
from domain.session.events.agenda import AgendaItemAdded, SessionPlanned, SessionSummoned
from domain.session.events.attendance import MemberArrived, MemberLeft, QuorumEstablished
from domain.session.events.course import (
    ItemCalled,
    ItemConcluded,
    Seat,
    SessionClosed,
    SessionInterrupted,
    SessionOpened,
    SessionResumed,
)
from domain.session.events.minutes import MinutesCorrected, MinutesDrafted, MinutesSigned
from domain.session.events.votes import (
    Candidate,
    Counts,
    ElectionCounts,
    VoteDeclared,
    VoteOpened,
    VoteRecorded,
)
from projections.minutes import document as minutes
from projections.minutes import shown as minutes_shown
from projections.minutes.document import Part
from projections.minutes.shown import MinutesShown
from projections.session import row as session_row
from projections.session import view as session
from projections.session.row import Row
from tests.domain.county import ADVISER, CLERK, LANDRAT, MOTION, NEW, OFFICE, PAPER, SITTING, VOTE, County
from tests.projections.agreement import session_agrees
from tests.projections.lives import AGAIN, BODY, recommended, resolved
from tests.projections.minuted import (
    NEXT,
    OBJECTION,
    VOTERS,
    approved,
    closed,
    row_of,
    signed,
    told,
    written,
)
from tests.projections.story import fold, json, log


def test_the_public_part_tells_who_was_there_and_what_was_decided() -> None:
    public = told(closed())
    assert (public["part"], public["body"], public["date"]) == ("public", "Kreisausschuss", "2023-03-08")
    assert (public["opened_at"], public["chair"]) == ("2023-03-08T17:00:00Z", LANDRAT)
    assert public["summons"] == {"received": "2023-02-27", "urgency": None}
    stays = {each["member"]: each["stays"] for each in public["attendance"]}
    assert stays[LANDRAT] == [{"from": None, "to": None}]
    assert stays[VOTERS[8]] == [{"from": "2023-03-08T17:03:00Z", "to": None}]
    assert [(each["number"], each["subject"]) for each in public["agenda"]] == [
        ("Ö 1", "Bericht der Verwaltung"),
        ("Ö 2", "Kreisentwicklungskonzept"),
    ]
    first, second = public["items"]
    assert (first["outcome"], first["votes"], first["wording"]) == ("noted", [], None)
    assert (second["outcome"], second["recused"]) == ("recommended", [VOTERS[0]])
    assert second["file_reference"] == "2020-01470"
    (vote,) = second["votes"]
    assert vote["counts"] == {"yes": 7, "no": 0, "abstained": 2, "invalid": 0, "not_voting": 0}
    assert (vote["carried"], vote["declared"], vote["unanimous"], vote["rule"]) == (
        *(True, True, True, "kvg-lsa"),
    )
    assert second["wording"]["hash"] == vote["text_hash"]
    assert second["wording"]["proposed_resolution"] == "Der Kreistag beschließt das Konzept."
    assert [each["text"] for each in second["wording"]["measures"]] == [NEW]
    assert public["interruptions"] == [
        {
            "from": "2023-03-08T17:06:00Z",
            "to": "2023-03-08T17:07:00Z",
            "reason": "Beratung der Fraktionen",
        }
    ]
    assert [each["present"] for each in public["quorums"]] == [9]


def test_the_public_part_ends_when_the_doors_are_closed() -> None:
    public, rest = told(closed()), told(closed(), "non_public")
    assert public["closed_at"] == "2023-03-08T17:10:00Z"
    assert rest["closed_at"] == "2023-03-08T17:16:00Z"
    stays = {each["member"]: each["stays"] for each in public["attendance"]}
    assert stays[ADVISER] == stays[VOTERS[1]] == [{"from": None, "to": None}]
    behind = {each["member"]: each["stays"] for each in rest["attendance"]}
    assert behind[ADVISER] == [{"from": None, "to": "2023-03-08T17:12:00Z"}]
    (item,) = rest["items"]
    assert (item["number"], item["subject"], item["outcome"]) == (
        *("N 1", "Besetzung einer Stelle", "resolved"),
    )


def test_an_item_that_was_never_called_comes_last() -> None:
    document = told(recommended())
    assert [each["number"] for each in document["items"]] == ["Ö 1", "Ö 2"]
    (behind,) = told(recommended(), "non_public")["items"]
    assert (behind["subject"], behind["outcome"]) == ("Personalsache", None)


def test_votes_that_were_annulled_or_corrected_stay_visible_and_cancelled_ones_do_not() -> None:
    votes = told(recommended())["items"][0]["votes"]
    assert [each["status"] for each in votes] == ["annulled", "declared"]
    assert votes[0]["reason"] == "falsch verlesen"
    (correction,) = votes[1]["corrections"]
    assert (correction["before"]["yes"], correction["after"]["yes"], correction["reason"]) == (
        *(8, 9, "verzählt"),
    )
    assert "entered_late" in [flag["flag"] for flag in votes[1]["flags"]]


def test_the_wording_has_the_motions_that_were_carried_in_it() -> None:
    county = resolved()
    row = fold(session, log((f.stream, f.meta, f.event) for f in county.log))[f"sessions/{BODY}"]
    (item,) = json(minutes.write(row, "public", county.world.vorlagen, "Kreistag"))["items"]
    assert [each["text"] for each in item["wording"]["measures"]] == [AGAIN]
    motion = item["votes"][0]["motion"]
    assert (motion["old"], motion["new"], motion["document"], motion["page"]) == (NEW, AGAIN, "Konzept", 115)
    assert [each["choice"] for each in item["votes"][0]["ballots"]] == ["yes"] * 9
    assert item["wording"]["attachments"] == [{"title": "Konzept", "sha256": sha256(b"konzept").hexdigest()}]


def test_a_wording_that_is_no_edition_is_found_by_the_motions_carried_before_the_vote() -> None:
    county = resolved()
    row = fold(session, log((f.stream, f.meta, f.event) for f in county.log))[f"sessions/{BODY}"]
    paper = county.world.vorlagen[PAPER]
    advised = replace(paper, editions=paper.editions[:-1])
    wording = minutes.write(row, "public", {PAPER: advised}, "Kreistag").items[0].wording
    assert wording is not None
    assert [each.text for each in wording.measures] == [AGAIN]


def test_a_wording_that_is_no_longer_known_is_not_guessed() -> None:
    county = closed()
    row = row_of(county)
    row.agenda[1].votes[0].text_hash = "another"
    assert minutes.write(row, "public", county.world.vorlagen, "K").items[1].wording is None
    row.agenda[1].votes[0].amendment = "unknown"
    assert minutes.write(row, "public", county.world.vorlagen, "K").items[1].votes[0].motion is None
    assert minutes.write(row, "public", {}, "K").items[1].file_reference is None


def test_a_motion_is_told_even_if_its_measure_went() -> None:
    county = resolved()
    row = fold(session, log((f.stream, f.meta, f.event) for f in county.log))[f"sessions/{BODY}"]
    paper = county.world.vorlagen[PAPER]
    assert paper.motion(MOTION) is not None
    without = minutes.write(row, "public", {PAPER: replace(paper, measures=())}, "Kreistag")
    motion = without.items[0].votes[0].motion
    assert motion is not None
    assert (motion.document, motion.new) == (None, AGAIN)


def test_the_row_tells_who_drafted_signed_objected_corrected_and_approved() -> None:
    found = row_of(approved()).minutes
    assert found is not None
    assert (found.status, found.version, found.person, found.approved_in) == (
        *("minutes_approved", 2, CLERK, NEXT),
    )
    assert [(each.role, each.person, each.version) for each in found.signed] == [
        ("chair", LANDRAT, 1),
        ("clerk", CLERK, 1),
    ]
    (objection,) = found.objections
    assert (objection.id, objection.member, objection.taken) == (OBJECTION, VOTERS[3], True)
    (correction,) = found.corrections
    assert (correction.vote, correction.person, correction.objection) == (VOTE, OFFICE, OBJECTION)
    assert found.approved_by_vote == "minutes"


def test_the_row_agrees_with_what_was_decided_on() -> None:
    for county in (closed(), signed(), approved()):
        session_agrees(row_of(county), county.sitting)


def test_a_correction_stands_in_the_part_that_it_is_about() -> None:
    (correction,) = told(approved())["corrections"]
    assert (correction["number"], correction["counts"], correction["reason"]) == ("Ö 2", True, "Einwendung")
    assert told(approved(), "non_public")["corrections"] == []
    row = row_of(signed())
    meta = Meta(actor=OFFICE, command=UUID(int=1), happened_at=dt.datetime.now(dt.UTC))
    for item, numbers in ((None, (None, None)), ("staff", (None, "N 1"))):
        event = MinutesCorrected(version=2, public="x", reason="r", item=item, before="a", after="b")
        one = session.apply(
            session.decode(session.encode(row)), Recorded(99, "s", 99, meta.happened_at, meta, event)
        )
        parts = [
            minutes.write(one, part, signed().world.vorlagen, "K").corrections
            for part in ("public", "non_public")
        ]
        assert [len(each) for each in parts] == ([1, 1] if item is None else [0, 1])
        assert parts[1][0].number == numbers[1]


def test_minutes_events_of_a_row_that_never_had_any_change_nothing() -> None:
    row, meta = session.initial(), Meta(actor="a", command=UUID(int=1), happened_at=dt.datetime.now(dt.UTC))
    alone = MinutesSigned(role="chair", version=1)
    assert session.apply(row, Recorded(1, "sessions/x", 1, meta.happened_at, meta, alone)).minutes is None


def test_the_bytes_are_the_same_after_a_replay() -> None:
    for county in (closed(), approved(), recommended()):
        facts = [(f.stream, f.meta, f.event) for f in county.log]
        replayed = fold(session, log(facts))[f"sessions/{SITTING}"]
        stored = session.decode(session.encode(replayed))
        for part in minutes.parts(replayed):
            live = minutes.canonical(written(county, part))
            again = minutes.canonical(minutes.write(stored, part, county.world.vorlagen, "Kreisausschuss"))
            assert live == again


# Random sittings

BEGIN = dt.datetime(2023, 3, 8, 17, 0, tzinfo=dt.UTC)
PEOPLE = ("a", "b", "c", "d")
SLOT = dt.timedelta(minutes=10)
SLOTS = st.lists(
    st.tuples(
        st.booleans(),
        st.sampled_from(["vote", "note", "leave and return", "pause", "quorum"]),
        st.integers(0, 4),
        st.integers(0, 3),
    ),
    max_size=6,
)
Slot = tuple[bool, str, int, int]


def _sitting(slots: Sequence[Slot], *, closes: bool = True) -> Row:
    """A sitting that deals with one item after the other, ten minutes each."""
    facts: list[tuple[dt.datetime, AnyEvent]] = []
    early = BEGIN - SLOT

    def say(at: dt.datetime, *events: AnyEvent) -> None:
        facts.extend((at, event) for event in events)

    say(early, SessionPlanned(committee="body", date=BEGIN.date()))
    for number, (public, what, yes, _) in enumerate(slots):
        name = f"{'open' if public else 'hidden'}-{number}"
        subject = f"{name} {what} {yes}"
        say(early, AgendaItemAdded(item=name, subject=subject, public=public, place=number))
    say(
        early, SessionSummoned(received=dt.date(2023, 3, 1)), *(MemberArrived(member=each) for each in PEOPLE)
    )
    seats = tuple(Seat(member=each, votes=True) for each in PEOPLE)
    say(BEGIN, SessionOpened(seats=seats, lawful_number=4, rule="kvg-lsa", chair="a"))
    for number, (public, what, yes, who) in enumerate(slots):
        at = BEGIN + SLOT * (number + 1)
        item = f"{'open' if public else 'hidden'}-{number}"
        say(at, ItemCalled(item=item))
        _deal(say, at, item, what, yes, PEOPLE[who])
    if closes:
        say(BEGIN + SLOT * (len(slots) + 1), SessionClosed())
    row = session.initial()
    for position, (at, event) in enumerate(facts, 1):
        meta = Meta(actor="clerk", command=UUID(int=position), happened_at=at)
        row = session.apply(row, Recorded(position, "sessions/s", position, at, meta, event))
    return row


def _deal(say: object, at: dt.datetime, item: str, what: str, yes: int, who: str) -> None:
    assert callable(say)
    minute = dt.timedelta(minutes=1)
    counts = Counts(yes=yes, no=4 - yes, abstained=0)
    match what:
        case "vote":
            vote = f"vote-{item}"
            say(
                at + minute,
                VoteOpened(vote=vote, item=item, about="main", kind="open", majority="simple"),
                VoteRecorded(
                    vote=vote,
                    counts=counts,
                    entitled=4,
                    present=4,
                    counted="exact",
                    carried=yes > 2,
                    unanimous=yes == 4,
                    rule="kvg-lsa",
                ),
                VoteDeclared(vote=vote, declared=yes > 2),
                ItemConcluded(item=item, outcome="resolved", vote=vote),
            )
        case "leave and return":
            say(at + minute, MemberLeft(member=who))
            say(at + 2 * minute, MemberArrived(member=who))
        case "pause":
            say(at + minute, SessionInterrupted(reason=item))
            say(at + 2 * minute, SessionResumed())
        case "quorum":
            say(at + minute, QuorumEstablished(present=yes, lawful_number=4, quorate=yes > 2))
        case _:
            say(at + minute, ItemConcluded(item=item, outcome="noted", reason=item))


@for_all(slots=SLOTS, closes=st.booleans())
def test_the_public_part_names_nothing_that_is_not_public(slots: list[Slot], closes: bool) -> None:  # noqa: FBT001
    text = minutes.canonical(minutes.write(_sitting(slots, closes=closes), "public", {}, "K")).decode()
    assert "hidden" not in text
    assert '"N ' not in text
    assert [each["number"] for each in json(minutes.write(_sitting(slots), "public", {}, "K"))["agenda"]] == [
        f"Ö {number}" for number in range(1, sum(public for public, *_ in slots) + 1)
    ]


@for_all(slots=SLOTS, closes=st.booleans(), other=SLOTS)
def test_the_public_part_is_the_same_whatever_happened_behind_closed_doors(
    slots: list[Slot],
    closes: bool,  # noqa: FBT001
    other: list[Slot],
) -> None:
    """What was hidden is taken out, changed, or goes on for longer at the end: nobody outside can tell."""
    spare = iter(other)
    changed = [
        slot if slot[0] else (False, *(next(spare, None) or (False, "note", 0, 0))[1:]) for slot in slots
    ]
    while changed and closes and not changed[-1][0] and other:
        changed.append((False, *other.pop()[1:]))
    before, after = (
        minutes.canonical(minutes.write(_sitting(each, closes=closes), "public", {}, "K"))
        for each in (slots, changed)
    )
    assert before == after


@for_all(slots=SLOTS)
def test_nothing_of_a_sitting_is_lost_over_both_parts(slots: list[Slot]) -> None:
    row = _sitting(slots)
    told_of = [
        each["subject"]
        for part in minutes.parts(row)
        for each in json(minutes.write(row, part, {}, "K"))["items"]
    ]
    assert sorted(told_of) == sorted(item.subject for item in row.agenda)
    assert minutes.parts(row) == (("public",) if all(slot[0] for slot in slots) else ("public", "non_public"))


def test_a_draft_is_outdated_by_whatever_is_recorded_after_it() -> None:
    row = _sitting([(True, "vote", 3, 0)])
    meta = Meta(actor="clerk", command=UUID(int=1), happened_at=BEGIN)

    def after(row: Row, event: AnyEvent) -> Row:
        return session.apply(row, Recorded(99, "sessions/s", 99, BEGIN, meta, event))

    drafted = after(row, MinutesDrafted(version=1, public="x"))
    assert drafted.minutes is not None
    assert not drafted.minutes.outdated
    assert after(drafted, MemberLeft(member="a", late=True)).minutes.outdated  # type: ignore[union-attr]


def test_someone_who_came_only_behind_closed_doors_was_not_there_in_public() -> None:
    row = _sitting([(True, "note", 0, 0), (False, "note", 0, 0)])
    row.seats += (Seat(member="late", votes=True),)
    row.attendance["late"] = [session_row.Interval(begin=BEGIN + SLOT * 2 + dt.timedelta(minutes=1))]
    public, rest = (minutes.write(row, part, {}, "K").attendance[-1] for part in ("public", "non_public"))
    assert public.stays == []
    assert len(rest.stays) == 1


def _shown(county: County, part: Part = "public") -> MinutesShown:
    row = row_of(county)
    return minutes_shown.show(row, part, told(county, part), "digest", name=str.upper, due=None, as_of=None)


def test_the_progress_of_minutes_is_shown_around_what_they_say() -> None:
    early = _shown(closed())
    assert (early.version, early.drafted, early.signed, early.names[LANDRAT]) == (0, None, [], "LANDRAT")
    whole = _shown(approved())
    assert (whole.version, whole.status) == (2, "minutes_approved")
    assert whole.drafted is not None
    assert whole.approved is not None
    assert (whole.drafted.person, whole.approved.sitting) == (CLERK, NEXT)
    assert [each.role for each in whole.signed] == ["chair", "clerk"]
    assert [each.text for each in whole.objections] == ["Ich war dafür."]
    assert [each.reason for each in whole.corrections] == ["Einwendung"]
    assert _shown(approved(), "non_public").corrections == []
    assert _shown(signed()).approved is None


def test_everybody_reads_what_was_announced_and_approved_and_no_word_about_the_rest() -> None:
    row = row_of(approved())
    assert not minutes_shown.is_published(row)
    row.announced, row.published_at = [item.id for item in row.agenda if item.public], BEGIN
    assert minutes_shown.is_published(row)
    assert not minutes_shown.is_published(session.initial())
    shown = minutes_shown.for_everybody(row, told(approved()), "digest", str.upper)
    assert (shown.version, shown.drafted, shown.approved, shown.objections, shown.corrections) == (
        *(2, None, None, [], []),
    )
    assert {each.version for each in shown.signed} == {1}
    assert shown.status == "minutes_corrected"
    plain = minutes_shown.for_everybody(row, told(approved()) | {"corrections": []}, "digest", str.upper)
    assert (plain.version, plain.status) == (1, "minutes_approved")


def test_a_substitute_is_told_with_the_seat_and_an_election_with_its_candidates() -> None:
    row = _sitting([(True, "vote", 3, 0), (True, "note", 0, 0)])
    came = BEGIN + SLOT
    row.attendance["guest"] = [session_row.Interval(begin=came, seat="a")]
    row.attendance["nobody"] = []
    (vote,) = row.agenda[0].votes
    vote.kind, vote.candidates, vote.items = "election", ("x", "y"), (row.agenda[1].id,)
    document = minutes.write(row, "public", {}, "K")
    (guest,) = [each for each in document.attendance if each.member == "guest"]
    assert (guest.seat, guest.votes, len(document.attendance)) == ("a", True, 5)
    for item in document.items:
        (told_of,) = item.votes
        assert [(each.name, each.votes) for each in told_of.candidates or ()] == [("x", None), ("y", None)]
    vote.election = ElectionCounts(
        candidates=(Candidate(name="x", votes=3), Candidate(name="y", votes=1)),
        abstained=0,
        invalid=0,
        not_voting=0,
    )
    counted = minutes.write(row, "public", {}, "K").items[0].votes[0].candidates
    assert [each.votes for each in counted or ()] == [3, 1]
