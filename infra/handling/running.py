"""A command under way, and those who wait for its answer."""

import asyncio

from infra.handling.answers import Answer


class Running:
    """Under way, whoever goes away meanwhile: a client that does stops no command half way."""

    __slots__ = ("_waiting", "body")

    def __init__(self, body: bytes) -> None:
        """`body`: the hash of what is asked for."""
        self.body = body
        self._waiting: list[asyncio.Future[Answer]] = []

    def outcome(self) -> "asyncio.Future[Answer]":
        """What one of those who asked for it waits for."""
        future: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._waiting.append(future)
        return future

    def answer(self, answer: Answer) -> None:
        """Tell those who wait what it led to."""
        for future in self._waiting:
            if not future.done():
                future.set_result(answer)

    def refuse(self, error: BaseException) -> None:
        """Tell those who wait why nothing was stored."""
        for future in self._waiting:
            if not future.done():
                future.set_exception(error)
