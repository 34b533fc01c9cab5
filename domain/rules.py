"""Rule sets: what statute, Hauptsatzung and Geschäftsordnung say about votes, quorum and periods.

Rules of law are dated configuration with a source, never constants in code (rule 6).
A rule set is in force on a session's date; its id is stored with each result.
"""

import datetime as dt
from typing import Annotated, Literal

from msgspec import Meta, Struct

Majority = Literal["simple", "absolute", "two_thirds"]


class Share(Struct, frozen=True, forbid_unknown_fields=True):
    """A part of a whole that must be exceeded (`more_than`) or reached.

    `of`: `cast` counts yes and no votes only, `lawful` the lawful number of voting members.
    """

    numerator: Annotated[int, Meta(ge=1)]
    denominator: Annotated[int, Meta(ge=1)]
    of: Literal["cast", "lawful"]
    more_than: bool
    source: str

    def reached(self, votes: int, whole: int) -> bool:
        """Whether so many of the whole are enough."""
        have, need = votes * self.denominator, whole * self.numerator
        return have > need if self.more_than else have >= need


class CosigningRule(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Whom a paper must be put to before its release.

    `who`: the lead department, those invited to draft along, the finance department, or those whose heads
    form the steering group. `when`: always, where proof is required, or above and outside plan.
    `scope`: sections of the paper; empty: all of it. `stage`: equal stages sign at the same time.
    """

    who: Literal["lead", "invited", "finance", "steering"]
    when: Literal["always", "proof_required", "off_plan"]
    source: str
    scope: tuple[str, ...] = ()
    stage: Annotated[int, Meta(ge=1, le=99)] = 1
    mandatory: bool = True


class RuleSet(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The rules of one Land and county from one day to another (inclusive)."""

    id: str
    title: str
    since: dt.date
    until: dt.date | None = None
    majorities: dict[Majority, Share]
    quorum: Share
    notice_days: Annotated[int, Meta(ge=0)]
    notice_source: str
    four_eyes: bool
    four_eyes_source: str
    cosigning: tuple[CosigningRule, ...]
    quorum_presumed: bool = False

    def carried(self, majority: Majority, yes: int, no: int, lawful_number: int) -> bool:
        """Whether a vote is carried; abstentions and invalid votes do not count."""
        share = self.majorities[majority]
        whole = yes + no if share.of == "cast" else lawful_number
        return share.reached(yes, whole)

    def quorate(self, present: int, lawful_number: int) -> bool:
        """Whether so many voting members make the body quorate."""
        return self.quorum.reached(present, lawful_number)

    def notice_kept(self, received: dt.date, sitting: dt.date) -> bool:
        """Whether enough full days lie between the day of receipt and the day of the sitting."""
        return (sitting - received).days - 1 >= self.notice_days


def unanimous(yes: int, no: int) -> bool:
    """Whether a vote was "einstimmig": someone in favour, nobody against."""
    return no == 0 and yes > 0


class NoRuleInForce(LookupError):
    """No rule set is configured for a day."""


class RuleBook(Struct, frozen=True):
    """All rule sets of a county; of several in force the one that began last counts."""

    sets: tuple[RuleSet, ...]

    def on(self, day: dt.date) -> RuleSet:
        """The rule set in force on a day. Raises `NoRuleInForce`."""
        held = [s for s in self.sets if s.since <= day and (s.until is None or day <= s.until)]
        if not held:
            raise NoRuleInForce(day.isoformat())
        return max(held, key=lambda each: each.since)

    def named(self, id_: str) -> RuleSet:
        """The rule set of this id. Raises `NoRuleInForce`."""
        found = [each for each in self.sets if each.id == id_]
        if not found:
            raise NoRuleInForce(id_)
        return found[0]
