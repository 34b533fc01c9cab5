"""The formats that a text may carry: one allowlist that editor and server share.

Values have the types that Quill gives them; null ends a format and is always allowed (COLLAB.md).
"""

import json
import re
from typing import Final

from msgspec import Struct

MAX_VALUE: Final = 2_048
"""The longest value, in characters of JSON: a long link."""
MAX_KEY: Final = 64
_LINK: Final = re.compile(r"(?:https?://|mailto:)\S+", re.IGNORECASE)


class Choice(Struct, frozen=True):
    """A format that has one of these values."""

    values: frozenset[bool | int | str]

    def allows(self, value: object) -> bool:
        """Say whether a value may be set; true is not 1."""
        return any(value == allowed and type(value) is type(allowed) for allowed in self.values)


class Link(Struct, frozen=True):
    """A format that has an address; its scheme is checked again when it is rendered."""

    def allows(self, value: object) -> bool:
        """Say whether this is an address that a reader may be sent to."""
        return isinstance(value, str) and _LINK.fullmatch(value) is not None


FORMATS: Final[dict[str, Choice | Link]] = {
    "bold": Choice(frozenset({True})),
    "italic": Choice(frozenset({True})),
    "underline": Choice(frozenset({True})),
    "strike": Choice(frozenset({True})),
    "script": Choice(frozenset({"sub", "super"})),
    "header": Choice(frozenset({1, 2, 3})),
    "list": Choice(frozenset({"ordered", "bullet"})),
    "indent": Choice(frozenset({1, 2, 3, 4, 5, 6, 7, 8})),
    "link": Link(),
}


def allowed(key: str, value: str) -> bool:
    """Say whether a format may be set to this value, which is JSON text."""
    if value == "null":
        return len(key) <= MAX_KEY
    kind = FORMATS.get(key)
    # Nothing nested is ever handed to the JSON parser: a deep value would exhaust the stack.
    if kind is None or len(value) > MAX_VALUE or value[:1] in {"", "[", "{"}:
        return False
    try:
        parsed = json.loads(value)
    except ValueError:
        return False
    return kind.allows(parsed)
