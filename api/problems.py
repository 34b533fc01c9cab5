"""Every error as problem details (RFC 9457): one map, German words, and what to do.

The base class of a domain error decides the status; its fields come along under their names.
What nobody foresaw is a 500 that tells nothing; the log has it.
"""

import logging
import re
from collections import defaultdict
from collections.abc import Mapping
from typing import Any, Final

from litestar import Request, Response
from litestar.exceptions import HTTPException
from msgspec import Struct
from msgspec.structs import replace

from api import decoding, german
from api.http import errors as http
from api.securing import HEADERS
from api.times_printed import at
from api.wording import WORDS
from api.wording.words import Words
from domain.errors import DomainError, Forbidden, Invalid, Missing, Refused
from domain.rules import NoRuleInForce
from infra.handling import Contended, StaleVersion
from infra.identity import LoginFailed, TooManyAttempts
from infra.printed_form import Unreadable
from infra.store import StoreBusy, StoreError, StoreFull

MEDIA_TYPE: Final = "application/problem+json"
PROBLEM: Final = "problem"
"""Where the type of a problem stands in the scope of a request."""
RETRY_AFTER: Final = 2
"""Seconds until a busy store is tried again."""

_WORD: Final = re.compile(r"[A-Z]+(?![a-z])|[A-Z][a-z]+")
"""One word of a class name; "A" is one, too."""

logger = logging.getLogger(__name__)

_BASES: Final[Mapping[type[DomainError], int]] = {Missing: 404, Forbidden: 403, Refused: 409, Invalid: 422}
_STATUS: Final[Mapping[type[Exception], int]] = {
    StaleVersion: 412,
    Contended: 409,
    LoginFailed: 401,
    TooManyAttempts: 429,
    decoding.Malformed: 400,
    decoding.KeyTwice: 400,
    decoding.KeyMissing: 400,
    decoding.BadKey: 400,
    http.NotLoggedIn: 401,
    http.ForeignOrigin: 403,
    http.Restarting: 503,
    http.WrongMediaType: 415,
    http.BadParameter: 422,
    http.UnknownParameter: 400,
    NoRuleInForce: 409,
    Unreadable: 422,
    StoreFull: 507,
    StoreBusy: 503,
    StoreError: 503,
}

_BY_STATUS: Final[Mapping[int, Words]] = {
    400: Words("Ungültige Anfrage", "Die Anfrage kann nicht gelesen werden."),
    401: Words("Nicht angemeldet", "Bitte melden Sie sich an."),
    403: Words("Nicht erlaubt", "Dazu fehlt die Berechtigung."),
    404: Words("Nicht gefunden", "Unter dieser Adresse gibt es nichts."),
    405: Words("Methode nicht erlaubt", "Diese Adresse kennt die Methode der Anfrage nicht."),
    413: Words("Anfrage zu groß", "Der Inhalt der Anfrage ist zu groß."),
    415: Words("Falscher Medientyp", "Der Inhalt hat einen anderen Medientyp, als hier gelesen wird."),
    422: Words("Ungültige Angaben", "Die Angaben der Anfrage passen nicht."),
    500: Words("Interner Fehler", "Etwas Unvorhergesehenes ist geschehen; es wurde nichts gespeichert."),
    503: Words("Nicht verfügbar", "Bitte versuchen Sie es gleich noch einmal."),
}
"""What is said of a status where no error of ours says more."""


class Problem(Struct, frozen=True):
    """A problem as it is told."""

    type: str
    title: str
    status: int
    detail: str
    members: dict[str, Any] = {}
    headers: dict[str, str] = {}

    @property
    def body(self) -> dict[str, Any]:
        """The JSON object of RFC 9457; extension members beside the standard ones."""
        standard = {
            "type": self.type,
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
        }
        return {**{_member(name): value for name, value in self.members.items()}, **standard}


def problem_of(error: Exception) -> Problem:
    """What to tell of an error."""
    if isinstance(error, DomainError):
        return _of_rule(error)
    if isinstance(error, Unreadable):
        found = [{"line": each.line, "message": each.message} for each in error.problems]
        return _problem(error, {"problems": found})
    if isinstance(error, StoreError):
        logger.error("the store refused", exc_info=error)
        return _problem(error, {}, {"Retry-After": str(RETRY_AFTER)})
    if type(error) in WORDS:
        headers = {"WWW-Authenticate": "Bearer"} if isinstance(error, http.NotLoggedIn) else {}
        return _problem(error, dict(vars(error)), headers)
    if isinstance(error, HTTPException):
        return _of_http(error)
    logger.error("unforeseen", exc_info=error)
    return _of_status(500)


def respond(request: Request[Any, Any, Any], error: Exception) -> Response[dict[str, Any]]:
    """Answer a request with a problem; what is missing asks for a login, as all that is hidden does."""
    if isinstance(error, Missing) and getattr(request.state, "nobody", False):
        error = http.NotLoggedIn()
    problem = problem_of(error)
    request.scope[PROBLEM] = problem.type  # type: ignore[typeddict-unknown-key] # for whoever counts and logs
    return Response(
        problem.body,
        status_code=problem.status,
        media_type=MEDIA_TYPE,
        headers={**HEADERS, **problem.headers},
    )


def slug(error: type[Exception]) -> str:
    """The last part of a problem's type: `VoteExceedsPresent` is `vote-exceeds-present`."""
    return "-".join(_WORD.findall(error.__name__)).lower()


def status_of(error: type[Exception]) -> int:
    """The status of an error's class."""
    for base in error.__mro__:
        if base in _STATUS:
            return _STATUS[base]
        if base in _BASES:
            return _BASES[base]
    return 500


def _of_rule(error: DomainError) -> Problem:
    members: dict[str, Any] = {name: value for name, value in vars(error).items() if name != "called"}
    if error.RULE is not None:
        members["rule"] = error.RULE
    headers = {}
    if isinstance(error, StaleVersion):
        headers["ETag"] = error.etag
    if isinstance(error, TooManyAttempts):
        headers["Retry-After"] = str(error.retry_after)
    return _problem(error, members, headers)


def _problem(
    error: Exception, members: Mapping[str, Any], headers: Mapping[str, str] | None = None
) -> Problem:
    kind = type(error)
    words = _words(kind)
    said = defaultdict(
        lambda: "?",
        {
            name: at(str(value)) if name in german.TIMES else _said(value, _words_for(name, error))
            for name, value in members.items()
        },
    )
    detail = words.detail.format_map(said)
    return Problem(
        f"/problems/{slug(kind)}", words.title, status_of(kind), detail, dict(members), dict(headers or {})
    )


def _words(kind: type[Exception]) -> Words:
    """The words of an error's class, or of the nearest that it belongs to."""
    for base in kind.__mro__:
        if issubclass(base, Exception) and base in WORDS:
            return WORDS[base]
    return _BY_STATUS.get(status_of(kind), _BY_STATUS[500])


def _of_http(error: HTTPException) -> Problem:
    if error.status_code >= 500:  # noqa: PLR2004
        logger.error("unforeseen", exc_info=error)
    problem = _of_status(error.status_code)
    allowed = (error.headers or {}).get("Allow") or (error.headers or {}).get("allow")
    return replace(problem, headers={"Allow": allowed}) if allowed else problem


def _of_status(status: int) -> Problem:
    words = _BY_STATUS.get(status) or _BY_STATUS[400 if status < 500 else 500]  # noqa: PLR2004
    return Problem("about:blank", words.title, status, words.detail)


def _member(name: str) -> str:
    """Members of the standard keep their meaning."""
    return f"{name}_" if name in {"type", "title", "status", "detail", "instance"} else name


def _words_for(name: str, error: Exception) -> Mapping[str, str]:
    """What to say for a field: words for a closed set of them, names for ids."""
    if name in german.FIELDS:
        return german.CLOSED
    return error.called if isinstance(error, DomainError) else {}


def _said(value: object, words: Mapping[str, str]) -> str:
    if value is None:
        return "nichts"
    if isinstance(value, bool):
        return "ja" if value else "nein"
    if isinstance(value, tuple | list):
        return ", ".join(_said(each, words) for each in value)
    kind, measure, id_ = str(value).partition("measures/")
    if measure and not kind and words is german.CLOSED:
        return f"Maßnahme {id_}"
    return words.get(str(value), str(value))


def explained() -> dict[str, dict[str, Any]]:
    """Title, status and rule of each problem, by the last part of its type."""
    return {
        slug(error): {
            "type": f"/problems/{slug(error)}",
            "title": words.title,
            "status": status_of(error),
            "rule": getattr(error, "RULE", None),
            "detail": words.detail,
        }
        for error, words in WORDS.items()
    }
