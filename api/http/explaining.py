"""`/problems/{name}`: what a problem's type says, for whoever follows the link (RFC 9457, `type`)."""

from collections.abc import Mapping
from typing import Any

from litestar import Router, get
from litestar.params import FromPath

from api.http.guarding import ANONYMOUS
from domain.errors import NoSuch


def problems(explained: Mapping[str, Mapping[str, Any]]) -> Router:
    """Make the handler; `explained` has title, status and rule of each problem by its name."""

    @get("/{name:str}", summary="Was ein Fehler bedeutet")
    async def problem(name: FromPath[str]) -> Mapping[str, Any]:
        if name not in explained:
            raise NoSuch("problem", name[:80])
        return explained[name]

    return Router("/problems", route_handlers=[problem], opt={ANONYMOUS: True}, include_in_schema=False)
