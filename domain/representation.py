"""What someone reads: what he sees himself, and what those see for whom he may act on that day (rule 15).

Nobody is to sign what he could not read, so reading follows acting: as far, as long, and no step further.
"""

import datetime as dt
from collections.abc import Collection, Mapping
from typing import Final

from msgspec import Struct

from domain.committee.state import Committee
from domain.organisation.events import Role
from domain.organisation.state import Organisation, Standing
from domain.rights import Capacity, for_session, for_vorlage
from domain.session.state import Session
from domain.vorlage.state import Vorlage

PERSONAL: Final[frozenset[Role]] = frozenset({"auditor", "data_protection", "admin"})
"""Roles that no deputy reads by: who checks others is noted by name, and `admin` reads no content."""


class Reader(Struct, frozen=True):
    """By whose rights something is read, and what that person is."""

    person: str
    standing: Standing


def readers(organisation: Organisation, person: str, own: Standing, day: dt.date) -> tuple[Reader, ...]:
    """By whose rights someone reads on a day: first by his own; `own`: what he is himself."""
    return (
        Reader(person, own),
        *(
            Reader(each, _shared(organisation.standing(each, day)))
            for each in sorted(organisation.represented_by(person, day))
        ),
    )


def _shared(standing: Standing) -> Standing:
    return Standing(standing.roles - PERSONAL, standing.departments)


def reading_vorlage(
    by: Collection[Reader], paper: Vorlage, committees: Mapping[str, Committee], day: dt.date
) -> frozenset[Capacity]:
    """As what someone reads a paper on a day."""
    return frozenset[Capacity]().union(
        *(for_vorlage(each.person, each.standing, paper, committees, day) for each in by)
    )


def reading_session(
    by: Collection[Reader], sitting: Session, body: Committee, day: dt.date
) -> frozenset[Capacity]:
    """As what someone reads a sitting on a day."""
    return frozenset[Capacity]().union(
        *(for_session(each.person, each.standing, sitting, body, day) for each in by)
    )


def reading_departments(by: Collection[Reader]) -> frozenset[str]:
    """Whose work someone looks after: of his own departments and of those for whom he may act."""
    return frozenset[str]().union(*(each.standing.departments for each in by))
