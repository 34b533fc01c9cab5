import datetime as dt

from msgspec.structs import replace

from domain.flag import Flag
from domain.session.events import SessionEvent
from domain.session.events.agenda import (
    AgendaItemAdded,
    AgendaItemRemoved,
    SessionCancelled,
    SessionMoved,
    SessionPlanned,
    SessionSummoned,
)
from domain.session.events.attendance import (
    MemberArrived,
    MemberLeft,
    QuorumLost,
    RecusalDeclared,
    RecusalLifted,
    SubstitutionRecorded,
)
from domain.session.events.course import ItemCalled, Seat, SessionInterrupted, SessionOpened, Substitute
from domain.session.events.votes import (
    BallotContradicted,
    BallotRecorded,
    Candidate,
    ContradictionResolved,
    CountContradicted,
    Counts,
    DeclarationContradicted,
    ElectionCounts,
    ElectionObjected,
    ItemVoted,
    Manner,
    PreparedVoteWithdrawn,
    VoteCorrected,
    VoteDeclared,
    VoteOpened,
    VotePrepared,
    VoteQuestioned,
    VoteRecorded,
)
from domain.session.votes.flags import ENTERED_LATE
from projections.projection import Projection
from projections.session import row as session_row
from projections.session import view as session
from projections.session.shown import show
from tests.domain.county import ITEM, KREISAUSSCHUSS, LANDRAT, PAPER, PRELIMINARY, SITTING, members
from tests.projections.lives import BODY, recommended, resolved
from tests.projections.story import Json, fold, json, log, row, told

AS_A_VIEW: Projection[session_row.Row] = session

PLANNED = SessionPlanned(committee="c", date=dt.date(2023, 3, 8))
SEATS = (Seat(member="a", votes=True), Seat(member="b", votes=True), Seat(member="adviser", votes=False))
OPENED = SessionOpened(seats=SEATS, lawful_number=2, rule="kvg-lsa", chair="a")
CALLED = (AgendaItemAdded(item="i", subject="Konzept", public=True, place=0), ItemCalled(item="i"))
VOTING = VoteOpened(vote="v", item="i", about="main", kind="open", majority="simple")
COUNTED = VoteRecorded(
    vote="v",
    counts=Counts(yes=2, no=0, abstained=0),
    entitled=2,
    present=2,
    counted="exact",
    carried=True,
    unanimous=True,
    rule="kvg-lsa",
)


STEPS = (
    *("opening", "summons", "attendance", "quorum", "agenda", "minutes", "question_time", "items"),
    *("public_excluded", "public_restored", "announcement", "closing"),
)


def more_than_half(present: int, lawful_number: int) -> bool:
    """The quorum of the tests."""
    return 2 * present > lawful_number


def shown(found: session_row.Row, seats: tuple[Seat, ...] = (), lawful_number: int | None = None) -> Json:
    """What a reader gets of a row."""
    return json(
        show(
            found,
            position=42,
            name=str.upper,
            quorate=more_than_half,
            seats=seats,
            lawful_number=lawful_number,
        )
    )


def sitting(*events: SessionEvent, seats: tuple[Seat, ...] = (), lawful_number: int | None = None) -> Json:
    """What a reader gets of a sitting after its planning and these events, which happened at nine."""
    return shown(row(session, told("sessions/s", PLANNED, *events)), seats, lawful_number)


def lived(id_: str) -> Json:
    """What a reader gets of a sitting of the tests' county."""
    county = recommended() if id_ == SITTING else resolved()
    return shown(
        fold(session, log((fact.stream, fact.meta, fact.event) for fact in county.log))[f"sessions/{id_}"]
    )


def test_a_planned_sitting_has_every_key() -> None:
    assert sitting() == {
        "id": "s",
        "committee": "c",
        "date": "2023-03-08",
        "public": True,
        "form": "sitting",
        "published_at": None,
        "public_admitted": True,
        "steps": [{"step": each, "at": None, "by": None} for each in STEPS],
        "summons": None,
        "approvals": [],
        "public_excluded": [],
        "interruptions": [],
        "announcements": [],
        "notes": [],
        "public_titles": [],
        "chairs": [],
        "corrections": [],
        "undone": [],
        "objections": [],
        "status": "planned",
        "reason": None,
        "received": None,
        "urgency": None,
        "opened_at": None,
        "closed_at": None,
        "lawful_number": None,
        "rule": None,
        "chair": None,
        "members": [],
        "substitutes": [],
        "again": None,
        "present": 0,
        "quorate": None,
        "quorums": [],
        "attendance": [],
        "current": None,
        "vote": None,
        "agenda": [],
        "flags": [],
        "warnings": [],
        "position": 42,
        "as_of": None,
    }


def test_public_and_other_items_are_numbered_apart() -> None:
    agenda = lived(SITTING)["agenda"]
    assert [(each["id"], each["number"]) for each in agenda] == [
        (ITEM, "Ö 1"),
        ("personal", "N 1"),
        ("last", "Ö 2"),
    ]


def test_an_item_leads_to_its_paper_and_station() -> None:
    (item,) = [each for each in lived(SITTING)["agenda"] if each["id"] == ITEM]
    assert (item["vorlage"], item["consultation"]) == (PAPER, PRELIMINARY)
    assert (item["outcome"], item["vote"], item["recused"]) == ("recommended", "ka", [])


def test_until_the_opening_the_committees_own_seats_are_shown() -> None:
    before = sitting(MemberArrived(member="a"), seats=SEATS, lawful_number=3)
    assert before["members"][2] == {"id": "adviser", "name": "ADVISER", "votes": False}
    assert (before["lawful_number"], before["present"], before["quorate"]) == (3, 1, None)


def test_after_the_opening_its_own_copy_of_the_seats_counts() -> None:
    after = sitting(OPENED, seats=(), lawful_number=99)
    assert [each["id"] for each in after["members"]] == ["a", "b", "adviser"]
    assert (after["lawful_number"], after["present"], after["quorate"]) == (2, 0, False)


def test_only_voting_members_who_are_in_the_room_are_present() -> None:
    arrived = [MemberArrived(member=each) for each in ("a", "b", "adviser", "guest")]
    everybody = sitting(*arrived, OPENED)
    assert (everybody["present"], everybody["quorate"]) == (2, True)
    one_left = sitting(*arrived, OPENED, MemberLeft(member="a"))
    assert (one_left["present"], one_left["quorate"]) == (1, False)


def test_attendance_is_told_in_the_order_of_time_and_marks_what_was_entered_later() -> None:
    facts = [
        *told("sessions/s", PLANNED, OPENED, MemberArrived(member="a"), hour=10),
        *told("sessions/s", MemberArrived(member="b", late=True), hour=9),
        *told("sessions/s", MemberLeft(member="b"), hour=11),
    ]
    assert shown(row(session, facts))["attendance"] == [
        {
            "member": "b",
            "from": "2023-02-23T09:00:00Z",
            "to": "2023-02-23T11:00:00Z",
            "late": True,
            "seat": None,
        },
        {"member": "a", "from": "2023-02-23T10:00:00Z", "to": None, "late": False, "seat": None},
    ]


def test_who_leaves_before_coming_was_never_there() -> None:
    facts = [
        *told("sessions/s", PLANNED, MemberArrived(member="a"), hour=10),
        *told("sessions/s", MemberLeft(member="a"), hour=9),
    ]
    assert shown(row(session, facts))["attendance"][0]["to"] is None


def test_a_vote_shows_null_for_what_was_not_counted() -> None:
    found = sitting(*CALLED, OPENED, VOTING)
    (vote,) = found["agenda"][0]["votes"]
    assert (found["vote"], found["current"]) == ("v", "i")
    assert vote == {
        "id": "v",
        "item": "i",
        "about": "main",
        "kind": "open",
        "majority": "simple",
        "status": "opened",
        "yes": None,
        "no": None,
        "abstained": None,
        "invalid": None,
        "not_voting": None,
        "entitled": None,
        "present": None,
        "counted": None,
        "carried": None,
        "unanimous": None,
        "declared": None,
        "rule": None,
        "text_hash": None,
        "amendment": None,
        "repeats": None,
        "items": [],
        "candidates": None,
        "round": None,
        "elected": None,
        "won": None,
        "tied": [],
        "lot": False,
        "members_present": [],
        "ordered_by": None,
        "reason": None,
        "opened_at": "2023-02-23T09:00:00Z",
        "counted_at": None,
        "declared_at": None,
        "flags": [],
        "ballots": None,
        "corrections": [],
        "contradicts": None,
        "contradictions": [],
    }


def test_votes_keep_how_they_ended() -> None:
    (item,) = [each for each in lived(SITTING)["agenda"] if each["id"] == ITEM]
    early, wrong, valid = item["votes"]
    assert (early["status"], early["reason"], early["yes"]) == ("cancelled", "zu früh", None)
    assert (wrong["status"], wrong["reason"], wrong["yes"]) == ("annulled", "falsch verlesen", 10)
    assert (valid["status"], valid["repeats"], valid["yes"]) == ("declared", "wrong", 9)
    assert (valid["carried"], valid["declared"], valid["unanimous"]) == (True, True, True)


def test_a_count_corrected_before_it_was_declared_is_only_counted() -> None:
    (item,) = [each for each in lived(SITTING)["agenda"] if each["id"] == ITEM]
    correction = item["votes"][2]["corrections"][0]
    assert (correction["before"]["yes"], correction["after"]["yes"]) == (8, 9)
    assert correction["reason"] == "verzählt"
    assert correction["happened_at"] != correction["recorded_at"]


def test_a_declared_vote_that_was_corrected_shows_both_counts() -> None:
    motion, main = lived(BODY)["agenda"][0]["votes"]
    assert (main["status"], main["yes"], main["abstained"]) == ("corrected", 8, 1)
    assert main["corrections"][0]["before"] == {
        "yes": 7,
        "no": 0,
        "abstained": 2,
        "invalid": 0,
        "not_voting": 0,
    }
    assert (motion["status"], motion["yes"], motion["no"]) == ("corrected", 9, 0)


def test_only_a_roll_call_shows_ballots() -> None:
    motion, main = lived(BODY)["agenda"][0]["votes"]
    assert main["ballots"] is None
    assert len(motion["ballots"]) == 9
    assert {"member": LANDRAT, "choice": "yes"} in motion["ballots"]


def test_what_is_entered_late_flags_the_votes_it_touches_and_leaves_their_numbers() -> None:
    found = lived(SITTING)
    (item,) = [each for each in found["agenda"] if each["id"] == ITEM]
    early, wrong, valid = item["votes"]
    flag = {"flag": "entered_late", "rule": "14", "reason": None}
    assert early["flags"] == []
    assert flag in wrong["flags"]
    assert flag in valid["flags"]
    assert (valid["yes"], valid["entitled"]) == (9, 10)
    assert {**flag, "item": ITEM, "vote": "ka"} in found["flags"]


def test_a_vote_that_is_questioned_is_flagged_once() -> None:
    doubted = VoteQuestioned(vote="v", flags=(ENTERED_LATE,))
    found = sitting(*CALLED, OPENED, VOTING, COUNTED, doubted, doubted)
    assert found["flags"] == [
        {"flag": "entered_late", "rule": "14", "reason": None, "item": "i", "vote": "v"}
    ]


def test_two_counts_are_both_shown_whichever_is_kept() -> None:
    second = CountContradicted(
        vote="v",
        counts=Counts(yes=1, no=1, abstained=0),
        entitled=2,
        carried=False,
        unanimous=False,
        rival="w",
    )
    (vote,) = sitting(*CALLED, OPENED, VOTING, COUNTED, second)["agenda"][0]["votes"]
    assert [each["flag"] for each in vote["flags"]] == ["contradicted"]
    (found,) = vote["contradictions"]
    assert (found["yes"], found["no"], found["rival"], found["kept"]) == (1, 1, "w", None)
    kept = ContradictionResolved(vote="v", keep="first", reason="nachgefragt")
    (vote,) = sitting(*CALLED, OPENED, VOTING, COUNTED, second, kept)["agenda"][0]["votes"]
    (found,) = vote["contradictions"]
    assert (found["yes"], found["kept"], found["reason"]) == (1, "first", "nachgefragt")
    assert vote["flags"] == []


def test_two_answers_of_a_member_are_both_shown() -> None:
    roll = VoteOpened(vote="v", item="i", about="main", kind="roll_call", majority="simple")
    answer = BallotRecorded(vote="v", member="a", choice="yes")
    other = BallotContradicted(vote="v", member="a", choice="no")
    kept = ContradictionResolved(vote="v", keep="first", reason="nachgefragt", member="a")
    (vote,) = sitting(*CALLED, OPENED, roll, answer, other)["agenda"][0]["votes"]
    assert vote["ballots"] == [{"member": "a", "choice": "yes"}]
    assert vote["contradictions"][0]["ballots"] == [{"member": "a", "choice": "no"}]
    assert [each["flag"] for each in vote["flags"]] == ["contradicted"]
    (vote,) = sitting(*CALLED, OPENED, roll, answer, other, kept, kept)["agenda"][0]["votes"]
    assert (vote["contradictions"][0]["kept"], vote["flags"]) == ("first", [])


def test_two_declared_results_are_both_shown_and_apart_from_two_counts() -> None:
    said = VoteDeclared(vote="v", declared=True)
    other = DeclarationContradicted(vote="v", declared=False, elected="B")
    kept = ContradictionResolved(vote="v", keep="second", reason="Mitschnitt", declaration=True)
    of_counts = ContradictionResolved(vote="v", keep="second", reason="Mitschnitt")
    both = (*CALLED, OPENED, VOTING, COUNTED, said, other)
    (vote,) = sitting(*both)["agenda"][0]["votes"]
    assert [each["flag"] for each in vote["flags"]] == ["contradicted"]
    (found,) = vote["contradictions"]
    assert (found["declared"], found["elected"], found["yes"], found["kept"]) == (False, "B", None, None)
    (vote,) = sitting(*both, of_counts)["agenda"][0]["votes"]
    assert vote["contradictions"][0]["kept"] is None
    (vote,) = sitting(*both, kept)["agenda"][0]["votes"]
    assert (vote["contradictions"][0]["kept"], vote["flags"]) == ("second", [])


def test_a_vote_is_shown_as_it_was_held_once_the_chair_said_so() -> None:
    corrected = VoteCorrected(
        vote="v",
        before=COUNTED.counts,
        after=COUNTED.counts,
        carried=False,
        unanimous=False,
        reason="war geheim",
        manner=Manner(kind="secret", majority="absolute"),
    )
    (vote,) = sitting(*CALLED, OPENED, VOTING, COUNTED, corrected)["agenda"][0]["votes"]
    assert (vote["kind"], vote["majority"], vote["carried"]) == ("secret", "absolute", False)


def test_flags_of_summons_opening_and_correction_are_shown() -> None:
    late = Flag(flag="contested", rule="§ 53", reason="eilig")
    quorum = Flag(flag="contested", rule="5", reason="Vertagung droht")
    differs = Flag(flag="declared_differs", rule="6")
    corrected = VoteCorrected(
        vote="v",
        before=COUNTED.counts,
        after=COUNTED.counts,
        carried=False,
        unanimous=False,
        reason="verzählt",
        flags=(differs,),
    )
    found = sitting(
        SessionSummoned(received=dt.date(2023, 3, 7), urgency="eilig", flags=(late,)),
        SessionOpened(seats=SEATS, lawful_number=2, rule="kvg-lsa", flags=(quorum,)),
        *CALLED,
        VOTING,
        COUNTED,
        corrected,
        corrected,
    )
    assert [(each["rule"], each["vote"]) for each in found["flags"]] == [
        ("§ 53", None),
        ("5", None),
        ("6", "v"),
    ]
    assert (found["received"], found["urgency"]) == ("2023-03-07", "eilig")


def test_flags_of_an_item_are_shown_with_it_and_with_the_sitting() -> None:
    flag = Flag(flag="contested", rule="publicity", reason="Eile")
    found = sitting(
        *(each for each in CALLED if not isinstance(each, ItemCalled)),
        *(replace(each, flags=(flag,)) for each in CALLED if isinstance(each, ItemCalled)),
    )
    [item] = [each for each in found["agenda"] if each["flags"]]
    assert [(each["rule"], each["reason"], each["item"], each["vote"]) for each in found["flags"]] == [
        ("publicity", "Eile", item["id"], None)
    ]
    assert [each["rule"] for each in item["flags"]] == ["publicity"]


def test_a_correction_settles_the_flags_that_were_about_the_counts() -> None:
    unconfirmed = replace(COUNTED, flags=(Flag(flag="not_voting_unconfirmed", rule="2"),))
    corrected = VoteCorrected(
        vote="v", before=COUNTED.counts, after=COUNTED.counts, carried=True, unanimous=True, reason="verzählt"
    )
    assert sitting(OPENED, *CALLED, VOTING, unconfirmed)["flags"] != []
    assert sitting(OPENED, *CALLED, VOTING, unconfirmed, corrected)["flags"] == []


def test_a_removed_item_is_gone() -> None:
    assert sitting(CALLED[0], AgendaItemRemoved(item="i"))["agenda"] == []


def test_a_sitting_is_moved_cancelled_interrupted_and_closed() -> None:
    assert sitting(SessionMoved(date=dt.date(2023, 3, 9)))["date"] == "2023-03-09"
    cancelled = sitting(SessionCancelled(reason="Hochwasser"))
    assert (cancelled["status"], cancelled["reason"]) == ("cancelled", "Hochwasser")
    interrupted = sitting(OPENED, SessionInterrupted(reason="Pause"))
    assert (interrupted["status"], interrupted["reason"]) == ("interrupted", "Pause")
    closed = lived(SITTING)
    assert (closed["status"], closed["reason"], closed["current"]) == ("closed", None, None)
    assert closed["closed_at"] is not None
    assert closed["quorums"][0]["quorate"] is True
    assert closed["attendance"][0]["member"] in {LANDRAT, *members(KREISAUSSCHUSS, 9)}


def test_sessions_are_searched_by_columns() -> None:
    assert session.columns(row(session, told("sessions/s", PLANNED))) == {
        "committee": "c",
        "date": "2023-03-08",
        "status": "planned",
        "public": 1,
    }


ELECTING = VoteOpened(
    vote="v",
    item="i",
    about="election",
    kind="election",
    majority="simple",
    candidates=("Anders", "Brandt"),
    round=2,
)
SUMS = ElectionCounts(
    candidates=(Candidate(name="Anders", votes=1), Candidate(name="Brandt", votes=1)),
    abstained=0,
    invalid=0,
    not_voting=0,
    tied=("Anders", "Brandt"),
)


def test_an_election_shows_candidates_rounds_and_the_lot() -> None:
    (opened,) = sitting(*CALLED, OPENED, ELECTING)["agenda"][0]["votes"]
    assert opened["candidates"] == [{"name": "Anders", "votes": None}, {"name": "Brandt", "votes": None}]
    assert (opened["round"], opened["abstained"], opened["won"]) == (2, None, None)
    objected = ElectionObjected(vote="v", member="a")
    counted = replace(
        COUNTED, counts=None, carried=False, unanimous=False, election=SUMS, members_present=("a", "b")
    )
    said = VoteDeclared(vote="v", declared=True, elected="Brandt", lot=True)
    events = (*CALLED, OPENED, ELECTING, objected, counted, said)
    (vote,) = sitting(*events)["agenda"][0]["votes"]
    assert (vote["kind"], vote["yes"], vote["abstained"], vote["invalid"]) == ("secret", None, 0, 0)
    assert vote["candidates"][1] == {"name": "Brandt", "votes": 1}
    assert (vote["elected"], vote["won"], vote["tied"], vote["lot"]) == (
        "Brandt",
        None,
        ["Anders", "Brandt"],
        True,
    )
    assert vote["members_present"] == ["a", "b"]
    after = replace(SUMS, elected="Brandt", tied=())
    corrected = VoteCorrected(
        vote="v",
        before=None,
        after=None,
        carried=True,
        unanimous=False,
        reason="nachgezählt",
        tellers=("a", "b"),
        election_before=SUMS,
        election=after,
    )
    (vote,) = sitting(*events, corrected)["agenda"][0]["votes"]
    assert (vote["won"], vote["corrections"][0]["tellers"]) == ("Brandt", ["a", "b"])


def test_a_substitute_has_the_seat_of_a_member() -> None:
    opened = replace(OPENED, substitutes=(Substitute(member="b", substitute="s"),))
    came = SubstitutionRecorded(member="b", substitute="s")
    found = sitting(*CALLED, opened, MemberArrived(member="a"), came)
    assert found["substitutes"] == [{"member": "b", "id": "s", "name": "S"}]
    assert (found["present"], found["quorate"], found["warnings"]) == (2, True, [])
    assert [(each["member"], each["seat"]) for each in found["attendance"]] == [("a", None), ("s", "b")]
    lost = QuorumLost(present=1, lawful_number=2)
    found = sitting(*CALLED, opened, MemberArrived(member="a"), lost)
    assert found["warnings"] == [{"warning": "not_quorate", "rule": "5"}]


def test_a_vote_over_several_items_names_them() -> None:
    several = replace(VOTING, items=(ItemVoted(item="j"),))
    (vote,) = sitting(*CALLED, OPENED, several)["agenda"][0]["votes"]
    assert vote["items"] == ["j"]


def test_a_prepared_vote_is_shown_beside_the_votes_until_it_is_opened_or_withdrawn() -> None:
    first = VotePrepared(vote="v", item="i", about="procedural", kind="open", majority="simple")
    second = replace(first, vote="w", about="election", kind="election", candidates=("A",), round=1)
    (item,) = sitting(*CALLED, OPENED, first, second)["agenda"]
    assert item["votes"] == []
    assert [(each["id"], each["status"], each["about"]) for each in item["prepared"]] == [
        ("v", "prepared", "procedural"),
        ("w", "prepared", "election"),
    ]
    assert (item["prepared"][1]["candidates"], item["prepared"][1]["items"]) == (["A"], ["i"])
    (item,) = sitting(*CALLED, OPENED, first, second, PreparedVoteWithdrawn(vote="v", reason="x"), ELECTING)[
        "agenda"
    ]
    assert [each["id"] for each in item["prepared"]] == ["w"]
    assert [each["id"] for each in item["votes"]] == ["v"]


def test_a_contested_recusal_that_is_lifted_takes_its_flag_off_the_item_and_no_other() -> None:
    first, second = (Flag(flag="contested", rule="recusal", reason=each) for each in ("zuerst", "dann"))
    declared = (
        RecusalDeclared(item="i", member="a", flags=(first,)),
        RecusalDeclared(item="i", member="b", flags=(second,)),
        RecusalDeclared(item="i", member="c"),
    )
    (item,) = sitting(*CALLED, OPENED, *declared)["agenda"]
    assert [each["reason"] for each in item["flags"]] == ["zuerst", "dann"]
    lifted = (
        RecusalLifted(item="i", member="a", reason="x"),
        RecusalLifted(item="i", member="c", reason="x"),
    )
    (item,) = sitting(*CALLED, OPENED, *declared, *lifted)["agenda"]
    assert [each["reason"] for each in item["flags"]] == ["dann"]
    assert item["recused"] == ["b"]
