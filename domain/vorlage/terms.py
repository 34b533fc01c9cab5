"""The closed sets of words that a paper is told in."""

from typing import Literal

Kind = Literal["decision", "information"]


ConsultationRole = Literal["preliminary", "hearing", "information", "decision"]


Outcome = Literal[
    "resolved",
    "resolved_amended",
    "recommended",
    "recommended_amended",
    "rejected",
    "not_recommended",
    "postponed",
    "referred",
    "taken_off",
    "withdrawn",
    "noted",
]


Spending = Literal["above_plan", "outside_plan"]


Posting = Literal["expense", "payment", "both"]


CoverKind = Literal["more_revenue", "more_receipts", "less_expense", "less_payments"]


HeaderField = Literal["number", "file_reference", "kind", "public", "date", "subject", "signatory"]


TextOrigin = Literal["typed", "written", "amended"]


AmendmentResult = Literal["recommended", "not_recommended", "carried", "rejected"]
