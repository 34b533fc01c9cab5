"""The announcement: from then on the public may know, and only what was announced (rule 12)."""

import datetime as dt

import pytest
from msgspec.structs import replace

from domain.errors import NotEntitled, NothingChanges, WrongState
from domain.session.commands.agenda import (
    AddAgendaItem,
    AnnounceSession,
    CancelSession,
    PlanSession,
    SummonSession,
    WithdrawAnnouncement,
)
from domain.session.errors.agenda import NotAnnounced, NothingToAnnounce
from domain.session.events.agenda import AnnouncementWithdrawn, SessionAnnounced
from domain.vorlage.commands.cosigning import ReleaseVorlage, StartCosigning
from domain.vorlage.commands.drafting import ChangeHeader
from domain.vorlage.commands.editions import FreezeEdition, PublishVorlage, WithdrawPublication
from domain.vorlage.errors.editions import NotForThePublic, NotPublished
from domain.vorlage.events.editions import PublicationWithdrawn, VorlagePublished
from domain.vorlage.phases import Draft, Withdrawn
from tests.domain.county import (
    BUILDER,
    CLERK,
    DECISION,
    ITEM,
    KREISTAG,
    KT_DAY,
    LANDRAT,
    OFFICE,
    PAPER,
    SITTING,
    County,
    draft,
    released,
    sitting,
    summoned,
)

ANNOUNCE = AnnounceSession(session=SITTING)
SECOND = "second"


def announced() -> County:
    """The sitting announced with its one item."""
    return summoned().when(OFFICE, ANNOUNCE)


def test_the_announcement_publishes_the_public_papers() -> None:
    now = announced()
    assert now.of(SessionAnnounced) == [SessionAnnounced(items=(ITEM,))]
    assert now.of(VorlagePublished) == [VorlagePublished(edition=1, consultation=DECISION, session=SITTING)]
    assert now.sitting.published_at == now.paper.published_at == now.last[0].meta.happened_at


def test_only_the_council_office_announces_and_only_from_the_summons_on() -> None:
    with pytest.raises(NotEntitled):
        summoned().when(CLERK, ANNOUNCE)
    planned = released().when(OFFICE, PlanSession(session=SITTING, committee=KREISTAG, date=KT_DAY))
    with pytest.raises(WrongState):
        planned.when(OFFICE, ANNOUNCE)


def test_a_sitting_without_anything_public_is_not_announced() -> None:
    planned = released().all(
        OFFICE,
        PlanSession(session=SITTING, committee=KREISTAG, date=KT_DAY),
        AddAgendaItem(session=SITTING, item=ITEM, vorlage=PAPER, public=False),
        SummonSession(session=SITTING),
    )
    with pytest.raises(NothingToAnnounce):
        planned.when(OFFICE, ANNOUNCE)
    closed_doors = released().all(
        OFFICE,
        PlanSession(session=SITTING, committee=KREISTAG, date=KT_DAY, public=False),
        AddAgendaItem(session=SITTING, item=ITEM, vorlage=PAPER),
        SummonSession(session=SITTING),
    )
    with pytest.raises(NothingToAnnounce):
        closed_doors.when(OFFICE, ANNOUNCE)


def test_what_was_announced_is_announced_again_only_with_something_new() -> None:
    with pytest.raises(NothingChanges):
        announced().when(OFFICE, ANNOUNCE)
    urgent = AddAgendaItem(session=SITTING, item=SECOND, subject="Eilsache", urgency="Hochwasser")
    by_clerk = announced().when(CLERK, urgent)
    assert by_clerk.sitting.announced == (ITEM,)
    again = by_clerk.when(OFFICE, ANNOUNCE)
    assert again.sitting.announced == (ITEM, SECOND)
    assert again.of(VorlagePublished) == []
    assert again.sitting.published_at == announced().sitting.published_at


def test_what_the_council_office_adds_to_an_announced_sitting_is_announced_with_it() -> None:
    urgent = AddAgendaItem(session=SITTING, item=SECOND, subject="Eilsache", urgency="Hochwasser")
    assert announced().when(OFFICE, urgent).sitting.announced == (ITEM, SECOND)
    assert summoned().when(OFFICE, urgent).sitting.announced == ()
    secret = AddAgendaItem(
        session=SITTING, item=SECOND, subject="Eilsache", urgency="Hochwasser", public=False
    )
    assert announced().when(OFFICE, secret).sitting.announced == (ITEM,)


def test_an_announcement_by_mistake_is_taken_back_with_its_papers() -> None:
    back = announced().when(OFFICE, WithdrawAnnouncement(session=SITTING, reason="falscher Tag"))
    assert back.of(AnnouncementWithdrawn) == [AnnouncementWithdrawn(reason="falscher Tag")]
    assert back.of(PublicationWithdrawn) == [
        PublicationWithdrawn(reason="falscher Tag", consultation=DECISION)
    ]
    assert back.sitting.published_at is None
    assert back.sitting.announced == ()
    assert back.paper.published_at is None
    with pytest.raises(NotAnnounced):
        back.when(OFFICE, WithdrawAnnouncement(session=SITTING, reason="noch einmal"))


def test_taking_an_announcement_back_leaves_what_was_published_by_itself() -> None:
    given = announced().when(OFFICE, PublishVorlage(vorlage=PAPER))
    back = given.when(OFFICE, WithdrawAnnouncement(session=SITTING, reason="falscher Tag"))
    assert back.paper.published_at is not None
    gone = given.when(OFFICE, WithdrawPublication(vorlage=PAPER, reason="versehentlich"))
    assert gone.paper.published_at is None
    once_more = gone.when(OFFICE, WithdrawAnnouncement(session=SITTING, reason="falscher Tag"))
    assert once_more.of(PublicationWithdrawn) == []


def test_a_called_off_sitting_stays_announced() -> None:
    off = announced().when(OFFICE, CancelSession(session=SITTING, reason="Glatteis"))
    assert off.sitting.published_at is not None
    assert off.paper.published_at is not None


def test_rule_12_only_a_public_paper_that_a_body_has_before_it_is_published() -> None:
    publish = PublishVorlage(vorlage=PAPER)
    with pytest.raises(NotForThePublic):
        released().when(OFFICE, publish)
    assert summoned().when(OFFICE, publish).of(VorlagePublished) == [VorlagePublished(edition=1)]
    with pytest.raises(NotPublished):
        summoned().when(OFFICE, WithdrawPublication(vorlage=PAPER, reason="versehentlich"))
    with pytest.raises(NotEntitled):
        summoned().when(LANDRAT, publish)


def test_a_sitting_announced_while_it_sits_publishes_as_well() -> None:
    now = sitting().when(OFFICE, ANNOUNCE)
    assert now.paper.published_at == now.last[0].meta.happened_at
    assert now.paper.published_at > dt.datetime(2023, 3, 29, tzinfo=dt.UTC)


def test_rule_12_a_paper_whose_item_is_not_public_is_not_published() -> None:
    given = released().all(
        OFFICE,
        PlanSession(session=SITTING, committee=KREISTAG, date=KT_DAY),
        AddAgendaItem(session=SITTING, item=ITEM, vorlage=PAPER, public=False),
        AddAgendaItem(session=SITTING, item=SECOND, subject="Verschiedenes"),
        SummonSession(session=SITTING),
        ANNOUNCE,
    )
    assert given.sitting.announced == (SECOND,)
    assert given.of(VorlagePublished) == []
    assert given.paper.published_at is None


def test_rule_12_a_paper_that_is_not_public_any_more_is_not_announced() -> None:
    planned = draft().all(
        OFFICE,
        PlanSession(session=SITTING, committee=KREISTAG, date=KT_DAY),
        AddAgendaItem(session=SITTING, item=ITEM, vorlage=PAPER),
        AddAgendaItem(session=SITTING, item=SECOND, subject="Verschiedenes"),
        ChangeHeader(vorlage=PAPER, public=False),
    )
    released_later = planned.all(
        BUILDER,
        FreezeEdition(vorlage=PAPER, label="Fassung Kreistag"),
        StartCosigning(vorlage=PAPER, chain=()),
    ).when(LANDRAT, ReleaseVorlage(vorlage=PAPER))
    given = released_later.all(OFFICE, SummonSession(session=SITTING), ANNOUNCE)
    assert given.sitting.announced == (SECOND,)
    assert given.paper.published_at is None


def test_rule_12_an_item_that_is_not_public_is_announced_only_by_its_neutral_title() -> None:
    planned = released().all(
        OFFICE,
        PlanSession(session=SITTING, committee=KREISTAG, date=KT_DAY),
        AddAgendaItem(
            session=SITTING, item=ITEM, vorlage=PAPER, public=False, public_title="Grundstücksangelegenheit"
        ),
        AddAgendaItem(session=SITTING, item="untitled", subject="Personal", public=False),
    )
    with pytest.raises(NothingToAnnounce):
        planned.all(OFFICE, SummonSession(session=SITTING), ANNOUNCE)
    given = planned.all(
        OFFICE,
        AddAgendaItem(session=SITTING, item=SECOND, subject="Verschiedenes"),
        SummonSession(session=SITTING),
        ANNOUNCE,
    )
    assert given.sitting.announced == (ITEM, SECOND)
    assert given.of(VorlagePublished) == []
    assert given.paper.published_at is None
    urgent = AddAgendaItem(
        session=SITTING, item="later", subject="Kauf", urgency="eilt", public=False, public_title="Vertrag"
    )
    assert given.when(OFFICE, urgent).sitting.announced == (ITEM, SECOND, "later")


def test_rule_12_published_is_only_what_is_public_and_released_now() -> None:
    paper = announced().paper
    assert paper.publications
    assert replace(paper, public=False).published_at is None
    assert replace(paper, phase=Draft()).published_at is None
    assert replace(paper, phase=Withdrawn(released=False)).published_at is None
    assert replace(paper, phase=Withdrawn(released=True)).published_at == paper.published_at
