"""From the bytes of a file to the paper that it is.

Nothing is guessed: either every part is read, or `Unreadable` names each line that cannot be.
"""

from infra.printed_form.attachments import attachments_of
from infra.printed_form.budget import budget_of
from infra.printed_form.consultations import consultations_of
from infra.printed_form.findings import Findings
from infra.printed_form.form import Block, Form, Name, form_of
from infra.printed_form.header import header_of
from infra.printed_form.lines import lines_of
from infra.printed_form.measures import reasons_of, refuse_measures
from infra.printed_form.paper import ParsedPaper
from infra.printed_form.texts import paragraphs, signed, text_of

LARGEST_PAPER = 2 * 1024 * 1024
"""Bytes; a paper of words never comes near."""


MOST_LINES = 20_000


def read(data: bytes | str) -> ParsedPaper:
    """Read a paper in the county's printed form; raises `Unreadable` with everything that hinders it."""
    findings = Findings()
    if _size(data) > LARGEST_PAPER:
        findings.problem(1, "too_large", "Der Text ist größer als 2 MiB.")
        findings.warnings()
    lines = lines_of(data, findings)
    findings.warnings()
    if len(lines) > MOST_LINES:
        findings.problem(MOST_LINES + 1, "too_large", f"Der Text hat mehr als {MOST_LINES} Zeilen.")
        findings.warnings()
    if all(line.blank for line in lines):
        findings.problem(1, "empty", "Der Text ist leer.")
        findings.warnings()
    form = form_of(lines, findings)
    if not form.blocks:
        first = next(line for line in lines if not line.blank)
        findings.problem(
            first.number,
            "not_a_paper",
            "Das ist keine Vorlage in der Form des Landkreises: Kein Abschnitt ist zu erkennen.",
            first.text,
        )
        findings.warnings()
    return _paper(form, findings)


def _size(data: bytes | str) -> int:
    return len(data) if isinstance(data, bytes) else len(data.encode("utf-8", "surrogatepass"))


def _paper(form: Form, findings: Findings) -> ParsedPaper:
    header = header_of(form.header, findings)
    refuse_measures(paragraphs(_block(form, "subject").lines), findings)
    refuse_measures(paragraphs(_block(form, "resolution").lines), findings)
    resolution = signed(paragraphs(_block(form, "resolution").lines), findings)
    reasons = reasons_of(_block(form, "reasons").lines, findings)
    proposed = text_of(resolution.text)
    if not proposed and header.kind == "decision":
        line = _block(form, "resolution").line
        findings.warn(line, "no_resolution", "Der Beschlussvorschlag fehlt.")
    if not reasons.text:
        findings.warn(_block(form, "reasons").line, "no_reasons", "Der Sachverhalt fehlt.")
    return ParsedPaper(
        lead_department=header.lead_department,
        file_reference=header.file_reference,
        number=header.number,
        date=header.date,
        kind=header.kind,
        public=header.public,
        subject=_subject(form, findings),
        signatory=resolution.signatory,
        proposed_resolution=proposed,
        reasons=reasons.text,
        consultations=consultations_of(_block(form, "consultations"), findings),
        measures=reasons.measures,
        attachments=attachments_of(_block(form, "attachments")),
        budget=budget_of(_block(form, "budget"), findings),
        warnings=findings.warnings(),
    )


def _block(form: Form, name: Name) -> Block:
    return form.blocks.get(name, Block(1, ()))


def _subject(form: Form, findings: Findings) -> str:
    block = _block(form, "subject")
    parts = paragraphs(block.lines)
    if not parts:
        findings.problem(block.line, "no_subject", "Der Beratungsgegenstand fehlt.")
    if len(parts) > 1:
        findings.warn(
            parts[1].line,
            "long_subject",
            "Der Beratungsgegenstand hat mehrere Absätze; sie wurden verbunden.",
        )
    return " ".join(part.text for part in parts)
