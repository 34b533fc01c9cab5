"""The result of an election reads the same in every view, also where the lot decided (rule 6)."""

import pytest

from api import extract_printed, minutes_printed
from api.cli import printed, rejudging
from domain.events import ORGANISATION
from domain.organisation.events import RoleGranted
from domain.session.commands.attendance import DeclareRecusal
from domain.session.commands.course import CloseSession, ConcludeItem
from domain.session.commands.votes import (
    AnnulVote,
    CancelVote,
    CandidateEntry,
    CorrectVote,
    DeclareVote,
    OpenVote,
    RecordVote,
    ResolveContradiction,
)
from domain.session.events.votes import VoteDeclared
from domain.session.votes.rejudging import rejudged
from infra.reading.minutes import said
from infra.rejudging import SittingRejudged
from infra.rules import find
from projections.minutes import shown as minutes_shown
from projections.minutes.extract import ResolutionExtract, extract
from projections.session import shown as session_shown
from projections.session.votes_shown import VoteShown, show_vote
from tests.domain.chamber import DAY, chamber, count, voters
from tests.domain.county import CLERK, ITEM, SITTING, VOTE, County
from tests.projections.minuted import row_of, told
from tests.projections.story import json

NAMES = ("Anders", "Brandt")
LAW, BAVARIA = find("kvg-lsa"), find("lkro-by")


def drawn(elected: str | None = "Brandt", *, lot: bool = True, override: str | None = None) -> DeclareVote:
    return DeclareVote(session=SITTING, vote=VOTE, elected=elected, lot=lot, override=override)


def electing(first: int, second: int, county: County | None = None) -> County:
    """The second round of an election, counted."""
    opened = OpenVote(
        session=SITTING,
        item=ITEM,
        vote=VOTE,
        kind="election",
        candidates=NAMES,
        round=2,
        override="der erste Wahlgang war gestern",
    )
    entries = (CandidateEntry("Anders", first), CandidateEntry("Brandt", second))
    counts = RecordVote(session=SITTING, vote=VOTE, candidates=entries, abstained=0, not_voting=0)
    return (county or chamber(4)).when(CLERK, opened).when(CLERK, counts)


def view(county: County) -> VoteShown:
    """The vote as the view of the sitting shows it."""
    (vote,) = row_of(county).agenda[0].votes
    return show_vote(vote, ITEM, ITEM)


def on_the_command_line(county: County) -> list[str]:
    row = row_of(county)
    shown = json(session_shown.show(row, position=1, name=str.upper, quorate=lambda *_: True))
    return [each.strip() for each in printed.session(shown, {}).splitlines()]


def cut(county: County) -> ResolutionExtract | None:
    return extract(row_of(county), ITEM, {}, "Kreistag")


TIED, DRAWN = electing(2, 2), electing(2, 2).when(CLERK, drawn())
WON = electing(3, 1)


def test_rule_6_somebody_is_elected_once_the_lot_fell_and_until_then_it_is_open() -> None:
    assert (view(TIED).carried, view(TIED).declared, view(TIED).tied) == (None, None, [*NAMES])
    found = view(DRAWN)
    assert (found.carried, found.declared, found.elected, found.won, found.lot) == (
        *(True, True, "Brandt"),
        *(None, True),
    )
    (vote,) = told(DRAWN)["items"][0]["votes"]
    assert (vote["carried"], vote["declared"], vote["elected"], vote["lot"]) == (True, True, "Brandt", True)
    assert (view(WON).carried, view(WON).won) == (True, "Anders")


def test_a_recount_that_breaks_the_tie_takes_the_result_from_the_lot() -> None:
    entries = (CandidateEntry("Anders", 3), CandidateEntry("Brandt", 1))
    recount = CorrectVote(session=SITTING, vote=VOTE, reason="x", candidates=entries, abstained=0)
    corrected = view(DRAWN.when(CLERK, recount))
    assert (corrected.carried, corrected.won, corrected.elected) == (True, "Anders", "Brandt")
    assert [each.flag for each in corrected.flags][-1] == "declared_differs"


def test_the_second_count_of_an_election_that_ties_leaves_its_result_open_too() -> None:
    second = RoleGranted(grant="second", person="other", role="clerk")
    entries = (CandidateEntry("Anders", 2), CandidateEntry("Brandt", 2))
    other = RecordVote(session=SITTING, vote=VOTE, candidates=entries, abstained=0, not_voting=0)
    (told_otherwise,) = view(WON.happened(ORGANISATION, second).when("other", other)).contradictions
    assert told_otherwise.carried is None


def test_a_lot_that_a_second_person_tells_of_is_not_contested() -> None:
    second = RoleGranted(grant="second", person="other", role="clerk")
    doubted = DRAWN.happened(ORGANISATION, second).when("other", drawn("Anders"))
    keep = ResolveContradiction(session=SITTING, vote=VOTE, keep="second", reason="Protokoll")
    (said_again,) = doubted.when(voters(1)[0], keep).of(VoteDeclared)
    assert (said_again.elected, said_again.lot, said_again.flags) == ("Anders", True, ())


def test_the_extract_of_an_item_tells_whom_the_body_elected() -> None:
    assert cut(TIED) is None
    found = cut(DRAWN)
    assert found is not None
    assert found.vote is not None
    assert (found.outcome, found.vote.elected, found.vote.lot) == (None, "Brandt", True)
    text = extract_printed.printed(found)
    assert "Gewählt: Brandt (durch Los)" in text
    assert "Ergebnis" not in text
    noted = cut(DRAWN.when(CLERK, ConcludeItem(session=SITTING, item=ITEM, outcome="noted")))
    assert noted is not None
    assert noted.vote == found.vote
    assert "Ergebnis: zur Kenntnis genommen" in extract_printed.printed(noted)
    annulled = DRAWN.when(CLERK, AnnulVote(session=SITTING, vote=VOTE, reason="x"))
    assert cut(annulled) is None


def test_what_a_vote_on_the_matter_concluded_is_told_with_that_vote() -> None:
    main = OpenVote(session=SITTING, item=ITEM, vote="main")
    yes = RecordVote(session=SITTING, vote="main", yes=4, no=0, abstained=0, not_voting=0)
    both = DRAWN.when(CLERK, main).when(CLERK, yes).when(CLERK, DeclareVote(session=SITTING, vote="main"))
    found = cut(both)
    assert found is not None
    assert found.vote is not None
    assert found.vote.about == "main"


def test_whom_the_body_elected_behind_closed_doors_is_not_said_in_public() -> None:
    assert said(row_of(DRAWN), ITEM)
    row = row_of(DRAWN)
    row.doors.votes.append(VOTE)
    assert not said(row, ITEM)
    assert not said(row, "unknown")


def test_minutes_print_who_was_elected_or_that_nobody_was() -> None:
    def lines(county: County) -> str:
        county = county.when(CLERK, CloseSession(session=SITTING, override="x"))
        found = told(county)
        shown = minutes_shown.show(row_of(county), "public", found, "0", name=str.upper, due=None, as_of=None)
        return minutes_printed.printed(shown)

    assert "Gewählt: Brandt (durch Los)" in lines(DRAWN)
    nobody = lines(TIED.when(CLERK, drawn(None, lot=False, override="kein Los zur Hand")))
    assert "Verkündet: niemand gewählt" in nobody
    assert "Errechnet" not in nobody


@pytest.mark.parametrize(
    ("county", "line"),
    [
        (TIED, "2, 0 Enthaltungen: Los zwischen Anders und Brandt"),
        (DRAWN, "2, 0 Enthaltungen: gewählt Brandt durch Los"),
        (WON, "1, 0 Enthaltungen: gewählt Anders"),
        (WON.when(CLERK, drawn(lot=False, override="x")), "1, 0 Enthaltungen: gewählt Brandt"),
        (
            TIED.when(CLERK, drawn(None, lot=False, override="x")).when(
                CLERK, AnnulVote(session=SITTING, vote=VOTE, reason="x")
            ),
            "Los zwischen Anders und Brandt, für ungültig erklärt",
        ),
    ],
)
def test_the_command_line_tells_elections_with_their_sums_and_result(county: County, line: str) -> None:
    assert any(each.endswith(line) for each in on_the_command_line(county))


def test_the_command_line_tells_votes_without_numbers_as_they_were_counted() -> None:
    opened = chamber(4).when(CLERK, OpenVote(session=SITTING, item=ITEM, vote=VOTE))
    unanimous = RecordVote(session=SITTING, vote=VOTE, counted="unanimous")
    for county, line in (
        (opened, "noch nicht gezählt"),
        (opened.when(CLERK, CancelVote(session=SITTING, vote=VOTE, reason="x")), "abgebrochen"),
        (opened.when(CLERK, unanimous), ": ohne Auszählung einstimmig: angenommen"),
        (opened.when(CLERK, count(4, 0, 0)), "4 ja, 0 nein, 0 Enthaltungen: angenommen, einstimmig"),
    ):
        assert any(each.endswith(line) for each in on_the_command_line(county))


@pytest.mark.parametrize(
    ("declares", "votes", "result"),
    [
        (None, (2, 2), "Los zwischen Anders und Brandt"),
        (drawn(), (2, 2), "gewählt Brandt durch Los"),
        (None, (3, 1), "gewählt Anders"),
        (None, (0, 0), "niemand gewählt"),
    ],
)
def test_rejudging_tells_an_election_with_its_sums_and_the_lot(
    declares: DeclareVote | None, votes: tuple[int, int], result: str
) -> None:
    """Here whoever is recused counts towards the quorum, there not: the result is the same."""
    recused = DeclareRecusal(session=SITTING, item=ITEM, member=voters(5)[4])
    county = electing(*votes, chamber(5, 9).when(CLERK, recused)) if sum(votes) else _nobody(recused)
    county = county if declares is None else county.when(CLERK, declares)
    line = told_again(county)
    assert f"\tAnders {votes[0]}, Brandt {votes[1]}, Enth. {0 if sum(votes) else 4}\t" in line
    assert f"kvg-lsa: {result} (" in line
    assert f"lkro-by: {result}; beschlussfähig: nein (" in line


def _nobody(recused: DeclareRecusal) -> County:
    opened = OpenVote(session=SITTING, item=ITEM, vote=VOTE, kind="election", candidates=NAMES)
    entries = (CandidateEntry("Anders", 0), CandidateEntry("Brandt", 0))
    counts = RecordVote(session=SITTING, vote=VOTE, candidates=entries, abstained=4, not_voting=0)
    return chamber(5, 9).when(CLERK, recused).when(CLERK, opened).when(CLERK, counts)


def told_again(county: County) -> str:
    (found,) = rejudged(county.sitting, LAW, BAVARIA)
    return rejudging.line(
        SittingRejudged(
            session=SITTING, date=DAY, subject="Wahl", rule=LAW.id, other_rule=BAVARIA.id, vote=found
        )
    )
