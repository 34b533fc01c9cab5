"""The rights table, cell by cell: who may do what in which state, and who sees what (rule 15)."""

from itertools import product
from typing import get_args

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import rights
from domain.command import Command
from domain.errors import NotEntitled, WrongState
from domain.organisation.commands import AppointDeputy, GrantRole, RevokeRole
from domain.organisation.events import Role
from domain.organisation.state import Standing
from domain.procedure import AnyCommand
from domain.rights import COMMANDS, Capacity, Circle
from domain.session.commands import (
    CorrectVote,
    DeclareRecusal,
    DeclareVote,
    OpenVote,
    PlanSession,
    RecordArrival,
    RecordVote,
    SummonSession,
)
from domain.vorlage.commands import (
    CosignVorlage,
    CreateVorlage,
    InviteDepartment,
    OrderConsultations,
    ProposeAmendment,
    ReleaseVorlage,
    SetCommitteeDate,
    SetConsultationRole,
    StartCosigning,
    WithdrawAmendment,
)
from domain.vorlage.errors import TextFrozen
from tests.domain.county import (
    ADMIN,
    ADVISER,
    AUDITOR,
    BAU,
    BEGIN,
    BUILDER,
    CHAIR,
    CLERK,
    FINANZEN,
    KREISTAG,
    KT_DAY,
    LANDRAT,
    MEASURE,
    MOTION,
    NEW,
    OFFICE,
    OLD,
    OUTSIDER,
    PAPER,
    SITTING,
    TREASURER,
    County,
    cosigning,
    county,
    draft,
    members,
    released,
    sitting,
    summoned,
)

STATES = [
    *("draft", "cosigning", "released", "in_consultation", "resolved", "rejected", "noted", "withdrawn"),
    *("planned", "summoned", "opened", "interrupted", "closed", "cancelled"),
]
MEMBER = members(KREISTAG, 1)[0]


PROPOSE = ProposeAmendment(vorlage=PAPER, measure=MEASURE, old=OLD, new=NEW, amendment=MOTION)


def a(kind: type[Command]) -> Command:
    """A command whose fields do not matter."""
    return kind(**dict.fromkeys(kind.__struct_fields__))


def of_paper(given: County, person: str, amendment: str | None = None) -> frozenset[Capacity]:
    """What someone is to the paper on the day of the Kreistag's sitting."""
    standing = given.world.organisation.standing(person, KT_DAY)
    return rights.for_vorlage(person, standing, given.paper, given.world.committees, KT_DAY, amendment)


def of_sitting(given: County, person: str) -> frozenset[Capacity]:
    """What someone is to the sitting on its day."""
    standing = given.world.organisation.standing(person, KT_DAY)
    body = given.world.committees[given.sitting.committee]
    return rights.for_session(person, standing, given.sitting, body, KT_DAY)


def test_every_command_has_its_row() -> None:
    assert set(COMMANDS) == set(get_args(AnyCommand))


@pytest.mark.parametrize("kind", COMMANDS, ids=lambda kind: kind.__name__)
def test_every_cell_of_the_table_holds(kind: type[Command]) -> None:
    right = COMMANDS[kind]
    for capacity, state in product(Capacity, (*STATES, None)):
        held = frozenset({capacity})
        if capacity not in right.who:
            with pytest.raises(NotEntitled) as refused:
                rights.check(a(kind), held, state)
            assert refused.value.needed == tuple(sorted(right.who))
        elif right.states and state is not None and state not in right.states:
            with pytest.raises(TextFrozen if right.content else WrongState):
                rights.check(a(kind), held, state)
        else:
            rights.check(a(kind), held, state)


@pytest.mark.parametrize(
    ("kind", "who"),
    [
        (CreateVorlage, {"council_office", "department"}),
        (SetCommitteeDate, {"council_office"}),
        (OrderConsultations, {"council_office"}),
        (SetConsultationRole, {"council_office"}),
        (StartCosigning, {"lead"}),
        (CosignVorlage, {"cosigner"}),
        (ReleaseVorlage, {"chief_executive"}),
        (SummonSession, {"council_office", "chair"}),
        (RecordArrival, {"clerk", "chair"}),
        (DeclareRecusal, {"clerk", "chair"}),
        (OpenVote, {"clerk", "chair"}),
        (RecordVote, {"clerk", "chair"}),
        (DeclareVote, {"clerk", "chair"}),
        (CorrectVote, {"clerk", "chair"}),
        (GrantRole, {"admin"}),
    ],
)
def test_the_table_says_what_the_procedure_of_the_county_says(kind: type[Command], who: set[str]) -> None:
    assert {str(each) for each in COMMANDS[kind].who} == who


@given(st.sampled_from(list(COMMANDS)))
def test_whoever_is_nothing_may_do_nothing(kind: type[Command]) -> None:
    with pytest.raises(NotEntitled):
        rights.check(a(kind), frozenset(), None)


@given(
    st.sampled_from(list(COMMANDS)),
    st.sampled_from([Capacity.AUDITOR, Capacity.ADMIN]),
)
def test_auditors_change_nothing_and_the_administrator_no_content(
    kind: type[Command], capacity: Capacity
) -> None:
    organisation = kind.__module__ == "domain.organisation.commands"
    assert (capacity in COMMANDS[kind].who) == (capacity == Capacity.ADMIN and organisation)


def test_only_a_draft_takes_a_change_of_its_content() -> None:
    content = {kind for kind, right in COMMANDS.items() if right.content}
    beyond = {kind.__name__ for kind in content if COMMANDS[kind].states != {"draft"}}
    assert beyond == {"ChangeHeader"}


# What someone is


@given(st.frozensets(st.sampled_from(get_args(Role))), st.booleans())
def test_a_person_is_what_his_roles_make_him(roles: frozenset[Role], seated: bool) -> None:  # noqa: FBT001
    departments = frozenset({BAU}) if seated else frozenset()
    found = rights.of_standing(Standing(roles, departments))
    assert (Capacity.DEPARTMENT in found) == seated
    assert (Capacity.STEERING in found) == ("head" in roles)
    assert (Capacity.CHIEF_EXECUTIVE in found) == bool(roles & {"chief_executive", "deputy_executive"})
    assert (Capacity.ADMIN in found) == ("admin" in roles)
    assert not found & {Capacity.LEAD, Capacity.BODY, Capacity.CHAIR, Capacity.CREATOR}


def test_a_department_is_lead_invited_or_cosigner_of_a_paper() -> None:
    assert Capacity.LEAD in of_paper(draft(), BUILDER)
    assert Capacity.CREATOR in of_paper(draft(), BUILDER)
    assert Capacity.INVITED not in of_paper(draft(), TREASURER)
    invited = draft().when(BUILDER, InviteDepartment(vorlage=PAPER, department=FINANZEN))
    assert Capacity.INVITED in of_paper(invited, TREASURER)
    assert Capacity.COSIGNER in of_paper(cosigning(FINANZEN), TREASURER)
    assert Capacity.COSIGNER not in of_paper(cosigning(BAU), TREASURER)
    assert Capacity.COSIGNER not in of_paper(draft(), TREASURER)


def test_members_belong_to_the_body_from_the_summons_on() -> None:
    assert Capacity.BODY not in of_paper(released(), MEMBER)
    assert Capacity.BODY in of_paper(summoned(), MEMBER)
    assert Capacity.BODY not in of_paper(summoned(), OUTSIDER)


def test_whoever_moved_an_amendment_is_its_proposer() -> None:
    moved = sitting().when(MEMBER, PROPOSE)
    assert Capacity.PROPOSER in of_paper(moved, MEMBER, MOTION)
    assert Capacity.PROPOSER not in of_paper(moved, CHAIR, MOTION)
    assert Capacity.PROPOSER not in of_paper(moved, MEMBER, "none")
    assert Capacity.PROPOSER not in of_paper(moved, MEMBER)


def test_the_chair_is_the_one_of_the_day_and_then_the_one_who_opened() -> None:
    assert Capacity.CHAIR in of_sitting(summoned(), CHAIR)
    assert Capacity.CHAIR in of_sitting(sitting(), CHAIR)
    assert Capacity.CHAIR not in of_sitting(sitting(), MEMBER)
    assert Capacity.BODY in of_sitting(sitting(), ADVISER)
    assert Capacity.BODY not in of_sitting(sitting(), OUTSIDER)


# Rule 15


@given(st.integers(-3, 3), st.integers(-3, 3))
def test_rule_15_the_actor_was_entitled_at_the_time_of_the_deed(since: int, until: int) -> None:
    day = KT_DAY.toordinal()
    first, last = KT_DAY.fromordinal(day + since), KT_DAY.fromordinal(day + max(since, until))
    grant = GrantRole(grant="g", person=OUTSIDER, role="council_office", since=first, until=last)
    given = county().when(ADMIN, grant)
    moment = BEGIN.replace(month=KT_DAY.month, day=KT_DAY.day)
    plan = PlanSession(session=SITTING, committee=KREISTAG, date=KT_DAY)
    if first <= KT_DAY <= last:
        assert given.when(OUTSIDER, plan, moment).sitting.status == "planned"
    else:
        with pytest.raises(NotEntitled):
            given.when(OUTSIDER, plan, moment)


def test_rule_15_what_was_done_in_office_stands_after_it() -> None:
    given = released()
    revoked = RevokeRole(grant=_grant_of(given, LANDRAT))
    then = given.when(ADMIN, revoked)
    assert then.paper == given.paper


def _grant_of(given: County, person: str) -> str:
    return next(key for key, each in given.world.organisation.grants.items() if each.person == person)


def test_rule_15_a_deputy_s_event_names_both_persons() -> None:
    given = cosigning().when(ADMIN, AppointDeputy(person=LANDRAT, deputy=OUTSIDER))
    with pytest.raises(NotEntitled):
        given.when(OUTSIDER, ReleaseVorlage(vorlage=PAPER))
    then = given.when(OUTSIDER, ReleaseVorlage(vorlage=PAPER), acting_for=LANDRAT)
    assert (then.last[0].meta.actor, then.last[0].meta.acting_for) == (OUTSIDER, LANDRAT)


def test_rule_15_a_department_s_signature_is_its_own() -> None:
    with pytest.raises(NotEntitled):
        cosigning(FINANZEN).when(OFFICE, CosignVorlage(vorlage=PAPER, department=FINANZEN))


# Who sees what


@pytest.mark.parametrize(
    ("person", "in_draft", "when_released", "when_summoned"),
    [
        (BUILDER, Circle.ADMINISTRATION, Circle.ADMINISTRATION, Circle.ADMINISTRATION),
        (OFFICE, Circle.ADMINISTRATION, Circle.ADMINISTRATION, Circle.ADMINISTRATION),
        (AUDITOR, Circle.ADMINISTRATION, Circle.ADMINISTRATION, Circle.ADMINISTRATION),
        (TREASURER, None, Circle.ADMINISTRATION, Circle.ADMINISTRATION),
        (CLERK, None, Circle.ADMINISTRATION, Circle.ADMINISTRATION),
        (MEMBER, None, None, Circle.BODY),
        (ADMIN, None, None, None),
        (OUTSIDER, None, None, None),
    ],
)
def test_a_paper_is_seen_by_the_administration_then_by_its_body(
    person: str, in_draft: Circle | None, when_released: Circle | None, when_summoned: Circle | None
) -> None:
    expected = (in_draft, when_released, when_summoned)
    given = (draft(), released(), summoned())
    found = [rights.circle_of_vorlage(of_paper(each, person), each.paper) for each in given]
    assert tuple(found) == expected


@pytest.mark.parametrize(
    ("person", "when_planned", "when_summoned"),
    [
        (OFFICE, Circle.ADMINISTRATION, Circle.ADMINISTRATION),
        (CHAIR, Circle.ADMINISTRATION, Circle.ADMINISTRATION),
        (CLERK, Circle.ADMINISTRATION, Circle.ADMINISTRATION),
        (TREASURER, None, Circle.ADMINISTRATION),
        (MEMBER, None, Circle.BODY),
        (ADMIN, None, None),
        (OUTSIDER, None, None),
    ],
)
def test_a_sitting_is_seen_from_its_summons_on(
    person: str, when_planned: Circle | None, when_summoned: Circle | None
) -> None:
    planned = released().when(OFFICE, PlanSession(session=SITTING, committee=KREISTAG, date=KT_DAY))
    found = [
        rights.circle_of_session(of_sitting(each, person), each.sitting) for each in (planned, summoned())
    ]
    assert found == [when_planned, when_summoned]


def test_only_the_drafting_group_types_and_only_in_draft() -> None:
    assert rights.may_write(of_paper(draft(), BUILDER), draft().paper)
    assert not rights.may_write(of_paper(draft(), TREASURER), draft().paper)
    assert not rights.may_write(of_paper(released(), BUILDER), released().paper)


def test_names_are_for_the_drafting_group_until_the_release_and_for_an_auditor_with_a_purpose() -> None:
    for now, seen in ((draft(), True), (cosigning(), True), (released(), False)):
        assert rights.sees_persons(of_paper(now, BUILDER), now.paper, None) == seen
        assert not rights.sees_persons(of_paper(now, TREASURER), now.paper, "Prüfung")
        assert rights.sees_persons(of_paper(now, AUDITOR), now.paper, "Prüfung")
        assert not rights.sees_persons(of_paper(now, AUDITOR), now.paper, None)


def test_a_command_decodes_from_its_type_and_refuses_unknown_fields() -> None:
    sent = {"type": "WithdrawAmendment", "vorlage": "0" * 8 + "-0000-0000-0000-" + "0" * 12}
    sent["amendment"] = sent["vorlage"]
    assert isinstance(msgspec.convert(sent, AnyCommand), WithdrawAmendment)
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(sent | {"more": 1}, AnyCommand)
