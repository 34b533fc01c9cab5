"""Which papers and sittings a list is to have: a row and what the public sees of it answer alike."""

import datetime as dt
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.vorlage.terms import Outcome
from projections.session import row as session_row
from projections.vorlage import row as vorlage_row
from projections.vorlage.shown import show
from projections.wanted import Period, WantedPapers, WantedSittings, said

DAY = dt.date(2024, 5, 6)
NEXT = DAY + dt.timedelta(days=1)


def station(
    date: dt.date | None, outcome: Outcome | None = None, committee: str | None = "ba"
) -> vorlage_row.Consultation:
    return vorlage_row.Consultation(
        id="1",
        committee=committee,
        committee_name="Bauausschuss",
        date=date,
        role="decision",
        printed=True,
        remark=None,
        outcome=outcome,
    )


def paper(*stations: vorlage_row.Consultation, date: dt.date | None = DAY) -> vorlage_row.Row:
    return vorlage_row.Row(
        id="p",
        status="released",
        kind="information",
        lead_department="bau",
        lead_department_name="Bau",
        subject="Radwege an der Aue",
        file_reference="2024-0017",
        number="12/24",
        date=date,
        consultations=list(stations),
    )


def both(row: vorlage_row.Row, **wanted: Any) -> bool:
    """Whether a row fits; the paper as it is shown must say the same."""
    shown = show(row, position=1, by=lambda _: None, named=lambda _: None)
    asked = WantedPapers(**wanted)
    found = asked.fits(row)
    assert asked.fits_shown(msgspec.json.decode(msgspec.json.encode(shown))) is found
    return found


@pytest.mark.parametrize(
    ("wanted", "fits"),
    [
        ({}, True),
        ({"status": "released"}, True),
        ({"status": "draft"}, False),
        ({"kind": "information"}, True),
        ({"kind": "decision"}, False),
        ({"lead_department": "bau"}, True),
        ({"lead_department": "Bau"}, True),
        ({"lead_department": "Soziales"}, False),
        ({"committee": "ba"}, True),
        ({"committee": "Bauausschuss"}, True),
        ({"committee": "Kreistag"}, False),
        ({"q": "aue RADWEGE 12/24 0017"}, True),
        ({"q": "radwege soziales"}, False),
        ({"dated": Period(since=DAY, until=DAY)}, True),
        ({"dated": Period(since=NEXT)}, False),
        ({"dated": Period(until=DAY - dt.timedelta(days=1))}, False),
        ({"due": DAY}, True),
        ({"due": DAY - dt.timedelta(days=1)}, False),
    ],
)
def test_a_paper_is_wanted_by_each_of_its_sides(wanted: dict[str, Any], *, fits: bool) -> None:
    assert both(paper(station(DAY)), **wanted) is fits


def test_only_a_station_that_is_dated_and_open_is_due() -> None:
    assert not both(paper(station(None)), due=DAY)
    assert not both(paper(station(DAY, "postponed")), due=DAY)
    assert both(paper(station(DAY, "postponed"), station(DAY)), due=DAY)
    assert not both(paper(), due=DAY)
    assert not both(paper(), committee="ba")


def test_a_printed_name_is_found_where_the_committee_is_not_linked() -> None:
    assert both(paper(station(DAY, committee=None)), committee="Bauausschuss")


def test_a_paper_without_a_date_is_in_no_bounded_period() -> None:
    assert both(paper(date=None))
    assert not both(paper(date=None), dated=Period(until=NEXT))
    assert not both(paper(date=None), dated=Period(since=DAY))


def item(subject: str) -> session_row.Item:
    return session_row.Item(
        id=subject, subject=subject, public=True, vorlage=None, consultation=None, urgency=None, late=False
    )


@pytest.mark.parametrize(
    ("wanted", "fits"),
    [
        ({}, True),
        ({"status": "summoned"}, True),
        ({"status": "closed"}, False),
        ({"committee": "kt"}, True),
        ({"committee": "Kreistag"}, True),
        ({"committee": "ba"}, False),
        ({"q": "haushalt 2025"}, True),
        ({"q": "haushalt radwege"}, False),
        ({"q": ""}, True),
        ({"dated": Period(until=DAY)}, True),
        ({"dated": Period(since=NEXT)}, False),
    ],
)
def test_a_sitting_is_wanted_by_each_of_its_sides(wanted: dict[str, Any], *, fits: bool) -> None:
    row = session_row.Row(id="s", committee="kt", date=DAY, public=True, status="summoned")
    row.agenda = [item("Radwege"), item("Haushalt 2025")]
    asked = WantedSittings(**wanted)
    assert asked.fits(row, "Kreistag") is fits
    shown = {
        "status": "summoned",
        "committee": "kt",
        "date": DAY.isoformat(),
        "agenda": [{"subject": each.subject} for each in row.agenda],
    }
    assert asked.fits_shown(shown, "Kreistag") is fits


@given(st.text(max_size=20))
def test_words_are_found_whatever_their_case(text: str) -> None:
    assert said(text.swapcase(), (text, None)) or text.swapcase().casefold() != text.casefold()
    assert said(None, ())
