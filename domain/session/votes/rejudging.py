"""What another rule set would have made of votes that were counted: results and quorums (rules 5 and 6).

Nothing is changed by it: each result stays what the rule set in force said, and what the chair declared.
"""

import datetime as dt

from msgspec import Struct

from domain.rules import RuleSet, Turnout
from domain.session.attendance import quorum
from domain.session.events.votes import Counts, ElectionCounts
from domain.session.state import Session
from domain.session.votes import elections
from domain.session.votes.state import Vote


class Rejudged(Struct, frozen=True, kw_only=True):
    """A vote that another rule set would judge otherwise; `other` is None where its numbers do not say.

    Of an election `elected` and `other_elected` are whom it chose, by the lot between those `tied` where the
    chair drew it (`lot`); before that `carried` is None.
    `sources` are those of the rules that differ: first as it was judged, then as it would be.
    """

    vote: str
    item: str
    about: str
    kind: str
    majority: str
    counted_at: dt.datetime
    counts: Counts | None
    election: ElectionCounts | None
    lot: bool
    carried: bool | None
    other: bool | None
    elected: str | None
    other_elected: str | None
    quorate: bool
    other_quorate: bool
    sources: tuple[str, str]


def rejudged(session: Session, then: RuleSet, other: RuleSet) -> list[Rejudged]:
    """The counted votes of a sitting whose result or quorum would be another one."""
    found = []
    for vote in session.votes:
        if vote.counted_at is None or vote.status == "annulled":
            continue
        carried, elected = _judged(session, vote, other)
        quorate = [quorum.holds(session, vote.items, vote.opened_at, each) for each in (then, other)]
        same_result = (carried, elected) == (vote.carried, vote.elected)
        if same_result and quorate[0] == quorate[1]:
            continue
        then_said = _with_lot(vote, vote.carried, vote.elected)
        other_said = then_said if same_result else (carried, elected)
        found.append(
            Rejudged(
                vote=vote.id,
                item=vote.item,
                about=vote.about,
                kind=vote.kind,
                majority=vote.majority,
                counted_at=vote.counted_at,
                counts=vote.counts,
                election=vote.election,
                lot=vote.lot,
                carried=then_said[0],
                other=other_said[0],
                elected=then_said[1],
                other_elected=other_said[1],
                quorate=quorate[0],
                other_quorate=quorate[1],
                sources=(
                    _source(vote, then, result=not same_result),
                    _source(vote, other, result=not same_result),
                ),
            )
        )
    return found


def _with_lot(vote: Vote, carried: bool, elected: str | None) -> tuple[bool | None, str | None]:  # noqa: FBT001 - a result
    """Of equals in an election the lot decides, also under another rule set."""
    if vote.election is None:
        return carried, elected
    drawn = vote.drawn if vote.drawn in vote.tied else None
    return vote.election.decided(drawn), drawn or elected


def _judged(session: Session, vote: Vote, rules: RuleSet) -> tuple[bool | None, str | None]:
    """Whether a rule set carries it, and who would be elected; None where the numbers do not say."""
    sums = vote.counts or vote.election
    turnout = Turnout(
        lawful=session.lawful_number,
        present=vote.present,
        entitled=vote.entitled,
        abstained=0 if sums is None else sums.abstained,
    )
    if vote.election is not None:
        if rules.election is None:
            return None, None
        elected, _ = elections.winner(vote.election, vote.round, turnout, rules.election)
        return elected is not None, elected
    share = rules.majorities.get(vote.majority)
    if share is None:
        return None, None
    if vote.counts is None:
        known = share.of == "cast" if vote.counted == "unanimous" else share.seen
        return (vote.carried if known else None), None
    return rules.reached(vote.majority, vote.counts.yes, vote.counts.no, turnout), None


def _source(vote: Vote, rules: RuleSet, *, result: bool) -> str:
    """Where the rule stands that decides: of the result where that differs, else of the quorum."""
    if not result:
        return rules.quorum.source
    if vote.election is not None:
        return "" if rules.election is None else rules.election.first.source
    share = rules.majorities.get(vote.majority)
    return "" if share is None else share.source
