"""What everybody reads without a login: what was announced, under the same addresses (rule 12)."""

import datetime as dt
from uuid import uuid4

import pytest

from tests.api.test_reading import DAY, Paper, address, released, summoned
from tests.serving import KREISTAG, Served, members, person

OUTSIDERS = (None, "fremd", "admin", "dsb")
"""Who sees of a paper what everybody sees: nobody, and logins without any right to it."""


async def announced(county: Served) -> Paper:
    paper = await summoned(county)
    await county.do(
        "schriftfuehrung",
        "AddAgendaItem",
        session=paper.session,
        subject="Grundstück",
        public=False,
        urgency="eilt",
    )
    await county.do("kreistagsbuero", "AnnounceSession", session=paper.session)
    return paper


def paths(paper: Paper) -> list[str]:
    """Every address below which a published paper and its sitting are read."""
    return [
        address(paper),
        address(paper, "/history"),
        address(paper, "/editions"),
        address(paper, "/editions/1"),
        address(paper, "/diff?from=edition:1"),
        f"/api/sessions/{paper.session}",
    ]


async def refused(county: Served, login: str | None, path: str) -> None:
    """What does not exist for somebody answers as an id that nobody gave."""
    answer = await county.client(login).get(path)
    ids = {part for part in path.split("?", maxsplit=1)[0].split("/") if len(part) == 36}
    other = path
    for id_ in ids:
        other = other.replace(id_, str(uuid4()))
    unknown = await county.client(login).get(other)
    assert answer.status_code == unknown.status_code == (401 if login is None else 404), path
    if login is None:
        assert answer.content == unknown.content
        assert {k: v for k, v in answer.headers.items() if k != "date"} == {
            k: v for k, v in unknown.headers.items() if k != "date"
        }


@pytest.mark.each_store
async def test_before_the_announcement_nothing_is_there_for_the_public(county: Served) -> None:
    paper = await summoned(county)
    for login in OUTSIDERS:
        for path in paths(paper):
            await refused(county, login, path)
        assert (await county.get(login, "/api/vorlagen")).json() == []
        assert (await county.get(login, "/api/sessions")).json() == []
    assert (await county.get(None, "/api/public/changes")).json() == []


async def test_from_the_announcement_on_everybody_reads_the_same(county: Served) -> None:
    paper = await announced(county)
    for path in paths(paper):
        answers = [await county.client(login).get(path) for login in OUTSIDERS]
        assert {each.status_code for each in answers} == {200}, path
        assert len({each.content for each in answers}) == 1, path
        assert "As-Of" not in answers[0].headers
    for path in ("/api/vorlagen", "/api/sessions"):
        answers = [await county.get(login, path) for login in OUTSIDERS]
        assert len({each.content for each in answers}) == 1
        assert len(answers[0].json()) == 1


async def test_the_public_reads_the_edition_that_was_announced_and_no_trace_of_its_making(
    county: Served,
) -> None:
    paper = await announced(county)
    shown = (await county.get(None, address(paper))).json()
    assert shown["published_at"] is not None
    assert shown["reasons"] == "Es ist sehr nötig."
    assert [each["number"] for each in shown["editions"]] == [1]
    assert shown["editions"][0]["label"] == "Fassung Kreistag"
    assert shown["consultations"][0]["edition"] == 1
    [change] = shown["measures"][0]["amendments"]
    assert (change["old"], change["new"], change["by"]) == ("Ein Weg", "Ein Radweg", None)
    assert shown["position"] is shown["as_of"] is shown["release"] is None
    assert shown["cosignatures"] == shown["unsealed"] == shown["chain"] == []
    edition = (await county.get(None, address(paper, "/editions/1"))).json()
    assert edition["hash"] == shown["editions"][0]["hash"]
    await refused(county, None, address(paper, "/editions/2"))
    await refused(county, None, address(paper, "/texts"))


async def test_a_sitting_shows_its_public_items_and_counts_them_without_gaps(county: Served) -> None:
    paper = await announced(county)
    inside = await county.read("mitglied", f"/api/sessions/{paper.session}")
    assert [each["number"] for each in inside["agenda"]] == ["Ö 1", "N 1"]
    shown = (await county.get(None, f"/api/sessions/{paper.session}")).json()
    assert [(each["number"], each["vorlage"]) for each in shown["agenda"]] == [("Ö 1", paper.id)]
    assert "Grundstück" not in str(shown)
    assert shown["position"] is None


async def test_the_public_asks_for_times_and_never_for_positions(county: Served) -> None:
    paper = await announced(county)
    for path in (address(paper), f"/api/vorlagen/{uuid4()}", f"/api/sessions/{paper.session}"):
        assert (await county.get(None, path, as_of="1")).status_code == 422
        assert (await county.get(None, path, basis="true", as_of="2999-01-01")).status_code == 422
    assert (await county.get(None, address(paper), as_of="2999-01-01")).status_code == 200
    assert (await county.get(None, address(paper), as_of="2001-01-01")).status_code == 401
    assert (await county.get("fremd", address(paper), as_of="1")).status_code == 404
    yesterday = (dt.datetime.now(dt.UTC) - dt.timedelta(days=2)).date()
    assert (await county.get(None, "/api/vorlagen", as_of=yesterday.isoformat())).json() == []


async def test_etags_of_the_public_are_hashes_of_what_is_shown(county: Served) -> None:
    paper = await announced(county)
    for path in (address(paper), f"/api/sessions/{paper.session}", f"/api/committees/{KREISTAG}"):
        seen = await county.get(None, path)
        again = await county.client(None).get(path, headers={"If-None-Match": seen.headers["ETag"]})
        assert again.status_code == 304
        assert not seen.headers["ETag"].startswith('"v')


async def test_the_feed_counts_on_without_gaps_and_names_what_went(county: Served) -> None:
    paper = await announced(county)
    await county.do("fb-bau", "CreateVorlage", file_reference="1", subject="Ganz anderes")
    await county.do("kreistagsbuero", "WithdrawAnnouncement", session=paper.session, reason="falsches Datum")
    feed = (await county.get(None, "/api/public/changes")).json()
    assert [each["number"] for each in feed] == [1, 2, 3, 4]
    assert [(each["kind"], each["what"]) for each in feed] == [
        ("session", "published"),
        ("vorlage", "published"),
        ("session", "withdrawn"),
        ("vorlage", "withdrawn"),
    ]
    assert {each["id"] for each in feed} == {paper.id, paper.session}
    rest = (await county.get(None, "/api/public/changes", after=3, limit=1)).json()
    assert rest == feed[3:]
    for login in OUTSIDERS:
        for path in paths(paper):
            await refused(county, login, path)
            await refused(county, login, f"{path}{'&' if '?' in path else '?'}as_of=2999-01-01")


@pytest.mark.parametrize("doors", ["open", "closed"])
async def test_what_is_said_in_public_is_seen_and_what_is_not_is_not(county: Served, doors: str) -> None:
    paper = await announced(county)
    sitting = paper.session
    agenda = (await county.read("kreistagsbuero", f"/api/sessions/{sitting}"))["agenda"]
    present = [*members(8), person("landrat"), person("mitglied")]
    public, secret = (each["id"] for each in agenda)
    at = dt.datetime.combine(DAY, dt.time(15), dt.UTC)

    async def clerk(type_: str, **fields: object) -> str:
        nonlocal at
        at += dt.timedelta(minutes=1)
        return await county.do(
            "schriftfuehrung", type_, session=sitting, happened_at=at.isoformat(), **fields
        )

    await clerk("RecordArrival", members=present)
    await clerk("OpenSession")
    if doors == "closed":
        await clerk("ExcludePublic", reason="Grundstücksangelegenheit")
        await clerk("CallItem", item=secret)
        await clerk("AcceptItem", item=secret)
        await clerk("RecordLeaving", members=[present[0]])
        await clerk("RecordArrival", members=[present[0]])
        vote = await clerk("OpenVote", item=secret)
        await clerk("RecordVote", vote=vote, yes=10, no=0, abstained=0)
        await clerk("DeclareVote", vote=vote)
        await clerk("RestorePublic")
    else:
        at += dt.timedelta(minutes=9)
    await clerk("CallItem", item=public)
    vote = await clerk("OpenVote", item=public)
    counted = (await county.get(None, f"/api/sessions/{sitting}")).json()
    assert [each["yes"] for each in counted["agenda"][0]["votes"]] == [None]
    await clerk("RecordVote", vote=vote, yes=9, no=0, abstained=1)
    counted = (await county.get(None, f"/api/sessions/{sitting}")).json()
    assert [each["yes"] for each in counted["agenda"][0]["votes"]] == [None]
    await clerk("DeclareVote", vote=vote)
    shown = (await county.get(None, f"/api/sessions/{sitting}")).json()
    assert [each["number"] for each in shown["agenda"]] == ["Ö 1"]
    assert shown["agenda"][0]["outcome"] == "resolved"
    assert shown["agenda"][0]["votes"][0]["yes"] == 9
    assert len(shown["attendance"]) == len(present)
    assert all(each["to"] is None for each in shown["attendance"])
    said = (await county.get(None, address(paper))).json()
    assert (said["status"], said["consultations"][0]["outcome"]) == ("resolved", "resolved")
    assert said["resolution"]["edition"] == 1
    numbers = [each["number"] for each in (await county.get(None, "/api/public/changes")).json()]
    assert numbers == list(range(1, len(numbers) + 1))


async def test_what_was_decided_behind_closed_doors_leaves_no_trace_when_it_is_annulled(
    county: Served,
) -> None:
    paper = await announced(county)
    where = f"/api/sessions/{paper.session}"
    item = (await county.read("kreistagsbuero", where))["agenda"][0]["id"]
    at = dt.datetime.combine(DAY, dt.time(15), dt.UTC)

    async def clerk(type_: str, **fields: object) -> str:
        nonlocal at
        at += dt.timedelta(minutes=1)
        return await county.do(
            "schriftfuehrung", type_, session=paper.session, happened_at=at.isoformat(), **fields
        )

    await clerk("RecordArrival", members=[*members(8), person("landrat"), person("mitglied")])
    await clerk("OpenSession")
    await clerk("CallItem", item=item)
    await clerk("ExcludePublic", reason="Person")
    vote = await clerk("OpenVote", item=item, override="Der Schutz der Person geht vor.")
    await clerk("RecordVote", vote=vote, yes=10, no=0, abstained=0)
    await clerk("DeclareVote", vote=vote, override="Der Schutz der Person geht vor.")
    await clerk("RestorePublic")
    await clerk("CloseSession")
    seen = [(await county.get(None, path)).content for path in (where, address(paper), "/api/public/changes")]
    await clerk("AnnulVote", vote=vote, reason="Mitwirkung eines Befangenen")
    inside = (await county.read("mitglied", where))["agenda"][0]
    assert (inside["outcome"], inside["votes"][0]["status"]) == ("postponed", "annulled")
    after = [
        (await county.get(None, path)).content for path in (where, address(paper), "/api/public/changes")
    ]
    assert after == seen


async def test_the_record_made_anew_is_the_same(county: Served) -> None:
    paper = await announced(county)
    before = (await county.get(None, "/api/public/changes")).content
    shown = (await county.get(None, address(paper))).content
    rebuilt = await county.county.record.replay()
    assert rebuilt.equal
    assert (await county.get(None, "/api/public/changes")).content == before
    assert (await county.get(None, address(paper))).content == shown


async def test_a_released_paper_that_no_sitting_has_is_not_public(county: Served) -> None:
    paper = await released(county)
    await refused(county, None, address(paper))
    answer = await county.give("kreistagsbuero", "PublishVorlage", vorlage=paper.id)
    assert answer.status_code == 409
