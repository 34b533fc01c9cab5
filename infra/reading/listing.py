"""Pages of a list: only what a person may see is on them, and no gap tells of the rest (rule 12).

A cursor names the last thing that was shown, so that a page goes on there whatever was added meanwhile.
"""

import base64
import binascii
from collections.abc import Awaitable, Callable
from typing import Any, Final, TypeVar

import msgspec
from msgspec import Struct

from domain.errors import Invalid
from infra.projecting import Views

CHUNK: Final = 200
FOLDS: Final = 500
"""Rows of the past that are folded for one page; where more would be, the page ends and names the next."""
T = TypeVar("T")


class BadCursor(Invalid):
    """`after` is none of the cursors that a list gives."""


class Cursor(Struct, frozen=True):
    """Where a page begins: behind (`value`, `id`); `limit` things at most."""

    limit: int
    value: str | None = None
    id: str = ""

    @classmethod
    def parse(cls, limit: int, text: str | None) -> "Cursor":
        """Read the cursor of a client. Raises `BadCursor`."""
        if text is None:
            return cls(limit)
        try:
            value, id_ = msgspec.json.decode(base64.urlsafe_b64decode(text), type=tuple[str, str])
        except (binascii.Error, ValueError) as error:
            raise BadCursor from error
        return cls(limit, value, id_)


def written(value: str, id_: str) -> str:
    """A cursor as a client gets it."""
    return base64.urlsafe_b64encode(msgspec.json.encode((value, id_))).decode()


class Budget:
    """How many rows may still be folded for a page."""

    def __init__(self) -> None:
        self._left = FOLDS

    def spend(self) -> None:
        """Count one."""
        self._left -= 1

    @property
    def is_spent(self) -> bool:
        """Whether the page has to end."""
        return self._left <= 0


async def page(
    views: Views,
    view: str,
    column: str,
    cursor: Cursor,
    visible: Callable[[str, Any, int], Awaitable[T | None]],
    folds: Budget,
) -> tuple[list[T], str | None]:
    """Rows of a view, largest `column` first, as `visible` shows them; and the cursor of the next page.

    `visible` spends `folds` only for what the reader sees today, so that a page that ends early, and the
    cursor that it ends at, tell of nothing else.
    """
    shown: list[tuple[T, str, str]] = []
    value, last = cursor.value, cursor.id
    while True:
        where, parameters = (
            ("1 = 1", ())
            if value is None
            else (
                f"(coalesce({column}, ''), id) < (?, ?)",
                (value, last),
            )
        )
        tail = f"ORDER BY coalesce({column}, '') DESC, id DESC LIMIT {CHUNK}"
        chunk = await views.query(view, where, parameters, tail=tail)
        for each in chunk:
            value, last = str(getattr(each.row, column) or ""), each.id
            found = await visible(each.id, each.row, each.position)
            if found is not None:
                shown.append((found, value, last))
            if len(shown) > cursor.limit:
                break
            if folds.is_spent:
                return [each for each, _, _ in shown], written(value, last)
        if len(shown) > cursor.limit or not chunk:
            break
    kept = shown[: cursor.limit]
    more = len(shown) > cursor.limit and bool(kept)
    return [each for each, _, _ in kept], written(*kept[-1][1:]) if more else None
