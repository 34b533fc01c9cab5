"""Votes as minutes and extracts print them, with everything that is known of them.

What is not recorded is left out; it is never shown as 0 (rule 1).
"""

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from api.german import CHOICE, COUNTED, KIND, MAJORITY

Thing = Mapping[str, Any]
Names = Mapping[str, str | None]

WIDTH: Final = 100
KEPT: Final = {"first": "erste", "second": "zweite"}
ON: Final = {
    "main": "über den Beschlussvorschlag",
    "amendment": "über einen Änderungsantrag",
    "part": "über einen Teil des Beschlussvorschlags",
    "procedural": "zur Geschäftsordnung",
    "agenda": "zur Tagesordnung",
    "publicity": "über die Öffentlichkeit",
    "recusal": "über ein Mitwirkungsverbot",
    "minutes": "über die Niederschrift",
}
FLAG: Final = {
    "contested": "entgegen dem Verfahren fortgesetzt",
    "not_quorate": "nicht beschlussfähig",
    "declared_differs": "verkündetes und errechnetes Ergebnis weichen ab",
    "not_voting_unconfirmed": "nicht alle Anwesenden haben abgestimmt",
    "entered_late": "Anwesenheit nachträglich erfasst",
    "exceeds_present": "mehr Stimmen als nach späterer Erfassung anwesend",
    "contradicted": "widersprüchliche Zählungen, über die noch nicht entschieden ist",
}


def person(id_: str | None, names: Names) -> str:
    """The name of a person; who may not be named is told by the opaque id."""
    return "" if id_ is None else (names.get(id_) or id_)


def wrapped(text: str | None, indent: str = "  ") -> Iterator[str]:
    """A text, paragraph by paragraph, not wider than a page."""
    for paragraph in (text or "").splitlines():
        yield from textwrap.wrap(paragraph, WIDTH, initial_indent=indent, subsequent_indent=indent)


def vote_lines(vote: Thing, names: Names) -> Iterator[str]:
    """A vote with everything that is known of it."""
    together = f", gemeinsam über {', '.join(vote['items'])}" if vote.get("items") else ""
    yield f"{_headed(vote)}{together}"
    if vote.get("objected"):
        yield "  Geheim auf Widerspruch eines Mitglieds."
    if vote["round"] is not None:
        yield f"  {vote['round']}. Wahlgang"
    yield from _motion(vote["motion"] or {}, names)
    yield from _counted(vote)
    yield from _declared(vote)
    for ballot in vote["ballots"] or ():
        yield f"    {person(ballot['member'], names)}: {CHOICE[ballot['choice']]}"
    answered = [*(each.get("ballots_before", ()) for each in vote["corrections"][1:]), vote["ballots"] or ()]
    for correction, then in zip(vote["corrections"], answered, strict=False):
        yield from _corrected(correction, then, names)
    for each in vote.get("contradictions", ()):
        yield from _contradiction(each, names, said=_said(vote, each["declared"]))
    if vote["status"] == "annulled":
        yield from wrapped(f"Für ungültig erklärt: {vote['reason']}")
    for flag in vote["flags"]:
        yield from wrapped(f"Vermerk: {flag_line(flag)}")
    if vote["text_hash"] is not None:
        yield f"  Wortlaut SHA-256: {vote['text_hash']}"


def _headed(vote: Thing) -> str:
    """What it was about and how it was held; of an election its round counts, not a majority."""
    again = "Erneute " if vote.get("repeats") else ""
    if vote["about"] == "election":
        return f"{again}Wahl ({'geheim' if vote['kind'] == 'secret' else 'offen'})"
    majority = MAJORITY.get(vote["majority"], vote["majority"])
    return f"{again}Abstimmung {ON[vote['about']]} ({KIND[vote['kind']]}, {majority})"


def _motion(motion: Thing, names: Names) -> Iterator[str]:
    if motion:
        mover = person(motion.get("mover"), names)
        yield f"  Antrag{f' von {mover}' if mover else ''}: statt"
        yield from wrapped(motion["old"], "    ")
        yield "  nun"
        yield from wrapped(motion["new"], "    ")


def _counted(vote: Thing) -> Iterator[str]:
    if vote["counts"] is not None:
        yield f"  {_counts(vote['counts'])}"
    for candidate in vote["candidates"] or ():
        word = "Stimme" if candidate["votes"] == 1 else "Stimmen"
        got = "" if candidate["votes"] is None else f": {candidate['votes']} {word}"
        yield f"    {candidate['name']}{got}"
    sums = vote.get("election")
    if sums is not None:
        yield f"  {_beside(sums)}"
    if vote["elected"] is not None:
        yield f"  Gewählt: {vote['elected']}{' (durch Los)' if vote['lot'] else ''}"
    if vote["present"] is not None:
        yield f"  Anwesend: {vote['present']}, stimmberechtigt: {vote['entitled']}"
    if vote["counted"] not in {None, "exact"}:
        yield f"  {COUNTED[vote['counted']]}"


def _declared(vote: Thing) -> Iterator[str]:
    """What the chair said; whom an election chose is told with its sums."""
    if vote["declared"] is None or vote["elected"] is not None:
        return
    election = vote["about"] == "election"
    unanimous = ", einstimmig" if vote["unanimous"] and not election else ""
    yield f"  Verkündet: {_said(vote, vote['declared'])}{unanimous}"
    if vote["carried"] != vote["declared"] and not election:
        yield f"  Errechnet: {_said(vote, vote['carried'])}"


def _said(vote: Thing, carried: bool | None) -> str:  # noqa: FBT001 - a result
    """A result in words; of persons it is whether one was elected."""
    if vote["about"] == "election":
        return "gewählt" if carried else "niemand gewählt"
    return "angenommen" if carried else "abgelehnt"


def _corrected(correction: Thing, then: Sequence[Thing], names: Names) -> Iterator[str]:
    """A correction, with what had been counted; of a roll call those whom it enters otherwise (`then`)."""
    told = [person(each, names) for each in correction.get("tellers", ())]
    by = f" (nachgezählt von {' und '.join(told)})" if told else ""
    yield f"  Berichtigt: {correction['reason']}{by}"
    yield f"    zuvor {_before(correction)}"
    for ballot in (each for each in correction.get("ballots_before", ()) if each not in then):
        yield f"      {person(ballot['member'], names)}: {CHOICE[ballot['choice']]}"


def _before(correction: Thing) -> str:
    """What had been counted; nothing is told of what nobody counted."""
    election = correction.get("election_before")
    if election is not None:
        got = ", ".join(f"{each['name']} {each['votes']}" for each in election["candidates"])
        return f"{got}, {_beside(election)}"
    return "nicht ausgezählt" if correction["before"] is None else _counts(correction["before"])


def _contradiction(told: Thing, names: Names, *, said: str) -> Iterator[str]:
    """What a second person entered otherwise, and what the chair kept."""
    if told["choice"] is not None:
        what = f"{person(told['member'], names)}: {CHOICE[told['choice']]}"
    elif told.get("elected") is not None:
        what = f"gewählt: {told['elected']}"
    elif told.get("declared") is not None:
        what = f"verkündet: {said}"
    else:
        what = "andere Zählung" if told["counts"] is None else _counts(told["counts"])
    yield f"  Zweite Erfassung: {what}"
    if told["kept"] is not None:
        yield f"    Es gilt die {KEPT[told['kept']]} Erfassung: {told['reason']}"


def _counts(counts: Thing) -> str:
    return f"{counts['yes']} ja, {counts['no']} nein, {_beside(counts)}"


def _beside(counts: Thing) -> str:
    told = f"{counts['abstained']} {'Enthaltung' if counts['abstained'] == 1 else 'Enthaltungen'}"
    for key, word in (("invalid", "ungültig"), ("not_voting", "nicht abgestimmt")):
        told += f", {counts[key]} {word}" if counts[key] else ""
    return told


def flag_line(flag: Thing) -> str:
    """A flag in words, with its rule and reason."""
    reason = f": {flag['reason']}" if flag["reason"] else ""
    return f"{FLAG.get(flag['flag'], flag['flag'])} (Regel {flag['rule']}){reason}"
