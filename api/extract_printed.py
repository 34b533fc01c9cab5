"""The extract of a resolution as a county prints it, in German."""

from collections.abc import Iterator
from typing import Final

import msgspec

from api.german import day
from api.minutes_printed import SIGNER, outcome_lines, paper_lines, quorate, worded
from api.times_printed import date_of, when
from api.votes_printed import Names, Thing, flag_line, person, vote_lines, wrapped
from projections.minutes.extract import ResolutionExtract

PROVISO: Final = "Vorbehaltlich der Genehmigung der Niederschrift."
TEXT: Final = "BESCHLUSS"


def printed(shown: ResolutionExtract) -> str:
    """An extract."""
    extract = msgspec.to_builtins(shown)
    blocks = (_head(extract), _decided(extract, shown.names), _end(shown))
    return "\n\n".join("\n".join(each) for each in blocks) + "\n"


def _head(extract: Thing) -> Iterator[str]:
    part = "öffentlicher" if extract["public"] else "nichtöffentlicher"
    yield "BESCHLUSSAUSZUG"
    yield f"aus der Niederschrift, {part} Teil"
    yield ""
    yield f"Gremium:         {extract['body']}"
    yield f"Sitzung am:      {day(extract['date'])}"
    yield f"Tagesordnung:    {extract['number']}  {extract['subject']}"
    yield from paper_lines(extract)
    quorum = extract["quorum"]
    if quorum is not None:
        yield from wrapped(
            f"Beschlussfähigkeit: {when(quorum['at'], extract['date'])}: {quorate(quorum)}", ""
        )


def _decided(extract: Thing, names: Names) -> Iterator[str]:
    yield TEXT
    if extract["wording"] is not None:
        yield from worded(extract["wording"])
    if extract["recused"]:
        yield f"Mitwirkungsverbot: {', '.join(person(each, names) for each in extract['recused'])}"
    if extract["vote"] is not None:
        yield from vote_lines(extract["vote"], names)
    for flag in extract["flags"]:
        yield from wrapped(f"Vermerk: {flag_line(flag)}", "")
    yield from outcome_lines(extract)


def _end(shown: ResolutionExtract) -> Iterator[str]:
    """Whether the minutes hold already, and the line for whoever certifies."""
    if shown.signed:
        yield "Niederschrift unterzeichnet:"
    for each in shown.signed:
        who = f"{person(each.acting_for or each.person, shown.names)}"
        by = f", vertreten durch {person(each.person, shown.names)}" if each.acting_for else ""
        yield f"  {SIGNER[each.role]}: {who}{by}, {date_of(each.at)}"
    yield PROVISO if shown.proviso else "Das Gremium hat die Niederschrift genehmigt."
    yield ""
    yield "Für die Richtigkeit des Auszugs:"
    yield ""
    yield "______________________________"
    yield "Datum, Unterschrift, Dienstsiegel"
