"""The overview of work: `/api/overview`, and for sittings `/api/overview/sessions`."""

from typing import Any, get_args

from litestar import Response, Router, get

from api.http.answers import AnyRequest, listed
from api.http.papers import STATES
from api.http.parameters import asked, choice, number, one
from api.http.services import Overview
from projections.overview import sittings as overview_sittings
from projections.overview.papers import What

MOST = 2_000
"""Things of one page: whoever plans wants to see all of them."""


def overviews(overview: Overview) -> Router:
    """Make the handlers of the overview."""

    @get("/overview", summary="Übersicht: Vorlagen in Arbeit, wer am Zug ist, nächste Beratung, Fristen")
    async def papers_at_work(request: AnyRequest) -> Response[Any]:
        found = await overview.overview(
            request.user.id,
            asked(request),
            department=one(request, "department"),
            status=choice(request, "status", STATES),
            what=choice(request, "what", get_args(What)),
            q=one(request, "q"),
            overdue=choice(request, "overdue", ("true", "false")) == "true",
            limit=number(request, "limit", 50, most=MOST),
            after=one(request, "after"),
        )
        return listed(request, found)

    @get("/overview/sessions", summary="Übersicht: Sitzungen in Arbeit, wer was zu tun hat, Fristen")
    async def sittings_at_work(request: AnyRequest) -> Response[Any]:
        found = await overview.sittings(
            request.user.id,
            asked(request),
            committee=one(request, "committee"),
            what=choice(request, "what", get_args(overview_sittings.What)),
            who=choice(request, "who", get_args(overview_sittings.Who)),
            overdue=choice(request, "overdue", ("true", "false")) == "true",
            limit=number(request, "limit", 50, most=MOST),
            after=one(request, "after"),
        )
        return listed(request, found)

    return Router("/api", route_handlers=[papers_at_work, sittings_at_work])
