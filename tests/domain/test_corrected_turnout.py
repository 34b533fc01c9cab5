"""A count that is corrected is held against the attendance as it is known by then (rules 2 and 14)."""

import pytest

from domain.session.commands.attendance import RecordLeaving
from domain.session.commands.votes import OpenVote
from domain.session.errors.votes import VoteExceedsPresent
from tests.domain.chamber import chamber, correction, count, voters
from tests.domain.county import CLERK, ITEM, MINUTE, SITTING, VOTE, County
from tests.projections.minuted import row_of

LAST = voters(4)[3]
VOTING = OpenVote(session=SITTING, item=ITEM, vote=VOTE)


def counted(county: County) -> County:
    """A vote that everybody took part in, some minutes after the opening."""
    return county.when(CLERK, VOTING, county.now + 5 * MINUTE).when(CLERK, count(3, 1, 0))


def numbers(county: County) -> tuple[int | None, ...]:
    """Present and entitled, as rules and views know them."""
    (vote,), (shown,) = county.sitting.votes, row_of(county).agenda[0].votes
    return (vote.present, vote.entitled, shown.present, shown.entitled)


def test_rule_2_a_corrected_count_fits_who_was_there_by_what_is_known_since() -> None:
    given = counted(chamber(4))
    late = given.when(
        CLERK, RecordLeaving(session=SITTING, members=(LAST,)), given.sitting.votes[0].opened_at - MINUTE
    )
    assert numbers(late) == (4, 4, 4, 4)
    with pytest.raises(VoteExceedsPresent):
        late.when(CLERK, correction(2, 2, 0))
    corrected = late.when(CLERK, correction(2, 1, 0))
    assert numbers(corrected) == (4, 3, 4, 3)
    with pytest.raises(VoteExceedsPresent):
        corrected.when(CLERK, correction(3, 1, 0))
