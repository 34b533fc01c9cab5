"""The budget block, kept as printed.

A box that nobody ticked says nothing; a sum that is not printed is None, never 0 (rule 1).
"""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Literal

from msgspec import Struct

from domain.vorlage.events.budget import Account, Budget, Cover
from domain.vorlage.terms import CoverKind, Posting, Spending
from infra.printed_form.boxes import BoxesUnclear, Ticks, ticked
from infra.printed_form.findings import Findings
from infra.printed_form.form import Block
from infra.printed_form.lines import Line
from infra.printed_form.texts import paragraphs, text_of
from infra.printed_form.values import money_in

Entry = Literal["proof", "accounts", "appropriation", "need", "spending", "posting", "cover", "check"]

_ENTRIES: dict[Entry, re.Pattern[str]] = {
    "proof": re.compile(
        r"Nachweis der haushaltsrechtlichen Ermächtigung(?: erforderlich)? ?:? ?", re.IGNORECASE
    ),
    "accounts": re.compile(r"Buchungsstelle(?:n|\(n\))?(?: ?/ ?Bezeichnung)? ?: ?", re.IGNORECASE),
    "appropriation": re.compile(r"Planansatz ?:? ?", re.IGNORECASE),
    "need": re.compile(
        r"abzüglich (?:des )?Bedarfs?(?: für das laufende Haushaltsjahr)? ?:? ?", re.IGNORECASE
    ),
    "spending": re.compile(r"= ?(?=.*überplanmäßig)", re.IGNORECASE),
    "posting": re.compile(r"= ?(?=.*(?:Aufwand|Auszahlung))", re.IGNORECASE),
    "cover": re.compile(r"Deckung durch:? ?", re.IGNORECASE),
    "check": re.compile(r"Prüfvermerk(?: durch)?(?: den)?(?: Fachbereich Finanzen)? ?: ?", re.IGNORECASE),
}
_TITLES: dict[Entry, str] = {
    "proof": "Nachweis der haushaltsrechtlichen Ermächtigung",
    "accounts": "Buchungsstelle(n)/Bezeichnung",
    "appropriation": "Planansatz",
    "need": "abzüglich Bedarf",
    "spending": "überplanmäßig / außerplanmäßig",
    "posting": "Aufwand / Auszahlung",
    "cover": "Deckung durch",
    "check": "Prüfvermerk",
}
_ACCOUNT = re.compile(
    r"(?P<account>[0-9][0-9A-Za-z.\-]*(?: [0-9][0-9A-Za-z.\-]*){0,5})(?: ?[/|] ?(?P<name>\S.*)?)?"
)
_LIST = re.compile(r"[;,] (?=[0-9][0-9A-Za-z.\-]* ?/)")
_AMOUNT = re.compile(
    r"(?:^|(?<=\s))(?:(?:in Höhe von|i\. ?H\. ?v\.|mit|:|=) )?"
    r"(?P<money>[-\u2013\u2212+]?[0-9][0-9.,]*(?:(?<=,)[-\u2013]{1,2})?"
    r"(?: ?(?:€|EUR|Euro)|(?<=,[0-9]{2})|(?<=,[-\u2013])))$",
    re.IGNORECASE,
)
_TWO_NUMBERS = re.compile(r"[0-9][0-9.\-]* [0-9.,]+")
_HINT = re.compile(r"\(?nur für üpl\.? ?/ ?apl\.? Aufwendungen und Auszahlungen\)?\.?", re.IGNORECASE)
_AT = re.compile(r"(?:^|(?<=\s))bei(?=\s|$)")
_COVERS: Mapping[CoverKind, str] = {
    "more_revenue": r"\bMehrertr(?:ag|äge)\b",
    "more_receipts": r"\bMehreinzahlung(?:en)?\b",
    "less_expense": r"\bMinderaufwand\b",
    "less_payments": r"\bMinderauszahlung(?:en)?\b",
}


class _Entry(Struct, frozen=True):
    """A line of the block, its label cut off, and the lines below it."""

    entry: Entry
    line: Line
    text: str
    below: list[Line]


def budget_of(block: Block, findings: Findings) -> Budget:
    """Read the budget block."""
    entries = _entries(block.lines, findings)
    once = {entry.entry: entry for entry in reversed(entries)}
    for entry in entries:
        if entry.entry != "cover" and once[entry.entry] is not entry:
            _refuse(entry.line, "duplicate_entry", f"„{_TITLES[entry.entry]}“ steht zweimal da.", findings)
    appropriation = _amount(once.get("appropriation"), findings)
    need = _amount(once.get("need"), findings)
    shortfall = None if appropriation is None or need is None else need - appropriation
    return Budget(
        proof_required=_proof(once.get("proof"), findings),
        accounts=_accounts(once.get("accounts"), findings),
        appropriation=appropriation,
        need=need,
        spending=_spending(once.get("spending"), shortfall, findings),
        posting=_posting(once.get("posting"), shortfall, findings),
        cover=tuple(
            cover for entry in entries if entry.entry == "cover" for cover in _cover(entry, findings)
        ),
        finance_check=_check(once.get("check")),
    )


def _refuse(line: Line, code: str, message: str, findings: Findings) -> None:
    findings.problem(line.number, code, message, line.text)


def _entries(lines: Sequence[Line], findings: Findings) -> list[_Entry]:
    """Find the labelled lines; only accounts and the check note go on in the lines below."""
    entries: list[_Entry] = []
    for line in lines:
        last = entries[-1] if entries else None
        if last and last.entry == "check":
            last.below.append(line)
        elif entry := _entry(line):
            entries.append(entry)
        elif last and last.entry == "accounts" and not line.blank:
            last.below.append(line)
        elif not line.blank and not _HINT.fullmatch(line.text):
            _refuse(line, "unknown_budget_line", "Diese Zeile des Haushaltsblocks ist unbekannt.", findings)
    return entries


def _entry(line: Line) -> _Entry | None:
    for entry, label in _ENTRIES.items():
        if found := label.match(line.text):
            return _Entry(entry, line, line.text[found.end() :].strip(), [])
    return None


def _ticks(entry: _Entry, text: str, options: Mapping[str, str], findings: Findings) -> Ticks:
    """Read boxes; where they are unclear, that is a problem and nothing is ticked."""
    try:
        return ticked(text, options)
    except BoxesUnclear:
        message = "Es ist nicht klar, zu welchem Wort ein Kästchen gehört."
        _refuse(entry.line, "boxes_unclear", message, findings)
        return Ticks(frozenset(), "", clear=False)


def _one(entry: _Entry, names: frozenset[str], findings: Findings) -> str | None:
    if len(names) > 1:
        _refuse(entry.line, "both_ticked", "Es ist beides angekreuzt.", findings)
        return None
    return next(iter(names), None)


def _proof(entry: _Entry | None, findings: Findings) -> bool | None:
    if entry is None:
        return None
    answers = {"yes": r"\bja\b", "no": r"\bnein\b"}
    if entry.text.casefold() in {"ja", "nein"}:
        return entry.text.casefold() == "ja"
    ticks = _ticks(entry, entry.text, answers, findings)
    if ticks.rest.strip(" :/|,"):
        _refuse(entry.line, "unknown_budget_line", "Hier wird „ja“ oder „nein“ erwartet.", findings)
    answer = _one(entry, ticks.names, findings)
    return None if answer is None else answer == "yes"


def _accounts(entry: _Entry | None, findings: Findings) -> tuple[Account, ...] | None:
    """Read "account / name", one a line; "/" alone says nothing."""
    if entry is None:
        return None
    accounts: list[Account] = []
    printed = [(entry.line.number, entry.text), *((line.number, line.text) for line in entry.below)]
    for number, text in ((number, part) for number, whole in printed for part in _LIST.split(whole)):
        if not text.strip(" /|-\u2013"):
            continue
        found = _ACCOUNT.fullmatch(text)
        if found:
            accounts.append(Account(account=found["account"], name=found["name"]))
        else:
            message = "Hier wird eine Buchungsstelle erwartet, etwa „11110.5431000 / Bezeichnung“."
            findings.problem(number, "bad_account", message, text)
    return tuple(accounts) or None


def _amount(entry: _Entry | None, findings: Findings) -> Decimal | None:
    return _money(entry.line, entry.text, findings) if entry else None


def _money(line: Line, text: str, findings: Findings) -> Decimal | None:
    message = "Hier wird ein Betrag in Euro erwartet, etwa 1.500,00 €."
    return findings.value(line.number, text, money_in, "bad_amount", message)


def _compare_shortfall(line: Line, rest: str, shortfall: Decimal | None, findings: Findings) -> None:
    """Read a printed shortfall; it is not kept, since it follows from appropriation and need (rule 11)."""
    printed = _money(line, rest.strip(" :="), findings)
    if printed is not None and printed != shortfall:
        findings.warn(
            line.number,
            "shortfall_differs",
            "Der gedruckte Fehlbetrag folgt nicht aus Planansatz und Bedarf; er wird nicht übernommen.",
        )


def _spending(entry: _Entry | None, shortfall: Decimal | None, findings: Findings) -> Spending | None:
    if entry is None:
        return None
    options: dict[Spending, str] = {
        "above_plan": r"\büberplanmäßige?\b",
        "outside_plan": r"\baußerplanmäßige?\b",
    }
    ticks = _ticks(entry, entry.text, _texts(options), findings)
    _compare_shortfall(entry.line, ticks.rest, shortfall, findings)
    answer = _one(entry, ticks.names, findings)
    return next((name for name in options if name == answer), None)


def _texts(options: Mapping[Spending, str] | Mapping[CoverKind, str]) -> dict[str, str]:
    return {str(name): pattern for name, pattern in options.items()}


def _posting(entry: _Entry | None, shortfall: Decimal | None, findings: Findings) -> Posting | None:
    if entry is None:
        return None
    options = {"expense": r"\bAufwand\b", "payment": r"\bAuszahlung(?:en)?\b"}
    ticks = _ticks(entry, entry.text, options, findings)
    _compare_shortfall(entry.line, ticks.rest, shortfall, findings)
    if len(ticks.names) > 1:
        return "both"
    if "expense" in ticks.names:
        return "expense"
    return "payment" if ticks.names else None


def _cover(entry: _Entry, findings: Findings) -> list[Cover]:
    """Read "Mehrertrag ☒ Mehreinzahlung ☐ bei 11110.4461000 1.500,00 €"."""
    at = _AT.search(entry.text)
    boxes, place = (entry.text[: at.start()], entry.text[at.end() :].strip()) if at else (entry.text, "")
    ticks = _ticks(entry, boxes, _texts(_COVERS), findings)
    amount: Decimal | None = None
    if found := _AMOUNT.search(place):
        amount = _money(entry.line, found["money"], findings)
        place = place[: found.start()].rstrip(" :=,;")
    if _TWO_NUMBERS.fullmatch(place):
        message = "Es ist nicht klar, ob die zweite Zahl ein Betrag ist; ein Betrag braucht das Zeichen €."
        _refuse(entry.line, "bad_amount", message, findings)
    if ticks.rest.strip(" :"):
        _refuse(entry.line, "unknown_budget_line", "Diese Zeile der Deckung ist nicht lesbar.", findings)
    elif not ticks.names and ticks.clear and (place.strip(" /-\u2013") or amount is not None):
        _refuse(entry.line, "cover_without_box", "Es ist nicht angekreuzt, wodurch gedeckt wird.", findings)
    account = place if place.strip(" /-\u2013") else None
    return [Cover(kind=kind, account=account, amount=amount) for kind in _COVERS if kind in ticks.names]


def _check(entry: _Entry | None) -> str | None:
    """Take the check note; what the form itself says about it is no note."""
    if entry is None:
        return None
    note = [line for line in entry.below if not _HINT.fullmatch(line.text)]
    first = _HINT.sub("", entry.text).strip()
    return "\n".join(part for part in (first, text_of(paragraphs(note))) if part) or None
