"""Minutes and extracts on the command line."""

from infra.demo import story
from tests.cli.shell import Running, Shell


def test_minutes_and_extract_are_printed_and_given_as_json(shell: Shell, running: Running) -> None:
    assert running.address
    text = shell("minutes", story.COMMITTEE_SITTING)
    assert text.code == 0
    assert text.out.startswith("NIEDERSCHRIFT (noch nicht entworfen)\nÖffentlicher Teil\n")
    assert "9 ja, 0 nein, 1 Enthaltung" in text.out
    assert shell("minutes", story.COMMITTEE_SITTING, "--format", "json").json["part"] == "public"
    cut = shell("extract", story.COMMITTEE_SITTING, story.CYCLING_ITEM)
    assert cut.out.startswith("BESCHLUSSAUSZUG\n")
    assert "Vorbehaltlich der Genehmigung der Niederschrift." in cut.out
    # Nothing was dealt with behind closed doors, and nothing is resolved at the Kreistag yet.
    assert shell("minutes", story.COMMITTEE_SITTING, "--part", "non_public").code == 1
    assert shell("extract", story.COUNCIL_SITTING, story.COUNCIL_ITEM).code == 1
