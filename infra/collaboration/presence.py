"""Who is in a room, and where the cursor stands: relayed, never stored.

A room has the presence of all nodes: a state belongs to a connection here, or to another node.
The server sets the user's name itself. Clients repeat each other's states, late and out of order; what is
stale or belongs to another connection is ignored, and nobody is thrown out for it (COLLAB.md).
"""

from collections.abc import Collection, Iterable
from typing import Final

import msgspec
from msgspec import Struct

from infra.collaboration.ports import Login
from infra.collaboration.protocol import Presence

MAX_STATE: Final = 4_096
"""The longest state that is relayed, in characters of JSON."""
MAX_CLIENTS: Final = 8
"""Yjs clients that one connection may show."""
MAX_TOLD: Final = 1_000
"""Yjs clients that another node may show in one room."""
MAX_FORGOTTEN: Final = 10_000
"""Clients that are gone whose last clock is remembered, so that an echo does not bring them back."""
MAX_COLOR: Final = 32
GONE: Final = "null"


Source = int | bytes
"""Who shows a client: a connection (its number), or another node (its name)."""


class Shown(Struct, frozen=True):
    """What is shown of one client, and by whom (None: it is gone)."""

    presence: Presence
    connection: Source | None
    login: str


class Seen(Struct, frozen=True, array_like=True):
    """What one node tells another of a client, stamped with the name of whoever it is."""

    client: int
    clock: int
    state: str
    login: str


class Presences:
    """What all clients of one room show."""

    def __init__(self) -> None:
        self._shown: dict[int, Shown] = {}
        self._clients: dict[Source, set[int]] = {}

    def take(self, connection: int, login: Login, states: Iterable[Presence]) -> list[Presence]:
        """Take what a connection sends and give what is new in it, with the name of whoever it is."""
        return [
            shown
            for state in states
            if self._is_news(connection, login, state) and (shown := self._show(connection, login, state))
        ]

    def leave(self, connection: int) -> list[Presence]:
        """Give the farewells of what a connection showed."""
        farewells = []
        for client in sorted(self._clients.get(connection, ())):
            shown = self._shown[client]
            gone = Presence(shown.presence.client, shown.presence.clock + 1, GONE)
            self._put(gone, None, shown.login)
            farewells.append(gone)
        return farewells

    def told(self, clients: Iterable[int]) -> list[Seen]:
        """Give what other nodes are to be told of these clients: of those shown here, or gone from here."""
        return [
            Seen(client, one.presence.clock, one.presence.state, one.login)
            for client in clients
            if (one := self._shown.get(client)) is not None and not isinstance(one.connection, bytes)
        ]

    def own(self) -> list[Seen]:
        """Give all that is shown by connections here."""
        return self.told([key for key, one in self._shown.items() if isinstance(one.connection, int)])

    def take_told(self, node: bytes, told: Iterable[Seen], *, whole: bool) -> list[Presence]:
        """Take what another node tells and give what is new in it; `whole`: it shows nothing else."""
        news: list[Presence] = []
        kept = set()
        for seen in told:
            kept.add(seen.client)
            shown = self._shown.get(seen.client)
            gone = seen.state == GONE
            known = self._clients.get(node, set())
            if shown is None:
                is_news = not gone and len(known) < MAX_TOLD
            else:
                # Whoever is in the room here is shown from here.
                is_news = seen.clock > shown.presence.clock and not (
                    isinstance(shown.connection, int) or (gone and shown.connection != node)
                )
            if is_news and len(seen.state) <= 2 * MAX_STATE:
                presence = Presence(seen.client, seen.clock, seen.state)
                self._put(presence, None if gone else node, seen.login)
                news.append(presence)
        return news + (self._forget(self._clients.get(node, set()) - kept) if whole else [])

    def without(self, nodes: Collection[bytes]) -> list[Presence]:
        """Give the farewells of what these nodes showed."""
        return [one for node in nodes for one in self._forget(self._clients.get(node, ()))]

    @property
    def nodes(self) -> list[bytes]:
        """The other nodes that show something."""
        return [each for each in self._clients if isinstance(each, bytes)]

    def _forget(self, clients: Iterable[int]) -> list[Presence]:
        """Say goodbye for what is not told any more; without a later clock, so that it may come back."""
        farewells = []
        for client in sorted(clients):
            shown = self._shown[client]
            gone = Presence(client, shown.presence.clock, GONE)
            self._put(gone, None, shown.login)
            farewells.append(gone)
        return farewells

    def all(self) -> list[Presence]:
        """Give what is shown now."""
        return [one.presence for one in self._shown.values() if one.connection is not None]

    def _is_news(self, connection: int, login: Login, state: Presence) -> bool:
        shown = self._shown.get(state.client)
        if shown is None:
            return state.state != GONE and len(self._clients.get(connection, ())) < MAX_CLIENTS
        # Whoever moves here from another node goes on with the clock that was last told.
        moves = isinstance(shown.connection, bytes) and state.state != GONE
        if state.clock < shown.presence.clock + (not moves):
            return False
        # A client that comes back over a new connection has the same login; nobody else takes it over.
        return shown.connection == connection or (shown.login == login.id and state.state != GONE)

    def _show(self, connection: int, login: Login, state: Presence) -> Presence | None:
        if state.state == GONE:
            self._put(state, None, login.id)
            return state
        stamped = _stamped(state.state, login)
        if stamped is None:
            return None
        presence = Presence(state.client, state.clock, stamped)
        self._put(presence, connection, login.id)
        return presence

    def _put(self, presence: Presence, connection: Source | None, login: str) -> None:
        before = self._shown.pop(presence.client, None)
        if before is not None and before.connection is not None:
            self._disown(before.connection, presence.client)
        if connection is not None:
            self._clients.setdefault(connection, set()).add(presence.client)
        self._shown[presence.client] = Shown(presence, connection, login)
        if len(self._shown) > MAX_FORGOTTEN:
            oldest = next((key for key, one in self._shown.items() if one.connection is None), None)
            if oldest is not None:
                del self._shown[oldest]

    def _disown(self, connection: Source, client: int) -> None:
        clients = self._clients[connection]
        clients.discard(client)
        if not clients:
            del self._clients[connection]


def _stamped(state: str, login: Login) -> str | None:
    """Put the login's name into a state; None when it is not a state."""
    if len(state) > MAX_STATE:
        return None
    try:
        shown = msgspec.json.decode(state, type=dict[str, msgspec.Raw])
    except (msgspec.DecodeError, RecursionError):
        return None
    user: dict[str, str] = {"name": login.name, "login": login.login}
    color = _color(shown.get("user"))
    if color:
        user["color"] = color
    return msgspec.json.encode({**shown, "user": user}).decode()


class _User(Struct):
    color: str | None = None


def _color(user: msgspec.Raw | None) -> str | None:
    if user is None:
        return None
    try:
        color = msgspec.json.decode(user, type=_User).color
    except msgspec.DecodeError:
        return None
    return color if color and len(color) <= MAX_COLOR else None
