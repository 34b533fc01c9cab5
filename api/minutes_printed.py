"""Minutes and extracts as a county prints them, in German and in the county's own time.

What is not recorded is left out; it is never shown as 0 (rule 1).
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Final

from api.german import OUTCOME, day
from api.times_printed import date_of, span, when
from api.votes_printed import Names, Thing, flag_line, person, vote_lines, wrapped
from projections.minutes.shown import MinutesShown

PART: Final = {"public": "Öffentlicher Teil", "non_public": "Nichtöffentlicher Teil"}
FORMAL: Final = frozenset({"opening", "minutes", "question_time", "announcement"})
"""Steps of a sitting that need no outcome."""
SIGNER: Final = {"chair": "Vorsitz", "clerk": "Schriftführung"}


def printed(shown: MinutesShown) -> str:
    """A part of the minutes."""
    document, names = shown.document, shown.names
    blocks = [
        _head(shown),
        _attendance(document, names),
        _summons(document, names),
        _agenda(document),
        *(_item(each, names, document) for each in document["items"]),
        _announcements(document),
        _notes(document),
        _corrections(document),
        _objections(shown),
        _end(shown),
    ]
    return "\n\n".join("\n".join(block) for block in (list(each) for each in blocks) if block) + "\n"


def _head(shown: MinutesShown) -> Iterator[str]:
    document, names, date = shown.document, shown.names, shown.document["date"]
    yield "NIEDERSCHRIFT" if shown.version else "NIEDERSCHRIFT (noch nicht entworfen)"
    yield f"{PART[shown.part]}"
    yield ""
    yield f"Gremium:         {document['body']}"
    if document.get("held") == "circulation":
        yield "Form:            Umlaufverfahren"
    yield f"Sitzung am:      {day(date)}"
    yield f"Beginn:          {when(document['opened_at'], date)}"
    if document["closed_at"] is not None:
        yield f"Ende:            {when(document['closed_at'], date)}"
    for pause in document["interruptions"]:
        reason = f" ({pause['reason']})" if pause["reason"] else ""
        yield f"Unterbrechung:   {span(pause['from'], pause['to'], date)}{reason}"
    for each in _steps(document).get("exclusions", ()):
        mistake = f"; irrtümlich: {each['mistake']}" if each["mistake"] else ""
        closed = span(each["from"], each["to"], date)
        yield f"Öffentlichkeit:  ausgeschlossen {closed} ({each['reason']}{mistake})"
    yield f"Vorsitz:         {person(document['chair'], names)}"
    for each in _steps(document).get("presided", ()):
        since = f"ab {when(each['since'], date)}"
        yield f"                 {since} {person(each['member'], names)} ({each['reason']})"
    if shown.drafted is not None:
        yield f"Schriftführung:  {_deputy(shown.drafted.person, shown.drafted.acting_for, names)}"
    for flag in document["flags"]:
        yield f"Vermerk:         {flag_line(flag)}"


def _steps(document: Thing) -> Thing:
    """What of the clerk's list is told; minutes of the first form have none."""
    found: Thing = document.get("steps", {})
    return found


def _deputy(actor: str, represented: str | None, names: Names) -> str:
    if represented is None:
        return person(actor, names)
    return f"{person(represented, names)}, vertreten durch {person(actor, names)}"


def _attendance(document: Thing, names: Names) -> Iterator[str]:
    date = document["date"]
    there = [each for each in document["attendance"] if each["stays"]]
    voting = [each for each in there if each["votes"]]
    # A member and his substitute, one after the other, are one seat.
    seats = {each["seat"] or each["member"] for each in voting}
    yield "ANWESENHEIT"
    yield f"Stimmberechtigt ({len(seats)} von {document['lawful_number']}):"
    yield from (f"  {_attended(each, names, date)}" for each in voting)
    if len(there) > len(voting):
        yield "Beratend:"
        yield from (f"  {_attended(each, names, date)}" for each in there if not each["votes"])
    absent = [each for each in document["attendance"] if not each["stays"]]
    instead = {each["seat"]: person(each["member"], names) for each in there if each["seat"]}
    if absent:
        yield "Abwesend:"
        for each in absent:
            by = f" (vertreten durch {instead[each['member']]})" if each["member"] in instead else ""
            yield f"  {person(each['member'], names)}{by}"
    for number, each in enumerate(document.get("attendance_corrected", ())):
        if not number:
            yield "Nachträglich berichtigt:"
        reason = f"; {each['reason']}" if each["reason"] else ""
        before, after = (_there(each[key], date) for key in ("before", "after"))
        yield from wrapped(f"{person(each['member'], names)}: {after}, statt: {before}{reason}")


def _attended(attended: Thing, names: Names, date: str) -> str:
    told = [each for each in (_stay(stay, date) for stay in attended["stays"]) if each]
    told += ["nachträglich erfasst"] if attended.get("late") else []
    instead = f", in Vertretung von {person(attended['seat'], names)}" if attended["seat"] else ""
    return person(attended["member"], names) + instead + (f" ({', '.join(told)})" if told else "")


def _stay(stay: Thing, date: str) -> str:
    """From when to when; nothing of whoever was there all the time."""
    if stay["from"] and stay["to"]:
        return span(stay["from"], stay["to"], date)
    if stay["from"]:
        return f"ab {when(stay['from'], date)}"
    return f"bis {when(stay['to'], date)}" if stay["to"] else ""


def _there(stays: Sequence[Thing], date: str) -> str:
    told = ", ".join(_stay(each, date) or "durchgehend" for each in stays)
    return f"anwesend {told}" if told else "nicht anwesend"


def _summons(document: Thing, names: Names) -> Iterator[str]:
    yield "LADUNG UND BESCHLUSSFÄHIGKEIT"
    summons = document["summons"]
    if summons["received"] is not None:
        yield f"Die Ladung ging den Mitgliedern am {day(summons['received'])} zu."
    if summons["urgency"] is not None:
        yield from wrapped(f"Verkürzte Ladungsfrist: {summons['urgency']}", "")
    if document.get("again"):
        yield "Zum zweiten Mal geladen, nachdem das Gremium nicht beschlussfähig war."
    steps = _steps(document)
    found = (*steps.get("summons_before", ()), *([steps["summons"]] if steps.get("summons") else ()))
    for each in sorted(
        (*found, *document["quorums"]), key=lambda each: dt.datetime.fromisoformat(each["at"])
    ):
        at = when(each["at"], document["date"])
        if "quorate" in each:
            yield f"{at}: {quorate(each)}"
        else:
            order = "ordnungsgemäß" if each["in_order"] else "nicht ordnungsgemäß"
            yield f"{at}: Die Ladung wird als {order} festgestellt."
            by = f" ({person(each['objector'], names)})" if each.get("objector") else ""
            yield from wrapped(
                f"Einwand gegen die Ladung{by}: {each['objection']}" if each["objection"] else ""
            )


def quorate(quorum: Thing) -> str:
    """What was established of the quorum."""
    able = "beschlussfähig" if quorum["quorate"] else "nicht beschlussfähig"
    there = f"{quorum['present']} von {quorum['lawful_number']} stimmberechtigten Mitgliedern anwesend"
    return f"{there}; das Gremium ist {able}."


def _agenda(document: Thing) -> Iterator[str]:
    yield "TAGESORDNUNG"
    for each in document["agenda"]:
        said = ["nicht angenommen"] if each.get("accepted") is False else []
        told = "; ".join([*([f"dringlich: {each['urgency']}"] if each["urgency"] else []), *said])
        yield f"{each['number']:<5}{each['subject']}{f' ({told})' if told else ''}"
    if document.get("titles"):
        yield from wrapped(f"Nichtöffentlich: {'; '.join(document['titles'])}", "")
    approval = _steps(document).get("approval")
    if approval is not None:
        yield f"{when(approval['at'], document['date'])}: Das Gremium genehmigt die Tagesordnung."
        if approval["changes"]:
            yield from wrapped(f"Änderungen: {approval['changes']}")


def _item(item: Thing, names: Names, document: Thing) -> Iterator[str]:
    yield f"{item['number']}  {item['subject']}"
    yield from paper_lines(item)
    if item.get("accepted") is not None:
        yield f"Nach der Ladung ergänzt: vom Gremium {'angenommen' if item['accepted'] else 'abgelehnt'}"
    for flag in item.get("flags", ()):
        yield from wrapped(f"Vermerk: {flag_line(flag)}", "")
    if item["recused"]:
        yield f"Mitwirkungsverbot: {', '.join(person(each, names) for each in item['recused'])}"
    for note in item.get("notes", ()):
        yield from wrapped(f"{when(note['at'], document['date'])}: {note['text']}", "")
    if item["wording"] is not None:
        yield "Wortlaut, über den abgestimmt wurde:"
        yield from worded(item["wording"])
    for vote in item["votes"]:
        yield from vote_lines(vote, names)
    for number in item.get("annulled_numbers", ()):
        yield f"Beschlussnummer {number}: annulliert, sie wird nicht neu vergeben"
    if item["outcome"] is not None:
        yield from outcome_lines(item)
    elif item.get("kind") not in FORMAL and all(vote["elected"] is None for vote in item["votes"]):
        # The public part says nothing of what came after the doors were closed.
        where = "in öffentlicher Sitzung " if document["part"] == "public" else ""
        yield f"Ergebnis: {where}nicht abschließend behandelt"


def outcome_lines(item: Thing) -> Iterator[str]:
    """What became of an item, and the number of its resolution."""
    reason = f" ({item['reason']})" if item["reason"] else ""
    to = f" an: {item['referred_to']}" if item.get("referred_to") else ""
    if item["outcome"] is not None:
        yield from wrapped(f"Ergebnis: {OUTCOME[item['outcome']]}{to}{reason}", "")
    if item.get("resolution_number"):
        yield f"Beschlussnummer: {item['resolution_number']}"


def _announcements(document: Thing) -> Iterator[str]:
    for number, each in enumerate(_steps(document).get("announcements", ())):
        if not number:
            yield "BEKANNTGABE NICHTÖFFENTLICH GEFASSTER BESCHLÜSSE"
        named = each["numbers"] or each.get("titles")
        about = f" ({', '.join(named)})" if named else ""
        told = f": {each['text']}" if each["text"] else ""
        yield from wrapped(f"{when(each['at'], document['date'])}{about}{told}", "")


def _notes(document: Thing) -> Iterator[str]:
    for number, each in enumerate(document.get("notes", ())):
        if not number:
            yield "ANMERKUNGEN"
        about = f" ({each['number']})" if each["number"] else ""
        yield from wrapped(f"{when(each['at'], document['date'])}{about}: {each['text']}", "")


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
        about = f" ({each.number})" if each.number else ""
        said = f"{each.text}{words[each.taken]}"
        yield from wrapped(f"{date_of(each.at)} {person(each.member, shown.names)}{about}: {said}", "")


def _end(shown: MinutesShown) -> Sequence[str]:
    lines = [
        f"{SIGNER[each.role]}: gezeichnet {_deputy(each.person, each.acting_for, shown.names)}, "
        f"{date_of(each.at)} (Fassung {each.version})"
        for each in shown.signed
    ]
    lines += [
        f"Berichtigt von {_deputy(each.person, each.acting_for, shown.names)}, "
        f"{date_of(each.at)} (Fassung {each.version})"
        for each in shown.corrections
    ]
    if shown.approved is not None:
        lines.append(f"Genehmigt am {date_of(shown.approved.at)}.")
    elif shown.version:
        # Everybody reads minutes only once they are approved, and is not told by whom they were drafted.
        lines.append("Noch nicht genehmigt." if shown.drafted else "Vom Gremium genehmigt.")
    if shown.version:
        lines.append(f"Fassung {shown.version}, SHA-256 {shown.hash}")
    return lines
