"""Departments, roles and deputyships: who was what on a day (rule 15)."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import AlreadyExists, NoSuch, NotDeputy, NotEntitled, NothingChanges, PeriodReversed
from domain.organisation.commands import (
    AppointDeputy,
    DismissDeputy,
    FormDepartment,
    GrantRole,
    RenameDepartment,
    RevokeRole,
)
from domain.organisation.errors import DepartmentNameTaken, DepartmentNeeded, OwnDeputy, OwnGrant
from domain.organisation.events import DepartmentRenamed, DeputyDismissed, RoleRevoked
from domain.organisation.state import Standing
from infra.entitlement import SERVICE, represented
from tests.domain.county import ADMIN, BAU, BEGIN, LANDRAT, OFFICE, OUTSIDER, county

ONE = dt.timedelta(days=1)
DAYS = st.none() | st.dates(dt.date(2023, 1, 1), dt.date(2023, 1, 12))
DAY = st.dates(dt.date(2023, 1, 1), dt.date(2023, 1, 12))


@given(DAYS, DAYS, DAYS, DAY)
def test_rule_15_a_role_holds_from_its_first_day_to_its_last(
    since: dt.date | None, until: dt.date | None, revoked: dt.date | None, day: dt.date
) -> None:
    grant = GrantRole(grant="g", person=OUTSIDER, role="clerk", since=since, until=until)
    if since and until and until < since:
        with pytest.raises(PeriodReversed):
            county().when(ADMIN, grant)
        return
    then = county().when(ADMIN, grant)
    if revoked is not None:
        revoke = RevokeRole(grant="g", until=revoked)
        if since and revoked < since:
            with pytest.raises(PeriodReversed):
                then.when(ADMIN, revoke)
        elif until and until <= revoked:
            with pytest.raises(NothingChanges):
                then.when(ADMIN, revoke)
        else:
            then, until = then.when(ADMIN, revoke), revoked
    held = (since is None or since <= day) and (until is None or day <= until)
    roles = {"clerk"} if held else set()
    assert then.world.organisation.standing(OUTSIDER, day).roles == roles


@given(DAYS, DAYS, DAY)
def test_rule_15_a_deputy_acts_from_day_to_day(
    since: dt.date | None, until: dt.date | None, day: dt.date
) -> None:
    appoint = AppointDeputy(deputyship="d", person=LANDRAT, deputy=OFFICE, since=since, until=until)
    if since and until and until < since:
        with pytest.raises(PeriodReversed):
            county().when(ADMIN, appoint)
        return
    organisation = county().when(ADMIN, appoint).world.organisation
    held = (since is None or since <= day) and (until is None or day <= until)
    assert organisation.may_act_for(OFFICE, LANDRAT, day) == held
    assert not organisation.may_act_for(LANDRAT, OFFICE, day)
    assert not organisation.may_act_for(OUTSIDER, LANDRAT, day)


def test_rule_15_only_a_deputy_of_both_days_acts_for_another() -> None:
    first, last = dt.date(2023, 3, 1), dt.date(2023, 3, 2)
    appoint = AppointDeputy(person=LANDRAT, deputy=OFFICE, since=first, until=last)
    organisation = county().when(ADMIN, appoint).world.organisation
    assert represented(organisation, OFFICE, None, first) == OFFICE
    assert represented(organisation, OFFICE, LANDRAT, first, last) == LANDRAT
    with pytest.raises(NotDeputy):
        represented(organisation, OFFICE, LANDRAT, last, last + dt.timedelta(days=1))
    with pytest.raises(NotDeputy):
        represented(organisation, OUTSIDER, LANDRAT, first)


def test_nobody_acts_for_the_service_login() -> None:
    organisation = county().when(ADMIN, AppointDeputy(person=SERVICE, deputy=OFFICE)).world.organisation
    with pytest.raises(NotDeputy):
        represented(organisation, OFFICE, SERVICE, BEGIN.date())


def test_a_deputy_is_appointed_once_for_another_person_and_dismissed() -> None:
    appoint = AppointDeputy(deputyship="d", person=LANDRAT, deputy=OFFICE)
    given = county().when(ADMIN, appoint)
    with pytest.raises(AlreadyExists):
        given.when(ADMIN, appoint)
    with pytest.raises(OwnDeputy):
        county().when(ADMIN, AppointDeputy(person=LANDRAT, deputy=LANDRAT))
    with pytest.raises(OwnDeputy):
        county().when(ADMIN, AppointDeputy(person=LANDRAT, deputy=ADMIN))
    then = given.when(ADMIN, DismissDeputy(deputyship="d"))
    assert then.events == [DeputyDismissed(deputyship="d", until=BEGIN.date() - ONE)]
    assert not then.world.organisation.may_act_for(OFFICE, LANDRAT, BEGIN.date())
    with pytest.raises(NothingChanges):
        then.when(ADMIN, DismissDeputy(deputyship="d", until=BEGIN.date()))
    with pytest.raises(NoSuch):
        given.when(ADMIN, DismissDeputy(deputyship="none"))


@given(st.none() | st.integers(-3, 3), st.none() | st.integers(-3, 6))
def test_rule_15_a_role_that_is_revoked_ends_at_once_unless_a_day_is_named(
    since: int | None, until: int | None
) -> None:
    today = BEGIN.date()
    first, last = (None if each is None else today + each * ONE for each in (since, until))
    if first and last and last < first:
        return
    grant = GrantRole(grant="g", person=OUTSIDER, role="clerk", since=first, until=last)
    granted = county().when(ADMIN, grant)
    if last and last < today:
        with pytest.raises(NothingChanges):
            granted.when(ADMIN, RevokeRole(grant="g"))
        return
    then = granted.when(ADMIN, RevokeRole(grant="g"))
    assert then.of(RoleRevoked)[0].until == max(today, first or today) - ONE
    for days in range(8):
        assert not then.world.organisation.standing(OUTSIDER, today + days * ONE).roles


def test_a_revocation_in_the_first_hour_of_the_calendar_has_a_day() -> None:
    granted = county().when(ADMIN, GrantRole(grant="g", person=OUTSIDER, role="clerk"))
    then = granted.when(ADMIN, RevokeRole(grant="g"), dt.datetime.min.replace(tzinfo=dt.UTC))
    assert then.of(RoleRevoked)[0].until == dt.date.min


def test_a_role_is_granted_once() -> None:
    given = county().when(ADMIN, GrantRole(grant="g", person=OUTSIDER, role="clerk"))
    with pytest.raises(NoSuch):
        given.when(ADMIN, RevokeRole(grant="none"))
    with pytest.raises(AlreadyExists):
        given.when(ADMIN, GrantRole(grant="g", person=OUTSIDER, role="clerk"))


def test_roles_of_a_department_need_one_that_exists_and_others_none() -> None:
    with pytest.raises(DepartmentNeeded):
        county().when(ADMIN, GrantRole(person=OUTSIDER, role="head"))
    with pytest.raises(DepartmentNeeded):
        county().when(ADMIN, GrantRole(person=OUTSIDER, role="clerk", department=BAU))
    with pytest.raises(NoSuch):
        county().when(ADMIN, GrantRole(person=OUTSIDER, role="head", department="none"))


def test_departments_have_names_of_their_own() -> None:
    given = county()
    with pytest.raises(DepartmentNameTaken):
        given.when(ADMIN, FormDepartment(name="FACHBEREICH BAU"))
    with pytest.raises(AlreadyExists):
        given.when(ADMIN, FormDepartment(department=BAU, name="Neu"))
    renamed = given.when(ADMIN, RenameDepartment(department=BAU, name="Hochbau"))
    assert renamed.events == [DepartmentRenamed(department=BAU, name="Hochbau")]
    assert renamed.world.organisation.department_named("hochbau") == BAU
    assert renamed.world.organisation.department_named("Fachbereich Bau") is None
    given.when(ADMIN, RenameDepartment(department=BAU, name="fachbereich bau"))
    with pytest.raises(DepartmentNameTaken):
        given.when(ADMIN, RenameDepartment(department=BAU, name="Fachbereich Finanzen"))
    with pytest.raises(NoSuch):
        given.when(ADMIN, RenameDepartment(department="none", name="x"))


def test_only_the_administrator_changes_the_organisation() -> None:
    with pytest.raises(NotEntitled):
        county().when(OFFICE, FormDepartment(name="Neu"))


def test_entitled_means_on_the_day_of_the_deed_and_on_the_day_it_is_recorded() -> None:
    then = Standing(frozenset({"clerk", "member"}), frozenset({"a", "b"}))
    now = Standing(frozenset({"clerk"}), frozenset({"b", "c"}))
    assert then.both(now) == Standing(frozenset({"clerk"}), frozenset({"b"}))


def test_nobody_grants_himself_a_role() -> None:
    with pytest.raises(OwnGrant):
        county().when(ADMIN, GrantRole(person=ADMIN, role="auditor"))
