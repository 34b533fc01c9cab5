"""Everything that is read for a person, in one place."""

import datetime as dt
from typing import Any

from msgspec import Struct

from domain.errors import NotEntitled
from domain.rights import Capacity
from infra.reading.access_log import AccessShown
from infra.reading.doors import PaperDoors, SittingDoors
from infra.reading.minutes import Minutes
from infra.reading.overview import Overview
from infra.reading.papers import Papers
from infra.reading.public import PublicReading
from infra.reading.sittings import DepartmentShown, Sittings
from infra.reading.sources import Sources
from infra.store.mapper import topic
from projections.asked import Asked
from projections.event_shown import fields_of


class EventShown(Struct, frozen=True, kw_only=True):
    """An event of the log; `actor` is a login, null for whoever states no purpose. Bytes are Base64.

    `tag` is what the log stores it under; it names the version of the event's shape.
    """

    position: int
    stream: str
    version: int
    type: str
    tag: str
    recorded_at: dt.datetime
    happened_at: dt.datetime
    actor: str | None
    acting_for: str | None
    data: dict[str, Any]


class Me(Struct, frozen=True, kw_only=True):
    """Who is logged in; `deputy_for`: whom he may act for today."""

    id: str
    login: str
    name: str
    roles: list[str]
    departments: list[DepartmentShown]
    deputy_for: list["Represented"]


class Represented(Struct, frozen=True, kw_only=True):
    """Somebody who has a deputy."""

    id: str
    name: str | None


class Reading:
    """What persons may read of one county."""

    def __init__(self, sources: Sources) -> None:
        self._from = sources
        self.public = PublicReading(sources)
        self.papers = PaperDoors(Papers(sources, self.public), self.public)
        self.sittings = SittingDoors(Sittings(sources, self.public), self.public)
        self.overview = Overview(sources)
        self.minutes = Minutes(sources)

    async def me(self, person: str, login: str, name: str) -> Me:
        """What someone is today."""
        today = self._from.today
        standing = self._from.entitlement.roles(person, today)
        organisation = self._from.states.organisation
        directory = await self._from.identity.directory()
        represented = sorted(organisation.represented_by(person, today))
        return Me(
            id=person,
            login=login,
            name=name,
            roles=sorted(standing.roles),
            departments=[
                each for each in await self.sittings.departments() if each.id in standing.departments
            ],
            deputy_for=[Represented(id=each, name=directory.name(each)) for each in represented],
        )

    async def events(
        self, person: str, asked: Asked, *, after: int, limit: int, stream: str | None
    ) -> list[EventShown]:
        """The log, for auditors only. Raises `NotEntitled`."""
        if Capacity.AUDITOR not in self._from.entitlement.capacities(person, self._from.today):
            raise NotEntitled("ReadEvents", (Capacity.AUDITOR,))
        recorded = await self._from.store.log(after=after, limit=limit, stream=stream)
        directory = await self._from.identity.directory()
        what = f"events?after={after}" + (f"&stream={stream}" if stream else "")
        await self._from.access_log.note(person, what, asked.stated_purpose)
        persons = asked.stated_purpose is not None

        def login(id_: str | None) -> str | None:
            return (directory.login(id_) or id_) if persons and id_ is not None else None

        return [
            EventShown(
                position=each.position,
                stream=each.stream,
                version=each.version,
                type=type(each.event).__name__,
                tag=topic(each.event),
                recorded_at=each.recorded_at,
                happened_at=each.meta.happened_at,
                actor=login(each.meta.actor),
                acting_for=login(each.meta.acting_for),
                data=fields_of(each.event, login),
            )
            for each in recorded
        ]

    def may_see_condition(self, person: str) -> bool:
        """Whether someone is told how the machine is: positions of the log tell how much happens."""
        return bool(self._from.entitlement.roles(person, self._from.today).roles & {"admin", "auditor"})

    async def access_log(self, person: str, *, after: int, limit: int) -> list[AccessShown]:
        """Who read what, for auditors and data protection. Raises `NotEntitled`."""
        roles = self._from.entitlement.roles(person, self._from.today).roles
        if not roles & {"auditor", "data_protection"}:
            raise NotEntitled("ReadAccessLog", ("auditor", "data_protection"))
        return await self._from.access_log.read(after, limit)
