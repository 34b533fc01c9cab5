"""`vorlagenwerk rejudge`: which past results another rule set would change."""

from pathlib import Path

from infra.demo import story
from tests.cli.shell import ROOT, Running, Shell

STRICT = (ROOT / "infra/rules/kvg-lsa.toml").read_text("utf-8")


def stricter(folder: Path) -> str:
    """A file of rules under which a simple majority is all members."""
    simple = STRICT.index("[majorities.simple]")
    changed = STRICT[simple:].replace('of = "cast"', 'of = "lawful"', 1)
    changed = STRICT[:simple] + changed.replace("denominator = 2", "denominator = 1", 1)
    file = folder / "strict.toml"
    file.write_text(changed.replace('id = "kvg-lsa"', 'id = "strict"', 1), "utf-8")
    return str(file)


def test_votes_that_other_rules_would_judge_otherwise_are_listed(
    shell: Shell, running: Running, tmp_path: Path
) -> None:
    assert running.address
    listed = shell("session", story.COMMITTEE_SITTING, "--format", "json").json
    votes = [vote for item in listed["agenda"] for vote in item["votes"] if vote["yes"] is not None]
    expected = {
        vote["id"]
        for vote in votes
        if vote["status"] != "annulled" and vote["carried"] != (vote["yes"] > listed["lawful_number"])
    }
    assert expected
    found = shell("rejudge", "--rules", stricter(tmp_path), "--json")
    assert found.code == 0
    lines = [line for line in found.out.splitlines() if story.COMMITTEE_SITTING in line]
    assert {vote for vote in expected if any(vote in line for line in lines)} == expected
    assert len(lines) == len(expected)
    same = shell("rejudge", "--rules", "kvg-lsa")
    assert (same.code, same.out.splitlines()[-1][:2]) == (0, "0 ")
    assert (
        shell("rejudge", "--rules", stricter(tmp_path), "--until", "1999-12-31", "--json").out.strip() == ""
    )


def test_rules_that_cannot_be_read_are_wrong_use(shell: Shell, tmp_path: Path) -> None:
    shell("import", str(ROOT / "docs/examples/vorlage.md"))
    broken = tmp_path / "broken.toml"
    broken.write_text('id = "x"\n', "utf-8")
    for rules in ("nowhere", str(broken)):
        refused = shell("rejudge", "--rules", rules)
        assert (refused.code, refused.out) == (2, "")
        assert "Regelwerk" in refused.err
        assert rules in refused.err
    assert shell("rejudge", "--rules", "lkro-by", "--since", "gestern").code == 2
    assert shell("rejudge", "--rules", "lkro-by").code == 0
