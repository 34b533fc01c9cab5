"""Reading a paper in the county's printed form.

What the form says is kept as printed; an empty place is None and never 0.
What cannot be read is named with its line, and then there is no paper at all.
Source: DOMAIN, "What the sample paper shows".
"""

from infra.printed_form.paper import (
    PaperWarning,
    ParsedAttachment,
    ParsedConsultation,
    ParsedMeasure,
    ParsedPaper,
    Problem,
    Unreadable,
)
from infra.printed_form.reader import LARGEST_PAPER, read

__all__ = [
    "LARGEST_PAPER",
    "PaperWarning",
    "ParsedAttachment",
    "ParsedConsultation",
    "ParsedMeasure",
    "ParsedPaper",
    "Problem",
    "Unreadable",
    "read",
]
