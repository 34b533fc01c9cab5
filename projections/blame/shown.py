"""Who wrote what as it is shown: the JSON of INTERFACE, in runs as long as they can be."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from unicodedata import combining, is_normalized

from msgspec import Struct
from msgspec.structs import replace

from domain.vorlage.editions.content import nfc
from projections.blame.runs import Revision, Run
from projections.history.shown import Persons
from projections.vorlage.row import Consultation


class RunShown(Struct, frozen=True, kw_only=True, gc=False):
    """Characters that follow each other and come from one place.

    `revision`: position of the log, null: not sealed yet, or from before the reader's sight begins; then all
    else is null, too. `login`, `department`: of the author; `acting_for`: whom he represented.
    `cause`: the consultation that led to an amendment, `committee` and `session` where that is;
    `amendment`: the motion that was taken over or adopted, `vote` the one that it was heard in last.
    """

    text: str
    login: str | None = None
    department: str | None = None
    acting_for: str | None = None
    at: dt.datetime | None = None
    revision: int | None = None
    cause: str | None = None
    committee: str | None = None
    session: str | None = None
    amendment: str | None = None
    vote: str | None = None


def show(
    runs: Sequence[Run],
    *,
    person: Persons,
    stations: Mapping[str, Consultation],
    tells: Callable[[Revision], bool],
) -> list[RunShown]:
    """Runs as a reader may see them; `tells`: whether he may know where a revision comes from."""
    known: dict[tuple[int, str | None], RunShown] = {}

    def source(run: Run) -> RunShown:
        """What is told of a run; the same of all that share revision and author."""
        key = (id(run.revision), run.author)
        if key not in known:
            known[key] = _run(run, person, stations) if tells(run.revision) else RunShown(text="")
        return known[key]

    return [
        replace(shown, text="".join(run.text for run in alike))
        for shown, alike in groupby(composed(runs), key=source)
    ]


def _run(run: Run, person: Persons, stations: Mapping[str, Consultation]) -> RunShown:
    """A run without its text."""
    revision = run.revision
    who = None if run.author is None else person(run.author, revision.at)
    acting_for = revision.acting_for
    station = stations.get(revision.cause or "")
    return RunShown(
        text="",
        login=None if who is None else who.login,
        department=None if who is None else who.department,
        acting_for=None if acting_for is None else person(acting_for, revision.at).login,
        at=revision.at,
        revision=revision.position,
        cause=revision.cause,
        committee=None if station is None else station.committee_name,
        session=None if station is None else station.session,
        amendment=revision.amendment,
        vote=revision.vote,
    )


def composed(runs: Sequence[Run]) -> Sequence[Run]:
    """Runs of the text in composed form, as texts are shown; a composed character is whose its base is."""
    if is_normalized("NFC", "".join(run.text for run in runs)):
        return runs
    found: list[Run] = []
    for _, alike in groupby(_clusters(runs), key=lambda part: (id(part[0].revision), part[0].author)):
        parts = list(alike)
        found.append(replace(parts[0][0], text="".join(text for _, text in parts)))
    return found


def _clusters(runs: Sequence[Run]) -> Iterator[tuple[Run, str]]:
    """Characters that compose with no other, or those that do together, and the run where they begin."""
    cluster, owner = "", runs[0]
    for run in runs:
        for character in run.text:
            if cluster and not _begins(cluster, character):
                cluster += character
                continue
            if cluster:
                yield owner, nfc(cluster)
            cluster, owner = character, run
    yield owner, nfc(cluster)


def _begins(before: str, character: str) -> bool:
    """Whether a character stays what it is beside what stands before it."""
    if character.isascii():
        return True
    return not combining(character) and nfc(before + character) == nfc(before) + nfc(character)
