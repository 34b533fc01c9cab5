import datetime as dt
import stat
from pathlib import Path
from typing import Any

from domain.days import day_of
from domain.organisation.state import Standing
from infra import demo
from infra.county import County, open_county
from infra.demo import bauausschuss, story
from infra.demo.calendar import Calendar
from infra.demo.people import BAUAUSSCHUSS, BUILDER, CLERK, KREISAUSSCHUSS, KREISTAG, LOGINS, MEMBERS
from projections.asked import Asked

PRINTED = Path(__file__).parents[2] / "docs/examples/vorlage.md"


async def test_the_demo_county_is_founded_by_commands(tmp_path: Path) -> None:
    async with open_county(tmp_path) as county:
        credentials = await demo.prepare(county, tmp_path, day_of(county.clock()))
        assert [each.login for each in credentials] == [each.login for each in LOGINS]
        who, _ = await county.identity.log_in("landrat", credentials[4].password, "here")
        assert who.name == "Dr. Henrike Lindenau"
        await _assert_story(county)
        rebuilt = await county.views.replay()
        assert all(each.equal for each in rebuilt.values())


async def _assert_story(county: County) -> None:
    paper = await _row(county, "vorlage", story.CYCLING)
    assert paper.status == "in_consultation"
    assert [(each.status, each.outcome) for each in paper.consultations] == [
        ("concluded", "recommended"),
        ("summoned", None),
    ]
    assert paper.consultations[1].date == day_of(county.clock())
    sitting = await _row(county, "session", story.COMMITTEE_SITTING)
    assert sitting.status == "closed"
    assert [vote.kind for item in sitting.agenda for vote in item.votes] == ["roll_call", "open"]
    assert not sitting.flags
    council = await _row(county, "session", story.COUNCIL_SITTING)
    assert council.status == "summoned"
    draft = await _row(county, "vorlage", story.PLAYGROUNDS)
    assert (draft.status, len(draft.invited)) == ("draft", 2)


async def _row(county: County, view: str, id_: str) -> Any:
    found = await county.views.get(view, id_)
    assert found is not None
    return found[0]


async def test_the_second_start_makes_nothing_and_knows_the_same_passwords(tmp_path: Path) -> None:
    async with open_county(tmp_path) as county:
        first = await demo.prepare(county, tmp_path, day_of(county.clock()))
        head = await county.store.head()
    async with open_county(tmp_path) as county:
        assert await demo.prepare(county, tmp_path, day_of(county.clock())) == first
        assert await county.store.head() == head
    assert stat.S_IMODE((tmp_path / "demo-logins.txt").stat().st_mode) == 0o600


async def test_any_day_of_the_past_can_be_told_of(tmp_path: Path) -> None:
    async with open_county(tmp_path) as county:
        await demo.prepare(county, tmp_path, day_of(county.clock()))
        long_ago = Calendar(day_of(county.clock())).day(3_000)
        for login in LOGINS:
            assert county.entitlement.roles(login.person, long_ago) != Standing()


def test_the_bodies_have_as_many_members_as_the_law_wants() -> None:
    sizes = [len(set(body.members)) for body in (KREISTAG, KREISAUSSCHUSS, BAUAUSSCHUSS)]
    assert sizes == [43, 11, 9]
    assert len(set(MEMBERS)) == 41


def test_the_paper_is_the_example_that_the_documents_show() -> None:
    packaged = Path(story.__file__).with_name(story.PAPER)
    assert packaged.read_bytes() == PRINTED.read_bytes()


async def test_there_is_a_paper_in_every_state_and_the_public_finds_something_to_read(tmp_path: Path) -> None:
    async with open_county(tmp_path) as county:
        await demo.prepare(county, tmp_path, day_of(county.clock()))
        states = {each.row.status for each in await county.views.query("vorlage")}
        assert states == {
            *("draft", "cosigning", "released", "in_consultation", "resolved", "noted", "withdrawn"),
            *("suspended", "implementation", "closed"),
        }
        parking = await _row(county, "session", bauausschuss.SECOND)
        (vote,) = [
            vote for item in parking.agenda for vote in item.votes if vote.id == bauausschuss.PARKING.vote
        ]
        assert (vote.carried, vote.declared, [each.flag for each in vote.flags]) == (
            False,
            True,
            ["contested"],
        )
        public = county.reading.public
        sittings = (await public.sessions(Asked())).things
        today = day_of(county.clock())
        days = [dt.date.fromisoformat(each.date) for each in sittings]
        assert max(days) > today
        assert min(days) < today
        first = (await public.session(bauausschuss.FIRST, Asked())).shown
        assert first["status"] == "minutes_approved"
        assert [each["outcome"] for each in first["agenda"]] == ["resolved", "resolved"]
        papers = {each["subject"] for each in (await public.vorlagen(Asked())).things}
        assert bauausschuss.BRIDGE.subject in papers
        assert bauausschuss.FIRE_STATION.subject in papers
        # What was not announced is nobody's business yet.
        assert not papers & {bauausschuss.YOUTH.subject, bauausschuss.PLAN.subject}
        minutes = await county.reading.minutes.minutes(None, bauausschuss.FIRST, None, Asked())
        assert minutes.shown.shown.status == "minutes_approved"
        item = bauausschuss.BRIDGE.item
        extract = await county.reading.minutes.extract(None, bauausschuss.FIRST, item, Asked())
        assert not extract.shown.proviso
        inside = await county.reading.minutes.extract(CLERK.person, bauausschuss.FIRST, item, Asked())
        assert inside.shown.resolution_number == "BA 1/" + first["date"][:4]


async def test_whoever_works_finds_deadlines_near(tmp_path: Path) -> None:
    async with open_county(tmp_path) as county:
        await demo.prepare(county, tmp_path, day_of(county.clock()))
        overview = county.reading.overview
        found = (await overview.overview(BUILDER.person, Asked(), department="own")).things
        limits = {limit.what for each in found for limit in each.deadlines}
        assert limits == {"session", "minutes", "objection", "implementation"}
        assert {due.what for each in found for due in each.due} >= {
            *("draft", "cosign", "date", "session", "motion", "implement", "report"),
        }
        sittings = (await overview.sittings(CLERK.person, Asked())).things
        tasks = {(due.who, due.what) for each in sittings for due in each.due}
        assert tasks >= {("chair", "open"), ("clerk", "draft_minutes"), ("council_office", "announce")}
        assert [each.flagged[0].number for each in sittings if each.flagged] == ["Ö 3"]
