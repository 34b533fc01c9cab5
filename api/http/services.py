"""What the handlers are handed: who someone is, what he may read, and how commands are run.

The shapes are those of the county's services; nothing here knows how they do it.
"""

import datetime as dt
from collections.abc import Sequence
from typing import Any, Protocol, TypeVar
from uuid import UUID

from litestar.connection import ASGIConnection

from domain.procedure import AnyCommand
from projections.asked import Asked
from projections.blame.shown import RunShown
from projections.committee import CommitteeShown
from projections.history.shown import EntryShown
from projections.minutes.extract import ResolutionExtract
from projections.minutes.shown import MinutesShown
from projections.overview.papers import OverviewShown
from projections.overview.sittings import SittingAtWorkShown
from projections.session.shown import SessionShown
from projections.vorlage.shown import EditionShown, VorlageShown
from projections.wanted import WantedPapers, WantedSittings

T_co = TypeVar("T_co", covariant=True)
Shown = Any
"""A Struct that is answered as it is."""

Connection = ASGIConnection[Any, Any, Any, Any]


class Who(Protocol):
    """Whoever is logged in."""

    @property
    def id(self) -> str:
        """The opaque id."""

    @property
    def login(self) -> str:
        """The login."""

    @property
    def name(self) -> str:
        """The name."""


class Seen(Protocol[T_co]):
    """Something that is shown, and what its ETag is made of."""

    @property
    def shown(self) -> T_co:
        """The thing."""

    @property
    def version(self) -> int | None:
        """The version of its stream, None as of an earlier moment."""

    @property
    def settled(self) -> bool:
        """Whether an equal version means an equal answer."""

    @property
    def as_of(self) -> int | None:
        """The resolved position."""

    @property
    def reader(self) -> str:
        """A short word for how far this reader sees."""

    @property
    def digest(self) -> str | None:
        """The hash of what is shown, where the public sees it."""


class Page(Protocol[T_co]):
    """A page of a list."""

    @property
    def things(self) -> Sequence[T_co]:
        """What is on it."""

    @property
    def following(self) -> str | None:
        """The cursor of the next one."""

    @property
    def as_of(self) -> int | None:
        """The resolved position."""


class Attached(Protocol):
    """The bytes of an attachment."""

    @property
    def title(self) -> str:
        """Its title."""

    @property
    def sha256(self) -> str:
        """Of its bytes, hex."""

    @property
    def content(self) -> bytes:
        """Its bytes."""


class Edition(Protocol):
    """An edition with its canonical bytes."""

    @property
    def hash(self) -> str:
        """SHA-256 of the canonical bytes, hex."""

    @property
    def canonical(self) -> bytes:
        """The canonical bytes."""


class Identify(Protocol):
    """Finding out who a request comes from."""

    async def __call__(self, connection: Connection) -> Who | None:
        """Who it is; None for nobody. Raises what refuses a request of another origin."""


class Logins(Protocol):
    """Logging in and out."""

    async def log_in(self, login: str, password: str, address: str) -> tuple[Who, str]:
        """Check a password; returns who it is and the cookie's value."""

    async def log_out(self, token: str) -> None:
        """End a cookie login."""


class Commands(Protocol):
    """Running commands."""

    async def __call__(self, person: str, command: AnyCommand, id_: UUID) -> tuple[Shown, str | None]:
        """Run one; returns the answer and the ETag of what it was addressed to."""


class Imported(Protocol):
    """What an import led to."""

    @property
    def id(self) -> str:
        """Of the Vorlage."""

    @property
    def warnings(self) -> Sequence[Shown]:
        """Places that a person should look at."""


class Imports(Protocol):
    """Importing papers in the printed form."""

    async def __call__(
        self, person: str, paper: bytes, id_: UUID, happened_at: dt.datetime | None
    ) -> Imported:
        """Import one."""


class Papers(Protocol):
    """Reading papers."""

    async def vorlage(self, person: str | None, id_: str, asked: Asked) -> Seen[VorlageShown]:
        """One paper."""

    async def history(self, person: str | None, id_: str, asked: Asked) -> Seen[list[EntryShown]]:
        """Its amendment history."""

    async def vorlagen(
        self,
        person: str | None,
        asked: Asked,
        *,
        wanted: WantedPapers,
        limit: int,
        after: str | None,
    ) -> Page[Shown]:
        """A page of papers."""

    async def editions(self, person: str | None, id_: str, asked: Asked) -> Seen[list[EditionShown]]:
        """Its editions."""

    async def edition(self, person: str | None, id_: str, number: int, asked: Asked) -> Seen[Edition]:
        """One edition with its canonical bytes."""

    async def texts(self, person: str, id_: str, asked: Asked) -> Seen[Sequence[Shown]]:
        """Its texts."""

    async def blame(self, person: str, id_: str, name: str, asked: Asked) -> Seen[list[RunShown]]:
        """Who wrote what in one of them."""

    async def attachment(self, person: str, id_: str, attachment: str, asked: Asked) -> Attached:
        """The bytes of an attachment."""

    async def diff(
        self, person: str | None, id_: str, from_: str, to: str | None, asked: Asked
    ) -> Seen[Shown]:
        """What two states say differently."""

    async def what_if(self, person: str, id_: str, ids: Sequence[str], asked: Asked) -> Seen[Shown]:
        """What it would say with these motions in it."""


class Sittings(Protocol):
    """Reading sessions, committees and departments."""

    async def session(self, person: str | None, id_: str, asked: Asked) -> Seen[SessionShown]:
        """One session."""

    async def sessions(
        self,
        person: str | None,
        asked: Asked,
        *,
        wanted: WantedSittings,
        limit: int,
        after: str | None,
    ) -> Page[Shown]:
        """A page of sessions."""

    async def committees(self) -> Sequence[CommitteeShown]:
        """All committees."""

    async def committee(self, person: str | None, id_: str, asked: Asked) -> Seen[CommitteeShown]:
        """One committee."""

    async def changes(self, after: int, limit: int) -> Sequence[Shown]:
        """The public's feed."""

    async def departments(self) -> Sequence[Shown]:
        """All departments."""


class Overview(Protocol):
    """Reading what is in work."""

    async def overview(
        self,
        person: str,
        asked: Asked,
        *,
        department: str | None,
        status: str | None,
        what: str | None,
        q: str | None,
        overdue: bool,
        limit: int,
        after: str | None,
    ) -> Page[OverviewShown]:
        """A page of papers in work."""

    async def sittings(
        self,
        person: str,
        asked: Asked,
        *,
        committee: str | None,
        what: str | None,
        who: str | None,
        overdue: bool,
        limit: int,
        after: str | None,
    ) -> Page[SittingAtWorkShown]:
        """A page of sittings in work."""


class MinutesRead(Protocol):
    """A part of the minutes, and the bytes that its hash is taken of."""

    @property
    def shown(self) -> MinutesShown:
        """What it says, and how far it is."""

    @property
    def canonical(self) -> bytes:
        """Its canonical bytes."""


class Minutes(Protocol):
    """Reading minutes."""

    async def minutes(
        self, person: str | None, id_: str, part: str | None, asked: Asked
    ) -> Seen[MinutesRead]:
        """A part of the minutes of a session."""

    async def extract(self, person: str | None, id_: str, item: str, asked: Asked) -> Seen[ResolutionExtract]:
        """What was decided on an item."""


class Auditing(Protocol):
    """Reading oneself, the log, and who read what."""

    async def me(self, person: str, login: str, name: str) -> Shown:
        """What someone is today."""

    async def events(
        self, person: str, asked: Asked, *, after: int, limit: int, stream: str | None
    ) -> Sequence[Shown]:
        """The log."""

    async def access_log(self, person: str, *, after: int, limit: int) -> Sequence[Shown]:
        """Who read what."""

    def may_see_condition(self, person: str) -> bool:
        """Whether someone is told how the machine is."""


class Health(Protocol):
    """Whether the county can be served."""

    async def __call__(self) -> tuple[bool, Shown]:
        """Whether commands and reads work, and what was looked at."""
