"""Reading sessions, committees and departments."""

from typing import Any, Final, get_args

from litestar import Response, Router, get
from litestar.params import FromPath

from api.http.answers import AnyRequest, listed, shown
from api.http.parameters import PUBLIC_READ, asked, choice, number, one, period, reader, uuid_of
from api.http.services import Sittings
from domain.session.state import Status
from projections.committee import CommitteeShown
from projections.session.shown import SessionShown
from projections.wanted import WantedSittings

MOST = 200
STATES: Final = tuple(word for part in get_args(Status) for word in get_args(part))


def sittings(sittings: Sittings) -> Router:
    """Make the handlers of sessions, committees and departments."""

    @get("/sessions", opt=PUBLIC_READ, summary="Sitzungen auflisten")
    async def sessions(request: AnyRequest) -> Response[Any]:
        found = await sittings.sessions(
            reader(request),
            asked(request),
            wanted=WantedSittings(
                status=choice(request, "status", STATES),
                committee=one(request, "committee"),
                q=one(request, "q"),
                dated=period(request),
            ),
            limit=number(request, "limit", 50, most=MOST),
            after=one(request, "after"),
        )
        return listed(request, found)

    @get("/sessions/{session:str}", opt=PUBLIC_READ, summary="Eine Sitzung, wie sie ist oder war")
    async def session(request: AnyRequest, session: FromPath[str]) -> Response[SessionShown | None]:
        found = await sittings.session(reader(request), uuid_of("session", session), asked(request))
        return shown(request, found)

    @get("/committees", opt=PUBLIC_READ, summary="Gremien auflisten")
    async def committees() -> Response[Any]:
        return Response(await sittings.committees())

    @get("/committees/{committee:str}", opt=PUBLIC_READ, summary="Ein Gremium mit seinen Mitgliedern")
    async def committee(request: AnyRequest, committee: FromPath[str]) -> Response[CommitteeShown | None]:
        id_ = uuid_of("committee", committee)
        found = await sittings.committee(reader(request), id_, asked(request))
        return shown(request, found)

    @get("/departments", summary="Fachbereiche auflisten")
    async def departments() -> Response[Any]:
        return Response(await sittings.departments())

    @get("/public/changes", opt=PUBLIC_READ, summary="Was öffentlich wurde, sich änderte oder ging")
    async def changes(request: AnyRequest) -> Response[Any]:
        after, limit = number(request, "after", 0), number(request, "limit", 100, most=MOST)
        return Response(await sittings.changes(after, limit))

    return Router("/api", route_handlers=[sessions, session, committees, committee, departments, changes])
