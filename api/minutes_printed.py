"""Minutes and extracts as a county prints them, in German and in the county's own time.

What is not recorded is left out; it is never shown as 0 (rule 1).
"""

import datetime as dt
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final
from zoneinfo import ZoneInfo

from api.german import ABOUT, CHOICE, KIND, OUTCOME, day
from projections.minutes_shown import MinutesShown

Thing = Mapping[str, Any]
Names = Mapping[str, str | None]

BERLIN: Final = ZoneInfo("Europe/Berlin")
WIDTH: Final = 100
PART: Final = {"public": "Öffentlicher Teil", "non_public": "Nichtöffentlicher Teil"}
MAJORITY: Final = {
    "simple": "einfache Mehrheit",
    "absolute": "Mehrheit der Mitglieder",
    "two_thirds": "Zweidrittelmehrheit",
}
COUNTED: Final = {
    "by_difference": "durch Gegenprobe ermittelt",
    "unanimous": "ohne Auszählung einstimmig",
    "majority_only": "ohne Auszählung, mit Mehrheit",
}
FLAG: Final = {
    "contested": "entgegen dem Verfahren fortgesetzt",
    "not_quorate": "nicht beschlussfähig",
    "declared_differs": "verkündetes und errechnetes Ergebnis weichen ab",
    "not_voting": "nicht alle Anwesenden haben abgestimmt",
    "entered_late": "Anwesenheit nachträglich erfasst",
    "exceeds_present": "mehr Stimmen als nach späterer Erfassung anwesend",
}
SIGNER: Final = {"chair": "Vorsitz", "clerk": "Schriftführung"}


def printed(shown: MinutesShown) -> str:
    """A part of the minutes."""
    document, names = shown.document, shown.names
    blocks = [
        _head(shown),
        _attendance(document, names),
        _summons(document),
        _agenda(document),
        *(_item(each, names) for each in document["items"]),
        _corrections(document),
        _objections(shown),
        _end(shown),
    ]
    return "\n\n".join("\n".join(block) for block in (list(each) for each in blocks) if block) + "\n"


def person(id_: str | None, names: Names) -> str:
    """The name of a person; who may not be named is told by the opaque id."""
    return "" if id_ is None else (names.get(id_) or id_)


def clock(time: str | dt.datetime) -> str:
    """A time of the sitting's day."""
    at = dt.datetime.fromisoformat(time) if isinstance(time, str) else time
    return at.astimezone(BERLIN).strftime("%H:%M")


def date_of(time: dt.datetime) -> str:
    """The county's day of a time."""
    return day(time.astimezone(BERLIN).date().isoformat())


def wrapped(text: str | None, indent: str = "  ") -> Iterator[str]:
    """A text, paragraph by paragraph, not wider than a page."""
    for paragraph in (text or "").splitlines():
        yield from textwrap.wrap(paragraph, WIDTH, initial_indent=indent, subsequent_indent=indent)


def _head(shown: MinutesShown) -> Iterator[str]:
    document, names = shown.document, shown.names
    yield "NIEDERSCHRIFT" if shown.version else "NIEDERSCHRIFT (noch nicht entworfen)"
    yield f"{PART[shown.part]}"
    yield ""
    yield f"Gremium:         {document['body']}"
    yield f"Sitzung am:      {day(document['date'])}"
    yield f"Beginn:          {clock(document['opened_at'])} Uhr"
    if document["closed_at"] is not None:
        yield f"Ende:            {clock(document['closed_at'])} Uhr"
    for pause in document["interruptions"]:
        until = f" bis {clock(pause['to'])} Uhr" if pause["to"] else " Uhr"
        reason = f" ({pause['reason']})" if pause["reason"] else ""
        yield f"Unterbrechung:   {clock(pause['from'])}{until}{reason}"
    yield f"Vorsitz:         {person(document['chair'], names)}"
    if shown.drafted is not None:
        yield f"Schriftführung:  {_deputy(shown.drafted.person, shown.drafted.acting_for, names)}"
    for flag in document["flags"]:
        yield f"Vermerk:         {_flag(flag)}"


def _deputy(actor: str, represented: str | None, names: Names) -> str:
    if represented is None:
        return person(actor, names)
    return f"{person(represented, names)}, vertreten durch {person(actor, names)}"


def _attendance(document: Thing, names: Names) -> Iterator[str]:
    there = [each for each in document["attendance"] if each["stays"]]
    voting = [each for each in there if each["votes"]]
    yield "ANWESENHEIT"
    yield f"Stimmberechtigt ({len(voting)} von {document['lawful_number']}):"
    yield from (f"  {_attended(each, names)}" for each in voting)
    if len(there) > len(voting):
        yield "Beratend:"
        yield from (f"  {_attended(each, names)}" for each in there if not each["votes"])
    absent = [each for each in document["attendance"] if not each["stays"]]
    if absent:
        yield "Abwesend:"
        yield from (f"  {person(each['member'], names)}" for each in absent)


def _attended(attended: Thing, names: Names) -> str:
    stays = [
        " ".join(
            [
                *([f"ab {clock(stay['from'])} Uhr"] if stay["from"] else []),
                *([f"bis {clock(stay['to'])} Uhr"] if stay["to"] else []),
            ]
        )
        for stay in attended["stays"]
    ]
    told = ", ".join(each for each in stays if each)
    instead = f", in Vertretung von {person(attended['seat'], names)}" if attended["seat"] else ""
    return person(attended["member"], names) + instead + (f" ({told})" if told else "")


def _summons(document: Thing) -> Iterator[str]:
    yield "LADUNG UND BESCHLUSSFÄHIGKEIT"
    summons = document["summons"]
    if summons["received"] is not None:
        yield f"Die Ladung ging den Mitgliedern am {day(summons['received'])} zu."
    if summons["urgency"] is not None:
        yield from wrapped(f"Verkürzte Ladungsfrist: {summons['urgency']}", "")
    for quorum in document["quorums"]:
        able = "beschlussfähig" if quorum["quorate"] else "nicht beschlussfähig"
        yield (
            f"{clock(quorum['at'])} Uhr: {quorum['present']} von {quorum['lawful_number']} stimmberechtigten "
            f"Mitgliedern anwesend; das Gremium ist {able}."
        )


def _agenda(document: Thing) -> Iterator[str]:
    yield "TAGESORDNUNG"
    for each in document["agenda"]:
        urgent = f" (dringlich: {each['urgency']})" if each["urgency"] else ""
        yield f"{each['number']:<5}{each['subject']}{urgent}"


def _item(item: Thing, names: Names) -> Iterator[str]:
    yield f"{item['number']}  {item['subject']}"
    yield from paper_lines(item)
    if item["recused"]:
        yield f"Mitwirkungsverbot: {', '.join(person(each, names) for each in item['recused'])}"
    if item["wording"] is not None:
        yield "Wortlaut, über den abgestimmt wurde:"
        yield from worded(item["wording"])
    for vote in item["votes"]:
        yield from vote_lines(vote, names)
    if item["outcome"] is not None:
        reason = f" ({item['reason']})" if item["reason"] else ""
        yield f"Ergebnis: {OUTCOME[item['outcome']]}{reason}"
    else:
        yield "Ergebnis: nicht abschließend behandelt"


def paper_lines(item: Thing) -> Iterator[str]:
    """Number and file reference of the paper."""
    if item["paper_number"]:
        yield f"Vorlage: {item['paper_number']}"
    if item["file_reference"]:
        yield f"Aktenzeichen: {item['file_reference']}"


def worded(wording: Thing) -> Iterator[str]:
    """What was voted on."""
    yield from wrapped(wording["proposed_resolution"])
    for measure in wording["measures"]:
        page = f", Seite {measure['page']}" if measure["page"] is not None else ""
        topic = f", {measure['topic']}" if measure["topic"] else ""
        yield f"  Maßnahme ({measure['document']}{page}{topic}):"
        yield from wrapped(measure["text"], "    ")
    for attachment in wording["attachments"]:
        digest = f" (SHA-256 {attachment['sha256']})" if attachment["sha256"] else ""
        yield f"  Anlage: {attachment['title']}{digest}"


def vote_lines(vote: Thing, names: Names) -> Iterator[str]:
    """A vote with everything that is known of it."""
    kind = f"{KIND[vote['kind']]}, {MAJORITY.get(vote['majority'], vote['majority'])}"
    yield f"Abstimmung: {ABOUT[vote['about']]} ({kind})"
    if vote["motion"] is not None:
        yield "  Antrag: statt"
        yield from wrapped(vote["motion"]["old"], "    ")
        yield "  nun"
        yield from wrapped(vote["motion"]["new"], "    ")
    if vote["counts"] is not None:
        yield f"  {_counts(vote['counts'])}"
    for candidate in vote["candidates"] or ():
        got = "" if candidate["votes"] is None else f": {candidate['votes']} Stimmen"
        yield f"    {candidate['name']}{got}"
    if vote["elected"] is not None:
        yield f"  Gewählt: {vote['elected']}{' (durch Los)' if vote['lot'] else ''}"
    if vote["present"] is not None:
        yield f"  Anwesend: {vote['present']}, stimmberechtigt: {vote['entitled']}"
    if vote["counted"] in COUNTED:
        yield f"  {COUNTED[vote['counted']]}"
    if vote["declared"] is not None:
        unanimous = ", einstimmig" if vote["unanimous"] else ""
        yield f"  Verkündet: {'angenommen' if vote['declared'] else 'abgelehnt'}{unanimous}"
    if vote["declared"] is not None and vote["carried"] != vote["declared"]:
        yield f"  Errechnet: {'angenommen' if vote['carried'] else 'abgelehnt'}"
    for ballot in vote["ballots"] or ():
        yield f"    {person(ballot['member'], names)}: {CHOICE[ballot['choice']]}"
    for correction in vote["corrections"]:
        yield f"  Berichtigt: {correction['reason']}"
        yield f"    zuvor {_counts(correction['before'])}"
    if vote["status"] == "annulled":
        yield f"  Ungültig: {vote['reason']}"
    for flag in vote["flags"]:
        yield f"  Vermerk: {_flag(flag)}"
    if vote["text_hash"] is not None:
        yield f"  Wortlaut SHA-256: {vote['text_hash']}"


def _counts(counts: Thing) -> str:
    abstained = "Enthaltung" if counts["abstained"] == 1 else "Enthaltungen"
    told = f"{counts['yes']} ja, {counts['no']} nein, {counts['abstained']} {abstained}"
    for key, word in (("invalid", "ungültig"), ("not_voting", "nicht abgestimmt")):
        told += f", {counts[key]} {word}" if counts[key] else ""
    return told


def _flag(flag: Thing) -> str:
    reason = f": {flag['reason']}" if flag["reason"] else ""
    return f"{FLAG.get(flag['flag'], flag['flag'])} (Regel {flag['rule']}){reason}"


def _corrections(document: Thing) -> Iterator[str]:
    for number, each in enumerate(document["corrections"]):
        if not number:
            yield "BERICHTIGUNGEN"
        where = each["number"] or "Niederschrift"
        yield f"{where}: {each['reason']}"
        if each["before"] is not None:
            yield f"  statt: {each['before']}"
        if each["after"] is not None:
            yield f"  nun:   {each['after']}"
        if each["counts"]:
            yield "  Die Zählung einer Abstimmung wurde berichtigt (siehe dort)."


def _objections(shown: MinutesShown) -> Iterator[str]:
    words = {None: "", True: " (vom Gremium aufgenommen)", False: " (vom Gremium nicht aufgenommen)"}
    for number, each in enumerate(shown.objections):
        if not number:
            yield "EINWENDUNGEN"
        yield f"{date_of(each.at)} {person(each.member, shown.names)}: {each.text}{words[each.taken]}"


def _end(shown: MinutesShown) -> Sequence[str]:
    lines = [
        f"{SIGNER[each.role]}: gezeichnet {_deputy(each.person, each.acting_for, shown.names)}, "
        f"{date_of(each.at)} (Fassung {each.version})"
        for each in shown.signed
    ]
    if shown.approved is not None:
        lines.append(f"Genehmigt am {date_of(shown.approved.at)}.")
    elif shown.version:
        # Everybody reads minutes only once they are approved, and is not told by whom they were drafted.
        lines.append("Noch nicht genehmigt." if shown.drafted else "Vom Gremium genehmigt.")
    if shown.version:
        lines.append(f"Fassung {shown.version}, SHA-256 {shown.hash}")
    return lines
