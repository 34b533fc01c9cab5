"""What a request may cost is bounded: words that are compared, bodies that are read, rows of a paper."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
import uvicorn

from api import heads
from api.decoding import NotACommand, decode_command, decoded
from api.serving import config_of
from domain import worddiff
from domain.worddiff import Effort, diff
from infra.importing import MOST_ATTACHMENTS, MOST_STATIONS
from projections.history.shown import compared
from tests.serving import Served

OURS = (Path(__file__).parents[2] / "docs" / "examples" / "vorlage.md").read_bytes()


def test_a_wide_table_costs_its_width_although_it_has_few_pairs() -> None:
    assert Effort().may_compare(10_000, 10_000)
    assert not Effort().may_compare(200, 1_000_000)
    assert not Effort().may_compare(20_000, 20_000)


def test_texts_of_too_many_tokens_are_shown_as_replaced() -> None:
    old, new = "x" + "." * worddiff.MOST_TOKENS, "x"
    assert diff(old, new) == [("-", old), ("+", new)]
    assert diff(old, old) == [("=", old)]
    assert diff(old, "") == [("-", old)]


def test_the_differences_of_one_answer_share_what_they_may_cost(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worddiff, "MOST_TOKENS_IN_ALL", 20)
    effort = Effort()
    changed = [("=", "Ein "), ("-", "Weg"), ("+", "Radweg"), ("=", ".")]
    replaced = [("-", "Ein Weg."), ("+", "Ein Radweg.")]
    shown = [compared("Ein Weg.", "Ein Radweg.", effort) for _ in range(5)]
    assert shown == [changed, changed, replaced, replaced, replaced]
    monkeypatch.setattr(worddiff, "MOST_PAIRS", 100)
    assert diff("alt ein Weg neu", "ein anderer Weg")[0][0] == "-"


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        (r"\u0000", True),
        (r"a\\\u0000", True),
        (r"\\u0000", False),
        (r"\n\\u0000", False),
        (r"\"\u0000", True),
        (r"u0000", False),
    ],
)
def test_the_character_that_ends_strings_is_found_however_it_is_escaped(text: str, *, refused: bool) -> None:
    body = f'{{"type":"CreateVorlage","file_reference":"1","subject":"x{text}"}}'.encode()
    if refused:
        with pytest.raises(NotACommand):
            decode_command(body)
    else:
        decode_command(body)


async def test_a_large_body_is_read_as_a_small_one() -> None:
    vorlage = b"00000000-0000-4000-8000-000000000009"
    body = b'{"type":"ReviseText","vorlage":"' + vorlage + b'","document":"reasons","text":"%s"}'
    for text in (b"Weg", b"Weg " * 50_000):
        assert (await decoded(body % text)).text == text.decode()  # type: ignore[union-attr]
    with pytest.raises(NotACommand):
        await decoded(body % (b"Weg " * 50_000 + rb"\u0000"))


async def test_a_paper_with_too_many_rows_is_refused_with_the_line_of_the_first_too_many(
    county: Served,
) -> None:
    row = b"Kreistag\t25.09.2024\t\t\t\t\n"
    assert row in OURS
    paper = OURS.replace(row, row * MOST_STATIONS)
    answer = await county.import_paper("kreistagsbuero", paper)
    assert answer.status_code == 422
    [problem] = answer.json()["problems"]
    rows = [n for n, line in enumerate(paper.splitlines(), 1) if line.startswith(b"Kreis") and b"\t" in line]
    assert problem["line"] == rows[MOST_STATIONS]
    named = b"Radverkehrskonzept Fassung Kreisausschuss"
    many = OURS.replace(named, b"\n".join(b"- Plan %d" % n for n in range(MOST_ATTACHMENTS + 1)))
    answer = await county.import_paper("kreistagsbuero", many)
    assert answer.status_code == 422
    [problem] = answer.json()["problems"]
    assert "Anlagen" in problem["message"]
    assert many.splitlines()[problem["line"] - 1].endswith(b"Plan %d" % MOST_ATTACHMENTS)


@asynccontextmanager
async def listening() -> AsyncIterator[int]:
    """Serve nothing, as the county is served; give the port."""

    async def app(scope: Any, _receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            await send({"type": "http.response.start", "status": 204, "headers": []})
            await send({"type": "http.response.body"})

    config = config_of(app)
    config.port = 0
    server = uvicorn.Server(config)
    with server.capture_signals():
        serving = asyncio.create_task(server._serve())
        while not server.started:
            await asyncio.sleep(0.01)
        try:
            yield server.servers[0].sockets[0].getsockname()[1]
        finally:
            server.should_exit = True
            await serving


async def answered(port: int, *parts: bytes) -> bytes:
    """Send bytes one part after the other; the first line that comes back."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for part in parts:
        writer.write(part)
        await writer.drain()
        await asyncio.sleep(0.01)
    async with asyncio.timeout(30):
        line = await reader.readline()
    writer.close()
    return line.strip()


async def test_a_head_without_end_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    begin, line = b"GET / HTTP/1.1\r\nHost: x\r\n", b"X-More: " + b"y" * 8_000 + b"\r\n"
    async with listening() as port:
        assert await answered(port, begin, line, b"\r\n") == b"HTTP/1.1 204 No Content"
        assert await answered(port, begin, *[line] * 9) == b"HTTP/1.1 " + heads.TOO_LARGE
        assert await answered(port, b"GET /" + b"y" * 66_000) == b"HTTP/1.1 " + heads.TOO_LARGE
        monkeypatch.setattr(heads, "PATIENCE", 0.1)
        assert await answered(port) == b"HTTP/1.1 " + heads.TOO_LATE
        assert await answered(port, begin) == b"HTTP/1.1 " + heads.TOO_LATE
        # A body belongs to no head.
        body = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n"
        assert await answered(port, body, b"y" * 100_000) == b"HTTP/1.1 204 No Content"


async def test_more_connections_than_fit_are_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.serving.CONNECTIONS", 3)
    request = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"
    async with listening() as port:
        assert await answered(port, request) == b"HTTP/1.1 204 No Content"
        held = [await asyncio.open_connection("127.0.0.1", port) for _ in range(3)]
        await asyncio.sleep(0.05)
        assert await answered(port, request) == b"HTTP/1.1 503 Service Unavailable"
        for _, writer in held:
            writer.close()
        await asyncio.sleep(0.05)
        assert await answered(port, request) == b"HTTP/1.1 204 No Content"
