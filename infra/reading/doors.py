"""Which way someone reads: as one who belongs to a thing, or as everybody does.

Whoever has no right to a thing, or had none at that time, sees of it what the public sees (rule 12).
"""

from collections.abc import Awaitable, Callable
from typing import Any, Final, TypeVar

from domain.errors import DomainError, NoSuch
from infra.reading.comparing import Difference
from infra.reading.papers import ANY_PAPER, EditionDetail, Papers
from infra.reading.public import PublicReading
from infra.reading.seen import Page, Seen
from infra.reading.sittings import ANY_SITTING, Sittings
from projections.asked import Asked
from projections.wanted import WantedPapers, WantedSittings

T = TypeVar("T")

THINGS: Final = frozenset({"vorlage", "session"})
"""What everybody may see where it was announced."""


async def either(
    person: str | None,
    inside: Callable[[str], Awaitable[T]],
    public: Callable[[], Awaitable[T]],
) -> T:
    """What someone reads who belongs to a thing, else what everybody reads of it."""
    if person is None:
        return await public()
    try:
        return await inside(person)
    except NoSuch as hidden:
        if hidden.kind not in THINGS:
            raise  # a part of what he sees, counted as he sees it
        try:
            return await public()
        except DomainError:
            raise hidden from None


class PaperDoors:
    """Papers, whichever way someone reads them."""

    def __init__(self, papers: Papers, public: PublicReading) -> None:
        self._papers = papers
        self._public = public
        self.texts = papers.texts
        self.blame = papers.blame
        self.what_if = papers.what_if
        self.attachment = papers.attachment

    async def vorlage(self, person: str | None, id_: str, asked: Asked) -> Seen[Any]:
        """One paper."""
        return await either(
            person,
            lambda someone: self._papers.vorlage(someone, id_, asked),
            lambda: self._public.vorlage(id_, asked),
        )

    async def history(self, person: str | None, id_: str, asked: Asked) -> Seen[Any]:
        """The amendment history of a paper, oldest first."""
        return await either(
            person,
            lambda someone: self._papers.history(someone, id_, asked),
            lambda: self._public.history(id_, asked),
        )

    async def vorlagen(
        self,
        person: str | None,
        asked: Asked,
        *,
        wanted: WantedPapers = ANY_PAPER,
        limit: int = 50,
        after: str | None = None,
    ) -> Page[Any]:
        """A page of papers, latest date first, and where the next one begins."""
        if person is None:
            return await self._public.vorlagen(asked, wanted=wanted, limit=limit, after=after)
        return await self._papers.vorlagen(person, asked, wanted=wanted, limit=limit, after=after)

    async def editions(self, person: str | None, id_: str, asked: Asked) -> Seen[list[Any]]:
        """The editions of a paper."""
        return await either(
            person,
            lambda someone: self._papers.editions(someone, id_, asked),
            lambda: self._public.editions(id_, asked),
        )

    async def edition(self, person: str | None, id_: str, number: int, asked: Asked) -> Seen[EditionDetail]:
        """One edition with its canonical bytes; the public counts from the first one announced."""

        async def public() -> Seen[EditionDetail]:
            shown, real = await self._public.edition(id_, number, asked)
            event = await self._papers.frozen_as(id_, real)
            return Seen(
                EditionDetail(
                    number=number,
                    label=event.label,
                    target=shown["target"],
                    cause=shown["cause"],
                    hash=event.hash,
                    frozen_at=shown["frozen_at"],
                    sections=event.sections,
                    canonical=event.canonical,
                )
            )

        return await either(person, lambda someone: self._papers.edition(someone, id_, number, asked), public)

    async def diff(
        self, person: str | None, id_: str, from_: str, to: str | None, asked: Asked
    ) -> Seen[Difference]:
        """What two states of a paper say differently; the public compares editions."""
        return await either(
            person,
            lambda someone: self._papers.diff(someone, id_, from_, to, asked),
            lambda: self._public.diff(id_, from_, to, asked),
        )


class SittingDoors:
    """Sittings, whichever way someone reads them."""

    def __init__(self, sittings: Sittings, public: PublicReading) -> None:
        self._sittings = sittings
        self._public = public
        self.committees = sittings.committees
        self.committee = sittings.committee
        self.departments = sittings.departments
        self.changes = public.changes

    async def session(self, person: str | None, id_: str, asked: Asked) -> Seen[Any]:
        """One session."""
        return await either(
            person,
            lambda someone: self._sittings.session(someone, id_, asked),
            lambda: self._public.session(id_, asked),
        )

    async def sessions(
        self,
        person: str | None,
        asked: Asked,
        *,
        wanted: WantedSittings = ANY_SITTING,
        limit: int = 50,
        after: str | None = None,
    ) -> Page[Any]:
        """A page of sessions, latest first, and where the next one begins."""
        if person is None:
            return await self._public.sessions(asked, wanted=wanted, limit=limit, after=after)
        return await self._sittings.sessions(person, asked, wanted=wanted, limit=limit, after=after)
