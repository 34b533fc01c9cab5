"""The budget block, kept as printed.

A box that nobody ticked says nothing; a sum that is not printed is None, never 0 (rule 1).
"""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Literal

from msgspec import Struct

from domain.vorlage.events import Account, Budget, Cover, CoverKind, Posting, Spending
from infra.printed_form.boxes import BoxesUnclear, ticked
from infra.printed_form.findings import Findings
from infra.printed_form.form import Block
from infra.printed_form.lines import Line
from infra.printed_form.texts import paragraphs, text_of
from infra.printed_form.values import money_in

Entry = Literal["proof", "accounts", "appropriation", "need", "spending", "posting", "cover", "check"]

_ENTRIES: dict[Entry, re.Pattern[str]] = {
    entry: re.compile(pattern, re.IGNORECASE)
    for entry, pattern in {
        "proof": r"Nachweis der haushaltsrechtlichen Ermächtigung(?: erforderlich)? ?:? ?",
        "accounts": r"Buchungsstelle(?:n|\(n\))?(?: ?/ ?Bezeichnung)? ?: ?",
        "appropriation": r"Planansatz ?:? ?",
        "need": r"abzüglich (?:des )?Bedarfs?(?: für das laufende Haushaltsjahr)? ?:? ?",
        "spending": r"= ?(?=.*überplanmäßig)",
        "posting": r"= ?(?=.*(?:Aufwand|Auszahlung))",
        "cover": r"Deckung durch:? ?",
        "check": r"Prüfvermerk(?: durch)?(?: den)?(?: Fachbereich Finanzen)? ?: ?",
    }.items()
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
_AMOUNT = re.compile(
    r"(?:^|(?<=\s))(?:(?:in Höhe von|i\. ?H\. ?v\.|mit|:|=) )?(?P<money>[-–−+]?[0-9][0-9.,]*(?:(?<=,)[-–]{1,2})?"
    r"(?: ?(?:€|EUR|Euro)|(?<=,[0-9]{2})|(?<=,[-–])))$",
    re.IGNORECASE,
)
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
    return Budget(
        proof_required=_proof(once.get("proof"), findings),
        accounts=_accounts(once.get("accounts"), findings),
        appropriation=appropriation,
        need=need,
        spending=_spending(once.get("spending"), appropriation, need, findings),
        posting=_posting(once.get("posting"), findings),
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


def _options(
    entry: _Entry, options: Mapping[str, str], findings: Findings, text: str | None = None
) -> tuple[frozenset[str], str]:
    """Read boxes; where they are unclear, that is a problem and nothing is ticked."""
    try:
        ticks = ticked(entry.text if text is None else text, options)
    except BoxesUnclear:
        _refuse(
            entry.line, "boxes_unclear", "Es ist nicht klar, zu welchem Wort ein Kästchen gehört.", findings
        )
        return frozenset(), ""
    return ticks.names, ticks.rest


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
    names, rest = _options(entry, answers, findings)
    if rest.strip(" :/|,"):
        _refuse(entry.line, "unknown_budget_line", "Hier wird „ja“ oder „nein“ erwartet.", findings)
    answer = _one(entry, names, findings)
    return None if answer is None else answer == "yes"


def _accounts(entry: _Entry | None, findings: Findings) -> tuple[Account, ...] | None:
    """Read "account / name", one a line; "/" alone says nothing."""
    if entry is None:
        return None
    accounts: list[Account] = []
    for number, text in (
        (entry.line.number, entry.text),
        *((line.number, line.text) for line in entry.below),
    ):
        if not text.strip(" /|-–"):
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


def _spending(
    entry: _Entry | None, appropriation: Decimal | None, need: Decimal | None, findings: Findings
) -> Spending | None:
    """Read the kind of overspending; a printed shortfall is only compared, since it follows from the others."""
    if entry is None:
        return None
    options: dict[Spending, str] = {
        "above_plan": r"\büberplanmäßige?\b",
        "outside_plan": r"\baußerplanmäßige?\b",
    }
    names, rest = _options(entry, _texts(options), findings)
    shortfall = _money(entry.line, rest.strip(" :="), findings)
    if shortfall is not None and (appropriation is None or need is None or need - appropriation != shortfall):
        findings.warn(
            entry.line.number,
            "shortfall_differs",
            "Der gedruckte Fehlbetrag folgt nicht aus Planansatz und Bedarf; er wird nicht übernommen.",
        )
    answer = _one(entry, names, findings)
    return next((name for name in options if name == answer), None)


def _texts(options: Mapping[Spending, str] | Mapping[CoverKind, str]) -> dict[str, str]:
    return {str(name): pattern for name, pattern in options.items()}


def _posting(entry: _Entry | None, findings: Findings) -> Posting | None:
    if entry is None:
        return None
    names, rest = _options(entry, {"expense": r"\bAufwand\b", "payment": r"\bAuszahlung(?:en)?\b"}, findings)
    _money(entry.line, rest.strip(" :="), findings)
    if len(names) > 1:
        return "both"
    if "expense" in names:
        return "expense"
    return "payment" if names else None


def _cover(entry: _Entry, findings: Findings) -> list[Cover]:
    """Read "Mehrertrag ☒ Mehreinzahlung ☐ bei 11110.4461000 1.500,00 €"."""
    at = _AT.search(entry.text)
    boxes, place = (entry.text[: at.start()], entry.text[at.end() :].strip()) if at else (entry.text, "")
    names, rest = _options(entry, _texts(_COVERS), findings, boxes)
    amount: Decimal | None = None
    if found := _AMOUNT.search(place):
        amount = _money(entry.line, found["money"], findings)
        place = place[: found.start()].rstrip(" :=,;")
    if rest.strip(" :"):
        _refuse(entry.line, "unknown_budget_line", "Diese Zeile der Deckung ist nicht lesbar.", findings)
    elif not names and (place.strip(" /-–") or amount is not None):
        _refuse(entry.line, "cover_without_box", "Es ist nicht angekreuzt, wodurch gedeckt wird.", findings)
    account = place if place.strip(" /-–") else None
    return [Cover(kind=kind, account=account, amount=amount) for kind in _COVERS if kind in names]


def _check(entry: _Entry | None) -> str | None:
    """Take the check note; what the form itself says about it is no note."""
    if entry is None:
        return None
    note = [line for line in entry.below if not _HINT.fullmatch(line.text)]
    first = _HINT.sub("", entry.text).strip()
    return "\n".join(part for part in (first, text_of(paragraphs(note))) if part) or None
