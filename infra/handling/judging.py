"""Rights, the version that was named, and the decision; and which commands take no more than a moment."""

import datetime as dt
from typing import Final, cast

from domain.events import vorlage_stream
from domain.given import Given
from domain.procedure import OF_PAPERS, AnyCommand, Events, decide, target_stream
from domain.vorlage.commands import VorlageChange
from infra.handling.attempt import Attempt
from infra.handling.etags import check_version
from infra.handling.texts import TAKES_TIME
from infra.handling.unit import Unit

BY_ITSELF: Final = OF_PAPERS - TAKES_TIME
"""Commands that are decided on the states of their papers in no more than a moment."""


class WritesTexts(Exception):
    """It turned out that a command writes texts, which takes more than a moment."""


def judged(unit: Unit, command: AnyCommand, given: Given, today: dt.date) -> Events:
    """What a command leads to, once rights and the version that was named are checked."""
    unit.check(command, given, today)
    if command.if_match is not None:
        check_version(command, unit.version(target_stream(command, given)))
    return decide(command, unit.world(), given)


def by_itself(attempt: Attempt) -> frozenset[str] | None:
    """The papers whose states and nothing else commands are decided on; None where they need more."""
    streams = []
    for each in attempt.commands:
        if type(each) not in BY_ITSELF:
            return None
        streams.append(vorlage_stream(cast("VorlageChange", each).vorlage))
    return frozenset(streams)
