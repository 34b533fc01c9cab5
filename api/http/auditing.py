"""The log, and who read what: for auditors and data protection."""

from typing import Any

from litestar import Response, Router, get

from api.http.answers import AnyRequest
from api.http.parameters import asked, number, one
from api.http.services import Auditing

MOST = 1_000


def auditing(reading: Auditing) -> Router:
    """Make the handlers of auditing."""

    @get("/events", summary="Das Protokoll, für die Prüfung")
    async def events(request: AnyRequest) -> Response[Any]:
        return Response(
            await reading.events(
                request.user.id,
                asked(request),
                after=number(request, "after", 0),
                limit=number(request, "limit", 100, most=MOST),
                stream=one(request, "stream"),
            )
        )

    @get("/access-log", summary="Wer was gelesen hat, das nicht öffentlich ist")
    async def access_log(request: AnyRequest) -> Response[Any]:
        return Response(
            await reading.access_log(
                request.user.id,
                after=number(request, "after", 0),
                limit=number(request, "limit", 100, most=MOST),
            )
        )

    return Router("/api", route_handlers=[events, access_log])
