"""The composition root: one county behind HTTP and sockets.

Nothing else in `api` knows what stands behind the services that it is handed.
"""

import os
from collections.abc import Mapping, Sequence
from typing import Any, Final, cast
from uuid import UUID

from litestar import Litestar
from litestar.datastructures import State
from litestar.types import ControllerRouterHandler

from api.decoding import decoded, enveloped
from api.described import QUERIES
from api.http.auditing import auditing
from api.http.commands import commands
from api.http.explaining import problems
from api.http.figures import TOKEN, figures
from api.http.guarding import require_login
from api.http.health import health
from api.http.imports import imports
from api.http.logins import logins
from api.http.maintaining import maintaining
from api.http.minutes import minutes
from api.http.overview import overviews
from api.http.papers import papers
from api.http.parameters import known_only
from api.http.services import Commands
from api.http.sittings import sittings
from api.http.texts import texts
from api.identifying import Identifying
from api.live.collab import SOCKETS as EDITORS
from api.live.collab import Editing, collab
from api.live.crowd import Crowd
from api.live.hocuspocus import ManyTexts, hocuspocus
from api.live.live import SOCKETS as WATCHERS
from api.live.live import Login, Problem, Run, live
from api.naming import named
from api.problems import explained, problem_of, respond
from api.schema import openapi, style
from api.securing import secured
from domain.errors import DomainError
from domain.procedure import AnyCommand
from infra.collaboration.hocuspocus.multiplexed import Hocuspocus
from infra.county import County
from infra.handling import Answer, etag
from infra.health import Health
from infra.importing import Importing
from infra.reading.versions import version_after

EDITING: Final = "editing"
"""Where the application keeps what serves texts, for a way beside ASGI."""
EDITING_MANY: Final = "editing_many"
"""The same for sockets that carry many texts."""


def create_app(
    county: County, *, handlers: Sequence[ControllerRouterHandler] = (), service_key: str | None = None
) -> Litestar:
    """Make the application of a county that is open.

    `handlers`: further ones, as of `/live`. `service_key`: the bearer token of the machine's command line.
    """
    if service_key is not None:
        county.identity.serve_key(service_key)
    identify = Identifying(county.identity)
    reading = county.reading
    running = _running(county)
    metrics = county.metrics
    editors, many_editors, watchers = Crowd(EDITORS), Crowd(EDITORS), Crowd(WATCHERS)
    editing = Editing(county.texts, identify.of_socket, editors)
    many = ManyTexts(Hocuspocus(county.texts), identify.of_token, many_editors)
    metrics.count_sockets("collab", lambda: len(editors))
    metrics.count_sockets("hocuspocus", lambda: len(many_editors))
    metrics.count_sockets("live", lambda: len(watchers))
    return Litestar(
        [
            logins(county.identity, reading),
            commands(running),
            imports(Importing(county.handling, county.states)),
            papers(reading.papers),
            texts(reading.papers),
            sittings(reading.sittings),
            overviews(reading.overview),
            minutes(reading.minutes),
            auditing(reading),
            maintaining(county.replaying),
            health(Health(county.store, county.views, lambda: county.together), identify, reading),
            problems(explained()),
            style(),
            figures(metrics.text, os.environ.get(TOKEN, "")),
            collab(editing),
            hocuspocus(many),
            live(
                county.watching,
                identify.of_socket,
                _told(running),
                _explained(county),
                watchers,
                metrics.sent,
            ),
            *handlers,
        ],
        guards=[require_login(identify)],
        exception_handlers={Exception: respond},
        before_request=known_only(QUERIES),
        after_request=secured,
        openapi_config=openapi(),
        logging_config=None,
        debug=False,
        state=State({EDITING: editing, EDITING_MANY: many}),
    )


def _running(county: County) -> Commands:
    """Running a command, with the ETag of what it was addressed to."""

    async def run(person: str, command: AnyCommand, id_: UUID) -> tuple[Answer, str | None]:
        try:
            answer = await county.handling.handle(person, command, id_)
        except DomainError as refused:
            refused.called = await named(county, person, command, refused)
            raise
        version = await version_after(county.store, answer, command)
        return answer, None if version is None else etag(version)

    return run


def _explained(county: County) -> Problem:
    """What to tell of an error over a socket."""

    def explained(error: Exception) -> Mapping[str, Any]:
        problem = problem_of(error)
        county.metrics.refused(problem.type)
        return problem.body

    return explained


def _told(run: Any) -> Run:  # noqa: ANN401
    """Running a command that came over a socket, decoded as over HTTP."""

    async def told(login: Login, command: bytes, id_: str) -> Answer:
        given, key = enveloped(await decoded(command), id_)
        answer, _ = await run(login.id, given, key)
        return cast("Answer", answer)

    return told
