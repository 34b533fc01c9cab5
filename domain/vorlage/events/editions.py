"""What can happen to editions: frozen, opened after the release, published."""

from typing import ClassVar

from domain.recorded import Event


class EditionFrozen(Event, frozen=True, kw_only=True, tag="vorlage.edition_frozen.1"):
    """A named, immutable state of the paper (Fassung).

    `canonical` are the bytes that `hash` (SHA-256, hex) is taken of; `sections` the hash of each section.
    `target`: the station it is made for, `cause`: the station that led to it.
    `consolidated`: False when measures changed and the document that they stand in was not renewed (rule 8).
    """

    ABOUT: ClassVar = "number"
    number: int
    label: str
    hash: str
    sections: dict[str, str]
    canonical: bytes
    target: str | None = None
    cause: str | None = None
    consolidated: bool = True


class EditionOpened(Event, frozen=True, kw_only=True, tag="vorlage.edition_opened.1"):
    """After the release the texts were opened for a new edition; the released one stays the submitted one.

    `cause`: the station that led to it.
    """

    reason: str
    cause: str | None = None


class EditionDiscarded(Event, frozen=True, kw_only=True, tag="vorlage.edition_discarded.1"):
    """What was written after the release was undone; the paper says what this edition says.

    `changes`: the changes of measures that were undone. `reason` is None where a body decided meanwhile.
    """

    edition: int
    changes: tuple[str, ...] = ()
    reason: str | None = None


class VorlagePublished(Event, frozen=True, kw_only=True, tag="vorlage.published.1"):
    """The public may read this edition from now on.

    `consultation`: the station whose sitting was announced; None: published by itself.
    """

    edition: int
    consultation: str | None = None
    session: str | None = None


class PublicationWithdrawn(Event, frozen=True, kw_only=True, tag="vorlage.publication_withdrawn.1"):
    """What was published by mistake is public no more: all of it, or what this station's sitting brought."""

    reason: str
    consultation: str | None = None
