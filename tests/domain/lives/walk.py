"""A walk through the lives of papers and sittings: what is tried, and what no step may do."""

import datetime as dt
from collections.abc import Iterator
from random import Random

from hypothesis.stateful import RuleBasedStateMachine

from domain.errors import DomainError
from domain.procedure import AnyCommand
from domain.session.events.agenda import SessionCancelled
from domain.session.events.course import ItemReopened
from domain.vorlage.editions.content import Content
from domain.vorlage.events.aftermath import DecisionAnnulled
from domain.vorlage.events.consultation import ConsultationRemoved
from domain.vorlage.events.editions import EditionDiscarded
from domain.vorlage.events.motions import AmendmentAdopted, AmendmentReopened, AmendmentTakenOver
from domain.vorlage.phases import DECIDED
from domain.vorlage.state import Vorlage
from tests.domain.county import County
from tests.domain.lives.choosing import choose, likely
from tests.domain.lives.views import Views

AT_ONCE = 5
"""How many commands of any kind are tried one after the other."""
MINUTE = dt.timedelta(minutes=1)
UNDECIDED = ("draft", "cosigning", "released", "in_consultation")
PAPERS = {
    ("draft", "cosigning"),
    ("cosigning", "draft"),
    ("cosigning", "released"),
    ("released", "draft"),
    ("released", "in_consultation"),
    ("released", "resolved"),
    ("in_consultation", "resolved"),
    ("in_consultation", "rejected"),
    ("in_consultation", "noted"),
    ("resolved", "suspended"),
    ("rejected", "suspended"),
    ("closed", "suspended"),
    ("suspended", "resolved"),
    ("confirmed", "suspended"),
    ("implementation", "suspended"),
    ("suspended", "confirmed"),
    ("suspended", "revoked"),
    ("resolved", "implementation"),
    ("confirmed", "implementation"),
    ("implementation", "closed"),
    *((each, "withdrawn") for each in UNDECIDED),
}
SITTINGS = {
    ("planned", "summoned"),
    ("planned", "cancelled"),
    ("summoned", "cancelled"),
    ("summoned", "opened"),
    ("opened", "cancelled"),
    ("opened", "interrupted"),
    ("interrupted", "opened"),
    ("opened", "closed"),
    ("interrupted", "closed"),
    ("closed", "minutes_drafted"),
    ("minutes_drafted", "minutes_signed"),
    ("minutes_signed", "minutes_objected"),
    ("minutes_signed", "minutes_approved"),
    ("minutes_objected", "minutes_approved"),
    *((each, "minutes_corrected") for each in ("minutes_signed", "minutes_objected", "minutes_approved")),
    ("minutes_corrected", "minutes_objected"),
    ("minutes_corrected", "minutes_approved"),
}
SETTLED = {"rejected", "withdrawn", "adopted", "obsolete"}
WRITES_CLOSED_TEXTS = (AmendmentAdopted, AmendmentTakenOver, EditionDiscarded)


class Walk(RuleBasedStateMachine):
    """Papers and sittings, and everybody who may do something to them."""

    county: County
    decided: dict[str, Content]
    views: Views
    held: dict[str, int]
    """How long the log was when a rule was last held to what is known."""
    joined: int
    """How long the log was when the life was joined."""
    tried: int
    """How many commands were given."""

    def join(self, county: County) -> None:
        """Walk on from here."""
        self.county, self.decided, self.views, self.held, self.tried = county, {}, Views(), {}, 0
        self.joined = len(county.log)
        self.views.take(county.log)

    def do_anything(self, dice: Random) -> None:
        """Somebody does anything that exists, a few times."""
        for _ in range(AT_ONCE):
            self.give(*choose(self.county, likely(self.county, dice), dice))

    def attempt(self, who: str, command: AnyCommand, ago: int = 0) -> None:
        """Try it; a refusal changes nothing."""
        self.give(who, command, self.county.now + MINUTE - ago * MINUTE)

    def give(self, who: str, command: AnyCommand, moment: dt.datetime) -> DomainError | None:
        """Try it at a moment; what is neither done nor refused by a `DomainError` fails the life."""
        before, self.tried = self.county, self.tried + 1
        try:
            self.county = before.when(who, command, moment)
        except DomainError as refused:
            return refused
        self.views.take(self.county.log)
        for id_, was in before.world.vorlagen.items():
            now_paper = self.county.world.vorlagen[id_]
            self._check_paper(was, now_paper)
            if isinstance(was.phase, DECIDED) and not isinstance(now_paper.phase, DECIDED):
                self.decided.pop(id_, None)
        for id_, then in before.world.sessions.items():
            now = self.county.world.sessions[id_]
            assert then.status == now.status or (then.status, now.status) in SITTINGS
        return None

    def _check_paper(self, was: Vorlage, paper: Vorlage) -> None:
        step = (was.status, paper.status)
        called_off = step == ("in_consultation", "released") and self.county.of(SessionCancelled)
        annulled = paper.status == "in_consultation" and was.decided_at and self.county.of(DecisionAnnulled)
        assert paper.status == was.status or step in PAPERS or called_off or annulled, step
        if annulled:
            assert paper.resolved is None
            assert paper.content() == paper.submitted(was.decided_at or "").content
        if paper.texts != was.texts and not was.texts_open:
            written = [each for kind in WRITES_CLOSED_TEXTS for each in self.county.of(kind)]
            assert written, "only a resolution changes closed texts, or what was taken over or given up"
        assert paper.editions[: len(was.editions)] == was.editions
        reopened = {each.amendment for each in self.county.of(AmendmentReopened)}
        if annulled:
            reopened |= {each.id for each in was.motions if each.undecided is not None}
        for motion in was.motions:
            now = paper.motion(motion.id)
            assert now is not None
            assert motion.status == now.status or motion.status not in SETTLED or motion.id in reopened
        if isinstance(was.phase, DECIDED) and isinstance(paper.phase, DECIDED):
            # What is left over of a sitting is postponed, which adds a station; only a slip takes it back.
            undone = self.county.of(ConsultationRemoved) if self.county.of(ItemReopened) else []
            gone = {each.consultation for each in undone}
            stations = [each.id for each in was.consultations if each.id not in gone]
            # After an objection stations are planned until the body has decided again.
            planned = was.status == "suspended"
            assert planned or [each.id for each in paper.consultations if each.id in stations] == stations
            assert [each for each in paper.motions if each.id not in reopened] == [
                each for each in was.motions if each.id not in reopened
            ]

    def moved_on(self, rule: str) -> bool:
        """Whether anything was done since a rule was held last."""
        before, self.held[rule] = self.held.get(rule), len(self.county.log)
        return before != len(self.county.log)

    @property
    def paper(self) -> Vorlage:
        """The paper that most rules are about."""
        return self.county.paper

    @property
    def papers(self) -> Iterator[tuple[str, Vorlage]]:
        """All papers."""
        yield from self.county.world.vorlagen.items()
