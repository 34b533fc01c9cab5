"""Who sees what, over HTTP: every view for everyone at each stage of a paper's life (rule 12)."""

import datetime as dt
from typing import Final
from uuid import uuid4

import pytest
from msgspec import Struct

from domain.committee.commands import AppointChair, FormCommittee, SeatMember
from domain.organisation.commands import AppointDeputy, FormDepartment, GrantRole
from infra.entitlement import SERVICE
from tests.api.test_reading import DAY, Paper, address, drafted
from tests.serving import FINANZEN, KREISTAG, Served, members, named, person

SOZIALES: Final = named("fb-soziales")
JUGEND: Final = named("jugendhilfeausschuss")

NOBODY, FOREIGN = "nobody", "nachbar"
ROLES: Final[dict[str, str | None]] = {
    "office": "kreistagsbuero",
    "lead": "fb-bau",
    "invited": "sachbearbeitung-finanzen",
    "uninvited": "sachbearbeitung-soziales",
    "landrat": "landrat",
    "clerk": "schriftfuehrung",
    "chair": "vorsitz",
    "member": "mitglied",
    "other body": FOREIGN,
    "auditor": "pruefung",
    "dsb": "dsb",
    "admin": "admin",
    "lead's deputy": "vertretung-fb-bau",
    "member's deputy": "vertretung-mitglied",
    "deputy of those who check": "vertretung-pruefung",
    NOBODY: None,
}
"""Who asks, and as which login."""

PREPARING: Final = {"office", "landrat", "clerk", "chair", "auditor"}
DRAFTING: Final = {"office", "lead", "lead's deputy", "invited", "landrat", "auditor"}
ADMINISTRATION: Final = DRAFTING | {"uninvited", "clerk"}
BODY: Final = {"chair", "member", "member's deputy"}
INSIDE: Final = ADMINISTRATION | BODY
EVERYBODY: Final = set(ROLES)

REPRESENTED: Final = {
    "vertretung-fb-bau": ("fb-bau",),
    "vertretung-mitglied": ("mitglied",),
    "vertretung-pruefung": ("pruefung", "dsb", "admin", "vertretung-fb-bau"),
}
"""Who is nothing himself, and the deputy of whom; the last one also of a deputy, which leads nowhere."""

STAGES: Final = ("draft", "cosigning", "released", "summoned", "open revision", "in sitting", "decided")


class Case(Struct):
    """A paper with its sitting at some stage; `secret` is the item that is not public."""

    paper: Paper
    item: str = ""
    secret: str = ""
    motion: str = ""


class Seen(Struct, frozen=True):
    """Who sees something at a stage."""

    paper: set[str]
    sitting: set[str]


def seen(stage: str, *, public: bool) -> Seen:
    """What DOMAIN says ("Who sees what"); a sitting is announced when it opens."""
    if stage in {"draft", "cosigning"}:
        return Seen(DRAFTING, set())
    if stage == "released":
        return Seen(ADMINISTRATION, set())
    if stage in {"summoned", "open revision"}:
        return Seen(INSIDE, INSIDE)
    return Seen(EVERYBODY if public else INSIDE, EVERYBODY)


async def people(county: Served) -> None:
    """Beside those who are there: two more officers, the chair, a member of another body, deputies."""
    more = {"sachbearbeitung-finanzen": FINANZEN, "sachbearbeitung-soziales": SOZIALES}
    await county.county.handling.handle_all(
        SERVICE,
        [
            FormDepartment(department=SOZIALES, name="Fachbereich Soziales"),
            *(
                GrantRole(person=person(login), role="department", department=department)
                for login, department in more.items()
            ),
            GrantRole(person=person("vorsitz"), role="member"),
            SeatMember(committee=KREISTAG, member=person("vorsitz"), votes=False),
            AppointChair(committee=KREISTAG, member=person("vorsitz"), since=dt.date(2001, 1, 1)),
            FormCommittee(committee=JUGEND, name="Jugendhilfeausschuss", lawful_number=1),
            SeatMember(committee=JUGEND, member=person(FOREIGN)),
            *(
                AppointDeputy(person=person(each), deputy=person(login))
                for login, represented in REPRESENTED.items()
                for each in represented
            ),
        ],
        uuid4(),
    )
    for login in (*more, "vorsitz", FOREIGN, *REPRESENTED):
        await county.county.identity.add_account(login, login.title(), "nur-zum-testen", person=person(login))
        county.tokens[login] = await county.county.identity.issue_token(login, "Test")


async def at_stage(county: Served, stage: str, *, public: bool) -> Case:
    """A paper that was drafted twice, up to a stage."""
    reached = STAGES.index(stage)
    paper = await drafted(county)
    case = Case(paper)
    if not public:
        await county.do("fb-bau", "ChangeHeader", vorlage=paper.id, public=False)
    await county.do("fb-bau", "InviteDepartment", vorlage=paper.id, department=FINANZEN)
    await county.do("fb-bau", "FreezeEdition", vorlage=paper.id, label="Entwurf")
    await county.do("fb-bau", "ReviseText", vorlage=paper.id, document="reasons", text="Es ist sehr nötig.")
    await county.do("fb-bau", "FreezeEdition", vorlage=paper.id, label="Fassung", target=paper.station)
    if reached >= 1:
        await county.do("fb-bau", "StartCosigning", vorlage=paper.id, chain=[FINANZEN])
    if reached >= 2:
        await county.do(
            "fb-finanzen", "CosignVorlage", vorlage=paper.id, department=FINANZEN, comment="einverstanden"
        )
        await county.do("landrat", "ReleaseVorlage", vorlage=paper.id)
    if reached >= 3:
        await _summon(county, case, public=public)
    if stage in {"summoned", "open revision"}:
        case.motion = await county.do(
            "mitglied",
            "ProposeAmendment",
            vorlage=paper.id,
            measure=paper.measure,
            old="Ein Radweg",
            new="Ein Fußweg",
        )
    if stage == "open revision":
        await county.do("fb-bau", "OpenEdition", vorlage=paper.id, reason="GEHEIM Hinweis")
        await county.do("fb-bau", "ReviseText", vorlage=paper.id, document="reasons", text="GEHEIM anders.")
        await county.do("fb-bau", "FreezeEdition", vorlage=paper.id, label="GEHEIM Fassung")
    if reached >= 5:
        await _sit(county, case, decides=reached >= 6)
    return case


async def _summon(county: Served, case: Case, *, public: bool) -> None:
    sitting = await county.do("kreistagsbuero", "PlanSession", committee=KREISTAG, date=DAY.isoformat())
    case.paper.session = sitting
    case.item = await county.do(
        "kreistagsbuero", "AddAgendaItem", session=sitting, vorlage=case.paper.id, public=public
    )
    await county.do("kreistagsbuero", "AddAgendaItem", session=sitting, subject="Verschiedenes")
    case.secret = await county.do(
        "kreistagsbuero",
        "AddAgendaItem",
        session=sitting,
        subject="GEHEIM Grundstück",
        public=False,
        public_title="Grundstücksangelegenheit",
    )
    await county.do("kreistagsbuero", "SummonSession", session=sitting, received="2024-09-01")


async def _sit(county: Served, case: Case, *, decides: bool) -> None:
    sitting = case.paper.session
    await county.do("kreistagsbuero", "AnnounceSession", session=sitting)
    at = dt.datetime.combine(DAY, dt.time(15), dt.UTC)

    async def clerk(type_: str, **fields: object) -> str:
        nonlocal at
        at += dt.timedelta(minutes=1)
        return await county.do(
            "schriftfuehrung", type_, session=sitting, happened_at=at.isoformat(), **fields
        )

    present = [*members(8), *(person(each) for each in ("landrat", "mitglied", "vorsitz"))]
    await clerk("RecordArrival", members=present)
    await clerk("OpenSession")
    shown = await county.read("schriftfuehrung", f"/api/sessions/{sitting}")
    is_public = next(each["public"] for each in shown["agenda"] if each["id"] == case.item)
    if not is_public:
        await clerk("ExcludePublic", reason="Geheimhaltung")
    await clerk("CallItem", item=case.item)
    if not decides:
        return
    vote = await clerk("OpenVote", item=case.item)
    await clerk("RecordVote", vote=vote, yes=10, no=0, abstained=0)
    await clerk("DeclareVote", vote=vote)
    if is_public:
        await clerk("ExcludePublic", reason="Geheimhaltung")
    await clerk("CallItem", item=case.secret)
    vote = await clerk("OpenVote", item=case.secret)
    await clerk("RecordVote", vote=vote, yes=10, no=0, abstained=0)
    await clerk("DeclareVote", vote=vote)
    await clerk("RestorePublic")
    await clerk("AnnounceResolutions", items=[case.secret], text="Der Kauf ist beschlossen.")


def may_read_secrets(role: str, path: str) -> bool:
    """What is marked so is a draft of a paper, or an item of a sitting that is not public."""
    return role in (INSIDE if "/sessions/" in path else DRAFTING)


def table(case: Case, stage: str, *, public: bool) -> list[tuple[str, set[str]]]:
    """Each address and who gets an answer there; for all others it does not exist."""
    who, paper = seen(stage, public=public), case.paper
    known = who.paper & INSIDE
    released = stage not in {"draft", "cosigning"}
    rows = [
        (address(paper), who.paper),
        (address(paper, "/history"), who.paper),
        (address(paper, "/editions"), who.paper),
        (address(paper, "/texts"), known),
        (address(paper, f"/what-if?amendments={case.motion or uuid4()}"), known if case.motion else set()),
        (address(paper, "/editions/1"), (known & DRAFTING) | (who.paper - INSIDE)),
        (address(paper, "/editions/2"), known),
        (address(paper, "/editions/3"), DRAFTING if stage == "open revision" else set()),
        (address(paper, "/diff?from=edition:1"), (known & DRAFTING) | (who.paper - INSIDE)),
        (address(paper, "/diff?from=edition:2"), known),
        (address(paper, "?as_of=2000-01-01"), set()),
        (address(paper, f"?as_of={paper.created}"), DRAFTING - {"invited"}),
        (address(paper, f"/history?as_of={paper.created}"), DRAFTING - {"invited"}),
        (address(paper, f"/editions?as_of={paper.created}"), DRAFTING - {"invited"}),
        (address(paper, f"/what-if?amendments={case.motion or uuid4()}&as_of={paper.created}"), set()),
    ]
    if not paper.session:
        return rows
    sitting = f"/api/sessions/{paper.session}"
    opened, decided = stage in {"in sitting", "decided"}, stage == "decided"
    assert released
    return [
        *rows,
        (sitting, who.sitting),
        (f"{sitting}?as_of=2000-01-01", set()),
        (f"{sitting}?as_of={paper.created}", set()),
        (f"{sitting}/minutes", PREPARING if opened else set()),
        (f"{sitting}/minutes?part=non_public", PREPARING if opened else set()),
        (f"{sitting}/items/{case.item}/extract", INSIDE if decided else set()),
        (f"{sitting}/items/{case.secret}/extract", INSIDE if decided else set()),
    ]


@pytest.mark.parametrize("public", [True, False], ids=["public", "closed"])
@pytest.mark.parametrize("stage", STAGES)
async def test_rule_12_each_view_answers_whom_the_table_names(
    county: Served,
    stage: str,
    public: bool,  # noqa: FBT001
) -> None:
    await people(county)
    case = await at_stage(county, stage, public=public)
    wrong: list[tuple[str, str, object]] = []
    for path, who in table(case, stage, public=public):
        for role, login in ROLES.items():
            answer = await county.client(login).get(path)
            hidden = {401} if login is None else {404}
            if login is None or role in EVERYBODY - INSIDE:
                hidden |= {422} if "as_of=" in path and "as_of=2000" not in path else set()
            if ("what-if" in path or "/texts" in path) and login is not None:
                hidden |= {404}
            expected = {200} if role in who else hidden
            if answer.status_code not in expected:
                wrong.append((role, path.rpartition(case.paper.id)[2] or path, answer.status_code))
            elif "GEHEIM" in answer.text and not may_read_secrets(role, path):
                wrong.append((role, path, answer.text))
    listed = seen(stage, public=public)
    for role, login in ROLES.items():
        papers = (await county.get(login, "/api/vorlagen")).json()
        if (role in listed.paper) != (case.paper.id in {each["id"] for each in papers}):
            wrong.append((role, "/api/vorlagen", 200))
        sittings = (await county.get(login, "/api/sessions")).json()
        if case.paper.session and (role in listed.sitting) != bool(sittings):
            wrong.append((role, "/api/sessions", 200))
        if login is not None:
            work = (await county.get(login, "/api/overview")).json()
            if bool(work) and role not in listed.paper & ADMINISTRATION:
                wrong.append((role, "/api/overview", 200))
            if "GEHEIM" in str(work) and role not in DRAFTING:
                wrong.append((role, "/api/overview", str(work)))
    assert not wrong, "\n".join(map(str, wrong))


async def test_the_body_learns_nothing_of_a_new_edition_from_its_motions(county: Served) -> None:
    await people(county)
    case = await at_stage(county, "summoned", public=True)
    id_ = case.paper.id
    await county.do("fb-bau", "OpenEdition", vorlage=id_, reason="GEHEIM Hinweis")
    await county.do("fb-bau", "TakeOverAmendment", vorlage=id_, amendment=case.motion)
    await county.do("fb-bau", "FreezeEdition", vorlage=id_, label="GEHEIM Fassung")
    [inside] = (await county.read("fb-bau", address(case.paper)))["motions"]
    assert (inside["status"], inside["awaits_release"]) == ("taken_over", True)
    for login in ("mitglied", "sachbearbeitung-soziales", "schriftfuehrung"):
        shown = await county.read(login, address(case.paper))
        [motion] = shown["motions"]
        assert (motion["status"], motion["edition"], motion["conflict"]) == ("proposed", None, False), login
        assert [each["status"] for each in motion["statuses"]] == ["proposed"]
        assert not motion["awaits_release"]
        assert [each["number"] for each in shown["editions"]] == [2]
    await county.do("fb-bau", "WithdrawVorlage", vorlage=id_, reason="erledigt")
    for login, edition in (("mitglied", 2), ("sachbearbeitung-soziales", 2), ("fb-bau", 3)):
        tried = await county.read(login, address(case.paper, "/what-if"), amendments=case.motion)
        assert tried["edition"] == edition, login


async def test_an_auditor_reads_persons_only_with_a_purpose_and_is_noted(county: Served) -> None:
    await people(county)
    case = await at_stage(county, "summoned", public=True)
    path = address(case.paper, "/history")
    assert {each["by"] for each in await county.read("pruefung", path)} == {None}
    named_ = await county.read("pruefung", path, purpose="Prüfung 7")
    assert {each["by"] for each in named_} - {None} == {"fb-bau", "kreistagsbuero"}
    for login in ("mitglied", "vorsitz", "sachbearbeitung-soziales", "fb-bau"):
        assert {each["by"] for each in await county.read(login, path, purpose="Neugier")} <= {None}, login
    noted = await county.read("pruefung", "/api/access-log")
    assert [each["purpose"] for each in noted if each["what"].endswith("/history")] == [None, "Prüfung 7"]
