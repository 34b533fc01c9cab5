"""Which stations follow when one is over without a decision: the same again, or another committee's first.

What prepares a decision comes before it: a decision that is still ahead goes behind what was inserted, unless
the deciding body waived the station that it was inserted for.
"""

from collections.abc import Sequence

from domain.given import Given
from domain.vorlage.events.consultation import (
    CommitteeDateSet,
    ConsultationAdded,
    ConsultationsOrdered,
    ConsultationWaived,
)
from domain.vorlage.parts import Consultation
from domain.vorlage.state import Vorlage
from domain.vorlage.terms import ConsultationRole, Outcome

Following = ConsultationAdded | ConsultationWaived | ConsultationsOrdered | CommitteeDateSet

WAIVED = "Der Beschluss wartet auch auf die Station davor nicht."
"""Why a station is waived that was inserted for a waived one; people read it."""

PREPARED = "Die Beschlussfassung folgt der Verweisung."
"""Why a date is gone from a decision that now comes later; people read it."""


def following(
    paper: Vorlage, station: Consultation, outcome: Outcome, to: tuple[str, str] | None, given: Given
) -> list[Following]:
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
    added = [
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
    advisory = [each for each in added if each.role in {"preliminary", "hearing"}]
    if station.waived:
        return [
            *added,
            *(ConsultationWaived(consultation=each.consultation, reason=WAIVED) for each in advisory),
        ]
    return [*added, *(_prepared(paper, place, [each.consultation for each in added]) if advisory else ())]


def _prepared(
    paper: Vorlage, place: int, added: Sequence[str]
) -> list[ConsultationsOrdered | CommitteeDateSet]:
    """Decisions ahead that stand before what was inserted at `place` follow it now."""
    before, behind = paper.consultations[:place], paper.consultations[place:]
    moved = [each for each in before if each.role == "decision" and each.ahead]
    if not moved:
        return []
    stay = [each.id for each in before if each not in moved]
    order = (*stay, *added, *(each.id for each in (*moved, *behind)))
    undated = [
        CommitteeDateSet(consultation=each.id, date=None, reason=PREPARED)
        for each in moved
        if each.session is None and each.date is not None
    ]
    return [ConsultationsOrdered(order=order), *undated]
