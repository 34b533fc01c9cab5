"""What becomes of a text over `/hocuspocus` when its room, its epoch, the rights or the network change."""

import os
import random
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from websockets.exceptions import ConnectionClosed

from infra.collaboration import protocol
from infra.collaboration.encoding import write_text, write_uint
from infra.collaboration.hocuspocus import frames
from infra.collaboration.ports import Access
from tests.collaboration.conftest import PROPOSAL, REASONS, VORLAGE, County, county_at
from tests.collaboration.editors import Editor, editor, replaced_and_told
from tests.collaboration.hocuspocus_client import Client, client_of
from tests.collaboration.test_editing import HOSTILE
from tests.collaboration.typists import Typist

CLOSED, DENIED = b"\x07", b"\x02\x01"


class Provider(Editor):
    """A client of one text over `/hocuspocus` that applies what it is sent."""

    def __init__(self, client: Client) -> None:
        self.acknowledged = 0
        super().__init__(client.socket)

    async def send(self, message: bytes) -> None:
        """Send a message behind the address."""
        await super().send(write_text(REASONS) + message)

    async def _take(self, frame: bytes) -> None:
        if frame != frames.PING:
            _, body = frames.parted(frame)
            if body[0] in {0, 1}:
                await super()._take(body)
            elif body == frames.STORED:
                self.acknowledged += 1


@asynccontextmanager
async def provider(county: County, login: str) -> AsyncIterator[Provider]:
    """Open the reasons."""
    async with client_of(county) as client:
        one = Provider(client)
        await one.send(b"\x02\x00" + write_text(login))
        await one.sync()
        yield one
        await one.leave()


async def denied(one: Client, address: str = REASONS) -> tuple[str, str]:
    """Give why a text is denied, and why it is closed then, after what else came."""
    while not (body := await one.body(address)).startswith(DENIED):
        assert not body.startswith(CLOSED)
    closed = await one.body(address)
    assert closed[:1] == CLOSED
    return body[3:].decode(), closed[2:].decode()


async def test_a_copy_from_before_a_restore_is_denied_and_an_empty_one_is_not(patient: County) -> None:
    await patient.store.write(lambda tx: tx.execute("UPDATE rooms SET epoch = 2"))
    old = Typist(7)
    old.text.insert(0, "von damals")
    async with client_of(patient) as one, client_of(patient) as other:
        await one.token("bau")
        vector = old.doc.get_state()
        await one.send(b"\x00\x00" + write_uint(len(vector)) + vector)
        assert await denied(one) == ("4410 the text was restored from a backup",) * 2
        await one.open("bau", PROPOSAL)
        await other.open("finanzen")
    assert await patient.journal() == []


async def test_a_text_that_is_held_takes_edits_when_it_goes_on(patient: County) -> None:
    async with provider(patient, "bau") as bau, editor(patient.reasons("finanzen")) as finanzen:
        await bau.until(lambda: bau.acknowledged == 1)
        async with patient.texts.paused(VORLAGE):
            await bau.insert(0, "wartet")
            async with client_of(patient) as later:
                await later.token("soziales")  # others are let in meanwhile, and see nothing of it
                await later.send(b"\x00\x00\x01\x00")
                assert (await later.body())[:2] == b"\x02\x02"
                assert {await later.body(), await later.body()} == {
                    b"\x00\x00\x01\x00",
                    b"\x00\x01\x02\x00\x00",
                }
            assert bau.acknowledged == 1
            assert str(finanzen.text) == ""
        await finanzen.reads("wartet")
        await bau.until(lambda: bau.acknowledged == 2)


async def test_what_is_typed_into_a_closed_text_is_not_stored_and_the_socket_stays(patient: County) -> None:
    typist = Typist()
    typist.text.insert(0, "zu spät")
    async with client_of(patient) as one:
        await one.open("bau")
        await one.open("bau", PROPOSAL)
        await patient.close()
        closed = {await one.frame(), await one.frame()}
        assert closed == {
            write_text(address) + CLOSED + write_text("4409 the text is closed")
            for address in (REASONS, PROPOSAL)
        }
        await one.send(protocol.edit(typist.updates[0]))
        await one.open_to_read("bau")
        await one.send(protocol.edit(typist.updates[0]))
        assert await one.body() == b"\x08\x00"
    assert await patient.journal() == []


async def test_rights_that_are_lost_end_only_the_text_that_they_are_for(patient: County) -> None:
    typist = Typist()
    typist.text.insert(0, "x")
    async with client_of(patient) as one, client_of(patient) as other:
        await one.open("bau")
        await other.open("finanzen")
        patient.rights["id-bau"] = Access(read=True, write=False)
        patient.rights["id-finanzen"] = Access(read=False, write=False)
        patient.texts.recheck(VORLAGE)
        assert await denied(other) == ("4404 no such text",) * 2
        await one.send(protocol.edit(typist.updates[0]))
        assert await one.body() == b"\x08\x00"
        assert await denied(one) == ("4403 the login may only read",) * 2
        await one.open_to_read("bau")
        await one.socket.ping()
    assert await patient.journal() == []


async def test_a_client_that_does_not_read_is_brought_up_to_date_by_state_vector(patient: County) -> None:
    async with editor(patient.reasons("bau")) as bau, provider(patient, "langsam") as slow:
        slow.stop_reading()
        network = slow.socket.transport.get_extra_info("socket")
        network.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 64 * 1024)
        for number in range(60):
            await replaced_and_told(bau, f"{number:03}" + os.urandom(100_000).hex())
        slow.read_on()
        await slow.reads(str(bau.text))
        assert slow.frames < 60


async def test_a_text_that_is_edited_at_two_nodes_is_one(path: Path) -> None:
    async with county_at(path, pause=1_000) as here, county_at(path, pause=1_000) as there:
        here.neighbours.append(there)
        there.neighbours.append(here)
        async with (
            provider(here, "bau") as bau,
            provider(there, "finanzen") as finanzen,
            editor(there.reasons("leser")) as reader,
        ):
            for turn in range(10):
                await bau.insert(0, f"b{turn} ")
                await finanzen.insert(0, f"f{turn} ")
            words = {f"{who}{turn}" for who in "bf" for turn in range(10)}
            for one in (bau, finanzen, reader):
                await one.until(lambda one=one: set(str(one.text).split()) == words)  # type: ignore[misc]
            await bau.until(lambda: bau.acknowledged == 11)
            await finanzen.until(lambda: finanzen.acknowledged == 11)
            assert str(bau.text) == str(finanzen.text) == str(reader.text)


@pytest.mark.parametrize("frame", HOSTILE.values(), ids=HOSTILE.keys())
async def test_a_hostile_message_ends_no_other_socket(patient: County, frame: str | bytes) -> None:
    async with client_of(patient) as bad, provider(patient, "bau") as bau:
        await bad.open("boese")
        await bad.socket.send(frame if isinstance(frame, str) else write_text(REASONS) + frame)
        try:
            assert (await denied(bad))[0][:2] == "44"
        except ConnectionClosed:  # the frame had no address that could be told
            assert bad.socket.close_code in range(4400, 4500)
        await bau.insert(0, "geht")
        await bau.until(lambda: bau.acknowledged == 2)
        assert [login for login, _ in await patient.journal()] == ["id-bau"]


async def test_frames_with_changed_bytes_harm_nobody_else(patient: County) -> None:
    chance = random.Random(20_230_308)  # noqa: S311 - the same each time
    typist = Typist(9)
    typist.text.insert(0, "Straße 😀")
    valid = [
        b"\x02\x00" + write_text("boese"),
        b"\x00\x00\x01\x00",
        protocol.step_2(typist.updates[0]),
        protocol.edit(typist.updates[0]),
        protocol.presences([protocol.Presence(9, 1, '{"cursor": 1}')]),
        b"\x05" + write_text("ping"),
    ]
    async with provider(patient, "bau") as bau:
        for turn in range(150):
            async with client_of(patient) as bad:
                for body in chance.choices(valid, k=4):
                    whole = bytearray(write_text(REASONS) + body)
                    for _ in range(chance.randrange(3)):
                        whole[chance.randrange(len(whole))] = chance.randrange(256)
                    await bad.socket.send(bytes(whole[: chance.randint(1, len(whole) + 40)]))
            if turn % 50 == 0:
                told = bau.acknowledged
                await bau.insert(0, "g")
                await bau.until(lambda told=told: bau.acknowledged == told + 1)  # type: ignore[misc]
        room = await patient.texts.room(REASONS)
        assert room
        await bau.reads(room.text)
        assert room.text.count("g") == 3
