"""The extract of a resolution: the text as it was voted on, the votes, and the proviso."""

import hashlib

from hypothesis import given as for_all
from hypothesis import strategies as st

from domain.session.commands.minutes import DraftMinutes
from projections.minutes import extract
from projections.minutes.extract import ResolutionExtract
from projections.session import view as session
from tests.domain.county import CLERK, ITEM, PAPER, SITTING, County
from tests.projections.lives import AGAIN, BODY, recommended, resolved
from tests.projections.minuted import STAFF, VOTERS, approved, closed, row_of, signed
from tests.projections.story import fold, json, log


def of(county: County, item: str = ITEM) -> ResolutionExtract:
    found = extract.extract(row_of(county), item, county.world.vorlagen, "Kreisausschuss")
    assert found is not None
    return found


def test_an_extract_tells_what_was_decided_and_by_which_votes() -> None:
    told = json(of(closed()))
    assert (told["number"], told["body"], told["date"]) == ("Ö 2", "Kreisausschuss", "2023-03-08")
    assert (told["outcome"], told["file_reference"], told["recused"]) == (
        *("recommended", "2020-01470", [VOTERS[0]]),
    )
    assert told["wording"]["proposed_resolution"] == "Der Kreistag beschließt das Konzept."
    assert told["wording"]["hash"] == told["text_hash"] == told["vote"]["text_hash"]
    assert told["wording"]["attachments"][0]["sha256"] == hashlib.sha256(b"konzept").hexdigest()
    assert (told["vote"]["counts"]["yes"], told["vote"]["declared"]) == (7, True)
    assert (told["quorum"]["present"], told["quorum"]["quorate"]) == (9, True)
    assert extract.persons(of(closed())) == {VOTERS[0]}


def test_the_text_is_the_one_voted_on_with_the_motions_carried() -> None:
    county = resolved()
    row = fold(session, log((f.stream, f.meta, f.event) for f in county.log))[f"sessions/{BODY}"]
    found = extract.extract(row, "kt", county.world.vorlagen, "Kreistag")
    assert found is not None
    assert found.wording is not None
    assert [each.text for each in found.wording.measures] == [AGAIN]
    assert found.outcome == "resolved_amended"
    edition = county.world.vorlagen[PAPER].editions[-1]
    assert edition.hash == found.text_hash == edition.content.hash()


def test_an_item_without_a_paper_or_a_vote_has_an_extract_of_its_outcome() -> None:
    noted = of(closed(), "opening")
    assert (noted.outcome, noted.vote, noted.wording, noted.text_hash) == ("noted", None, None, None)
    assert extract.persons(noted) == set()
    staff = of(closed(), STAFF)
    assert (staff.number, staff.public, staff.wording, staff.paper_number) == ("N 1", False, None, None)
    row = row_of(closed())
    row.agenda[0].called_at = None
    taken_off = extract.extract(row, "opening", {}, "K")
    assert taken_off is not None
    assert taken_off.quorum is None


def test_what_has_no_outcome_has_no_extract() -> None:
    row = row_of(recommended())
    assert extract.extract(row, "personal", {}, "K") is None
    assert extract.extract(row, "none", {}, "K") is None


STAGES = {"closed": closed, "signed": signed, "approved": approved}


@for_all(stage=st.sampled_from(sorted(STAGES)), item=st.sampled_from([ITEM, STAFF, "opening"]))
def test_an_extract_stands_under_its_proviso_until_the_minutes_are_approved(stage: str, item: str) -> None:
    assert of(STAGES[stage](), item).proviso == (stage != "approved")


def test_drafting_alone_lifts_no_proviso() -> None:
    assert of(closed().when(CLERK, DraftMinutes(session=SITTING))).proviso
