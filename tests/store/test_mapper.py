import datetime as dt
from collections.abc import Callable

import msgspec
import pytest
from eventsourcing.cipher import AESCipher
from eventsourcing.utils import Environment

from domain.recorded import Event
from domain.vorlage.events.consultation import ConsultationRemarked
from infra.store.mapper import EventMapper, NotAware, Upcast
from tests.store.facts import fact


class RemarkedOnce(Event, tag="vorlage.consultation_remarked.0", frozen=True):
    """A shape that is no longer written."""

    station: str
    words: tuple[str, ...]


class RemarkedBefore(Event, tag="vorlage.consultation_remarked.0a", frozen=True):
    """The shape after it, which is no longer written either."""

    station: str
    words: str


UPCASTS = (
    Upcast(RemarkedOnce, lambda old: RemarkedBefore(station=old.station, words=" ".join(old.words))),
    Upcast(RemarkedBefore, lambda old: ConsultationRemarked(consultation=old.station, remark=old.words)),
)


def test_an_old_event_is_lifted_step_by_step_into_the_shape_of_today() -> None:
    mapper = EventMapper(upcasts=UPCASTS)
    meta, _ = fact()
    stored = mapper.encode(meta, RemarkedOnce(station="c", words=("heute", "vertagt")))
    assert mapper.decode(stored) == (meta, ConsultationRemarked(consultation="c", remark="heute vertagt"))


def test_an_event_of_today_is_left_alone_by_upcasts() -> None:
    mapper = EventMapper(upcasts=UPCASTS)
    meta, event = fact("bleibt")
    assert mapper.decode(mapper.encode(meta, event)) == (meta, event)


def test_an_event_of_an_unknown_tag_is_not_read() -> None:
    stored = EventMapper(upcasts=UPCASTS).encode(fact()[0], RemarkedOnce(station="c", words=()))
    with pytest.raises(msgspec.ValidationError):
        EventMapper().decode(stored)


def test_a_time_without_a_zone_is_not_stored() -> None:
    with pytest.raises(NotAware):
        EventMapper().encode(*fact(happened_at=dt.datetime(2023, 3, 8, 17)))  # noqa: DTZ001, RUF100


def test_the_library_s_cipher_is_not_taken_for_granted() -> None:
    cipher = AESCipher(Environment(env={"CIPHER_KEY": AESCipher.create_key(16)}))
    with pytest.raises(NotImplementedError):
        EventMapper(cipher=cipher)


class Outcry(Event, tag="vorlage.consultation_remarked.1", frozen=True):
    """A part of what is stored."""

    remark: str


class Who(msgspec.Struct):
    """A part of what surrounds it."""

    actor: str


def test_a_part_of_an_event_is_read_in_its_place_and_old_ones_are_lifted_all_the_same() -> None:
    mapper = EventMapper(upcasts=UPCASTS)
    meta, event = fact("laut")
    decode: Callable[[bytes], object] = mapper.decoding(Who, (Outcry,))
    assert decode(mapper.encode(meta, event)) == (Who(meta.actor), Outcry(remark="laut"))
    old = mapper.encode(meta, RemarkedBefore(station="c", words="leise"))
    assert decode(old) == (Who(meta.actor), ConsultationRemarked(consultation="c", remark="leise"))
