"""What a station's outcome had inserted into the Beratungsfolge goes with it when it is taken back."""

from msgspec.structs import replace

from domain.vorlage.consultation.beratungsfolge import check_one_decides, check_roles, roles_of, station_of
from domain.vorlage.errors.consultation import StationFollowed
from domain.vorlage.parts import Consultation
from domain.vorlage.state import Vorlage


def inserted(vorlage: Vorlage, id_: str) -> tuple[Consultation, ...]:
    """The stations that a postponement or a referral inserted directly behind this one."""
    station = station_of(vorlage, id_)
    place = vorlage.consultations.index(station) + 1
    behind = vorlage.consultations[place : place + 2]
    again = [each.committee == station.committee and each.role == station.role for each in behind]
    if station.outcome == "postponed":
        return behind[:1] if again[:1] == [True] else ()
    if station.outcome == "referred":
        both = station.role == "decision" and again[1:] == [True]
        return behind if both else behind[:1]
    return ()


def check_reopenable(vorlage: Vorlage, id_: str) -> None:
    """Refuse to take an outcome back on which something rests by now."""
    _check_unfollowed(vorlage, id_)
    _check_order(vorlage, id_)


def _check_unfollowed(vorlage: Vorlage, id_: str) -> None:
    """The stations that it had inserted are not in use, and none behind it was dealt with."""
    for following in inserted(vorlage, id_):
        if following.date is not None or following.session is not None:
            raise StationFollowed(following.id)
    places = [each.id for each in vorlage.consultations]
    for later in vorlage.consultations[places.index(id_) + 1 :]:
        if later.status == "called" or (later.outcome is not None and not later.overtaken):
            raise StationFollowed(later.id)


def _check_order(vorlage: Vorlage, id_: str) -> None:
    """Refuse to open a decision again behind which a station prepares it by now, or one behind a decision."""
    gone = {each.id for each in inserted(vorlage, id_)}
    stations = [
        replace(each, outcome=None) if each.id == id_ else each
        for each in vorlage.consultations
        if each.id not in gone
    ]
    check_roles(roles_of(stations))
    check_one_decides(stations, id_)
