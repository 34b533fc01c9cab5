"""What was read, in German and for a terminal: a Vorlage much as it is printed.

What is not recorded stays empty; it is never shown as 0 (rule 1).
"""

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import msgspec

from api.german import ABOUT, CHOICE, COUNTED, KIND, MARKS, OUTCOME, ROLE, SPENDING, STATUS, day

Thing = Mapping[str, Any]

WIDTH: Final = 100


def vorlage(paper: Thing) -> str:
    """A Vorlage."""
    stations = {each["id"]: _station(each) for each in paper["consultations"]}
    lines = [
        f"Bereich:       {_said(paper['lead_department'])}",
        f"Aktenzeichen:  {_said(paper['file_reference'])}",
        f"Vorlagen-Nr.:  {_said(paper['number'])}",
        f"Datum:         {day(paper['date'])}",
        f"Stand:         {_named(STATUS, paper['status'])}{_as_of(paper)}",
        "",
        "Beratungsfolge:",
        *table(
            ("Gremium", "Datum", "Ja", "Nein", "Enth.", "Aufgabe", "Ergebnis", "Bemerkung"),
            [_row(each) for each in paper["consultations"]],
        ),
        "",
        "Beratungsgegenstand:",
        *_wrapped(paper["subject"]),
        "",
        "Beschlussvorschlag:",
        *_wrapped(paper["proposed_resolution"]),
        "",
        _said(paper["signatory"]),
        "",
        "Sachverhalt (Begründung):",
        *_wrapped(paper["reasons"]),
    ]
    for measure in paper["measures"]:
        lines += ["", *_measure(measure, stations)]
    lines += ["", "Anlagen:", *([_attachment(each) for each in paper["attachments"]] or ["  keine"])]
    lines += ["", *_budget(paper["budget"])]
    if paper["editions"]:
        lines += ["", "Fassungen:"]
        lines += [f"  {each['number']}. {each['label']}  {each['hash']}" for each in paper["editions"]]
    lines += ["", f"Position {paper['position']}, Vorlage {paper['id']}"]
    return "\n".join(line.rstrip() for line in lines)


def history(entries: Sequence[Thing]) -> str:
    """An amendment history; what was taken away stands in [- -], what was added in {+ +}."""
    lines: list[str] = []
    for entry in entries:
        who = " ".join(str(each) for each in (entry["by"], entry["department"]) if each)
        head = f"{entry['position']:>7}  {moment(entry['at'])}  {entry['kind']}  {_said(entry['target'])}"
        lines.append(f"{head}  {who}".rstrip())
        pieces = "".join(MARKS[mark].format(text) for mark, text in entry.get("diff") or [])
        lines += textwrap.wrap(pieces, WIDTH, initial_indent=" " * 9, subsequent_indent=" " * 9)
    return "\n".join(lines) or "Keine Änderungen."


def tried(found: Thing) -> str:
    """What a paper would say; what would go stands in [- -], what would come in {+ +}."""
    lines: list[str] = []
    for each in found["documents"]:
        lines.append(f"{each['document']} (Fassung {found['edition']})")
        pieces = "".join(MARKS[mark].format(text) for mark, text in each["diff"])
        lines += textwrap.wrap(pieces, WIDTH, initial_indent="  ", subsequent_indent="  ")
    for each in found["conflicts"]:
        lines.append(f"Überschneidung in {each['document']}: {' und '.join(each['amendments'])}")
    lines += [f"Nicht enthalten: {each}" for each in found["left_out"]]
    lines += [f"Passt nicht mehr: {each}" for each in found["outdated"]]
    lines.append(f"Die Reihenfolge ist {'von Bedeutung' if found['order_matters'] else 'ohne Bedeutung'}.")
    return "\n".join(lines)


def session(sitting: Thing, committees: Mapping[str, str]) -> str:
    """A session; `committees`: names by id."""
    names = {each["id"]: each["name"] or each["id"] for each in sitting["members"]}
    there = [
        names.get(each["member"], each["member"]) for each in sitting["attendance"] if each["to"] is None
    ]
    quorate = {True: "beschlussfähig", False: "nicht beschlussfähig", None: "nicht festgestellt"}
    lines = [
        f"{committees.get(sitting['committee'], sitting['committee'])}, Sitzung am {day(sitting['date'])}",
        f"Stand:         {_named(STATUS, sitting['status'])}{_as_of(sitting)}",
        f"Anwesend:      {sitting['present']} von {_said(sitting['lawful_number'])}, "
        + quorate[sitting["quorate"]],
        *textwrap.wrap(", ".join(there), WIDTH, initial_indent="  ", subsequent_indent="  "),
        "",
        "Tagesordnung:",
    ]
    numbers = {item["id"]: item["number"] for item in sitting["agenda"]}
    for item in sitting["agenda"]:
        lines.append(f"{item['number']:<6} {item['subject']}  {_named(OUTCOME, item['outcome'])}")
        if item["recused"]:
            lines.append("       befangen: " + ", ".join(names.get(each, each) for each in item["recused"]))
        for vote in item["votes"]:
            lines += [f"       {line}" for line in _vote(vote, names, numbers)]
    lines += [f"Vermerk: {_flag(each)}" for each in sitting["flags"]]
    lines += ["", f"Position {sitting['position']}, Sitzung {sitting['id']}"]
    return "\n".join(line.rstrip() for line in lines)


def event(recorded: Thing) -> str:
    """An event in one line."""
    data = msgspec.json.encode(recorded["data"]).decode()
    most = min(len(data), WIDTH)
    more = "…" if len(data) > most else ""
    happened, what = moment(recorded["happened_at"]), f"{recorded['stream']}  {recorded['type']}"
    return f"{recorded['position']:>7}  {happened}  {what}  {data[:most]}{more}"


def moment(time: str) -> str:
    """A time to the second."""
    return f"{time[:10]} {time[11:19]}{'Z' if time.endswith('Z') else time[-6:]}"


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Columns as wide as what stands in them."""
    widths = [max(len(row[column]) for row in (head, *rows)) for column in range(len(head))]
    return [
        "  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        for row in (head, *rows)
    ]


def _row(station: Thing) -> tuple[str, ...]:
    return (
        station["committee"] if station["printed"] else f"({station['committee']})",
        day(station["date"]),
        _said(station["yes"]),
        _said(station["no"]),
        _said(station["abstained"]),
        _named(ROLE, station["role"]),
        _named(OUTCOME, station["outcome"]),
        _said(station["remark"]),
    )


def _station(station: Thing) -> str:
    return f"{station['committee']} {day(station['date'])}".rstrip()


def _measure(measure: Thing, stations: Mapping[str, str]) -> Iterator[str]:
    page = f" Seite {measure['page']}" if measure["page"] is not None else ""
    topic = f", {measure['topic']}" if measure["topic"] else ""
    yield f"{measure['document']}{page}{topic}"
    for change in measure["amendments"]:
        cause = stations.get(change["cause"] or "")
        yield "Maßnahme alt:"
        yield from _wrapped(change["old"])
        yield "Maßnahme geändert" + (f" ({cause})" if cause else "") + ":"
        yield from _wrapped(change["new"])
    if not measure["amendments"]:
        yield "Maßnahme:"
        yield from _wrapped(measure["text"])


def _attachment(attachment: Thing) -> str:
    sha256 = f"  {attachment['sha256']}" if attachment["sha256"] else ""
    return f"  {attachment['title']} {_said(attachment['edition'])}".rstrip() + sha256


def _budget(budget: Thing) -> Iterator[str]:
    proof = {True: "ja", False: "nein", None: ""}[budget["proof_required"]]
    yield f"Nachweis der haushaltsrechtlichen Ermächtigung erforderlich: {proof}"
    for account in budget["accounts"] or ():
        yield f"  Buchungsstelle {account['account']} {_said(account['name'])}"
    for label, key in (("Planansatz", "appropriation"), ("Bedarf", "need")):
        if budget[key] is not None:
            yield f"  {label}: {budget[key]} EUR"
    if budget["spending"]:
        yield f"  {_named(SPENDING, budget['spending'])}"


def _vote(vote: Thing, names: Mapping[str, str], numbers: Mapping[str, str]) -> Iterator[str]:
    about = f"{_named(ABOUT, vote['about'])}, {_named(KIND, vote['kind'])}"
    if vote["items"]:
        together = [numbers.get(each, each) for each in (vote["item"], *vote["items"])]
        about += f", gemeinsam über {', '.join(together)}"
    yield f"{about}: {_counted(vote)}{', für ungültig erklärt' if vote['status'] == 'annulled' else ''}"
    for ballot in vote["ballots"] or ():
        yield f"  {names.get(ballot['member'], ballot['member'])}: {_named(CHOICE, ballot['choice'])}"
    for correction in vote["corrections"]:
        yield f"  berichtigt: {correction['reason']}"
    for flag in vote["flags"]:
        yield f"  Vermerk: {_flag(flag)}"


def _counted(vote: Thing) -> str:
    """Numbers and result; votes without numbers say how they were counted."""
    if vote["status"] == "cancelled":
        return "abgebrochen"
    if vote["counted"] is None:
        return "noch nicht gezählt"
    if vote["about"] == "election":
        got = ", ".join(f"{each['name']} {each['votes']}" for each in vote["candidates"])
        return f"{got}, {vote['abstained']} Enthaltungen: {_elected(vote)}"
    counts = _named(COUNTED, vote["counted"])
    if vote["yes"] is not None:
        counts = f"{vote['yes']} ja, {vote['no']} nein, {vote['abstained']} Enthaltungen"
    result = vote["carried"] if vote["declared"] is None else vote["declared"]
    unanimous = ", einstimmig" if vote["unanimous"] and vote["counted"] != "unanimous" else ""
    return f"{counts}: {'angenommen' if result else 'abgelehnt'}{unanimous}"


def _elected(vote: Thing) -> str:
    """Whom an election chose, as the chair said or, before that, by its sums."""
    elected = vote["won"] if vote["declared"] is None else vote["elected"]
    if elected is not None:
        return f"gewählt {elected}{' durch Los' if vote['lot'] else ''}"
    return f"Los zwischen {' und '.join(vote['tied'])}" if vote["carried"] is None else "niemand gewählt"


def _flag(flag: Thing) -> str:
    reason = f": {flag['reason']}" if flag["reason"] else ""
    return f"{flag['flag']} (Regel {flag['rule']}){reason}"


def _as_of(thing: Thing) -> str:
    return "" if thing["as_of"] is None else f" (Stand der Position {thing['as_of']})"


def _wrapped(text: str | None) -> list[str]:
    return [
        line
        for paragraph in (text or "").splitlines()
        for line in textwrap.wrap(paragraph, WIDTH, initial_indent="  ", subsequent_indent="  ") or [""]
    ]


def _named(words: Mapping[str, str], key: str | None) -> str:
    return "" if key is None else words.get(key, key)


def _said(value: object) -> str:
    return "" if value is None else str(value)
