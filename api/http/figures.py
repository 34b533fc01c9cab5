"""`GET /metrics`: figures for Prometheus, without a login.

They tell how much happens in the house. So they are given to programs of this machine, but not through a
proxy on it, and from elsewhere to whoever has the token that the operator set.
"""

from collections.abc import Awaitable, Callable
from hmac import compare_digest
from ipaddress import ip_address
from typing import Final

from litestar import Response, get
from litestar.handlers import HTTPRouteHandler

from api.http.answers import AnyRequest
from api.http.errors import NotLoggedIn
from api.http.guarding import ANONYMOUS

TOKEN: Final = "VORLAGENWERK_METRICS_TOKEN"  # noqa: S105 - the variable's name
MEDIA_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"
PASSED_ON: Final = ("forwarded", "via", "x-forwarded-for", "x-forwarded-proto", "x-real-ip")
"""Headers of what came through a proxy."""


def figures(text: Callable[[], Awaitable[bytes]], token: str) -> HTTPRouteHandler:
    """Make the handler; an empty token opens it to nobody elsewhere."""

    @get("/metrics", summary="Kennzahlen für Prometheus", media_type=MEDIA_TYPE, opt={ANONYMOUS: True})
    async def metrics(request: AnyRequest) -> Response[bytes]:
        given = request.headers.get("authorization", "").removeprefix("Bearer ").encode()
        known = bool(token) and compare_digest(given, token.encode())
        if not known and not _is_of_this_machine(request):
            raise NotLoggedIn
        return Response(await text(), media_type=MEDIA_TYPE)

    return metrics


def _is_of_this_machine(request: AnyRequest) -> bool:
    if request.client is None or any(name in request.headers for name in PASSED_ON):
        return False
    try:
        return ip_address(request.client.host).is_loopback
    except ValueError:
        return False
