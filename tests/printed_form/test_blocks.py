"""Subject, resolution, reasons, measures, attachments and signature are told apart, and texts stay texts."""

import pytest

from domain.vorlage.events.budget import Budget
from infra.printed_form import (
    ParsedAttachment,
    read,
)
from tests.printed_form.form import PAPER, changed, problems

SIGNED = "Der Kreistag beschließt den Neubau.\n\nDr. Muster"


def test_optional_blocks_may_be_missing() -> None:
    start = PAPER.index("Folgende")
    paper = read(PAPER[:start].replace("Dr. Muster\n", ""))
    assert (paper.measures, paper.attachments, paper.budget) == ((), (), Budget())
    assert paper.signatory is None
    assert paper.warnings == ()


def test_a_paper_of_header_and_subject_alone_is_read() -> None:
    paper = read("Bereich: Amt\nAktenzeichen: 1\nBetreff: Brücke")
    assert (paper.subject, paper.consultations, paper.reasons) == ("Brücke", (), "")
    assert [warning.code for warning in paper.warnings] == ["no_resolution", "no_reasons"]


def test_measures_without_the_heading_of_the_reasons_are_named() -> None:
    text = changed("**Sachverhalt (Begründung):**\n\n", "")
    assert problems(text) == [(29, "measure_elsewhere"), (33, "measure_elsewhere")]


@pytest.mark.parametrize(
    "sentence",
    [
        "Datum: Am 01.02.2024 wurde gezählt.",
        "Anlagen: siehe unten.",
        "Die Zählung ergab\nDatum: 17 Fahrzeuge\nAnlagen: 3 Seiten.",
        "Siehe die folgenden\nAnlagen: Karte und Plan",
        "Aktenzeichen: 4711 des Ministeriums liegt bei.",
        "Begründung: Sie trägt nicht mehr.",
        "Beschlussvorschlag: So lautete er damals.",
        "Bereich: Der Bereich ist gesperrt.",
    ],
)
def test_words_of_the_form_in_running_text_are_text(sentence: str) -> None:
    paper = read(changed("Die Brücke ist alt.", sentence).replace("**Anlagen:** ", "**Anlagen:** "))
    assert paper.reasons.split("\n")[0] == " ".join(sentence.split())
    assert paper.file_reference == "2024-77"
    assert len(paper.attachments) == 1


def test_attachments_in_running_text_are_text_even_where_the_paper_has_no_such_block() -> None:
    text = changed("**Anlagen:** Plan Fassung Kreistag\n", "").replace(
        "Die Brücke ist alt.", "Anlagen: Karte und Plan\n\nSie liegen aus."
    )
    assert read(text).reasons.startswith("Anlagen: Karte und Plan\nSie liegen aus.")


def test_a_paper_may_begin_with_a_heading() -> None:
    assert problems("Betreff: Brücke") == [(1, "no_file_reference")]


def test_the_only_plain_heading_counts() -> None:
    paper = read(changed("**Anlagen:** Plan", "Anlagen: Plan"))
    assert paper.attachments == (ParsedAttachment(title="Plan", edition="Fassung Kreistag"),)


def test_items_of_an_evident_list_are_paragraphs() -> None:
    text = changed("Die Brücke ist alt.", "Es fehlen:\n- Geländer\n- Licht\nund am\n1. Januar auch Salz.")
    assert read(text).reasons.split("\n")[:3] == [
        "Es fehlen:",
        "- Geländer",
        "- Licht und am",
    ]
    text = changed("Die Brücke ist alt.", "Sie gilt ab dem\n1. Januar 2025.")
    assert read(text).reasons.split("\n")[0] == "Sie gilt ab dem 1. Januar 2025."


def test_an_asterisk_in_a_word_is_text() -> None:
    text = changed("Die Brücke ist alt.", r"Für Bürger*innen und *alle* Gäste\* gilt 3 * 4.\\")
    assert read(text).reasons.split("\n")[0] == "Für Bürger*innen und alle Gäste* gilt 3 * 4.\\"


def test_a_subject_of_several_paragraphs_is_joined_with_a_warning() -> None:
    paper = read(changed("Neubau der Brücke", "Neubau\nder Brücke\n\nund des Weges"))
    assert paper.subject == "Neubau der Brücke und des Weges"
    assert [warning.code for warning in paper.warnings] == ["long_subject"]


@pytest.mark.parametrize(
    ("resolution", "signatory", "warned"),
    [
        ("Es gilt.\n\nDr. Muster", "Dr. Muster", []),
        ("Es gilt.\n\nProf. Dr. h. c. von der Aue", "Prof. Dr. h. c. von der Aue", []),
        ("Es gilt.\n\nDr.-Ing. Klein-Groß", "Dr.-Ing. Klein-Groß", []),
        ("Es gilt.\n\ngez. Muster", "Muster", []),
        ("Es\ngilt.\nDr. Muster", "Dr. Muster", []),
        ("Es gilt.\n\ni. V. Muster", "i. V. Muster", []),
        ("Es gilt.\n\nMuster\nLandrat", "Muster", []),
        ("Es gilt.\n\nMuster, Landrätin", "Muster", []),
        ("Es gilt.\n\nEva Muster\n\nLandrätin", "Eva Muster", []),
        ("Es gilt.\n\n________________\n\nDr. Muster", "Dr. Muster", []),
        ("Es gilt.\n\nEva Muster", "Eva Muster", ["signatory_by_shape"]),
        ("Es gilt.\n\nMuster", None, ["signature_doubtful"]),
        ("Es gilt für:\n\nEva Muster", None, ["signature_doubtful"]),
        ("Es gilt.\n\nEva und Muster", None, []),
        ("Es gilt.\n\nNach Maßgabe von\nEva Muster.", None, []),
        ("Es gilt.\n\nEs gilt auch anders", None, []),
        ("Es gilt.\n\nEva Muster kommt.", None, []),
        ("Es gilt.\n\n" + "Dr. " * 20 + "Muster", None, []),
        ("Es gilt.\n\nVariante 2", None, []),
        ("Variante Nord", None, []),
        ("Der Landrat", None, []),
    ],
)
def test_a_signature_is_taken_only_where_it_is_one(
    resolution: str, signatory: str | None, warned: list[str]
) -> None:
    paper = read(changed(SIGNED, resolution))
    assert paper.signatory == signatory
    assert [warning.code for warning in paper.warnings] == warned
    if signatory is None:
        assert paper.proposed_resolution == resolution.replace("von\n", "von ").replace("\n\n", "\n")
    else:
        assert paper.proposed_resolution == "Es gilt."


def test_a_paper_that_is_only_signed_lacks_its_resolution() -> None:
    paper = read(changed(SIGNED, "Dr. Muster"))
    assert (paper.signatory, paper.proposed_resolution) == ("Dr. Muster", "")
    assert [warning.code for warning in paper.warnings] == ["no_resolution"]


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("Plan", [("Plan", None)]),
        ("\n\nPlan\nKarte", [("Plan", None), ("Karte", None)]),
        ("\n1. Plan, Fassung Bauausschuss\n2. Karte", [("Plan", "Fassung Bauausschuss"), ("Karte", None)]),
        ("\nPlan Fassung Kreistag; Karte", [("Plan", "Fassung Kreistag"), ("Karte", None)]),
        ("\n- Plan (Fassung Kreistag)\n- Karte", [("Plan", "Fassung Kreistag"), ("Karte", None)]),
        ("\nAnlage 1: Plan\nAnlage 2 - Karte", [("Plan", None), ("Karte", None)]),
        ("Satzung in der Fassung vom 01.02.2020", [("Satzung in der Fassung vom 01.02.2020", None)]),
        ("Fassung Kreistag", [("Fassung Kreistag", None)]),
        ("Plan " * 120 + "Fassung Kreistag", [("Plan " * 120 + "Fassung Kreistag", None)]),
        ("keine", []),
        ("-", []),
        ("", []),
    ],
)
def test_attachments_stand_one_a_line(printed: str, expected: list[tuple[str, str | None]]) -> None:
    paper = read(changed(" Plan Fassung Kreistag", f" {printed}"))
    assert [(row.title, row.edition) for row in paper.attachments] == expected


def test_several_measures_may_stand_under_one_citation() -> None:
    more = "Bau in Stahl\n\nMaßnahme alt:\n\nEin Geländer\n\nMaßnahme neu: Zwei\nGeländer"
    first, second = read(changed("Bau in Stahl", more)).measures
    assert (first.page, second.page) == (7, 7)
    assert (second.old, second.new) == ("Ein Geländer", "Zwei Geländer")


def test_each_citation_begins_a_measure_and_a_second_introduction_is_no_text() -> None:
    more = (
        "Bau in Stahl\n\nFolgende Maßnahmen werden ebenfalls geändert:\n\n"
        "Klimakonzept S. 12 f.: Wärme\n\nMaßnahme alt:\n\nEins\n\nMaßnahme geändert:\n\nZwei"
    )
    paper = read(changed("Bau in Stahl", more))
    assert [(row.document, row.page, row.topic) for row in paper.measures] == [
        ("Konzept", 7, "Brücken"),
        ("Klimakonzept", 12, "Wärme"),
    ]
    assert paper.measures[0].new == "Bau in Stahl"
    assert [warning.code for warning in paper.warnings] == ["page_range"]


def test_measures_need_no_introduction_and_a_citation_no_page() -> None:
    paper = read(changed("Folgende Maßnahmen wurden verändert:\n\n", ""))
    assert paper.reasons == "Die Brücke ist alt.\nSie wird ersetzt."
    assert paper.measures == read(PAPER).measures
    (measure,) = read(changed("Konzept Seite 7, Brücken", "Konzept, Brücken")).measures
    assert (measure.document, measure.page, measure.topic) == ("Konzept", None, "Brücken")
    (measure,) = read(changed("Konzept Seite 7, Brücken", "Konzept Seite 7")).measures
    assert (measure.page, measure.topic) == (7, None)


def test_a_label_alone_begins_the_measures_even_without_citation() -> None:
    text = changed("Folgende Maßnahmen wurden verändert:\n\nKonzept Seite 7, Brücken\n\n", "")
    assert [code for _, code in problems(text)] == ["no_citation"]


def test_a_measure_of_several_paragraphs_keeps_them_and_more_than_before_are_a_warning() -> None:
    text = changed("Bau in Holz", "Bau\n\nin Holz").replace("Bau in Stahl", "Bau\n\nin Stahl\n\nund Glas")
    paper = read(text)
    assert (paper.measures[0].old, paper.measures[0].new) == ("Bau\nin Holz", "Bau\nin Stahl\nund Glas")
    assert [warning.code for warning in paper.warnings] == ["more_paragraphs"]
