"""Cosigning: who is asked, in which order, for what; and which change undoes which cosignature (rule 8)."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given as over
from hypothesis import strategies as st
from msgspec.structs import replace

from domain.errors import NoSuch, NotEntitled, NothingChanges, WrongState
from domain.organisation.commands import AppointDeputy, FormDepartment, GrantRole
from domain.procedure import AnyCommand
from domain.rules import CosigningRule
from domain.text import Splice
from domain.vorlage.commands.budget import RecordBudget
from domain.vorlage.commands.cosigning import (
    ChainLink,
    CommentCosigning,
    CosignVorlage,
    RecallCosigning,
    RefuseCosignature,
    ReleaseVorlage,
    StartCosigning,
    WithdrawCosignature,
)
from domain.vorlage.commands.drafting import (
    AddAttachment,
    ChangeHeader,
    InviteDepartment,
    RemoveAttachment,
    ReplaceAttachment,
    ReviseText,
)
from domain.vorlage.commands.editions import FreezeEdition
from domain.vorlage.commands.measures import AddMeasure, ChangeMeasureCitation, RemoveMeasure
from domain.vorlage.cosigning.decisions import missing
from domain.vorlage.cosigning.lapsing import with_lapses
from domain.vorlage.cosigning.scopes import covers, joined, within
from domain.vorlage.errors.cosigning import (
    ChainRepeats,
    CosignaturesMissing,
    CosignersMissing,
    FinanceMissing,
    NotCosigned,
    NotInChain,
    NotYourDepartment,
    NotYourTurn,
)
from domain.vorlage.errors.drafting import BlankText
from domain.vorlage.events.budget import Budget
from domain.vorlage.events.cosigning import (
    CosignatureLapsed,
    CosignatureRevived,
    CosignatureWithdrawn,
    Cosigned,
    CosigningCommented,
    CosigningStarted,
    Link,
)
from domain.vorlage.events.drafting import TextRevised
from tests.domain.county import (
    ADMIN,
    BAU,
    BUILDER,
    FINANZEN,
    LANDRAT,
    MEASURE,
    OUTSIDER,
    PAPER,
    TREASURER,
    County,
    cosigning,
    draft,
    released,
    sitting,
)

FREEZE = FreezeEdition(vorlage=PAPER, label="Fassung")
RELEASE = ReleaseVorlage(vorlage=PAPER)
RECALL = RecallCosigning(vorlage=PAPER, reason="noch ein Satz")
COSIGN = CosignVorlage(vorlage=PAPER, department=FINANZEN)
BUDGET = RecordBudget(vorlage=PAPER, budget=Budget(proof_required=True))
SOZIALES, CARER, PLAN = "fb-soziales", "carer", "plan"


def start(*links: ChainLink, **more: Any) -> StartCosigning:
    return StartCosigning(vorlage=PAPER, links=links, **more)


def link(department: str, *scope: str, stage: int = 1, mandatory: bool = True) -> ChainLink:
    return ChainLink(department=department, stage=stage, scope=scope, mandatory=mandatory)


def signs(department: str) -> CosignVorlage:
    return CosignVorlage(vorlage=PAPER, department=department)


def revise(document: str, text: str) -> ReviseText:
    return ReviseText(vorlage=PAPER, document=document, text=text)


def with_carers() -> County:
    """A third department with a head, and a plan attached to the paper."""
    return (
        draft()
        .all(
            ADMIN,
            FormDepartment(department=SOZIALES, name="Fachbereich Soziales"),
            GrantRole(person=CARER, role="department", department=SOZIALES),
            GrantRole(person=CARER, role="head", department=SOZIALES),
        )
        .when(BUILDER, AddAttachment(vorlage=PAPER, attachment=PLAN, title="Lageplan", content=b"alt"))
    )


def asked(*links: ChainLink, **more: Any) -> County:
    return with_carers().all(BUILDER, FREEZE, start(*links, **more))


def ruled(given: County, *rules: CosigningRule) -> County:
    """The county where these rules say who is asked."""
    book = given.world.rules
    sets = tuple(replace(each, cosigning=rules) for each in book.sets)
    return given._replace(world=replace(given.world, rules=replace(book, sets=sets)))


def rule(who: Any, when: Any = "always", **more: Any) -> CosigningRule:
    return CosigningRule(who=who, when=when, source="Dienstanweisung", **more)


def links_of(given: County) -> tuple[Link, ...]:
    (started,) = given.of(CosigningStarted)
    assert started.chain == tuple(each.department for each in started.links)
    return started.links


# Who is asked


def test_a_chain_left_out_is_the_rule_set_s() -> None:
    plain = draft().when(BUILDER, FREEZE)
    assert links_of(plain.when(BUILDER, start())) == ()
    proof = draft().all(BUILDER, BUDGET, FREEZE)
    assert links_of(proof.when(BUILDER, start())) == (Link(department=FINANZEN, scope=("budget",)),)
    beyond = Budget(appropriation=Decimal(1000), need=Decimal(1500))
    off_plan = draft().all(BUILDER, RecordBudget(vorlage=PAPER, budget=beyond), FREEZE)
    assert links_of(off_plan.when(BUILDER, start())) == (Link(department=FINANZEN, scope=("budget",)),)
    with pytest.raises(FinanceMissing):
        off_plan.when(BUILDER, StartCosigning(vorlage=PAPER, chain=()))


def test_rules_ask_the_lead_the_invited_the_heads_and_finance() -> None:
    given = ruled(
        with_carers().all(BUILDER, InviteDepartment(vorlage=PAPER, department=FINANZEN), FREEZE),
        rule("lead", scope=("reasons",)),
        rule("invited", stage=2, mandatory=False),
        rule("steering", stage=3, scope=("measures",)),
        rule("finance", "proof_required", stage=9),
    )
    assert links_of(given.when(BUILDER, start())) == (
        Link(department=BAU, scope=("reasons", "measures")),
        Link(department=FINANZEN, stage=2, mandatory=False),
        Link(department=SOZIALES, stage=3, scope=("measures",)),
    )


def test_two_rules_for_one_department_ask_it_once_for_the_wider_scope() -> None:
    given = ruled(
        draft().all(BUILDER, BUDGET, FREEZE),
        rule("finance", stage=2, scope=("budget",), mandatory=False),
        rule("finance", "proof_required", stage=1),
    )
    assert links_of(given.when(BUILDER, start())) == (Link(department=FINANZEN),)


def test_a_command_adds_to_what_the_rules_ask_and_takes_nothing_away() -> None:
    given = ruled(with_carers().when(BUILDER, FREEZE), rule("lead", scope=("reasons",), stage=2))
    then = given.when(BUILDER, start(link(SOZIALES, "measures", "measures", mandatory=False)))
    assert links_of(then) == (
        Link(department=SOZIALES, scope=("measures",), mandatory=False),
        Link(department=BAU, scope=("reasons",), stage=2),
    )
    assert links_of(given.when(BUILDER, start(link(BAU)))) == (Link(department=BAU),)
    for less in (
        start(link(BAU, "subject")),
        start(link(BAU, mandatory=False)),
        StartCosigning(vorlage=PAPER, chain=(SOZIALES,)),
    ):
        with pytest.raises(CosignersMissing) as refused:
            given.when(BUILDER, less)
        assert refused.value.departments == (BAU,)


def test_a_rule_that_needs_not_be_met_is_not_asked_of_a_given_chain() -> None:
    given = ruled(draft().when(BUILDER, FREEZE), rule("lead", mandatory=False))
    assert links_of(given.when(BUILDER, StartCosigning(vorlage=PAPER, chain=(FINANZEN,)))) == (
        Link(department=FINANZEN),
    )


def test_of_several_finance_departments_one_is_enough() -> None:
    second = FormDepartment(department="kasse", name="Kasse", finance=True)
    given = draft().when(ADMIN, second).all(BUILDER, BUDGET, FREEZE)
    then = given.when(BUILDER, StartCosigning(vorlage=PAPER, chain=("kasse",)))
    assert then.paper.status == "cosigning"


def test_an_ordered_chain_signs_one_after_the_other() -> None:
    chain = StartCosigning(vorlage=PAPER, chain=(FINANZEN, BAU), ordered=True)
    given = draft().all(BUILDER, FREEZE, chain)
    assert links_of(given) == (Link(department=FINANZEN), Link(department=BAU, stage=2))
    with pytest.raises(NotYourTurn) as refused:
        given.when(BUILDER, signs(BAU))
    assert (refused.value.department, refused.value.waiting_for) == (BAU, (FINANZEN,))
    assert given.when(TREASURER, COSIGN).when(BUILDER, signs(BAU)).of(Cosigned)


def test_a_stage_waits_only_for_those_who_must_sign() -> None:
    given = asked(link(FINANZEN, mandatory=False), link(SOZIALES, stage=2), link(BAU, stage=2))
    then = given.when(BUILDER, signs(BAU)).when(CARER, signs(SOZIALES))
    assert then.when(LANDRAT, RELEASE).paper.status == "released"


def test_each_department_is_known_and_asked_once_for_sections_that_there_are() -> None:
    given = with_carers().when(BUILDER, FREEZE)
    with pytest.raises(NoSuch):
        given.when(BUILDER, start(link("none")))
    with pytest.raises(NoSuch) as unknown:
        given.when(BUILDER, start(link(BAU, "measures/none")))
    assert unknown.value.kind == "section"
    with pytest.raises(ChainRepeats):
        given.when(BUILDER, start(link(BAU), chain=(BAU,)))


SIGNERS = {FINANZEN: TREASURER, BAU: BUILDER, SOZIALES: CARER}


@over(
    st.lists(
        st.tuples(st.sampled_from(sorted(SIGNERS)), st.integers(1, 3), st.booleans()),
        unique_by=lambda each: each[0],
        max_size=3,
    ),
    st.lists(st.sampled_from(sorted(SIGNERS)), max_size=5),
)
def test_a_release_needs_all_that_must_sign_and_each_signs_in_turn(
    chain: list[tuple[str, int, bool]], order: list[str]
) -> None:
    given = asked(*(link(who, stage=stage, mandatory=must) for who, stage, must in chain))
    stages = {who: stage for who, stage, _ in chain}
    signed: set[str] = set()
    for who in order:
        before = {each for each, stage, must in chain if must and stage < stages.get(who, 0)}
        if who in stages and who not in signed and before <= signed:
            given = given.when(SIGNERS[who], signs(who))
            signed.add(who)
        else:
            with pytest.raises((NotEntitled, NotYourTurn, NothingChanges)):
                given.when(SIGNERS[who], signs(who))
    if all(who in signed for who, _, must in chain if must):
        assert given.when(LANDRAT, RELEASE).paper.status == "released"
    else:
        with pytest.raises(CosignaturesMissing):
            given.when(LANDRAT, RELEASE)


# Signing, commenting, taking back


def test_a_cosignature_holds_the_hashes_of_its_scope() -> None:
    given = asked(link(FINANZEN, "budget", "measures", f"attachments/{PLAN}"))
    (signed,) = given.when(TREASURER, COSIGN).of(Cosigned)
    assert set(signed.sections) == {"budget", f"measures/{MEASURE}", f"attachments/{PLAN}"}
    assert signed.scope == ("budget", "measures", f"attachments/{PLAN}")
    sections = given.paper.editions[-1].sections
    assert signed.sections == {name: sections[name] for name in signed.sections}


def test_a_comment_signs_nothing_off() -> None:
    comment = CommentCosigning(vorlage=PAPER, department=FINANZEN, comment=" Bitte  Deckung nennen ")
    given = cosigning(FINANZEN).when(TREASURER, comment)
    assert given.events == [CosigningCommented(department=FINANZEN, comment="Bitte Deckung nennen")]
    with pytest.raises(CosignaturesMissing):
        given.when(LANDRAT, RELEASE)
    with pytest.raises(BlankText):
        given.when(TREASURER, replace(comment, comment=" "))
    with pytest.raises(NotInChain):
        given.when(TREASURER, replace(comment, department=BAU))


def test_a_department_takes_its_own_cosignature_back() -> None:
    back = WithdrawCosignature(vorlage=PAPER, department=FINANZEN, reason="übersehen")
    given = cosigning(FINANZEN, BAU).when(BUILDER, signs(BAU))
    with pytest.raises(NotCosigned):
        given.when(TREASURER, back)
    signed = given.when(TREASURER, COSIGN)
    with pytest.raises(NotYourDepartment):
        signed.when(BUILDER, back)
    then = signed.when(TREASURER, back)
    assert then.events == [CosignatureWithdrawn(department=FINANZEN, reason="übersehen")]
    with pytest.raises(CosignaturesMissing) as refused:
        then.when(LANDRAT, RELEASE)
    assert refused.value.departments == (FINANZEN,)
    assert then.when(TREASURER, COSIGN).when(LANDRAT, RELEASE).paper.status == "released"
    with pytest.raises((NotEntitled, WrongState)):
        signed.when(LANDRAT, RELEASE).when(TREASURER, back)


def test_whoever_refuses_takes_an_earlier_cosignature_back_with_it() -> None:
    refuse = RefuseCosignature(vorlage=PAPER, department=FINANZEN, reason="doch keine Deckung")
    again = cosigning(FINANZEN).when(TREASURER, COSIGN).when(TREASURER, refuse).when(BUILDER, start())
    assert again.paper.cosignatures == {}
    chain = StartCosigning(vorlage=PAPER, chain=(FINANZEN,))
    restarted = cosigning(FINANZEN).when(TREASURER, COSIGN).when(TREASURER, refuse).when(BUILDER, chain)
    with pytest.raises(CosignaturesMissing):
        restarted.when(LANDRAT, RELEASE)


def test_rule_15_a_deputy_signs_for_the_one_represented() -> None:
    given = cosigning(FINANZEN).when(ADMIN, AppointDeputy(person=TREASURER, deputy=OUTSIDER))
    with pytest.raises(NotEntitled):
        given.when(OUTSIDER, COSIGN)
    then = given.when(OUTSIDER, COSIGN, acting_for=TREASURER)
    assert (then.last[0].meta.actor, then.last[0].meta.acting_for) == (OUTSIDER, TREASURER)
    assert then.when(LANDRAT, RELEASE).paper.status == "released"


def test_after_a_recall_what_was_signed_off_and_not_changed_still_counts() -> None:
    signed = asked(link(FINANZEN, "budget"), link(SOZIALES, "reasons"))
    signed = signed.when(TREASURER, COSIGN).when(CARER, signs(SOZIALES))
    edited = signed.all(BUILDER, RECALL, revise("reasons", "Noch ein Satz."))
    assert edited.of(CosignatureLapsed) == [
        CosignatureLapsed(department=SOZIALES, edition=1, sections=("reasons",))
    ]
    again = edited.all(BUILDER, FREEZE, start(link(FINANZEN, "budget"), link(SOZIALES, "reasons")))
    with pytest.raises(NothingChanges):
        again.when(TREASURER, COSIGN)
    with pytest.raises(CosignaturesMissing) as refused:
        again.when(LANDRAT, RELEASE)
    assert refused.value.departments == (SOZIALES,)
    assert again.when(CARER, signs(SOZIALES)).when(LANDRAT, RELEASE).paper.status == "released"


def test_a_cosignature_for_less_than_what_is_asked_now_is_not_enough() -> None:
    signed = asked(link(FINANZEN, "budget")).when(TREASURER, COSIGN).when(BUILDER, RECALL)
    wider = signed.when(BUILDER, start(link(FINANZEN, "budget", "reasons")))
    assert missing(wider.paper, wider.paper.editions[-1].sections) == (FINANZEN,)
    narrower = (
        wider.when(TREASURER, COSIGN).when(BUILDER, RECALL).when(BUILDER, start(link(FINANZEN, "reasons")))
    )
    assert missing(narrower.paper, narrower.paper.editions[-1].sections) == ()


def test_the_chain_is_known_after_the_release_and_gone_with_a_recall() -> None:
    signed = cosigning(FINANZEN).when(TREASURER, COSIGN)
    assert signed.when(LANDRAT, RELEASE).paper.chain == (Link(department=FINANZEN),)
    assert signed.when(LANDRAT, RELEASE).paper.cosigners == frozenset()
    assert signed.when(BUILDER, RECALL).paper.chain == ()
    assert released().paper.chain == ()


def test_a_chain_of_an_older_log_asks_each_for_the_whole_paper() -> None:
    old = CosigningStarted(edition=1, chain=(FINANZEN, BAU))
    given = draft().when(BUILDER, FREEZE).happened(f"vorlagen/{PAPER}", old)
    assert given.paper.chain == (Link(department=FINANZEN), Link(department=BAU))


# Rule 8: what a change undoes

SCOPE_PARTS = (
    *("subject", "proposed_resolution", "reasons", "budget", "measures", "attachments"),
    *(f"measures/{MEASURE}", f"attachments/{PLAN}"),
)
EDITS: list[tuple[AnyCommand, str]] = [
    (revise("reasons", "Noch ein Satz."), "reasons"),
    (revise("proposed_resolution", "Der Kreistag beschließt es."), "proposed_resolution"),
    (revise(f"measures/{MEASURE}", "Anders."), f"measures/{MEASURE}"),
    (ChangeHeader(vorlage=PAPER, subject="Anderer Gegenstand"), "subject"),
    (ChangeHeader(vorlage=PAPER, file_reference="2021-1"), ""),
    (BUDGET, "budget"),
    (ChangeMeasureCitation(vorlage=PAPER, measure=MEASURE, page=7), f"measures/{MEASURE}"),
    (AddMeasure(vorlage=PAPER, measure="new", document="K", text="Neu."), "measures/new"),
    (RemoveMeasure(vorlage=PAPER, measure=MEASURE), f"measures/{MEASURE}"),
    (AddAttachment(vorlage=PAPER, attachment="new", title="Karte"), "attachments/new"),
    (ReplaceAttachment(vorlage=PAPER, attachment=PLAN, content=b"neu"), f"attachments/{PLAN}"),
    (RemoveAttachment(vorlage=PAPER, attachment=PLAN), f"attachments/{PLAN}"),
]
SCOPES = st.lists(st.sampled_from(SCOPE_PARTS), unique=True, max_size=4).map(tuple)


def signed_for(*scope: str) -> County:
    """The building department asked and signed for this scope, then the lead has the paper back."""
    return asked(link(FINANZEN, *scope)).when(TREASURER, COSIGN).when(BUILDER, RECALL)


def about(scope: tuple[str, ...], section: str) -> bool:
    """Whether a scope is about a section, in other words than the code's."""
    kind = section.split("/", maxsplit=1)[0]
    return bool(section) and (not scope or section in scope or ("/" in section and kind in scope))


@over(SCOPES, st.sampled_from(EDITS))
def test_rule_8_a_change_undoes_a_cosignature_if_and_only_if_it_changed_a_section_of_its_scope(
    scope: tuple[str, ...], edit: tuple[AnyCommand, str]
) -> None:
    command, section = edit
    given = signed_for(*scope)
    then = given.when(BUILDER, command)
    lapse = CosignatureLapsed(department=FINANZEN, edition=1, sections=(section,))
    assert then.of(CosignatureLapsed) == ([lapse] if about(scope, section) else [])
    assert [fact.meta for fact in then.last] == [then.last[0].meta] * len(then.last)
    there = {name for name, _ in then.paper.content().sections()}
    if all("/" not in part or part in there for part in scope):
        again = ruled(then).all(BUILDER, FREEZE, start(link(FINANZEN, *scope)))
        lacking = missing(again.paper, again.paper.editions[-1].sections)
        assert lacking == ((FINANZEN,) if about(scope, section) else ())


@over(
    SCOPES,
    st.lists(st.tuples(st.sampled_from(["reasons", "proposed_resolution"]), st.booleans()), max_size=8),
)
def test_rule_8_lapses_and_revivals_tell_at_every_moment_whether_a_cosignature_counts(
    scope: tuple[str, ...], edits: list[tuple[str, bool]]
) -> None:
    given = signed_for(*scope)
    original = {name: given.paper.text(name) for name in ("reasons", "proposed_resolution")}
    counts = True
    for document, back in edits:
        text = original[document] if back else "Anders."
        if given.paper.text(document) == text:
            continue
        given = given.when(BUILDER, revise(document, text))
        told = [type(each) for each in given.events[1:]]
        same = all(given.paper.text(name) == text for name, text in original.items() if about(scope, name))
        assert told == ([] if same == counts else [CosignatureRevived if same else CosignatureLapsed])
        counts = same


def test_what_is_typed_undoes_a_cosignature_beside_the_revision() -> None:
    given = signed_for("reasons")
    typed = TextRevised(
        document="reasons",
        splices=(Splice(0, 0, "Nachtrag. "),),
        hash="",
        origin="typed",
        began=given.now,
        ended=given.now,
    )
    meta = given.given(BUILDER).meta
    sealed = list(with_lapses(given.paper, [(meta, typed), (meta, typed)]))
    lapse = CosignatureLapsed(department=FINANZEN, edition=1, sections=("reasons",))
    assert sealed == [(meta, typed), (meta, lapse), (meta, typed)]
    assert list(with_lapses(draft().paper, [(meta, typed)])) == [(meta, typed)]


def test_a_cosignature_given_after_a_lapse_is_no_revival() -> None:
    edited = signed_for().all(BUILDER, revise("reasons", "Anders."), FREEZE, start(link(FINANZEN)))
    then = edited.when(TREASURER, COSIGN)
    assert [type(each) for each in then.events] == [Cosigned]


@over(SCOPES, SCOPES)
def test_a_scope_covers_another_if_it_is_about_all_its_sections(
    scope: tuple[str, ...], other: tuple[str, ...]
) -> None:
    sections = {**dict.fromkeys((*SCOPE_PARTS[:4], *SCOPE_PARTS[6:], "measures/x", "attachments/x"), "")}
    if covers(scope, other):
        assert within(sections, other).keys() <= within(sections, scope).keys()
    both = joined(scope, other)
    assert covers(both, scope)
    assert covers(both, other)
    assert within(sections, both).keys() == within(sections, scope).keys() | within(sections, other).keys()


def test_what_a_sitting_does_to_a_paper_without_changing_it_undoes_nothing() -> None:
    given = sitting()
    assert given.paper.status == "in_consultation"
    assert not [fact for fact in given.log if isinstance(fact.event, CosignatureLapsed)]
