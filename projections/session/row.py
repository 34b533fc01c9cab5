"""The row of a sitting in the per-session view."""

import datetime as dt
from typing import Literal

from msgspec import Struct, field

from domain.flag import Flag
from domain.session.events.agenda import SessionForm
from domain.session.events.course import Seat, Substitute
from domain.session.events.proceedings import ItemKind
from domain.session.events.votes import (
    Ballot,
    Counted,
    Counts,
    ElectionCounts,
    Keep,
    Majority,
    VoteAbout,
    VoteKind,
)
from domain.session.minutes.state import MinutesStatus
from domain.session.votes import flags
from domain.text import Splice
from domain.vorlage.terms import Outcome
from projections.minutes.row import Minutes
from projections.session.doors import Doors
from projections.session.proceedings import Proceedings

Status = Literal["planned", "summoned", "opened", "interrupted", "closed", "cancelled"] | MinutesStatus


VoteStatus = Literal["opened", "counted", "declared", "corrected", "annulled", "cancelled"]


class Correction(Struct, frozen=True, kw_only=True):
    """A count before and after its correction; `tellers` counted a secret vote again.

    `ballots_before`: what the members had answered in a roll call.
    """

    before: Counts | None
    after: Counts | None
    reason: str
    happened_at: dt.datetime
    recorded_at: dt.datetime
    tellers: tuple[str, ...] = ()
    election_before: ElectionCounts | None = None
    election_after: ElectionCounts | None = None
    ballots_before: tuple[Ballot, ...] = ()


class Contradiction(Struct, kw_only=True, omit_defaults=True):
    """What another person counted, or (with `member`) entered as an answer, otherwise.

    `kept`: which one the chair kept, None as long as he did not; `rival`: the vote of its own that it is of.
    """

    happened_at: dt.datetime
    recorded_at: dt.datetime
    counts: Counts | None = None
    carried: bool | None = None
    election: ElectionCounts | None = None
    ballots: tuple[Ballot, ...] = ()
    member: str | None = None
    declared: bool | None = None
    elected: str | None = None
    rival: str | None = None
    kept: Keep | None = None
    reason: str | None = None


class Vote(Struct, kw_only=True, omit_defaults=True):
    """A vote on an item; what was not counted or declared yet is None."""

    id: str
    about: VoteAbout
    kind: VoteKind
    majority: Majority
    text_hash: str | None
    amendment: str | None
    repeats: str | None
    ordered_by: str | None
    opened_at: dt.datetime
    status: VoteStatus = "opened"
    counts: Counts | None = None
    entitled: int | None = None
    present: int | None = None
    counted: Counted | None = None
    counted_at: dt.datetime | None = None
    carried: bool | None = None
    unanimous: bool | None = None
    declared: bool | None = None
    declared_at: dt.datetime | None = None
    rule: str | None = None
    reason: str | None = None
    flags: tuple[Flag, ...] = ()
    ballots: list[Ballot] = []
    corrections: list[Correction] = []
    contradicts: str | None = None
    contradictions: list[Contradiction] = []

    def hash_of(self, item: str) -> str | None:
        """The hash of an item's wording that is voted on."""
        return self.item_hashes.get(item, self.text_hash)

    @property
    def result(self) -> bool | None:
        """What follows from the count; of equals in an election the lot is part of it, None until then."""
        if self.election is None:
            return self.carried
        return self.election.decided(self.elected if self.lot else None)

    @property
    def shown_flags(self) -> tuple[Flag, ...]:
        """All flags, that of an open contradiction among them."""
        settled = self.status in {"annulled", "cancelled"}
        is_open = not settled and any(each.kept is None for each in self.contradictions)
        return (*self.flags, flags.CONTRADICTED) if is_open else self.flags

    items: tuple[str, ...] = ()
    item_hashes: dict[str, str | None] = {}
    """The wording of each further item that is voted on together."""
    candidates: tuple[str, ...] = ()
    round: int | None = None
    election: ElectionCounts | None = None
    elected: str | None = None
    lot: bool = False
    objections: list[str] = []
    members_present: tuple[str, ...] = ()


class PreparedVote(Struct, kw_only=True):
    """What was laid down for a vote that was not opened yet; it is none."""

    id: str
    about: VoteAbout
    kind: VoteKind
    majority: Majority
    amendment: str | None
    items: list[str]
    candidates: list[str]
    round: int | None
    status: Literal["prepared"] = "prepared"


class Wording(Struct, kw_only=True, omit_defaults=True):
    """A text of the item's paper as it was changed aloud; `frozen`: the hash that is voted on."""

    amendment: str
    document: str
    old: str
    text: str
    splices: tuple[Splice, ...]
    at: dt.datetime
    read_back_at: dt.datetime | None = None
    frozen: str | None = None
    flags: list[Flag] = []


class Item(Struct, kw_only=True, omit_defaults=True):
    """An item of the agenda. `late`: added after the summons, for the reason `urgency`.

    `accepted`: what the body said to that; None: nothing yet.
    """

    id: str
    subject: str
    public: bool
    vorlage: str | None
    consultation: str | None
    urgency: str | None
    late: bool
    kind: ItemKind = "matter"
    public_title: str | None = None
    accepted: bool | None = None
    flags: list[Flag] = []
    called_at: dt.datetime | None = None
    outcome: Outcome | None = None
    vote: str | None = None
    resolution_number: str | None = None
    annulled_numbers: list[str] = []
    """Of resolutions that were annulled: they stay used."""
    referred_to: str | None = None
    reason: str | None = None
    recused: list[str] = []
    contested: dict[str, tuple[Flag, ...]] = {}
    """What was contested when a member was recused, by member."""
    votes: list[Vote] = []
    prepared: list[PreparedVote] = []
    wordings: list[Wording] = []


class Interval(Struct, kw_only=True, omit_defaults=True):
    """A member was there from `begin` to `end` (None: still is); `late`: entered afterwards, one of them.

    `seat`: whose seat it is where it is not the person's own.
    """

    begin: dt.datetime
    end: dt.datetime | None = None
    late: bool = False
    seat: str | None = None


class Quorum(Struct, frozen=True, kw_only=True):
    """What the chair established at the opening or at a challenge."""

    at: dt.datetime
    present: int
    lawful_number: int
    quorate: bool


class Interruption(Struct, kw_only=True, omit_defaults=True):
    """The sitting paused from `begin` to `end` (None: still does, or was closed without going on)."""

    begin: dt.datetime
    end: dt.datetime | None = None
    reason: str | None = None


class Row(Struct, kw_only=True, omit_defaults=True):
    """A sitting as its events tell it so far; `committee` is "" as long as it was not planned."""

    id: str = ""
    committee: str = ""
    date: dt.date = dt.date.min
    public: bool = False
    form: SessionForm = "sitting"
    status: Status = "planned"
    reason: str | None = None
    received: dt.date | None = None
    urgency: str | None = None
    opened_at: dt.datetime | None = None
    closed_at: dt.datetime | None = None
    seats: tuple[Seat, ...] = ()
    lawful_number: int | None = None
    rule: str | None = None
    chair: str | None = None
    substitutes: tuple[Substitute, ...] = ()
    again: str | None = None
    attendance: dict[str, list[Interval]] = {}
    quorums: list[Quorum] = []
    agenda: list[Item] = []
    current: str | None = None
    flags: list[Flag] = []
    announced: list[str] = []
    published_at: dt.datetime | None = None
    interruptions: list[Interruption] = []
    minutes: Minutes | None = None
    proceedings: Proceedings = field(default_factory=Proceedings)
    doors: Doors = field(default_factory=Doors)

    def votes_on(self, item: str) -> list[tuple[str, Vote]]:
        """The votes that an item is decided by, with the item that each was opened on, in their order.

        A vote on several items is kept once, with the first of them.
        """
        found = [
            (each.id, vote) for each in self.agenda for vote in each.votes if item in (each.id, *vote.items)
        ]
        return sorted(found, key=lambda each: each[1].opened_at)

    @property
    def neutral_titles(self) -> dict[str, str]:
        """Under which titles the public was told of items that are not public."""
        return {
            each.id: each.public_title
            for each in self.agenda
            if not each.public and each.public_title is not None and each.id in self.announced
        }
