"""The extract of a resolution as a county prints it, in German."""

from collections.abc import Iterator
from typing import Final

import msgspec

from api.german import day
from api.minutes_printed import clock, outcome_lines, paper_lines, worded
from api.votes_printed import Names, Thing, flag_line, person, vote_lines
from projections.extract import ResolutionExtract

PROVISO: Final = "Vorbehaltlich der Genehmigung der Niederschrift."
TEXT: Final = "BESCHLUSS"


def printed(shown: ResolutionExtract) -> str:
    """An extract."""
    extract = msgspec.to_builtins(shown)
    blocks = (_head(extract), _decided(extract, shown.names), _end(extract))
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
        able = "beschlussfähig" if quorum["quorate"] else "nicht beschlussfähig"
        yield (
            f"Beschlussfähigkeit: {quorum['present']} von {quorum['lawful_number']} stimmberechtigten "
            f"Mitgliedern anwesend ({clock(quorum['at'])} Uhr); das Gremium war {able}."
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
        yield f"Vermerk: {flag_line(flag)}"
    yield from outcome_lines(extract)


def _end(extract: Thing) -> Iterator[str]:
    yield PROVISO if extract["proviso"] else "Das Gremium hat die Niederschrift genehmigt."
