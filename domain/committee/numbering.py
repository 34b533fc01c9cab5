"""Resolution numbers (Beschlussnummern): counted a committee and a year, without a gap, such as "KT 12/2023".

The counter lies in the committee's stream, so that two sittings never give the same one.
"""

from domain.committee.events import ResolutionNumbered
from domain.committee.state import Committee


def next_number(
    committee: Committee, year: int, session: str, item: str, vote: str | None
) -> ResolutionNumbered:
    """The number of the next resolution of a body; a vote that is annulled later keeps its own."""
    number = committee.numbers.get(year, 0) + 1
    return ResolutionNumbered(
        number=number,
        year=year,
        label=f"{committee.abbreviation} {number}/{year}",
        session=session,
        item=item,
        vote=vote,
    )
