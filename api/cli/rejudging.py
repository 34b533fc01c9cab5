"""`vorlagenwerk rejudge`: which past results another rule set would change."""

import argparse
import os

import msgspec

from api.cli.endings import Code, Ended
from api.cli.giving import say
from api.cli.office import require_county
from domain.rules import NoRuleInForce
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
        say(msgspec.json.encode(each) if arguments.json else _line(each).encode())
    if not arguments.json:
        say(f"{len(found)} Abstimmungen kämen nach {other.title} anders aus.".encode())


def _line(found: SittingRejudged) -> str:
    vote = found.vote
    counts = vote.counts
    numbers = (
        "ohne Zählung" if counts is None else f"Ja {counts.yes}, Nein {counts.no}, Enth. {counts.abstained}"
    )
    then, other = (
        _result(*each) for each in ((vote.carried, vote.elected), (vote.other, vote.other_elected))
    )
    quorate = "" if vote.quorate == vote.other_quorate else f"; beschlussfähig: {_yes(vote.other_quorate)}"
    return (
        f"{found.date}\t{found.session}\t{found.subject}\t{vote.vote}\t{numbers}\t"
        f"{found.rule}: {then} ({vote.sources[0]})\t{found.other_rule}: {other}{quorate} ({vote.sources[1]})"
    )


def _result(carried: bool | None, elected: str | None) -> str:  # noqa: FBT001 - a vote's result is one of three
    if elected is not None:
        return f"gewählt {elected}"
    return {True: "angenommen", False: "abgelehnt", None: "nicht zu sagen"}[carried]


def _yes(quorate: bool) -> str:  # noqa: FBT001 - said in German
    return "ja" if quorate else "nein"
