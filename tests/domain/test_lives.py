"""Random lives of a paper: whatever is tried in whatever order, no illegal state comes about.

`VORLAGENWERK_LIVES` says how many lives are lived (default 150); each is as long as a few sittings.
"""

import datetime as dt
import os
from collections.abc import Sequence
from decimal import Decimal
from typing import TypeVar

import msgspec
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from domain.errors import DomainError
from domain.events import AnyEvent
from domain.procedure import AnyCommand
from domain.session import commands as session
from domain.session.events import Choice, Majority, SessionCancelled, VoteAbout, VoteKind
from domain.session.flags import CONTRADICTED
from domain.vorlage import commands as vorlage
from domain.vorlage.beratungsfolge import check_dates, check_roles, roles_of
from domain.vorlage.content import Content
from domain.vorlage.events import (
    AmendmentReopened,
    Budget,
    ConsultationRole,
    CosignatureLapsed,
    CosignatureRevived,
    Cosigned,
    EditionFrozen,
)
from domain.vorlage.scopes import within
from domain.vorlage.state import DECIDED, Resolved, Vorlage
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
    PRELIMINARY,
    TREASURER,
    County,
    Fact,
    cosigning,
    draft,
    fold,
    members,
    released,
    sitting,
    summoned,
)

T = TypeVar("T")
MINUTE = dt.timedelta(minutes=1)
PICK = st.integers(0, 1_000)
TEXT = st.sampled_from(["Alt.", "Neu.", "Neu und anders.", "", "Größe, u\u0308ber\r\nalles"])
DAYS = st.dates(dt.date(2023, 3, 1), dt.date(2023, 4, 30))
ROLES = st.sampled_from(["preliminary", "hearing", "information", "decision"])
COUNT = st.integers(0, 9)
MEMBERS = (*members(KREISTAG, 7), CHAIR, LANDRAT, *members(KREISAUSSCHUSS, 9))
LIVES = int(os.environ.get("VORLAGENWERK_LIVES", "150"))

LEGAL = {
    ("draft", "cosigning"),
    ("cosigning", "draft"),
    ("cosigning", "released"),
    ("released", "draft"),
    ("released", "in_consultation"),
    ("in_consultation", "resolved"),
    ("in_consultation", "rejected"),
    ("in_consultation", "noted"),
    *((each, "withdrawn") for each in ("draft", "cosigning", "released", "in_consultation")),
}
SETTLED = {"rejected", "withdrawn", "adopted", "obsolete"}
SITTINGS = {
    ("planned", "summoned"),
    ("planned", "cancelled"),
    ("summoned", "cancelled"),
    ("summoned", "opened"),
    ("opened", "interrupted"),
    ("interrupted", "opened"),
    ("opened", "closed"),
    ("interrupted", "closed"),
}


def pick(things: Sequence[T], number: int) -> T:
    """One of some things; there is at least one."""
    return things[number % len(things)]


class Lives(RuleBasedStateMachine):
    """A paper, the sittings that deal with it, and everybody who may do something to it."""

    county: County
    decided: Content | None

    @initialize(
        stage=st.sampled_from(
            [
                draft,
                lambda: cosigning(FINANZEN),
                released,
                summoned,
                lambda: summoned(PRELIMINARY),
                sitting,
                sitting,
                lambda: sitting(PRELIMINARY),
            ]
        )
    )
    def begin(self, stage: "st.SearchStrategy[County]") -> None:
        """A life may be joined at any stage."""
        self.county = stage()  # type: ignore[operator]
        self.decided = None

    def attempt(self, who: str, command: AnyCommand, ago: int = 0) -> None:
        """Try it; a refusal changes nothing."""
        before = self.county
        try:
            self.county = before.when(who, command, before.now + MINUTE - ago * MINUTE)
        except DomainError:
            return
        self._check_step(before)

    def _check_step(self, before: County) -> None:
        paper, was = self.paper, before.world.vorlagen[PAPER]
        step = (was.status, paper.status)
        called_off = step == ("in_consultation", "released") and self.county.of(SessionCancelled)
        assert paper.status == was.status or step in LEGAL or called_off
        for id_, now in self.county.world.sessions.items():
            then = before.world.sessions.get(id_)
            assert then is None or then.status == now.status or (then.status, now.status) in SITTINGS
        if paper.texts != was.texts and not was.texts_open:
            assert isinstance(paper.phase, Resolved), "only a resolution changes closed texts"
        assert paper.editions[: len(was.editions)] == was.editions
        reopened = {each.amendment for each in self.county.of(AmendmentReopened)}
        for motion in was.motions:
            now_status = next(each.status for each in paper.motions if each.id == motion.id)
            assert motion.status == now_status or motion.status not in SETTLED or motion.id in reopened
        if isinstance(was.phase, DECIDED):
            assert [each.id for each in paper.consultations] == [each.id for each in was.consultations]
            assert [each for each in paper.motions if each.id not in reopened] == [
                each for each in was.motions if each.id not in reopened
            ]

    @property
    def paper(self) -> Vorlage:
        """The paper as it is."""
        return self.county.paper

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

    # The administration

    @precondition(lambda self: self.paper.status == "draft" or len(self.county.log) % 9 == 0)
    @rule(document=st.sampled_from(["reasons", "proposed_resolution", f"measures/{MEASURE}"]), text=TEXT)
    def revise(self, document: str, text: str) -> None:
        """Somebody rewrites a text."""
        self.attempt(BUILDER, vorlage.ReviseText(vorlage=PAPER, document=document, text=text))

    @precondition(lambda self: self.paper.status == "draft" or len(self.county.log) % 9 == 0)
    @rule(text=TEXT, right=st.booleans(), number=PICK)
    def amend(self, text: str, number: int, right: bool) -> None:  # noqa: FBT001
        """Somebody changes a measure."""
        measure = pick([each.id for each in self.paper.measures] or ["none"], number)
        old = self.paper.text(f"measures/{measure}") if right else "falsch"
        self.attempt(BUILDER, vorlage.AmendMeasure(vorlage=PAPER, measure=measure, old=old, new=text))

    @precondition(lambda self: self.paper.status == "draft" or len(self.county.log) % 9 == 0)
    @rule(text=TEXT, remove=st.booleans(), number=PICK)
    def measure(self, text: str, number: int, remove: bool) -> None:  # noqa: FBT001
        """Measures come and go."""
        if remove and self.paper.measures:
            gone = pick(self.paper.measures, number).id
            self.attempt(BUILDER, vorlage.RemoveMeasure(vorlage=PAPER, measure=gone))
        else:
            added = vorlage.AddMeasure(vorlage=PAPER, document="K", topic="T", text=text)
            self.attempt(BUILDER, added)

    @precondition(lambda self: self.paper.status == "draft" or len(self.county.log) % 9 == 0)
    @rule(chain=st.sampled_from([(), (FINANZEN,)]), freeze=st.integers(0, 3))
    def start_cosigning(self, chain: tuple[str, ...], freeze: int) -> None:
        """The lead freezes the paper and asks for signatures."""
        if freeze:
            self.attempt(BUILDER, vorlage.FreezeEdition(vorlage=PAPER, label="Fassung"))
        self.attempt(BUILDER, vorlage.StartCosigning(vorlage=PAPER, chain=chain))

    @precondition(lambda self: self.paper.status == "cosigning")
    @rule(what=st.integers(0, 9))
    def cosign(self, what: int) -> None:
        """The department signs, refuses, or the lead takes the paper back."""
        if what == 9:
            refuse = vorlage.RefuseCosignature(vorlage=PAPER, department=FINANZEN, reason="x")
            self.attempt(TREASURER, refuse)
        elif what == 8:
            self.attempt(BUILDER, vorlage.RecallCosigning(vorlage=PAPER, reason="x"))
        else:
            self.attempt(TREASURER, vorlage.CosignVorlage(vorlage=PAPER, department=FINANZEN))
            self.attempt(LANDRAT, vorlage.ReleaseVorlage(vorlage=PAPER))

    @rule(what=st.integers(0, 3), positive=st.booleans(), need=st.integers(0, 3))
    def state_and_check(self, what: int, need: int, positive: bool) -> None:  # noqa: FBT001
        """The lead fills in the budget; the department checks it, remarks, and takes its signature back."""
        block = Budget(appropriation=Decimal(1), need=Decimal(need))
        check = vorlage.RecordFinanceCheck(vorlage=PAPER, positive=positive, ground="§ 105")
        comment = vorlage.CommentCosigning(vorlage=PAPER, department=FINANZEN, comment="gesehen")
        back = vorlage.WithdrawCosignature(vorlage=PAPER, department=FINANZEN, reason="x")
        who, command = (
            (BUILDER, vorlage.RecordBudget(vorlage=PAPER, budget=block)),
            (TREASURER, check),
            (TREASURER, comment),
            (TREASURER, back),
        )[what]
        self.attempt(who, command)

    @invariant()
    def what_was_signed_off_lapsed_if_and_only_if_it_changed(self) -> None:
        """Rule 8: the log tells of each cosignature whether it still counts."""
        told: dict[str, bool] = {}
        for fact in self.county.log:
            match fact.event:
                case Cosigned() | CosignatureRevived():
                    told[fact.event.department] = True
                case CosignatureLapsed():
                    told[fact.event.department] = False
                case _:
                    pass
        if self.paper.cosignatures:
            now = self.paper.content().section_hashes()
            for department, signed in self.paper.cosignatures.items():
                assert told[department] == (within(now, signed.scope) == signed.sections)

    @rule(what=st.integers(0, 11))
    def go_back(self, what: int) -> None:
        """The Landrat takes the release back, or, seldom, the paper."""
        if what == 11:
            self.attempt(LANDRAT, vorlage.WithdrawVorlage(vorlage=PAPER, reason="x"))
        elif what > 8:
            self.attempt(LANDRAT, vorlage.WithdrawRelease(vorlage=PAPER, reason="x"))

    @rule(committee=st.sampled_from([KREISTAG, KREISAUSSCHUSS]), day=st.none() | DAYS, role=ROLES)
    def add_station(self, committee: str, day: dt.date | None, role: ConsultationRole) -> None:
        """Another consultation."""
        added = vorlage.AddConsultation(vorlage=PAPER, committee=committee, date=day, role=role)
        self.attempt(OFFICE, added)

    @rule(number=PICK, day=st.none() | DAYS, role=ROLES, what=st.integers(0, 4))
    def change_station(self, number: int, day: dt.date | None, role: ConsultationRole, what: int) -> None:
        """The council office arranges the Beratungsfolge."""
        station = pick([each.id for each in self.paper.consultations] or ["none"], number)
        commands: list[AnyCommand] = [
            vorlage.SetCommitteeDate(vorlage=PAPER, consultation=station, date=day),
            vorlage.SetCommitteeDate(vorlage=PAPER, consultation=station, date=day, reason="x"),
            vorlage.SetConsultationRole(vorlage=PAPER, consultation=station, role=role),
            vorlage.RemoveConsultation(vorlage=PAPER, consultation=station),
            vorlage.OrderConsultations(
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
        self.attempt(OFFICE, session.PlanSession(committee=committee, date=date))
        if planned in self.county.world.sessions:
            self.attempt(OFFICE, session.AddAgendaItem(session=planned, vorlage=PAPER))

    @precondition(lambda self: self.has("planned", "opened"))
    @rule(number=PICK, urgency=st.none() | st.just("Frist"), paper=st.booleans())
    def add_item(self, number: int, urgency: str | None, paper: bool) -> None:  # noqa: FBT001
        """Another item."""
        id_, _ = self.item(number, "planned", "opened")
        named = {"vorlage": PAPER} if paper else {"subject": "Verschiedenes"}
        self.attempt(OFFICE, session.AddAgendaItem(session=id_, urgency=urgency, **named))  # type: ignore[arg-type]

    @precondition(lambda self: self.has("planned", "summoned"))
    @rule(number=PICK, day=DAYS, what=st.integers(0, 9))
    def prepare(self, number: int, day: dt.date, what: int) -> None:
        """The office summons, or moves, cancels, orders, removes."""
        id_, item = self.item(number, "planned")
        order = tuple(each.id for each in reversed(self.county.world.sessions[id_].agenda))
        rare: list[AnyCommand] = [
            session.MoveSession(session=id_, date=day),
            session.CancelSession(session=id_, reason="x"),
            session.OrderAgenda(session=id_, order=order),
            session.RemoveAgendaItem(session=id_, item=item),
            session.SummonSession(session=id_),
        ]
        common = session.SummonSession(session=id_, urgency="Frist")
        self.attempt(OFFICE, rare[-what] if 0 < what <= len(rare) else common)

    # In the sitting

    @precondition(lambda self: self.has("summoned", "opened", "closed"))
    @rule(number=PICK, who=st.sets(st.sampled_from(MEMBERS), min_size=1), ago=st.integers(0, 4))
    def attend(self, number: int, who: set[str], ago: int) -> None:
        """Members come and go, sometimes entered late."""
        id_, _ = self.item(number, "opened", "closed", "summoned")
        for member in sorted(who):
            kind = session.RecordLeaving if number % 5 == 4 else session.RecordArrival
            self.attempt(CLERK, kind(session=id_, members=(member,)), ago)

    @precondition(lambda self: self.has("opened", "interrupted"))
    @rule(number=PICK, what=st.integers(0, 14))
    def lead(self, number: int, what: int) -> None:
        """The chair leads the sitting."""
        id_, item = self.item(number, "opened")
        rare: list[AnyCommand] = [
            session.InterruptSession(session=id_),
            session.ResumeSession(session=id_),
            session.EstablishQuorum(session=id_),
            session.CloseSession(session=id_),
            session.ConcludeItem(session=id_, item=item, outcome="postponed"),
            session.ConcludeItem(session=id_, item=item, outcome="noted"),
            session.ConcludeItem(session=id_, item=item, outcome="taken_off"),
        ]
        common = session.CallItem(session=id_, item=item)
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
            session.RecordArrival(session=id_, members=voters),
            session.OpenSession(session=id_),
            session.CallItem(session=id_, item=item),
        )
        for command in commands:
            self.attempt(CLERK, command)

    @precondition(lambda self: self.has("summoned", "opened"))
    @rule(number=PICK, member=st.sampled_from(MEMBERS), lift=st.booleans())
    def recuse(self, number: int, member: str, lift: bool) -> None:  # noqa: FBT001
        """Someone is barred from an item, or not after all."""
        id_, item = self.item(number, "opened")
        if lift:
            lifted = session.LiftRecusal(session=id_, item=item, member=member, reason="x")
            self.attempt(CLERK, lifted)
        else:
            self.attempt(CLERK, session.DeclareRecusal(session=id_, item=item, member=member))

    @rule(text=TEXT, number=PICK, withdraw=st.integers(0, 4))
    def move(self, text: str, number: int, withdraw: int) -> None:
        """Motions on a measure."""
        if self.paper.motions and not withdraw:
            gone = pick(self.paper.motions, number).id
            self.attempt(CLERK, vorlage.WithdrawAmendment(vorlage=PAPER, amendment=gone))
        elif self.paper.measures:
            measure = pick(self.paper.measures, number).id
            old = self.paper.text(f"measures/{measure}")
            moved = vorlage.ProposeAmendment(vorlage=PAPER, measure=measure, old=old, new=text)
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
        opened = session.OpenVote(
            session=id_,
            item=item,
            about=about,
            kind=kind,
            majority=majority,
            override=override,
            amendment=motion if about == "amendment" else None,
        )
        self.attempt(CLERK, opened)

    @precondition(lambda self: self.voting)
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
            ballot = session.RecordBallot(session=id_, vote=vote, member=member, choice=choice)
            self.attempt(CLERK, ballot, ago)
        back = session.WithdrawBallot(session=id_, vote=vote, member=MEMBERS[0], reason="x")
        self.attempt(CLERK, back)

    @precondition(lambda self: self.voting)
    @rule(number=PICK, yes=COUNT, no=COUNT, abstained=COUNT, say=st.none() | st.booleans())
    def count(self, number: int, yes: int, no: int, abstained: int, say: bool | None) -> None:  # noqa: FBT001
        """The vote is counted, mostly declared."""
        id_, vote = self.vote(number)
        self.attempt(CLERK, session.RecordVote(session=id_, vote=vote, yes=yes, no=no, abstained=abstained))
        self.attempt(CLERK, session.RecordVote(session=id_, vote=vote))
        if number % 5 != 4:
            declared = session.DeclareVote(session=id_, vote=vote, declared=say, override="x")
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
            session.OpenVote(session=id_, item=item, about=about, amendment=motion),
            session.RecordVote(session=id_, vote=vote, yes=yes, no=min(no, 9 - yes), abstained=0),
            session.DeclareVote(session=id_, vote=vote),
        )
        for command in commands:
            self.attempt(CLERK, command)

    @precondition(lambda self: self.voted)
    @rule(number=PICK, yes=COUNT, no=COUNT, what=st.integers(0, 4))
    def repair(self, number: int, yes: int, no: int, what: int) -> None:
        """A count is corrected, a vote annulled, cancelled or declared later."""
        id_, vote = self.vote(number)
        commands: list[AnyCommand] = [
            session.AnnulVote(session=id_, vote=vote, reason="x"),
            session.CancelVote(session=id_, vote=vote, reason="x"),
            session.DeclareVote(session=id_, vote=vote),
        ]
        corrected = session.CorrectVote(
            session=id_, vote=vote, yes=yes, no=no, abstained=0, reason="verzählt"
        )
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
        count = session.RecordVote(session=id_, vote=vote, yes=yes, no=no, abstained=0)
        if what == 0:
            beside = session.OpenVote(
                session=id_,
                item=held.item,
                vote=own,
                about=held.about,
                kind=held.kind,
                majority=held.majority,
                amendment=held.amendment,
            )
            self.attempt(who, beside, ago)
            self.attempt(who, session.RecordVote(session=id_, vote=own, yes=yes, no=no, abstained=0), ago - 1)
        elif what == 1:
            member = MEMBERS[number % len(MEMBERS)]
            self.attempt(who, session.RecordBallot(session=id_, vote=vote, member=member, choice="no"), 0)
        elif what == 2:
            for whose in (*(each.member for each in held.seconds), None):
                keep = session.ResolveContradiction(
                    session=id_, vote=vote, keep="second" if yes > no else "first", reason="x", member=whose
                )
                self.attempt(who, keep)
        else:
            self.attempt(who, count)

    # What always holds

    @invariant()
    def what_contradicts_is_kept_and_no_result_of_it_is_declared(self) -> None:
        """Rule 14."""
        for each in self.county.world.sessions.values():
            for vote in each.votes:
                first = each.vote(vote.contradicts) if vote.contradicts else None
                if first is not None and first.status != "annulled":
                    assert vote.status != "declared"
                if vote.second is not None:
                    assert vote.status in {"counted", "declared"}
                    assert CONTRADICTED in vote.shown_flags
                if vote.seconds:
                    assert vote.status == "opened"

    @invariant()
    def a_station_shows_the_flags_of_the_vote_that_decided_it(self) -> None:
        """Rule 14."""
        for station in self.paper.consultations:
            if station.vote is not None and station.session is not None:
                vote = self.county.world.sessions[station.session].vote(station.vote)
                assert vote is not None
                assert station.flags == vote.shown_flags

    @invariant()
    def replay_gives_the_same(self) -> None:
        """Rule 13: folding the whole log again gives this state."""
        assert fold(self.county.log) == self.county.world

    @invariant()
    def decided_text_never_changes(self) -> None:
        """Rule 10."""
        if isinstance(self.paper.phase, DECIDED):
            self.decided = self.decided or self.paper.content()
            assert self.paper.content() == self.decided
        else:
            assert self.decided is None

    @invariant()
    def the_resolved_edition_is_the_one_voted_on(self) -> None:
        """Rule 7."""
        phase = self.paper.phase
        deciding = [
            each
            for each in self.paper.consultations
            if each.role == "decision" and each.outcome in {"resolved", "resolved_amended", "rejected"}
        ]
        assert len(deciding) <= 1
        assert bool(deciding) == (self.paper.status in {"resolved", "rejected"})
        if isinstance(phase, Resolved):
            station = deciding[0]
            vote = self.county.world.sessions[station.session or ""].vote(station.vote or "")
            edition = self.paper.editions[phase.edition - 1]
            assert vote is not None
            assert vote.status == "declared"
            assert vote.text_hash == phase.hash == edition.hash == self.paper.content().hash()

    @invariant()
    def votes_keep_within_those_entitled(self) -> None:
        """Rules 1 to 3."""
        for each in self.county.world.sessions.values():
            on_their_own = [vote for vote in each.votes if not vote.contradicts]
            assert sum(vote.status == "opened" for vote in on_their_own) <= 1
            voters = {seat.member for seat in each.seats if seat.votes}
            open_vote = each.open_vote
            if open_vote is not None:
                assert open_vote.item == each.current
                assert each.status == "opened"
            for vote in each.votes:
                if vote.counts is None:
                    continue
                counts = vote.counts
                sums = (counts.yes, counts.no, counts.abstained, counts.invalid, counts.not_voting)
                assert min(sums) >= 0
                assert sum(sums) == vote.entitled <= len(voters)
                cast = [ballot.member for ballot in vote.ballots]
                assert len(set(cast)) == len(cast)
                assert set(cast) <= voters
                if vote.kind == "roll_call":
                    assert len(cast) == sum(sums[:4])

    @invariant()
    def stations_and_agendas_agree(self) -> None:
        """What is on an agenda names it; dates and roles never go backwards."""
        check_dates(self.paper.consultations)
        check_roles(roles_of(self.paper.consultations))
        for station in self.paper.consultations:
            if station.session is not None:
                item = self.county.world.sessions[station.session].item(station.item or "")
                assert item is not None
                assert (item.consultation, item.outcome) == (station.id, station.outcome)
        for each in self.county.world.sessions.values():
            assert len({item.id for item in each.agenda}) == len(each.agenda)

    def teardown(self) -> None:
        """What was stored decodes to the same world, and each edition to its hash."""
        if not hasattr(self, "county"):
            return
        encoded = [msgspec.msgpack.encode(fact.event) for fact in self.county.log]
        decoder = msgspec.msgpack.Decoder(AnyEvent)
        stored = tuple(
            Fact(fact.stream, fact.meta, decoder.decode(each))
            for fact, each in zip(self.county.log, encoded, strict=True)
        )
        assert fold(stored) == self.county.world
        frozen = [fact.event for fact in stored if isinstance(fact.event, EditionFrozen)]
        assert [each.hash for each in frozen] == [each.hash for each in self.paper.editions]


TestLives = Lives.TestCase
TestLives.settings = settings(
    max_examples=LIVES,
    stateful_step_count=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
