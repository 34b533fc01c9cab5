"""`vorlagenwerk rejudge`: which past results another rule set would change."""

import argparse
import os

import msgspec

from api.cli.endings import Code, Ended
from api.cli.giving import say
from api.cli.office import require_county
from domain.rules import NoRuleInForce
from domain.session.votes.rejudging import Rejudged
from infra import rules
from infra.placing import reading
from infra.rejudging import SittingRejudged, rejudge


def run(arguments: argparse.Namespace) -> None:
    """List each counted vote whose result or quorum would be another one; it only reads."""
    database = require_county(arguments.data)
    book, other = rules.of_county(arguments.data, os.environ), rules.find(arguments.rules)
    with reading(database) as connection:
        try:
            found = list(rejudge(connection, book, other, arguments.since, arguments.until))
        except NoRuleInForce as error:
            raise Ended(Code.REFUSED, f"Das Regelwerk {error} einer Sitzung ist nicht hinterlegt.") from error
    for each in found:
        say(msgspec.json.encode(each) if arguments.json else line(each).encode())
    if not arguments.json:
        say(f"{len(found)} Abstimmungen kämen nach {other.title} anders aus.".encode())


def line(found: SittingRejudged) -> str:
    """A vote that would come out otherwise, in a line."""
    vote = found.vote
    then, other = (
        _result(vote, *each) for each in ((vote.carried, vote.elected), (vote.other, vote.other_elected))
    )
    quorate = "" if vote.quorate == vote.other_quorate else f"; beschlussfähig: {_yes(vote.other_quorate)}"
    return (
        f"{found.date}\t{found.session}\t{found.subject}\t{vote.vote}\t{_numbers(vote)}\t"
        f"{found.rule}: {then} ({vote.sources[0]})\t{found.other_rule}: {other}{quorate} ({vote.sources[1]})"
    )


def _numbers(vote: Rejudged) -> str:
    if vote.election is not None:
        got = ", ".join(f"{each.name} {each.votes}" for each in vote.election.candidates)
        return f"{got}, Enth. {vote.election.abstained}"
    if vote.counts is None:
        return "ohne Zählung"
    return f"Ja {vote.counts.yes}, Nein {vote.counts.no}, Enth. {vote.counts.abstained}"


def _result(vote: Rejudged, carried: bool | None, elected: str | None) -> str:  # noqa: FBT001 - a result
    """What came out; in an election a person, or the lot that is still to be drawn, or nobody."""
    tied = () if vote.election is None else vote.election.tied
    if elected is not None:
        return f"gewählt {elected}{' durch Los' if elected in tied else ''}"
    if vote.election is not None and carried is False:
        return "niemand gewählt"
    if carried is None and tied:
        return f"Los zwischen {' und '.join(tied)}"
    return {True: "angenommen", False: "abgelehnt", None: "nicht zu sagen"}[carried]


def _yes(quorate: bool) -> str:  # noqa: FBT001 - said in German
    return "ja" if quorate else "nein"
