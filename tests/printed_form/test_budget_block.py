"""The budget block as it is printed: boxes, sums, accounts."""

from decimal import Decimal

import pytest

from domain.vorlage.events.budget import Account, Budget, Cover
from infra.printed_form import (
    read,
)
from tests.printed_form.form import PAPER, changed, problems

SPENDING = '= überplanmäßig <input type="checkbox"/> außerplanmäßig <input type="checkbox"/>'


POSTING = '= Aufwand <input type="checkbox"/> Auszahlung <input type="checkbox"/>'


REVENUE = 'Deckung durch Mehrertrag <input type="checkbox"/> Mehreinzahlung <input type="checkbox"/> bei'


@pytest.mark.parametrize(
    ("boxes", "expected"),
    [
        ("ja ☒ nein ☐", True),
        ("ja ☐ nein ☑", False),
        ("☒ ja ☐ nein", True),
        ("[ ] ja [x] nein", False),
        ("ja [X] nein [ ]", True),
        (r"ja \[x\] nein \[ \]", True),
        ('ja <input type="checkbox" checked="checked"/> nein <input type="checkbox"/>', True),
        ('ja <input type="checkbox"> nein <input checked type="checkbox">', False),
        ('ja <input type="checkbox" data-checked="no"> nein <input type="checkbox">', None),
        ("ja x nein", True),
        ("ja ☒ nein", True),
        ("ja", True),
        ("Nein", False),
        ("ja nein", None),
        ("ja ☐ nein ☐", None),
        ("", None),
    ],
)
def test_the_proof_is_yes_no_or_not_recorded(boxes: str, expected: bool | None) -> None:  # noqa: FBT001
    text = changed("erforderlich:** ja nein", f"erforderlich:** {boxes}")
    assert read(text).budget.proof_required is expected


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("** ja nein", "** ja ☒ nein ☒", "both_ticked"),
        ("** ja nein", "** ja ☒☒ nein", "boxes_unclear"),
        ("** ja nein", "** ja nein ja", "boxes_unclear"),
        ("** ja nein", "** vielleicht", "unknown_budget_line"),
        (SPENDING, "= überplanmäßig ☒ außerplanmäßig ☒", "both_ticked"),
        (SPENDING, "= überplanmäßig ☒ außerplanmäßig ☐ viel", "bad_amount"),
        (REVENUE, "Deckung durch Mehrertrag ☐ Mehreinzahlung ☐ bei 11110.4", "cover_without_box"),
        (REVENUE, "Deckung durch Mehrertrag ☒ und Glück ☐ bei 11110.4", "boxes_unclear"),
        (REVENUE, "Deckung durch Mehrertrag ☒ und Glück bei 11110.4", "unknown_budget_line"),
        (REVENUE, "Deckung durch Mehrertrag ☒ bei 11110.4 -5,00 €", "bad_amount"),
        (REVENUE, "Deckung durch Mehrertrag ☒ bei 11110.4\t1.000", "bad_amount"),
        ("Planansatz:", "Planansatz: -5,00 €", "bad_amount"),
        ("Planansatz:", "Planansatz: 1.50", "bad_amount"),
        ("Planansatz:", "Planansatz:\nPlanansatz:", "duplicate_entry"),
        ("Planansatz:", "Planansatz:\nSonstiges: 5", "unknown_budget_line"),
        ("Bezeichnung:\t/", "Bezeichnung:\tUnterhaltung", "bad_account"),
    ],
)
def test_a_budget_line_that_cannot_be_read_is_named(old: str, new: str, code: str) -> None:
    assert [found for _, found in problems(changed(old, new))] == [code]


def test_a_budget_block_that_is_filled_in_is_read() -> None:
    text = changed(
        "Bezeichnung:\t/", "Bezeichnung:\t11110.5431000 / Geschäftsaufwand; 54201.78 / Brücken\n\n61100.5"
    )
    text = text.replace("Planansatz:", "Planansatz:\t1.500,00 €").replace(
        "Haushaltsjahr:", "Haushaltsjahr: 2000"
    )
    text = text.replace(SPENDING, "= überplanmäßig ☒ außerplanmäßig ☐ 500,00 €")
    text = text.replace(POSTING, "= Aufwand [x] Auszahlung [ ]")
    text = text.replace(REVENUE, "Deckung durch Mehrertrag ☒ Mehreinzahlung ☐ bei 61100.4 / Umlage 300,00 €")
    text = text.replace('Minderaufwand <input type="checkbox"/>', "Minderaufwand ☒").replace(
        'Minderauszahlung <input type="checkbox"/> bei',
        "Minderauszahlung ☒ bei 54201.52 in Höhe von 200,- EUR",
    )
    text += "\nGeprüft.\nDeckung gegeben.\n\nKämmerei\n"
    paper = read(text)
    assert paper.warnings == ()
    assert paper.budget == Budget(
        accounts=(
            Account(account="11110.5431000", name="Geschäftsaufwand"),
            Account(account="54201.78", name="Brücken"),
            Account(account="61100.5"),
        ),
        appropriation=Decimal("1500.00"),
        need=Decimal("2000.00"),
        spending="above_plan",
        posting="expense",
        cover=(
            Cover(kind="more_revenue", account="61100.4 / Umlage", amount=Decimal("300.00")),
            Cover(kind="less_expense", account="54201.52", amount=Decimal("200.00")),
            Cover(kind="less_payments", account="54201.52", amount=Decimal("200.00")),
        ),
        finance_check="Geprüft. Deckung gegeben.\nKämmerei",
    )


@pytest.mark.parametrize(
    ("printed", "posting"),
    [
        ("= Aufwand ☐ Auszahlung ☒", "payment"),
        ("= Aufwand ☒ Auszahlung ☒", "both"),
        ("= Aufwand ☐ Auszahlung ☐", None),
    ],
)
def test_expense_and_payment_may_both_be_ticked(printed: str, posting: str | None) -> None:
    assert read(changed(POSTING, printed)).budget.posting == posting


def test_outside_plan_is_read_and_a_shortfall_that_does_not_follow_is_a_warning() -> None:
    paper = read(changed(SPENDING, "= überplanmäßig ☐ außerplanmäßig ☒ 500,00 €"))
    assert paper.budget.spending == "outside_plan"
    assert [warning.code for warning in paper.warnings] == ["shortfall_differs"]


def test_a_cover_may_name_neither_account_nor_sum() -> None:
    assert read(changed(REVENUE, "Deckung durch Mehrertrag ☒ Mehreinzahlung ☐")).budget.cover == (
        Cover(kind="more_revenue"),
    )


def test_a_budget_block_may_begin_with_any_of_its_lines() -> None:
    text = changed("**Nachweis der haushaltsrechtlichen Ermächtigung erforderlich:** ja nein\n\n", "")
    assert read(text).budget == Budget()
    start = PAPER.index("**Nachweis")
    paper = read(PAPER[:start] + "Prüfvermerk durch Fachbereich Finanzen: In Ordnung.")
    assert paper.budget == Budget(finance_check="In Ordnung.")
