"""Nothing that is typed leaves its circle: markers in free texts, looked for in all that is read (rule 12).

Every read of the OpenAPI document is asked by everyone, now and as of several moments, known and true;
rooms and the live feed by everyone, from the first position on.
"""

import asyncio
import base64
import datetime as dt
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Final
from uuid import uuid4

import msgspec
import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from domain.days import day_of
from domain.visibility import HIDDEN_FROM_BODY, PUBLIC_ITEM, PUBLIC_PAPER, PUBLIC_SITTING, PUBLIC_STATION
from tests.api.test_circles import (
    ADMINISTRATION,
    BODY,
    DRAFTING,
    EVERYBODY,
    INSIDE,
    PREPARING,
    ROLES,
    Case,
    people,
)
from tests.api.test_reading import DAY, Paper, drafted
from tests.collaboration.editors import editor
from tests.serving import FINANZEN, KREISAUSSCHUSS, KREISTAG, Served, members, person

MAY_READ: Final = {"ENTWURF": DRAFTING, "AMT": ADMINISTRATION, "GREMIUM": INSIDE, "STREIT": INSIDE}
"""Who may read a text with this marker.

`ENTWURF`: drafts, until the release and of a new edition; `AMT`: what departments say to each other;
`GREMIUM`: what is not public; `STREIT`: why the chair went on, which stands only in approved minutes.
"""

EVERYONE_MAY_READ: Final = "OFFEN"
"""A marker that must be found everywhere, so that looking for the others means something."""

READS: Final = {
    "/api/vorlagen",
    "/api/vorlagen/{vorlage}",
    "/api/vorlagen/{vorlage}/attachments/{attachment}",
    "/api/vorlagen/{vorlage}/diff",
    "/api/vorlagen/{vorlage}/editions",
    "/api/vorlagen/{vorlage}/editions/{edition}",
    "/api/vorlagen/{vorlage}/history",
    "/api/vorlagen/{vorlage}/texts",
    "/api/vorlagen/{vorlage}/texts/{name}/blame",
    "/api/vorlagen/{vorlage}/texts/measures/{measure}/blame",
    "/api/vorlagen/{vorlage}/what-if",
    "/api/sessions",
    "/api/sessions/{session}",
    "/api/sessions/{session}/minutes",
    "/api/sessions/{session}/items/{item}/extract",
    "/api/committees",
    "/api/committees/{committee}",
    "/api/departments",
    "/api/public/changes",
    "/api/overview",
    "/api/overview/sessions",
    "/api/me",
    "/api/events",
    "/api/access-log",
}
"""Every address of the OpenAPI document that tells something of papers and sittings, or of who reads them."""

MACHINE: Final = {"/health/live", "/health/ready", "/metrics", "/errors/{name}"}
"""Addresses that tell nothing of the county."""


class Marked(Case, kw_only=True):
    """A county full of markers; `moments`: times between its steps. `attachments`: of the paper."""

    moments: list[str]
    positions: list[int]
    attachments: list[str]
    motions: list[str]


async def marked(county: Served) -> Marked:
    """A paper that was drafted, refused, changed, released and decided, with a new edition after it."""
    paper = await drafted(county)
    case = Marked(paper, moments=[], positions=[], attachments=[], motions=[])
    lead, finance = "fb-bau", "fb-finanzen"

    async def on(login: str, type_: str, **fields: Any) -> str:
        return await county.do(login, type_, vorlage=paper.id, **fields)

    async def note() -> None:
        case.moments.append(dt.datetime.now(dt.UTC).isoformat())
        case.positions.append(await county.county.store.head())

    content = base64.b64encode(b"ENTWURF Bytes").decode()
    account = {"account": "1", "name": "ENTWURF Konto", "appropriation": "0", "used": "0", "need": "5"}
    budget = {"proof_required": False, "accounts": [account], "spending": "outside_plan"}
    await on(lead, "InviteDepartment", department=FINANZEN)
    await on(lead, "ChangeHeader", subject="ENTWURF Titel", signatory="ENTWURF Landrat")
    await on(lead, "ReviseText", document="reasons", text="ENTWURF erste Gründe.")
    await on(lead, "ReviseText", document="proposed_resolution", text="ENTWURF Beschluss.")
    gone = await on(lead, "AddMeasure", document="ENTWURF Plan", topic="ENTWURF Thema", text="ENTWURF Text")
    await on(lead, "AmendMeasure", measure=gone, old="ENTWURF Text", new="ENTWURF neu")
    await on(lead, "RecordBudget", budget=budget)
    draft = await on(lead, "AddAttachment", title="ENTWURF.pdf", edition="ENTWURF", content=content)
    await on(lead, "FreezeEdition", label="ENTWURF Fassung")
    await on(lead, "RemoveMeasure", measure=gone)
    await on(lead, "RemoveAttachment", attachment=draft)
    empty = {"proof_required": False, "accounts": None, "spending": None}
    await on(lead, "RecordBudget", budget=empty)
    await on(lead, "ChangeHeader", subject="OFFEN Radwege", signatory="OFFEN Landrat")
    await on(lead, "ReviseText", document="proposed_resolution", text="OFFEN wird beschlossen.")
    await on(lead, "ReviseText", document="reasons", text="OFFEN Gründe.")
    shown = base64.b64encode(b"OFFEN Bytes").decode()
    plan = await on(lead, "AddAttachment", title="OFFEN Plan", content=shown)
    case.attachments = [draft, plan]
    await on(lead, "RemarkConsultation", consultation=paper.station, remark="GREMIUM Bemerkung")
    await on(lead, "FreezeEdition", label="OFFEN Fassung", target=paper.station)
    await note()
    await on(lead, "StartCosigning", chain=[FINANZEN])
    await on(finance, "CommentCosigning", department=FINANZEN, comment="AMT Rückfrage")
    await on(finance, "RefuseCosignature", department=FINANZEN, reason="AMT Ablehnung")
    await on(lead, "StartCosigning", chain=[FINANZEN])
    await on(lead, "RecallCosigning", reason="AMT Rückruf")
    await on(lead, "StartCosigning", chain=[FINANZEN])
    await on(finance, "CosignVorlage", department=FINANZEN, comment="AMT einverstanden")
    await on("landrat", "ReleaseVorlage")
    await note()
    await sitting_held(county, case, note)
    return case


async def sitting_held(county: Served, case: Marked, note: Any) -> None:
    """The sitting: a public item contested, one behind closed doors, and a paper changed afterwards."""
    paper, office = case.paper, "kreistagsbuero"
    case.paper.session = id_ = await county.do(
        office, "PlanSession", committee=KREISTAG, date=DAY.isoformat()
    )
    case.item = await county.do(office, "AddAgendaItem", session=id_, vorlage=paper.id)
    secret = {"subject": "GREMIUM Kauf", "public": False, "public_title": "OFFEN Grundstück"}
    case.secret = await county.do(office, "AddAgendaItem", session=id_, **secret)
    await county.do(office, "SummonSession", session=id_, received="2024-09-01")
    for text, gone in (("GREMIUM Antrag", True), ("OFFEN Antrag", False)):
        fields = {"measure": paper.measure, "old": "Ein Radweg", "new": text}
        motion = await county.do("mitglied", "ProposeAmendment", vorlage=paper.id, **fields)
        case.motions.append(motion)
        if gone:
            await county.do("mitglied", "WithdrawAmendment", vorlage=paper.id, amendment=motion)
    await note()
    await county.do(office, "AnnounceSession", session=id_)
    at = dt.datetime.combine(DAY, dt.time(15), dt.UTC)

    async def clerk(type_: str, **fields: object) -> str:
        nonlocal at
        at += dt.timedelta(minutes=1)
        happened = at.isoformat()
        return await county.do("schriftfuehrung", type_, session=id_, happened_at=happened, **fields)

    async def vote(item: str, **more: object) -> None:
        opened = await clerk("OpenVote", item=item, **more)
        await clerk("RecordVote", vote=opened, yes=10, no=0, abstained=0)
        await clerk("DeclareVote", vote=opened)

    await clerk("RecordArrival", members=[*members(8), *(person(each) for each in ("landrat", "mitglied"))])
    await clerk("OpenSession")
    await clerk("EstablishSummons", in_order=False, objection="GREMIUM Rüge", override="STREIT Ladung")
    await clerk("CallItem", item=case.item)
    await clerk("RecordNote", text="GREMIUM Vermerk", item=case.item, public=False)
    await vote(case.item)
    await note()
    await clerk("CallItem", item=case.secret, override="STREIT Zutritt")
    await clerk("ExcludePublic", reason="GREMIUM Ausschluss")
    await clerk("RecordNote", text="GREMIUM Wort", item=case.secret)
    await clerk("HandOverChair", member=person("mitglied"), reason="GREMIUM Vorsitz")
    await vote(case.secret)
    await clerk("RestorePublic", mistake="GREMIUM Irrtum")
    await clerk("InterruptSession", reason="GREMIUM Pause")
    await clerk("ResumeSession")
    await clerk("AnnounceResolutions", items=[case.secret], text="OFFEN beschlossen.")
    await note()


def asked(case: Marked) -> list[tuple[str, str]]:
    """Every read, as an address of the OpenAPI document and as it is asked."""
    id_, session = case.paper.id, case.paper.session
    vorlage, sitting = f"/api/vorlagen/{id_}", f"/api/sessions/{session}"
    things = [
        ("/api/vorlagen", "/api/vorlagen"),
        ("/api/vorlagen", "/api/vorlagen?q=ENTWURF"),
        ("/api/vorlagen", "/api/vorlagen?q=GREMIUM"),
        ("/api/vorlagen/{vorlage}", vorlage),
        ("/api/vorlagen/{vorlage}/history", f"{vorlage}/history"),
        ("/api/vorlagen/{vorlage}/editions", f"{vorlage}/editions"),
        ("/api/vorlagen/{vorlage}/texts", f"{vorlage}/texts"),
        ("/api/vorlagen/{vorlage}/texts/{name}/blame", f"{vorlage}/texts/reasons/blame"),
        ("/api/vorlagen/{vorlage}/texts/{name}/blame", f"{vorlage}/texts/proposed_resolution/blame"),
        (
            "/api/vorlagen/{vorlage}/texts/measures/{measure}/blame",
            f"{vorlage}/texts/measures/{case.paper.measure}/blame",
        ),
        ("/api/vorlagen/{vorlage}/what-if", f"{vorlage}/what-if?amendments={','.join(case.motions)}"),
        ("/api/sessions", "/api/sessions"),
        ("/api/sessions/{session}", sitting),
        ("/api/sessions/{session}/minutes", f"{sitting}/minutes"),
        ("/api/sessions/{session}/minutes", f"{sitting}/minutes?part=non_public"),
        ("/api/overview", "/api/overview"),
        ("/api/overview", "/api/overview?q=ENTWURF"),
        ("/api/overview/sessions", "/api/overview/sessions"),
    ]
    for number in (1, 2, 3):
        things.append(("/api/vorlagen/{vorlage}/editions/{edition}", f"{vorlage}/editions/{number}"))
        things.append(("/api/vorlagen/{vorlage}/diff", f"{vorlage}/diff?from=edition:{number}"))
    diff, extract = "/api/vorlagen/{vorlage}/diff", "/api/sessions/{session}/items/{item}/extract"
    things += [(diff, f"{vorlage}/diff?from=position:{position}") for position in case.positions]
    things += [(extract, f"{sitting}/items/{item}/extract") for item in (case.item, case.secret)]
    for each in case.attachments:
        one = f"{vorlage}/attachments/{each}"
        things.append(("/api/vorlagen/{vorlage}/attachments/{attachment}", one))
    later = [
        (template, f"{path}{'&' if '?' in path else '?'}as_of={moment}{basis}")
        for template, path in things
        for moment, basis in (
            # What had been recorded by a moment is what had been by its position.
            *((each.replace("+", "%2B"), "&basis=true") for each in case.moments),
            *((str(each), "") for each in case.positions),
        )
    ]
    return [
        *things,
        *later,
        ("/api/committees", "/api/committees"),
        ("/api/committees/{committee}", f"/api/committees/{KREISAUSSCHUSS}"),
        ("/api/departments", "/api/departments"),
        ("/api/public/changes", "/api/public/changes"),
        ("/api/me", "/api/me"),
        ("/api/events", "/api/events?after=0&limit=500"),
        ("/api/access-log", "/api/access-log"),
    ]


def leaked(role: str, text: str) -> list[str]:
    """The markers that stand in a text which this reader may not see."""
    return [marker for marker, who in MAY_READ.items() if marker in text and role not in who]


async def test_every_read_of_the_interface_is_in_the_table(county: Served) -> None:
    described = (await county.get("pruefung", "/schema/openapi.json")).json()["paths"]
    reads = {re.sub(r":[a-z]+}", "}", path.rstrip("/")) for path, does in described.items() if "get" in does}
    assert reads - MACHINE == READS
    paper = Paper("p", "m", "s", 0, 0)
    case = Marked(paper, moments=["m"], positions=[1], attachments=["a"], motions=["m"])
    assert {template for template, _ in asked(case)} == READS


@pytest.mark.parametrize("third", range(3))
async def test_rule_12_no_text_leaves_its_circle_over_http(county: Served, third: int) -> None:
    await people(county)
    case = await marked(county)
    wrong: list[tuple[str, str, object]] = []
    # The lead's deputy asks as the lead does, to whom every marker is open.
    roles = [role for role in ROLES if role != "lead's deputy"]
    for role in roles[third::3]:
        login = ROLES[role]
        found = ""
        for _, path in asked(case):
            answer = await county.client(login).get(path)
            headers = " ".join(f"{name}: {value}" for name, value in answer.headers.items())
            decoded = answer.content.decode("utf-8", "replace")
            wrong += [(role, path, marker) for marker in leaked(role, decoded + headers)]
            if answer.status_code not in {200, 401, 403, 404, 422}:
                wrong.append((role, path, answer.status_code))
            found += decoded
        assert EVERYONE_MAY_READ in found, role
        if role == "auditor":
            assert all(marker in found for marker in MAY_READ)
    assert not wrong, "\n".join(map(str, sorted(set(wrong))))


async def test_rule_12_each_circle_reads_exactly_its_fields(county: Served) -> None:
    await people(county)
    case = await marked(county)
    for role, login in ROLES.items():
        paper = (await county.get(login, f"/api/vorlagen/{case.paper.id}")).json()
        sitting = (await county.get(login, f"/api/sessions/{case.paper.session}")).json()
        told = {name for name, value in paper.items() if value not in (None, [], {})}
        if role in BODY:
            assert not told & HIDDEN_FROM_BODY, role
        elif role in ADMINISTRATION:
            assert {"cosignatures", "release"} <= told, role
        else:
            assert told <= PUBLIC_PAPER, role
            (station,) = paper["consultations"]
            assert {name for name, value in station.items() if value not in (None, [], {})} <= PUBLIC_STATION
            seen = {name for name, value in sitting.items() if value not in (None, [], {})}
            assert seen <= PUBLIC_SITTING, role
            for item in sitting["agenda"]:
                assert {name for name, value in item.items() if value not in (None, [], {})} <= PUBLIC_ITEM
            assert [each["number"] for each in sitting["agenda"]] == ["Ö 1"]
            assert sitting["public_titles"] == ["OFFEN Grundstück"]
            (said,) = sitting["announcements"]
            assert (said["items"], said["titles"]) == ([], ["OFFEN Grundstück"])
            assert [(each["flag"], each["reason"]) for each in sitting["flags"]] == [("contested", None)]


@asynccontextmanager
async def live(county: Served, login: str | None) -> AsyncIterator[Any]:
    """A socket of the live feed."""
    token = "" if login is None else f"?token={county.tokens[login]}"
    async with connect(f"{county.address.replace('http', 'ws')}/live{token}", max_size=None) as socket:
        yield socket


async def heard(county: Served, login: str | None, stream: str, after: int | None) -> tuple[bool, str]:
    """Whether a stream may be watched, and everything that is told of it up to now."""
    said = ""
    async with live(county, login) as socket, asyncio.timeout(60):
        try:
            subscribed = {"subscribe": stream} | ({} if after is None else {"after": after})
            await socket.send(msgspec.json.encode(subscribed).decode())
            while True:
                message = await socket.recv()
                said += message
                if "caught_up" in (told := msgspec.json.decode(message)) or "problem" in told:
                    return "caught_up" in told, said
        except ConnectionClosed as closed:
            return False, said + str(closed)


@pytest.mark.parametrize("after", [0, None])
async def test_rule_12_no_text_leaves_its_circle_in_the_live_feed(county: Served, after: int | None) -> None:
    await people(county)
    case = await marked(county)
    streams = {f"vorlagen/{case.paper.id}": INSIDE, f"sessions/{case.paper.session}": INSIDE}
    streams |= {"organisation": set(), f"committees/{KREISTAG}": set(), f"vorlagen/{uuid4()}": set()}
    for stream, who in streams.items():
        refusals = set()
        for role, login in ROLES.items():
            may, said = await heard(county, login, stream, after)
            assert may == (role in who), (role, stream)
            assert not leaked(role, said), (role, stream, leaked(role, said))
            if not may and login is not None:
                refusals.add(said.replace(stream.partition("/")[2] or "-", "ID"))
        assert len(refusals) <= 1, refusals


@pytest.mark.parametrize("document", ["reasons", "measures", "none"])
async def test_rule_12_rooms_are_open_to_those_inside_and_exist_for_nobody_else(
    county: Served, document: str
) -> None:
    await people(county)
    case = await marked(county)
    name = f"measures/{case.paper.measure}" if document == "measures" else document
    base = county.address.replace("http", "ws")
    for role, login in ROLES.items():
        token = "" if login is None else f"?token={county.tokens[login]}"
        address = f"{base}/collab/vorlagen/{case.paper.id}/{name}{token}"
        if role in INSIDE and document != "none":
            async with editor(address) as one:
                assert "ENTWURF" not in str(one.text), role
                assert str(one.text), role
        else:
            async with editor(address, sync=False) as one:
                assert await one.closed() == (4401 if login is None else 4404), role


async def test_a_substitute_reads_what_the_body_reads_for_as_long_as_he_is_one(county: Served) -> None:
    await people(county)
    case = await marked(county)
    login, office = "nachbar", "kreistagsbuero"
    seat = {"committee": KREISTAG, "member": members(1)[0], "substitute": person(login)}
    room = f"/collab/vorlagen/{case.paper.id}/reasons?token={county.tokens[login]}"
    secret = f"/api/sessions/{case.paper.session}/items/{case.secret}/extract"

    async def enters() -> set[bool]:
        async with editor(county.address.replace("http", "ws") + room, sync=False) as one:
            await one.until(lambda: one.asked > 0 or one.code is not None)
            found = {one.code is None}
        for stream in (f"vorlagen/{case.paper.id}", f"sessions/{case.paper.session}"):
            may, said = await heard(county, login, stream, 0)
            found.add(may)
            assert not {"ENTWURF", "AMT"} & set(leaked("member", said))
        found.add((await county.get(login, secret)).status_code == 200)
        return found

    today = day_of(county.county.clock())
    yesterday, tomorrow = (today + dt.timedelta(days=each) for each in (-1, 1))
    assert await enters() == {False}
    await county.do(office, "AppointSubstitute", **seat, since=tomorrow.isoformat())
    assert await enters() == {False}
    await county.do(office, "DismissSubstitute", **seat, until=tomorrow.isoformat())
    await county.do(office, "AppointSubstitute", **seat, since=yesterday.isoformat(), until=today.isoformat())
    assert await enters() == {True}
    await county.do(office, "DismissSubstitute", **seat, until=yesterday.isoformat())
    assert await enters() == {False}


async def outcome(county: Served, login: str, type_: str, id_: str, **fields: Any) -> tuple[int, str]:
    """How a command ends, whatever its target is called."""
    answer = await county.give(login, type_, **fields)
    return answer.status_code, answer.text.replace(id_, "ID")


async def test_rule_12_a_command_tells_nobody_that_what_he_does_not_see_is_there(county: Served) -> None:
    await people(county)
    paper = await drafted(county)
    sitting = await county.do("kreistagsbuero", "PlanSession", committee=KREISTAG, date="2024-12-01")
    key = str(uuid4())
    await county.do("fb-bau", "ChangeHeader", key=key, vorlage=paper.id, subject="ENTWURF")
    outside = [login for role, login in ROLES.items() if login is not None and role not in DRAFTING]
    commands: list[tuple[str, str, dict[str, Any]]] = [
        ("vorlage", "ChangeHeader", {"subject": "ENTWURF", "key": key}),
        ("vorlage", "ReviseText", {"document": "reasons", "text": "x"}),
        ("vorlage", "RecordFinanceCheck", {"positive": False, "note": "x"}),
        ("vorlage", "ProposeAmendment", {"measure": paper.measure, "old": "Ein Radweg", "new": "x"}),
        ("vorlage", "CosignVorlage", {"department": FINANZEN}),
        ("vorlage", "PublishVorlage", {}),
        ("session", "AddAgendaItem", {"subject": "x"}),
        ("session", "AnnounceSession", {}),
        ("session", "ObjectToMinutes", {"text": "x"}),
    ]
    for target, type_, fields in commands:
        hidden, unknown = paper.id if target == "vorlage" else sitting, str(uuid4())
        for login in outside:
            if target == "session" and login in {ROLES[each] for each in PREPARING}:
                continue
            told = await outcome(county, login, type_, hidden, **{target: hidden}, **fields)
            none = await outcome(county, login, type_, unknown, **{target: unknown}, **fields)
            assert told == none, (login, type_)


async def test_rule_12_an_item_of_an_agenda_cannot_be_guessed_by_commands(county: Served) -> None:
    await people(county)
    case = await marked(county)
    for login in ("admin", "dsb", "fremd", "nachbar", "sachbearbeitung-soziales", "fb-bau"):
        for type_ in ("CallItem", "OpenVote", "RemoveAgendaItem"):
            answers = [
                await outcome(county, login, type_, item, session=case.paper.session, item=item)
                for item in (case.secret, str(uuid4()))
            ]
            assert answers[0] == answers[1], (login, type_)


async def test_an_unknown_sitting_and_one_that_is_not_announced_answer_alike(county: Served) -> None:
    await people(county)
    hidden = await county.do("kreistagsbuero", "PlanSession", committee=KREISTAG, date="2024-12-01")
    item = await county.do("kreistagsbuero", "AddAgendaItem", session=hidden, subject="GREMIUM", public=False)
    unknown = str(uuid4())
    addresses = ("", "/minutes", "/minutes?part=non_public", f"/items/{item}/extract", "?as_of=2024-01-01")
    for role in sorted(EVERYBODY - PREPARING):
        client = county.client(ROLES[role])
        for rest in addresses:
            answers = [await client.get(f"/api/sessions/{each}{rest}") for each in (hidden, unknown)]
            told, none = (
                (each.status_code, each.text.replace(id_, "ID"), sorted(set(each.headers) - {"date"}))
                for each, id_ in zip(answers, (hidden, unknown), strict=True)
            )
            assert told == none, (role, rest)
            assert answers[0].headers.get("content-length") == answers[1].headers.get("content-length")
