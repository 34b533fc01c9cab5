"""What can happen from the first cosignature to the release."""

from typing import ClassVar

from msgspec import Struct

from domain.recorded import Event


class Link(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A department that is asked to sign off.

    Equal stages sign at the same time, a higher one after the mandatory links of the lower.
    `scope`: names of sections, or `measures` and `attachments` for all of them; empty: the whole paper.
    """

    department: str
    stage: int = 1
    scope: tuple[str, ...] = ()
    mandatory: bool = True


class CosigningStarted(Event, frozen=True, kw_only=True, tag="vorlage.cosigning_started.1"):
    """Texts are closed; these departments are asked to sign off.

    `links` say how each of them is asked; where there are none, each is asked for the whole paper at once.
    """

    edition: int
    chain: tuple[str, ...]
    links: tuple[Link, ...] = ()

    @property
    def asked(self) -> tuple[Link, ...]:
        """The chain with what each department is asked for."""
        return self.links or tuple(Link(department=each) for each in self.chain)


class Cosigned(Event, frozen=True, kw_only=True, tag="vorlage.cosigned.1"):
    """A department signed off the sections of its scope; `sections` are their hashes then.

    `scope` is the one of its link in the chain; empty: the whole paper.
    """

    ABOUT: ClassVar = "department"
    department: str
    edition: int
    sections: dict[str, str]
    comment: str | None = None
    scope: tuple[str, ...] = ()


class CosigningCommented(Event, frozen=True, kw_only=True, tag="vorlage.cosigning_commented.1"):
    """A department remarked on the paper without signing it off."""

    ABOUT: ClassVar = "department"
    department: str
    comment: str


class CosignatureWithdrawn(Event, frozen=True, kw_only=True, tag="vorlage.cosignature_withdrawn.1"):
    """A department took its own sign-off back."""

    ABOUT: ClassVar = "department"
    department: str
    reason: str


class CosignatureLapsed(Event, frozen=True, kw_only=True, tag="vorlage.cosignature_lapsed.1"):
    """The change beside it touched these sections of the scope; the sign-off counts no more (rule 8)."""

    ABOUT: ClassVar = "department"
    department: str
    edition: int
    sections: tuple[str, ...]


class CosignatureRevived(Event, frozen=True, kw_only=True, tag="vorlage.cosignature_revived.1"):
    """The change beside it made the scope say again what was signed off; the sign-off counts again."""

    ABOUT: ClassVar = "department"
    department: str
    edition: int


class CosignatureRefused(Event, frozen=True, kw_only=True, tag="vorlage.cosignature_refused.1"):
    """A department refused; the paper goes back to draft."""

    ABOUT: ClassVar = "department"
    department: str
    reason: str


class CosigningRecalled(Event, frozen=True, kw_only=True, tag="vorlage.cosigning_recalled.1"):
    """The lead department took the paper back to draft."""

    reason: str


class VorlageReleased(Event, frozen=True, kw_only=True, tag="vorlage.released.1"):
    """The Landrat or the deputy released this edition (Freigabe)."""

    edition: int


class ReleaseWithdrawn(Event, frozen=True, kw_only=True, tag="vorlage.release_withdrawn.1"):
    """Before the summons the release was taken back; the paper is a draft again."""

    reason: str
