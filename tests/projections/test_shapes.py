"""What a view reads of events when it is rebuilt leads to the rows that whole events lead to."""

from typing import Any

import msgspec
import pytest
from msgspec.structs import fields

from domain.recorded import Meta, Recorded
from domain.vorlage.events.drafting import TextRevised
from domain.vorlage.events.editions import EditionFrozen
from infra.bench.mix import paper
from infra.store.mapper import EventMapper
from projections.vorlage import view as vorlage
from tests.domain.county import PAPER
from tests.projections.lives import resolved
from tests.projections.story import log

MAPPER = EventMapper()
SHAPES = vorlage.SHAPES


@pytest.mark.parametrize(
    ("shape", "whole"),
    [*zip((SHAPES.meta, *SHAPES.events), (Meta, TextRevised, EditionFrozen), strict=True)],
)
def test_a_shape_has_a_part_of_an_event_s_fields(shape: Any, whole: Any) -> None:
    assert shape.__struct_config__.tag == whole.__struct_config__.tag
    ours, theirs = [{each.name: each for each in fields(one)} for one in (shape, whole)]
    assert len(ours) < len(theirs)
    for name, field in ours.items():
        there = theirs[name]
        assert (field.type, field.default) == (there.type, there.default)


def _lives() -> list[list[Recorded]]:
    resolved_one = [
        (fact.stream, fact.meta, fact.event) for fact in resolved().log if fact.stream.endswith(PAPER)
    ]
    life = paper(1)
    told = [("vorlagen/a", *next(life)) for _ in range(100)]
    return [log(resolved_one), log(told)]


@pytest.mark.parametrize("recorded", _lives())
def test_a_paper_is_folded_to_the_same_row_from_shapes(recorded: list[Recorded]) -> None:
    decode = MAPPER.decoding(SHAPES.meta, SHAPES.events)
    whole, part = vorlage.initial(), vorlage.initial()
    read = set()
    for one in recorded:
        meta, event = decode(MAPPER.encode(one.meta, one.event))
        read.add(type(event))
        whole = vorlage.apply(whole, one)
        part = vorlage.apply(part, msgspec.structs.replace(one, meta=meta, event=event))
    assert read >= {*SHAPES.events}
    assert vorlage.encode(part) == vorlage.encode(whole)
