"""Reading the texts of papers: `/api/vorlagen/{id}/texts` and what is below it."""

from typing import Any

from litestar import Response, Router, get
from litestar.params import FromPath

from api.http.answers import AnyRequest, in_parts, shown
from api.http.parameters import asked, uuid_of
from api.http.services import Papers


def texts(papers: Papers) -> Router:
    """Make the handlers of texts; a measure's is called `measures/{id}`."""

    @get("/", summary="Texte, die gemeinsam geschrieben werden")
    async def named(request: AnyRequest, vorlage: FromPath[str]) -> Response[Any]:
        found = await papers.texts(request.user.id, uuid_of("vorlage", vorlage), asked(request))
        return shown(request, found)

    @get("/{name:str}/blame", summary="Wer was in einem Text geschrieben hat")
    async def blame(request: AnyRequest, vorlage: FromPath[str], name: FromPath[str]) -> Response[Any]:
        id_ = uuid_of("vorlage", vorlage)
        return await in_parts(await papers.blame(request.user.id, id_, name[:40], asked(request)))

    @get("/measures/{measure:str}/blame", summary="Wer was in einer Maßnahme geschrieben hat")
    async def of_measure(
        request: AnyRequest, vorlage: FromPath[str], measure: FromPath[str]
    ) -> Response[Any]:
        id_, name = uuid_of("vorlage", vorlage), f"measures/{uuid_of('measure', measure)}"
        return await in_parts(await papers.blame(request.user.id, id_, name, asked(request)))

    return Router("/api/vorlagen/{vorlage:str}/texts", route_handlers=[named, blame, of_measure])
