"""What a paper says, in bytes: the canonical form that content hashes are taken of (rule 7).

Covered are subject, resolution, reasons, measures in force, budget, and each attachment's title and SHA-256;
labels, authors and times are not. The form is described with test vectors in `docs/canonical-form.md`.
"""

import unicodedata
from collections.abc import Mapping
from hashlib import sha256

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from domain.vorlage.events.budget import Budget


class MeasureContent(Struct, frozen=True, kw_only=True):
    """A measure in force, as the paper prints it."""

    id: str
    document: str
    page: int | None
    topic: str | None
    text: str


class AttachmentContent(Struct, frozen=True, kw_only=True):
    """An attachment by its title and the hash of its bytes."""

    id: str
    title: str
    sha256: str | None


class Content(Struct, frozen=True, kw_only=True):
    """Everything that a content hash covers. `salt`: 32 bytes, drawn when the Vorlage was created."""

    salt: bytes
    subject: str
    proposed_resolution: str
    reasons: str
    measures: tuple[MeasureContent, ...]
    budget: Budget
    attachments: tuple[AttachmentContent, ...]

    def text(self, document: str) -> str | None:
        """One of its texts by the name of its document; None: there is none."""
        texts = {"proposed_resolution": self.proposed_resolution, "reasons": self.reasons}
        texts.update((f"measures/{each.id}", each.text) for each in self.measures)
        return texts.get(document)

    def amended(self, texts: Mapping[str, str]) -> "Content":
        """The same with these texts, by the names of their documents."""
        return replace(
            self,
            proposed_resolution=nfc(texts.get("proposed_resolution", self.proposed_resolution)),
            reasons=nfc(texts.get("reasons", self.reasons)),
            measures=tuple(
                replace(each, text=nfc(texts.get(f"measures/{each.id}", each.text))) for each in self.measures
            ),
        )

    def sections(self) -> list[tuple[str, bytes]]:
        """Name and bytes of each section, in their fixed order."""
        return [
            ("subject", _text(self.subject)),
            ("proposed_resolution", _text(self.proposed_resolution)),
            ("reasons", _text(self.reasons)),
            *((f"measures/{measure.id}", _json(measure)) for measure in self.measures),
            ("budget", _json(self.budget)),
            *((f"attachments/{attachment.id}", _json(attachment)) for attachment in self.attachments),
        ]

    def canonical(self) -> bytes:
        """The canonical bytes: salt, then each section with its name and its length in bytes."""
        return b"".join(
            [self.salt.hex().encode(), b"\n", *(_framed(name, body) for name, body in self.sections())]
        )

    def section_hashes(self) -> dict[str, str]:
        """SHA-256 (hex) of each section, salted like the whole."""
        salt = self.salt.hex().encode() + b"\n"
        return {name: sha256(salt + _framed(name, body)).hexdigest() for name, body in self.sections()}

    def hash(self) -> str:
        """The content hash: SHA-256 (hex) of the canonical bytes."""
        return sha256(self.canonical()).hexdigest()


def nfc(text: str) -> str:
    """A text in Unicode's composed form."""
    return unicodedata.normalize("NFC", text)


def text_hash(text: str) -> str:
    """SHA-256 (hex) of a text in UTF-8."""
    return sha256(text.encode()).hexdigest()


def amendment_hash(salt: bytes, document: str, old: str, new: str, start: int | None = None) -> str:
    """SHA-256 (hex) of a motion, salted and framed like the sections of a paper.

    A measure that is changed as a whole is named by its id, a passage by its document and its start.
    """
    kind, _, measure = document.partition("/")
    named = ("measure", measure) if kind == "measures" and start is None else ("document", document)
    place = [] if start is None else [("start", str(start))]
    parts = [named, *place, ("old", nfc(old)), ("new", nfc(new))]
    framed = [_framed(name, body.encode()) for name, body in parts]
    return sha256(salt.hex().encode() + b"\n" + b"".join(framed)).hexdigest()


def _framed(name: str, body: bytes) -> bytes:
    return f"{name} {len(body)}\n".encode() + body + b"\n"


def _text(text: str) -> bytes:
    return nfc(text).encode()


def _json(value: Struct) -> bytes:
    """JSON with sorted keys and no spaces; every key is there, texts are composed, money is a string."""
    return msgspec.json.encode(_whole(value), order="sorted")


def _whole(value: object) -> object:
    """Builtins of a struct with its default values, which the stored form leaves out."""
    if isinstance(value, Struct):
        return {name: _whole(getattr(value, name)) for name in value.__struct_fields__}
    if isinstance(value, tuple):
        return [_whole(each) for each in value]
    if isinstance(value, str):
        return nfc(value)
    return msgspec.to_builtins(value)
