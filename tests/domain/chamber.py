"""A sitting of any size with an item that needs no paper, for the rules of voting."""

import datetime as dt

from msgspec.structs import replace

from domain.committee.events import CommitteeFormed
from domain.events import ORGANISATION, committee_stream, session_stream
from domain.organisation.events import RoleGranted
from domain.rules import RuleBook, RuleSet
from domain.session.commands.votes import CorrectVote, DeclareVote, OpenVote, RecordVote
from domain.session.events.agenda import AgendaItemAdded, SessionPlanned, SessionSummoned
from domain.session.events.attendance import MemberArrived
from domain.session.events.course import ItemCalled, Seat, SessionOpened
from domain.session.events.votes import Majority, VoteKind
from tests.domain.county import CLERK, ITEM, SITTING, VOTE, County

BODY = "body"
DAY = dt.date(2023, 3, 29)
OPENED = dt.datetime(2023, 3, 29, 17, 0, tzinfo=dt.UTC)


def voters(number: int) -> tuple[str, ...]:
    """The ids of the first voting members."""
    return tuple(f"m{n:03}" for n in range(number))


def chamber(present: int, lawful: int | None = None, advisers: int = 0) -> County:
    """An open sitting with its item called; so many voting members of the lawful number are there."""
    lawful = present if lawful is None else lawful
    seats = [Seat(member=each, votes=True) for each in voters(lawful)]
    seats += [Seat(member=f"adviser-{n}", votes=False) for n in range(advisers)]
    there = (*voters(present), *(f"adviser-{n}" for n in range(advisers)))
    return (
        County(now=OPENED)
        .happened(ORGANISATION, RoleGranted(grant="clerk", person=CLERK, role="clerk"))
        .happened(committee_stream(BODY), CommitteeFormed(name="Kreistag", lawful_number=lawful))
        .happened(
            session_stream(SITTING),
            SessionPlanned(committee=BODY, date=DAY),
            AgendaItemAdded(item=ITEM, subject="Verschiedenes", public=True, place=0),
            SessionSummoned(received=dt.date(2023, 3, 1)),
            *(MemberArrived(member=each) for each in there),
            SessionOpened(seats=tuple(seats), lawful_number=lawful, rule="kvg-lsa", chair=voters(1)[0]),
            ItemCalled(item=ITEM),
        )
    )


def under(county: County, rules: RuleSet) -> County:
    """The same sitting under other rules: they are in force, and the sitting was opened by them."""
    book = RuleBook(sets=(replace(rules, since=dt.date.min),))
    body = county.world.sessions[SITTING]
    world = replace(county.world, rules=book, sessions={SITTING: replace(body, rule=rules.id)})
    return county._replace(world=world)


def voting(
    present: int,
    lawful: int | None = None,
    *,
    kind: VoteKind = "open",
    majority: Majority = "simple",
    advisers: int = 0,
) -> County:
    """The sitting with a vote open."""
    opened = OpenVote(session=SITTING, item=ITEM, vote=VOTE, kind=kind, majority=majority)
    return chamber(present, lawful, advisers).when(CLERK, opened)


def count(yes: int, no: int, abstained: int, invalid: int = 0) -> RecordVote:
    """The count of the vote, with everybody else confirmed or not."""
    return RecordVote(session=SITTING, vote=VOTE, yes=yes, no=no, abstained=abstained, invalid=invalid)


def correction(yes: int, no: int, abstained: int) -> CorrectVote:
    """Another count of the same vote."""
    return CorrectVote(session=SITTING, vote=VOTE, yes=yes, no=no, abstained=abstained, reason="verzählt")


def declaration(*, declared: bool | None = None, override: str | None = None) -> DeclareVote:
    """The chair's word."""
    return DeclareVote(session=SITTING, vote=VOTE, declared=declared, override=override)
