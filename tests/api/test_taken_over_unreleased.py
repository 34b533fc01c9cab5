"""Over HTTP: the body votes on a motion that was taken over into an edition it is told nothing of."""

import datetime as dt

from tests.api.test_circles import at_stage, people
from tests.api.test_reading import DAY, address
from tests.serving import Served, members, person


async def test_the_body_votes_on_a_motion_taken_over_into_an_edition_without_a_release(
    county: Served,
) -> None:
    await people(county)
    case = await at_stage(county, "summoned", public=True)
    await county.do("fb-bau", "TakeOverAmendment", vorlage=case.paper.id, amendment=case.motion)
    at = dt.datetime.combine(DAY, dt.time(15), dt.UTC)

    async def clerk(type_: str, **fields: object) -> str:
        nonlocal at
        at += dt.timedelta(minutes=1)
        return await county.do(
            "schriftfuehrung", type_, session=case.paper.session, happened_at=at.isoformat(), **fields
        )

    await clerk("RecordArrival", members=[*members(8), *map(person, ("landrat", "mitglied", "vorsitz"))])
    await clerk("OpenSession")
    await clerk("CallItem", item=case.item)
    vote = await clerk("OpenVote", item=case.item, about="amendment", amendment=case.motion)
    await clerk("RecordVote", vote=vote, yes=10, no=0, abstained=0)
    await clerk("DeclareVote", vote=vote)
    for login, statuses in (
        ("mitglied", ["proposed", "carried"]),
        ("schriftfuehrung", ["proposed", "carried"]),
        ("fb-bau", ["proposed", "taken_over", "carried"]),
    ):
        [motion] = (await county.read(login, address(case.paper)))["motions"]
        assert [each["status"] for each in motion["statuses"]] == statuses, login
        assert motion["status"] == ("taken_over" if login == "fb-bau" else "carried"), login
    vote = await clerk("OpenVote", item=case.item)
    await clerk("RecordVote", vote=vote, yes=10, no=0, abstained=0)
    await clerk("DeclareVote", vote=vote)
    for login in ("mitglied", "fb-bau"):
        shown = await county.read(login, address(case.paper))
        assert [each["status"] for each in shown["motions"]] == ["adopted"], login
        assert [each["text"] for each in shown["measures"]] == ["Ein Fußweg"], login
