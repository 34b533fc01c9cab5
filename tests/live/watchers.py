"""Clients of `/live`, by a library that knows nothing of ours."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any
from uuid import uuid4

import msgspec
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from infra.county import County
from infra.demo import Credential, story

SITTING = f"sessions/{story.COUNCIL_SITTING}"
PAPER = f"vorlagen/{story.CYCLING}"
DRAFT = f"vorlagen/{story.PLAYGROUNDS}"


class Client:
    """One socket."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket

    async def send(self, **message: object) -> None:
        """Send a message."""
        await self.socket.send(msgspec.json.encode(message).decode())

    async def receive(self) -> dict[str, Any]:
        """Give the next message."""
        async with asyncio.timeout(60):
            return msgspec.json.decode(await self.socket.recv(), type=dict[str, Any])

    async def subscribe(self, stream: str, after: int | None = None) -> list[dict[str, Any]]:
        """Subscribe; give the events until it has caught up, and that message last."""
        await self.send(subscribe=stream, **({} if after is None else {"after": after}))
        found = [await self.receive()]
        while "caught_up" not in found[-1] and "problem" not in found[-1]:
            found.append(await self.receive())
        return found

    async def give(self, type_: str, id_: str | None = None, **fields: object) -> dict[str, Any]:
        """Give a command; give the answer, skipping events."""
        id_ = id_ or str(uuid4())
        await self.send(command={"type": type_, **fields}, id=id_)
        while True:
            message = await self.receive()
            if message.get("id") == id_:
                return message

    async def closed(self) -> tuple[int, str]:
        """Read to the end; give code and reason."""
        async with asyncio.timeout(60):
            with suppress(ConnectionClosed):
                while True:
                    await self.socket.recv()
        return self.socket.close_code or 0, self.socket.close_reason or ""


class Served:
    """A county that is served."""

    def __init__(self, county: County, address: str, credentials: list[Credential]) -> None:
        self.county = county
        self.address = address
        self.credentials = credentials

    @asynccontextmanager
    async def client(self, login: str, **options: Any) -> AsyncIterator[Client]:
        """Open a socket with a token of a login."""
        token = await self.county.identity.issue_token(login)
        async with connect(f"{self.address}/live?token={token}", max_size=None, **options) as socket:
            yield Client(socket)
