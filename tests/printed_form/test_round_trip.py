"""Whatever the form can say is read back as it was written, and no text brings the reader down."""

import datetime as dt
import unicodedata
from decimal import Decimal
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from domain.vorlage.events.budget import Account, Budget, Cover
from infra.printed_form import (
    ParsedAttachment,
    ParsedConsultation,
    ParsedMeasure,
    ParsedPaper,
    Unreadable,
    read,
)

EXAMPLE = (Path(__file__).parents[2] / "docs" / "examples" / "vorlage.md").read_text(encoding="utf-8")

WORDS = st.sampled_from(
    [
        "Der",
        "Ausbau",
        "über",
        "Straße",
        "wird",
        "2030",
        "Datum",
        "Anlagen",
        "ja",
        "nein",
        "Öl",
        "§ 5",
        "(neu)",
        "x/y",
    ]
)
PHRASES = st.lists(WORDS, min_size=1, max_size=8).map(" ".join)
SENTENCES = PHRASES.map(lambda phrase: f"{phrase}.")
TEXTS = st.lists(SENTENCES, min_size=1, max_size=4).map("\n".join)
NAMES = st.sampled_from(
    ["Kreistag", "Kreisausschuss", "Ausschuss für Bau, Umwelt und Verkehr", "Jugendhilfeausschuss"]
)
DATES = st.dates(dt.date(1990, 1, 1), dt.date(2199, 12, 31))
COUNTS = st.none() | st.integers(0, 99)
MONEY = st.decimals(0, 10**9, places=2)
ACCOUNTS = st.sampled_from(["11110.5431000", "54201-78", "61100"])
CONSULTATIONS = st.builds(
    ParsedConsultation,
    committee=NAMES,
    date=st.none() | DATES,
    yes=COUNTS,
    no=COUNTS,
    abstained=COUNTS,
    remark=st.none() | PHRASES,
)
MEASURES = st.builds(
    ParsedMeasure,
    document=st.sampled_from(["Konzept", "Klimakonzept 2030"]),
    page=st.integers(1, 999),
    topic=PHRASES,
    old=TEXTS,
    new=TEXTS,
).filter(lambda row: row.old != row.new)
ATTACHMENTS = st.builds(
    ParsedAttachment,
    title=st.sampled_from(["Konzept", "Karte der Wege", "Plan 3"]),
    edition=st.none() | st.sampled_from(["Fassung Kreistag", "Fassung vom 01.02.2024"]),
)
BUDGETS = st.builds(
    Budget,
    proof_required=st.none() | st.booleans(),
    accounts=st.none()
    | st.lists(st.builds(Account, account=ACCOUNTS, name=st.none() | PHRASES), min_size=1, max_size=3).map(
        tuple
    ),
    appropriation=st.none() | MONEY,
    need=st.none() | MONEY,
    spending=st.sampled_from([None, "above_plan", "outside_plan"]),
    posting=st.sampled_from([None, "expense", "payment", "both"]),
    cover=st.lists(
        st.builds(
            Cover,
            kind=st.sampled_from(["more_revenue", "more_receipts", "less_expense", "less_payments"]),
            account=st.none() | ACCOUNTS,
            amount=st.none() | MONEY,
        ),
        max_size=3,
    ).map(tuple),
    finance_check=st.none() | TEXTS,
)


def in_order(rows: list[ParsedConsultation]) -> tuple[ParsedConsultation, ...]:
    """Give the stations their dates in the order of time, as a paper has them."""
    dates = iter(sorted(row.date for row in rows if row.date is not None))
    return tuple(replace(row, date=row.date and next(dates)) for row in rows)


PAPERS = st.builds(
    ParsedPaper,
    file_reference=st.sampled_from(["2024-77", "10.1/24 K"]),
    subject=PHRASES,
    lead_department=st.sampled_from(["Kreistagsbüro", "Fachbereich Bau"]),
    number=st.none() | st.just("12/2024"),
    date=st.none() | DATES,
    kind=st.sampled_from(["decision", "information"]),
    public=st.booleans(),
    signatory=st.none() | st.sampled_from(["Dr. Lindenau", "i. V. Aue"]),
    proposed_resolution=TEXTS,
    reasons=TEXTS,
    consultations=st.lists(CONSULTATIONS, max_size=4).map(in_order),
    measures=st.lists(MEASURES, max_size=3).map(tuple),
    attachments=st.lists(ATTACHMENTS, max_size=3).map(tuple),
    budget=BUDGETS,
)


def printed_date(date: dt.date | None) -> str:
    return f"{date:%d.%m.%Y}" if date else ""


def printed_money(amount: Decimal | None) -> str:
    return "" if amount is None else f"{amount:,.2f} €".translate(str.maketrans(",.", ".,"))


def box(ticked: bool) -> str:  # noqa: FBT001
    return "☒" if ticked else '<input type="checkbox"/>'


def spread(text: str) -> str:
    return text.replace("\n", "\n\n")


def rows(paper: ParsedPaper) -> str:
    lines = ["Gremium\tDatum\tJa\tNein\tEnth.\tBemerkung"]
    for row in paper.consultations:
        counts = ["" if count is None else str(count) for count in (row.yes, row.no, row.abstained)]
        lines.append("\t".join([row.committee, printed_date(row.date), *counts, row.remark or ""]))
    return "\n".join(lines)


def measures(paper: ParsedPaper) -> str:
    changes = [
        f"{row.document} Seite {row.page}, {row.topic}\n\nMaßnahme alt:\n\n{spread(row.old)}\n\n"
        f"Maßnahme geändert:\n\n{spread(row.new)}\n\n"
        for row in paper.measures
    ]
    return "Folgende Maßnahmen wurden verändert:\n\n" + "".join(changes) if changes else ""


def cover(row: Cover) -> str:
    words = {"more_revenue": "Mehrertrag", "more_receipts": "Mehreinzahlung"}
    if row.kind not in words:
        words = {"less_expense": "Minderaufwand", "less_payments": "Minderauszahlung"}
    boxes = " ".join(f"{word} {box(row.kind == kind)}" for kind, word in words.items())
    return f"Deckung durch {boxes} bei {row.account or ''} {printed_money(row.amount)}\n"


def budget(block: Budget) -> str:
    accounts = "\n".join(f"{row.account} / {row.name or ''}" for row in block.accounts or ()) or "/"
    return (
        "**Nachweis der haushaltsrechtlichen Ermächtigung erforderlich:** "
        f"ja {box(block.proof_required is True)} nein {box(block.proof_required is False)}\n\n"
        f"Buchungsstelle(n)/Bezeichnung:\t{accounts}\n"
        f"Planansatz:\t{printed_money(block.appropriation)}\n"
        f"abzüglich Bedarf für das laufende Haushaltsjahr:\t{printed_money(block.need)}\n"
        f"= überplanmäßig {box(block.spending == 'above_plan')} "
        f"außerplanmäßig {box(block.spending == 'outside_plan')}\n"
        f"= Aufwand {box(block.posting in ('expense', 'both'))} "
        f"Auszahlung {box(block.posting in ('payment', 'both'))}\n"
        f"{''.join(cover(row) for row in block.cover)}"
        "\nPrüfvermerk durch Fachbereich Finanzen:\n\n(nur für üpl./apl. Aufwendungen und Auszahlungen)\n\n"
        f"{spread(block.finance_check or '')}\n"
    )


def printed(paper: ParsedPaper) -> str:
    title = "Informationsvorlage" if paper.kind == "information" else "Beschlussvorlage"
    return (
        f"{title} {'öffentlich' if paper.public else 'nichtöffentlich'}\n\n"
        f"Bereich: {paper.lead_department}\n\nAktenzeichen: {paper.file_reference}\n\n"
        f"Vorlagennummer: {paper.number or ''}\n\nDatum: {printed_date(paper.date)}\n\n"
        f"<b>Beratungsfolge:</b>\n{rows(paper)}\n\n"
        f"**Beratungsgegenstand (Bezeichnung):**\n\n{paper.subject}\n\n"
        f"**Beschlussvorschlag:**\n\n{spread(paper.proposed_resolution)}\n\n{paper.signatory or ''}\n\n"
        f"## **Sachverhalt (Begründung):**\n\n{spread(paper.reasons)}\n\n{measures(paper)}"
        "**Anlagen:**\n"
        + "".join(f"- {row.title} {row.edition or ''}\n" for row in paper.attachments)
        + f"\n{budget(paper.budget)}"
    )


def without_warnings(paper: ParsedPaper) -> ParsedPaper:
    return ParsedPaper(
        **{field: getattr(paper, field) for field in ParsedPaper.__struct_fields__ if field != "warnings"}
    )


@given(PAPERS)
def test_a_paper_that_was_printed_is_read_back(paper: ParsedPaper) -> None:
    assert without_warnings(read(printed(paper))) == paper


@given(PAPERS)
def test_line_ends_and_decomposed_letters_make_no_difference(paper: ParsedPaper) -> None:
    text = printed(paper)
    assert read(unicodedata.normalize("NFD", text).replace("\n", "\r\n").encode("utf-8-sig")) == read(text)


@given(st.binary(max_size=400) | st.text(max_size=400))
def test_any_bytes_are_read_or_refused(data: bytes | str) -> None:
    refused_or_read(data)


@given(st.data())
@settings(max_examples=300)
def test_any_change_of_a_paper_is_read_or_refused(data: st.DataObject) -> None:
    text = EXAMPLE
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(text)))
        end = data.draw(st.integers(start, min(len(text), start + 60)))
        marks = [
            "\n",
            "\t",
            "|",
            "☒",
            "**",
            "Maßnahme alt:",
            "\nAnlagen: ",
            "Seite 3",
            "bei 5 €",
            "ja",
            "-1",
            "Dr. ",
        ]
        text = text[:start] + data.draw(st.sampled_from(marks) | st.text(max_size=8)) + text[end:]
    refused_or_read(text)


def refused_or_read(data: bytes | str) -> None:
    lines = 1 + (len(data.splitlines()) if isinstance(data, str) else len(data))
    try:
        paper = read(data)
    except Unreadable as unreadable:
        found = unreadable.problems
    else:
        assert paper.file_reference
        assert paper.subject
        assert all(row.old and row.new for row in paper.measures)
        return
    assert found
    assert all(1 <= problem.line <= lines and problem.message for problem in found)
