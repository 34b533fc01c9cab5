"""A motion's life through two bodies, over HTTP: moved, put together, recommended, taken over, adopted."""

import time
from typing import Any

from tests.serving import BAU, KREISAUSSCHUSS, KREISTAG, Served, members, person

RESOLUTION = "Der Kreistag beschließt das Konzept."
CLERK, OFFICE = "schriftfuehrung", "kreistagsbuero"


def at(day: str, minute: int) -> str:
    return f"{day}T17:{minute:02}:00+02:00"


async def released(county: Served) -> tuple[str, dict[str, str]]:
    """A released paper with a preliminary station and a deciding one."""
    id_ = await county.do(
        "fb-bau", "CreateVorlage", file_reference="2024-1", subject="Radwege", lead_department=BAU
    )
    for document, text in (("proposed_resolution", RESOLUTION), ("reasons", "Es ist nötig.")):
        await county.do("fb-bau", "ReviseText", vorlage=id_, document=document, text=text)
    stations = {}
    for committee, day, role in (
        (KREISAUSSCHUSS, "2024-09-11", "preliminary"),
        (KREISTAG, "2024-09-25", "decision"),
    ):
        station = await county.do("fb-bau", "AddConsultation", vorlage=id_, committee=committee, date=day)
        await county.do(OFFICE, "SetConsultationRole", vorlage=id_, consultation=station, role=role)
        stations[committee] = station
    await county.do("fb-bau", "FreezeEdition", vorlage=id_, label="Fassung Kreisausschuss")
    await county.do("fb-bau", "StartCosigning", vorlage=id_)
    await county.do("landrat", "ReleaseVorlage", vorlage=id_)
    return id_, stations


async def called(county: Served, paper: str, committee: str, day: str) -> tuple[str, str]:
    """A sitting with the paper's item called."""
    session = await county.do(OFFICE, "PlanSession", committee=committee, date=day)
    item = await county.do(OFFICE, "AddAgendaItem", session=session, vorlage=paper)
    await county.do(OFFICE, "SummonSession", session=session, received="2024-08-01")
    seated = (await county.read(CLERK, f"/api/sessions/{session}"))["members"]
    there = [each["id"] for each in seated]
    await county.do(CLERK, "RecordArrival", session=session, members=there, happened_at=at(day, 0))
    await county.do(CLERK, "OpenSession", session=session, happened_at=at(day, 1))
    await county.do(CLERK, "CallItem", session=session, item=item, happened_at=at(day, 2))
    return session, item


async def voted(county: Served, session: str, item: str, when: str, amendment: str | None = None) -> str:
    """A vote that everybody is for."""
    about: dict[str, Any] = {} if amendment is None else {"about": "amendment", "amendment": amendment}
    vote = await county.do(CLERK, "OpenVote", session=session, item=item, happened_at=when, **about)
    shown = await county.read(CLERK, f"/api/sessions/{session}")
    await county.do(
        CLERK,
        "RecordVote",
        session=session,
        vote=vote,
        yes=shown["present"],
        no=0,
        abstained=0,
        happened_at=when,
    )
    await county.do(CLERK, "DeclareVote", session=session, vote=vote, happened_at=when)
    return vote


async def told(county: Served, path: str, session: str, *changes: tuple[str, str, str, str]) -> None:
    """The history tells what changed a passage: the motion, who moved it, the vote and the consultation."""
    history = await county.read("pruefung", f"{path}/history", purpose="Prüfung")
    changed = [each for each in history if each["kind"] == "passage_amended"]
    assert [(each["new"], each["amendment"], each["vote"], each["cause"]) for each in changed] == [*changes]
    seats = (await county.read(CLERK, f"/api/sessions/{session}"))["members"]
    mover = next(each["name"] for each in seats if each["id"] == members(1)[0])
    assert {each["proposer"] for each in changed} == {mover}
    for reader in ("mitglied", "fb-bau"):
        seen = await county.read(reader, f"{path}/history")
        amendments = [each["amendment"] for each in seen if each["kind"] == "passage_amended"]
        assert amendments == [amendment for _, amendment, _, _ in changes]
        assert {each["proposer"] for each in seen} == {None}


async def overlaps(county: Served, path: str) -> dict[str, list[tuple[str, list[list[int]]]]]:
    """The motions that change the same words as each motion, and which."""
    motions = (await county.read("landrat", path))["motions"]
    return {
        each["id"]: [(other["amendment"], other["ranges"]) for other in each["overlaps"]] for each in motions
    }


async def test_a_motion_lives_through_two_bodies_and_comes_into_the_text(county: Served) -> None:
    paper, stations = await released(county)
    path = f"/api/vorlagen/{paper}"
    day = "2024-09-11"
    session, item = await called(county, paper, KREISAUSSCHUSS, day)

    async def move(old: str, new: str, start: int) -> str:
        return await county.do(
            CLERK,
            "ProposeAmendment",
            vorlage=paper,
            document="proposed_resolution",
            start=start,
            old=old,
            new=new,
            proposer=members(1)[0],
            consultation=stations[KREISAUSSCHUSS],
            happened_at=at(day, 3),
        )

    first = await move("beschließt", "beschließt gern", 13)
    other = await move("Konzept", "Konzept 2030", 28)
    clash = await move("beschließt", "beschließt heute", 13)
    assert await overlaps(county, path) == {
        first: [(clash, [[23, 23]])],
        other: [],
        clash: [(first, [[23, 23]])],
    }
    wrong = await county.give(
        CLERK,
        "ProposeAmendment",
        vorlage=paper,
        document="proposed_resolution",
        start=12,
        old="beschließt",
        new="x",
        happened_at=at(day, 3),
    )
    assert (wrong.status_code, wrong.json()["rule"]) == (409, "9")

    both = await county.read(CLERK, f"{path}/what-if", amendments=f"{other},{first}")
    (document,) = both["documents"]
    assert document["text"] == "Der Kreistag beschließt gern das Konzept 2030."
    assert (both["conflicts"], both["order_matters"], both["edition"]) == ([], False, 1)
    assert "".join(text for mark, text in document["diff"] if mark != "+") == RESOLUTION
    apart = await county.read(CLERK, f"{path}/what-if", amendments=f"{first},{clash}")
    assert [each["amendments"] for each in apart["conflicts"]] == [[first, clash]]
    assert (apart["left_out"], apart["order_matters"]) == ([clash], True)
    assert (await county.read(CLERK, f"{path}/what-if"))["documents"] == []
    assert (await county.read(CLERK, path))["proposed_resolution"] == RESOLUTION
    for wanted, status in (
        (person("landrat"), 404),
        (f"{first},{first}", 422),
        (",".join([first] * 51), 422),
        (",", 404),
    ):
        answer = await county.get(CLERK, f"{path}/what-if", amendments=wanted)
        assert answer.status_code == status, answer.text
    assert (await county.get("admin", f"{path}/what-if", amendments=first)).status_code == 404

    heard = await voted(county, session, item, at(day, 4), first)
    refused = await county.give(
        CLERK,
        "OpenVote",
        session=session,
        item=item,
        about="amendment",
        amendment=clash,
        happened_at=at(day, 5),
    )
    assert refused.json()["rule"] == "9"
    await county.do(
        CLERK,
        "RestateAmendment",
        vorlage=paper,
        amendment=clash,
        after=[first],
        new="beschließt heute gern",
        happened_at=at(day, 5),
    )
    too_early = await county.give(
        "fb-bau", "TakeOverAmendment", vorlage=paper, amendment=first, happened_at=at(day, 5)
    )
    assert too_early.status_code == 409
    await voted(county, session, item, at(day, 6))
    await county.do("fb-bau", "TakeOverAmendment", vorlage=paper, amendment=first, happened_at=at(day, 30))
    shown = await county.read("fb-bau", path)
    assert shown["proposed_resolution"] == "Der Kreistag beschließt gern das Konzept."
    assert [each["label"] for each in shown["editions"]] == ["Fassung Kreisausschuss", "Fassung Kreistag"]
    found = {each["id"]: (each["status"], each["conflict"]) for each in shown["motions"]}
    assert found == {first: ("taken_over", False), other: ("proposed", False), clash: ("proposed", False)}
    taken = next(each for each in shown["motions"] if each["id"] == first)
    assert [each["status"] for each in taken["statuses"]] == ["proposed", "recommended", "taken_over"]
    assert (taken["edition"], taken["proposed_by"], taken["start"]) == (2, "member", 13)

    session, item = await called(county, paper, KREISTAG, day := "2024-09-25")
    second = await voted(county, session, item, at(day, 3), clash)
    third = await voted(county, session, item, at(day, 4), other)
    await voted(county, session, item, at(day, 5))
    final = await county.read("fb-bau", path)
    assert final["proposed_resolution"] == "Der Kreistag beschließt heute gern das Konzept 2030."
    assert [(each["status"], each["order"]) for each in final["motions"]] == [
        ("taken_over", None),
        ("adopted", 2),
        ("adopted", 1),
    ]
    decided = final["consultations"][-1]
    assert (decided["outcome"], decided["text_hash"]) == ("resolved_amended", final["editions"][-1]["hash"])

    await told(
        county,
        path,
        session,
        (" gern", first, heard, stations[KREISAUSSCHUSS]),
        ("heute ", clash, second, stations[KREISTAG]),
        (" 2030", other, third, stations[KREISTAG]),
    )


async def test_words_spoken_are_voted_on_after_four_commands(county: Served) -> None:
    paper, _ = await released(county)
    day = "2024-09-25"
    session, item = await called(county, paper, KREISTAG, day)
    target = {"session": session, "item": item, "happened_at": at(day, 3)}
    said = "Der Kreistag beschließt einstimmig das Konzept."
    begin = time.perf_counter()
    await county.do(
        CLERK, "ChangeWording", **target, document="proposed_resolution", text=said, proposer=members(1)[0]
    )
    early = await county.give(CLERK, "OpenVote", **target)
    assert (early.status_code, early.json()["rule"]) == (409, "7")
    (wording,) = (await county.read("mitglied", f"/api/sessions/{session}"))["agenda"][0]["wording"]
    assert (wording["text"], wording["read_back"], wording["frozen"]) == (said, False, False)
    assert ["+", "einstimmig "] in wording["diff"]
    await county.do(CLERK, "ReadBackWording", **target)
    await county.do(CLERK, "FreezeWording", **target)
    vote = await county.do(CLERK, "OpenVote", **target)
    print(f"from words spoken to the vote: {time.perf_counter() - begin:.2f} s")  # noqa: T201
    shown = (await county.read(CLERK, f"/api/sessions/{session}"))["agenda"][0]
    assert shown["wording"][0]["hash"] == shown["votes"][0]["text_hash"]
    present = (await county.read(CLERK, f"/api/sessions/{session}"))["present"]
    counts = {"yes": present, "no": 0, "abstained": 0}
    await county.do(CLERK, "RecordVote", session=session, vote=vote, happened_at=at(day, 4), **counts)
    await county.do(CLERK, "DeclareVote", session=session, vote=vote, happened_at=at(day, 4))
    final = await county.read("fb-bau", f"/api/vorlagen/{paper}")
    assert final["proposed_resolution"] == said
    (motion,) = final["motions"]
    assert (motion["spoken"], motion["status"], motion["order"]) == (True, "adopted", 1)
