"""Every refusal has German words, a status and a place that explains it."""

import importlib
import pkgutil
import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import get_args

import pytest

import domain
import infra
from api import german
from api.german_commands import COMMAND
from api.problems import explained, problem_of, slug, status_of
from api.votes_printed import FLAG
from api.wording import WORDS
from domain.errors import (
    DomainError,
    Forbidden,
    Invalid,
    Missing,
    NoSuch,
    PeriodReversed,
    Refused,
    WrongState,
)
from domain.organisation.errors import OwnGrant
from domain.organisation.events import Role
from domain.rights import COMMANDS, Capacity
from domain.session.errors.agenda import DateDiffers
from domain.session.errors.minutes import AlreadySigned, MinutesApprovedBefore
from domain.session.errors.proceedings import StepOutOfOrder
from domain.session.errors.votes import CountedExactly, NotEnBloc, NotInRules, VoteExceedsPresent
from domain.session.events.proceedings import ItemKind
from domain.session.events.votes import Counted
from domain.session.state import Status
from domain.session.votes.state import VoteStatus
from domain.vorlage.budget.arithmetic import Contradiction
from domain.vorlage.errors.budget import BudgetDiffers, CoverMisfits, SpendingDiffers, SumDiffers
from domain.vorlage.errors.cosigning import SectionEmpty
from domain.vorlage.errors.editions import NewEditionOpen
from domain.vorlage.errors.motions import AmendmentChangesNothing
from domain.vorlage.phases import Phase
from domain.vorlage.terms import CoverKind, Outcome, Posting, Spending
from infra.handling import StaleVersion
from infra.rules import load
from tests.serving import Served

ROOT = Path(__file__).parents[2]


def every(kind: type[DomainError]) -> Iterator[type[DomainError]]:
    for each in kind.__subclasses__():
        yield each
        yield from every(each)


def refusals() -> list[type[DomainError]]:
    for package in (domain, infra):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            importlib.import_module(module.name)
    ours = ("domain.", "infra.", "api.")
    return sorted(
        {each for each in every(DomainError) if each.__module__.startswith(ours)},
        key=lambda each: each.__name__,
    )


@pytest.mark.parametrize("error", refusals(), ids=lambda each: each.__name__)
def test_every_refusal_has_german_words_of_its_own(error: type[DomainError]) -> None:
    assert error in WORDS
    words = WORDS[error]
    assert words.title[0].isupper()
    assert words.detail.endswith((".", "“", ")"))
    if is_dataclass(error):
        named = set(re.findall(r"\{(\w+)\}", words.detail))
        assert named <= {each.name for each in fields(error)}
    assert status_of(error) in {401, 403, 404, 409, 412, 422, 429}


def test_every_refusal_of_the_procedure_names_a_rule_that_is_explained() -> None:
    page = (ROOT / "docs/refusals.md").read_text(encoding="utf-8")
    explained_there = {str(number) for number in range(1, 16)} | set(
        re.findall(r"^\| `([a-z_]+)` ", page, re.MULTILINE)
    )
    procedure = [each for each in refusals() if each.__module__.startswith("domain.")]
    named = {each.RULE for each in procedure if not each.__subclasses__()}
    assert named == explained_there


def test_the_kind_of_a_refusal_decides_its_status() -> None:
    assert [status_of(each) for each in (Missing, Forbidden, Refused, Invalid)] == [404, 403, 409, 422]
    assert status_of(StaleVersion) == 412


def test_a_problem_names_the_rule_and_carries_the_fields() -> None:
    problem = problem_of(VoteExceedsPresent(votes=36, entitled=34))
    assert problem.body == {
        "votes": 36,
        "entitled": 34,
        "rule": "2",
        "type": "/problems/vote-exceeds-present",
        "title": "Mehr Stimmen als Anwesende",
        "status": 422,
        "detail": "Es wurden 36 Stimmen angegeben, stimmberechtigt anwesend waren 34. "
        "Bitte prüfen Sie die Zählung.",
    }


def test_what_nobody_foresaw_tells_nothing() -> None:
    problem = problem_of(RuntimeError("the secret path"))
    assert problem.status == 500
    assert "secret" not in str(problem.body)


def test_two_problems_never_share_a_name() -> None:
    assert len({slug(each) for each in WORDS}) == len(WORDS) == len(explained())


async def test_the_address_of_a_problem_explains_it(county: Served) -> None:
    answer = await county.get(None, "/problems/vote-exceeds-present")
    assert answer.status_code == 200
    assert answer.json()["rule"] == "2"
    assert (await county.get(None, "/problems/nothing-of-ours")).status_code == 404


def literals(of: object) -> set[str]:
    inner = {word for each in get_args(of) if not isinstance(each, str) for word in literals(each)}
    return inner | {each for each in get_args(of) if isinstance(each, str)}


def test_states_outcomes_and_roles_are_told_in_german() -> None:
    phases = {each.NAME for each in get_args(Phase)}
    said = phases | {"revising", "revised"} | literals(Status) | literals(VoteStatus)
    assert said <= german.STATUS.keys()
    assert literals(Outcome) == german.OUTCOME.keys()
    assert {str(each) for each in Capacity} == german.CAPACITY.keys()
    refused = problem_of(WrongState("OpenSession", "planned", ("summoned",)))
    assert refused.detail.endswith("Zustand „geplant“; möglich ist es in: geladen.")
    assert refused.members["state"] == "planned"


def test_what_a_refusal_is_about_is_told_in_german() -> None:
    """Every word that the code puts into a `kind`, not only those that a test comes across."""
    sources = [each for part in ("domain", "infra", "api") for each in (ROOT / part).rglob("*.py")]
    naming = re.compile(r'(?:NoSuch|AlreadyExists|NothingChanges)\("([a-z_]+)"')
    words = {word for each in sources for word in naming.findall(each.read_text(encoding="utf-8"))}
    assert {"vorlage", "amendment", "header"} <= words <= {*german.THING, *german.ITEM}
    assert literals(ItemKind) == german.ITEM.keys()
    budget = literals(Contradiction) | literals(Posting) | literals(CoverKind) | literals(Spending)
    assert budget <= german.CLOSED.keys()
    filled = re.compile(r'line(?:_or_none)?\("([a-z_]+)"')
    fields_ = {word for each in sources for word in filled.findall(each.read_text(encoding="utf-8"))}
    assert {"reason", "subject"} <= fields_ <= german.CLOSED.keys()
    missing = problem_of(NoSuch("amendment", "7"))
    assert missing.detail == "Hier gibt es nichts mit der Kennung 7 (Änderungsantrag). Bitte prüfen Sie sie."
    assert missing.members["kind"] == "amendment"


def test_every_command_is_told_in_german() -> None:
    assert {each.__name__ for each in COMMANDS} == COMMAND.keys()
    assert len(set(COMMAND.values())) == len(COMMAND)
    refused = problem_of(WrongState("OpenVote", "planned", ("opened",)))
    assert refused.detail == (
        "„Abstimmung eröffnen“ passt nicht zum Zustand „geplant“; möglich ist es in: eröffnet."
    )
    assert refused.members["command"] == "OpenVote"


def test_majorities_roles_and_flags_are_told_in_german() -> None:
    assert {name for each in load().sets for name in each.majorities} <= german.MAJORITY.keys()
    assert literals(Counted) == german.COUNTED.keys()
    assert literals(Role) <= german.CLOSED.keys()
    sources = [each.read_text(encoding="utf-8") for each in (ROOT / "domain").rglob("*.py")]
    raised = {word for each in sources for word in re.findall(r'Flag\(flag="([a-z_]+)"', each)}
    assert {"contested", "not_quorate"} <= raised == FLAG.keys()
    together = {word for each in sources for word in re.findall(r'NotEnBloc\([a-z._]+, "([a-z_]+)"', each)}
    assert {"twice", "public"} <= together <= german.CLOSED.keys()


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (
            StepOutOfOrder("CloseSession", "2024-09-25T17:30:00+00:00", "2024-10-27T01:30:00+00:00"),
            "am 25.09.2024, 19:30 Uhr geht nicht: Es setzt voraus, was erst am 27.10.2024, 02:30 Uhr MEZ",
        ),
        (PeriodReversed("2024-09-25", "2024-09-24"), "endet (24.09.2024), bevor er beginnt (25.09.2024)"),
        (DateDiffers("station", "2024-09-25", "2024-09-26"), "die Sitzung ist am 26.09.2024"),
        (MinutesApprovedBefore("im Saal"), "(Sitzung im Saal)"),
    ],
)
def test_days_and_times_are_told_as_a_county_writes_them(error: DomainError, said: str) -> None:
    assert said in problem_of(error).detail


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (CountedExactly("roll_call", "majority_only"), "Bei „namentlich“ genügt „ohne Auszählung, mit"),
        (NotInRules("two_thirds_cast", "lkro-by"), "Zweidrittelmehrheit der abgegebenen Stimmen"),
        (NotEnBloc("Ö 1", "twice"), "(er ist zweimal genannt)"),
        (OwnGrant("deputy_executive"), "(hier: Stellvertretung des Landrats)"),
        (AlreadySigned("clerk"), "(Schriftführung)"),
        (NewEditionOpen("revising"), "neue Fassung in Arbeit"),
        (BudgetDiffers(("need_differs", "cover_misfits")), "der Bedarf ist nicht die Summe der Zeilen"),
        (CoverMisfits("payment", ("less_expense",)), "Minderaufwendungen"),
        (SumDiffers("need", "1.00", "2.00"), "Bedarf"),
        (SpendingDiffers("outside_plan", "above_plan"), "überplanmäßig"),
        (SectionEmpty("proposed_resolution"), "Beschlussvorschlag"),
        (AmendmentChangesNothing("proposed_resolution"), "(Beschlussvorschlag)"),
        (AmendmentChangesNothing("measures/radweg"), "(Maßnahme radweg)"),
    ],
)
def test_code_words_of_a_paper_are_told_in_german(error: DomainError, said: str) -> None:
    assert said in problem_of(error).detail
    assert "_" not in problem_of(error).detail
