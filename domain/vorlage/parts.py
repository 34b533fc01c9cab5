"""What a paper consists of: stations, measures, attachments, editions, and who signed."""

import datetime as dt
from typing import Literal

from msgspec import Struct

from domain.flag import Flag
from domain.vorlage.editions.content import Content
from domain.vorlage.terms import ConsultationRole, Outcome


class Consultation(Struct, frozen=True, kw_only=True):
    """One station of the Beratungsfolge."""

    id: str
    committee: str | None
    committee_name: str
    date: dt.date | None
    role: ConsultationRole | None
    printed: bool
    session: str | None = None
    item: str | None = None
    edition: int | None = None
    late: bool = False
    """The edition was supplied after the summons."""
    called: bool = False
    waived: bool = False
    """The deciding body does not wait for it."""
    outcome: Outcome | None = None
    overtaken: bool = False
    """It is over because the paper is; the body did not deal with it."""
    vote: str | None = None
    from_paper: bool = False
    flags: tuple[Flag, ...] = ()
    """Those of the vote that concluded it."""

    @property
    def ahead(self) -> bool:
        """Whether the body has not dealt with the paper yet."""
        return self.outcome is None and not self.called

    @property
    def status(self) -> str:
        """Where the station stands: planned, dated, summoned, called or concluded."""
        if self.outcome is not None:
            return "concluded"
        if self.called:
            return "called"
        if self.edition is not None:
            return "summoned"
        return "planned" if self.date is None else "dated"


class Change(Struct, frozen=True):
    """One change of a measure, and what led to it."""

    id: str
    cause: str | None


class Measure(Struct, frozen=True, kw_only=True):
    """A measure of the attached concept; its text stands among the texts as `measures/{id}`."""

    id: str
    document: str
    page: int | None
    topic: str | None
    changes: tuple[Change, ...] = ()


class Attachment(Struct, frozen=True, kw_only=True):
    """An attachment and the hash of its bytes."""

    id: str
    title: str
    edition: str | None
    sha256: str | None
    size: int | None = None
    media_type: str | None = None


class Edition(Struct, frozen=True, kw_only=True):
    """A frozen, named state of the paper."""

    number: int
    label: str
    hash: str
    sections: dict[str, str]
    content: Content
    """What it says: the base that a body votes on, whatever the working text became since."""
    attachments: tuple[Attachment, ...] = ()
    changes: frozenset[str] = frozenset()
    """The changes of measures that led to it."""
    consolidated: bool = True


class Revision(Struct, frozen=True):
    """A new edition after the release: being written, or frozen and waiting for its release."""

    stage: Literal["revising", "revised"]
    cause: str | None


class Publication(Struct, frozen=True, kw_only=True):
    """An edition that the public may read, and the station whose sitting was announced with it."""

    edition: int
    consultation: str | None
    at: dt.datetime


class Cosignature(Struct, frozen=True):
    """What a department signed off: the hashes of its scope's sections in this edition."""

    edition: int
    scope: tuple[str, ...]
    sections: dict[str, str]


class FinanceCheck(Struct, frozen=True):
    """What the finance department found, and the hash of the budget block that it looked at."""

    positive: bool
    budget: str
