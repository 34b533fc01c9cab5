"""Reading sessions, committees and departments."""

from typing import Any

from litestar import Response, Router, get
from litestar.params import FromPath

from api.http.answers import AnyRequest, listed, shown
from api.http.parameters import asked, number, one, uuid_of
from api.http.services import Sittings
from projections.committee import CommitteeShown
from projections.session_shown import SessionShown

MOST = 200


def sittings(sittings: Sittings) -> Router:
    """Make the handlers of sessions, committees and departments."""

    @get("/sessions", summary="Sitzungen auflisten")
    async def sessions(request: AnyRequest) -> Response[Any]:
        found = await sittings.sessions(
            request.user.id,
            asked(request),
            status=one(request, "status"),
            committee=one(request, "committee"),
            limit=number(request, "limit", 50, most=MOST),
            after=one(request, "after"),
        )
        return listed(request, found)

    @get("/sessions/{session:str}", summary="Eine Sitzung, wie sie ist oder war")
    async def session(request: AnyRequest, session: FromPath[str]) -> Response[SessionShown | None]:
        found = await sittings.session(request.user.id, uuid_of("session", session), asked(request))
        return shown(request, found)

    @get("/committees", summary="Gremien auflisten")
    async def committees() -> Response[Any]:
        return Response(await sittings.committees())

    @get("/committees/{committee:str}", summary="Ein Gremium mit seinen Mitgliedern")
    async def committee(request: AnyRequest, committee: FromPath[str]) -> Response[CommitteeShown | None]:
        found = await sittings.committee(uuid_of("committee", committee), asked(request))
        return shown(request, found)

    @get("/departments", summary="Fachbereiche auflisten")
    async def departments() -> Response[Any]:
        return Response(await sittings.departments())

    return Router("/api", route_handlers=[sessions, session, committees, committee, departments])
