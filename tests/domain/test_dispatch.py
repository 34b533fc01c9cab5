from typing import get_args

from domain.vorlage import evolution
from domain.vorlage.events import VorlageEvent
from domain.vorlage.events.drafting import VorlageCreated
from projections.vorlage import view as vorlage
from projections.vorlage.shapes import SHAPES


def test_every_event_of_a_paper_is_taken_in_by_its_state_and_its_row() -> None:
    events = set(get_args(VorlageEvent))
    assert set(evolution._BY_EVENT) == events - {VorlageCreated}
    assert set(vorlage._BY_EVENT) == events | set(SHAPES.events)
