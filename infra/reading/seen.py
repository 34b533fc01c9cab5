"""What a reader gets: the thing as it is shown to him, and what its ETag is made of."""

from typing import Generic, TypeVar

from msgspec import Struct

T = TypeVar("T")


class Seen(Struct, Generic[T], frozen=True):
    """Something that is shown.

    `version`: of its stream, None where it is shown as of an earlier moment.
    `settled`: nothing but the stream decides what is shown, so that an equal version means an equal answer.
    `as_of`: the resolved position.
    `digest`: of what is shown, where that is all that may be told (the public).
    `reader`: a short word for how far this reader sees; what is shown depends on it.
    """

    shown: T
    version: int | None = None
    settled: bool = False
    as_of: int | None = None
    reader: str = ""
    digest: str | None = None


class Page(Struct, Generic[T], frozen=True):
    """A page of a list. `following`: the cursor of the next one; `as_of`: the resolved position."""

    things: list[T]
    following: str | None = None
    as_of: int | None = None
