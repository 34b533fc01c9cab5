"""Who types while a server is killed, over both protocols, and what they know of it then."""

import random
import re
from collections import deque
from typing import ClassVar

from websockets.asyncio.client import ClientConnection

from infra.collaboration.encoding import write_text
from infra.collaboration.hocuspocus import frames
from infra.collaboration.protocol import Edit
from infra.collaboration.protocol import read as read_frame
from infra.collaboration.update import parse
from infra.demo.story import PLAYGROUNDS
from tests.collaboration.editors import Editor

ROOM = f"vorlagen/{PLAYGROUNDS}/reasons"
TOKEN = re.compile(r"\[\w+\]")
SYNC, AWARENESS = 0, 1


class Writer(Editor):
    """A stock-like Yjs client that types words nobody else types."""

    PATH: ClassVar[str] = f"/collab/{ROOM}"
    MARK: ClassVar[str] = ""

    def __init__(self, socket: ClientConnection, name: str) -> None:
        self.name = name
        self.ends: list[tuple[int, str]] = []
        self.clock = 0
        self.durable = 0
        super().__init__(socket)

    async def _take(self, frame: bytes) -> None:
        await super()._take(frame)
        message = read_frame(frame)
        if isinstance(message, Edit):
            runs = parse(message.update).runs.get(self.doc.client_id, ())
            self.durable = max([self.durable, *(run.end for run in runs)])

    async def word(self, chance: random.Random) -> None:
        """Type one word at the beginning, at the end, or between two others."""
        word = f"[{self.name}x{len(self.ends)}]"
        text = str(self.text)
        places = [0, len(text), *(match.end() for match in TOKEN.finditer(text))]
        place = len(text[: chance.choice(places)].encode())
        self.clock += len(word)
        self.ends.append((self.clock, word))
        await self.insert(place, word)

    def seen(self) -> set[str]:
        """What others typed and this client shows, and what of its own came back to it."""
        own = {word for _, word in self.ends}
        others = set(TOKEN.findall(str(self.text))) - own
        return others | {word for end, word in self.ends if end <= self.durable}

    def synced_words(self) -> set[str]:
        """What it was told of, word by word, that it is durable."""
        return set()


class ManyWriter(Writer):
    """The same over `/hocuspocus`, where it is told of each message that what it brought is durable."""

    PATH = "/hocuspocus"
    MARK = "h"

    def __init__(self, socket: ClientConnection, name: str) -> None:
        self._before = write_text(ROOM)
        self._unanswered: deque[int] = deque()
        self._told = 0
        super().__init__(socket, name)

    async def sync(self) -> None:
        """Ask for the text with the cookie that opened the socket."""
        await self.socket.send(self._before + bytes((frames.AUTH, 0)) + write_text("") + write_text("4.8.0"))
        await super().sync()

    async def send(self, message: bytes) -> None:
        """Send a message behind the address of the text."""
        if message[0] == SYNC and message[1] != SYNC:
            self._unanswered.append(len(self.ends))
        await super().send(self._before + message)

    async def _take(self, frame: bytes) -> None:
        if frame == frames.PING:
            await self.socket.send(frames.PONG)
            return
        _, body = frames.parted(frame)
        if body == frames.STORED:
            self._told = self._unanswered.popleft()
        elif body[0] in {SYNC, AWARENESS}:
            await super()._take(body)
        elif body[:2] != bytes((frames.AUTH, 2)):
            raise AssertionError(body)

    def synced_words(self) -> set[str]:
        """What it was told of, word by word, that it is durable."""
        return {word for _, word in self.ends[: self._told]}

    def seen(self) -> set[str]:
        """What others typed and this client shows, and what of its own it knows to be durable."""
        return super().seen() | self.synced_words()
