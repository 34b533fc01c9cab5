"""`/health/live` and `/health/ready`: technical facts for whoever watches the machine, nothing of content.

How far the log is tells how much happens in the house; only who looks after the machine is told.
"""

from typing import Any

from litestar import Response, Router, get
from litestar.status_codes import HTTP_200_OK, HTTP_503_SERVICE_UNAVAILABLE

from api.http.answers import AnyRequest
from api.http.guarding import ANONYMOUS
from api.http.services import Auditing, Health, Identify
from domain.errors import DomainError


def health(check: Health, identify: Identify, reading: Auditing) -> Router:
    """Make the handlers of health."""

    async def is_told(request: AnyRequest) -> bool:
        try:
            who = await identify(request)
        except DomainError:
            return False  # the command line stands in for nobody
        return who is not None and reading.may_see_condition(who.id)

    @get("/live", summary="Läuft der Dienst")
    async def live() -> dict[str, str]:
        return {"status": "ok"}

    @get("/ready", summary="Kann gelesen und geschrieben werden")
    async def ready(request: AnyRequest) -> Response[Any]:
        is_ready, found = await check()
        # Who it is can be asked of a store that works only.
        told = {"ready": is_ready, **({"degraded": found.degraded} if found.degraded else {})}
        shown = found if found.writable and await is_told(request) else told
        return Response(shown, status_code=HTTP_200_OK if is_ready else HTTP_503_SERVICE_UNAVAILABLE)

    return Router("/health", route_handlers=[live, ready], opt={ANONYMOUS: True})
