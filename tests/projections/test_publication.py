"""What views show of an announcement and of what it published."""

import pytest

from domain.session.commands.agenda import AnnounceSession, CancelSession, WithdrawAnnouncement
from domain.vorlage.commands.editions import PublishVorlage, WithdrawPublication
from projections.public import record as public
from projections.session import row as session_row
from projections.session import view as session
from projections.vorlage import row as vorlage_row
from projections.vorlage import view as vorlage
from projections.vorlage.shown import show
from tests.domain.county import DECISION, LANDRAT, OFFICE, PAPER, SITTING, County, summoned
from tests.domain.lives.views import Views
from tests.domain.test_aftermath import OBJECT, START, again, objected, resolved, turned_down
from tests.projections.story import fold, log


def rows(county: County) -> tuple[vorlage_row.Row, session_row.Row]:
    """The rows of the paper and of the sitting."""
    recorded = log((fact.stream, fact.meta, fact.event) for fact in county.log)
    return fold(vorlage, recorded)[f"vorlagen/{PAPER}"], fold(session, recorded)[f"sessions/{SITTING}"]


def test_views_say_since_when_something_is_public() -> None:
    announced = summoned().when(OFFICE, AnnounceSession(session=SITTING))
    paper, sitting = rows(announced)
    assert show(paper, position=1, by=str).published_at == announced.paper.published_at
    assert sitting.published_at == announced.sitting.published_at
    assert tuple(sitting.announced) == announced.sitting.announced


def test_what_was_taken_back_is_public_no_more() -> None:
    announced = summoned().all(OFFICE, AnnounceSession(session=SITTING), PublishVorlage(vorlage=PAPER))
    paper, sitting = rows(announced.when(OFFICE, WithdrawAnnouncement(session=SITTING, reason="Irrtum")))
    assert (sitting.published_at, sitting.announced) == (None, [])
    assert [each.consultation for each in paper.publications] == [None]
    paper, _ = rows(announced.when(OFFICE, WithdrawPublication(vorlage=PAPER, reason="Irrtum")))
    assert paper.published_at is None


def test_a_sitting_that_was_called_off_names_no_paper_whose_publication_was_withdrawn() -> None:
    views = Views()
    announced = summoned().all(OFFICE, AnnounceSession(session=SITTING), PublishVorlage(vorlage=PAPER))
    views.take(announced.log)
    off = announced.when(OFFICE, CancelSession(session=SITTING, reason="Sturm"))
    views.take(off.log)
    assert f'"{PAPER}"' in views.known["session", SITTING].decode()
    back = off.when(OFFICE, WithdrawPublication(vorlage=PAPER, reason="Irrtum"))
    views.take(back.log)
    assert back.paper.consultation(DECISION).session is None  # type: ignore[union-attr]
    assert f'"{PAPER}"' not in views.known["session", SITTING].decode()
    assert not views.known["vorlage", PAPER]
    views.rebuild()


def public_status(county: County, *sittings: str) -> str:
    """Where the paper stands for the public, once these sittings were announced."""
    for each in sittings:
        county = county.when(OFFICE, AnnounceSession(session=each))
    views = Views()
    views.take(county.log)
    return str(public.decode(views.known["vorlage", PAPER])["shown"]["status"])


@pytest.mark.parametrize(
    ("county", "first", "both"),
    [
        (again(objected(), carried=True), "resolved", "confirmed"),
        (again(objected(), carried=False), "resolved", "revoked"),
        (again(turned_down().when(LANDRAT, OBJECT), carried=False), "rejected", "confirmed"),
        (again(turned_down().when(LANDRAT, OBJECT), carried=True), "rejected", "resolved"),
        (again(objected(), carried=True).when(OFFICE, START), "resolved", "resolved"),
    ],
    ids=["confirmed", "revoked", "rejection confirmed", "rejection gone", "carried out"],
)
def test_what_a_body_decided_again_is_public_where_it_was_said(county: County, first: str, both: str) -> None:
    assert public_status(county, SITTING) == first
    assert public_status(county, SITTING, "again") == both


def test_an_objection_itself_is_told_to_nobody_outside() -> None:
    assert public_status(resolved(), SITTING) == public_status(objected(), SITTING) == "resolved"
    before, after = turned_down(), turned_down().when(LANDRAT, OBJECT)
    assert public_status(before, SITTING) == public_status(after, SITTING) == "rejected"
