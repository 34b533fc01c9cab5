"""The agenda in a sitting's row: its items, what became of them, and their words changed aloud."""

import datetime as dt

from domain.session.events.agenda import AgendaItemAdded, AgendaItemRemoved, AgendaOrdered
from domain.session.events.attendance import RecusalDeclared, RecusalLifted
from domain.session.events.course import ItemCalled, ItemConcluded, ItemReopened
from domain.session.events.wording import WordingChanged, WordingEvent, WordingFrozen, WordingWithdrawn
from projections.session.proceedings import Undone
from projections.session.row import Item, Row, Wording


def take_wording(row: Row, event: WordingEvent, at: dt.datetime) -> None:
    """Take in what was changed aloud."""
    for item in row.agenda:
        if item.id == event.item:
            _reworded(item, event, at)


def _reworded(item: Item, event: WordingEvent, at: dt.datetime) -> None:
    """A change aloud must be read back and frozen anew, and so must all others of the item."""
    if isinstance(event, WordingChanged | WordingWithdrawn):
        gone = event.replaces if isinstance(event, WordingChanged) else event.amendment
        item.wordings = [each for each in item.wordings if each.amendment != gone]
        if isinstance(event, WordingChanged):
            item.wordings.append(
                Wording(
                    amendment=event.amendment,
                    document=event.document,
                    old=event.old,
                    text=event.text,
                    splices=event.splices,
                    at=at,
                )
            )
        for wording in item.wordings:
            wording.read_back_at = wording.frozen = None
            wording.flags = []
        return
    for wording in item.wordings:
        if isinstance(event, WordingFrozen):
            wording.frozen, wording.flags = event.hash, list(event.flags)
        else:
            wording.read_back_at = at


def take_agenda(row: Row, event: AgendaItemAdded | AgendaItemRemoved | AgendaOrdered) -> None:
    """Take in which items there are, and their order."""
    match event:
        case AgendaItemAdded():
            item = Item(
                id=event.item,
                subject=event.subject,
                public=event.public,
                vorlage=event.vorlage,
                consultation=event.consultation,
                urgency=event.urgency,
                late=event.late,
                kind=event.kind or ("matter" if event.vorlage is None else "paper"),
                public_title=event.public_title,
            )
            row.agenda.insert(event.place, item)
        case AgendaItemRemoved():
            row.agenda = [each for each in row.agenda if each.id != event.item]
        case _:
            rank = {id_: place for place, id_ in enumerate(event.order)}
            row.agenda.sort(key=lambda each: rank.get(each.id, len(rank)))


def take_item(
    row: Row,
    event: ItemCalled | ItemConcluded | ItemReopened | RecusalDeclared | RecusalLifted,
    at: dt.datetime,
) -> None:
    """Take in what became of an item."""
    for item in row.agenda:
        if item.id != event.item:
            continue
        match event:
            case ItemCalled():
                row.current, item.called_at = item.id, at
                item.flags += event.flags
            case ItemConcluded():
                item.outcome, item.vote, item.reason = event.outcome, event.vote, event.reason
                item.flags += event.flags
                item.resolution_number = event.resolution_number
                item.referred_to = event.committee_name
            case ItemReopened():
                item.outcome, item.vote, item.reason = None, None, event.reason
                item.accepted = item.accepted or None
                row.proceedings.undone.append(
                    Undone(what="outcome", item=item.id, at=at, reason=event.reason)
                )
                if item.resolution_number is not None:
                    item.annulled_numbers.append(item.resolution_number)
                item.resolution_number = item.referred_to = None
            case RecusalDeclared():
                item.recused.append(event.member)
                item.contested[event.member] = event.flags
                item.flags += event.flags
            case _:
                row.proceedings.undone.append(
                    Undone(what="recusal", item=item.id, at=at, reason=event.reason, member=event.member)
                )
                for flag in item.contested.pop(event.member, ()):
                    item.flags.remove(flag)
                item.recused = [each for each in item.recused if each != event.member]
