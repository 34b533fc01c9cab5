"""Reading minutes: as JSON, as the text that is printed, or as the bytes that were signed by their hash."""

from typing import Any, Final

from litestar import Response, Router, get
from litestar.params import FromPath
from msgspec.structs import replace

from api import extract_printed
from api.http.answers import AnyRequest, position
from api.http.errors import BadParameter
from api.http.parameters import PUBLIC_READ, asked, one, reader, uuid_of
from api.http.services import Minutes
from api.minutes_printed import printed

BYTES: Final = "application/octet-stream"
TEXT: Final = "text/plain"


def format_of(request: AnyRequest, *formats: str) -> str:
    """The form that is asked for by `format`, else by Accept. Raises `BadParameter`."""
    named = one(request, "format")
    if named not in {None, *formats}:
        raise BadParameter("format", f"keines von: {', '.join(formats)}")
    accepted = request.headers.get("accept", "")
    if named is None and TEXT in accepted:
        return "text"
    if named is None and BYTES in accepted and "canonical" in formats:
        return "canonical"
    return named or "json"


def minutes(minutes: Minutes) -> Router:
    """Make the handlers of minutes."""

    @get("/sessions/{session:str}/minutes", opt=PUBLIC_READ, summary="Die Niederschrift einer Sitzung")
    async def of_session(request: AnyRequest, session: FromPath[str]) -> Response[Any]:
        wanted = format_of(request, "json", "text", "canonical")
        seen = await minutes.minutes(
            reader(request), uuid_of("session", session), one(request, "part"), asked(request)
        )
        headers = {"Vary": "Accept", **position(seen.as_of)}
        if wanted == "canonical":
            return Response(seen.shown.canonical, media_type=BYTES, headers=headers)
        text = printed(seen.shown.shown)
        if wanted == "text":
            return Response(text, media_type=TEXT, headers=headers)
        return Response(replace(seen.shown.shown, text=text), headers=headers)

    @get(
        "/sessions/{session:str}/items/{item:str}/extract",
        opt=PUBLIC_READ,
        summary="Der Beschlussauszug zu einem Tagesordnungspunkt",
    )
    async def of_item(request: AnyRequest, session: FromPath[str], item: FromPath[str]) -> Response[Any]:
        wanted = format_of(request, "json", "text")
        id_, about = uuid_of("session", session), uuid_of("item", item)
        seen = await minutes.extract(reader(request), id_, about, asked(request))
        headers = {"Vary": "Accept", **position(seen.as_of)}
        text = extract_printed.printed(seen.shown)
        if wanted == "text":
            return Response(text, media_type=TEXT, headers=headers)
        return Response(replace(seen.shown, text=text), headers=headers)

    return Router("/api", route_handlers=[of_session, of_item])
