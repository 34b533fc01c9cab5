"""Frame by frame what `@hocuspocus/provider` sends, and what it is to be sent."""

import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from api.upgrading import IS_FAST
from infra.collaboration import protocol
from infra.collaboration.encoding import write_text
from infra.collaboration.hocuspocus import multiplexed
from infra.collaboration.ports import Access
from tests.collaboration.conftest import PROPOSAL, REASONS, County, county_at
from tests.collaboration.editors import editor
from tests.collaboration.hocuspocus_client import client_of
from tests.collaboration.typists import Typist


@pytest.fixture(params=["picows", "asgi"])
async def carried(path: Path, request: pytest.FixtureRequest) -> AsyncIterator[County]:
    """Run a county whose texts are edited over one or the other."""
    if request.param == "picows" and not IS_FAST and "CI" not in os.environ:
        pytest.skip("scripts/setup was not run")
    async with county_at(path, pause=1_000, over_asgi=request.param == "asgi") as running:
        yield running


def typed(text: str, typist: Typist | None = None) -> bytes:
    """Type at the end, and give the update."""
    typist = typist or Typist()
    typist.updates.clear()
    typist.text.insert(len(str(typist.text).encode()), text)
    return typist.updates[-1]


async def test_a_text_is_opened_edited_and_acknowledged_as_logged(carried: County) -> None:
    async with client_of(carried) as one, editor(carried.reasons("finanzen")) as other:
        await one.token("bau")
        await one.send(b"\x00\x00\x01\x00")
        assert await one.body() == b"\x02\x02" + write_text("read-write")
        assert await one.body() == b"\x00\x00\x01\x00"
        assert await one.body() == b"\x00\x01\x02\x00\x00"
        await one.send(b"\x00\x01\x02\x00\x00")
        assert await one.body() == b"\x08\x01"
        update = typed("Straße 😀")
        await one.send(protocol.edit(update))
        assert {await one.body(), await one.body()} == {protocol.edit(update), b"\x08\x01"}
        assert len(await carried.journal()) == 1
        await other.reads("Straße 😀")


async def test_what_comes_before_the_token_waits_for_it(carried: County) -> None:
    typist = Typist()
    async with client_of(carried) as one, editor(carried.reasons("finanzen")) as other:
        await one.send(protocol.edit(typed("zuerst", typist)))
        await one.open("bau")
        await other.reads("zuerst")


async def test_an_address_with_a_session_is_repeated_and_sockets_carry_many_texts(carried: County) -> None:
    first, second = f"{REASONS}\0abc", f"{REASONS}\0def"
    async with client_of(carried) as one:
        await one.open("bau", first)
        await one.open("finanzen", second)
        await one.open("bau", PROPOSAL)
        await one.send(protocol.edit(typed("a")), first)
        got = {await one.frame() for _ in range(3)}
        assert {frame[: len(write_text(first))] for frame in got} == {write_text(first), write_text(second)}


async def test_who_is_denied_keeps_the_socket_and_may_bring_another_token(carried: County) -> None:
    carried.rights["id-fremd"] = Access(read=False, write=False)
    async with client_of(carried) as one:
        await one.token("")
        assert await one.body() == b"\x02\x01" + write_text("4401 no login")
        await one.send(protocol.edit(typed("a")))
        await one.token("fremd")
        assert await one.body() == b"\x02\x01" + write_text("4404 no such text")
        await one.token("bau", "vorlagen/keine")
        assert await one.body("vorlagen/keine") == b"\x02\x01" + write_text("4404 no such text")
        await one.open("bau")
    assert await carried.journal() == []


async def test_what_came_before_tokens_that_were_denied_is_forgotten(carried: County) -> None:
    async with client_of(carried) as one:
        for document in (f"vorlagen/{number}" for number in range(12)):
            for _ in range(100):
                await one.send(protocol.edit(typed("a")), document)
            await one.token("", document)
            assert await one.body(document) == b"\x02\x01" + write_text("4401 no login")
        await one.open("bau")
    assert await carried.journal() == []


async def test_more_tokens_at_once_than_a_socket_may_bring_end_it(
    carried: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(multiplexed, "AT_ONCE", 1)
    async with client_of(carried) as one:
        await one.open("bau")
        await one.token("bau", PROPOSAL)
        await one.socket.wait_closed()
        assert one.socket.close_code == 4413


async def test_a_reader_is_told_so_and_nothing_new_of_it_is_stored(carried: County) -> None:
    carried.rights["id-leser"] = Access(read=True, write=False)
    typist = Typist()
    async with client_of(carried) as one, editor(carried.reasons("bau")) as bau:
        await one.token("leser")
        await one.send(b"\x00\x00\x01\x00")
        assert await one.body() == b"\x02\x02" + write_text("readonly")
        assert [(await one.body())[:2] for _ in range(2)] == [b"\x00\x00", b"\x00\x01"]
        update = typed("fremd", typist)
        await one.send(protocol.edit(update))
        assert await one.body() == b"\x08\x00"
        await one.send(protocol.step_2(update))
        assert await one.body() == b"\x08\x00"
        await one.send(protocol.step_2(b"\x00\x00"))
        assert await one.body() == b"\x08\x01"
        await bau.insert(0, "gelesen")
        assert (await one.body())[:2] == b"\x00\x02"
    assert len(await carried.journal()) == 1


async def test_an_update_with_a_gap_is_acknowledged_with_the_sync_that_brings_all(carried: County) -> None:
    typist = Typist()
    async with client_of(carried) as one:
        await one.open("bau")
        typed("a", typist)
        await one.send(protocol.edit(typed("b", typist)))
        await one.send(protocol.edit(typed("c", typist)))
        assert (await one.body())[:2] == b"\x00\x00"
        await one.send(protocol.step_2(typist.doc.get_update()))
        got = [await one.body() for _ in range(3)]
        assert got.count(b"\x08\x01") == 2
    assert len(await carried.journal()) == 1


async def test_what_may_never_be_stored_is_denied_and_the_socket_stays(carried: County) -> None:
    typist = Typist()
    typist.text.insert(0, "a", {"color": "red"})
    async with client_of(carried) as one:
        await one.open("bau")
        await one.open("bau", PROPOSAL)
        await one.send(protocol.edit(typist.updates[-1]))
        assert await one.body() == b"\x08\x00"
        assert (await one.body())[:2] == b"\x02\x01"
        assert (await one.body())[:1] == b"\x07"
        await one.send(protocol.edit(typed("b")), PROPOSAL)
        assert {(await one.body(PROPOSAL))[:1] for _ in range(2)} == {b"\x00", b"\x08"}


async def test_a_text_that_closes_and_a_login_that_ends_are_told_by_their_address(carried: County) -> None:
    async with client_of(carried) as one:
        await one.open("bau")
        await carried.close()
        assert await one.body() == b"\x07" + write_text("4409 the text is closed")
        await one.token("bau")
        assert await one.body() == b"\x02\x02" + write_text("readonly")
        assert (await one.body())[:2] == b"\x00\x00"
        carried.end("bau")
        assert (await one.body())[:2] == b"\x08\x00"
        assert await one.body() == b"\x02\x01" + write_text("4401 no login")
        assert await one.body() == b"\x07" + write_text("4401 no login")


async def test_pings_stateless_and_goodbye(carried: County) -> None:
    async with client_of(carried) as one, editor(carried.reasons("finanzen")) as other:
        await one.socket.send(b"\x0a")
        await one.open("bau")
        await one.send(b"\x05" + write_text("ping"))
        assert await one.body() == b"\x05" + write_text("pong")
        await one.send(protocol.presences([protocol.Presence(7, 1, '{"user": {"name": "Landrat"}}')]))
        await other.until(lambda: 7 in other.shown)
        assert other.shown[7]["user"] == {"name": "Frau Bau", "login": "bau"}
        await one.send(b"\x07")
        assert await one.body() == b"\x07" + write_text("provider_initiated")
        await other.until(lambda: other.shown[7] is None)
        await one.open("bau")
        await one.send(b"\x06" + write_text("an alle"))
        assert [(await one.body())[:1] for _ in range(3)] == [b"\x08", b"\x02", b"\x07"]


async def test_a_socket_that_carries_nothing_is_pinged_and_then_closed(path: Path) -> None:
    async with county_at(path, hocuspocus=(0.05, 0.3)) as county, client_of(county) as one:
        await one.token("")
        assert (await one.body())[:2] == b"\x02\x01"
        assert await one.frame(presence=True) == b"\x09"
        assert await one.closed() == 4408


async def test_the_end_of_the_server_ends_the_socket(path: Path) -> None:
    async with county_at(path, pause=1_000) as county:
        context = client_of(county)
        one = await context.__aenter__()
        await one.open("bau")
    assert await one.closed() == 1012
