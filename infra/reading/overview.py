"""The overview of work for a person: only papers whose inside he may see, nearest deadline first."""

import base64
import binascii
import datetime as dt
from collections.abc import Mapping
from typing import Final

import msgspec
from msgspec import Struct

from domain.rights import Circle, circle_of_vorlage, for_vorlage
from domain.rules import NoRuleInForce, RuleSet
from infra.entitlement import day_of
from infra.reading.listing import BadCursor
from infra.reading.moments import Moment, resolve
from infra.reading.redaction import Sight, sight
from infra.reading.seen import Page
from infra.reading.sources import Sources
from infra.reading.standing import paper_of
from projections import overview
from projections.asked import Asked
from projections.overview import Departments, OverviewShown
from projections.vorlage_row import Row

VIEW: Final = "vorlage"
SITTINGS: Final = "session"
UNSIGNED: Final = ("closed", "minutes_drafted")
"""States of a sitting whose minutes are not signed."""
OWN: Final = "own"
"""Instead of a department's id: those that the reader belongs to."""


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
        words = (self.q or "").casefold().split()
        text = " ".join(filter(None, (shown.subject, shown.file_reference, shown.number))).casefold()
        return all(word in text for word in words)


class Overview:
    """What a person may know of the papers in work."""

    def __init__(self, sources: Sources) -> None:
        self._from = sources

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
        begin = _cursor(after)
        moment = await resolve(self._from.store, asked)
        today = await self._day(moment)
        found = []
        departments, sittings = self._departments(), await self._unminuted(moment)
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
            shown = overview.show(
                row,
                position=position,
                today=today,
                rules=self._rules,
                departments=departments,
                minuted=sittings.get,
                drafts=min(now, seen) is Sight.DRAFT,
            )
            if shown is not None and wanted.fits(shown) and self._concerns(person, wanted, shown):
                found.append(shown)
        found.sort(key=_place)
        rest = [each for each in found if begin is None or _place(each) > begin]
        kept = rest[:limit]
        following = _written(kept[-1]) if len(rest) > limit else None
        capacities = self._from.entitlement.capacities(person, self._from.today)
        await self._from.note(person, capacities, "overview", asked)
        return Page(kept, following, None if moment is None else moment.position)

    def _where(self, moment: Moment | None) -> tuple[str, tuple[str, ...]]:
        """Those at work now; at an earlier moment also others were."""
        if moment is not None:
            return "1", ()
        states = tuple(sorted(overview.AT_WORK | overview.AFTERWARDS))
        return f"status IN ({', '.join('?' * len(states))})", states

    async def _unminuted(self, moment: Moment | None) -> dict[str, dt.date]:
        """The sittings that are over and whose minutes are not signed, with their days."""
        where = (
            ("1", ()) if moment is not None else (f"status IN ({', '.join('?' * len(UNSIGNED))})", UNSIGNED)
        )
        found = {}
        for each in await self._from.views.query(SITTINGS, *where):
            row = each.row
            if moment is not None and not moment.is_after(each.position):
                then = await self._from.views.get(
                    SITTINGS, each.id, as_of=moment.position, happened_by=moment.happened_by
                )
                if then is None:
                    continue
                row = then[0]
            if row.status in UNSIGNED:
                found[each.id] = row.date
        return found

    def _sight(self, person: str, row: Row) -> Sight | None:
        """How far back someone sees into a paper; None: it is none of his work."""
        if row.created_at is None:
            return None
        standing = self._from.entitlement.roles(person, self._from.today)
        paper = paper_of(row)
        committees = self._from.states.committees
        capacities = for_vorlage(person, standing, paper, committees, self._from.today)
        circle = circle_of_vorlage(capacities, paper)
        return sight(circle, capacities) if circle is Circle.ADMINISTRATION else None

    def _concerns(self, person: str, wanted: Wanted, shown: OverviewShown) -> bool:
        if wanted.department is None:
            return True
        if wanted.department != OWN:
            return shown.concerns({wanted.department})
        return shown.concerns(self._from.entitlement.roles(person, self._from.today).departments)

    def _departments(self) -> Departments:
        known = self._from.states.organisation.departments
        names: Mapping[str, str] = {id_: each.name for id_, each in known.items()}
        return Departments(dict(names), tuple(id_ for id_, each in known.items() if each.finance))

    def _rules(self, day: dt.date) -> RuleSet | None:
        try:
            return self._from.rules.on(day)
        except NoRuleInForce:
            return None

    async def _day(self, moment: Moment | None) -> dt.date:
        """The day against which deadlines are measured: today, or that of the moment asked for."""
        if moment is None:
            return self._from.today
        if moment.happened_by is not None:
            return min(day_of(moment.happened_by), self._from.today)
        events = await self._from.store.log(after=moment.position - 1, limit=1) if moment.position else []
        return day_of(events[0].recorded_at) if events else self._from.today


def _place(shown: OverviewShown) -> tuple[str, str]:
    nearest = shown.nearest
    return ("~" if nearest is None else nearest.isoformat(), shown.vorlage)


def _written(shown: OverviewShown) -> str:
    return base64.urlsafe_b64encode(msgspec.json.encode(_place(shown))).decode()


def _cursor(text: str | None) -> tuple[str, str] | None:
    if text is None:
        return None
    try:
        return msgspec.json.decode(base64.urlsafe_b64decode(text), type=tuple[str, str])
    except (binascii.Error, ValueError) as error:
        raise BadCursor from error
