"""What can happen to the minutes of a sitting."""

from typing import ClassVar, Literal

from domain.recorded import Event

SigningRole = Literal["chair", "clerk"]


class MinutesDrafted(Event, frozen=True, kw_only=True, tag="session.minutes_drafted.1"):
    """The clerk laid the minutes down; `public` and `non_public` are the SHA-256 of the two parts' bytes.

    `non_public` is None where nothing was dealt with behind closed doors. A later version takes the place of
    an earlier one that was not signed by both.
    """

    BUILDS_ON: ClassVar = "version"
    version: int
    public: str
    non_public: str | None = None


class MinutesSigned(Event, frozen=True, kw_only=True, tag="session.minutes_signed.1"):
    """The chair or the clerk signed this version; once both did, the results are locked."""

    BUILDS_ON: ClassVar = "version"
    role: SigningRole
    version: int


class MinutesObjected(Event, frozen=True, kw_only=True, tag="session.minutes_objected.1"):
    """A member of the body objected to the minutes, to what they say of `item` or to all of them."""

    ABOUT: ClassVar = "objection"
    objection: str
    member: str
    text: str
    item: str | None = None


class MinutesApproved(Event, frozen=True, kw_only=True, tag="session.minutes_approved.1"):
    """The body approved the minutes in a later sitting, by `vote` or because nobody spoke against them.

    `taken`: the objections that it found right.
    """

    BUILDS_ON: ClassVar = "version"
    version: int
    sitting: str
    vote: str | None = None
    taken: tuple[str, ...] = ()


class MinutesCorrected(Event, frozen=True, kw_only=True, tag="session.minutes_corrected.1"):
    """A second person corrected minutes that were signed; before, after and reason stay visible (rule 14).

    `vote`: whose counts were corrected with them; `objection`: the one that this carries out.
    """

    version: int
    public: str
    non_public: str | None = None
    reason: str
    item: str | None = None
    before: str | None = None
    after: str | None = None
    vote: str | None = None
    objection: str | None = None
