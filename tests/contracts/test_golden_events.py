"""Every event that was ever stored can be read for ever (rule 13)."""

import pytest

from infra.store.mapper import EventMapper, topic
from tests.contracts.golden_files import FOLDER, path_of, read
from tests.contracts.samples import event_types, meta, sample, tag

WRITTEN = {tag(event): event for event in event_types()}
KEPT = sorted(path.stem for path in FOLDER.glob("*.msgpack"))


def test_every_event_has_a_golden_file() -> None:
    missing = [name for name in WRITTEN if not path_of(name).exists()]
    assert not missing, "run scripts/golden and commit what it writes"


def test_no_two_events_share_a_tag() -> None:
    assert len(WRITTEN) == len(event_types())


@pytest.mark.parametrize("name", KEPT)
def test_a_stored_event_is_still_read(name: str) -> None:
    read_meta, event = EventMapper().decode(read(name))
    assert read_meta == meta()
    assert type(event) in event_types()


@pytest.mark.parametrize("name", [name for name in KEPT if name in WRITTEN])
def test_reading_a_stored_event_loses_nothing(name: str) -> None:
    mapper = EventMapper()
    read_meta, event = mapper.decode(read(name))
    assert topic(event) == name
    assert mapper.encode(read_meta, event) == read(name)


@pytest.mark.parametrize("event", event_types(), ids=tag)
def test_an_event_survives_the_log_unchanged(event: type) -> None:
    mapper = EventMapper()
    assert mapper.decode(mapper.encode(meta(), sample(event))) == (meta(), sample(event))
