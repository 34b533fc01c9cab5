import datetime as dt
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from domain.text import Splice, from_diff
from domain.vorlage.events import VorlageEvent
from domain.vorlage.events.budget import Account, Budget, BudgetRecorded, Cover
from domain.vorlage.events.consultation import (
    CommitteeDateSet,
    ConsultationAdded,
    ConsultationRemarked,
    ConsultationRemoved,
    ConsultationRoleSet,
)
from domain.vorlage.events.drafting import (
    AttachmentAdded,
    AttachmentRemoved,
    AttachmentReplaced,
    Contribution,
    Deletion,
    HeaderChanged,
    LeadDepartmentAssigned,
    TextRevised,
    VorlageCreated,
)
from domain.vorlage.events.measures import (
    CauseAttributed,
    MeasureAdded,
    MeasureAmended,
    MeasureCitationChanged,
    MeasureRemoved,
    PassageAmended,
)
from domain.vorlage.events.motions import AmendmentProposed, AmendmentReopened, AmendmentVoted
from domain.vorlage.terms import TextOrigin
from domain.worddiff import diff
from projections.history import view as history
from projections.history.shown import Person, compared, show
from projections.projection import Projection
from tests.domain.county import DECISION, MEASURE, NEW, OLD, PAPER
from tests.projections.lives import AGAIN, INFORMAL, resolved
from tests.projections.story import MOMENT, Json, fold, json, log, row, told

AS_A_VIEW: Projection[history.Row] = history

CREATED = VorlageCreated(
    kind="decision",
    public=True,
    file_reference="2020-01470",
    subject="Konzept",
    salt=b"\x07" * 32,
    lead_department_name="Kreistagsbüro",
)
ADDED = MeasureAdded(measure="m", document="Konzept", page=115, topic="öffentliche Verwaltung")
STATION = ConsultationAdded(consultation="ka", committee_name="Kreisausschuss", place=0)


def revised(
    old: str,
    new: str,
    document: str = "reasons",
    origin: TextOrigin = "written",
    *,
    cause: str | None = None,
    contributions: tuple[Contribution, ...] = (),
    deletions: tuple[Deletion, ...] = (),
) -> TextRevised:
    """A text that was rewritten."""
    return TextRevised(
        document=document,
        splices=from_diff(diff(old, new)),
        hash="",
        origin=origin,
        began=MOMENT,
        ended=MOMENT,
        cause=cause,
        contributions=contributions,
        deletions=deletions,
    )


def amended(
    old: str, new: str, *, change: str = "ch", page: int = 115, cause: str | None = None
) -> tuple[MeasureAmended, TextRevised]:
    """A measure that was changed, as the domain records it."""
    changed = MeasureAmended(
        change=change, measure="m", old=old, new=new, page=page, topic="öffentliche Verwaltung", cause=cause
    )
    return changed, revised(old, new, "measures/m", "amended", cause=cause)


def person(id_: str, at: dt.datetime) -> Person:
    """Everybody is of the building department, as long as it exists."""
    return Person(id_.upper(), "Fachbereich Bau" if at >= MOMENT else None)


def paragraphs() -> st.SearchStrategy[str]:
    """Texts of a few paragraphs that have much in common."""
    return st.lists(st.sampled_from(["a b.", "a c.", "a", " ", ""]), max_size=6).map("\n".join)


def told_of(*events: VorlageEvent, by: str = "person") -> Json:
    """What a reader gets of the history after the creation and these events."""
    return json(show(row(history, told("vorlagen/p", CREATED, *events, by=by)), person=person))


def brief(*events: VorlageEvent) -> list[tuple[Any, ...]]:
    """Kind, target, old and new of each entry."""
    return [(each["kind"], each["target"], each["old"], each["new"]) for each in told_of(*events)]


def lived() -> Json:
    """What a reader gets of the history of the tests' paper."""
    rows = fold(history, log((fact.stream, fact.meta, fact.event) for fact in resolved().log))
    return json(show(rows[f"vorlagen/{PAPER}"], person=person))


def test_a_text_that_was_written_is_one_entry_with_every_key() -> None:
    assert told_of(revised("", "Es ist nötig.")) == [
        {
            "position": 2,
            "at": "2023-02-23T09:00:00Z",
            "by": "PERSON",
            "department": "Fachbereich Bau",
            "acting_for": None,
            "authors": ["PERSON"],
            "kind": "text",
            "target": "reasons",
            "old": "",
            "new": "Es ist nötig.",
            "diff": [["+", "Es ist nötig."]],
            "cause": None,
            "amendment": None,
            "proposer": None,
            "committee": None,
            "vote": None,
        }
    ]


def test_each_revision_of_a_text_builds_on_the_one_before() -> None:
    first, second, third = told_of(
        revised("", "Es ist nötig."),
        revised("", "Der Kreistag beschließt.", "proposed_resolution"),
        revised("Es ist nötig.", "Es ist sehr nötig."),
    )
    assert (second["target"], second["old"]) == ("proposed_resolution", "")
    assert (third["old"], third["new"]) == (first["new"], "Es ist sehr nötig.")
    assert third["diff"] == [["=", "Es ist "], ["+", "sehr "], ["=", "nötig."]]


def test_the_samples_second_change_shows_exactly_its_four_edits() -> None:
    old = (
        "Fortlaufende Optimierung der Aufbau- und Ablaufstrukturen in der Verwaltungsorganisation in der "
        "Kreisverwaltung mit Anpassung an sich ändernde Rahmenbedingungen."
    )
    new = (
        "Fortlaufende Optimierung der Aufbau- und Ablaufstrukturen inkl. des Stellenbestandes in der "
        "Verwaltungsorganisation der Kreisverwaltung durch Anpassung an sich ändernde Rahmenbedingungen, "
        "insbesondere prioritäre Nutzung der Möglichkeiten interkommunaler Zusammenarbeit und der Einführung "
        "digitaler Prozesse."
    )
    entries = told_of(ADDED, revised("", old, "measures/m"), *amended(old, new))
    (entry,) = [each for each in entries if each["kind"] == "measure_amended"]
    assert (entry["target"], entry["old"], entry["new"], entry["cause"]) == ("m", old, new, None)
    end = (
        ", insbesondere prioritäre Nutzung der Möglichkeiten interkommunaler Zusammenarbeit und der "
        "Einführung digitaler Prozesse"
    )
    assert [each for each in entry["diff"] if each[0] != "="] == [
        ["+", "inkl. des Stellenbestandes "],
        ["-", "in "],
        ["-", "mit "],
        ["+", "durch "],
        ["+", end],
    ]


def test_a_change_of_a_measure_and_of_its_text_are_one_entry() -> None:
    entries = brief(ADDED, revised("", "alt", "measures/m"), *amended("alt", "neu"))
    assert entries == [
        ("measure_added", "m", None, "Konzept, S. 115, öffentliche Verwaltung"),
        ("text", "m", "", "alt"),
        ("measure_amended", "m", "alt", "neu"),
    ]


def test_a_later_revision_of_a_measure_builds_on_its_change() -> None:
    entries = brief(
        ADDED,
        revised("", "alt", "measures/m"),
        *amended("alt", "neu", change="first"),
        *amended("neu", "neuer", change="second"),
        revised("neuer", "am neuesten", "measures/m"),
    )
    assert entries[-2:] == [("measure_amended", "m", "neu", "neuer"), ("text", "m", "neuer", "am neuesten")]


def test_a_cause_that_is_found_later_is_that_of_the_change_and_no_entry_of_its_own() -> None:
    change = (ADDED, *amended("", "b", change="one"), *amended("b", "c", change="two"))
    traced = CauseAttributed(change="one", measure="m", cause="ba")
    assert [each["cause"] for each in told_of(*change)] == [None, None, None]
    assert [each["cause"] for each in told_of(*change, traced)] == [None, "ba", None]
    back = CauseAttributed(change="one", measure="m", cause=None)
    assert [each["cause"] for each in told_of(*change, traced, back)] == [None, None, None]


def test_a_change_that_moves_the_citation_says_so_beside_it() -> None:
    *_, changed, cited = told_of(ADDED, *amended("", "neu", page=116, cause="ba"))
    assert changed["kind"] == "measure_amended"
    assert (cited["kind"], cited["new"]) == ("measure_cited", "Konzept, S. 116, öffentliche Verwaltung")
    assert changed["cause"] == cited["cause"] == "ba"


def test_a_revision_whose_change_is_not_among_the_events_is_told_as_a_text() -> None:
    assert brief(amended("", "neu")[1]) == [("text", "m", "", "neu")]


def test_a_change_of_a_measure_that_was_never_added_is_told() -> None:
    assert brief(amended("alt", "neu")[0]) == [("measure_amended", "m", "alt", "neu")]


def passage(old: str = "", new: str = "sehr ") -> tuple[PassageAmended, TextRevised]:
    """A passage that a motion changed, as the domain records it."""
    changed = PassageAmended(
        change="ch", document="reasons", start=7, old=old, new=new, amendment="mo", cause="ka"
    )
    return changed, revised("Es ist nötig.", "Es ist sehr nötig.", "reasons", "amended", cause="ka")


MOVED = AmendmentProposed(amendment="mo", old="", new="sehr ", proposer="member", committee="kt")
HEARD = AmendmentVoted(amendment="mo", consultation="ka", vote="v1", result="recommended")
ANNULLED = AmendmentReopened(amendment="mo", consultation="ka", vote="v1", reason="verzählt")


def motions_of(*events: VorlageEvent) -> list[tuple[Any, ...]]:
    """Kind, texts, and what the entries say of the motion that led to them."""
    said = ("kind", "target", "old", "new", "cause", "amendment", "proposer", "committee", "vote")
    return [tuple(each[name] for name in said) for each in told_of(*events) if each["amendment"]]


def test_a_passage_that_a_motion_changed_is_one_entry_with_mover_consultation_and_vote() -> None:
    written = revised("", "Es ist nötig.")
    told_ = ("passage_amended", "reasons", "", "sehr ", "ka", "mo", "MEMBER", "kt", "v1")
    assert motions_of(written, MOVED, HEARD, *passage()) == [told_]
    assert [kind for kind, *_ in brief(written, MOVED, HEARD, *passage())] == ["text", "passage_amended"]
    *_, last = told_of(written, MOVED, *passage(), revised("Es ist sehr nötig.", "Es ist sehr, sehr nötig."))
    assert (last["kind"], last["old"], last["new"]) == (
        "text",
        "Es ist sehr nötig.",
        "Es ist sehr, sehr nötig.",
    )


def test_a_measure_that_a_motion_changed_says_so_too() -> None:
    changed, text = amended("alt", "neu", cause="ka")
    by_motion = replace(changed, amendment="mo")
    told_ = ("measure_amended", "m", "alt", "neu", "ka", "mo", "MEMBER", "kt", "v1")
    assert motions_of(ADDED, revised("", "alt", "measures/m"), MOVED, HEARD, by_motion, text) == [told_]
    # Who gave the command moved it where nobody else is named; a motion of nobody's knowledge has no mover.
    assert motions_of(ADDED, replace(MOVED, proposer=None), by_motion)[0][6] == "PERSON"
    assert motions_of(ADDED, HEARD, by_motion)[0][5:] == ("mo", None, None, None)


def test_a_vote_that_was_annulled_led_to_nothing() -> None:
    assert motions_of(MOVED, HEARD, ANNULLED, *passage())[0][-1] is None
    again = replace(HEARD, vote="v2")
    assert motions_of(MOVED, HEARD, ANNULLED, again, *passage())[0][-1] == "v2"


def test_a_burst_names_each_who_typed_or_deleted_once() -> None:
    typed = [Contribution(actor=each, client=1, start=0, end=1) for each in ("bau", "finanzen", "bau")]
    deleted = [Deletion(actor="soziales", client=1, start=0, end=1)]
    burst = revised("", "a", contributions=tuple(typed), deletions=tuple(deleted))
    (entry,) = told_of(burst, by="bau")
    assert (entry["by"], entry["authors"]) == ("BAU", ["BAU", "FINANZEN", "SOZIALES"])


def test_who_may_not_see_persons_sees_none() -> None:
    found = row(history, told("vorlagen/p", CREATED, revised("", "a"), by="deputy", acting_for="head"))
    (open_,) = show(found, person=person)
    (hidden,) = show(found, person=lambda _, __: Person(None, None))
    assert (open_.by, open_.acting_for, open_.authors) == ("DEPUTY", "HEAD", ["DEPUTY"])
    assert (hidden.by, hidden.acting_for, hidden.department, hidden.authors) == (None, None, None, [])


def test_texts_are_compared_in_composed_form() -> None:
    (entry,) = told_of(revised("", "Gro\u0308ße"))
    assert entry["new"] == "Größe"


def test_the_row_grows_by_what_was_typed_not_by_the_texts() -> None:
    long = "Satz. " * 2_000
    burst = TextRevised(
        document="reasons",
        splices=(Splice(0, 0, "a"),),
        hash="",
        origin="typed",
        began=MOMENT,
        ended=MOMENT,
    )
    once = len(history.encode(row(history, told("vorlagen/p", CREATED, revised("", long)))))
    often = len(history.encode(row(history, told("vorlagen/p", CREATED, revised("", long), *[burst] * 100))))
    assert often - once < 20_000


def test_a_measure_is_cited_otherwise_and_taken_out() -> None:
    cited = MeasureCitationChanged(measure="m", document="Konzept", page=None, topic="Verwaltung")
    assert brief(ADDED, cited, MeasureRemoved(measure="m"))[1:] == [
        ("measure_cited", "m", "Konzept, S. 115, öffentliche Verwaltung", "Konzept, Verwaltung"),
        ("measure_removed", "m", "Konzept, Verwaltung", None),
    ]


def test_the_header_and_the_lead_are_told_by_field() -> None:
    assert brief(
        HeaderChanged(field="number", old=None, new="VO/1"),
        LeadDepartmentAssigned(department="d", name="Fachbereich Bau"),
        LeadDepartmentAssigned(department="e", name="Fachbereich Finanzen"),
    ) == [
        ("header", "number", None, "VO/1"),
        ("header", "lead_department", "Kreistagsbüro", "Fachbereich Bau"),
        ("header", "lead_department", "Fachbereich Bau", "Fachbereich Finanzen"),
    ]


def test_the_budget_is_told_by_the_parts_that_changed() -> None:
    account = Account(account="51.1", need=Decimal(1500))
    first = Budget(proof_required=True, accounts=(account, account), need=Decimal("1500.00"))
    second = Budget(proof_required=False, accounts=(account, account), cover=(Cover(kind="less_expense"),))
    assert brief(BudgetRecorded(budget=first), BudgetRecorded(budget=second)) == [
        ("budget", "proof_required", None, "true"),
        ("budget", "accounts", None, "51.1; -; -; -; 1500\n51.1; -; -; -; 1500"),
        ("budget", "need", None, "1500.00"),
        ("budget", "proof_required", "true", "false"),
        ("budget", "need", "1500.00", None),
        ("budget", "cover", None, "less_expense; -; -"),
    ]


def test_attachments_are_told_by_title_edition_and_hash() -> None:
    added = AttachmentAdded(attachment="a", title="Konzept", edition="Fassung Kreisausschuss")
    replaced = AttachmentReplaced(attachment="a", title="Konzept", edition=None, sha256="ab", size=1)
    assert brief(added, replaced, AttachmentRemoved(attachment="a")) == [
        ("attachment", "a", None, "Konzept, Fassung Kreisausschuss"),
        ("attachment", "a", "Konzept, Fassung Kreisausschuss", "Konzept, SHA-256 ab"),
        ("attachment", "a", "Konzept, SHA-256 ab", None),
    ]


def test_stations_are_told_with_their_dates_roles_and_remarks() -> None:
    assert brief(
        STATION,
        CommitteeDateSet(consultation="ka", date=dt.date(2023, 3, 8)),
        CommitteeDateSet(consultation="ka", date=None),
        ConsultationRoleSet(consultation="ka", role="preliminary"),
        ConsultationRemarked(consultation="ka", remark="vertagt"),
        ConsultationRemoved(consultation="ka"),
    ) == [
        ("consultation_added", "ka", None, "Kreisausschuss"),
        ("consultation_date", "ka", None, "2023-03-08"),
        ("consultation_date", "ka", "2023-03-08", None),
        ("consultation_role", "ka", None, "preliminary"),
        ("consultation_remark", "ka", None, "vertagt"),
        ("consultation_removed", "ka", "Kreisausschuss", None),
    ]


def test_a_station_that_comes_with_a_date_has_it_as_its_old_one() -> None:
    dated = ConsultationAdded(
        consultation="ka", committee_name="Kreisausschuss", date=dt.date(2023, 3, 8), place=0
    )
    moved = CommitteeDateSet(consultation="ka", date=dt.date(2023, 3, 9))
    assert brief(dated, moved)[1] == ("consultation_date", "ka", "2023-03-08", "2023-03-09")


def test_the_whole_life_of_a_measure_is_told_with_its_causes() -> None:
    changes = [each for each in lived() if each["target"] == MEASURE and each["kind"] != "measure_cited"]
    assert [(each["kind"], each["old"], each["new"], each["cause"]) for each in changes] == [
        ("measure_added", None, "Konzept, S. 114, Verwaltung", None),
        ("text", "", OLD, None),
        ("measure_amended", OLD, NEW, INFORMAL),
        ("measure_amended", NEW, AGAIN, DECISION),
    ]


@pytest.mark.parametrize("mark", ["-", "+"])
def test_the_pieces_of_each_diff_joined_give_the_texts(mark: str) -> None:
    for entry in lived():
        whole = "".join(text for kind, text in entry["diff"] if kind in {"=", mark})
        assert whole == (entry["old" if mark == "-" else "new"] or "")


@given(paragraphs(), paragraphs())
def test_texts_of_many_paragraphs_are_compared_exactly(old: str, new: str) -> None:
    pieces = compared(old, new)
    assert "".join(text for mark, text in pieces if mark in "=-") == old
    assert "".join(text for mark, text in pieces if mark in "=+") == new
    assert all(text for _, text in pieces)
    assert all(one[0] != other[0] for one, other in pairwise(pieces))


def test_a_change_within_a_paragraph_is_told_as_if_it_stood_alone() -> None:
    first, last = "Der erste Absatz.\n", "Der letzte Absatz.\n"
    old, new = f"{first}Es ist nötig.\n{last}", f"{first}Es ist sehr nötig.\n{last}"
    assert compared(old, new) == diff(old, new)
    assert compared(old, old) == [("=", old)]


def test_a_paragraph_that_comes_twice_is_told_as_inserted_once() -> None:
    assert compared("a\nb\n", "a\na\nb\n") == [("=", "a\n"), ("+", "a\n"), ("=", "b\n")]


def test_a_paper_that_was_not_created_yet_has_no_history() -> None:
    assert not row(history, told("vorlagen/p", STATION)).created
    assert row(history, told("vorlagen/p", CREATED)).created
