"""What the public may know of sittings and papers, case by case (rule 12)."""

import datetime as dt
from typing import Any

from msgspec.structs import replace

from domain.flag import Flag
from domain.session.agenda.concluding import NOT_REACHED
from domain.session.commands.agenda import AnnounceSession
from domain.session.commands.votes import DeclareVote, OpenVote, RecordVote
from domain.session.events import SessionEvent
from domain.session.events.agenda import (
    AgendaItemAdded,
    AnnouncementWithdrawn,
    SessionAnnounced,
    SessionPlanned,
)
from domain.session.events.attendance import MemberArrived, MemberLeft
from domain.session.events.course import (
    ItemCalled,
    ItemConcluded,
    ItemReopened,
    SessionClosed,
    SessionInterrupted,
    SessionOpened,
)
from domain.session.events.proceedings import (
    AttendanceCorrected,
    ItemRecalled,
    PublicExcluded,
    PublicRestored,
    ResolutionsAnnounced,
    Span,
)
from domain.session.events.votes import Counts, VoteDeclared, VoteOpened, VotePrepared, VoteRecorded
from domain.session.events.wording import WordingChanged, WordingFrozen
from domain.vorlage.commands.aftermath import WithdrawVorlage
from domain.vorlage.commands.editions import PublishVorlage
from domain.vorlage.commands.motions import ProposeAmendment
from projections.minutes.document import write
from projections.minutes.extract import extract
from projections.public import disclosure
from projections.public import record as public
from projections.public.record import Public
from projections.session.shown import SessionShown
from tests.domain.county import (
    CHAIR,
    CLERK,
    ITEM,
    KT_DAY,
    LANDRAT,
    MEASURE,
    MOTION,
    NEW,
    OFFICE,
    OLD,
    PAPER,
    SITTING,
    VOTE,
    County,
)
from tests.domain.county import sitting as sitting_of_the_kreistag
from tests.projections.lives import AGAIN, BODY, recommended, resolved
from tests.projections.story import MOMENT, json, log, told

PLANNED = SessionPlanned(committee="c", date=KT_DAY)
OPEN = AgendaItemAdded(item="open", subject="Wege", public=True, place=0)
SECRET = AgendaItemAdded(item="secret", subject="Personal", public=False, place=1)
ANNOUNCED = SessionAnnounced(items=("open",))


def sitting(*events: SessionEvent) -> disclosure.Sitting:
    """A sitting of which these events tell, each at an hour of its own."""
    found = disclosure.begin()
    told_ = (told("sessions/s", each, hour=hour)[0] for hour, each in enumerate(events, 1))
    for recorded in log(told_):
        disclosure.follow(found, recorded)
    return found


def test_a_sitting_that_was_not_announced_does_not_exist() -> None:
    assert disclosure.sitting_row(sitting(PLANNED, OPEN, SECRET), bool) is None
    back = sitting(PLANNED, OPEN, SECRET, ANNOUNCED, AnnouncementWithdrawn(reason="Irrtum"))
    assert disclosure.sitting_row(back, bool) is None
    closed = sitting(SessionPlanned(committee="c", date=KT_DAY, public=False), OPEN, ANNOUNCED)
    assert disclosure.sitting_row(closed, bool) is None


def test_an_outcome_behind_closed_doors_is_not_seen_until_it_is_said_in_public() -> None:
    off = ItemConcluded(item="open", outcome="taken_off")
    events = (PLANNED, OPEN, SECRET, ANNOUNCED, ItemCalled(item="secret"), off)
    assert sitting(*events).items == {"open": False}
    reopened = (*events, ItemReopened(item="open", reason="Irrtum"))
    assert sitting(*reopened).row.doors.outcomes == []
    assert sitting(*reopened, ItemCalled(item="open"), off).items == {"open": True}


def test_who_goes_behind_closed_doors_is_missed_when_they_open() -> None:
    events = (PLANNED, OPEN, SECRET, ANNOUNCED, MemberArrived(member="m"), MemberArrived(member="n"))
    gone = (*events, ItemCalled(item="secret"), MemberLeft(member="m"), MemberArrived(member="o"))
    row = disclosure.sitting_row(sitting(*gone), bool)
    assert row is not None
    assert {key: each[-1].end for key, each in row.attendance.items()} == {"m": None, "n": None}
    opened = sitting(*gone, ItemCalled(item="open"))
    row = disclosure.sitting_row(opened, bool)
    assert row is not None
    [m], [o] = row.attendance["m"], row.attendance["o"]
    assert m.end == o.begin == opened.row.doors.closures[0].end


def test_who_goes_and_comes_back_behind_closed_doors_was_there_throughout() -> None:
    events = (PLANNED, OPEN, SECRET, ANNOUNCED, MemberArrived(member="m"), ItemCalled(item="secret"))
    gone = (*events, MemberLeft(member="m"), MemberArrived(member="m"), ItemCalled(item="open"))
    row = disclosure.sitting_row(sitting(*gone), bool)
    assert row is not None
    [m] = row.attendance["m"]
    assert m.end is None


def test_an_interruption_is_not_told() -> None:
    row = disclosure.sitting_row(
        sitting(PLANNED, OPEN, ANNOUNCED, SessionInterrupted(reason="Streit im Saal")), bool
    )
    assert row is not None
    assert (row.status, row.reason) == ("opened", None)


def seen(county: County) -> dict[str, Any]:
    """The paper as the public sees it at the end."""
    recorded = log((fact.stream, fact.meta, fact.event) for fact in county.log)

    def load(stream: str, through: int) -> list[Any]:
        return [each for each in recorded if each.stream == stream and each.position <= through]

    body = Public(load).seen("vorlage", PAPER, len(recorded))
    return {} if not body else public.decode(body)["shown"]


def test_only_what_was_decided_in_an_announced_sitting_is_known() -> None:
    decided = resolved()
    assert seen(decided) == {}
    first = decided.when(OFFICE, AnnounceSession(session=SITTING))
    shown = seen(first)
    assert (shown["status"], shown["resolution"], shown["motions"]) == ("in_consultation", None, [])
    assert [each["outcome"] for each in shown["consultations"]] == ["recommended"]
    assert [(each["old"], each["new"]) for each in shown["measures"][0]["amendments"]] == [(OLD, NEW)]
    both = seen(first.when(OFFICE, AnnounceSession(session=BODY)))
    assert both["status"] == "resolved"
    assert both["measures"][0]["text"] == AGAIN
    assert [each["new"] for each in both["measures"][0]["amendments"]] == [NEW, AGAIN]
    assert [each["proposer"] for each in both["motions"]] == [None]
    alone = seen(decided.when(OFFICE, AnnounceSession(session=BODY)))
    assert [each["number"] for each in alone["editions"]] == [1, 2]


def test_a_paper_published_by_itself_shows_no_sitting() -> None:
    shown = seen(resolved().when(OFFICE, PublishVorlage(vorlage=PAPER)))
    assert (shown["status"], shown["consultations"]) == ("in_consultation", [])
    assert shown["measures"][0]["text"] == NEW


def test_a_withdrawn_paper_says_so() -> None:
    announced = recommended().when(OFFICE, AnnounceSession(session=SITTING))
    gone = announced.when(LANDRAT, WithdrawVorlage(vorlage=PAPER, reason="erledigt"))
    assert seen(gone)["status"] == "withdrawn"


def test_a_change_that_a_body_made_stands_alone_where_there_was_none_before() -> None:
    moved = sitting_of_the_kreistag().when(
        CHAIR, ProposeAmendment(vorlage=PAPER, measure=MEASURE, old=OLD, new=NEW, amendment=MOTION)
    )
    decided = moved.all(
        CLERK,
        OpenVote(session=SITTING, item=ITEM, vote="m", about="amendment", amendment=MOTION),
        RecordVote(session=SITTING, vote="m", yes=9, no=0, abstained=0),
        DeclareVote(session=SITTING, vote="m"),
        OpenVote(session=SITTING, item=ITEM, vote=VOTE),
        RecordVote(session=SITTING, vote=VOTE, yes=9, no=0, abstained=0),
        DeclareVote(session=SITTING, vote=VOTE),
    )
    shown = seen(decided.when(OFFICE, AnnounceSession(session=SITTING)))
    [change] = shown["measures"][0]["amendments"]
    assert (change["old"], change["new"], change["amendment"]) == (OLD, NEW, MOTION)


def test_a_sitting_is_shown_with_the_fields_of_the_public_only() -> None:
    row = disclosure.sitting_row(sitting(PLANNED, OPEN, ANNOUNCED), bool)
    assert row is not None
    read = json(disclosure.sitting_shown(row))
    assert (read["id"], read["position"], read["as_of"]) == ("s", None, None)
    assert [(each["number"], each["subject"]) for each in read["agenda"]] == [("Ö 1", "Wege")]


def test_a_public_item_that_is_dealt_with_behind_closed_doors_shows_neither_vote_nor_outcome() -> None:
    voted = (
        VoteOpened(vote="v", item="open", about="main", kind="open", majority="simple"),
        VoteRecorded(
            vote="v",
            counts=Counts(yes=1, no=0, abstained=0, invalid=0, not_voting=0),
            counted="exact",
            entitled=1,
            present=1,
            carried=True,
            unanimous=True,
            rule="r",
        ),
        VoteDeclared(vote="v", declared=True),
        ItemConcluded(item="open", outcome="resolved", vote="v"),
    )
    called = ItemCalled(item="open")
    excluded = sitting(PLANNED, OPEN, ANNOUNCED, PublicExcluded(reason="Person"), called, *voted)
    row = disclosure.sitting_row(excluded, bool)
    assert row is not None
    [item] = row.agenda
    assert (item.outcome, item.vote, item.votes, row.current) == (None, None, [], None)
    back = sitting(
        PLANNED, OPEN, ANNOUNCED, PublicExcluded(reason="Person"), PublicRestored(), called, *voted
    )
    row = disclosure.sitting_row(back, bool)
    assert row is not None
    assert [each.id for each in row.agenda[0].votes] == ["v"]
    assert row.agenda[0].outcome == "resolved"


TITLED = AgendaItemAdded(
    item="titled", subject="Kauf von Müller", public=False, place=2, public_title="Grundstücksangelegenheit"
)
SAID = ResolutionsAnnounced(items=("secret", "titled"), text="Der Kauf ist beschlossen.", ordered_by="m000")


def shown(*events: SessionEvent) -> str:
    """All that the public reads of a sitting."""
    found = sitting(*events)
    row = disclosure.sitting_row(found, bool)
    assert row is not None
    return public.encode(disclosure.sitting_shown(row, disclosure.titles(found))).decode()


def test_a_neutral_title_is_read_from_the_announcement_on_and_nothing_else_of_its_item() -> None:
    before = (PLANNED, OPEN, SECRET, TITLED)
    assert "Grundstück" not in shown(*before, ANNOUNCED)
    read = shown(*before, SessionAnnounced(items=("open", "titled")))
    assert '"public_titles":["Grundstücksangelegenheit"]' in read
    assert not any(word in read for word in ("Müller", 'titled"', "secret", "Personal", "N 1"))
    assert read.count('"number"') == 1


def test_resolutions_are_read_as_they_were_announced_in_public_and_not_otherwise() -> None:
    begun = (PLANNED, OPEN, SECRET, TITLED, ANNOUNCED, PublicExcluded(reason="Verträge"))
    closed = shown(*begun, SAID)
    assert '"announcements":[]' in closed
    assert "Kauf" not in closed
    opened = shown(*begun, PublicRestored(), SAID)
    assert '"text":"Der Kauf ist beschlossen."' in opened
    assert '"items":[],"titles":[]' in opened
    assert not any(word in opened for word in ("secret", 'titled"', "Müller", "Personal"))


def test_an_announcement_without_a_text_names_what_it_announces_by_its_neutral_title() -> None:
    begun = (PLANNED, OPEN, SECRET, TITLED, SessionAnnounced(items=("open", "titled")))
    read = shown(*begun, replace(SAID, text=None))
    assert '"items":[],"titles":["Grundstücksangelegenheit"],"text":null' in read


def test_a_flag_names_its_rule_in_public_and_not_what_was_typed_for_it() -> None:
    flags = (Flag(flag="contested", rule="§ 52", reason="wegen Müller"),)
    voted = VoteOpened(vote="v", item="open", about="main", kind="open", majority="simple", flags=flags)
    called = ItemCalled(item="open", flags=flags)
    read = shown(PLANNED, OPEN, ANNOUNCED, called, voted, VoteDeclared(vote="v", declared=True, flags=flags))
    assert "Müller" not in read
    assert '"flag":"contested","rule":"§ 52","reason":null' in read


def at(hour: int) -> dt.datetime:
    """When the event of this number happens."""
    return MOMENT.replace(hour=hour)


def test_what_is_corrected_of_a_time_behind_closed_doors_leaves_no_trace() -> None:
    begun = (PLANNED, OPEN, SECRET, ANNOUNCED, MemberArrived(member="m"), ItemCalled(item="secret"))
    wrong = (*begun, MemberLeft(member="m"), MemberArrived(member="m"))
    came = at(5)
    spans = (Span(begin=came, end=at(7)), Span(begin=at(8)))
    corrected = AttendanceCorrected(
        member="m", before=spans, after=(Span(begin=came),), reason="war durchgehend da"
    )
    open_again = ItemCalled(item="open")
    hidden = sitting(*wrong, corrected)
    row = disclosure.sitting_row(hidden, bool)
    assert row is not None
    assert [(each.begin, each.end, each.late) for each in row.attendance["m"]] == [(came, None, False)]
    row = disclosure.sitting_row(sitting(*wrong, corrected, open_again), bool)
    assert row is not None
    assert [(each.begin, each.end, each.late) for each in row.attendance["m"]] == [(came, None, False)]
    inside = AttendanceCorrected(member="m", before=(spans[0],), after=spans, reason="kam zurück")
    row = disclosure.sitting_row(sitting(*wrong[:-1], inside, open_again), bool)
    assert row is not None
    assert not any(each.late for each in row.attendance["m"])


def test_a_time_in_public_that_is_corrected_is_marked_late() -> None:
    begun = (PLANNED, OPEN, ANNOUNCED, MemberArrived(member="m"))
    earlier = AttendanceCorrected(
        member="m", before=(Span(begin=at(4)),), after=(Span(begin=at(3)),), reason="kam früher"
    )
    row = disclosure.sitting_row(sitting(*begun, earlier), bool)
    assert row is not None
    assert [(each.begin, each.late) for each in row.attendance["m"]] == [(at(3), True)]
    unseen = AttendanceCorrected(member="n", before=(), after=(Span(begin=at(4)),), reason="war da")
    row = disclosure.sitting_row(sitting(*begun, unseen), bool)
    assert row is not None
    assert [each.late for each in row.attendance["n"]] == [True]


def test_an_item_called_by_mistake_is_called_no_more_whatever_happens_behind_closed_doors() -> None:
    begun = (PLANNED, OPEN, SECRET, ANNOUNCED, SessionOpened(lawful_number=1, seats=(), rule="r"))
    recalled = (*begun, ItemCalled(item="open"), ItemRecalled(item="open", reason="falscher Punkt"))
    for events in (recalled, (*recalled, ItemCalled(item="secret"))):
        row = disclosure.sitting_row(sitting(*events), bool)
        assert row is not None
        assert row.current is None
    secret = (*begun, ItemCalled(item="open"), ItemCalled(item="secret"))
    for more in ((), (ItemRecalled(item="secret", reason="falscher Punkt"),)):
        row = disclosure.sitting_row(sitting(*secret, *more), bool)
        assert row is not None
        assert row.current == "open"


def test_when_the_doors_open_the_public_sees_the_public_item_that_goes_on_and_no_other() -> None:
    begun = (PLANNED, OPEN, SECRET, ANNOUNCED, SessionOpened(lawful_number=1, seats=(), rule="r"))
    excluded = PublicExcluded(reason="Geheimhaltung")
    for behind, current in (("open", "open"), ("secret", None)):
        closed = (*begun, excluded, ItemCalled(item=behind))
        for events, seen in ((closed, None), ((*closed, PublicRestored()), current)):
            row = disclosure.sitting_row(sitting(*events), bool)
            assert row is not None
            assert row.current == seen


def test_what_is_entered_late_of_a_time_behind_closed_doors_stays_behind_them() -> None:
    begun = (PLANNED, OPEN, SECRET, ANNOUNCED, ItemCalled(item="secret"), ItemCalled(item="open"))
    found = sitting(*begun)
    voted = (
        VoteOpened(vote="v", item="open", about="main", kind="open", majority="simple"),
        VoteDeclared(vote="v", declared=True),
        ItemConcluded(item="open", outcome="resolved", vote="v"),
    )
    for recorded in log(told("sessions/s", each, hour=5)[0] for each in voted):
        disclosure.follow(found, recorded)
    row = disclosure.sitting_row(found, bool)
    assert row is not None
    assert (row.agenda[0].outcome, row.agenda[0].votes) == (None, [])


def test_what_was_contested_of_a_call_behind_closed_doors_stays_behind_them() -> None:
    contested = Flag(flag="contested", rule="§ 52", reason="geht nicht anders")
    called = ItemCalled(item="open", flags=(contested,))
    before = (PLANNED, OPEN, SECRET, ANNOUNCED)
    in_public = sitting(*before, called)
    (item,) = shown_items(in_public)
    assert (item.flags, item.called_at is not None) == ([contested], True)
    behind = sitting(*before, PublicExcluded(reason="Personalsache"), called)
    (item,) = shown_items(behind)
    assert (item.flags, item.called_at) == ([], None)
    assert [each.flags for each in behind.row.agenda if each.id == "open"] == [[contested]]
    ended = sitting(
        *before,
        PublicExcluded(reason="Personalsache"),
        called,
        PublicRestored(),
        ItemConcluded(item="open", outcome="noted", flags=(contested,)),
        SessionClosed(),
    )
    (item,) = shown_items(ended)
    assert (item.flags, item.outcome) == ([contested], "noted")
    (minuted,) = [each for each in write(ended.row, "public", {}, "Kreistag").items if each.number == "Ö 1"]
    assert len(minuted.flags) == 1
    found = extract(behind_then_said(called), "open", {}, "Kreistag")
    assert found is not None
    assert found.flags == []


def dealt_with_behind(*events: SessionEvent) -> SessionShown:
    """What the public reads where an item was resolved while it was outside, and these events followed."""
    found = sitting(
        *(PLANNED, OPEN, ANNOUNCED, ItemCalled(item="open"), PublicExcluded(reason="Person")),
        *(ItemConcluded(item="open", outcome="resolved"), PublicRestored(), *events),
    )
    row = disclosure.sitting_row(found, bool)
    assert row is not None
    return disclosure.sitting_shown(row)


def test_what_was_put_off_since_a_vote_behind_closed_doors_was_annulled_is_not_told() -> None:
    annulled = ItemReopened(item="open", reason="befangen")
    put_off = ItemConcluded(item="open", outcome="postponed", reason="befangen")
    left_over = replace(put_off, reason=NOT_REACHED)
    never = dealt_with_behind(SessionClosed())
    assert never.agenda[0].outcome is None
    assert dealt_with_behind(SessionClosed(), annulled, put_off) == never
    assert dealt_with_behind(annulled, left_over, SessionClosed()) == never
    assert dealt_with_behind(annulled, SessionClosed()) == never
    said = dealt_with_behind(annulled, ItemCalled(item="open"), put_off, SessionClosed())
    assert said.agenda[0].outcome == "postponed"
    excluded, again = PublicExcluded(reason="Person"), ItemConcluded(item="open", outcome="noted")
    behind_again = (annulled, excluded, again, PublicRestored(), SessionClosed())
    assert dealt_with_behind(*behind_again) == never
    assert dealt_with_behind(*behind_again, annulled, put_off) == never


def test_what_was_put_off_in_public_is_told() -> None:
    row = disclosure.sitting_row(
        sitting(PLANNED, OPEN, ANNOUNCED, ItemConcluded(item="open", outcome="postponed"), SessionClosed()),
        bool,
    )
    assert row is not None
    assert row.agenda[0].outcome == "postponed"


def test_what_was_contested_of_words_frozen_behind_closed_doors_stays_behind_them() -> None:
    changed = WordingChanged(
        item="open",
        amendment="w",
        document="reasons",
        old="Alt.",
        text="Neu.",
        splices=(),
        after=(),
        replaces=None,
        proposer="m",
        committee=None,
    )
    unread = Flag(flag="contested", rule="7", reason="Die Zeit drängt.")
    frozen = WordingFrozen(item="open", hash="h", flags=(unread,))
    doors = (PublicExcluded(reason="Person"), frozen, PublicRestored())
    said = ItemConcluded(item="open", outcome="noted")

    def told_of(*events: SessionEvent) -> list[int]:
        """How many flags the two parts of the minutes and the extract tell of the item."""
        row = sitting(PLANNED, OPEN, ANNOUNCED, ItemCalled(item="open"), changed, *events, said).row
        found = extract(row, "open", {}, "Kreistag")
        assert found is not None
        parts = [write(row, part, {}, "Kreistag").items for part in ("public", "non_public")]
        return [*(len(each.flags) for items in parts for each in items), len(found.flags)]

    assert told_of(*doors) == [0, 1, 0]
    assert told_of(*doors, frozen) == [1, 1]
    assert told_of(frozen, *doors) == [0, 1, 0]
    concluded_behind = (PublicExcluded(reason="Person"), frozen, said, PublicRestored())
    assert told_of(*concluded_behind)[:2] == [0, 1]


def behind_then_said(called: ItemCalled) -> Any:
    """The row of a sitting whose item was called behind closed doors and concluded in public."""
    out, said = PublicExcluded(reason="x"), ItemConcluded(item="open", outcome="noted")
    return sitting(PLANNED, OPEN, ANNOUNCED, out, called, PublicRestored(), said).row


def shown_items(found: disclosure.Sitting) -> list[Any]:
    """The items as the public may know them."""
    row = disclosure.sitting_row(found, bool)
    assert row is not None
    return row.agenda


def test_an_exclusion_that_was_not_ended_ends_with_the_sitting() -> None:
    row = sitting(PLANNED, OPEN, SECRET, ANNOUNCED, PublicExcluded(reason="x"), SessionClosed()).row
    (exclusion,) = row.proceedings.exclusions
    assert exclusion.end == row.closed_at is not None


def test_a_vote_that_was_prepared_leaves_no_trace_until_it_is_opened() -> None:
    prepared = VotePrepared(vote="v", item="open", about="main", kind="secret", majority="simple")
    before = disclosure.sitting_row(sitting(PLANNED, OPEN, SECRET, ANNOUNCED), bool)
    after = disclosure.sitting_row(sitting(PLANNED, OPEN, SECRET, ANNOUNCED, prepared), bool)
    assert after is not None
    assert after == before
    assert disclosure.sitting_shown(after).agenda[0].prepared == []
