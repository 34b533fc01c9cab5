"""Names of texts: `vorlagen/{id}/reasons` outside, `reasons` in the Vorlage's own events."""

import re
from hashlib import sha256
from typing import Final

from msgspec import Struct

_UUID: Final = r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}"
_NAME: Final = re.compile(rf"vorlagen/({_UUID})/(proposed_resolution|reasons|measures/{_UUID})")
_FIRST_OF_OURS: Final = 2**32
_END_OF_OURS: Final = 2**53


class Document(Struct, frozen=True):
    """One text of a Vorlage."""

    vorlage: str
    name: str

    def __str__(self) -> str:
        return f"vorlagen/{self.vorlage}/{self.name}"

    @classmethod
    def parse(cls, path: str) -> "Document | None":
        """Read the name that a client asks for, None if no text is called so."""
        match = _NAME.fullmatch(path)
        return cls(match[1], match[2]) if match else None

    @classmethod
    def stored(cls, path: str) -> "Document":
        """Read a name that we wrote ourselves."""
        _, vorlage, name = path.split("/", 2)
        return cls(vorlage, name)


def server_client(document: Document, epoch: int) -> int:
    """Give the Yjs client id under which commands write into a text.

    Stock clients draw ids below 2^32; ours lie above, so that none of them ever draws it.
    """
    digest = sha256(f"{document} {epoch}".encode()).digest()
    return _FIRST_OF_OURS + int.from_bytes(digest[:8]) % (_END_OF_OURS - _FIRST_OF_OURS)
