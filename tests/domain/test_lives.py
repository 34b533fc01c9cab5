"""Random lives of a paper: whatever is tried in whatever order, no illegal state comes about.

Of two kinds: what clerks and offices usually do in some order or other, which shrinks to what fails; and
anything that exists, each kind of command as often as another.
`VORLAGENWERK_LIVES` says how many of each are lived (default 100); each is as long as a few sittings.
`python -m tests.domain.lives 1000` tells how often each command was accepted in that many of the second kind.
"""

import datetime as dt
import os
from collections.abc import Callable, Sequence
from decimal import Decimal
from random import Random
from typing import TypeVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule

from domain.command import Command
from domain.procedure import AnyCommand
from domain.session.commands import agenda, attendance, course, votes
from domain.session.events.votes import Choice, Majority, VoteAbout, VoteKind
from domain.vorlage.commands import (
    aftermath,
    budget,
    consultation,
    cosigning,
    drafting,
    editions,
    measures,
    motions,
)
from domain.vorlage.events.budget import Budget
from domain.vorlage.terms import ConsultationRole
from tests.domain.county import (
    BUILDER,
    CHAIR,
    CLERK,
    FINANZEN,
    KREISAUSSCHUSS,
    KREISTAG,
    LANDRAT,
    MEASURE,
    OFFICE,
    PAPER,
    TREASURER,
    County,
    draft,
    members,
)
from tests.domain.lives.chance import STAGES, live
from tests.domain.lives.choosing import KINDS, choose, unplaced
from tests.domain.lives.holding import Holds

T = TypeVar("T")
PICK = st.integers(0, 1_000)
TEXT = st.sampled_from(["Alt.", "Neu.", "Neu und anders.", "", "Größe, u\u0308ber\r\nalles"])
DAYS = st.dates(dt.date(2023, 3, 1), dt.date(2023, 4, 30))
ROLES = st.sampled_from(["preliminary", "hearing", "information", "decision"])
COUNT = st.integers(0, 9)
MEMBERS = (*members(KREISTAG, 7), CHAIR, LANDRAT, *members(KREISAUSSCHUSS, 9))
LIVES = int(os.environ.get("VORLAGENWERK_LIVES", "100"))


def pick(things: Sequence[T], number: int) -> T:
    """One of some things; there is at least one."""
    return things[number % len(things)]


class Lives(Holds):
    """A paper, the sittings that deal with it, and everybody who may do something to it."""

    @initialize(stage=st.sampled_from(STAGES))
    def begin(self, stage: Callable[[], County]) -> None:
        """A life may be joined at any stage."""
        self.join(stage())

    @property
    def sittings(self) -> list[str]:
        """Ids of all sittings."""
        return list(self.county.world.sessions)

    def has(self, *statuses: str) -> bool:
        """Whether some sitting is in one of these states."""
        return any(each.status in statuses for each in self.county.world.sessions.values())

    def item(self, number: int, *statuses: str) -> tuple[str, str]:
        """A sitting, rather one in such a state, and an item of it, rather the one that was called."""
        sittings = self.county.world.sessions
        fit = [id_ for id_, each in sittings.items() if each.status in statuses]
        id_ = pick(fit or list(sittings), number)
        current = sittings[id_].current
        if current is not None and number % 4 != 3:
            return id_, current
        return id_, pick([each.id for each in sittings[id_].agenda] or ["none"], number)

    def vote(self, number: int) -> tuple[str, str]:
        """A sitting and one of its votes, rather the last."""
        voting = [id_ for id_, each in self.county.world.sessions.items() if each.votes]
        id_ = pick(voting, number)
        votes = [each.id for each in self.county.world.sessions[id_].votes]
        return id_, votes[-1] if number % 4 != 3 else pick(votes, number)

    @property
    def voted(self) -> bool:
        """Whether there is any vote."""
        return any(each.votes for each in self.county.world.sessions.values())

    @property
    def voting(self) -> bool:
        """Whether a vote is open."""
        return any(each.open_vote for each in self.county.world.sessions.values())

    @property
    def calling(self) -> bool:
        """Whether members answer one by one."""
        opened = [each.open_vote for each in self.county.world.sessions.values()]
        return any(each is not None and each.kind == "roll_call" for each in opened)

    # The administration

    @precondition(lambda self: self.paper.status == "draft" or len(self.county.log) % 9 == 0)
    @rule(document=st.sampled_from(["reasons", "proposed_resolution", f"measures/{MEASURE}"]), text=TEXT)
    def revise(self, document: str, text: str) -> None:
        """Somebody rewrites a text."""
        self.attempt(BUILDER, drafting.ReviseText(vorlage=PAPER, document=document, text=text))

    @precondition(lambda self: self.paper.status == "draft" or len(self.county.log) % 9 == 0)
    @rule(text=TEXT, right=st.booleans(), number=PICK)
    def amend(self, text: str, number: int, right: bool) -> None:  # noqa: FBT001
        """Somebody changes a measure."""
        measure = pick([each.id for each in self.paper.measures] or ["none"], number)
        old = self.paper.text(f"measures/{measure}") if right else "falsch"
        self.attempt(BUILDER, measures.AmendMeasure(vorlage=PAPER, measure=measure, old=old, new=text))

    @precondition(lambda self: self.paper.status == "draft" or len(self.county.log) % 9 == 0)
    @rule(text=TEXT, remove=st.booleans(), number=PICK)
    def measure(self, text: str, number: int, remove: bool) -> None:  # noqa: FBT001
        """Measures come and go."""
        if remove and self.paper.measures:
            gone = pick(self.paper.measures, number).id
            self.attempt(BUILDER, measures.RemoveMeasure(vorlage=PAPER, measure=gone))
        else:
            added = measures.AddMeasure(vorlage=PAPER, document="K", topic="T", text=text)
            self.attempt(BUILDER, added)

    @precondition(lambda self: self.paper.status == "draft" or len(self.county.log) % 9 == 0)
    @rule(chain=st.sampled_from([(), (FINANZEN,)]), freeze=st.integers(0, 3))
    def start_cosigning(self, chain: tuple[str, ...], freeze: int) -> None:
        """The lead freezes the paper and asks for signatures."""
        if freeze:
            self.attempt(BUILDER, editions.FreezeEdition(vorlage=PAPER, label="Fassung"))
        self.attempt(BUILDER, cosigning.StartCosigning(vorlage=PAPER, chain=chain))

    @precondition(lambda self: self.paper.status == "cosigning")
    @rule(what=st.integers(0, 9))
    def cosign(self, what: int) -> None:
        """The department signs, refuses, or the lead takes the paper back."""
        if what == 9:
            refuse = cosigning.RefuseCosignature(vorlage=PAPER, department=FINANZEN, reason="x")
            self.attempt(TREASURER, refuse)
        elif what == 8:
            self.attempt(BUILDER, cosigning.RecallCosigning(vorlage=PAPER, reason="x"))
        else:
            self.attempt(TREASURER, cosigning.CosignVorlage(vorlage=PAPER, department=FINANZEN))
            self.attempt(LANDRAT, cosigning.ReleaseVorlage(vorlage=PAPER))

    @precondition(lambda self: self.paper.status in {"draft", "cosigning"} or len(self.county.log) % 9 == 0)
    @rule(what=st.integers(0, 3), positive=st.booleans(), need=st.integers(0, 3))
    def state_and_check(self, what: int, need: int, positive: bool) -> None:  # noqa: FBT001
        """The lead fills in the budget; the department checks it, remarks, and takes its signature back."""
        block = Budget(appropriation=Decimal(1), need=Decimal(need))
        check = budget.RecordFinanceCheck(vorlage=PAPER, positive=positive, ground="§ 105")
        comment = cosigning.CommentCosigning(vorlage=PAPER, department=FINANZEN, comment="gesehen")
        back = cosigning.WithdrawCosignature(vorlage=PAPER, department=FINANZEN, reason="x")
        who, command = (
            (BUILDER, budget.RecordBudget(vorlage=PAPER, budget=block)),
            (TREASURER, check),
            (TREASURER, comment),
            (TREASURER, back),
        )[what]
        self.attempt(who, command)

    @rule(what=st.integers(0, 11))
    def go_back(self, what: int) -> None:
        """The Landrat takes the release back, or, seldom, the paper."""
        if what == 11:
            self.attempt(LANDRAT, aftermath.WithdrawVorlage(vorlage=PAPER, reason="x"))
        elif what > 8:
            self.attempt(LANDRAT, cosigning.WithdrawRelease(vorlage=PAPER, reason="x"))

    @rule(committee=st.sampled_from([KREISTAG, KREISAUSSCHUSS]), day=st.none() | DAYS, role=ROLES)
    def add_station(self, committee: str, day: dt.date | None, role: ConsultationRole) -> None:
        """Another consultation."""
        added = consultation.AddConsultation(vorlage=PAPER, committee=committee, date=day, role=role)
        self.attempt(OFFICE, added)

    @rule(number=PICK, day=st.none() | DAYS, role=ROLES, what=st.integers(0, 4))
    def change_station(self, number: int, day: dt.date | None, role: ConsultationRole, what: int) -> None:
        """The council office arranges the Beratungsfolge."""
        station = pick([each.id for each in self.paper.consultations] or ["none"], number)
        commands: list[AnyCommand] = [
            consultation.SetCommitteeDate(vorlage=PAPER, consultation=station, date=day),
            consultation.SetCommitteeDate(vorlage=PAPER, consultation=station, date=day, reason="x"),
            consultation.SetConsultationRole(vorlage=PAPER, consultation=station, role=role),
            consultation.RemoveConsultation(vorlage=PAPER, consultation=station),
            consultation.OrderConsultations(
                vorlage=PAPER, order=tuple(each.id for each in reversed(self.paper.consultations))
            ),
        ]
        self.attempt(OFFICE, commands[what])

    # Preparing a sitting

    @precondition(lambda self: len(self.sittings) < 4)
    @rule(committee=st.sampled_from([KREISTAG, KREISAUSSCHUSS]), day=DAYS, number=PICK)
    def plan(self, committee: str, day: dt.date, number: int) -> None:
        """A sitting with the paper on its agenda, rather on the day of a station."""
        dates = [each.date for each in self.paper.consultations if each.date and each.committee == committee]
        date = pick(dates, number) if dates and number % 4 != 3 else day
        planned = self.county.given(OFFICE).new_id("session")
        self.attempt(OFFICE, agenda.PlanSession(committee=committee, date=date))
        if planned in self.county.world.sessions:
            self.attempt(OFFICE, agenda.AddAgendaItem(session=planned, vorlage=PAPER))

    @precondition(lambda self: self.has("planned", "opened"))
    @rule(number=PICK, urgency=st.none() | st.just("Frist"), paper=st.booleans())
    def add_item(self, number: int, urgency: str | None, paper: bool) -> None:  # noqa: FBT001
        """Another item."""
        id_, _ = self.item(number, "planned", "opened")
        named = {"vorlage": PAPER} if paper else {"subject": "Verschiedenes"}
        self.attempt(OFFICE, agenda.AddAgendaItem(session=id_, urgency=urgency, **named))  # type: ignore[arg-type]

    @precondition(lambda self: self.has("planned", "summoned"))
    @rule(number=PICK, day=DAYS, what=st.integers(0, 9))
    def prepare(self, number: int, day: dt.date, what: int) -> None:
        """The office summons, or moves, cancels, orders, removes."""
        id_, item = self.item(number, "planned")
        order = tuple(each.id for each in reversed(self.county.world.sessions[id_].agenda))
        rare: list[AnyCommand] = [
            agenda.MoveSession(session=id_, date=day),
            agenda.CancelSession(session=id_, reason="x"),
            agenda.OrderAgenda(session=id_, order=order),
            agenda.RemoveAgendaItem(session=id_, item=item),
            agenda.SummonSession(session=id_),
        ]
        common = agenda.SummonSession(session=id_, urgency="Frist")
        self.attempt(OFFICE, rare[-what] if 0 < what <= len(rare) else common)

    # In the sitting

    @precondition(lambda self: self.has("summoned", "opened", "closed"))
    @rule(number=PICK, who=st.sets(st.sampled_from(MEMBERS), min_size=1), ago=st.integers(0, 4))
    def attend(self, number: int, who: set[str], ago: int) -> None:
        """Members come and go, sometimes entered late."""
        id_, _ = self.item(number, "opened", "closed", "summoned")
        for member in sorted(who):
            kind = attendance.RecordLeaving if number % 5 == 4 else attendance.RecordArrival
            self.attempt(CLERK, kind(session=id_, members=(member,)), ago)

    @precondition(lambda self: self.has("opened", "interrupted"))
    @rule(number=PICK, what=st.integers(0, 14))
    def lead(self, number: int, what: int) -> None:
        """The chair leads the sitting."""
        id_, item = self.item(number, "opened")
        rare: list[AnyCommand] = [
            course.InterruptSession(session=id_),
            course.ResumeSession(session=id_),
            attendance.EstablishQuorum(session=id_),
            course.CloseSession(session=id_),
            course.ConcludeItem(session=id_, item=item, outcome="postponed"),
            course.ConcludeItem(session=id_, item=item, outcome="noted"),
            course.ConcludeItem(session=id_, item=item, outcome="taken_off"),
        ]
        common = course.CallItem(session=id_, item=item)
        self.attempt(CLERK, rare[-what] if 0 < what <= len(rare) else common)

    @precondition(lambda self: self.has("summoned"))
    @rule(number=PICK, there=st.integers(4, 9))
    def open_sitting(self, number: int, there: int) -> None:
        """Members come, the sitting is opened, the first item called."""
        id_, item = self.item(number, "summoned")
        committee = self.county.world.sessions[id_].committee
        seats = self.county.world.committees[committee].seats_on(self.county.world.sessions[id_].date)
        voters = tuple(each.member for each in seats if each.votes)[:there]
        commands: tuple[AnyCommand, ...] = (
            attendance.RecordArrival(session=id_, members=voters),
            course.OpenSession(session=id_),
            course.CallItem(session=id_, item=item),
        )
        for command in commands:
            self.attempt(CLERK, command)

    @precondition(lambda self: self.has("summoned", "opened"))
    @rule(number=PICK, member=st.sampled_from(MEMBERS), lift=st.booleans())
    def recuse(self, number: int, member: str, lift: bool) -> None:  # noqa: FBT001
        """Someone is barred from an item, or not after all."""
        id_, item = self.item(number, "opened")
        if lift:
            lifted = attendance.LiftRecusal(session=id_, item=item, member=member, reason="x")
            self.attempt(CLERK, lifted)
        else:
            self.attempt(CLERK, attendance.DeclareRecusal(session=id_, item=item, member=member))

    @rule(text=TEXT, number=PICK, withdraw=st.integers(0, 4))
    def move(self, text: str, number: int, withdraw: int) -> None:
        """Motions on a measure."""
        if self.paper.motions and not withdraw:
            gone = pick(self.paper.motions, number).id
            self.attempt(CLERK, motions.WithdrawAmendment(vorlage=PAPER, amendment=gone))
        elif self.paper.measures:
            measure = pick(self.paper.measures, number).id
            old = self.paper.text(f"measures/{measure}")
            moved = motions.ProposeAmendment(vorlage=PAPER, measure=measure, old=old, new=text)
            self.attempt(CLERK, moved)

    @precondition(lambda self: self.has("opened") and not self.voting)
    @rule(
        number=PICK,
        about=st.sampled_from(["main", "main", "amendment", "procedural"]),
        kind=st.sampled_from(["open", "roll_call", "secret"]),
        majority=st.sampled_from(["simple", "absolute", "two_thirds", "three_quarters"]),
        override=st.none() | st.just("trotzdem"),
    )
    def open_vote(
        self, number: int, about: VoteAbout, kind: VoteKind, majority: Majority, override: str | None
    ) -> None:
        """A vote is opened."""
        id_, item = self.item(number, "opened")
        motion = pick([each.id for each in self.paper.motions] or ["none"], number)
        opened = votes.OpenVote(
            session=id_,
            item=item,
            about=about,
            kind=kind,
            majority=majority,
            override=override,
            amendment=motion if about == "amendment" else None,
        )
        self.attempt(CLERK, opened)

    @precondition(lambda self: self.calling)
    @rule(
        number=PICK,
        choices=st.lists(st.sampled_from(["yes", "yes", "no", "abstained", "invalid"]), max_size=9),
        ago=st.integers(0, 2),
    )
    def enter_ballots(self, number: int, choices: list[Choice], ago: int) -> None:
        """Answers of a roll call are entered, one taken back."""
        id_, vote = self.vote(number)
        for n, choice in enumerate(choices):
            member = MEMBERS[(number + n) % len(MEMBERS)]
            ballot = votes.RecordBallot(session=id_, vote=vote, member=member, choice=choice)
            self.attempt(CLERK, ballot, ago)
        back = votes.WithdrawBallot(session=id_, vote=vote, member=MEMBERS[0], reason="x")
        self.attempt(CLERK, back)

    @precondition(lambda self: self.voting)
    @rule(number=PICK, yes=COUNT, no=COUNT, abstained=COUNT, say=st.none() | st.booleans())
    def count(self, number: int, yes: int, no: int, abstained: int, say: bool | None) -> None:  # noqa: FBT001
        """The vote is counted, mostly declared."""
        id_, vote = self.vote(number)
        self.attempt(CLERK, votes.RecordVote(session=id_, vote=vote, yes=yes, no=no, abstained=abstained))
        self.attempt(CLERK, votes.RecordVote(session=id_, vote=vote))
        if number % 5 != 4:
            declared = votes.DeclareVote(session=id_, vote=vote, declared=say, override="x")
            self.attempt(CLERK, declared)

    @precondition(lambda self: self.has("opened") and not self.voting)
    @rule(number=PICK, about=st.sampled_from(["main", "amendment"]), yes=st.integers(3, 9), no=COUNT)
    def vote_through(self, number: int, about: VoteAbout, yes: int, no: int) -> None:
        """A vote from its opening to its declaration."""
        id_, item = self.item(number, "opened")
        open_motions = [each.id for each in self.paper.motions if each.status != "withdrawn"] or ["none"]
        motion = pick(open_motions, number) if about == "amendment" else None
        vote = self.county.given(CLERK).new_id("vote")
        commands: tuple[AnyCommand, ...] = (
            votes.OpenVote(session=id_, item=item, about=about, amendment=motion),
            votes.RecordVote(session=id_, vote=vote, yes=yes, no=min(no, 9 - yes), abstained=0),
            votes.DeclareVote(session=id_, vote=vote),
        )
        for command in commands:
            self.attempt(CLERK, command)

    @precondition(lambda self: self.voted)
    @rule(number=PICK, yes=COUNT, no=COUNT, what=st.integers(0, 4))
    def repair(self, number: int, yes: int, no: int, what: int) -> None:
        """A count is corrected, a vote annulled, cancelled or declared later."""
        id_, vote = self.vote(number)
        commands: list[AnyCommand] = [
            votes.AnnulVote(session=id_, vote=vote, reason="x"),
            votes.CancelVote(session=id_, vote=vote, reason="x"),
            votes.DeclareVote(session=id_, vote=vote),
        ]
        corrected = votes.CorrectVote(session=id_, vote=vote, yes=yes, no=no, abstained=0, reason="verzählt")
        self.attempt(CLERK, commands[what] if what < len(commands) else corrected)

    @precondition(lambda self: self.voted)
    @rule(
        number=PICK,
        who=st.sampled_from([CHAIR, LANDRAT]),
        yes=COUNT,
        no=COUNT,
        ago=st.integers(0, 5),
        what=st.integers(0, 5),
    )
    def enter_twice(self, number: int, who: str, yes: int, no: int, ago: int, what: int) -> None:
        """Someone else entered the same vote, too, or held one of his own; the chair keeps one."""
        id_, vote = self.vote(number)
        held = self.county.world.sessions[id_].vote(vote)
        assert held is not None
        own = self.county.given(who).new_id("vote")
        count = votes.RecordVote(session=id_, vote=vote, yes=yes, no=no, abstained=0)
        if what == 0:
            beside = votes.OpenVote(
                session=id_,
                item=held.item,
                vote=own,
                about=held.about,
                kind=held.kind,
                majority=held.majority,
                amendment=held.amendment,
            )
            self.attempt(who, beside, ago)
            self.attempt(who, votes.RecordVote(session=id_, vote=own, yes=yes, no=no, abstained=0), ago - 1)
        elif what == 1:
            member = MEMBERS[number % len(MEMBERS)]
            self.attempt(who, votes.RecordBallot(session=id_, vote=vote, member=member, choice="no"), 0)
        elif what == 2:
            for whose in (*(each.member for each in held.seconds), None):
                keep = votes.ResolveContradiction(
                    session=id_, vote=vote, keep="second" if yes > no else "first", reason="x", member=whose
                )
                self.attempt(who, keep)
        else:
            self.attempt(who, count)


TestLives = pytest.mark.timeout(120 + LIVES)(Lives.TestCase)
TestLives.settings = settings(
    max_examples=LIVES,
    stateful_step_count=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)


@pytest.mark.timeout(120 + LIVES)
def test_lives_in_which_anything_is_done() -> None:
    """A life that fails is named by its number, which lives it again."""
    for number in range(LIVES):
        live(number, Holds())


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_command_has_its_place_in_the_walk(kind: type[Command]) -> None:
    """A field for which nothing can be chosen is named here."""
    assert unplaced(kind) == []
    assert type(choose(draft(), kind, Random(1)).command) is kind  # noqa: S311 - chance, no secret
