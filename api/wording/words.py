"""What the words for an error are."""

from typing import NamedTuple


class Words(NamedTuple):
    """Title and sentence; in braces stand the error's fields."""

    title: str
    detail: str
