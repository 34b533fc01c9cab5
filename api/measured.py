"""A node that is measured: `python -m api.measured FOLDER` serves a new county until SIGTERM.

It prints a line of where and to whom it serves, and at its end one of when it committed what, and of how
late its event loop was. Times are of the machine's monotonic clock, so that another process can compare them.
"""

import asyncio
import sys
import time
from pathlib import Path
from typing import Final
from uuid import uuid4

import msgspec

from api import serving
from domain.organisation.commands import GrantRole
from domain.recorded import Recorded
from infra.bench.clients import draft
from infra.bench.sockets import LOGINS, Kept, Serving
from infra.county import County
from infra.entitlement import SERVICE

BEAT: Final = 0.005
"""Seconds that the event loop is asked to sleep, again and again."""


def main(folder: Path) -> None:
    """Serve, and keep what is to be told."""
    commits: dict[int, int] = {}
    lags: list[tuple[int, float]] = []
    ready: list[Serving] = []
    tasks: list[asyncio.Task[None]] = []

    def committed(appended: list[Recorded]) -> None:
        now = time.monotonic_ns()
        commits.update((each.position, now) for each in appended)

    async def beat() -> None:
        while True:
            began = time.perf_counter()
            await asyncio.sleep(BEAT)
            lags.append((time.monotonic_ns(), time.perf_counter() - began - BEAT))

    async def prepare(county: County) -> None:
        papers = await draft(county, LOGINS * 10)
        tokens = [await _admit(county, f"messung-{number}") for number in range(LOGINS)]
        ready.append(Serving("", tokens, papers))
        county.store.listen(committed)
        tasks.append(asyncio.create_task(beat()))

    def announce(address: str) -> None:
        _say(msgspec.structs.replace(ready[0], address=address))

    serving.serve(folder, "127.0.0.1", 0, prepare=prepare, announce=announce)
    _say(Kept(commits, lags))


async def _admit(county: County, login: str) -> str:
    """Open an account that sees and writes papers; return a token of it."""
    person = await county.identity.add_account(login, "Messung")
    await county.handling.handle(SERVICE, GrantRole(person=person, role="council_office"), uuid4())
    return await county.identity.issue_token(login, "Messung")


def _say(what: object) -> None:
    sys.stdout.write(msgspec.json.encode(what).decode() + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
