"""A client of `/hocuspocus` that sends and takes frames as they are."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from websockets.asyncio.client import ClientConnection, connect

from infra.collaboration.encoding import write_text
from tests.collaboration.conftest import REASONS, County

VERSION = "4.8.0"


class Client:
    """A socket; an address is a name, or a name, NUL and a session."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket

    async def send(self, body: bytes, address: str = REASONS) -> None:
        """Send a frame."""
        await self.socket.send(write_text(address) + body)

    async def token(self, token: str, address: str = REASONS) -> None:
        """Ask for a text."""
        await self.send(b"\x02\x00" + write_text(token) + write_text(VERSION), address)

    async def frame(self, *, presence: bool = False) -> bytes:
        """Give the next frame; without presence and pings, unless asked for."""
        async with asyncio.timeout(30):
            while True:
                frame = await self.socket.recv()
                assert isinstance(frame, bytes)
                if presence or not (frame == b"\x09" or frame[1 + frame[0]] == 1):
                    return frame

    async def body(self, address: str = REASONS, *, presence: bool = False) -> bytes:
        """Give what stands behind the address in the next frame."""
        frame = await self.frame(presence=presence)
        start = write_text(address)
        assert frame.startswith(start), frame
        return frame[len(start) :]

    async def open(self, token: str, address: str = REASONS) -> bytes:
        """Open a text as the provider does; gives what it is sent of the text."""
        await self.token(token, address)
        await self.send(b"\x00\x00\x01\x00", address)
        told = [await self.body(address) for _ in range(3)]
        assert told[0][:2] == b"\x02\x02", told
        assert told[1][:2] == b"\x00\x00", told
        assert told[2][:2] == b"\x00\x01", told
        await self.send(b"\x00\x01\x02\x00\x00", address)
        assert await self.body(address) == b"\x08\x01"
        return told[2]

    async def open_to_read(self, token: str, address: str = REASONS) -> None:
        """Open a text that may only be read."""
        await self.token(token, address)
        await self.send(b"\x00\x00\x01\x00", address)
        assert await self.body(address) == b"\x02\x02" + write_text("readonly")
        assert [(await self.body(address))[:2] for _ in range(2)] == [b"\x00\x00", b"\x00\x01"]

    async def closed(self) -> int | None:
        """Wait for the end, and give the close code."""
        async with asyncio.timeout(30):
            await self.socket.wait_closed()
        return self.socket.close_code


@asynccontextmanager
async def client_of(county: County) -> AsyncIterator[Client]:
    """Open a socket."""
    async with connect(f"{county.address}/hocuspocus", max_size=None) as socket:
        yield Client(socket)
