"""Which stations follow when one is over without a decision: the same again, or another committee's first."""

from domain.given import Given
from domain.vorlage.consultation_events import ConsultationAdded
from domain.vorlage.parts import Consultation
from domain.vorlage.state import Vorlage
from domain.vorlage.terms import ConsultationRole, Outcome


def following(
    paper: Vorlage, station: Consultation, outcome: Outcome, to: tuple[str, str] | None, given: Given
) -> list[ConsultationAdded]:
    """The stations that an outcome inserts directly behind its own; `to`: id and name of whom it refers to.

    One that was taken off an agenda is over; the council office adds another when the paper comes again.
    """
    place = paper.consultations.index(station) + 1
    same = (station.committee, station.committee_name)
    stations: list[tuple[tuple[str | None, str], ConsultationRole | None]] = []
    if outcome == "postponed":
        stations = [(same, station.role)]
    elif outcome == "referred" and to is not None:
        stations = [(to, "preliminary")]
        if station.role == "decision":
            stations.append((same, "decision"))
    return [
        ConsultationAdded(
            consultation=given.new_id("consultation", number),
            committee=committee,
            committee_name=name,
            role=role,
            printed=station.printed,
            place=place + number,
        )
        for number, ((committee, name), role) in enumerate(stations)
    ]
