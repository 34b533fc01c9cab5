"""The extract of a resolution (Beschlussauszug): what a body decided on one item, by itself.

It holds under the proviso that the body approves its minutes, as long as it has not done so (§ 58 KVG LSA).
"""

import datetime as dt
from collections.abc import Mapping

from msgspec import Struct

from domain.vorlage.state import Vorlage
from domain.vorlage.terms import Outcome
from projections.minutes.document import QuorumMinuted, flags_of
from projections.minutes.shown import Signed, signatures
from projections.minutes.votes import FlagMinuted, VoteMinuted, vote_minuted
from projections.session.publicity import times_of
from projections.session.row import Item, Row, Status, Vote
from projections.session.shown import numbers
from projections.session.wording import Wording, wording_of


class ResolutionExtract(Struct, kw_only=True):
    """What was decided on an item; `wording` is the text that was voted on, `vote` the one that decided.

    An item on which somebody was elected has no `outcome`; `vote` is the election.
    `proviso`: the minutes are not approved yet; `signed`: who signed them.
    `names`: of the persons that it names; `text`: as printed.
    """

    session: str
    item: str
    status: Status
    body: str
    date: dt.date
    number: str
    public: bool
    subject: str
    vorlage: str | None
    paper_number: str | None
    file_reference: str | None
    resolution_number: str | None
    outcome: Outcome | None
    referred_to: str | None
    flags: list[FlagMinuted]
    reason: str | None
    recused: list[str]
    quorum: QuorumMinuted | None
    vote: VoteMinuted | None
    wording: Wording | None
    text_hash: str | None
    proviso: bool
    signed: list[Signed]
    names: dict[str, str | None]
    text: str
    as_of: int | None


def extract(
    row: Row, id_: str, papers: Mapping[str, Vorlage], body: str, as_of: int | None = None
) -> ResolutionExtract | None:
    """The extract of an item; None where there is no such item, or nothing was decided on it."""
    numbered = zip(row.agenda, numbers(row.agenda), strict=True)
    found = next(((item, number) for item, number in numbered if item.id == id_), None)
    if found is None:
        return None
    item, number = found
    votes, deciding = [vote for _, vote in row.votes_on(item.id)], deciding_of(row, item)
    if item.outcome is None and deciding is None:
        return None
    paper = papers.get(item.vorlage or "")
    minuted = None if deciding is None else vote_minuted(deciding, paper, row, item)
    return ResolutionExtract(
        session=row.id,
        item=item.id,
        status=row.status,
        body=body,
        date=row.date,
        number=number,
        public=item.public,
        subject=item.subject,
        vorlage=item.vorlage,
        paper_number=None if paper is None else paper.number,
        file_reference=None if paper is None else paper.file_reference,
        resolution_number=item.resolution_number,
        outcome=item.outcome,
        referred_to=item.referred_to,
        flags=flags_of(item, row, public=item.public and item.id not in row.doors.outcomes),
        reason=item.reason,
        recused=list(item.recused),
        quorum=_quorum(row, item, deciding),
        vote=minuted,
        wording=None if paper is None or deciding is None else wording_of(votes, deciding, item, paper),
        text_hash=None if deciding is None else deciding.hash_of(item.id),
        proviso=row.minutes is None or row.minutes.approved_in is None,
        signed=signatures(row.minutes),
        names={},
        text="",
        as_of=as_of,
    )


def deciding_of(row: Row, item: Item) -> Vote | None:
    """The vote that concluded an item; where none did, the last election that chose somebody."""
    votes = [vote for _, vote in row.votes_on(item.id)]
    if item.vote is not None:
        return next((each for each in votes if each.id == item.vote), None)
    chose = [each for each in votes if each.elected is not None and each.status != "annulled"]
    return chose[-1] if chose else None


def _quorum(row: Row, item: Item, vote: Vote | None) -> QuorumMinuted | None:
    """The quorum that was established last before the item was voted on, or else called.

    What was decided in public tells of none that was established behind closed doors (rule 12).
    """
    until = item.called_at if vote is None else vote.opened_at
    behind = item.id in row.doors.outcomes or (vote is not None and vote.id in row.doors.votes)
    times = times_of(row, public=item.public and not behind)
    before = [each for each in row.quorums if until is not None and each.at <= until and times.tells(each.at)]
    if not before:
        return None
    last = before[-1]
    return QuorumMinuted(
        at=last.at, present=last.present, lawful_number=last.lawful_number, quorate=last.quorate
    )


def persons(found: ResolutionExtract) -> set[str]:
    """Whoever an extract names."""
    vote = found.vote
    ballots = [] if vote is None else list(vote.ballots or ())
    ballots += [] if vote is None else [own for each in vote.corrections for own in each.ballots_before]
    motion = None if vote is None else vote.motion
    moved = {motion.mover} if motion is not None and motion.mover is not None else set[str]()
    signed = {who for each in found.signed for who in (each.person, each.acting_for) if who is not None}
    return {*found.recused, *(each.member for each in ballots), *signed, *moved}
