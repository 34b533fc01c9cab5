from pathlib import Path
from uuid import UUID, uuid4

import httpx
import msgspec
import pytest

from infra.demo import story
from tests.cli.shell import ROOT, Running, Said, Shell

EXAMPLE = str(ROOT / "docs/examples/vorlage.md")

UNKNOWN = "00000000-0000-4000-8000-00000000000f"
"""An id that nothing bears; the same in each process that collects these tests."""


def command(type_: str, **fields: object) -> str:
    return msgspec.json.encode({"type": type_, "id": str(uuid4()), **fields}).decode()


def created(shell: Shell) -> str:
    given = command("CreateVorlage", file_reference="1", subject="Brücke")
    return str(shell("command", "-", given=given).json["events"][0]["stream"]).removeprefix("vorlagen/")


def test_a_paper_is_imported_and_shown_without_a_server(shell: Shell) -> None:
    imported = shell("import", EXAMPLE)
    assert (imported.code, str(UUID(imported.out.strip()))) == (0, imported.out.strip())
    assert "Hinweis" in imported.err
    shown = shell("show", imported.out.strip(), "--format", "json").json
    assert shown["file_reference"] == "2024-00317"
    assert shown["consultations"][0]["yes"] is None
    text = shell("show", imported.out.strip()).out
    assert "Beschlussvorschlag:" in text
    assert "Kreisausschuss  11.09.2024" in text
    history = shell("history", imported.out.strip(), "--format", "json").json
    assert [each["kind"] for each in history].count("measure_amended") == 2
    assert "{+" in shell("history", imported.out.strip()).out


def test_what_cannot_be_read_is_named_with_its_line_and_nothing_is_stored(
    shell: Shell, tmp_path: Path
) -> None:
    paper = Path(EXAMPLE).read_text("utf-8").replace("25.09.2024", "31.09.2024")
    (tmp_path / "paper.md").write_text(paper, "utf-8")
    refused = shell("import", str(tmp_path / "paper.md"))
    assert (refused.code, refused.out) == (2, "")
    line = next(number for number, each in enumerate(paper.splitlines(), 1) if "31.09.2024" in each)
    assert f"Zeile {line}:" in refused.err
    assert shell("events", "--json").out.strip() == ""


def test_with_and_without_a_server_the_same_is_said(shell: Shell, running: Running) -> None:
    reads = [
        ("show", story.CYCLING, "--format", "json"),
        ("show", story.CYCLING, "--as-of", "150"),
        ("history", story.CYCLING),
        ("session", story.COMMITTEE_SITTING),
        ("session", story.COMMITTEE_SITTING, "--format", "json"),
        ("events", "--after", "100", "--json"),
        ("show", UNKNOWN),
    ]
    while_served = [shell(*read) for read in reads]
    token = shell("token", "pruefung").out.strip()
    over_http = httpx.get(
        f"{running.address}/api/vorlagen/{story.CYCLING}", headers={"Authorization": f"Bearer {token}"}
    )
    assert while_served[0].out == over_http.text + "\n"
    assert running.end().code == 0
    assert [shell(*read) for read in reads] == while_served


def test_commands_go_to_the_server_that_runs(shell: Shell, running: Running) -> None:
    id_ = created(shell)
    token = shell("token", "kreistagsbuero").out.strip()
    headers = {"Authorization": f"Bearer {token}"}
    found = httpx.get(f"{running.address}/api/vorlagen/{id_}", headers=headers)
    assert found.json()["subject"] == "Brücke"
    imported = shell("import", EXAMPLE, "--json").json
    assert httpx.get(f"{running.address}/api/vorlagen/{imported['id']}", headers=headers).status_code == 200


def test_a_file_of_commands_is_given_line_by_line_and_again_without_harm(shell: Shell) -> None:
    vorlage = str(uuid4())
    lines = [
        command("CreateVorlage", vorlage=vorlage, file_reference="1", subject="Brücke"),
        command("ReviseText", vorlage=vorlage, document="reasons", text="Sie ist alt."),
        command("OpenSession", session=str(uuid4())),
    ]
    first = shell("command", "-", given="\n\n".join(lines))
    assert first.code == 1
    assert "Zeile 5: " in first.err
    assert len(first.out.splitlines()) == 2
    assert shell("command", "-", given="\n\n".join(lines)) == first


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ("", 2),
        ("nonsense", 2),
        ("[]", 2),
        ('{"type": "OpenSession"}', 2),
        (command("OpenSession"), 2),
        (command("Nonsense"), 2),
        (command("OpenSession", session=UNKNOWN), 1),
        ("\ud800".encode("utf-8", "surrogatepass"), 2),
    ],
    ids=range(8),
)
def test_refused_is_1_and_unreadable_is_2(shell: Shell, given: str | bytes, code: int) -> None:
    said = shell("command", "-", given=given)
    assert (said.code, said.out) == (code, "")
    assert said.err
    assert "Traceback" not in said.err


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ((), 2),
        (("nonsense",), 2),
        (("show",), 2),
        (("show", UNKNOWN), 2),
        (("show", UNKNOWN, "--as-of", "gestern"), 2),
        (("show", UNKNOWN, "--as-of", "99999"), 2),
        (("show", UNKNOWN, "--basis", "maybe"), 2),
        (("show", UNKNOWN, "--format", "xml"), 2),
        (("import", "no-such-file"), 2),
        (("command", "no-such-file"), 2),
        (("token", "nobody"), 1),
        (("command", "-", "--as", "nobody"), 2),
        (("user", "add", "x"), 2),
        (("user", "add", "x", "--name", "X", "--department", "none"), 2),
        (("bench", "prepare", "--documents", "0"), 2),
        (("events", "--after", "-1"), 2),
        (("serve", "--port", "70000"), 2),
        (("replay",), 2),
        (("parked",), 2),
        (("--help",), 0),
        (("serve", "--help"), 0),
    ],
    ids=str,
)
def test_wrong_use_ends_with_a_word_and_a_code(shell: Shell, words: tuple[str, ...], code: int) -> None:
    said = shell(*words)
    assert said.code == code, said
    assert "Traceback" not in said.err
    assert said.err or not code


@pytest.mark.parametrize("id_", ["x", UNKNOWN, "../../x?y=ä"])
def test_a_paper_that_is_not_there_is_refused(shell: Shell, id_: str) -> None:
    created(shell)
    assert shell("show", id_).code == 1


@pytest.mark.parametrize("words", [("show", "x"), ("history", "x"), ("session", "x"), ("events",)])
def test_whoever_reads_founds_no_county(shell: Shell, words: tuple[str, ...]) -> None:
    assert shell(*words).code == 2
    assert not (shell.data / "vorlagenwerk.sqlite").exists()


def test_a_user_has_the_roles_that_were_named_and_logs_in_with_the_password(shell: Shell) -> None:
    formed = command("FormDepartment", name="Bau")
    assert shell("command", "-", given=formed).code == 0
    added = shell("user", "add", "anna", "--name", "Anna", "--role", "head", "--department", "bau")
    assert added.code == 0
    given = ("user", "add", "bert", "--name", "Bert", "--role", "clerk", "--password-stdin")
    assert shell(*given, given="a long password\n") == Said(0, "", "")
    assert shell("user", "add", "anna", "--name", "Anna").code == 1
    assert shell("user", "add", "carl", "--name", "Carl", "--password-stdin", given="short\n").code == 2
    with shell.serving() as running:
        for login, password in (("anna", added.out.split()[-1]), ("bert", "a long password")):
            answer = httpx.post(f"{running.address}/api/login", json={"login": login, "password": password})
            assert answer.status_code == 200
            roles = {"anna": ["department", "head"], "bert": ["clerk"]}[login]
            assert answer.json()["roles"] == roles
        token = shell("token", "anna").out.strip()
        answer = httpx.get(f"{running.address}/api/me", headers={"Authorization": f"Bearer {token}"})
        assert [each["name"] for each in answer.json()["departments"]] == ["Bau"]


def test_as_somebody_the_command_line_has_his_rights_only(shell: Shell, running: Running) -> None:
    refused = command("ReviseText", vorlage=story.PLAYGROUNDS, document="reasons", text="Neu.")
    assert shell("command", "-", "--as", "schriftfuehrung", given=refused).code == 1
    assert shell("command", "-", "--as", "fb-soziales", given=refused).code == 0
    assert shell("show", story.PLAYGROUNDS, "--as", "mitglied").code == 1
    assert running.end().code == 0
    assert shell("show", story.PLAYGROUNDS, "--as", "mitglied").code == 1
    assert "Neu." in shell("show", story.PLAYGROUNDS, "--as", "fb-soziales").out


def test_a_shell_gets_the_same_words_and_codes(shell: Shell) -> None:
    imported = shell.process("import", "-", given=Path(EXAMPLE).read_bytes())
    assert imported.code == 0
    shown = shell.process("show", imported.out.strip(), "--format", "json")
    assert shown == shell("show", imported.out.strip(), "--format", "json")
    assert shell.process("show", str(uuid4())).code == 1
    assert shell.process("show").code == 2


def test_the_log_is_shown_one_event_a_line(shell: Shell) -> None:
    id_ = created(shell)
    lines = shell("events", "--stream", f"vorlagen/{id_}", "--json").out.splitlines()
    assert [msgspec.json.decode(each)["stream"] for each in lines] == [f"vorlagen/{id_}"]
    assert len(shell("events").out.splitlines()) == 1
    assert shell("events", "--after", "1").out.strip() == ""


@pytest.mark.each_store
def test_replay_rebuilds_each_view_and_says_whether_it_was_equal(shell: Shell) -> None:
    created(shell)
    said = shell("replay")
    assert said.code == 0
    assert said.out.count("gleich") == 6
    assert "je Sekunde" in said.out
    shell.change("UPDATE view_vorlage SET body = ?", b"\x80")
    said = shell("replay")
    assert (said.code, said.out.count("VERSCHIEDEN")) == (1, 1)
    assert shell("replay").code == 0


def test_a_running_server_rebuilds_its_views_itself(shell: Shell, running: Running) -> None:
    created(shell)
    said = shell("replay")
    assert (said.code, said.out.count("gleich")) == (0, 6)
    shell.change("UPDATE view_vorlage SET body = ?", b"\x80")
    said = shell("replay")
    assert (said.code, said.out.count("VERSCHIEDEN")) == (1, 1)
    assert shell("replay").code == 0
    assert running.process.poll() is None


def test_parked_streams_are_named(shell: Shell) -> None:
    created(shell)
    assert shell("parked") == Said(0, "", "")
    shell.change("INSERT INTO parked VALUES ('vorlage', 'vorlagen/x', 1, 'why')")
    said = shell("parked")
    assert said.code == 1
    assert "vorlagen/x" in said.out


@pytest.mark.each_store
def test_parked_streams_are_repaired_beside_a_running_server(shell: Shell, running: Running) -> None:
    paper = created(shell)
    shell.change("INSERT INTO parked VALUES ('vorlage', ?, 1, 'why')", f"vorlagen/{paper}")
    shell.change("INSERT INTO parked VALUES ('no_view', 'vorlagen/x', 1, 'why')")
    shell.change("UPDATE view_vorlage SET body = ? WHERE id = ?", b"\x80", paper)
    said = shell("parked", "--repair")
    assert (said.code, said.out.count("folgt wieder"), "UnknownView" in said.out) == (1, 1, True)
    shell.change("DELETE FROM parked")
    [[body]] = shell.change("SELECT body FROM view_vorlage WHERE id = ?", paper)
    assert body != b"\x80"
    assert shell("parked", "--repair") == Said(0, "", "")
    assert shell("show", paper).code == 0
    assert running.process.poll() is None


def test_bench_prepare_makes_as_many_texts_as_are_asked_for(shell: Shell) -> None:
    assert len(shell("bench", "prepare", "--documents", "50").json["documents"]) == 50


@pytest.mark.parametrize("served", [False, True])
def test_bench_prepare_gives_texts_and_a_token_that_may_write_them(shell: Shell, *, served: bool) -> None:
    if not served:
        _assert_prepared(shell)
        return
    with shell.serving() as running:
        token, documents = _assert_prepared(shell)
        texts = httpx.get(
            f"{running.address}/api/{documents[0].removesuffix('/reasons')}/texts",
            headers={"Authorization": f"Bearer {token}"},
        ).json()
    assert next(each["may_write"] for each in texts if each["document"] == documents[0])


def _assert_prepared(shell: Shell) -> tuple[str, list[str]]:
    prepared = shell("bench", "prepare", "--documents", "5").json
    assert len(set(prepared["documents"])) == 5
    assert len(shell("bench", "prepare", "--documents", "2").json["documents"]) == 2
    return prepared["token"], prepared["documents"]


def test_an_account_is_locked_and_opened_and_gets_another_password(shell: Shell) -> None:
    with shell.serving("--demo") as running:
        token = shell("token", "fb-bau").out.strip()

        def status(password: str) -> int:
            given = {"login": "fb-bau", "password": password}
            return httpx.post(f"{running.address}/api/login", json=given).status_code

        def of_token() -> int:
            headers = {"Authorization": f"Bearer {token}"}
            return httpx.get(f"{running.address}/api/me", headers=headers).status_code

        assert of_token() == 200
        assert shell("user", "disable", "fb-bau").code == 0
        assert (of_token(), status(running.password("fb-bau"))) == (401, 401)
        assert shell("user", "enable", "fb-bau").code == 0
        assert (of_token(), status(running.password("fb-bau"))) == (401, 200)
        new = shell("user", "password", "fb-bau").out.strip().removeprefix("Passwort: ")
        assert (status(running.password("fb-bau")), status(new)) == (401, 200)
        given = "ein anderes Passwort\n"
        assert shell("user", "password", "fb-bau", "--password-stdin", given=given) == Said(0, "", "")
        assert status("ein anderes Passwort") == 200
    assert shell("user", "disable", "niemand").code == 1
    assert shell("user", "password", "fb-bau", "--password-stdin", given="kurz\n").code == 2


def test_the_papers_in_work_are_listed_with_who_is_due(shell: Shell) -> None:
    assert shell("overview").code == 2
    created(shell)
    said = shell("overview")
    assert said.code == 0
    assert "Brücke" in said.out
    (paper,) = shell("overview", "--what", "draft", "--format", "json").json
    assert (paper["subject"], paper["deadlines"]) == ("Brücke", [])
    assert shell("overview", "--department", "own").out.strip() == "Keine Vorlage in Arbeit."
    assert shell("overview", "--overdue", "--format", "json").json == []
    assert shell("overview", "--basis", "true").code == 2


def test_the_overview_of_the_demo_county_tells_in_german_who_is_due(shell: Shell, running: Running) -> None:
    assert running.address
    said = shell("overview", "--as", "fb-bau")
    assert said.code == 0
    for told in (
        "Bau: mitzeichnen",
        "Umsetzung",
        "Schriftführung: Niederschrift entwerfen",
        "Vorsitz: eröffnen",
    ):
        assert told in said.out, told
    assert "Ö 3 entgegen dem Verfahren fortgesetzt" in said.out
    assert "ausgesetzt nach Widerspruch" in said.out
    own = shell("overview", "--as", "fb-soziales", "--department", "Soziales", "--format", "json").json
    assert [each["subject"] for each in own] == [
        "Spielplätze an den kreiseigenen Schulen",
        "Umbau des Jugendzentrums Nord",
    ]
    sittings = shell("overview", "--as", "schriftfuehrung", "--sessions", "--what", "draft_minutes")
    assert "Bauausschuss" in sittings.out
    assert "Aktenzeichen" not in sittings.out
    assert shell("overview", "--as", "admin").out.split("\n\n") == [
        "Keine Vorlage in Arbeit.",
        "Keine Sitzung in Arbeit.\n",
    ]


def test_a_file_of_kept_commands_is_given_twice_and_done_once(shell: Shell, tmp_path: Path) -> None:
    paper = str(uuid4())
    kept = tmp_path / "kept.jsonl"
    lines = (
        command(
            "CreateVorlage",
            vorlage=paper,
            file_reference="1",
            subject="Brücke",
            happened_at="2024-02-01T10:00:00+01:00",
        ),
        command("ChangeHeader", vorlage=paper, subject="Steg", happened_at="2024-02-03T10:00:00+01:00"),
        command("ChangeHeader", vorlage=paper, number="7", happened_at="2024-02-02T10:00:00+01:00"),
    )
    kept.write_text("\n".join(lines), "utf-8")
    first, again = shell("command", str(kept)), shell("command", str(kept))
    assert (first.code, again.out) == (0, first.out)
    assert len(shell("events", "--stream", f"vorlagen/{paper}", "--json").out.splitlines()) == 3
    then = shell("show", paper, "--as-of", "2024-02-02", "--basis", "true", "--format", "json").json
    assert (then["subject"], then["number"]) == ("Brücke", "7")
    assert shell("show", paper, "--as-of", "2024-02-02", "--format", "json").code == 1
