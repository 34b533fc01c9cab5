"""A day is the county's, not that of UTC."""

import datetime as dt

import pytest

from domain.days import day_of
from domain.events import vorlage_stream
from domain.vorlage.commands.aftermath import DecideUrgently
from domain.vorlage.events.aftermath import ResolutionConfirmed, VorlageRejected
from tests.domain.county import DECISION, LANDRAT, PAPER, released

AFTER_MIDNIGHT = dt.datetime(2023, 3, 29, 22, 30, tzinfo=dt.UTC)
"""Half past midnight in Berlin."""

NEXT_DAY = dt.date(2023, 3, 30)


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (AFTER_MIDNIGHT, NEXT_DAY),
        (dt.datetime(2023, 3, 29, 21, 59, 59, tzinfo=dt.UTC), dt.date(2023, 3, 29)),
        (dt.datetime(2023, 1, 9, 22, 59, 59, tzinfo=dt.UTC), dt.date(2023, 1, 9)),
        (dt.datetime(2023, 1, 9, 23, tzinfo=dt.UTC), dt.date(2023, 1, 10)),
    ],
)
def test_a_day_begins_at_midnight_in_the_county(moment: dt.datetime, day: dt.date) -> None:
    assert day_of(moment) == day


def test_a_decision_after_midnight_is_of_the_day_of_the_county() -> None:
    given = released()._replace(now=AFTER_MIDNIGHT)
    urgent = given.when(LANDRAT, DecideUrgently(vorlage=PAPER, reason="Frist"))
    assert urgent.paper.decided_on == NEXT_DAY
    rejected = given.happened(vorlage_stream(PAPER), VorlageRejected(consultation=DECISION, vote="v"))
    assert rejected.paper.decided_on == NEXT_DAY
    confirmed = given.happened(vorlage_stream(PAPER), ResolutionConfirmed(consultation=DECISION))
    assert confirmed.paper.decided_on == NEXT_DAY
