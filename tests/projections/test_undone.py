"""What was taken back or corrected stays visible beside what is in force (rule 14)."""

from typing import Any

import msgspec

from api.minutes_printed import printed
from domain.session.events import SessionEvent
from domain.session.events.agenda import AgendaItemAdded, SessionAnnounced, SessionForm, SessionPlanned
from domain.session.events.attendance import QuorumEstablished, RecusalDeclared, RecusalLifted
from domain.session.events.course import ItemCalled, Seat, SessionOpened
from domain.session.events.votes import (
    Ballot,
    BallotRecorded,
    BallotWithdrawn,
    Counts,
    Manner,
    VoteCorrected,
    VoteDeclared,
    VoteOpened,
    VoteRecorded,
)
from projections.minutes import document as minutes
from projections.minutes import shown as minutes_shown
from projections.session import view as session
from projections.session.row import Row
from projections.session.shown import show
from tests.projections.story import MOMENT, json, row, told

SEATS = (Seat(member="a", votes=True), Seat(member="b", votes=True), Seat(member="adviser", votes=False))
ROLL = VoteOpened(vote="v", item="i", about="main", kind="roll_call", majority="simple")
YES_NO = (Ballot(member="a", choice="yes"), Ballot(member="b", choice="no"))
NO_YES = (Ballot(member="a", choice="no"), Ballot(member="b", choice="yes"))
EVEN = Counts(yes=1, no=1, abstained=0)
COUNTED = VoteRecorded(
    vote="v",
    counts=EVEN,
    entitled=2,
    present=2,
    counted="exact",
    carried=False,
    unanimous=False,
    rule="kvg-lsa",
    ballots=YES_NO,
)
CORRECTED = VoteCorrected(
    vote="v", before=EVEN, after=EVEN, carried=False, unanimous=False, reason="verwechselt", ballots=NO_YES
)


def of(*events: SessionEvent, form: SessionForm = "sitting", again: str | None = None) -> Row:
    """The row of a sitting after these events."""
    began = (
        SessionPlanned(committee="c", date=MOMENT.date(), form=form, again=again),
        AgendaItemAdded(item="i", subject="Deich", public=True, place=0),
        AgendaItemAdded(item="s", subject="Ankauf", public=False, place=1, public_title="Grundstück"),
        AgendaItemAdded(item="t", subject="Personal", public=False, place=2),
        SessionOpened(seats=SEATS, lawful_number=2, rule="kvg-lsa", chair="a"),
    )
    found: Row = row(session, told("sessions/s", *began, *events))
    return found


def shown(found: Row) -> Any:
    """The sitting as it is shown; more than half make a quorum."""
    return json(show(found, position=1, name=str, quorate=lambda present, number: 2 * present > number))


def minuted(found: Row) -> str:
    """The public part of the minutes, printed."""
    document = json(minutes.write(found, "public", {}, "Kreistag"))
    return printed(minutes_shown.show(found, "public", document, "", name=str, due=None, as_of=None))


def test_a_ballot_that_was_withdrawn_leaves_its_answer_and_the_reason() -> None:
    back = BallotWithdrawn(vote="v", member="a", reason="falsche Zeile")
    found = shown(of(ItemCalled(item="i"), ROLL, BallotRecorded(vote="v", member="a", choice="yes"), back))
    assert found["agenda"][0]["votes"][0]["ballots"] == []
    assert found["undone"] == [
        {
            "what": "ballot",
            "item": "i",
            "at": "2023-02-23T09:00:00Z",
            "reason": "falsche Zeile",
            "member": "a",
            "vote": "v",
            "choice": "yes",
        }
    ]


def test_a_recusal_that_was_lifted_leaves_the_member_and_the_reason() -> None:
    lifted = RecusalLifted(item="i", member="b", reason="verwechselt")
    found = shown(of(RecusalDeclared(item="i", member="b"), lifted))
    assert found["agenda"][0]["recused"] == []
    (undone,) = found["undone"]
    assert (undone["what"], undone["member"], undone["reason"]) == ("recusal", "b", "verwechselt")


def test_a_corrected_roll_call_shows_what_each_member_had_answered() -> None:
    found = of(ItemCalled(item="i"), ROLL, COUNTED, VoteDeclared(vote="v", declared=False), CORRECTED)
    vote = shown(found)["agenda"][0]["votes"][0]
    assert vote["ballots"] == [{"member": "a", "choice": "no"}, {"member": "b", "choice": "yes"}]
    assert vote["corrections"][0]["ballots_before"] == [
        {"member": "a", "choice": "yes"},
        {"member": "b", "choice": "no"},
    ]
    told = "\n    zuvor 1 ja, 1 nein, 0 Enthaltungen\n      a: ja\n      b: nein\n"
    assert told in minuted(found)
    back = msgspec.structs.replace(CORRECTED, ballots=(NO_YES[0], YES_NO[1]), reason="b doch nein")
    found = of(ItemCalled(item="i"), ROLL, COUNTED, VoteDeclared(vote="v", declared=False), CORRECTED, back)
    once_more = "  Berichtigt: b doch nein\n    zuvor 1 ja, 1 nein, 0 Enthaltungen\n      b: ja\n"
    assert f"{told}{once_more}" in minuted(found)
    assert f"{told}{once_more}      a:" not in minuted(found)


def test_rule_4_nothing_claimed_of_members_stands_beside_a_vote_that_was_secret() -> None:
    manner = Manner(kind="secret", majority="simple", candidates=())
    secret = VoteCorrected(
        vote="v",
        before=EVEN,
        after=EVEN,
        carried=False,
        unanimous=False,
        reason="x",
        ballots=(),
        manner=manner,
    )
    vote = shown(of(ItemCalled(item="i"), ROLL, COUNTED, secret))["agenda"][0]["votes"][0]
    assert (vote["ballots"], vote["corrections"][0]["ballots_before"]) == (None, [])


def test_in_writing_everybody_with_a_vote_takes_part() -> None:
    found = shown(of(form="circulation"))
    assert (found["present"], found["quorate"], found["warnings"]) == (2, True, [])
    found = shown(of())
    assert (found["present"], found["quorate"]) == (0, False)
    assert [each["warning"] for each in found["warnings"]] == ["not_quorate"]


def test_a_body_that_was_found_quorate_however_few_came_is_shown_so() -> None:
    few = QuorumEstablished(present=0, lawful_number=2, quorate=True)
    found = of(few, again="first")
    assert (shown(found)["quorate"], shown(found)["warnings"]) == (True, [])
    assert "Zum zweiten Mal geladen, nachdem das Gremium nicht beschlussfähig war.\n" in minuted(found)
    assert "Zum zweiten Mal" not in minuted(of(few))


def test_the_public_part_names_the_neutral_titles_that_were_announced_and_nothing_else() -> None:
    found = minuted(of(SessionAnnounced(items=("i", "s", "t"))))
    assert "TAGESORDNUNG\nÖ 1  Deich\nNichtöffentlich: Grundstück\n" in found
    assert "Personal" not in found
    assert "Ankauf" not in found
    assert "Nichtöffentlich" not in minuted(of())
