"""Past votes under another rule set: each sitting of the log is folded and judged again; nothing changes."""

import datetime as dt
from collections.abc import Iterator
from typing import cast

from msgspec import Struct

from domain.rules import RuleBook, RuleSet
from domain.session.events import SessionEvent
from domain.session.evolution import evolve
from domain.session.state import Session
from domain.session.votes.rejudging import Rejudged, rejudged
from infra.store import Connection
from infra.store.mapper import EventMapper
from infra.store.reading import log_after

PAGE = 1_000
STREAMS = "sessions/"


class SittingRejudged(Struct, frozen=True, kw_only=True):
    """One vote that would come out otherwise, and the sitting that it was held in."""

    session: str
    date: dt.date
    subject: str
    rule: str
    other_rule: str
    vote: Rejudged


def rejudge(
    connection: Connection,
    book: RuleBook,
    other: RuleSet,
    since: dt.date = dt.date.min,
    until: dt.date = dt.date.max,
) -> Iterator[SittingRejudged]:
    """The votes of sittings from one day to another (inclusive) that `other` would judge otherwise."""
    for id_, session in sorted(_sittings(connection).items(), key=lambda each: (each[1].date, each[0])):
        if not session.rule or not since <= session.date <= until:
            continue
        subjects = {each.id: each.subject for each in session.agenda}
        for found in rejudged(session, book.named(session.rule), other):
            yield SittingRejudged(
                session=id_,
                date=session.date,
                subject=subjects[found.item],
                rule=session.rule,
                other_rule=other.id,
                vote=found,
            )


def _sittings(connection: Connection) -> dict[str, Session]:
    mapper, found, after = EventMapper(), dict[str, Session](), 0
    while page := log_after(connection, mapper, after, PAGE, None):
        for recorded in page:
            if recorded.stream.startswith(STREAMS):
                id_ = recorded.stream.removeprefix(STREAMS)
                found[id_] = evolve(found.get(id_), cast("SessionEvent", recorded.event), recorded.meta)
        after = page[-1].position
    return found
