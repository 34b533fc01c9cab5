"""`POST /api/replay`: for whoever looks after the machine, one line of JSON a step."""

from collections.abc import AsyncIterator
from typing import Any, Protocol

import msgspec
from litestar import Router, post
from litestar.response import Stream
from litestar.status_codes import HTTP_200_OK

from api.http.answers import AnyRequest


class Replays(Protocol):
    """Rebuilding the views from the log."""

    def check(self, person: str) -> None:
        """Refuse whoever may not, or while another one runs."""

    def steps(self) -> AsyncIterator[Any]:
        """Tell how far it is, and at last how it came out."""


def maintaining(replays: Replays) -> Router:
    """Make the handlers of looking after the machine."""

    @post("/replay", status_code=HTTP_200_OK, summary="Jede Sicht aus dem Protokoll neu aufbauen")
    async def replay(request: AnyRequest) -> Stream:
        replays.check(request.user.id)

        async def lines() -> AsyncIterator[bytes]:
            async for step in replays.steps():
                yield msgspec.json.encode(step) + b"\n"

        return Stream(lines(), media_type="application/x-ndjson")

    return Router("/api", route_handlers=[replay])
