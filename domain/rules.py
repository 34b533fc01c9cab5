"""Rule sets: what statute, Hauptsatzung and Geschäftsordnung say about votes, quorum and periods.

Rules of law are dated configuration with a source, never constants in code (rule 6).
A rule set is in force on a session's date; its id is stored with each result.
"""

import datetime as dt
from typing import Annotated, Literal, get_args

from msgspec import Meta, Struct

Whole = Literal["cast", "voting", "present", "entitled", "lawful"]
"""What a share is a share of.

`cast`: yes and no votes, in an election the votes for candidates; `voting`: these and the abstentions;
`present`: voting members in the room at the count; `entitled`: voting seats occupied at some moment of the
vote, less the recused; `lawful`: the lawful number of voting members.
"""
MajorityName = Annotated[str, Meta(pattern="^[a-z_]{1,40}$")]
Days = Annotated[int, Meta(ge=0, le=366)]
Source = Annotated[str, Meta(pattern=r"\S", max_length=500)]
"""Where a rule stands, or that the county chose it; never empty."""
Name = Annotated[str, Meta(pattern=r"\S", max_length=200)]


class Turnout(Struct, frozen=True, kw_only=True):
    """How many there are, beside the counts of a vote."""

    lawful: int
    present: int = 0
    entitled: int = 0
    abstained: int = 0

    def whole(self, of: Whole, cast: int) -> int:
        """The number that a share is a share of; `cast` votes were for or against."""
        match of:
            case "cast":
                return cast
            case "voting":
                return cast + self.abstained
            case "present":
                return self.present
            case "entitled":
                return self.entitled
            case "lawful":
                return self.lawful


class Share(Struct, frozen=True, forbid_unknown_fields=True):
    """A part of a whole that must be exceeded (`more_than`) or reached."""

    numerator: Annotated[int, Meta(ge=1)]
    denominator: Annotated[int, Meta(ge=1)]
    of: Whole
    more_than: bool
    source: Source

    def reached(self, votes: int, whole: int) -> bool:
        """Whether so many of the whole are enough."""
        have, need = votes * self.denominator, whole * self.numerator
        return have > need if self.more_than else have >= need

    @property
    def seen(self) -> bool:
        """Whether one sees it without counting: more hands for than against."""
        return self.of == "cast" and self.more_than and 2 * self.numerator == self.denominator


class MassRecusal(Struct, frozen=True, forbid_unknown_fields=True):
    """How many make a quorum where so many (`when`, of the lawful number) are recused from an item.

    `quorum` is a share of those who are not recused; None: the body is quorate however few are there.
    """

    when: Share
    source: Source
    quorum: Share | None = None


class ElectionRules(Struct, frozen=True, forbid_unknown_fields=True):
    """How persons are elected: `first` is what the first round asks for; in the second most votes win.

    `always_secret`: else it is secret once a member objects to an open election.
    """

    first: Share
    source: Source
    always_secret: bool = False


class CosigningRule(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Whom a paper must be put to before its release.

    `who`: the lead department, those invited to draft along, the finance department, or those whose heads
    form the steering group. `when`: always, where proof is required, or above and outside plan.
    `scope`: sections of the paper; empty: all of it. `stage`: equal stages sign at the same time.
    """

    who: Literal["lead", "invited", "finance", "steering"]
    when: Literal["always", "proof_required", "off_plan"]
    source: Source
    scope: tuple[str, ...] = ()
    stage: Annotated[int, Meta(ge=1, le=99)] = 1
    mandatory: bool = True


Procedure = Literal["summons", "date", "acceptance", "publicity", "recusal"]
"""What a sitting must keep to and the chair may override with a reason."""


class Paragraph(Struct, frozen=True, forbid_unknown_fields=True):
    """Where a rule of procedure stands; `rule` is what a flag names."""

    rule: str
    source: Source


class RuleSet(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The rules of one Land and county from one day to another (inclusive)."""

    id: str
    title: str
    since: dt.date
    until: dt.date | None = None
    majorities: dict[MajorityName, Share]
    quorum: Share
    notice_days: Days
    notice_source: Source
    four_eyes: bool
    four_eyes_source: Source
    cosigning: tuple[CosigningRule, ...]
    quorum_presumed: bool
    quorum_presumed_source: Source
    quorum_counts_recused: bool
    quorum_counts_recused_source: Source
    second_convocation: bool
    """Whether a body convoked again for the same matter is quorate however few come."""
    second_convocation_source: Source
    mass_recusal: MassRecusal | None = None
    election: ElectionRules | None = None
    abstention_allowed: bool
    abstention_source: Source
    objection_days: Days
    objection_source: Source
    principal: Name
    """The body that decides again after an objection to a committee's decision."""
    principal_source: Source
    minutes_days: Days
    minutes_source: Source
    acceptance_majority: MajorityName | None = None
    """By which majority a body takes up what came after the summons; None: it is enough that it does so."""
    circulation_allowed: bool
    circulation_source: Source
    procedure: dict[Procedure, Paragraph]

    def __post_init__(self) -> None:
        """Refuse a set that says nothing of what every county decides by. Raises `ValueError`."""
        missing = [f"procedure.{each}" for each in get_args(Procedure) if each not in self.procedure]
        named = ("simple", self.acceptance_majority or "simple")
        missing += [f"majorities.{each}" for each in named if each not in self.majorities]
        if missing:
            raise ValueError(f"missing required field `{missing[0]}`")

    def carried(self, majority: str, yes: int, no: int, lawful_number: int) -> bool:
        """Whether a vote is carried, where nothing but these numbers matters."""
        return self.reached(majority, yes, no, Turnout(lawful=lawful_number))

    def reached(self, majority: str, yes: int, no: int, turnout: Turnout) -> bool:
        """Whether a vote reaches its majority. Raises `KeyError` for one that this set does not have."""
        share = self.majorities[majority]
        return share.reached(yes, turnout.whole(share.of, yes + no))

    def quorate(self, present: int, lawful_number: int) -> bool:
        """Whether so many voting members make the body quorate."""
        return self.quorum.reached(present, lawful_number)

    def quorate_for(self, present: int, free: int, recused: int, lawful_number: int) -> bool:
        """Whether so many make the body quorate for an item from which so many members are recused.

        `present`: voting members in the room; `free`: those of them who are not recused.
        """
        mass = self.mass_recusal
        if mass is not None and mass.when.reached(recused, lawful_number):
            return mass.quorum is None or mass.quorum.reached(free, lawful_number - recused)
        return self.quorate(present if self.quorum_counts_recused else free, lawful_number)

    def rule_of(self, procedure: Procedure) -> str:
        """What a flag names where this was not kept."""
        return self.procedure[procedure].rule

    def notice_kept(self, received: dt.date, sitting: dt.date) -> bool:
        """Whether enough full days lie between the day of receipt and the day of the sitting."""
        return (sitting - received).days - 1 >= self.notice_days

    def minutes_due(self, sitting: dt.date, following: dt.date | None) -> dt.date:
        """The last day for minutes: so many days after the sitting, at the latest that of the next one."""
        return _earlier(sitting + dt.timedelta(days=self.minutes_days), following)


def _earlier(one: dt.date, other: dt.date | None) -> dt.date:
    return one if other is None else min(one, other)


def unanimous(yes: int, no: int) -> bool:
    """Whether a vote was "einstimmig": someone in favour, nobody against."""
    return no == 0 and yes > 0


class NoRuleInForce(LookupError):
    """No rule set is configured for a day."""


class RuleBook(Struct, frozen=True):
    """All rule sets of a county; of several in force the one that began last counts.

    `known`: sets that are in force nowhere here, but that a stored result may name.
    """

    sets: tuple[RuleSet, ...]
    known: tuple[RuleSet, ...] = ()

    def on(self, day: dt.date) -> RuleSet:
        """The rule set in force on a day. Raises `NoRuleInForce`."""
        held = [s for s in self.sets if s.since <= day and (s.until is None or day <= s.until)]
        if not held:
            raise NoRuleInForce(day.isoformat())
        return max(held, key=lambda each: each.since)

    def named(self, id_: str) -> RuleSet:
        """The rule set of this id. Raises `NoRuleInForce`."""
        found = [each for each in (*self.sets, *self.known) if each.id == id_]
        if not found:
            raise NoRuleInForce(id_)
        return found[0]
