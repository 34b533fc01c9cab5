"""A session as the log tells it: agenda, who is present when, and the votes.

Attendance and votes have files of their own beside this one.
"""

import datetime as dt
from typing import Literal

from msgspec import Struct

from domain.flag import Flag
from domain.session.attendance.presence import Interval, occupations
from domain.session.events.agenda import SessionForm
from domain.session.events.course import Seat, Substitute
from domain.session.events.proceedings import ItemKind
from domain.session.events.votes import VotePrepared
from domain.session.minutes.state import Minutes, MinutesStatus
from domain.session.proceedings.state import Proceedings
from domain.session.votes.state import Vote
from domain.session.wording.state import Wordings
from domain.vorlage.terms import Outcome

Status = Literal["planned", "summoned", "opened", "interrupted", "closed", "cancelled"] | MinutesStatus


class Item(Struct, frozen=True, kw_only=True):
    """An item of the agenda."""

    id: str
    subject: str
    public: bool
    vorlage: str | None
    consultation: str | None
    kind: ItemKind = "matter"
    late: bool = False
    accepted: bool = False
    """The body accepted what came after the summons."""
    recused: tuple[str, ...] = ()
    contested: dict[str, tuple[Flag, ...]] = {}
    """What was contested when a member was recused, by member."""
    outcome: Outcome | None = None
    concluded_by: str | None = None
    """The vote that gave it its outcome."""
    without_quorum: bool = False
    """It got its outcome while the body lacked a quorum."""
    public_title: str | None = None


class Session(Struct, frozen=True, kw_only=True):
    """A sitting of a committee."""

    committee: str
    date: dt.date
    public: bool
    form: SessionForm = "sitting"
    proceedings: Proceedings = Proceedings()
    dealt_until: dt.datetime | None = None
    """When the last thing happened in the sitting that attendance matters for: opening, items, votes."""
    opened_at: dt.datetime | None = None
    closed_at: dt.datetime | None = None
    interrupted_at: dt.datetime | None = None
    """When the pause began that goes on."""
    status: Status = "planned"
    agenda: tuple[Item, ...] = ()
    seats: tuple[Seat, ...] = ()
    lawful_number: int = 0
    rule: str = ""
    chair: str | None = None
    substitutes: tuple[Substitute, ...] = ()
    again: str | None = None
    matters: tuple[str, ...] = ()
    attendance: dict[str, tuple[Interval, ...]] = {}
    current: str | None = None
    quorate: bool = False
    """As the chair established it last."""
    quorum_lost: bool = False
    """So many left since then that the quorum went along."""
    votes: tuple[Vote, ...] = ()
    prepared: tuple[VotePrepared, ...] = ()
    """What was laid down for votes that were not opened yet."""
    wordings: dict[str, Wordings] = {}
    """What was changed aloud, by item."""
    announced: tuple[str, ...] = ()
    """The items that the public was told of."""
    published_at: dt.datetime | None = None
    minutes: Minutes | None = None

    def item(self, id_: str) -> Item | None:
        """An item by its id."""
        return next((each for each in self.agenda if each.id == id_), None)

    def vote(self, id_: str) -> Vote | None:
        """A vote by its id."""
        return next((each for each in self.votes if each.id == id_), None)

    def prepared_vote(self, id_: str) -> VotePrepared | None:
        """A vote that was prepared and not opened yet, by its id."""
        return next((each for each in self.prepared if each.vote == id_), None)

    @property
    def lacks_quorum(self) -> bool:
        """Whether no quorum was established, or it went since."""
        return self.quorum_lost or not self.quorate

    @property
    def states(self) -> tuple[str, ...]:
        """What the rights table asks for: the status first, then what else goes on.

        A sitting whose minutes are under way is still a closed one.
        """
        return (self.status,) if self.minutes is None else (self.status, "closed")

    @property
    def drafted(self) -> Minutes:
        """The minutes, once there are some."""
        assert self.minutes is not None, "they are asked for once they were drafted"
        return self.minutes

    @property
    def public_admitted(self) -> bool:
        """Whether the public may be in the room."""
        return self.public and not self.proceedings.excluded

    @property
    def open_vote(self) -> Vote | None:
        """The vote that is open; there is one at most, beside those entered later as contradicting others."""
        return next((each for each in self.votes if each.status == "opened" and not each.contradicts), None)

    def votes_held(self, item: str) -> tuple[Vote, ...]:
        """The votes on an item that were counted and hold."""
        held = {"counted", "declared"}
        return tuple(each for each in self.votes if item in each.items and each.status in held)

    def deciding(self, item: str) -> Vote | None:
        """The declared vote that an item's outcome comes from."""
        said = [v for v in self.votes if item in v.items and v.about == "main" and v.status == "declared"]
        return said[-1] if said else None

    def present(self, at: dt.datetime) -> frozenset[str]:
        """The members who were in the room at a moment; by circulation all of them take part."""
        if self.form == "circulation":
            return frozenset(seat.member for seat in self.seats)
        return frozenset(
            member
            for member, intervals in self.attendance.items()
            if any(interval.holds(at) for interval in intervals)
        )

    @property
    def voting_seats(self) -> frozenset[str]:
        """The members whose seats have a vote."""
        return frozenset(seat.member for seat in self.seats if seat.votes)

    def voters_present(self, at: dt.datetime) -> frozenset[str]:
        """Who was in the room on a voting seat at a moment: members, and substitutes of members."""
        seats = self.voting_seats
        if self.form == "circulation":
            return seats
        return frozenset(
            person for person, seat, each in occupations(self.attendance) if seat in seats and each.holds(at)
        )

    def recused_from(self, items: tuple[str, ...]) -> frozenset[str]:
        """Who is barred from any of these items."""
        return frozenset(member for each in self.agenda if each.id in items for member in each.recused)

    def voters(self, vote: Vote, until: dt.datetime) -> dict[str, str]:
        """Who may vote, and on whose seat: there at any moment from the opening on, and not recused."""
        seats, recused = self.voting_seats, self.recused_from(vote.items)
        if self.form == "circulation":
            return {each: each for each in seats - recused}
        return {
            person: seat
            for person, seat, each in occupations(self.attendance)
            if seat in seats and person not in recused and each.touches(vote.opened_at, until)
        }

    def entitled(self, vote: Vote, until: dt.datetime) -> frozenset[str]:
        """Rule 2: voting seats occupied at any moment from the opening on, less those recused."""
        return frozenset(self.voters(vote, until).values())

    def carried_motions(self, item: str) -> tuple[str, ...]:
        """The motions that this sitting carried on an item, in the order of their votes."""
        return tuple(
            vote.amendment
            for vote in self.votes
            if vote.item == item
            and vote.amendment is not None
            and vote.status == "declared"
            and vote.declared
        )
