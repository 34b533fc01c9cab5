"""What carries a socket makes no difference: ASGI, or picows where it is installed."""

import asyncio
import os
import socket
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from websockets.exceptions import InvalidStatus

from api.upgrading import IS_FAST
from infra.collaboration import protocol
from tests.collaboration.conftest import REASONS, County, county_at
from tests.collaboration.editors import editor, replaced_and_told
from tests.collaboration.typists import Typist


@pytest.fixture(params=["picows", "asgi"])
async def carried(path: Path, request: pytest.FixtureRequest) -> AsyncIterator[County]:
    """Run a county whose texts are edited over one or the other."""
    if request.param == "picows" and not IS_FAST and "CI" not in os.environ:
        pytest.skip("scripts/setup was not run")
    async with county_at(path, pause=1_000, over_asgi=request.param == "asgi") as running:
        yield running


async def test_what_one_types_the_other_reads(carried: County) -> None:
    async with editor(carried.reasons("bau")) as bau, editor(carried.reasons("finanzen")) as finanzen:
        await bau.insert(0, "Straße 😀")
        await finanzen.reads("Straße 😀")
        await finanzen.insert(0, "Die ")
        await bau.reads("Die Straße 😀")


async def test_a_client_that_does_not_read_is_brought_up_to_date_by_state_vector(carried: County) -> None:
    async with editor(carried.reasons("bau")) as bau, editor(carried.reasons("langsam")) as slow:
        slow.stop_reading()
        network = slow.socket.transport.get_extra_info("socket")
        network.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 64 * 1024)
        for number in range(80):
            await replaced_and_told(
                bau, f"{number:03}" + os.urandom(100_000).hex()
            )  # nothing that compresses
        await carried.stored(80)
        slow.read_on()
        await slow.reads(str(bau.text))
        assert slow.frames < 80


async def test_a_message_in_parts_is_put_together(carried: County) -> None:
    typist = Typist()
    typist.text.insert(0, "in Teilen")
    message = protocol.edit(typist.updates[0])
    async with editor(carried.reasons("bau")) as bau, editor(carried.reasons("finanzen")) as finanzen:
        await bau.socket.send([message[:5], message[5:9], message[9:]])
        await finanzen.reads("in Teilen")
        await bau.socket.send(["Te", "xt"])
        assert await bau.closed() == 4400


async def test_who_is_sent_away_is_told_why_and_who_leaves_is_gone(carried: County) -> None:
    async with editor(carried.reasons("nobody", epoch=7), sync=False) as other:
        assert await other.closed() == 4410
    async with editor(f"{carried.address}/collab/{REASONS}", sync=False) as unknown:
        assert await unknown.closed() == 4401
    async with editor(carried.reasons("bau")) as bau, editor(carried.reasons("finanzen")) as finanzen:
        await bau.show(1, {"cursor": 1})
        await finanzen.until(lambda: bool(finanzen.shown.get(bau.doc.client_id)))
        bau.socket.transport.abort()
        await finanzen.until(lambda: finanzen.shown[bau.doc.client_id] is None)


async def test_a_frame_that_no_client_may_send_ends_the_socket(carried: County) -> None:
    async with editor(carried.reasons("finanzen")) as finanzen:
        async with editor(carried.reasons("bau")) as bau:
            bau.socket.transport.write(b"\x82\x01\x00")  # not masked
            assert await bau.closed() == 1002
        await finanzen.insert(0, "weiter")
        await carried.stored(1)


async def test_a_request_that_is_no_handshake_is_refused(carried: County) -> None:
    host, port = carried.address.removeprefix("ws://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    request = (
        f"GET /collab/{REASONS} HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n"
    )
    writer.write(request.encode())
    assert (await reader.readline()).split()[1] == b"400"
    writer.close()


async def test_the_end_of_the_server_is_told(path: Path) -> None:
    async with county_at(path, pause=1_000) as county:
        one = await editor(county.reasons("bau")).__aenter__()
        await one.insert(0, "zuletzt")
    assert await one.closed() == 1012


@pytest.fixture
def at_most_two(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.serving.CONNECTIONS", 3)


@pytest.mark.usefixtures("at_most_two")
async def test_sockets_count_among_the_connections_and_more_than_fit_are_refused(carried: County) -> None:
    async with editor(carried.reasons("bau")) as bau:
        async with editor(carried.reasons("finanzen")):
            with pytest.raises(InvalidStatus, match="503"):
                async with editor(carried.reasons("langsam")):
                    pass
        async with asyncio.timeout(30):
            while True:  # until the server has heard that one is gone
                try:
                    async with editor(carried.reasons("langsam")) as late:
                        await bau.insert(0, "Platz")
                        await late.reads("Platz")
                        break
                except InvalidStatus:
                    await asyncio.sleep(0.01)
