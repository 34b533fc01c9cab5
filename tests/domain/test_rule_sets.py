"""The rule sets that ship with the software, and the county's own vectors for them (DOMAIN: Votes)."""

import datetime as dt
import re
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import get_args

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import fields

from domain.rules import NoRuleInForce, Procedure, RuleBook, RuleSet, unanimous
from infra.rules import AmbiguousRuleSet, IncompleteRuleSet, UnknownRuleSet, book_of, find, load, of_county

LAW = load().named("kvg-lsa")
COUNTS = st.integers(0, 200)


@pytest.mark.parametrize(
    ("yes", "no", "carried"),
    [(15, 8, True), (1, 26, False), (9, 0, True), (21, 21, False), (0, 0, False), (3, 2, True)],
)
def test_a_simple_majority_is_more_yes_than_no(*, yes: int, no: int, carried: bool) -> None:
    assert LAW.carried("simple", yes, no, lawful_number=55) is carried


@given(COUNTS, COUNTS, st.integers(1, 200))
def test_a_simple_majority_asks_nothing_but_yes_and_no(yes: int, no: int, lawful: int) -> None:
    assert LAW.carried("simple", yes, no, lawful) == (yes > no)


@given(st.dates(dt.date(2020, 1, 1), dt.date(2030, 1, 1)), st.none() | st.integers(1, 60))
def test_minutes_are_due_within_thirty_days_and_for_the_next_sitting(
    sitting: dt.date, gap: int | None
) -> None:
    following = None if gap is None else sitting + dt.timedelta(days=gap)
    due = LAW.minutes_due(sitting, following)
    assert (due - sitting).days == min(30, 30 if gap is None else gap)


def test_an_absolute_majority_of_fifty_five_is_twenty_eight() -> None:
    assert not LAW.carried("absolute", 27, 0, 55)
    assert LAW.carried("absolute", 28, 27, 55)


@given(COUNTS, COUNTS, st.integers(1, 200))
def test_an_absolute_majority_counts_the_lawful_number(yes: int, no: int, lawful: int) -> None:
    assert LAW.carried("absolute", yes, no, lawful) == (2 * yes > lawful)


@pytest.mark.parametrize(("yes", "lawful"), [(28, 42), (37, 55), (30, 45)])
def test_two_thirds_are_reached_and_need_not_be_exceeded(*, yes: int, lawful: int) -> None:
    assert LAW.carried("two_thirds", yes, 0, lawful)
    assert not LAW.carried("two_thirds", yes - 1, 0, lawful)


@given(COUNTS, COUNTS, st.integers(1, 200))
def test_two_thirds_of_the_lawful_number_are_enough(yes: int, no: int, lawful: int) -> None:
    assert LAW.carried("two_thirds", yes, no, lawful) == (3 * yes >= 2 * lawful)


@pytest.mark.parametrize(("present", "lawful", "quorate"), [(27, 55, False), (28, 55, True), (22, 43, True)])
def test_a_body_is_quorate_with_more_than_half(*, present: int, lawful: int, quorate: bool) -> None:
    assert LAW.quorate(present, lawful) is quorate


def test_twenty_one_of_forty_three_are_no_quorum() -> None:
    assert not LAW.quorate(21, 43)


@given(COUNTS, st.integers(1, 200))
def test_a_quorum_is_more_than_half_of_the_lawful_number(present: int, lawful: int) -> None:
    assert LAW.quorate(present, lawful) == (2 * present > lawful)


@given(COUNTS, COUNTS)
def test_unanimous_means_someone_in_favour_and_nobody_against(yes: int, no: int) -> None:
    assert unanimous(yes, no) == (no == 0 and yes > 0)


def test_seven_full_days_lie_between_receipt_and_sitting() -> None:
    sitting = dt.date(2023, 3, 8)
    assert LAW.notice_kept(dt.date(2023, 2, 28), sitting)
    assert not LAW.notice_kept(dt.date(2023, 3, 1), sitting)


def test_every_rule_names_its_source() -> None:
    sources = [LAW.quorum.source, LAW.notice_source, LAW.four_eyes_source]
    sources += [share.source for share in LAW.majorities.values()]
    assert set(LAW.majorities) >= {"simple", "absolute", "two_thirds", "three_quarters"}
    assert all(source.strip() for source in sources)


def test_a_rule_set_is_in_force_from_its_day_to_its_last() -> None:
    old = _renamed("old", since=dt.date(2014, 7, 1), until=dt.date(2020, 12, 31))
    new = _renamed("new", since=dt.date(2021, 1, 1))
    book = RuleBook(sets=(old, new))
    assert book.on(dt.date(2020, 12, 31)).id == "old"
    assert book.on(dt.date(2021, 1, 1)).id == "new"
    with pytest.raises(NoRuleInForce):
        book.on(dt.date(2014, 6, 30))


def test_of_two_rule_sets_in_force_the_later_one_counts() -> None:
    book = RuleBook(sets=(_renamed("statute"), _renamed("later", since=dt.date(2022, 1, 1))))
    assert book.on(dt.date(2023, 1, 1)).id == "later"
    assert book.on(dt.date(2021, 1, 1)).id == "statute"


def test_a_stored_result_finds_its_rule_set_by_id() -> None:
    assert load().named("kvg-lsa").id == "kvg-lsa"
    with pytest.raises(NoRuleInForce):
        load().named("nowhere")


def test_two_rule_sets_of_one_id_are_refused() -> None:
    source = files("infra.rules").joinpath("kvg-lsa.toml").read_bytes()
    with pytest.raises(AmbiguousRuleSet):
        book_of([source, source])


SHIPPED = files("infra.rules").joinpath("kvg-lsa.toml").read_text("utf-8")
OPTIONAL = {"scope", "always_secret"}
KEYS = sorted({*re.findall(r"^([a-z_]+) = ", SHIPPED, re.MULTILINE)} - OPTIONAL)


def test_a_rule_set_with_an_unknown_key_is_refused() -> None:
    with pytest.raises(IncompleteRuleSet, match="quorom"):
        book_of([b"quorom = 1\n" + SHIPPED.encode()])


@pytest.mark.parametrize("key", KEYS)
def test_a_rule_set_that_lacks_a_rule_or_its_source_is_refused(key: str) -> None:
    with pytest.raises(IncompleteRuleSet, match=f"Es fehlt `{key}`"):
        book_of([re.sub(rf"^{key} = .*$", "", SHIPPED, flags=re.MULTILINE).encode()])


@pytest.mark.parametrize("rule", [*get_args(Procedure), "simple"])
def test_a_rule_set_without_a_rule_of_procedure_is_refused(rule: str) -> None:
    table = "majorities" if rule == "simple" else "procedure"
    without = re.sub(rf"^\[{table}\.{rule}\]\n(?:[^\[]+\n)", "", SHIPPED, flags=re.MULTILINE)
    with pytest.raises(IncompleteRuleSet, match=rf"Es fehlt `{table}\.{rule}`"):
        book_of([without.encode()])


@pytest.mark.parametrize("key", [each for each in KEYS if each.endswith("source")])
def test_no_source_is_blank(key: str) -> None:
    with pytest.raises(IncompleteRuleSet, match=key):
        book_of([re.sub(rf"^{key} = .*$", f'{key} = " "', SHIPPED, flags=re.MULTILINE).encode()])


def _renamed(id_: str, since: dt.date | None = None, until: dt.date | None = None) -> RuleSet:
    return msgspec.structs.replace(LAW, id=id_, since=since or LAW.since, until=until)


def test_a_county_chooses_its_rules_and_keeps_its_own_beside_them(tmp_path: Path) -> None:
    assert [each.id for each in of_county(tmp_path, {}).sets] == ["kvg-lsa"]
    chosen = of_county(tmp_path, {"VORLAGENWERK_RULES": "lkro-by"})
    assert chosen.on(dt.date(2023, 1, 1)).id == "lkro-by"
    assert chosen.named("kvg-lsa").id == "kvg-lsa"
    own = files("infra.rules").joinpath("kvg-lsa.toml").read_text("utf-8")
    own = own.replace('id = "kvg-lsa"', 'id = "hauptsatzung"').replace("2014-07-01", "2022-01-01")
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "own.toml").write_text(own, "utf-8")
    both = of_county(tmp_path, {})
    assert [both.on(dt.date(year, 6, 1)).id for year in (2021, 2022)] == ["kvg-lsa", "hauptsatzung"]
    with pytest.raises(UnknownRuleSet):
        load("nowhere")


def _sources(node: object) -> Iterator[str]:
    """Every source that stands somewhere in a set."""
    if isinstance(node, dict):
        yield from (str(node[each]) for each in node if str(each).endswith("source"))
        node = list(node.values())
    if isinstance(node, list):
        for each in node:
            yield from _sources(each)


@pytest.mark.parametrize("id_", ["kvg-lsa", "lkro-by"])
def test_every_shipped_source_that_was_not_checked_says_that_it_is_configuration(id_: str) -> None:
    found = list(_sources(msgspec.to_builtins(find(id_))))
    assert len(found) > len(fields(RuleSet)) / 2
    checked = {each for each in found if not each.endswith("(Konfiguration)")}
    assert {each.split(",")[0] for each in checked} == (
        {"KVG LSA § 54", "KVG LSA § 58"} if id_ == "kvg-lsa" else set()
    )
