"""Any command, with fields that fit the state more often than not: each command has its place in a walk.

Fields are chosen by their names; what a name cannot tell is chosen for the command, below.
"""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from decimal import Decimal
from random import Random
from typing import Any, Literal, NamedTuple, TypeVar, get_args, get_origin

import msgspec
from msgspec import NODEFAULT

from domain.command import Command
from domain.committee.commands import CommitteeChange
from domain.errors import NoSuch
from domain.procedure import AnyCommand
from domain.rights import COMMANDS, Capacity
from domain.session.command import SessionCommand
from domain.session.commands import agenda, attendance, course, minutes, proceedings, votes, wording
from domain.session.state import Session
from domain.session.votes.state import Vote
from domain.vorlage.command import VorlageCommand
from domain.vorlage.commands import aftermath, consultation, cosigning, drafting, editions, measures, motions
from domain.vorlage.events.budget import Account, Budget, Cover
from domain.vorlage.state import Vorlage
from tests.domain.county import (
    ADMIN,
    ADVISER,
    AUDITOR,
    BAU,
    BUILDER,
    CHAIR,
    CLERK,
    FINANZEN,
    KREISAUSSCHUSS,
    KREISTAG,
    LANDRAT,
    OFFICE,
    OUTSIDER,
    PAPER,
    TREASURER,
    County,
    at,
    members,
)

T = TypeVar("T")
KINDS: tuple[type[Command], ...] = get_args(AnyCommand)
ENVELOPE = frozenset(Command.__struct_fields__)
MEMBERS = (*members(KREISTAG, 7), CHAIR, LANDRAT, *members(KREISAUSSCHUSS, 9))
STAFF = (ADMIN, OFFICE, LANDRAT, CLERK, CHAIR, AUDITOR, BUILDER, TREASURER, OUTSIDER, ADVISER)
TEXTS = (
    "Alt.",
    "Neu.",
    "Neu und anders.",
    "Der Kreistag beschließt das Konzept.",
    "",
    "Größe, u\u0308ber\r\nalles",
)
SECRET = "GEHEIM"  # noqa: S105 - what the public must not read, no password
HOLDERS: Mapping[Capacity, tuple[str, ...]] = {
    Capacity.COUNCIL_OFFICE: (OFFICE,),
    Capacity.LEAD: (BUILDER,),
    Capacity.INVITED: (TREASURER,),
    Capacity.STEERING: (BUILDER,),
    Capacity.CREATOR: (BUILDER,),
    Capacity.COSIGNER: (TREASURER,),
    Capacity.DEPARTMENT: (BUILDER, TREASURER, TREASURER),
    Capacity.CHIEF_EXECUTIVE: (LANDRAT,),
    Capacity.CLERK: (CLERK,),
    Capacity.CHAIR: (CHAIR, LANDRAT),
    Capacity.BODY: MEMBERS,
    Capacity.PROPOSER: (CLERK, BUILDER),
    Capacity.RESPONSIBLE: (TREASURER,),
    Capacity.AUDITOR: (AUDITOR,),
    Capacity.ADMIN: (ADMIN,),
}


class Chosen(NamedTuple):
    """A command, who gives it, and when."""

    who: str
    command: AnyCommand
    moment: dt.datetime


class Chance(NamedTuple):
    """What fields are chosen from: the county, what the command is about, and chance."""

    dice: Random
    county: County
    paper: Vorlage
    sitting: Session | None
    kind: type[Command]

    def one(self, things: Sequence[T], otherwise: Any = "none") -> Any:
        """One of some things, rather the last."""
        if not things:
            return otherwise
        return things[-1] if self.dice.random() < 0.4 else self.dice.choice(things)

    def some(self, things: Sequence[T], most: int = 4) -> tuple[T, ...]:
        """Some things, none of them twice."""
        return tuple(self.dice.sample(things, self.dice.randint(0, min(most, len(things)))))

    def often(self) -> bool:
        """Mostly."""
        return self.dice.random() < 0.8

    @property
    def agenda(self) -> list[str]:
        """The items of the sitting, the one that was called last of all."""
        if self.sitting is None:
            return []
        items = [each.id for each in self.sitting.agenda]
        return [*items, self.sitting.current] if self.sitting.current else items

    @property
    def vote(self) -> Vote | None:
        """The last vote of the sitting."""
        return self.sitting.votes[-1] if self.sitting is not None and self.sitting.votes else None

    def day(self) -> dt.date:
        """A day, rather a near one."""
        return self.county.now.date() + dt.timedelta(days=self.dice.choice([0, 0, 1, 8, 9, 20, 30, 60]))

    def document(self) -> str:
        """A text of the paper."""
        measures = [f"measures/{each.id}" for each in self.paper.measures]
        return str(self.dice.choice(["reasons", "proposed_resolution", *measures]))


def _votes(chance: Chance) -> list[str]:
    return [each.id for each in chance.sitting.votes] if chance.sitting is not None else []


def _objections(chance: Chance) -> list[str]:
    minutes = None if chance.sitting is None else chance.sitting.minutes
    return [] if minutes is None else [each.id for each in minutes.objections]


def _reason(_: Chance) -> str:
    return "Grund"


def _line(chance: Chance) -> str:
    return str(chance.dice.choice(["Wort", "ein anderes Wort"]))


def _day(chance: Chance) -> dt.date:
    return chance.day()


def _day_or_none(chance: Chance) -> dt.date | None:
    return chance.dice.choice([None, chance.day()])


def _count(chance: Chance) -> int:
    return chance.dice.randint(0, 9)


def _nothing(chance: Chance) -> int:
    return 0 if chance.often() else 1


def _member(chance: Chance) -> str:
    return str(chance.dice.choice([*MEMBERS, ADVISER]))


def _person(chance: Chance) -> str:
    return str(chance.dice.choice(STAFF))


def _committee(chance: Chance) -> str:
    return str(chance.one([KREISAUSSCHUSS, KREISTAG]))


def _department(chance: Chance) -> str:
    return str(chance.one([BAU, FINANZEN]))


def _station(chance: Chance) -> str:
    return str(chance.one([each.id for each in chance.paper.consultations]))


def _measure(chance: Chance) -> str:
    return str(chance.one([each.id for each in chance.paper.measures]))


def _sitting(chance: Chance) -> str:
    return str(chance.one(list(chance.county.world.sessions)))


def _order(chance: Chance) -> tuple[str, ...]:
    found = chance.sitting.agenda if issubclass(chance.kind, SessionCommand) and chance.sitting else ()
    ids = [each.id for each in found or chance.paper.consultations]
    chance.dice.shuffle(ids)
    return tuple(ids)


def _ballots(chance: Chance) -> tuple[votes.BallotEntry, ...] | None:
    if chance.vote is None or chance.vote.kind != "roll_call":
        return None
    choices = ["yes", "yes", "no", "abstained"]
    return tuple(votes.BallotEntry(each, chance.dice.choice(choices)) for each in MEMBERS[:9])  # type: ignore[arg-type]


def _candidates(chance: Chance) -> object:
    if chance.kind in {votes.OpenVote, votes.PrepareVote}:
        return ("A", "B") if chance.dice.random() < 0.3 else ()
    if chance.vote is None or not chance.vote.candidates:
        return None
    return tuple(votes.CandidateEntry(each, _count(chance)) for each in chance.vote.candidates)


def _budget(chance: Chance) -> Budget:
    need = Decimal(chance.dice.randint(0, 3))
    account = Account(account="51.1", appropriation=Decimal(1), need=need)
    cover = Cover(kind="less_expense", amount=max(need - 1, Decimal(0)))
    return Budget(accounts=(account,), posting="expense", cover=(cover,) if chance.often() else ())


def _spans(chance: Chance) -> tuple[proceedings.SpanEntry, ...]:
    day = chance.county.now.date() if chance.sitting is None else chance.sitting.date
    begin = at(day, 16, chance.dice.randint(40, 59))
    end = None if chance.often() else at(day, 17, chance.dice.randint(1, 59))
    return (proceedings.SpanEntry(begin=begin, end=end),)


def _correction(chance: Chance) -> votes.CorrectVote | None:
    if chance.sitting is None or not chance.sitting.votes:
        return None
    id_ = next(key for key, each in chance.county.world.sessions.items() if each is chance.sitting)
    yes = _count(chance)
    vote = chance.one(_votes(chance))
    return votes.CorrectVote(session=id_, vote=vote, yes=yes, no=9 - yes, abstained=0, reason="x")


def _links(chance: Chance) -> tuple[cosigning.ChainLink, ...]:
    scope = chance.some(["subject", "reasons", "proposed_resolution", "measures", "budget"])
    return () if chance.often() else (cosigning.ChainLink(department=FINANZEN, scope=scope),)


FIELDS: Mapping[str, Callable[[Chance], Any]] = {
    **dict.fromkeys(["reason", "urgency", "ground", "mistake", "override"], _reason),
    **dict.fromkeys(["comment", "note", "remark", "name", "title", "label", "changes", "topic"], _line),
    **dict.fromkeys(["before", "after", "signatory", "file_reference", "number", "edition"], _line),
    **dict.fromkeys(["subject", "text", "media_type", "committee_name", "lead_department_name"], _line),
    **dict.fromkeys(["date", "since", "due", "received"], _day),
    "known_at": lambda chance: chance.county.now.date() - dt.timedelta(days=chance.dice.randint(0, 12)),
    "until": _day_or_none,
    **dict.fromkeys(["yes", "no", "abstained"], _count),
    **dict.fromkeys(["invalid", "not_voting"], _nothing),
    **dict.fromkeys(["lawful_number", "page"], lambda chance: chance.dice.randint(7, 12)),
    "share": lambda chance: chance.dice.randint(0, 100),
    "start": lambda chance: chance.dice.randint(0, 9),
    "content": lambda chance: chance.dice.choice([b"eins", b"zwei"]),
    "abbreviation": lambda chance: chance.dice.choice(["KT", "XY"]),
    "majority": lambda chance: chance.dice.choice(["simple", "simple", "absolute", "two_thirds", "huge"]),
    "public_title": lambda _: "Vertrauliche Angelegenheit",
    "vorlage": lambda chance: chance.one(list(chance.county.world.vorlagen), PAPER),
    **dict.fromkeys(["session", "sitting", "again"], _sitting),
    "item": lambda chance: chance.one(chance.agenda),
    "items": lambda chance: chance.some(chance.agenda, 2) or ("none",),
    **dict.fromkeys(["vote", "repeats"], lambda chance: chance.one(_votes(chance))),
    "objection": lambda chance: chance.one(_objections(chance)),
    "taken": lambda chance: chance.some(_objections(chance)),
    **dict.fromkeys(["consultation", "cause", "target"], _station),
    **dict.fromkeys(["committee", "competent"], _committee),
    **dict.fromkeys(["department", "lead_department"], _department),
    **dict.fromkeys(["member", "proposer", "objector"], _member),
    **dict.fromkeys(["person", "deputy"], _person),
    "substitute": lambda chance: chance.dice.choice([OUTSIDER, "substitute-1", *MEMBERS[-2:]]),
    "members": lambda chance: chance.some(MEMBERS) or (CHAIR,),
    "tellers": lambda chance: chance.some([CLERK, *MEMBERS[:2]], 2),
    "measure": _measure,
    "document": Chance.document,
    **dict.fromkeys(["old", "new"], lambda chance: chance.dice.choice(TEXTS)),
    "amendment": lambda chance: chance.one([each.id for each in chance.paper.motions]),
    "attachment": lambda chance: chance.one([each.id for each in chance.paper.attachments]),
    "change": lambda chance: chance.one([c.id for m in chance.paper.measures for c in m.changes]),
    "grant": lambda chance: chance.one(list(chance.county.world.organisation.grants)),
    "deputyship": lambda chance: chance.one(list(chance.county.world.organisation.deputyships)),
    "order": _order,
    "ballots": _ballots,
    "candidates": _candidates,
    "elected": lambda chance: chance.dice.choice(["A", "B", None]),
    "budget": _budget,
    "intervals": _spans,
    "correction": _correction,
    "chain": lambda chance: chance.dice.choice([(), (FINANZEN,), (FINANZEN, BAU)]),
    "links": _links,
}
"""How a field is chosen by its name; what has a few values only is chosen among them by its type."""

OWN: Mapping[type[Command], frozenset[str]] = {
    drafting.CreateVorlage: frozenset({"vorlage"}),
    consultation.AddConsultation: frozenset({"consultation", "after"}),
    measures.AddMeasure: frozenset({"measure"}),
    measures.AmendMeasure: frozenset({"change"}),
    motions.ProposeAmendment: frozenset({"amendment"}),
    drafting.AddAttachment: frozenset({"attachment"}),
    agenda.PlanSession: frozenset({"session"}),
    agenda.AddAgendaItem: frozenset({"item", "after", "consultation"}),
    votes.PrepareVote: frozenset({"vote"}),
    votes.OpenVote: frozenset({"vote"}),
    minutes.ObjectToMinutes: frozenset({"objection"}),
    proceedings.RecordNote: frozenset({"note"}),
    **{each: frozenset({"committee"}) for each in KINDS if each.__name__ == "FormCommittee"},
    **{each: frozenset({"department"}) for each in KINDS if each.__name__ == "FormDepartment"},
    **{each: frozenset({"grant"}) for each in KINDS if each.__name__ == "GrantRole"},
    **{each: frozenset({"deputyship"}) for each in KINDS if each.__name__ == "AppointDeputy"},
}
"""Ids of what a command creates: they are left out, so that new ones are made."""


def _values(annotated: Any) -> tuple[Any, ...]:
    """The values of a type that has a few only."""
    if annotated is bool:
        return (False, True)
    if get_origin(annotated) is Literal:
        return get_args(annotated)
    return tuple(value for part in get_args(annotated) for value in _values(part))


def unplaced(kind: type[Command]) -> list[str]:
    """The fields of a command for which nothing can be chosen."""
    return [
        each.name
        for each in msgspec.structs.fields(kind)
        if each.name not in ENVELOPE and each.name not in FIELDS and not _values(each.type)
    ]


def filled(chance: Chance) -> dict[str, Any]:
    """Fields for a command, chosen one by one; what may be left out often is."""
    found: dict[str, Any] = {}
    for each in msgspec.structs.fields(chance.kind):
        optional = each.default is not NODEFAULT
        if each.name in ENVELOPE | OWN.get(chance.kind, frozenset()):
            continue
        if optional and chance.dice.random() < 0.5:
            continue
        values = _values(each.type)
        if values and each.name not in {"item", "vote"}:
            found[each.name] = chance.dice.choice(values)
        elif each.name in FIELDS:
            found[each.name] = FIELDS[each.name](chance)
        if optional and found.get(each.name) == "none":
            del found[each.name]
    return found


def _chosen_prepared(chance: Chance) -> bool:
    """Whether a vote that was prepared is the one to be opened."""
    return bool(chance.sitting and chance.sitting.prepared) and chance.dice.random() < 0.5


def _said(chance: Chance, found: dict[str, Any]) -> dict[str, Any]:
    """Fields that depend on one another."""
    kind, paper = chance.kind, chance.paper
    if kind is measures.AmendMeasure and chance.often():
        found["old"] = paper.text(f"measures/{found['measure']}") if paper.measures else ""
    elif kind is motions.ProposeAmendment:
        document = chance.document()
        text = paper.text(document)
        found |= {"document": document, "old": text, "measure": None}
        found.pop("start", None)
        if len(text) > 4 and chance.dice.random() < 0.6:
            start = chance.dice.randint(0, len(text) - 3)
            found |= {"start": start, "old": text[start : start + 3]}
    elif kind is motions.RestateAmendment:
        others = [each.id for each in paper.motions if each.id != found["amendment"]]
        found["after"] = chance.some(others, 1) or ("none",)
    elif kind is measures.AddMeasure:
        found["document"] = "Konzept"
    elif kind in {drafting.ReviseText, wording.ChangeWording}:
        found["text"] = chance.dice.choice(TEXTS)
    elif kind is agenda.AddAgendaItem:
        if found.get("vorlage") is None:
            found["subject"] = SECRET if found.get("public") is False else "Verschiedenes"
        else:
            found.pop("subject", None)
    elif kind is votes.RecordVote and chance.vote is not None and chance.often():
        entitled = chance.vote.entitled or 9
        found |= {"vote": chance.vote.id, "counted": "exact", "yes": entitled, "no": 0, "abstained": 0}
        found |= {"invalid": None, "not_voting": None, "ballots": None, "carried": None}
    elif kind is votes.OpenVote and chance.sitting is not None and _chosen_prepared(chance):
        prepared = chance.dice.choice(chance.sitting.prepared)
        return {"item": prepared.item, "vote": prepared.vote}
    elif kind in {votes.OpenVote, votes.PrepareVote} and chance.sitting is not None and chance.often():
        found |= {"item": chance.sitting.current or chance.one(chance.agenda), "items": ()}
        if found.get("about") == "election" or found.get("kind") == "election":
            found |= {"about": "election", "candidates": ("A", "B"), "kind": "election", "round": 1}
        if found.get("about") != "amendment":
            found.pop("amendment", None)
    return found


ABOUT_OPEN = {
    votes.RecordBallot,
    votes.WithdrawBallot,
    votes.CancelVote,
    votes.RecordVote,
    votes.ObjectToOpenElection,
    votes.ResolveContradiction,
}
"""Commands about a vote that is open."""

ENDING: tuple[type[Command], ...] = (
    agenda.CancelSession,
    course.CloseSession,
    aftermath.DecideUrgently,
    cosigning.RecallCosigning,
    cosigning.WithdrawRelease,
    aftermath.WithdrawVorlage,
)
"""What ends most of what else could be tried: tried less often."""

CURRENT = {*get_args(wording.WordingCommand), course.ConcludeItem, proceedings.RecallItem}
"""Commands about the item that was called."""

PAIRS = ((members(KREISTAG, 1)[0], "substitute-1"),)
"""Members of the Kreistag and who takes their seats."""


def _paper(holds: Callable[[Vorlage], Any]) -> Callable[[Any], bool]:
    return lambda paper: bool(holds(paper))


def _session(holds: Callable[[Session], Any]) -> Callable[[Any], bool]:
    return lambda sitting: bool(holds(sitting))


def _late(sitting: Session) -> list[str]:
    return [each.id for each in sitting.agenda if each.late and each.outcome is None]


def _resolved_in_private(sitting: Session) -> list[str]:
    return [each.id for each in sitting.agenda if not each.public and each.outcome is not None]


def _passed_over(sitting: Session) -> list[str]:
    return [each.id for each in sitting.agenda if each.outcome and not each.concluded_by]


def _recusals(sitting: Session) -> list[tuple[str, str]]:
    return [(each.id, member) for each in sitting.agenda for member in each.recused]


NEEDS: Mapping[type[Command], Callable[[Any], bool]] = {
    cosigning.CosignVorlage: _paper(lambda paper: paper.cosigners),
    cosigning.CommentCosigning: _paper(lambda paper: paper.cosigners),
    cosigning.RefuseCosignature: _paper(lambda paper: paper.cosigners),
    cosigning.WithdrawCosignature: _paper(lambda paper: paper.cosignatures),
    motions.RestateAmendment: _paper(lambda paper: len(paper.motions) > 1),
    motions.WithdrawAmendment: _paper(lambda paper: paper.motions),
    motions.TakeOverAmendment: _paper(lambda paper: paper.motions),
    measures.AttributeCause: _paper(lambda paper: any(each.changes for each in paper.measures)),
    editions.WithdrawPublication: _paper(lambda paper: paper.published_at),
    **dict.fromkeys(
        [drafting.ReplaceAttachment, drafting.RemoveAttachment], _paper(lambda paper: paper.attachments)
    ),
    votes.RecordBallot: _session(lambda each: each.open_vote and each.open_vote.kind == "roll_call"),
    votes.WithdrawBallot: _session(lambda each: each.open_vote and each.open_vote.ballots),
    votes.ObjectToOpenElection: _session(lambda each: each.open_vote and each.open_vote.about == "election"),
    votes.CancelVote: _session(lambda each: each.open_vote or each.prepared),
    votes.RecordVote: _session(lambda each: each.votes),
    votes.DeclareVote: _session(lambda each: any(vote.status == "counted" for vote in each.votes)),
    votes.AnnulVote: _session(lambda each: each.votes),
    votes.CorrectVote: _session(lambda each: each.votes),
    votes.ResolveContradiction: _session(
        lambda each: any(vote.second or vote.seconds for vote in each.votes)
    ),
    agenda.OrderAgenda: _session(lambda each: len(each.agenda) > 1),
    agenda.RemoveAgendaItem: _session(lambda each: each.agenda),
    attendance.LiftRecusal: _session(_recusals),
    minutes.ApproveMinutes: _session(lambda each: each.minutes and each.minutes.approved_in is None),
    **dict.fromkeys(
        [wording.WithdrawWording, wording.ReadBackWording, wording.FreezeWording],
        _session(lambda each: each.wordings),
    ),
    **dict.fromkeys([proceedings.AcceptItem, proceedings.RefuseItem], _session(_late)),
    proceedings.AnnounceResolutions: _session(_resolved_in_private),
    proceedings.ReopenItem: _session(_passed_over),
    proceedings.WithdrawNote: _session(lambda each: each.proceedings.notes),
    proceedings.WithdrawAgendaApproval: _session(lambda each: each.proceedings.approved),
    proceedings.RestorePublic: _session(lambda each: each.proceedings.excluded),
    proceedings.ObjectToCirculation: _session(lambda each: each.form == "circulation"),
}
"""What a command is about has to be there, or it is refused; it is seldom tried then."""


def fitting(county: County, kind: type[Command], dice: Random) -> str | None:
    """What a command may be given about, rather in a state that the rights table lets it be given in."""
    things: Mapping[str, Vorlage | Session]
    things = county.world.vorlagen if issubclass(kind, VorlageCommand) else county.world.sessions
    states = COMMANDS[kind].states
    fit = [key for key, each in things.items() if not states or states.intersection(each.states)]
    if "opened" in states and dice.random() < 0.85:
        fit = [key for key in fit if "opened" in things[key].states] or fit
    if kind in NEEDS and dice.random() < 0.98:
        fit = [key for key in fit if NEEDS[kind](things[key])]
    return dice.choice(fit) if fit else None


def capable(county: County, command: AnyCommand, dice: Random) -> str:
    """Someone who may give such a command; seldom somebody else."""
    if dice.random() < 0.05:
        return dice.choice(STAFF)
    who = COMMANDS[type(command)].who
    person = dice.choice(STAFF)
    for _ in range(4):
        person = dice.choice(HOLDERS[dice.choice(sorted(who))])
        with suppress(NoSuch):
            if county.capacities(command, county.given(person)) & who:
                break
    return person


def _about_vote(chance: Chance, found: dict[str, Any]) -> dict[str, Any]:
    """A vote that the sitting holds, and what can be said of it."""
    kind, sitting, vote = chance.kind, chance.sitting, chance.vote
    if sitting is None or not chance.often():
        return found
    open_votes = [each.id for each in sitting.votes if each.status == "opened"]
    if kind in ABOUT_OPEN and open_votes:
        found["vote"] = open_votes[-1]
        vote = sitting.vote(open_votes[-1])
    if kind is votes.CancelVote and sitting.prepared and (not open_votes or chance.dice.random() < 0.3):
        found["vote"] = chance.dice.choice(sitting.prepared).vote
    if vote is None:
        return found
    if kind is votes.DeclareVote:
        return {"vote": vote.id} if chance.often() else found
    if kind is votes.CorrectVote and vote.entitled:
        yes = chance.dice.randint(0, vote.entitled)
        return {"vote": vote.id, "reason": "x", "yes": yes, "no": vote.entitled - yes, "abstained": 0}
    cast = [each.member for each in vote.ballots]
    if kind is votes.WithdrawBallot:
        found["member"] = chance.one(cast)
    elif kind is votes.RecordBallot:
        found["member"] = chance.one([each for each in MEMBERS if each not in cast])
    elif kind is votes.ResolveContradiction:
        twice = [each for each in sitting.votes if each.second or each.seconds]
        held = chance.one(twice, vote)
        found |= {"vote": held.id, "member": chance.one([each.member for each in held.seconds], None)}
    return found


def _held(chance: Chance, found: dict[str, Any]) -> dict[str, Any]:
    """What a sitting holds already and a command is about: items, notes, members."""
    kind, sitting = chance.kind, chance.sitting
    if sitting is None or not chance.often():
        return found
    if kind in CURRENT and sitting.current is not None:
        found["item"] = sitting.current
    if kind is attendance.LiftRecusal:
        found |= dict(zip(("item", "member"), chance.one(_recusals(sitting), ("none", CHAIR)), strict=True))
    if kind in {proceedings.AcceptItem, proceedings.RefuseItem}:
        found["item"] = chance.one(_late(sitting))
        found.pop("vote", None)
    if kind is proceedings.ReopenItem:
        found["item"] = chance.one(_passed_over(sitting))
    if kind is proceedings.AnnounceResolutions:
        found["items"] = tuple(_resolved_in_private(sitting)) or ("none",)
    if kind is proceedings.WithdrawNote:
        found["note"] = chance.one(list(sitting.proceedings.notes))
    if kind is attendance.RecordSubstitution:
        found |= {"member": PAIRS[0][0], "substitute": PAIRS[0][1]}
    if kind is minutes.ApproveMinutes:
        others = {key: each for key, each in chance.county.world.sessions.items() if each is not sitting}
        votes = [(key, each.id) for key in others for each in others[key].votes if each.about == "minutes"]
        without = [(key, None) for key in others]
        found |= dict(zip(("sitting", "vote"), chance.one(votes or without, ("none", None)), strict=True))
    return found


def choose(county: County, kind: type[Command], dice: Random) -> Chosen:
    """A command of this kind."""
    about = fitting(county, kind, dice)
    paper, sitting = county.world.vorlagen[PAPER], None
    if issubclass(kind, VorlageCommand):
        paper = county.world.vorlagen[about or PAPER]
    elif about is not None:
        sitting = county.world.sessions[about]
    chance = Chance(dice, county, paper, sitting, kind)
    found = _held(chance, _about_vote(chance, _said(chance, filled(chance))))
    if issubclass(kind, CommitteeChange) and "substitute" in found and chance.often():
        found |= {"committee": KREISTAG, "member": PAIRS[0][0], "substitute": PAIRS[0][1]}
    if issubclass(kind, VorlageCommand):
        found["vorlage"] = about or PAPER
    elif issubclass(kind, SessionCommand):
        found["session"] = about or "none"
    moment = county.now + dt.timedelta(minutes=1)
    unopened = sitting is not None and sitting.opened_at is None
    early = kind in {attendance.RecordArrival, attendance.RecordSubstitution} and unopened
    if (kind is course.OpenSession or early) and sitting is not None and chance.often():
        moment = max(moment, at(sitting.date))
    elif kind is attendance.RecordArrival and dice.random() < 0.3:
        moment -= dt.timedelta(minutes=dice.randint(0, 5))
    command: Any = kind(**found)
    return Chosen(capable(county, command, dice), command, moment)


def likely(county: County, dice: Random) -> type[Command]:
    """A kind of command, rather one that the state of something lets be given."""
    for _ in range(20):
        kind = dice.choice(KINDS)
        if kind in ENDING and dice.random() < 0.8:
            continue
        states = COMMANDS[kind].states
        free = not states and kind not in NEEDS
        if dice.random() < (0.3 if free else 0.9) and (free or fitting(county, kind, dice)):
            return kind
    return dice.choice(KINDS)
