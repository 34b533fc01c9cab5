"""What minutes tell of a sitting beside its items: the clerk's list, notes and announcements.

Public exclusions, and whatever happened during them, stand in the part that is not public (rule 12).
"""

import datetime as dt
from collections.abc import Mapping

from msgspec import Struct, field

from projections.session.publicity import Times
from projections.session.row import Row


class Presided(Struct, kw_only=True):
    """Who took the chair over during the sitting, and why."""

    member: str | None
    since: dt.datetime
    reason: str | None


class SummonsMinuted(Struct, kw_only=True):
    """What the chair established about the summons."""

    at: dt.datetime
    in_order: bool
    objection: str | None
    objector: str | None


class ApprovalMinuted(Struct, kw_only=True):
    """When the body approved its agenda, and what was said about changes."""

    at: dt.datetime
    changes: str | None


class ExclusionMinuted(Struct, kw_only=True):
    """The public was excluded from / to; `mistake`: why it should not have been."""

    begin: dt.datetime = field(name="from")
    end: dt.datetime | None = field(name="to")
    reason: str
    mistake: str | None


class AnnouncementMinuted(Struct, kw_only=True):
    """Resolutions of the part that is not public, announced; `numbers`: only in that part.

    `titles`: the neutral ones that the public knows.
    """

    at: dt.datetime
    numbers: list[str]
    titles: list[str]
    text: str | None


class NoteMinuted(Struct, kw_only=True):
    """A note of the clerk."""

    at: dt.datetime
    text: str


class NoteElsewhere(Struct, kw_only=True):
    """A note on no item of this part; `number`: of an item of the public part that it is about."""

    at: dt.datetime
    number: str | None
    text: str


class Steps(Struct, kw_only=True):
    """What of the clerk's list one part tells; `summons_before`: what the chair had established earlier."""

    presided: list[Presided]
    summons: SummonsMinuted | None
    summons_before: list[SummonsMinuted]
    approval: ApprovalMinuted | None
    exclusions: list[ExclusionMinuted]
    announcements: list[AnnouncementMinuted]


def steps(row: Row, times: Times, numbered: Mapping[str, str], *, public: bool) -> Steps:
    """The clerk's list. `numbered`: the numbers of the items of this part."""
    done = row.proceedings

    def told(step: str, at: dt.datetime) -> bool:
        return not public or (row.doors.saw(step, at) and times.tells(at))

    summons = [
        SummonsMinuted(at=each.at, in_order=each.in_order, objection=each.objection, objector=each.objector)
        for each in (*done.summons_before, *([done.summons] if done.summons else ()))
        if told("SummonsEstablished", each.at)
    ]
    approved = [each for each in done.approvals if each.withdrawn is None and told("AgendaApproved", each.at)]
    return Steps(
        presided=[
            Presided(member=each.member, since=each.since, reason=each.reason)
            for each in done.chairs[1:]
            if told("ChairHandedOver", each.since)
        ],
        summons=summons[-1] if summons else None,
        summons_before=summons[:-1],
        approval=ApprovalMinuted(at=approved[-1].at, changes=approved[-1].changes) if approved else None,
        exclusions=[]
        if public
        else [
            ExclusionMinuted(begin=each.begin, end=each.end, reason=each.reason, mistake=each.mistake)
            for each in done.exclusions
        ],
        announcements=[
            AnnouncementMinuted(
                at=each.at,
                numbers=[numbered[id_] for id_ in each.items if id_ in numbered],
                titles=list(each.titles),
                text=each.text,
            )
            for each in done.announcements
            if told("ResolutionsAnnounced", each.at)
        ],
    )


def notes_of(row: Row, item: str, *, public: bool) -> list[NoteMinuted]:
    """The notes on an item that its part of the minutes tells."""
    return [
        NoteMinuted(at=each.at, text=each.text)
        for each in row.proceedings.notes
        if each.item == item
        and each.withdrawn is None
        and (each.public and each.id not in row.doors.notes) == public
    ]


def other_notes(row: Row, numbers: Mapping[str, str], *, public: bool) -> list[NoteElsewhere]:
    """The notes on the sitting itself. `numbers`: of items of the public part that only some notes hide."""
    return [
        NoteElsewhere(at=each.at, number=numbers.get(each.item or ""), text=each.text)
        for each in row.proceedings.notes
        if each.withdrawn is None
        and (each.item is None or (not public and each.item in numbers))
        and (each.public and each.id not in row.doors.notes) == public
    ]
