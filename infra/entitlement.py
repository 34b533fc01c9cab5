"""Who a person is in relation to a paper or a sitting, then and now (rule 15).

Someone is entitled when he was so at the time of the deed and still is when it is recorded.
"""

import datetime as dt

from domain.errors import NotDeputy
from domain.organisation.state import Organisation, Standing
from domain.representation import Reader, readers, reading_departments, reading_session, reading_vorlage
from domain.rights import (
    Capacity,
    Circle,
    circle_of_event,
    circle_of_session,
    circle_of_vorlage,
    for_vorlage,
    of_standing,
)
from domain.session.state import Session
from domain.vorlage.state import Vorlage
from infra.states import States

STANDINGS = 10_000
"""Standings that are remembered."""

SERVICE = "00000000-0000-4000-8000-000000000001"
"""The login `kommandozeile`: whoever may use the machine's command line; it belongs to no person."""

REMEMBERED = 1_000
"""Readers whose rights are remembered until the organisation changes."""

SERVICE_STANDING = Standing(roles=frozenset({"council_office", "auditor", "admin"}))


def standing_on(organisation: Organisation, person: str, *days: dt.date) -> Standing:
    """What a person was on all of these days."""
    if person == SERVICE:
        return SERVICE_STANDING
    found = organisation.standing(person, days[0])
    for day in days[1:]:
        if day != days[0]:
            found = found.both(organisation.standing(person, day))
    return found


class Standings:
    """What persons are on some days, remembered as long as the organisation stays as it is."""

    def __init__(self) -> None:
        self._of: Organisation | None = None
        self._known: dict[tuple[str, tuple[dt.date, ...]], Standing] = {}

    def on(self, organisation: Organisation, person: str, *days: dt.date) -> Standing:
        """What a person is on all of these days."""
        if organisation is not self._of or len(self._known) >= STANDINGS:
            self._of = organisation
            self._known.clear()
        key = (person, days)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = standing_on(organisation, person, *days)
        return found


def represented(organisation: Organisation, actor: str, acting_for: str | None, *days: dt.date) -> str:
    """Whose rights an actor uses; the service is nobody who could be represented. Raises `NotDeputy`."""
    if acting_for is None:
        return actor
    if acting_for == SERVICE or not all(organisation.may_act_for(actor, acting_for, day) for day in days):
        raise NotDeputy(acting_for)
    return acting_for


class Entitlement:
    """Answers what someone is and how far he sees, from committed states.

    What he is himself lets him write and is noted; he reads also by the rights of those whose deputy he is.
    """

    def __init__(self, states: States) -> None:
        self._states = states
        self._told_by: Organisation | None = None
        self._known: dict[tuple[str, dt.date], tuple[Reader, ...]] = {}

    def roles(self, person: str, day: dt.date) -> Standing:
        """Roles and departments of a person on a day."""
        return standing_on(self._states.organisation, person, day)

    def capacities(self, person: str, day: dt.date) -> frozenset[Capacity]:
        """What someone is by his roles alone."""
        return of_standing(self.roles(person, day))

    def for_vorlage(self, person: str, paper: Vorlage, day: dt.date) -> frozenset[Capacity]:
        """What someone is himself in relation to a paper."""
        return for_vorlage(person, self.roles(person, day), paper, self._states.committees, day)

    def reads_vorlage(self, person: str, paper: Vorlage, day: dt.date) -> frozenset[Capacity]:
        """As what someone reads a paper."""
        return reading_vorlage(self._readers(person, day), paper, self._states.committees, day)

    def reads_session(self, person: str, sitting: Session, day: dt.date) -> frozenset[Capacity]:
        """As what someone reads a sitting."""
        body = self._states.committees[sitting.committee]
        return reading_session(self._readers(person, day), sitting, body, day)

    def departments(self, person: str, day: dt.date) -> frozenset[str]:
        """Whose work someone looks after."""
        return reading_departments(self._readers(person, day))

    def vorlage_circle(self, person: str, paper: Vorlage, day: dt.date) -> Circle | None:
        """How far someone sees into a paper."""
        return circle_of_vorlage(self.reads_vorlage(person, paper, day), paper)

    def event_circle(self, person: str, paper: Vorlage, day: dt.date, tag: str) -> Circle | None:
        """How far someone sees an event that led to this state of a paper."""
        return circle_of_event(self.reads_vorlage(person, paper, day), paper, tag)

    def session_circle(self, person: str, sitting: Session, day: dt.date) -> Circle | None:
        """How far someone sees into a sitting."""
        return circle_of_session(self.reads_session(person, sitting, day), sitting)

    def _readers(self, person: str, day: dt.date) -> tuple[Reader, ...]:
        """By whose rights someone reads: worked out once for the many things of a list."""
        organisation = self._states.organisation
        if organisation is not self._told_by or len(self._known) >= REMEMBERED:
            self._told_by, self._known = organisation, {}
        if (person, day) not in self._known:
            self._known[person, day] = readers(organisation, person, self.roles(person, day), day)
        return self._known[person, day]
