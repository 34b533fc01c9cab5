"""Minutes tell every step of a sitting, and the public part nothing from behind closed doors (rule 12)."""

import datetime as dt
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from hypothesis import given as for_all
from hypothesis import strategies as st
from msgspec.structs import replace

from domain.events import AnyEvent
from domain.flag import Flag
from domain.recorded import Meta, Recorded
from domain.session.commands.votes import DeclareVote, OpenVote, RecordVote
from domain.session.commands.wording import ChangeWording, FreezeWording, ReadBackWording
from domain.session.events import SessionEvent
from domain.session.events.agenda import AgendaItemAdded, SessionPlanned
from domain.session.events.course import (
    ItemCalled,
    ItemConcluded,
    ItemReopened,
    Seat,
    SessionClosed,
    SessionOpened,
)
from domain.session.events.minutes import MinutesCorrected, MinutesDrafted
from domain.session.events.proceedings import (
    AgendaApprovalWithdrawn,
    AgendaApproved,
    ChairHandedOver,
    ItemAccepted,
    NoteRecorded,
    NoteWithdrawn,
    PublicExcluded,
    PublicRestored,
    ResolutionsAnnounced,
    SummonsEstablished,
)
from domain.session.events.votes import (
    Ballot,
    BallotContradicted,
    Candidate,
    ContradictionResolved,
    CountContradicted,
    Counts,
    DeclarationContradicted,
    ElectionCounts,
    ElectionObjected,
    ItemVoted,
    VoteCorrected,
    VoteDeclared,
    VoteOpened,
    VoteRecorded,
)
from projections.minutes import document as minutes
from projections.minutes import shown as minutes_shown
from projections.minutes.document import Part
from projections.minutes.extract import extract
from projections.session import view as session
from projections.session.row import Row
from tests.domain.county import CLERK, ITEM, PAPER, PRELIMINARY, SITTING, VOTE, County
from tests.domain.county import sitting as opened
from tests.projections.minuted import row_of
from tests.projections.story import json

BEGIN = dt.datetime(2023, 3, 8, 17, 0, tzinfo=dt.UTC)
SEATS = tuple(Seat(member=each, votes=True) for each in ("a", "b", "c"))
OPENED = SessionOpened(seats=SEATS, lawful_number=3, rule="kvg-lsa", chair="a")
AGENDA = (
    SessionPlanned(committee="body", date=BEGIN.date()),
    AgendaItemAdded(item="asked", subject="Fragestunde", public=True, place=0, kind="question_time"),
    AgendaItemAdded(item="road", subject="Wege", public=True, place=1, late=True, urgency="Frost"),
    AgendaItemAdded(item="bridge", subject="Brücke", public=True, place=2),
    AgendaItemAdded(item="staff", subject="Personal", public=False, place=3),
    OPENED,
)
BEHIND, AGAIN = PublicExcluded(reason="Personal"), PublicRestored()
COUNTS = Counts(yes=3, no=0, abstained=0)


def row(*events: SessionEvent) -> Row:
    """A sitting of which these events tell, each in a minute of its own."""
    found = session.initial()
    for position, event in enumerate((*AGENDA, *events), 1):
        at = BEGIN + dt.timedelta(minutes=position)
        meta = Meta(actor="clerk", command=UUID(int=position), happened_at=at)
        found = session.apply(found, Recorded(position, "sessions/s", position, at, meta, event))
    return session.decode(session.encode(found))


def told(found: Row, part: Part = "public") -> Any:
    return json(minutes.write(found, part, {}, "Kreisausschuss"))


def voted(vote: str, item: str, **fields: Any) -> Sequence[SessionEvent]:
    """A vote with its result, which concludes its item."""
    return (
        VoteOpened(vote=vote, item=item, about="main", kind="open", majority="simple", **fields),
        VoteRecorded(
            vote=vote,
            counts=COUNTS,
            entitled=3,
            present=3,
            counted="exact",
            carried=True,
            unanimous=True,
            rule="kvg-lsa",
        ),
        VoteDeclared(vote=vote, declared=True),
        ItemConcluded(item=item, outcome="resolved", vote=vote, resolution_number="KA 1/2023"),
    )


def item_of(document: Any, number: str) -> Any:
    return next(each for each in document["items"] if each["number"] == number)


def test_the_steps_of_the_clerks_list_are_told() -> None:
    found = row(
        SummonsEstablished(in_order=False, objection="zu spät", flags=(Flag(flag="contested", rule="5"),)),
        AgendaApproved(order=()),
        AgendaApprovalWithdrawn(reason="Irrtum"),
        AgendaApproved(order=(), changes="TOP 2 zuerst"),
        ItemAccepted(item="road"),
        ChairHandedOver(member="b", reason="befangen", before="a"),
    )
    public = told(found)
    steps = public["steps"]
    assert (steps["summons"]["in_order"], steps["summons"]["objection"]) == (False, "zu spät")
    assert steps["approval"]["changes"] == "TOP 2 zuerst"
    assert (public["chair"], [(each["member"], each["reason"]) for each in steps["presided"]]) == (
        *("a", [("b", "befangen")]),
    )
    assert [flag["flag"] for flag in public["flags"]] == ["contested"]
    assert item_of(public, "Ö 2")["accepted"] is True
    assert item_of(public, "Ö 1")["kind"] == "question_time"
    shown = minutes_shown.show(found, "public", public, "digest", name=str.upper, due=None, as_of=None)
    assert shown.names["b"] == "B"


def test_notes_stand_in_their_part() -> None:
    found = row(
        NoteRecorded(note="1", text="Frage nach dem Weg", public=True, item="asked"),
        NoteRecorded(note="2", text="vertraulich", public=False, item="road"),
        NoteRecorded(note="3", text="Gäste begrüßt", public=True),
        NoteRecorded(note="4", text="falsch", public=True),
        NoteWithdrawn(note="4", reason="Irrtum"),
        ItemCalled(item="staff"),
        NoteRecorded(note="5", text="drei Bewerber", public=False, item="staff"),
        NoteRecorded(note="6", text="ohne Angabe", public=True),
    )
    public, rest = told(found), told(found, "non_public")
    assert [each["text"] for each in item_of(public, "Ö 1")["notes"]] == ["Frage nach dem Weg"]
    assert item_of(public, "Ö 2")["notes"] == []
    assert [each["text"] for each in public["notes"]] == ["Gäste begrüßt"]
    assert [each["text"] for each in item_of(rest, "N 1")["notes"]] == ["drei Bewerber"]
    assert [(each["number"], each["text"]) for each in rest["notes"]] == [
        ("Ö 2", "vertraulich"),
        (None, "ohne Angabe"),
    ]


def test_what_was_resolved_without_the_public_is_told_as_it_was_announced() -> None:
    announced = ResolutionsAnnounced(items=("staff",), text="Eine Stelle wurde besetzt.")
    behind = (ItemCalled(item="staff"), *voted("v", "staff"))
    public = row(*behind, ItemCalled(item="road"), announced)
    (told_of,) = told(public)["steps"]["announcements"]
    assert (told_of["numbers"], told_of["text"]) == ([], "Eine Stelle wurde besetzt.")
    assert told(public, "non_public")["steps"]["announcements"][0]["numbers"] == ["N 1"]
    early = row(*behind, announced)
    assert told(early)["steps"]["announcements"] == []


def test_a_vote_on_a_public_item_behind_closed_doors_stands_in_the_other_part() -> None:
    held = (ItemCalled(item="road"), BEHIND, *voted("v", "road"), AGAIN)
    found = row(*held, ItemCalled(item="bridge"), ItemConcluded(item="bridge", outcome="noted"))
    public, rest = told(found), told(found, "non_public")
    item = item_of(public, "Ö 2")
    assert (item["votes"], item["outcome"], item["resolution_number"]) == ([], None, None)
    assert item_of(public, "Ö 3")["outcome"] == "noted"
    behind = item_of(rest, "Ö 2")
    assert (len(behind["votes"]), behind["outcome"], behind["resolution_number"]) == (
        *(1, "resolved", "KA 1/2023"),
    )
    assert public["steps"]["exclusions"] == []
    (exclusion,) = rest["steps"]["exclusions"]
    assert (exclusion["reason"], exclusion["mistake"]) == ("Personal", None)
    assert exclusion["to"] > exclusion["from"]
    said = row(*held, ItemReopened(item="road", reason="Irrtum"), *voted("again", "road"))
    assert item_of(told(said), "Ö 2")["outcome"] == "resolved"
    meta = Meta(actor="x", command=UUID(int=1), happened_at=BEGIN)
    for event in (
        MinutesDrafted(version=1, public="x"),
        MinutesCorrected(version=2, public="x", reason="r", vote="v"),
    ):
        found = session.apply(found, Recorded(99, "sessions/s", 99, BEGIN, meta, event))
    assert [len(told(found, part)["corrections"]) for part in minutes.parts(found)] == [0, 1]


def test_what_is_entered_late_with_a_time_behind_closed_doors_is_not_told() -> None:
    found = row(ItemCalled(item="road"), BEHIND, AGAIN)
    at = found.doors.closures[0].begin
    meta = Meta(actor="x", command=UUID(int=1), happened_at=at)
    late = ChairHandedOver(member="b", reason="befangen", before="a")
    found = session.apply(found, Recorded(99, "sessions/s", 99, BEGIN, meta, late))
    assert told(found)["steps"]["presided"] == []
    assert len(told(found, "non_public")["steps"]["presided"]) == 1


def test_a_sitting_that_closes_behind_closed_doors_flags_nothing_in_public() -> None:
    flag = Flag(flag="contested", rule="6")
    behind = row(ItemCalled(item="staff"), SessionClosed(flags=(flag,)))
    assert (told(behind)["flags"], len(told(behind, "non_public")["flags"])) == ([], 1)
    assert len(told(row(SessionClosed(flags=(flag,))))["flags"]) == 1
    # What is entered after the closing happens behind no doors.
    after = row(ItemCalled(item="staff"), SessionClosed(), *voted("v", "road"))
    assert item_of(told(after), "Ö 2")["outcome"] == "resolved"


def test_several_items_in_one_vote_name_each_other_and_keep_their_own_wording() -> None:
    found = row(
        *voted("v", "road", text_hash="one", items=(ItemVoted(item="bridge", text_hash="two"),)),
        ItemConcluded(item="bridge", outcome="resolved", vote="v"),
    )
    public = told(found)
    votes = [item_of(public, number)["votes"][0] for number in ("Ö 2", "Ö 3")]
    assert [each["items"] for each in votes] == [["Ö 2", "Ö 3"]] * 2
    assert [each["text_hash"] for each in votes] == ["one", "two"]
    cut = extract(found, "bridge", {}, "Kreisausschuss")
    assert cut is not None
    assert (cut.text_hash, cut.resolution_number) == ("two", None)


def test_contradictions_and_the_chairs_choice_are_told() -> None:
    other = Counts(yes=2, no=1, abstained=0)
    found = row(
        *voted("v", "road")[:2],
        CountContradicted(vote="v", counts=other, entitled=3, carried=True, unanimous=False),
        BallotContradicted(vote="v", member="a", choice="no"),
        ContradictionResolved(vote="v", keep="second", reason="Zählliste"),
    )
    first, second = item_of(told(found), "Ö 2")["votes"][0]["contradictions"]
    assert (first["counts"]["yes"], first["kept"], first["reason"]) == (2, "second", "Zählliste")
    assert (second["member"], second["choice"], second["kept"]) == ("a", "no", None)


def test_an_election_tells_round_sums_lot_objection_and_recount() -> None:
    def sums(votes: int) -> ElectionCounts:
        candidates = (Candidate(name="x", votes=votes), Candidate(name="y", votes=1))
        return ElectionCounts(candidates=candidates, abstained=1, invalid=0, not_voting=0)

    found = row(
        VoteOpened(
            vote="v",
            item="road",
            about="election",
            kind="election",
            majority="simple",
            candidates=("x", "y"),
            round=2,
            repeats="u",
        ),
        ElectionObjected(vote="v", member="a"),
        replace(voted("v", "road")[1], counts=None, election=sums(2)),
        VoteDeclared(vote="v", declared=True, elected="x", lot=True),
        VoteCorrected(
            vote="v",
            before=None,
            after=None,
            carried=True,
            unanimous=False,
            reason="verzählt",
            tellers=("b", "guest"),
            election_before=sums(2),
            election=sums(1),
        ),
    )
    public = told(found)
    (vote,) = item_of(public, "Ö 2")["votes"]
    assert (vote["round"], vote["elected"], vote["lot"], vote["objected"], vote["repeats"], vote["kind"]) == (
        *(2, "x", True, True, True, "secret"),
    )
    assert vote["election"] == {"abstained": 1, "invalid": 0, "not_voting": 0}
    assert vote["corrections"][0]["tellers"] == ["b", "guest"]
    assert vote["corrections"][0]["election_before"]["candidates"][0]["votes"] == 2
    shown = minutes_shown.show(found, "public", public, "digest", name=str.upper, due=None, as_of=None)
    assert shown.names["guest"] == "GUEST"


def test_by_circulation_every_member_took_part() -> None:
    found = row()
    found.form = "circulation"
    document = told(found)
    assert document["held"] == "circulation"
    assert [each["stays"] for each in document["attendance"]] == [[{"from": None, "to": None}]] * 3


def aloud(station: str, yes: int, *documents: tuple[str, str]) -> County:
    """A body votes on what was changed aloud."""
    county = opened(station)
    for document, text in documents:
        county = county.when(CLERK, ChangeWording(session=SITTING, item=ITEM, document=document, text=text))
    return county.all(
        CLERK,
        ReadBackWording(session=SITTING, item=ITEM),
        FreezeWording(session=SITTING, item=ITEM),
        OpenVote(session=SITTING, item=ITEM, vote=VOTE),
        RecordVote(session=SITTING, vote=VOTE, yes=yes, no=9 - yes, abstained=0),
        DeclareVote(session=SITTING, vote=VOTE),
    )


SAID = "Der Kreistag beschließt das Konzept sofort."


@for_all(yes=st.sampled_from([2, 9]), reasons=st.booleans(), slip=st.booleans())
def test_rule_7_the_wording_changed_aloud_is_found_by_its_hash(
    yes: int,
    reasons: bool,  # noqa: FBT001
    slip: bool,  # noqa: FBT001
) -> None:
    """Also where the body only advised or rejected it, so that no edition says so."""
    documents = [("proposed_resolution", "Der Kreistag beschließt.")] if slip else []
    documents += [("proposed_resolution", SAID), *([("reasons", "Es eilt.\n")] if reasons else [])]
    county = aloud(PRELIMINARY, yes, *documents)
    found = row_of(county)
    (vote,) = found.agenda[0].votes
    written = minutes.write(found, "public", county.world.vorlagen, "K").items[0].wording
    assert written is not None
    assert (written.proposed_resolution, written.hash) == (SAID, vote.text_hash)
    cut = extract(found, ITEM, {PAPER: county.paper}, "K")
    assert cut is not None
    assert cut.wording == written


def test_results_that_were_declared_otherwise_are_told() -> None:
    found = row(
        *voted("v", "road"),
        DeclarationContradicted(vote="v", declared=False),
        ContradictionResolved(vote="v", keep="first", reason="Mitschnitt", declaration=True),
        DeclarationContradicted(vote="v", declared=True, elected="B"),
    )
    first, second = item_of(told(found), "Ö 2")["votes"][0]["contradictions"]
    assert (first["declared"], first["elected"], first["kept"]) == (False, None, "first")
    assert (second["declared"], second["elected"], second["kept"]) == (True, "B", None)


def test_a_ballot_that_was_contradicted_is_shown_beside_the_answers() -> None:
    found = row(*voted("v", "road")[:1], BallotContradicted(vote="v", member="a", choice="no"))
    (vote,) = found.agenda[1].votes
    vote.kind, vote.ballots = "roll_call", [Ballot(member="a", choice="yes")]
    (shown,) = item_of(told(found), "Ö 2")["votes"]
    assert [each["choice"] for each in (*shown["ballots"], *shown["contradictions"])] == ["yes", "no"]


HIDDEN: Sequence[Sequence[SessionEvent]] = (
    (NoteRecorded(note="h", text="hidden", public=True),),
    (NoteRecorded(note="h", text="hidden", public=False, item="road"),),
    voted("hidden", "road"),
    voted("hidden", "staff"),
    (ChairHandedOver(member="b", reason="hidden", before="a"), ChairHandedOver(member="a", reason="hidden")),
    (ResolutionsAnnounced(items=("staff",), text="hidden"),),
    (AgendaApproved(order=(), changes="hidden"),),
    (SummonsEstablished(in_order=False, objection="hidden", flags=(Flag(flag="contested", rule="5"),)),),
)


@for_all(st.lists(st.sampled_from(range(len(HIDDEN))), unique=True), st.booleans())
def test_rule_12_nothing_from_behind_closed_doors_is_told_in_public(
    chosen: list[int],
    excluded: bool,  # noqa: FBT001
) -> None:
    def bytes_of(*behind: AnyEvent) -> bytes:
        begin, end = (BEHIND, AGAIN) if excluded else (ItemCalled(item="staff"), ItemCalled(item="bridge"))
        found = session.initial()
        events = (*AGENDA, ItemCalled(item="road"), begin, *behind)
        hour = dt.timedelta(hours=1)
        times = [BEGIN + dt.timedelta(minutes=number) for number in range(len(events))]
        last = (end, SessionClosed())
        moments = zip((*events, *last), (*times, BEGIN + hour, BEGIN + 2 * hour), strict=True)
        for position, (event, at) in enumerate(moments, 1):
            meta = Meta(actor="clerk", command=UUID(int=position), happened_at=at)
            found = session.apply(found, Recorded(position, "sessions/s", position, at, meta, event))
        return minutes.canonical(minutes.write(found, "public", {}, "K"))

    behind = [event for each in chosen for event in HIDDEN[each]]
    assert bytes_of(*behind) == bytes_of()
