"""Sessions, committees and departments as a person may see them."""

import datetime as dt
from collections.abc import AsyncIterator
from typing import Any, Final

from msgspec import Struct

from domain.committee.state import Committee
from domain.days import day_of
from domain.errors import NoSuch
from domain.events import committee_stream, session_stream
from domain.happened import happened_by
from domain.rights import Capacity, Circle, circle_of_session, is_inside
from domain.session.events.course import Seat
from domain.session.state import Session
from infra.folding import fold
from infra.reading.listing import Budget, Cursor, page
from infra.reading.moments import Moment, public_time, resolve
from infra.reading.public import PublicReading, for_everybody
from infra.reading.seen import Page, Seen
from infra.reading.sources import Sources
from infra.reading.standing import sitting_of
from projections import committee as committees
from projections.asked import Asked
from projections.committee import CommitteeShown
from projections.session import shown as session_shown
from projections.session.row import Row
from projections.session.shown import SessionShown
from projections.wanted import WantedSittings

VIEW: Final = "session"
PAPERS: Final = "vorlage"
ANY_SITTING: Final = WantedSittings()


class SessionListed(Struct, frozen=True, kw_only=True):
    """A session in a list."""

    id: str
    committee: str
    committee_name: str
    date: dt.date
    public: bool
    status: str
    position: int


class DepartmentShown(Struct, frozen=True, kw_only=True):
    """A department; `finance`: it checks budgets."""

    id: str
    name: str
    finance: bool


class Sittings:
    """What a person may read of sessions, committees and departments."""

    def __init__(self, sources: Sources, public: PublicReading) -> None:
        self._from = sources
        self._public = public

    async def session(self, person: str, id_: str, asked: Asked) -> Seen[SessionShown]:
        """One session. Raises `NoSuch` for what does not exist for this person, or did not then."""
        moment = await resolve(self._from.store, asked)
        versioned = await self._from.states.get(session_stream(id_))
        sitting = versioned.state
        if not isinstance(sitting, Session):
            raise NoSuch(VIEW, id_)
        now, capacities = self._circle(person, sitting)
        if now is None:
            raise NoSuch(VIEW, id_)
        row, position = await self._from.row(VIEW, id_, moment)
        if not row.committee or (moment and self._circle(person, sitting_of(row))[0] is None):
            raise NoSuch(VIEW, id_)
        shown = await self._shown(row, position, moment)
        await self._from.note(person, capacities, session_stream(id_), asked)
        return Seen(
            shown,
            version=None if moment else versioned.version,
            settled=row.opened_at is not None,
            as_of=shown.as_of,
            reader=_supplied(shown, row),
        )

    async def sessions(
        self,
        person: str,
        asked: Asked,
        *,
        wanted: WantedSittings = ANY_SITTING,
        limit: int = 50,
        after: str | None = None,
    ) -> Page[Any]:
        """A page of the sessions that this person may see, latest first, and where the next one begins."""
        moment = await resolve(self._from.store, asked)
        folds = Budget()

        async def visible(id_: str, row: Any, position: int) -> Any:  # noqa: ANN401
            if not self._may_see(person, row):
                if row.published_at is None:
                    return None
                return await self._public.sitting_listed(id_, asked, wanted)
            if moment is not None and not moment.is_after(position):
                folds.spend()
                found = await self._from.views.get(
                    VIEW, id_, as_of=moment.position, happened_by=moment.happened_by
                )
                if found is None or not found[0].committee or not self._may_see(person, found[0]):
                    return None
                row, position = found
            body = self._from.states.committees[row.committee].name
            return self._listed(row, position) if wanted.fits(row, body) else None

        cursor = Cursor.parse(limit, after)
        found, following = await page(self._from.views, VIEW, "date", cursor, visible, folds)
        capacities = self._from.entitlement.capacities(person, self._from.today)
        await self._from.note(person, capacities, "sessions", asked)
        return Page(found, following, None if moment is None else moment.position)

    async def committees(self) -> list[CommitteeShown]:
        """All committees with their members of today, by name: what the county's bodies are is no secret."""
        directory = await self._from.identity.directory()
        shown = [
            committees.show(id_, each, self._from.today, directory.name)
            for id_, each in self._from.states.committees.items()
        ]
        return sorted(shown, key=lambda each: each.name)

    async def committee(self, person: str | None, id_: str, asked: Asked) -> Seen[CommitteeShown]:
        """A committee with its members of the day: no secret, but positions and versions are for logins."""
        if person is None:
            public_time(asked)
        moment = await resolve(self._from.store, asked)
        stream = committee_stream(id_)
        if moment is None:
            found, day = await self._from.states.get(stream), self._from.today
        else:
            events = await self._from.store.events(stream, through_position=moment.position)
            if moment.happened_by is not None:
                events = list(happened_by(events, moment.happened_by))
            found, day = fold(stream, events), await self._day(moment)
        if not isinstance(found.state, Committee):
            raise NoSuch("committee", id_)
        directory = await self._from.identity.directory()
        shown = committees.show(id_, found.state, day, directory.name)
        if person is None:
            return for_everybody(shown)
        return Seen(
            shown,
            version=None if moment else found.version,
            settled=True,
            as_of=moment.position if moment else None,
        )

    async def departments(self) -> list[DepartmentShown]:
        """All departments, by name."""
        found = self._from.states.organisation.departments
        shown = [DepartmentShown(id=id_, name=each.name, finance=each.finance) for id_, each in found.items()]
        return sorted(shown, key=lambda each: each.name)

    def _circle(self, person: str, sitting: Session) -> tuple[Circle | None, frozenset[Capacity]]:
        capacities = self._from.entitlement.reads_session(person, sitting, self._from.today)
        circle = circle_of_session(capacities, sitting)
        return circle if is_inside(circle) else None, capacities

    def _may_see(self, person: str, row: Row) -> bool:
        return bool(row.committee) and self._circle(person, sitting_of(row))[0] is not None

    async def _shown(self, row: Row, position: int, moment: Moment | None) -> SessionShown:
        body = self._from.states.committees[row.committee]
        directory = await self._from.identity.directory()
        return session_shown.show(
            row,
            position=position,
            name=directory.name,
            quorate=lambda present, number: self._from.rules.named(row.rule or "").quorate(present, number),
            as_of=None if moment is None else moment.position,
            seats=[Seat(member=each.member, votes=each.votes) for each in body.seats_on(row.date)],
            lawful_number=body.lawful_number_on(row.date),
            supplied_late=[each async for each in self._supplied_late(row, moment)],
        )

    async def _supplied_late(self, row: Row, moment: Moment | None) -> AsyncIterator[str]:
        """The items whose paper's edition came after the summons: its station tells."""
        for item in row.agenda:
            if item.vorlage is None or item.late:
                continue
            found = await self._from.views.get(
                PAPERS,
                item.vorlage,
                as_of=None if moment is None else moment.position,
                happened_by=None if moment is None else moment.happened_by,
            )
            stations = [] if found is None else found[0].consultations
            if any(each.late for each in stations if each.id == item.consultation):
                yield item.id

    def _listed(self, row: Row, position: int) -> SessionListed:
        return SessionListed(
            id=row.id,
            committee=row.committee,
            committee_name=self._from.states.committees[row.committee].name,
            date=row.date,
            public=row.public,
            status=row.status,
            position=position,
        )

    async def _day(self, moment: Moment) -> dt.date:
        if moment.happened_by is not None:
            return day_of(moment.happened_by)
        events = await self._from.store.log(after=moment.position - 1, limit=1) if moment.position else []
        return day_of(events[0].recorded_at) if events else self._from.today


def _supplied(shown: SessionShown, row: Row) -> str:
    """How many papers came late by their editions, of which the sitting's own stream does not tell."""
    number = sum(each.late for each in shown.agenda) - sum(each.late for each in row.agenda)
    return f"late{number}" if number else ""
