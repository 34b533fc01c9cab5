"""The overview of work: `/api/overview`."""

from typing import Any, get_args

from litestar import Response, Router, get

from api.http.answers import AnyRequest, listed
from api.http.errors import BadParameter
from api.http.papers import STATES
from api.http.parameters import asked, choice, number, one
from api.http.services import Overview
from projections.overview import What

MOST = 2_000
"""Papers of one page: whoever plans wants to see all of them."""


def overviews(overview: Overview) -> Router:
    """Make the handler of the overview."""

    @get("/overview", summary="Übersicht: Vorlagen in Arbeit, wer am Zug ist, nächste Beratung, Fristen")
    async def papers_at_work(request: AnyRequest) -> Response[Any]:
        overdue = one(request, "overdue")
        if overdue not in {None, "true", "false"}:
            raise BadParameter("overdue", "weder true noch false")
        found = await overview.overview(
            request.user.id,
            asked(request),
            department=one(request, "department"),
            status=choice(request, "status", STATES),
            what=choice(request, "what", get_args(What)),
            q=one(request, "q"),
            overdue=overdue == "true",
            limit=number(request, "limit", 50, most=MOST),
            after=one(request, "after"),
        )
        return listed(request, found)

    return Router("/api", route_handlers=[papers_at_work])
