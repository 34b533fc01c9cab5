"""The public's record: what is not public leaves no trace, and replaying gives it again (rules 12, 13)."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from typing import Any, NamedTuple
from uuid import uuid5

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from domain.errors import DomainError
from domain.procedure import AnyCommand, decide
from domain.recorded import Recorded
from domain.session.commands.agenda import (
    AddAgendaItem,
    AnnounceSession,
    CancelSession,
    OrderAgenda,
    PlanSession,
    SummonSession,
    WithdrawAnnouncement,
)
from domain.session.commands.attendance import DeclareRecusal, EstablishQuorum, RecordArrival, RecordLeaving
from domain.session.commands.course import CallItem, CloseSession, ConcludeItem, OpenSession
from domain.session.commands.proceedings import ExcludePublic, RestorePublic
from domain.session.commands.votes import DeclareVote, OpenVote, RecordVote
from domain.vorlage.commands.consultation import AddConsultation, RemarkConsultation
from domain.vorlage.commands.cosigning import ReleaseVorlage, StartCosigning
from domain.vorlage.commands.drafting import CreateVorlage, ReviseText
from domain.vorlage.commands.editions import FreezeEdition
from domain.vorlage.commands.measures import AddMeasure, AmendMeasure, RemoveMeasure
from domain.vorlage.commands.motions import ProposeAmendment
from projections.public import record as public
from projections.public.record import Public, commands
from tests.domain.county import (
    BAU,
    BEGIN,
    BUILDER,
    CHAIR,
    CLERK,
    DECISION,
    ITEM,
    KREISAUSSCHUSS,
    KREISTAG,
    KT_DAY,
    LANDRAT,
    MEASURE,
    MOTION,
    NEW,
    OFFICE,
    OLD,
    PAPER,
    SITTING,
    SPACE,
    VOTE,
    County,
    Fact,
    draft,
    fold,
    members,
)

MINUTE = dt.timedelta(minutes=1)
SECOND, LATER = "second", "later"
PRESENT = (CHAIR, LANDRAT, *members(KREISTAG, 7))


class Step(NamedTuple):
    """A command that somebody gives."""

    who: str
    command: AnyCommand


class Slot(NamedTuple):
    """What is given in public, and what may be given before it that is not.

    A secret is several steps, of which none comes after one that is refused; `doors`: none without the first.
    """

    day: dt.date
    secrets: tuple[tuple[Step, ...], ...]
    steps: tuple[Step, ...]
    doors: bool = False


def office(*commands: AnyCommand) -> tuple[Step, ...]:
    """What the council office does."""
    return tuple(Step(OFFICE, each) for each in commands)


def clerk(*commands: AnyCommand) -> tuple[Step, ...]:
    """What the clerk enters."""
    return tuple(Step(CLERK, each) for each in commands)


def builder(*commands: AnyCommand) -> tuple[Step, ...]:
    """What the lead department does."""
    return tuple(Step(BUILDER, each) for each in commands)


WORDS = ProposeAmendment(
    vorlage=PAPER, document="proposed_resolution", start=24, old="", new="einstimmig ", amendment="words"
)
BEFORE = dt.date(2023, 3, 1)
SECRETS = ("secret-1", "secret-2", "secret-3")


def behind(item: str) -> tuple[tuple[Step, ...], ...]:
    """What may happen behind doors that close first, for an item that is not public, and open last."""
    vote = f"vote-{item}"
    return (
        clerk(ExcludePublic(session=SITTING, reason="Grundstück"), CallItem(session=SITTING, item=item)),
        clerk(
            RecordLeaving(session=SITTING, members=(PRESENT[2],)),
            EstablishQuorum(session=SITTING),
            RecordArrival(session=SITTING, members=(PRESENT[2],)),
        ),
        clerk(DeclareRecusal(session=SITTING, item=item, member=PRESENT[3])),
        clerk(
            OpenVote(session=SITTING, item=item, vote=vote),
            RecordVote(session=SITTING, vote=vote, yes=7, no=1, abstained=0),
            DeclareVote(session=SITTING, vote=vote),
        ),
        clerk(ConcludeItem(session=SITTING, item=item, outcome="noted")),
        clerk(RestorePublic(session=SITTING)),
    )


def each(*steps: Step) -> tuple[tuple[Step, ...], ...]:
    """Secrets of one step each."""
    return tuple((step,) for step in steps)


LIFE = (
    Slot(
        BEGIN.date(),
        (
            builder(
                ReviseText(vorlage=PAPER, document="reasons", text="Ein Entwurf, den niemand sieht."),
                FreezeEdition(vorlage=PAPER, label="Entwurf"),
            ),
            builder(
                AddMeasure(vorlage=PAPER, measure="tried", document="Konzept", text="Versuch"),
                RemoveMeasure(vorlage=PAPER, measure="tried"),
            ),
            builder(
                AmendMeasure(vorlage=PAPER, measure=MEASURE, old=OLD, new="Ganz anders."),
                FreezeEdition(vorlage=PAPER, label="Anders"),
                AmendMeasure(vorlage=PAPER, measure=MEASURE, old="Ganz anders.", new=OLD),
            ),
            builder(AddConsultation(vorlage=PAPER, consultation="x", committee_name="Runde", printed=False)),
            builder(
                CreateVorlage(vorlage="other", file_reference="x", subject="Geheim", lead_department=BAU)
            ),
        ),
        (
            *builder(
                ReviseText(vorlage=PAPER, document="reasons", text="Es ist sehr nötig.\n"),
                AmendMeasure(vorlage=PAPER, measure=MEASURE, old=OLD, new=NEW),
                FreezeEdition(vorlage=PAPER, label="Fassung Kreistag", target=DECISION),
                StartCosigning(vorlage=PAPER, chain=()),
            ),
            Step(LANDRAT, ReleaseVorlage(vorlage=PAPER)),
        ),
    ),
    Slot(
        BEFORE,
        each(
            *office(
                PlanSession(session="ka", committee=KREISAUSSCHUSS, date=dt.date(2023, 3, 20)),
                AddAgendaItem(session="ka", item="ka-item", subject="Vorbesprechung"),
                SummonSession(session="ka"),
                RemarkConsultation(vorlage=PAPER, consultation=DECISION, remark="strittig"),
            )
        ),
        office(
            PlanSession(session=SITTING, committee=KREISTAG, date=KT_DAY),
            AddAgendaItem(session=SITTING, item=ITEM, vorlage=PAPER),
            AddAgendaItem(session=SITTING, item=SECOND, subject="Verschiedenes"),
        ),
    ),
    Slot(
        BEFORE,
        (
            *each(
                *office(
                    *(
                        AddAgendaItem(session=SITTING, item=item, subject="Grundstück", public=False)
                        for item in SECRETS
                    )
                )
            ),
            office(
                AddAgendaItem(session=SITTING, item="first", subject="Personal", public=False, after=ITEM),
                OrderAgenda(session=SITTING, order=("first", *SECRETS, ITEM, SECOND)),
            ),
        ),
        office(SummonSession(session=SITTING), AnnounceSession(session=SITTING)),
    ),
    Slot(
        BEFORE,
        each(
            *clerk(
                AddAgendaItem(session=SITTING, item="urgent", subject="Eilig", public=False, urgency="eilt"),
                AddAgendaItem(session=SITTING, item=LATER, subject="Nachtrag", urgency="eilt"),
            ),
            Step(
                CHAIR, ProposeAmendment(vorlage=PAPER, measure=MEASURE, old=NEW, new=OLD, amendment="quiet")
            ),
            *office(CancelSession(session="ka", reason="niemand hat Zeit")),
        ),
        (
            Step(
                CHAIR,
                ProposeAmendment(vorlage=PAPER, measure=MEASURE, old=NEW, new="Neuer.", amendment=MOTION),
            ),
            Step(CHAIR, WORDS),
        ),
    ),
    Slot(
        KT_DAY,
        (),
        clerk(RecordArrival(session=SITTING, members=PRESENT), OpenSession(session=SITTING)),
    ),
    Slot(
        KT_DAY,
        behind(SECRETS[0]),
        clerk(
            CallItem(session=SITTING, item=ITEM),
            OpenVote(session=SITTING, item=ITEM, vote="motion", about="amendment", amendment=MOTION),
            RecordVote(session=SITTING, vote="motion", yes=9, no=0, abstained=0),
            DeclareVote(session=SITTING, vote="motion"),
            OpenVote(session=SITTING, item=ITEM, vote="words", about="amendment", amendment="words"),
            RecordVote(session=SITTING, vote="words", yes=5, no=4, abstained=0),
            DeclareVote(session=SITTING, vote="words"),
            OpenVote(session=SITTING, item=ITEM, vote=VOTE),
            RecordVote(session=SITTING, vote=VOTE, yes=8, no=0, abstained=1),
            DeclareVote(session=SITTING, vote=VOTE),
        ),
        doors=True,
    ),
    Slot(
        KT_DAY,
        behind(SECRETS[1]),
        clerk(
            CallItem(session=SITTING, item=SECOND),
            ConcludeItem(session=SITTING, item=SECOND, outcome="noted"),
        ),
        doors=True,
    ),
    Slot(KT_DAY, behind(SECRETS[2]), clerk(CloseSession(session=SITTING)), doors=True),
    Slot(
        dt.date(2023, 4, 3),
        each(
            *builder(CreateVorlage(vorlage="more", file_reference="y", subject="Mehr", lead_department=BAU))
        ),
        office(WithdrawAnnouncement(session=SITTING, reason="versehentlich")),
    ),
)
"""A paper's way to its resolution; every slot begins at an hour of its own."""


def lived(secrets: Sequence[Sequence[int]]) -> list[Recorded]:
    """The log of a life with some of its secrets; public commands have the same ids and times in each."""
    county = draft()
    log = [Recorded(0, each.stream, 0, each.meta.happened_at, each.meta, each.event) for each in county.log]
    for number, slot in enumerate(LIFE):
        begin = dt.datetime.combine(slot.day, dt.time(8), dt.UTC) + number * dt.timedelta(hours=1)
        ends = {0, len(slot.secrets) - 1} if slot.doors and secrets[number] else set()
        called = True
        for place in sorted(set(secrets[number]) | ends):
            if not called and place not in ends:
                continue
            for part, step in enumerate(slot.secrets[place]):
                moment, reached = begin + (3 * place + part) * MINUTE, len(log)
                county = tried(county, step, moment, f"hidden/{number}/{place}/{part}", log)
                if len(log) == reached:
                    called = called and place not in ends
                    break
        for place, step in enumerate(slot.steps):
            moment = begin + (30 + place) * MINUTE
            reached = len(log)
            county = tried(county, step, moment, f"public/{number}/{place}", log)
            assert len(log) > reached, step
    return [replace(each, position=place, version=place) for place, each in enumerate(log, 1)]


def tried(county: County, step: Step, moment: dt.datetime, name: str, log: list[Recorded]) -> County:
    """The county after a command, or as it was where the command was refused."""
    circumstances = replace(county.given(step.who, moment), command=uuid5(SPACE, name))
    try:
        decided = decide(step.command, county.world, circumstances)
    except DomainError:
        return county
    facts = tuple(
        Fact(stream, circumstances.meta, event) for stream, events in decided.items() for event in events
    )
    log += [Recorded(0, each.stream, 0, moment, each.meta, each.event) for each in facts]
    return County(fold(facts, county.world), (*county.log, *facts), moment, facts)


class Told(NamedTuple):
    """An entry of the feed with all that the public sees then."""

    number: int
    kind: str
    id: str
    what: str
    at: dt.datetime
    seen: Any


def told(log: Sequence[Recorded]) -> list[Told]:
    """The public's record of a log, kept as it is written."""

    def load(stream: str, through: int) -> list[Recorded]:
        return [each for each in log if each.stream == stream and each.position <= through]

    things: dict[tuple[str, str], bytes] = {}
    follower = Public(load, held=1)
    feed: list[Told] = []
    for number, command in enumerate(commands(log)):
        if number % 7 == 0:
            follower.forget()
        for each in follower.take(command, lambda kind, id_: things.get((kind, id_))):
            last = command[-1]
            assert Public(load).seen(each.kind, each.id, last.position) == each.body
            things[each.kind, each.id] = each.body
            seen = None if not each.body else public.decode(each.body)
            if seen is not None and each.kind == "vorlage":
                del seen["numbers"]
            feed.append(Told(len(feed) + 1, each.kind, each.id, each.what, last.recorded_at, seen))
    return feed


QUIET: list[list[int]] = [[] for _ in LIFE]
SOME = st.tuples(
    *(
        st.lists(st.sampled_from(range(len(slot.secrets))), max_size=6) if slot.secrets else st.just([])
        for slot in LIFE
    )
)


@given(SOME)
@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
def test_rule_12_what_is_not_public_leaves_no_trace(secrets: Sequence[Sequence[int]]) -> None:
    assert told(lived(secrets)) == told(lived(QUIET))


def test_every_secret_can_happen() -> None:
    everything = lived([list(range(len(slot.secrets))) for slot in LIFE])
    names = Counter(type(each.event).__name__ for each in everything)
    names.subtract(type(each.event).__name__ for each in lived(QUIET))
    behind_doors = ("PublicExcluded", "ItemCalled", "MemberLeft", "RecusalDeclared", "PublicRestored")
    assert [names[each] for each in (*behind_doors, "VoteDeclared", "ResolutionNumbered")] == [3] * 7
    assert names["AgendaOrdered"] == 1
    assert told(everything) == told(lived(QUIET))


def test_the_feed_tells_a_public_life_from_the_announcement_to_the_resolution() -> None:
    feed = told(lived(QUIET))
    assert [each.number for each in feed] == list(range(1, len(feed) + 1))
    assert [(each.kind, each.what) for each in feed[:2]] == [
        ("session", "published"),
        ("vorlage", "published"),
    ]
    assert [(each.kind, each.what) for each in feed[-2:]] == [
        ("session", "withdrawn"),
        ("vorlage", "withdrawn"),
    ]
    paper = [each for each in feed if each.kind == "vorlage"][-2].seen
    assert paper["shown"]["status"] == "resolved"
    assert [each["number"] for each in paper["shown"]["editions"]] == [1, 2]
    assert paper["shown"]["resolution"]["edition"] == 2
    told_ = ("kind", "target", "old", "new", "cause", "amendment", "proposer", "vote")
    assert [tuple(each[name] for name in told_) for each in paper["history"]] == [
        ("measure_amended", MEASURE, NEW, "Neuer.", DECISION, MOTION, None, "motion"),
        ("passage_amended", "proposed_resolution", "", "einstimmig ", DECISION, "words", None, "words"),
    ]
    changes = paper["shown"]["measures"][0]["amendments"]
    assert [(each["old"], each["new"]) for each in changes] == [(OLD, NEW), (NEW, "Neuer.")]
    assert [each["status"] for each in paper["shown"]["motions"]] == ["adopted", "adopted"]
    assert [each["remark"] for each in paper["shown"]["consultations"]] == [None]
    sitting = [each for each in feed if each.kind == "session"][-2]
    assert [each["outcome"] for each in sitting.seen["agenda"]] == ["resolved_amended", "noted"]
