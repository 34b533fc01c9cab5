"""`/api/login`, `/api/logout`, `/api/me`."""

from typing import Annotated, Final

import msgspec
from litestar import Response, Router, get, post
from litestar.datastructures import Cookie
from litestar.params import RawBody
from litestar.status_codes import HTTP_200_OK, HTTP_204_NO_CONTENT
from msgspec import Meta, Struct

from api.decoding import malformed, not_a_command
from api.http.answers import AnyRequest
from api.http.guarding import ANONYMOUS, COOKIE, refuse_foreign_origin
from api.http.parameters import require_media_type
from api.http.services import Auditing, Logins, Shown

LARGEST: Final = 64 * 1024


class Credentials(Struct, frozen=True, forbid_unknown_fields=True):
    """Login and password."""

    login: Annotated[str, Meta(min_length=1, max_length=100)]
    password: Annotated[str, Meta(min_length=1, max_length=1_000)]


def logins(logins: Logins, reading: Auditing) -> Router:
    """Make the handlers of logging in and out."""

    @post("/login", status_code=HTTP_200_OK, opt={ANONYMOUS: True}, summary="Anmelden")
    async def log_in(request: AnyRequest, body: RawBody) -> Response[Shown]:
        refuse_foreign_origin(request)
        require_media_type(request, "application/json")
        given = _credentials(body)
        address = request.client.host if request.client else ""
        who, token = await logins.log_in(given.login, given.password, address)
        return Response(await reading.me(who.id, who.login, who.name), cookies=[_cookie(request, token)])

    @post("/logout", status_code=HTTP_204_NO_CONTENT, summary="Abmelden")
    async def log_out(request: AnyRequest) -> Response[None]:
        token = request.cookies.get(COOKIE)
        if token is not None:
            await logins.log_out(token)
        return Response(None, cookies=[_cookie(request, "", max_age=0)])

    @get("/me", summary="Wer angemeldet ist")
    async def me(request: AnyRequest) -> Response[Shown]:
        who = request.user
        return Response(await reading.me(who.id, who.login, who.name))

    return Router("/api", route_handlers=[log_in, log_out, me], request_max_body_size=LARGEST)


def _credentials(body: bytes) -> Credentials:
    try:
        return msgspec.json.decode(body, type=Credentials)
    except msgspec.ValidationError as error:
        raise not_a_command(str(error)) from error
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        raise malformed(str(error)) from error


def _cookie(request: AnyRequest, token: str, max_age: int | None = None) -> Cookie:
    """A cookie of the session: it ends with the browser, or when the server says so."""
    return Cookie(
        key=COOKIE,
        value=token,
        path="/",
        max_age=max_age,
        httponly=True,
        samesite="strict",
        secure=request.url.scheme == "https",
    )
