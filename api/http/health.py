"""`/health/live` and `/health/ready`: technical facts for whoever watches the machine, nothing of content."""

from litestar import Response, Router, get
from litestar.status_codes import HTTP_200_OK, HTTP_503_SERVICE_UNAVAILABLE

from api.http.guarding import ANONYMOUS
from api.http.services import Health, Shown


def health(check: Health) -> Router:
    """Make the handlers of health."""

    @get("/live", summary="Läuft der Dienst")
    async def live() -> dict[str, str]:
        return {"status": "ok"}

    @get("/ready", summary="Kann gelesen und geschrieben werden")
    async def ready() -> Response[Shown]:
        is_ready, found = await check()
        return Response(found, status_code=HTTP_200_OK if is_ready else HTTP_503_SERVICE_UNAVAILABLE)

    return Router("/health", route_handlers=[live, ready], opt={ANONYMOUS: True})
