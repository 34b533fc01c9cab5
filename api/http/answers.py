"""How things are answered: JSON with its ETag, pages with a link to the next one.

ETags with a version are for logins only (DESIGN, "As of"), the public gets content hashes.
A matching If-None-Match gets 304 (RFC 9110).
"""

import asyncio
from collections.abc import Sequence
from typing import Any, Final, TypeVar
from urllib.parse import urlencode

import msgspec
from litestar import Request, Response
from litestar.enums import MediaType
from litestar.status_codes import HTTP_304_NOT_MODIFIED

from api.http.services import Page, Seen

T = TypeVar("T")
AnyRequest = Request[Any, Any, Any]

PART: Final = 1_000
"""Things that are encoded at once."""

AS_OF: Final = "As-Of"
"""Header with the resolved position."""


def etag(version: int, reader: str = "") -> str:
    """The ETag of a paper, sitting or committee: the number of its events, and for whom it is shown.

    `If-Match` asks for the number only; a cache must not show one reader what another one saw.
    """
    return f'"v{version}.{reader}"' if reader else f'"v{version}"'


def position(as_of: int | None) -> dict[str, str]:
    """The header that names the resolved position."""
    return {} if as_of is None else {AS_OF: str(as_of)}


def shown(request: AnyRequest, seen: Seen[T]) -> Response[T | None]:
    """Answer with a thing as it is shown."""
    headers = position(seen.as_of)
    if seen.version is not None:
        headers["ETag"] = etag(seen.version, seen.reader)
    elif seen.digest is not None:
        headers["ETag"] = f'"{seen.digest}"'
    if "ETag" in headers and seen.settled and _known(request, headers["ETag"]):
        return Response(None, status_code=HTTP_304_NOT_MODIFIED, headers=headers, media_type=MediaType.TEXT)
    return Response(seen.shown, headers=headers)


async def in_parts(seen: Seen[Sequence[Any]]) -> Response[Any]:
    """Answer with a list that may be very long; nobody waits while it is encoded."""
    body = await asyncio.to_thread(encoded, seen.shown)
    return Response(body, headers=position(seen.as_of), media_type=MediaType.JSON)


def encoded(things: Sequence[Any]) -> bytes:
    """A list as JSON, encoded part by part: other threads go on between two parts."""
    parts = (msgspec.json.encode(things[at : at + PART])[1:-1] for at in range(0, len(things), PART))
    return b"[" + b",".join(parts) + b"]"


def listed(request: AnyRequest, page: Page[T]) -> Response[Any]:
    """Answer with a page of a list; RFC 8288 names the next one."""
    headers = position(page.as_of)
    if page.following is not None:
        query = [(name, value) for name, value in request.query_params.multi_items() if name != "after"]
        link = f"{request.url.path}?{urlencode([*query, ('after', page.following)])}"
        headers["Link"] = f'<{link}>; rel="next"'
    return Response(page.things, headers=headers)


def _known(request: AnyRequest, current: str) -> bool:
    named = request.headers.get("if-none-match", "")
    return current in {each.strip().removeprefix("W/") for each in named.split(",")}
