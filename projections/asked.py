"""What a reader asks for beside the thing itself, over HTTP as on the command line."""

from msgspec import Struct


class Asked(Struct, frozen=True):
    """A question about a moment.

    `as_of`: position, time or date, None for now. `basis`: `known` (as None) or `true`.
    `purpose`: why an auditor wants to see persons.
    """

    as_of: str | None = None
    basis: str | None = None
    purpose: str | None = None

    @property
    def stated_purpose(self) -> str | None:
        """The purpose, None where it says nothing."""
        return (self.purpose or "").strip() or None
