"""How far someone sees into a row of a view, whichever moment the row is of.

The rights table asks about states; a row says the same of its moment as the state of that moment would.
Someone's roles are those of today, what he looks at is judged as it was then and as it is now (rule 12).
"""

from collections.abc import Mapping
from typing import Final

from domain.session.state import Session
from domain.vorlage.parts import Consultation, Revision
from domain.vorlage.phases import (
    Closed,
    Confirmed,
    Cosigning,
    Draft,
    Implementation,
    InConsultation,
    Noted,
    Phase,
    Rejected,
    Released,
    Resolved,
    Revoked,
    Suspended,
    Withdrawn,
)
from domain.vorlage.state import Vorlage
from projections.session import row as session_row
from projections.vorlage import row as vorlage_row

_PHASES: Final[Mapping[str, Phase]] = {
    Draft.NAME: Draft(),
    Released.NAME: Released(0),
    InConsultation.NAME: InConsultation(0),
    Resolved.NAME: Resolved(0, ""),
    Rejected.NAME: Rejected(),
    Noted.NAME: Noted(),
    Suspended.NAME: Suspended(),
    Confirmed.NAME: Confirmed(),
    Revoked.NAME: Revoked(),
    Closed.NAME: Closed(),
}


def paper_of(row: vorlage_row.Row) -> Vorlage:
    """What the rights table looks at in a paper."""
    return Vorlage(
        kind=row.kind,
        public=row.public,
        file_reference=row.file_reference,
        subject=row.subject,
        salt=b"",
        creator=row.created_by,
        last_editor="",
        lead_department=row.lead_department,
        invited=frozenset(row.invited),
        phase=_phase(row),
        chain=tuple(row.cosigning.chain),
        revision=None if row.revision is None else Revision(row.revision.stage, row.revision.cause),
        consultations=tuple(
            Consultation(
                id=each.id,
                committee=each.committee,
                committee_name=each.committee_name,
                date=each.date,
                role=each.role,
                printed=each.printed,
                edition=each.edition,
            )
            for each in row.consultations
        ),
    )


def _phase(row: vorlage_row.Row) -> Phase:
    if row.status == Cosigning.NAME:
        return Cosigning(0)
    if row.status == Withdrawn.NAME:
        return Withdrawn(row.release is not None)
    if row.status == Implementation.NAME:
        return Implementation(row.aftermath.department or "")
    return _PHASES[row.status]


def sitting_of(row: session_row.Row) -> Session:
    """What the rights table looks at in a sitting."""
    return Session(
        committee=row.committee, date=row.date, public=row.public, status=row.status, chair=row.chair
    )
