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
from api.problems import explained, problem_of, slug, status_of
from api.wording import WORDS
from domain.errors import DomainError, Forbidden, Invalid, Missing, NoSuch, Refused, WrongState
from domain.rights import Capacity
from domain.session.errors.voting import VoteExceedsPresent
from domain.session.proceedings_events import ItemKind
from domain.session.state import Status
from domain.session.votes import VoteStatus
from domain.vorlage.arithmetic import Contradiction
from domain.vorlage.errors import (
    BudgetDiffers,
    CoverMisfits,
    NewEditionOpen,
    SectionEmpty,
    SpendingDiffers,
    SumDiffers,
)
from domain.vorlage.phases import Phase
from domain.vorlage.terms import CoverKind, Outcome, Posting, Spending
from infra.handling import StaleVersion
from tests.serving import Served


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
    root = Path(__file__).parents[2]
    sources = [each for part in ("domain", "infra", "api") for each in (root / part).rglob("*.py")]
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


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (NewEditionOpen("revising"), "neue Fassung in Arbeit"),
        (BudgetDiffers(("need_differs", "cover_misfits")), "der Bedarf ist nicht die Summe der Zeilen"),
        (CoverMisfits("payment", ("less_expense",)), "Minderaufwendungen"),
        (SumDiffers("need", "1.00", "2.00"), "Bedarf"),
        (SpendingDiffers("outside_plan", "above_plan"), "überplanmäßig"),
        (SectionEmpty("proposed_resolution"), "Beschlussvorschlag"),
    ],
)
def test_code_words_of_a_paper_are_told_in_german(error: DomainError, said: str) -> None:
    assert said in problem_of(error).detail
    assert "_" not in problem_of(error).detail
