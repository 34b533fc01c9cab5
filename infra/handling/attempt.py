"""Commands on their way, and the circumstances that they are decided in."""

import datetime as dt
from typing import Final
from uuid import UUID, uuid5

from msgspec import Struct, field

from domain.days import day_of
from domain.errors import HappenedInFuture, Invalid
from domain.given import Given
from domain.organisation.state import Organisation
from domain.procedure import AnyCommand
from infra.entitlement import Standings, represented
from infra.states import States

SKEW: Final = dt.timedelta(seconds=60)
"""How far a client's clock may be ahead of ours; such a deed happened now."""


class TimeWithoutZone(Invalid):
    """A time needs its offset from UTC."""


class Attempt(Struct):
    """One or several commands under way under one id."""

    actor: str
    commands: tuple[AnyCommand, ...]
    id: UUID
    body: bytes
    now: dt.datetime
    today: dt.date
    """The county's day on which they are recorded."""
    entropy: bytes
    standings: Standings
    tries: int = 0
    """How often they were decided."""
    alone: bool = False
    """They are decided once all that was decided on their streams before them is recorded."""
    rests_on: dict[str, int] = field(default_factory=dict)
    """The versions that the last refusal was decided on."""
    known: dict[int, tuple[Organisation, Given]] = field(default_factory=dict)
    """The circumstances of each command, and the organisation that they were told from."""

    def command_id(self, number: int) -> UUID:
        """The id that the ids of new things are made from: of each command its own."""
        return self.id if len(self.commands) == 1 else uuid5(self.id, str(number))

    def given(self, number: int, states: States) -> Given:
        """The circumstances of one of them. Raises `TimeWithoutZone`, `HappenedInFuture`, `NotDeputy`."""
        organisation = states.organisation
        known = self.known.get(number)
        if known is None or known[0] is not organisation:
            known = self.known[number] = (organisation, self._given(number, organisation))
        return known[1]

    def _given(self, number: int, organisation: Organisation) -> Given:
        command = self.commands[number]
        at = _moment(command.happened_at, self.now)
        days = (self.today if at is self.now else day_of(at), self.today)
        person = represented(organisation, self.actor, command.acting_for, *days)
        return Given(
            actor=self.actor,
            acting_for=command.acting_for,
            command=self.command_id(number),
            batch=self.id,
            at=at,
            day=days[0],
            entropy=self.entropy,
            standing=self.standings.on(organisation, person, *days),
        )


def _moment(happened_at: dt.datetime | None, now: dt.datetime) -> dt.datetime:
    if happened_at is None:
        return now
    if happened_at.tzinfo is None:
        raise TimeWithoutZone
    if happened_at > now + SKEW:
        raise HappenedInFuture(happened_at.isoformat())
    try:
        return min(happened_at.astimezone(dt.UTC), now)
    except OverflowError:  # in the first hours of the year 1, east of Greenwich
        return dt.datetime.min.replace(tzinfo=dt.UTC)
