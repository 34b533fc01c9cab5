"""Which version a command made of what it was addressed to.

It is the version at that moment, not the latest: whoever goes on from it must be told of what came between.
"""

from collections.abc import Mapping
from typing import Final

from domain.procedure import AnyCommand
from infra.handling import Answer
from infra.store import Store

_STREAMS: Final[Mapping[str | None, str]] = {
    "vorlage": "vorlagen/",
    "session": "sessions/",
    "committee": "committees/",
    None: "",
}


async def version_after(store: Store, answer: Answer, command: AnyCommand) -> int | None:
    """The version of the command's target after it; None where no event went there."""
    prefix = _STREAMS[command.TARGET]
    positions = [each.position for each in answer.events if each.stream.startswith(prefix)]
    if not positions:
        return None
    position = max(positions)
    [(version,)] = await store.read(
        lambda connection: connection.execute(
            "SELECT originator_version FROM stored_events WHERE notification_id = ?", (position,)
        ).fetchall()
    )
    return int(version)
