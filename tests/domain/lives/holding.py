"""What holds after every step of a walk: the numbered rules of the domain, as far as a state shows them."""

from random import Random

import msgspec
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule

from domain.committee.events import ResolutionNumbered
from domain.events import AnyEvent
from domain.session.agenda.objections import ON_THE_AGENDA
from domain.session.votes.flags import CONTRADICTED
from domain.vorlage.consultation.beratungsfolge import check_dates, check_roles, roles_of
from domain.vorlage.cosigning.scopes import within
from domain.vorlage.events.aftermath import VorlageDecidedUrgently
from domain.vorlage.events.cosigning import CosignatureLapsed, CosignatureRevived, Cosigned
from domain.vorlage.events.editions import EditionFrozen
from domain.vorlage.phases import DECIDED, Resolved
from tests.domain.county import Fact, fold
from tests.domain.lives.walk import Walk


class Holds(Walk):
    """What always holds."""

    @rule(seed=st.integers(0, 2**64 - 1))
    def anything(self, seed: int) -> None:
        """Somebody does anything that exists."""
        # Not drawn choice by choice, which is slow, and would repeat more choices than it varies.
        self.do_anything(Random(f"{seed}/{self.tried}"))  # noqa: S311 - chance, no secret

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
        if self.moved_on("replay"):
            assert fold(self.county.log) == self.county.world

    @invariant()
    def decided_text_never_changes(self) -> None:
        """Rule 10."""
        for id_, paper in self.papers:
            if isinstance(paper.phase, DECIDED):
                assert paper.content() == self.decided.setdefault(id_, paper.content())
            else:
                assert id_ not in self.decided

    @invariant()
    def the_resolved_edition_is_the_one_voted_on(self) -> None:
        """Rule 7: there is one at most, and its hash is the one that the deciding vote is bound to."""
        for id_, paper in self.papers:
            if paper.resolved is not None:
                edition = paper.editions[paper.resolved.edition - 1]
                assert paper.resolved.hash == edition.hash == paper.content().hash()
            deciding = [
                each
                for each in paper.consultations
                if each.role == "decision" and each.outcome in {"resolved", "resolved_amended", "rejected"}
            ]
            urgent = any(
                fact.stream == f"vorlagen/{id_}" and isinstance(fact.event, VorlageDecidedUrgently)
                for fact in self.county.log
            )
            if isinstance(paper.phase, Resolved) and not urgent:
                (station,) = deciding
                vote = self.county.world.sessions[station.session or ""].vote(station.vote or "")
                assert vote is not None
                assert vote.status == "declared"
                assert vote.text_hash == paper.phase.hash

    @invariant()
    def votes_keep_within_those_entitled(self) -> None:
        """Rules 1 to 3."""
        for each in self.county.world.sessions.values():
            on_their_own = [vote for vote in each.votes if not vote.contradicts]
            assert sum(vote.status == "opened" for vote in on_their_own) <= 1
            voters = {seat.member for seat in each.seats if seat.votes}
            open_vote = each.open_vote
            if open_vote is not None:
                assert open_vote.item == each.current or open_vote.about in ON_THE_AGENDA
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
        check_dates(self.paper, self.paper.consultations)
        check_roles(roles_of(self.paper.consultations))
        for station in self.paper.consultations:
            if station.session is not None:
                item = self.county.world.sessions[station.session].item(station.item or "")
                assert item is not None
                assert (item.consultation, item.outcome) == (station.id, station.outcome)
        for each in self.county.world.sessions.values():
            assert len({item.id for item in each.agenda}) == len(each.agenda)

    @invariant()
    def views_agree_with_the_state_and_tell_no_secret(self) -> None:
        """Rules 12 and 13."""
        if self.moved_on("views"):
            self.views.agree(self.county.world)

    @invariant()
    def now_and_then_a_rebuild_gives_the_same_views(self) -> None:
        """Rule 13."""
        if len(self.county.log) % 16 == 0:
            self.views.rebuild()

    @invariant()
    def resolutions_are_numbered_without_a_gap(self) -> None:
        """A number is given once, and the next one follows it."""
        for id_ in self.county.world.committees:
            given = [
                (fact.event.year, fact.event.number)
                for fact in self.county.log
                if fact.stream == f"committees/{id_}" and isinstance(fact.event, ResolutionNumbered)
            ]
            for year in {each for each, _ in given}:
                numbers = [number for each, number in given if each == year]
                assert numbers == list(range(1, len(numbers) + 1))

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
        kept = [each.hash for _, paper in self.papers for each in paper.editions]
        assert sorted(each.hash for each in frozen) == sorted(kept)
        self.views.rebuild()

    def hold(self) -> None:
        """Ask for all of it at once."""
        for each in self.invariants:
            each.function(self)
