"""A paper in the printed form is read as it is printed, and what cannot be read is named with its line."""

import datetime as dt
import hashlib
import os
import unicodedata
from pathlib import Path

import pytest

from domain.vorlage.events.budget import Budget
from infra.printed_form import (
    LARGEST_PAPER,
    ParsedAttachment,
    ParsedConsultation,
    ParsedPaper,
    Unreadable,
    read,
)
from tests.printed_form.form import PAPER, changed, problems

EXAMPLE = Path(__file__).parents[2] / "docs" / "examples" / "vorlage.md"


ROW = "Kreistag\t06.03.2024\t\t\t\t"


def warnings(text: str) -> list[str]:
    return [warning.code for warning in read(text).warnings]


def line_of(text: str, wanted: str) -> int:
    return text.split("\n").index(wanted) + 1


def test_every_part_of_a_paper_is_read() -> None:
    paper = read(PAPER)
    assert (paper.lead_department, paper.file_reference, paper.date) == (
        "Bauamt",
        "2024-77",
        dt.date(2024, 2, 5),
    )
    assert (paper.number, paper.kind, paper.public) == (None, "decision", True)
    assert paper.subject == "Neubau der Brücke"
    assert (paper.proposed_resolution, paper.signatory) == (
        "Der Kreistag beschließt den Neubau.",
        "Dr. Muster",
    )
    assert paper.reasons == "Die Brücke ist alt.\nSie wird ersetzt."
    assert paper.consultations == (ParsedConsultation(committee="Kreistag", date=dt.date(2024, 3, 6)),)
    (measure,) = paper.measures
    assert (measure.document, measure.page, measure.topic) == ("Konzept", 7, "Brücken")
    assert (measure.old, measure.new) == ("Bau in Holz", "Bau in Stahl")
    assert paper.attachments == (ParsedAttachment(title="Plan", edition="Fassung Kreistag"),)
    assert paper.budget == Budget()
    assert paper.warnings == ()


def test_the_example_of_the_project_is_read_without_a_warning() -> None:
    paper = read(EXAMPLE.read_bytes())
    assert paper.warnings == ()
    assert [row.committee for row in paper.consultations] == ["Kreisausschuss", "Kreistag"]
    assert len(paper.measures) == 2
    assert paper.reasons.count("\n") == 4
    assert paper.budget == Budget()


@pytest.mark.real_paper
def test_the_real_paper_comes_out_exactly() -> None:
    path = os.environ.get("VORLAGENWERK_SAMPLE")
    if not path:
        pytest.skip("VORLAGENWERK_SAMPLE is not set")
    paper = read(Path(path).read_bytes())
    assert (paper.lead_department, paper.file_reference) == ("Kreistagsbüro", "2020-01470")
    assert (paper.number, paper.kind, paper.public) == (None, "decision", True)
    assert (paper.date, paper.subject) == (dt.date(2023, 2, 23), "Kreisentwicklungskonzept")
    assert paper.signatory == "Dr. Burchhardt"
    assert paper.consultations == (
        ParsedConsultation(committee="Kreisausschuss", date=dt.date(2023, 3, 8)),
        ParsedConsultation(committee="Kreistag", date=dt.date(2023, 3, 29)),
    )
    assert [len(text) for text in paper.reasons.split("\n")] == PARAGRAPH_LENGTHS
    assert [(row.document, row.page, row.topic) for row in paper.measures] == [
        ("Konzept", 114, "Öffentliche Finanzen"),
        ("Konzept", 115, "öffentliche Verwaltung"),
    ]
    texts = [paper.proposed_resolution, paper.reasons]
    texts += [text for row in paper.measures for text in (row.old, row.new)]
    assert hashlib.sha256("\0".join(texts).encode()).hexdigest() == TEXTS_SHA256
    assert paper.attachments == (
        ParsedAttachment(title="Kreisentwicklungskonzept", edition="Fassung Kreisausschuss"),
    )
    assert paper.budget == Budget()
    assert paper.warnings == ()


PARAGRAPH_LENGTHS = [828, 223, 302, 550, 281, 230, 200]


TEXTS_SHA256 = "301d23c40bc3ffca36e832c9c635730f1a962d21418d2d29c53e11312ecf8640"


@pytest.mark.parametrize(
    "twisted",
    [
        pytest.param(PAPER.replace("\n", "\r\n"), id="CRLF"),
        pytest.param(PAPER.replace("\n", "\r"), id="CR"),
        pytest.param("\ufeff" + PAPER, id="BOM"),
        pytest.param(unicodedata.normalize("NFD", PAPER), id="decomposed umlauts"),
        pytest.param(PAPER.replace(" ", "\u00a0"), id="hard spaces"),
        pytest.param(PAPER.replace("\n", "   \n"), id="trailing spaces"),
        pytest.param(PAPER.replace("**", ""), id="no bold"),
        pytest.param(PAPER.replace("**Sachverhalt", "## **Sachverhalt"), id="headings"),
        pytest.param(PAPER.replace("**Beratungsfolge:**", "<b>Beratungsfolge:</b>\t\t"), id="HTML"),
        pytest.param(PAPER.replace("Gremium\tDatum\tJa\tNein\tEnth.\tBemerkung\n", ""), id="no head"),
        pytest.param(
            PAPER.replace(
                "Gremium\tDatum\tJa\tNein\tEnth.\tBemerkung\n" + ROW,
                "| Gremium | Datum | Ja | Nein | Enth. | Bemerkung |\n|---|---|---|---|---|---|\n"
                "| Kreistag | 06.03.2024 | | | | |",
            ),
            id="Markdown table",
        ),
        pytest.param(PAPER.replace(ROW, "Kreistag 06.03.2024"), id="row with a plain space"),
        pytest.param(PAPER.replace("Die Brücke ist alt.", "Die Brücke\nist\n  alt."), id="soft line breaks"),
        pytest.param(PAPER.replace("\n\n", "\n").replace("alt.\nSie", "alt.\n\nSie"), id="no blank lines"),
        pytest.param(PAPER.replace("Bereich: Bauamt", "| Bereich | Bauamt |"), id="header in a table"),
        pytest.param(
            PAPER.replace(
                "Bereich: Bauamt\n\nAktenzeichen: 2024-77\n\n", "Bereich: Bauamt\tAktenzeichen: 2024-77 "
            ),
            id="header in one line",
        ),
        pytest.param(PAPER.replace("Bau in Holz", "Bau\nin **Holz**"), id="marks in a text"),
    ],
)
def test_the_same_paper_in_another_dress_is_read_the_same(twisted: str) -> None:
    expected = read(PAPER)
    got = read(twisted.encode())
    assert got == read(twisted)
    assert got == expected


def test_utf16_with_its_mark_is_read() -> None:
    assert read(PAPER.encode("utf-16")) == read(PAPER)


def test_counts_remarks_and_a_committee_that_comes_twice_are_read() -> None:
    rows = "Kreisausschuss\t10.01.2024\t\t\t\tvertagt\nKreisausschuss\t07.02.2024\t9\t0\t1\t\n" + ROW
    first, second, third = read(changed(ROW, rows)).consultations
    assert (first.committee, first.remark, first.yes) == ("Kreisausschuss", "vertagt", None)
    assert (second.committee, second.yes, second.no, second.abstained) == ("Kreisausschuss", 9, 0, 1)
    assert third.remark is None


def test_columns_may_stand_in_another_order_and_some_may_be_missing() -> None:
    text = changed("Gremium\tDatum\tJa\tNein\tEnth.\tBemerkung", "Datum\tGremium\tEnthaltungen").replace(
        ROW, "06.03.2024\tKreistag\t2"
    )
    assert read(text).consultations == (
        ParsedConsultation(committee="Kreistag", date=dt.date(2024, 3, 6), abstained=2),
    )


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("Kreistag\t30.02.2024\t\t\t\t", "bad_date"),
        ("Kreistag\t06.03.24\t\t\t\t", "bad_date"),
        ("Kreistag\tdemnächst\t\t\t\t", "bad_date"),
        ("Kreistag\t06.03.2024\tneun\t\t\t", "bad_count"),
        ("Kreistag\t06.03.2024\t9\t-1\t\t", "bad_count"),
        ("Kreistag\t06.03.2024\t9\t–\t\t", "bad_count"),  # noqa: RUF001
        ("Kreistag\t06.03.2024\t\t\t1,5\t", "bad_count"),
        ("Kreistag\t06.03.2024\t٣\t\t\t", "bad_count"),
        ("Kreistag\t06.03.2024\t1\t2\t3\tx\ty", "unknown_row"),
        ("\t06.03.2024\t1\t2\t3\t", "unknown_row"),
        ("Der Kreistag tagte am 6. März.", "unknown_row"),
        ("Kreistag  Datum  folgt", "unknown_row"),
        ("Kreistag  06.03.2024  neun  0  1", "bad_count"),
        ("Kreistag  06.03.2024  9", "unknown_row"),
        ("Kreistag  06.03.2024  9  vertagt", "unknown_row"),
    ],
)
def test_a_row_that_cannot_be_read_is_named_with_its_line(row: str, code: str) -> None:
    text = changed(ROW, row)
    assert problems(text) == [(9, code)]


def test_a_date_that_goes_back_is_named_with_its_line() -> None:
    text = changed(ROW, "Kreisausschuss\t08.03.2024\t\t\t\t\nKreistag\t06.03.2024\t\t\t\t")
    assert problems(text) == [(10, "date_goes_back")]


def test_empty_cells_beyond_the_table_and_between_its_columns_are_nothing() -> None:
    assert read(changed(ROW, ROW + "\t\t")) == read(PAPER)
    assert problems(changed("Gremium\tDatum", "Gremium\t\tDatum")) == [(8, "unknown_column")]
    head = "| Gremium | Datum | |"
    assert read(changed("Gremium\tDatum\tJa\tNein\tEnth.\tBemerkung", head)) == read(PAPER)
    piped = changed(ROW, "| Kreistag | 06.03.2024 | 9 | 0 | 1 | | |")
    assert read(piped).consultations[0].abstained == 1
    assert read(changed("\tBemerkung", "\t")) == read(PAPER)


def test_an_unknown_column_is_named() -> None:
    assert problems(changed("\tBemerkung", "\tUrteil")) == [(8, "unknown_column")]


@pytest.mark.parametrize("row", ["Kreistag  06.03.2024  30  4  2", "Kreistag 06.03.2024 30 4 2"])
def test_a_full_row_set_with_spaces_is_read(row: str) -> None:
    text = changed("Gremium\tDatum\tJa\tNein\tEnth.\tBemerkung", "Gremium Datum Ja Nein Enth. Bemerkung")
    (station,) = read(text.replace(ROW, row)).consultations
    assert (station.yes, station.no, station.abstained, station.remark) == (30, 4, 2, None)
    (station,) = read(text.replace(ROW, f"{row}  auf Antrag")).consultations
    assert (station.abstained, station.remark) == (2, "auf Antrag")


def test_words_below_the_table_are_no_committee() -> None:
    assert problems(changed(ROW, f"{ROW}\n\nBeratung ohne Aussprache")) == [(11, "unknown_row")]


def test_a_committee_without_a_date_is_a_station() -> None:
    assert read(changed(ROW, "Kreistag")).consultations == (ParsedConsultation(committee="Kreistag"),)


@pytest.mark.parametrize(
    ("line", "kind", "public", "number"),
    [
        ("Informationsvorlage", "information", True, None),
        ("Beschlussvorlage - nichtöffentlich -", "decision", False, None),
        ("Nicht öffentliche Informationsvorlage", "information", False, None),
        ("Öffentliche Beschlussvorlage", "decision", True, None),
        ("Status: nichtöffentlich", "decision", False, None),
        ("öffentlich ☐ nichtöffentlich ☒", "decision", False, None),
        ("☒ öffentlich ☐ nichtöffentlich", "decision", True, None),
        ("Vorlagennummer: 12/2024", "decision", True, "12/2024"),
        ("Vorlagennummer:", "decision", True, None),
        ("Vorlage Nr. 12/2024", "decision", True, "12/2024"),
        ("Vorlagen-Nr.: 12/2024", "decision", True, "12/2024"),
        ("Informationsvorlage Nr. 12/2024", "information", True, "12/2024"),
        ("Informationsvorlage Nr.: 12/2024", "information", True, "12/2024"),
    ],
)
def test_kind_publicity_and_number_stand_in_the_header(
    line: str,
    kind: str,
    public: bool,  # noqa: FBT001
    number: str | None,
) -> None:
    paper = read(f"{line}\n{PAPER}")
    assert (paper.kind, paper.public, paper.number) == (kind, public, number)
    assert paper.warnings == ()


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("Datum: 01.01.2024", "duplicate_field"),
        ("öffentlich ☐ nichtöffentlich ☐", "publicity_unclear"),
        ("öffentlich ☒ nichtöffentlich ☒", "publicity_unclear"),
        ("öffentlich nichtöffentlich öffentlich ☒", "publicity_unclear"),
        ("öffentlich\nnichtöffentlich", "publicity_unclear"),
        ("Beschlussvorlage\nInformationsvorlage", "kind_unclear"),
    ],
)
def test_a_header_that_contradicts_itself_is_named(line: str, code: str) -> None:
    assert [found for _, found in problems(f"{line}\n{PAPER}")] == [code]


def test_a_letterhead_is_left_out_with_a_warning() -> None:
    assert warnings("Landkreis Auenthal\n" + PAPER) == ["header_line_ignored"]
    assert warnings("Status: Entwurf\n" + PAPER) == ["header_line_ignored"]
    assert warnings("Vorlage Nr. 1\nVorlage Nr. 2\n" + PAPER) == ["header_line_ignored"]


def test_empty_fields_of_the_header_are_not_recorded() -> None:
    paper = read(changed("Bereich: Bauamt", "Bereich:").replace("Datum: 05.02.2024", "Datum:"))
    assert (paper.lead_department, paper.date) == (None, None)
    assert [warning.code for warning in paper.warnings] == ["no_lead_department"]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("Datum: 05.02.2024", "Datum: 31.04.2024", [(5, "bad_date")]),
        ("Datum: 05.02.2024", "Datum: 5. Brumaire 2024", [(5, "bad_date")]),
        ("Aktenzeichen: 2024-77", "Aktenzeichen:", [(3, "no_file_reference")]),
        ("Aktenzeichen: 2024-77\n\n", "", [(1, "no_file_reference")]),
        ("\nNeubau der Brücke\n", "", [(11, "no_subject")]),
        ("Die Brücke ist alt.", "**Anlagen:**\n\n**Beschlussvorschlag:**", [(25, "duplicate_section")]),
        ("Maßnahme geändert:\n\nBau in Stahl\n", "", [(31, "old_without_new")]),
        ("Maßnahme alt:\n\nBau in Holz\n", "", [(32, "new_without_old")]),
        ("Bau in Holz", "", [(31, "no_old_text")]),
        ("Bau in Stahl", "", [(35, "no_new_text")]),
        ("Bau in Stahl", "Bau in Holz", [(35, "unchanged")]),
        ("Konzept Seite 7, Brücken\n", "", [(30, "no_citation")]),
        ("Konzept Seite 7, Brücken", "Brücken", [(29, "no_citation")]),
        ("Seite 7, Brücken", "Seite 0, Brücken", [(29, "bad_page")]),
        ("Konzept Seite 7", "Im Einzelnen\n\nKonzept Seite 7", [(29, "not_a_measure")]),
        ("Bau in Stahl", "Bau in Stahl\n\nKonzept Seite 9, Wege", [(39, "not_a_measure")]),
        ("Bau in Stahl", "Bau in Stahl\n\nMaßnahme neu:\n\nBau in Beton", [(39, "new_without_old")]),
    ],
)
def test_what_cannot_be_read_is_named_with_its_line(
    old: str, new: str, expected: list[tuple[int, str]]
) -> None:
    found = problems(changed(old, new))
    assert expected[0] in found


def test_all_problems_are_named_at_once_and_by_line() -> None:
    text = changed("Datum: 05.02.2024", "Datum: 31.04.2024").replace(ROW, ROW.replace("\t\t", "\tx\t", 1))
    text = text.replace("Planansatz:", "Planansatz: viel")
    assert problems(text) == [
        (5, "bad_date"),
        (9, "bad_count"),
        (line_of(text, "Planansatz: viel"), "bad_amount"),
    ]


def test_a_list_of_measures_without_any_is_named() -> None:
    start, end = PAPER.index("Konzept Seite"), PAPER.index("**Anlagen")
    assert [code for _, code in problems(PAPER[:start] + PAPER[end:])] == ["no_measures"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        ("\ufeff \n\n", "empty"),
        (b"%PDF-1.7\n\x00\x01", "binary"),
        (b"PK\x03\x04", "binary"),
        ("Bereich: \ud800", "binary"),
        ("Bereich: B\xfcro".encode("latin-1"), "encoding"),
        ("Liebe Kolleginnen und Kollegen,\nanbei die Unterlagen.", "not_a_paper"),
        ('{"subject": "Brücke"}', "not_a_paper"),
        (b"x" * (LARGEST_PAPER + 1), "too_large"),
        ("\n" * 20_001, "too_large"),
    ],
)
def test_what_is_no_paper_is_refused(data: bytes | str, code: str) -> None:
    ((_, found),) = problems(data)
    assert found == code


def test_a_broken_letter_is_named_with_its_line_and_a_long_quote_is_cut() -> None:
    assert problems(b"Bereich: A\r\nDatum: \xff") == [(2, "encoding")]
    with pytest.raises(Unreadable) as caught:
        read("Wort " * 40)
    assert len(caught.value.problems[0].found) == 80


def test_a_date_may_be_written_in_words_or_in_iso_form() -> None:
    for printed in ("5. Februar 2024", "2024-02-05", "5.2.2024"):
        assert read(changed("05.02.2024", printed)).date == dt.date(2024, 2, 5)


def test_a_text_of_two_mebibytes_is_answered_soon() -> None:
    for line in ("Fassung ", "öffentlich", "# a   ", "*a ", "| ", "Seite 1 ", "Dr. ", "[ ] ", "a\t", "1. "):
        body = line * (LARGEST_PAPER // 3 // len(line.encode()))
        read(changed("Die Brücke ist alt.", body).replace("Fassung Kreistag", body[:600_000] + "("))
        with pytest.raises(Unreadable):
            read(body)


def test_a_parsed_paper_is_a_value() -> None:
    assert isinstance(read(PAPER), ParsedPaper)
    assert hash(read(PAPER)) == hash(read(PAPER.replace("**", "")))
