"""What the server writes into its log, and how: text for people, or one JSON object a line.

A line holds no text, name, token or query of anybody: of a request its route, of an error its kind and
where it happened, but not what it says, since that may be what somebody typed.
"""

import datetime as dt
import logging
import sys
import traceback
from contextvars import ContextVar
from types import TracebackType
from typing import Any, Final, Literal

import msgspec

from infra.store import StoreError

Form = Literal["text", "json"]

LOG: Final = "VORLAGENWERK_LOG"
"""The variable that names the form: text or json."""

REQUEST: Final[ContextVar[str | None]] = ContextVar("request", default=None)
"""The id of the request that is answered."""

_Raised = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


def configure(form: Form) -> None:
    """Log to standard error."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Json() if form == "json" else Text())
    handler.addFilter(_is_ours_to_tell)
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)


def _is_ours_to_tell(record: logging.LogRecord) -> bool:
    """Uvicorn tells each socket with its whole address; we tell it with its route."""
    return not (record.name.startswith("uvicorn") and "WebSocket" in str(record.msg))


class Text(logging.Formatter):
    """A line for people."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")

    def formatException(self, ei: _Raised) -> str:  # noqa: N802 - the library's name
        """Tell what was raised, and where."""
        return "\n".join(raised(ei[1]))

    def format(self, record: logging.LogRecord) -> str:
        """Add the id of the request."""
        record.exc_text = None  # what another formatter made of it
        line = super().format(record)
        request = REQUEST.get()
        return line if request is None else f"{line} [{request}]"


class Json(logging.Formatter):
    """A line for programs: time, level, logger, message, request, and the fields of the record."""

    def format(self, record: logging.LogRecord) -> str:
        """Make the line."""
        at = dt.datetime.fromtimestamp(record.created, dt.UTC).isoformat(timespec="milliseconds")
        line: dict[str, Any] = {
            "time": at,
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if (request := REQUEST.get()) is not None:
            line["request"] = request
        line |= getattr(record, "fields", {})
        if record.exc_info:
            line["raised"] = raised(record.exc_info[1])
        return msgspec.json.encode(line).decode()


def raised(error: BaseException | None) -> list[str]:
    """An error and what led to it: kinds and places, and what a store's error says, which is ours."""
    lines: list[str] = []
    while error is not None and len(lines) < 100:  # noqa: PLR2004 - a line has an end
        lines.append(repr(error) if isinstance(error, StoreError) else type(error).__qualname__)
        lines += [
            f"  {frame.filename}:{frame.lineno} {frame.name}"
            for frame in traceback.extract_tb(error.__traceback__)
        ]
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return lines
