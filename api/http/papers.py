"""Reading papers: `/api/vorlagen` and what is below it."""

from typing import Any, Final, get_args
from urllib.parse import quote

from litestar import Response, Router, get
from litestar.params import FromPath

from api.http.answers import AnyRequest, listed, position, shown
from api.http.errors import BadParameter
from api.http.parameters import PUBLIC_READ, asked, choice, day, number, one, period, reader, uuid_of
from api.http.services import Papers, Shown
from domain.errors import NoSuch
from domain.vorlage.phases import Phase
from domain.vorlage.terms import Kind
from projections.history.shown import EntryShown
from projections.vorlage.shown import EditionShown, VorlageShown
from projections.wanted import WantedPapers

MOST = 200
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
STATES: Final = tuple(str(each.NAME) for each in get_args(Phase))
DIGITS = 9
"""Of an edition's number, at most."""
MOST_TRIED = 50
"""Amendments that are put together at once, at most."""
BYTES = "application/octet-stream"


def papers(papers: Papers) -> Router:
    """Make the handlers of papers."""

    @get("/", opt=PUBLIC_READ, summary="Vorlagen auflisten")
    async def vorlagen(request: AnyRequest) -> Response[Any]:
        found = await papers.vorlagen(
            reader(request),
            asked(request),
            wanted=WantedPapers(
                status=choice(request, "status", STATES),
                kind=choice(request, "kind", KINDS),
                lead_department=one(request, "lead_department"),
                committee=one(request, "committee"),
                q=one(request, "q"),
                dated=period(request),
                due=day(request, "due"),
            ),
            limit=number(request, "limit", 50, most=MOST),
            after=one(request, "after"),
        )
        return listed(request, found)

    @get("/{vorlage:str}", opt=PUBLIC_READ, summary="Eine Vorlage, wie sie ist oder war")
    async def vorlage(request: AnyRequest, vorlage: FromPath[str]) -> Response[VorlageShown | None]:
        found = await papers.vorlage(reader(request), uuid_of("vorlage", vorlage), asked(request))
        return shown(request, found)

    @get("/{vorlage:str}/history", opt=PUBLIC_READ, summary="Änderungsgeschichte")
    async def history(request: AnyRequest, vorlage: FromPath[str]) -> Response[list[EntryShown] | None]:
        found = await papers.history(reader(request), uuid_of("vorlage", vorlage), asked(request))
        return shown(request, found)

    @get("/{vorlage:str}/editions", opt=PUBLIC_READ, summary="Fassungen")
    async def editions(request: AnyRequest, vorlage: FromPath[str]) -> Response[list[EditionShown] | None]:
        found = await papers.editions(reader(request), uuid_of("vorlage", vorlage), asked(request))
        return shown(request, found)

    @get(
        "/{vorlage:str}/editions/{edition:str}",
        opt=PUBLIC_READ,
        summary="Eine Fassung mit ihren kanonischen Bytes",
    )
    async def edition(request: AnyRequest, vorlage: FromPath[str], edition: FromPath[str]) -> Response[Any]:
        if not edition.isascii() or not edition.isdecimal() or len(edition) > DIGITS:
            raise NoSuch("edition", edition[:40])
        seen = await papers.edition(
            reader(request), uuid_of("vorlage", vorlage), int(edition), asked(request)
        )
        headers = {"Vary": "Accept", **position(seen.as_of)}
        format_ = one(request, "format")
        if format_ not in {None, "json", "canonical"}:
            raise BadParameter("format", "weder json noch canonical")
        wants_bytes = format_ is None and BYTES in request.headers.get("accept", "")
        if format_ == "canonical" or wants_bytes:
            return Response(seen.shown.canonical, media_type=BYTES, headers=headers)
        return Response(seen.shown, headers=headers)

    @get("/{vorlage:str}/diff", opt=PUBLIC_READ, summary="Zwei Stände vergleichen")
    async def diff(request: AnyRequest, vorlage: FromPath[str]) -> Response[Shown]:
        begin, end = one(request, "from"), one(request, "to")
        if begin is None:
            raise BadParameter("from", "fehlt")
        id_ = uuid_of("vorlage", vorlage)
        return shown(request, await papers.diff(reader(request), id_, begin, end, asked(request)))

    @get("/{vorlage:str}/what-if", summary="Was wäre mit diesen Änderungsanträgen")
    async def what_if(request: AnyRequest, vorlage: FromPath[str]) -> Response[Shown]:
        id_ = uuid_of("vorlage", vorlage)
        ids = _tried(one(request, "amendments") or "")
        return shown(request, await papers.what_if(request.user.id, id_, ids, asked(request)))

    @get("/{vorlage:str}/attachments/{attachment:str}", summary="Die Bytes einer Anlage")
    async def attachment(
        request: AnyRequest, vorlage: FromPath[str], attachment: FromPath[str]
    ) -> Response[bytes]:
        found = await papers.attachment(
            request.user.id,
            uuid_of("vorlage", vorlage),
            uuid_of("attachment", attachment),
            asked(request),
        )
        # Whatever it says it is, it is never shown as a page of ours.
        return Response(
            found.content,
            media_type=BYTES,
            headers={
                "Content-Disposition": f"attachment; filename*=UTF-8''{quote(found.title, safe='')}",
                "ETag": f'"{found.sha256}"',
            },
        )

    handlers = [vorlagen, vorlage, history, editions, edition, diff, what_if, attachment]
    return Router("/api/vorlagen", route_handlers=handlers)


def _tried(named: str) -> list[str]:
    """The amendments that are to be put together, in their order; none is a subset, too."""
    ids = [uuid_of("amendment", each) for each in named.split(",")] if named else []
    if len(ids) > MOST_TRIED or len(set(ids)) < len(ids):
        raise BadParameter("amendments", f"höchstens {MOST_TRIED}, jeder einmal")
    return ids
