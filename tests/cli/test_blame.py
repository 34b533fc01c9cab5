"""Who wrote what, on the command line."""

from api.cli.printed_blame import blame
from infra.demo import story
from tests.cli.shell import Running, Shell


def test_who_wrote_what_is_printed_and_given_as_json(shell: Shell, running: Running) -> None:
    assert running.address
    paper = shell("show", story.PLAYGROUNDS, "--format", "json").json
    document = f"vorlagen/{story.PLAYGROUNDS}/reasons"
    runs = shell("blame", document, "--json").json
    assert "".join(run["text"] for run in runs) == paper["reasons"]
    assert {run["login"] for run in runs} == {None}
    named = shell("blame", document, "--purpose", "Prüfung", "--format", "json").json
    assert all(run["login"] for run in named)
    text = shell("blame", document, "--purpose", "Prüfung")
    assert text.code == 0
    first = text.out.splitlines()[0]
    assert first.split()[0] == str(named[0]["revision"])
    assert f"{named[0]['login']} {named[0]['department']}" in first
    measure = paper["measures"][0]
    assert shell("blame", f"{document.rpartition('/')[0]}/measures/{measure['id']}").code == 0
    then = shell("blame", document, "--as-of", str(named[0]["revision"]), "--json").json
    assert {run["revision"] for run in then} == {named[0]["revision"]}
    for nothing in ("vorlagen/1/reasons", f"vorlagen/{story.PLAYGROUNDS}/nichts", "..", "vorlagen/?#/%2e"):
        assert shell("blame", nothing).code == 1


def run(text: str, **more: object) -> dict[str, object]:
    names = ("login", "department", "acting_for", "at", "revision", "cause", "committee", "amendment")
    return {"text": text, **dict.fromkeys(names), **more}


def test_columns_are_aligned_and_say_who_when_and_why() -> None:
    at = "2026-03-02T09:00:00Z"
    printed = blame(
        [
            run("Der Landkreis\n", login="fb-bau", department="Bau", at=at, revision=7),
            run("baut\n\nRadwege. ", at=at, revision=12, cause="1", committee="Kreistag", amendment="motion"),
            run("Bald.", login="a", acting_for="b", at=at),
            run("Früher."),
        ]
    )
    assert printed.splitlines() == [
        "      7  2026-03-02 09:00:00Z  fb-bau Bau                                    Der Landkreis",
        "     12  2026-03-02 09:00:00Z              Änderungsantrag motion, Kreistag  baut",
        "                                                                             Radwege.",
        "  offen  2026-03-02 09:00:00Z  a (für b)                                     Bald.",
        "                                                                             Früher.",
    ]
    assert blame([]) == "Der Text ist leer."
