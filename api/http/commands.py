"""`POST /api/commands`: every change comes in here."""

from typing import Final

from litestar import Response, Router, post
from litestar.params import RawBody
from litestar.status_codes import HTTP_200_OK

from api.decoding import decoded, enveloped
from api.http.answers import AnyRequest
from api.http.parameters import require_media_type
from api.http.services import Commands, Shown

LARGEST: Final = 33 * 1024 * 1024
"""An attachment of 24 MiB in Base64, and what surrounds it."""


def commands(run: Commands) -> Router:
    """Make the handler of commands."""

    @post("/commands", status_code=HTTP_200_OK, summary="Einen Befehl geben")
    async def command(request: AnyRequest, body: RawBody) -> Response[Shown]:
        require_media_type(request, "application/json")
        headers = request.headers
        given, id_ = enveloped(await decoded(body), headers.get("idempotency-key"), headers.get("if-match"))
        answer, etag = await run(request.user.id, given, id_)
        return Response(answer, headers={} if etag is None else {"ETag": etag})

    return Router("/api", route_handlers=[command], request_max_body_size=LARGEST)
