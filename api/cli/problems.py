"""Problem details as people read them on a terminal, and the exit code that they mean."""

from typing import Any, Final

import msgspec

from api.cli.endings import Code, Ended
from api.cli.office import Answer
from api.decoding import NotACommand
from api.http.errors import BadParameter
from api.problems import slug
from infra.handling import BadETag, TimeWithoutZone
from infra.printed_form import Unreadable
from infra.reading import BadAsOf, BadBasis, BasisNeedsTime, BeyondHead

UNREADABLE: Final = frozenset(
    slug(error)
    for error in (
        BadAsOf,
        BadBasis,
        BadETag,
        BadParameter,
        BasisNeedsTime,
        BeyondHead,
        NotACommand,
        TimeWithoutZone,
        Unreadable,
    )
)
"""Problems of what was typed or read, not of what the county's rules say."""

WRONG_STATUS: Final = frozenset({400, 413, 415})


def require_done(answer: Answer, where: str = "") -> bytes:
    """The body of an answer. Raises `Ended` with what hindered it."""
    if answer.done:
        return answer.body
    problem = _problem(answer)
    raise Ended(_code(answer.status, problem), where + text(problem))


def text(problem: dict[str, Any]) -> str:
    """A problem in a few lines."""
    lines = [str(problem.get("title", "Abgelehnt"))]
    detail = problem.get("detail")
    if detail and detail != problem.get("title"):
        lines[0] += f": {detail}"
    named = _rule(problem)
    if named is not None:
        lines[0] += f" ({named})"
    places = problem.get("problems")
    found = places if isinstance(places, list) else []
    lines += [f"  Zeile {place.get('line')}: {place.get('message')}" for place in found]
    return "\n".join(lines)


def _rule(problem: dict[str, Any]) -> str | None:
    """The paragraph that was not kept, or the number of the rule; names of other rules are for programs."""
    source, rule = problem.get("source"), str(problem.get("rule"))
    if source:
        return str(source)
    return f"Regel {rule}" if rule.isdecimal() else None


def _problem(answer: Answer) -> dict[str, Any]:
    try:
        return msgspec.json.decode(answer.body, type=dict[str, Any])
    except msgspec.DecodeError:
        return {"title": f"Antwort {answer.status}"}


def _code(status: int, problem: dict[str, Any]) -> Code:
    slug = str(problem.get("type", "")).rpartition("/")[2]
    return Code.WRONG_USE if status in WRONG_STATUS or slug in UNREADABLE else Code.REFUSED
