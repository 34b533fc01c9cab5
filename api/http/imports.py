"""`POST /api/vorlagen/import`: a paper in the county's printed form becomes a Vorlage."""

import datetime as dt
from typing import Final

from litestar import Response, Router, post
from litestar.params import RawBody
from litestar.status_codes import HTTP_201_CREATED

from api.decoding import key_of
from api.http.answers import AnyRequest
from api.http.errors import BadParameter
from api.http.parameters import one, require_media_type
from api.http.services import Imports, Shown

LARGEST: Final = 2 * 1024 * 1024


def imports(run: Imports) -> Router:
    """Make the handler of imports."""

    @post("/import", status_code=HTTP_201_CREATED, summary="Eine Vorlage aus ihrer gedruckten Form einlesen")
    async def import_(request: AnyRequest, body: RawBody) -> Response[Shown]:
        require_media_type(request, "text/markdown", "text/plain")
        id_ = key_of(request.headers.get("idempotency-key"))
        imported = await run(request.user.id, body, id_, _happened_at(one(request, "happened_at")))
        return Response(imported, headers={"Location": f"/api/vorlagen/{imported.id}"})

    return Router("/api/vorlagen", route_handlers=[import_], request_max_body_size=LARGEST)


def _happened_at(text: str | None) -> dt.datetime | None:
    if text is None:
        return None
    try:
        found = dt.datetime.fromisoformat(text.replace(" ", "+"))
    except ValueError as error:
        raise BadParameter("happened_at", "keine Zeit nach RFC 3339") from error
    if found.tzinfo is None:
        raise BadParameter("happened_at", "ohne Abstand zu UTC")
    return found
