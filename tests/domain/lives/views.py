"""Every view beside a walk: taken in command by command, and compared with the state and with a rebuild."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from domain.recorded import Recorded
from domain.world import World
from projections import committee, organisation
from projections.history import view as history
from projections.public import record as public
from projections.public.record import Public
from projections.session import view as session
from projections.vorlage import view as vorlage
from tests.domain.county import Fact
from tests.domain.lives.choosing import SECRET
from tests.projections.agreement import cosignatures_agree, session_agrees, vorlage_agrees
from tests.projections.story import log

VIEWS: tuple[Any, ...] = (vorlage, session, history, committee, organisation)


class Views:
    """The rows of all views as they are stored, and what the public reads."""

    def __init__(self) -> None:
        self.rows: dict[tuple[str, str], bytes] = {}
        self.known: dict[tuple[str, str], bytes] = {}
        self._log: list[Recorded] = []
        self._public = Public(self._load)

    def take(self, facts: Sequence[Fact]) -> None:
        """Take in all facts of a log that are new."""
        new = log(facts)[len(self._log) :]
        self._log += new
        self._fold(self.rows, new)
        for one in public.commands(new):
            for change in self._public.take(one, lambda kind, id_: self.known.get((kind, id_))):
                self.known[change.kind, change.id] = change.body

    def agree(self, world: World) -> None:
        """Views tell what the state tells (rule 13), and the public hears no secret (rule 12)."""
        for id_, paper in world.vorlagen.items():
            row = vorlage.decode(self.rows["vorlage", f"vorlagen/{id_}"])
            vorlage_agrees(row, paper)
            cosignatures_agree(row, paper)
        for id_, sitting in world.sessions.items():
            session_agrees(session.decode(self.rows["session", f"sessions/{id_}"]), sitting)
        everything = b"\n".join(self.known.values()).decode()
        assert SECRET not in everything
        for sitting in world.sessions.values():
            for item in sitting.agenda:
                # An id may also be the name of a field: `"item":`.
                assert item.public or not re.search(f'"{re.escape(item.id)}"(?!:)', everything)

    def rebuild(self) -> None:
        """What was taken in step by step is what a rebuild gives (rule 13)."""
        rows: dict[tuple[str, str], bytes] = {}
        self._fold(rows, self._log)
        assert rows == self.rows
        through = len(self._log)
        for (kind, id_), body in self.known.items():
            assert Public(self._load).seen(kind, id_, through) == body  # type: ignore[arg-type]

    def _fold(self, rows: dict[tuple[str, str], bytes], recorded: Iterable[Recorded]) -> None:
        for view in VIEWS:
            held: dict[str, Any] = {}
            for one in recorded:
                if one.stream.startswith(view.STREAMS):
                    if one.stream not in held:
                        stored = rows.get((view.NAME, one.stream))
                        held[one.stream] = view.initial() if stored is None else view.decode(stored)
                    held[one.stream] = view.apply(held[one.stream], one)
            rows.update({(view.NAME, stream): view.encode(row) for stream, row in held.items()})

    def _load(self, stream: str, through: int) -> list[Recorded]:
        return [one for one in self._log if one.stream == stream and one.position <= through]
