"""The rights table, cell by cell: who may do what in which state, and who sees what (rule 15)."""

from collections.abc import Mapping
from itertools import product
from typing import NamedTuple, get_args

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
from domain.session.commands.agenda import PlanSession
from domain.vorlage.commands.aftermath import WithdrawVorlage
from domain.vorlage.commands.cosigning import CosignVorlage, ReleaseVorlage, WithdrawRelease
from domain.vorlage.commands.drafting import CreateVorlage, InviteDepartment, ReviseText
from domain.vorlage.commands.motions import ProposeAmendment, WithdrawAmendment
from domain.vorlage.errors.drafting import TextFrozen
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
    *("revising", "revised"),
    *("suspended", "confirmed", "revoked", "implementation"),
    *("planned", "summoned", "opened", "interrupted", "closed", "cancelled"),
    *("minutes_drafted", "minutes_signed", "minutes_objected", "minutes_approved", "minutes_corrected"),
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


TABLE = """
FormDepartment RenameDepartment GrantRole RevokeRole AppointDeputy DismissDeputy
    admin
FormCommittee SetLawfulNumber SeatMember VacateSeat AppointChair AppointDeputyChair PlanSession
    council_office
AppointSubstitute DismissSubstitute
    council_office
CreateVorlage
    council_office department
ChangeHeader!
    council_office creator lead @ draft cosigning released in_consultation
AddConsultation RemoveConsultation
    council_office creator lead @ draft cosigning released in_consultation suspended
LinkConsultation
    council_office creator lead @ draft cosigning released in_consultation suspended resolved
RemarkConsultation RecordConsultationResult
    council_office creator lead @ draft cosigning released in_consultation
OrderConsultations SetCommitteeDate SetConsultationRole
    council_office @ draft cosigning released in_consultation suspended
WaiveConsultation
    clerk council_office @ draft cosigning released in_consultation suspended
AssignLeadDepartment
    council_office creator lead @ draft
InviteDepartment UninviteDepartment
    council_office creator lead @ draft revising
ReviseText! AddMeasure! ChangeMeasureCitation! RemoveMeasure! AmendMeasure!
    creator invited lead steering @ draft revising
AddAttachment! ReplaceAttachment! RemoveAttachment! RecordBudget!
    creator invited lead steering @ draft revising
RecordFinanceCheck
    department @ draft revising cosigning revised
AttributeCause
    council_office creator invited lead steering @ draft cosigning released in_consultation
FreezeEdition
    council_office creator invited lead steering @ draft revising
OpenEdition
    council_office lead steering @ released in_consultation
DiscardEdition
    council_office lead steering @ revising revised
StartCosigning
    lead @ draft
CosignVorlage CommentCosigning
    cosigner @ cosigning revised
RefuseCosignature WithdrawCosignature
    cosigner @ cosigning revised
RecallCosigning
    lead @ cosigning revised
ReleaseVorlage
    chief_executive @ cosigning revised
WithdrawRelease
    chief_executive lead @ released
WithdrawVorlage
    chief_executive lead @ draft cosigning released in_consultation
DecideUrgently
    chief_executive @ released in_consultation
ObjectToResolution
    chief_executive @ resolved rejected confirmed implementation closed
RecordAuthorityDecision
    chief_executive council_office @ suspended
StartImplementation
    chief_executive council_office lead @ resolved confirmed
ReportImplementation CompleteImplementation
    council_office responsible @ implementation
ProposeAmendment
    body clerk lead @ released in_consultation
RestateAmendment
    clerk lead proposer @ released in_consultation
TakeOverAmendment!
    chief_executive lead @ released in_consultation
WithdrawAmendment
    clerk proposer @ released in_consultation
RemoveAgendaItem
    council_office @ planned
MoveSession CancelSession
    council_office @ planned summoned
SummonSession
    chair council_office @ planned
AddAgendaItem OrderAgenda
    chair clerk council_office @ planned summoned opened
OpenSession
    chair clerk @ summoned
InterruptSession EstablishQuorum CallItem ConcludeItem
    chair clerk @ opened
ChangeWording WithdrawWording ReadBackWording FreezeWording
    chair clerk @ opened
ObjectToOpenElection WithdrawBallot
    chair clerk @ opened
CancelVote
    chair clerk @ planned summoned opened
PrepareVote
    chair clerk @ planned summoned opened interrupted
ResumeSession
    chair clerk @ interrupted
CloseSession
    chair clerk @ opened interrupted
RecordArrival RecordLeaving RecordSubstitution DeclareRecusal LiftRecusal
    chair clerk @ summoned opened interrupted closed
OpenVote RecordBallot RecordVote CorrectVote DeclareVote
    chair clerk @ opened interrupted closed
AnnounceSession
    council_office @ summoned opened interrupted closed
WithdrawAnnouncement
    council_office @ summoned opened interrupted closed cancelled
PublishVorlage WithdrawPublication
    council_office
ResolveContradiction
    chair @ opened interrupted closed
AnnulVote
    chair clerk @ opened interrupted closed
DraftMinutes
    clerk @ closed
SignMinutes
    chair clerk @ minutes_drafted
ObjectToMinutes
    body chair @ minutes_signed minutes_objected minutes_corrected
ApproveMinutes
    chair clerk @ minutes_signed minutes_objected minutes_corrected
CorrectMinutes
    chair clerk council_office @ minutes_signed minutes_objected minutes_corrected minutes_approved
EstablishSummons ApproveAgenda WithdrawAgendaApproval AcceptItem RefuseItem ExcludePublic RestorePublic
    chair clerk @ opened
AnnounceResolutions HandOverChair RecallItem ReopenItem
    chair clerk @ opened
RecordNote WithdrawNote
    chair clerk @ opened interrupted closed
CorrectAttendance
    chair clerk @ summoned opened interrupted closed
ObjectToCirculation
    body clerk @ summoned opened
"""
"""Who may do what in which state, as the county's procedure has it (DOMAIN: "what | who | only if").

Commands, then who gives them @ in which states of their target; "!": it changes what a paper says.
Written down here a second time, so that a slip in the table of the code is seen.
"""


class Row(NamedTuple):
    """What the procedure says of one command."""

    who: frozenset[str]
    states: frozenset[str]
    content: bool


def expected() -> dict[str, Row]:
    """The table above, by command."""
    lines = [line.strip() for line in TABLE.strip().splitlines()]
    rows = {}
    for commands, rule in zip(lines[::2], lines[1::2], strict=True):
        who, _, states = rule.partition("@")
        for name in commands.split():
            content = name.endswith("!")
            rows[name.removesuffix("!")] = Row(frozenset(who.split()), frozenset(states.split()), content)
    return rows


EXPECTED = expected()
KINDS: Mapping[str, type[Command]] = {kind.__name__: kind for kind in get_args(AnyCommand)}


def test_every_command_has_its_row() -> None:
    assert set(COMMANDS) == set(get_args(AnyCommand))
    assert set(EXPECTED) == set(KINDS)


@pytest.mark.parametrize("name", EXPECTED)
def test_every_cell_of_the_table_holds(name: str) -> None:
    row, command = EXPECTED[name], a(KINDS[name])
    for capacity, state in product(Capacity, (*STATES, None)):
        held = frozenset({capacity})
        if str(capacity) not in row.who:
            with pytest.raises(NotEntitled) as refused:
                rights.check(command, held, *filter(None, [state]))
            assert set(refused.value.needed) == row.who
        elif row.states and state is not None and state not in row.states:
            with pytest.raises(TextFrozen if row.content else WrongState):
                rights.check(command, held, *filter(None, [state]))
        else:
            rights.check(command, held, *filter(None, [state]))


@given(st.sampled_from(list(COMMANDS)))
def test_whoever_is_nothing_may_do_nothing(kind: type[Command]) -> None:
    with pytest.raises(NotEntitled):
        rights.check(a(kind), frozenset())


@given(
    st.sampled_from(list(COMMANDS)),
    st.sampled_from([Capacity.AUDITOR, Capacity.ADMIN]),
)
def test_auditors_change_nothing_and_the_administrator_no_content(
    kind: type[Command], capacity: Capacity
) -> None:
    organisation = kind.__module__ == "domain.organisation.commands"
    assert (capacity in COMMANDS[kind].who) == (capacity == Capacity.ADMIN and organisation)


def test_only_a_draft_or_a_new_edition_takes_a_change_of_its_content() -> None:
    content = {kind for kind, right in COMMANDS.items() if right.content}
    beyond = {kind.__name__ for kind in content if COMMANDS[kind].states != {"draft", "revising"}}
    assert beyond == {"ChangeHeader", "TakeOverAmendment"}


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


def test_a_paper_withdrawn_before_its_release_stays_with_those_who_drafted_it() -> None:
    withdraw = WithdrawVorlage(vorlage=PAPER, reason="erledigt")
    back = released().when(LANDRAT, WithdrawRelease(vorlage=PAPER, reason="Fehler"))
    for before in (draft(), cosigning(FINANZEN), back):
        given = before.when(LANDRAT, withdraw)
        for person in (CLERK, MEMBER, *((TREASURER,) if before is not cosigning(FINANZEN) else ())):
            assert rights.circle_of_vorlage(of_paper(given, person), given.paper) is None
        assert rights.circle_of_vorlage(of_paper(given, BUILDER), given.paper) is Circle.ADMINISTRATION
        assert rights.sees_persons(of_paper(given, BUILDER), given.paper, None)
    for before in (released(), summoned()):
        given = before.when(LANDRAT, withdraw)
        assert rights.circle_of_vorlage(of_paper(given, TREASURER), given.paper) is Circle.ADMINISTRATION
        assert rights.circle_of_vorlage(of_paper(given, CLERK), given.paper) is Circle.ADMINISTRATION
        assert not rights.sees_persons(of_paper(given, BUILDER), given.paper, None)


def test_rule_15_whoever_began_a_paper_has_it_only_while_in_the_administration() -> None:
    begun = county().when(OFFICE, CreateVorlage(vorlage=PAPER, file_reference="1", subject="S"))
    assert Capacity.CREATOR in of_paper(begun, OFFICE)
    gone = begun.when(ADMIN, RevokeRole(grant=_grant_of(begun, OFFICE)))
    assert of_paper(gone, OFFICE) == frozenset()
    assert rights.circle_of_vorlage(of_paper(gone, OFFICE), gone.paper) is None
    with pytest.raises(NotEntitled):
        gone.when(OFFICE, ReviseText(vorlage=PAPER, document="reasons", text="Noch etwas."))
    moved = gone.when(ADMIN, GrantRole(person=OFFICE, role="department", department=FINANZEN))
    assert Capacity.CREATOR in of_paper(moved, OFFICE)


def test_only_the_drafting_group_types_and_only_in_draft() -> None:
    assert rights.may_write(of_paper(draft(), BUILDER), draft().paper)
    assert not rights.may_write(of_paper(draft(), TREASURER), draft().paper)
    assert not rights.may_write(of_paper(released(), BUILDER), released().paper)


def test_names_are_for_the_drafting_group_until_the_release_and_for_an_auditor_with_a_purpose() -> None:
    for now, seen in ((draft(), True), (cosigning(), True), (released(), False)):
        assert rights.sees_persons(of_paper(now, BUILDER), now.paper, None) == seen
        # The council office sees drafts, not who wrote them, unless it leads them itself.
        assert rights.circle_of_vorlage(of_paper(now, OFFICE), now.paper) is Circle.ADMINISTRATION
        assert not rights.sees_persons(of_paper(now, OFFICE), now.paper, None)
        own = of_paper(now, OFFICE) | {Capacity.LEAD}
        assert rights.sees_persons(own, now.paper, None) == seen
        assert not rights.sees_persons(of_paper(now, TREASURER), now.paper, "Prüfung")
        assert rights.sees_persons(of_paper(now, AUDITOR), now.paper, "Prüfung")
        assert not rights.sees_persons(of_paper(now, AUDITOR), now.paper, None)


def test_a_command_decodes_from_its_type_and_refuses_unknown_fields() -> None:
    sent = {"type": "WithdrawAmendment", "vorlage": "0" * 8 + "-0000-0000-0000-" + "0" * 12}
    sent["amendment"] = sent["vorlage"]
    assert isinstance(msgspec.convert(sent, AnyCommand), WithdrawAmendment)
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(sent | {"more": 1}, AnyCommand)


@pytest.mark.parametrize(
    ("circle", "inside"),
    [(None, False), (Circle.PUBLIC, False), (Circle.BODY, True), (Circle.ADMINISTRATION, True)],
)
def test_rooms_and_live_feeds_are_for_whoever_sees_more_than_everybody(
    circle: Circle | None, *, inside: bool
) -> None:
    assert rights.is_inside(circle) is inside


@given(st.frozensets(st.sampled_from(Capacity)))
def test_a_draft_of_minutes_is_for_those_who_prepare_and_lead_the_sitting(held: frozenset[Capacity]) -> None:
    assert rights.may_read_minutes(held, signed=True)
    assert rights.may_read_minutes(held, signed=False) == bool(held & rights.PREPARES_SESSIONS)
