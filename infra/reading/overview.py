"""The overview of work for a person: only papers whose inside he may see, nearest deadline first."""

import base64
import binascii
import datetime as dt
from collections.abc import Mapping
from typing import Final, Protocol, TypeVar

import msgspec
from msgspec import Struct

from domain.rights import Circle, circle_of_vorlage
from infra.reading.listing import BadCursor
from infra.reading.moments import Moment, resolve
from infra.reading.overview_sittings import SittingsAtWork
from infra.reading.redaction import Sight, as_submitted, sight
from infra.reading.seen import Page
from infra.reading.sources import Sources
from infra.reading.standing import paper_of
from projections.asked import Asked
from projections.overview import papers as overview
from projections.overview.papers import Departments, OverviewShown
from projections.overview.sittings import SittingAtWorkShown
from projections.vorlage.row import Row
from projections.wanted import said

VIEW: Final = "vorlage"
OWN: Final = "own"
"""Instead of a department's id: those that the reader, or whoever he may act for, belongs to."""


class Placed(Protocol):
    """Something with a nearest deadline."""

    @property
    def nearest(self) -> dt.date | None:
        """The day of the nearest deadline."""


PlacedT = TypeVar("PlacedT", bound=Placed)


class Wanted(Struct, frozen=True, kw_only=True):
    """Which papers are asked for; None: any. `what`: somebody is to do this; `overdue`: a deadline passed."""

    department: str | None = None
    status: str | None = None
    what: str | None = None
    q: str | None = None
    overdue: bool = False

    def fits(self, shown: OverviewShown) -> bool:
        """Whether a paper is wanted, the department aside."""
        if self.status not in {None, shown.status}:
            return False
        if self.what is not None and self.what not in {each.what for each in shown.due}:
            return False
        if self.overdue and not any(each.overdue for each in shown.deadlines):
            return False
        return said(self.q, (shown.subject, shown.file_reference, shown.number))


class Overview:
    """What a person may know of the papers and sittings in work."""

    def __init__(self, sources: Sources) -> None:
        self._from = sources
        self._sittings = SittingsAtWork(sources)

    async def overview(
        self,
        person: str,
        asked: Asked,
        *,
        department: str | None = None,
        status: str | None = None,
        what: str | None = None,
        q: str | None = None,
        overdue: bool = False,
        limit: int = 50,
        after: str | None = None,
    ) -> Page[OverviewShown]:
        """A page of papers in work, the nearest deadline first, those without one last."""
        wanted = Wanted(department=department, status=status, what=what, q=q, overdue=overdue)
        moment = await resolve(self._from.store, asked)
        today = await self._from.day(moment)
        found = []
        departments, sittings = self._departments(), await self._sittings.held(person, moment)
        for each in await self._from.views.query(VIEW, *self._where(moment)):
            row, position = each.row, each.position
            now = self._sight(person, row)
            if now is None:
                continue
            if moment is not None and not moment.is_after(position):
                then = await self._from.views.get(
                    VIEW, each.id, as_of=moment.position, happened_by=moment.happened_by
                )
                if then is None:
                    continue
                row, position = then
            seen = self._sight(person, row)
            if seen is None:
                continue
            least = min(now, seen)
            shown = overview.show(
                as_submitted(row, least),
                position=position,
                today=today,
                rules=self._from.rules_on,
                departments=departments,
                minuted=sittings.get,
                drafts=least is Sight.DRAFT,
            )
            if shown is not None and wanted.fits(shown) and self._concerns(person, wanted, shown):
                found.append((shown, shown.vorlage))
        return await self._page(person, asked, found, limit, after, moment)

    async def sittings(
        self,
        person: str,
        asked: Asked,
        *,
        committee: str | None = None,
        what: str | None = None,
        who: str | None = None,
        overdue: bool = False,
        limit: int = 50,
        after: str | None = None,
    ) -> Page[SittingAtWorkShown]:
        """A page of sittings in work, the nearest deadline first, those without one last."""
        moment = await resolve(self._from.store, asked)
        found = [
            (each, each.session)
            for each in await self._sittings.at_work(person, moment, await self._from.day(moment))
            if committee in {None, each.committee, each.committee_name}
            and any(what in {None, due.what} and who in {None, due.who} for due in each.due)
            and (not overdue or any(limit_.overdue for limit_ in each.deadlines))
        ]
        return await self._page(person, asked, found, limit, after, moment)

    async def _page(
        self,
        person: str,
        asked: Asked,
        found: list[tuple[PlacedT, str]],
        limit: int,
        after: str | None,
        moment: Moment | None,
    ) -> Page[PlacedT]:
        begin = _cursor(after)
        placed = sorted((_place(thing, id_), thing) for thing, id_ in found)
        rest = [each for each in placed if begin is None or each[0] > begin]
        kept = rest[:limit]
        following = _written(kept[-1][0]) if len(rest) > limit else None
        capacities = self._from.entitlement.capacities(person, self._from.today)
        await self._from.note(person, capacities, "overview", asked)
        return Page([each for _, each in kept], following, None if moment is None else moment.position)

    def _where(self, moment: Moment | None) -> tuple[str, tuple[str, ...]]:
        """Those at work now; at an earlier moment also others were."""
        if moment is not None:
            return "1 = 1", ()
        states = tuple(sorted(overview.AT_WORK))
        return f"status IN ({', '.join('?' * len(states))})", states

    def _sight(self, person: str, row: Row) -> Sight | None:
        """How far back someone sees into a paper; None: it is none of his work."""
        if row.created_at is None:
            return None
        paper = paper_of(row)
        capacities = self._from.entitlement.reads_vorlage(person, paper, self._from.today)
        circle = circle_of_vorlage(capacities, paper)
        return sight(circle, capacities) if circle is Circle.ADMINISTRATION else None

    def _concerns(self, person: str, wanted: Wanted, shown: OverviewShown) -> bool:
        if wanted.department is None:
            return True
        if wanted.department != OWN:
            known = self._from.states.organisation.departments
            called = {id_ for id_, each in known.items() if each.name == wanted.department}
            return shown.concerns({wanted.department, *called})
        return shown.concerns(self._from.entitlement.departments(person, self._from.today))

    def _departments(self) -> Departments:
        known = self._from.states.organisation.departments
        names: Mapping[str, str] = {id_: each.name for id_, each in known.items()}
        return Departments(dict(names), tuple(id_ for id_, each in known.items() if each.finance))


def _place(shown: Placed, id_: str) -> tuple[str, str]:
    nearest = shown.nearest
    return ("~" if nearest is None else nearest.isoformat(), id_)


def _written(place: tuple[str, str]) -> str:
    return base64.urlsafe_b64encode(msgspec.json.encode(place)).decode()


def _cursor(text: str | None) -> tuple[str, str] | None:
    if text is None:
        return None
    try:
        return msgspec.json.decode(base64.urlsafe_b64decode(text), type=tuple[str, str])
    except (binascii.Error, ValueError) as error:
        raise BadCursor from error
