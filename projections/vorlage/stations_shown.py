"""A station of the Beratungsfolge as it is shown."""

import datetime as dt

from msgspec import Struct

from domain.flag import Flag
from domain.vorlage.terms import ConsultationRole, Outcome
from projections import flag_shown
from projections.flag_shown import FlagShown
from projections.vorlage.row import Consultation


class CorrectionShown(Struct, kw_only=True):
    """Counts of a station that were corrected: {"yes", "no", "abstained"} before and after (rule 14).

    The outcomes differ only where a result from paper was replaced.
    """

    before: dict[str, int | None]
    after: dict[str, int | None]
    outcome_before: Outcome | None
    outcome_after: Outcome | None
    reason: str
    happened_at: dt.datetime
    recorded_at: dt.datetime


class ConsultationShown(Struct, kw_only=True):
    """One station; `committee` is its name, `edition` the one that the body was summoned with."""

    id: str
    committee: str
    committee_id: str | None
    date: dt.date | None
    role: ConsultationRole | None
    printed: bool
    yes: int | None
    no: int | None
    abstained: int | None
    remark: str | None
    outcome: Outcome | None
    status: str
    session: str | None
    item: str | None
    edition: int | None
    late: bool
    vote: str | None
    text_hash: str | None
    resolution_number: str | None
    corrections: list[CorrectionShown]
    flags: list[FlagShown]


def show_station(station: Consultation) -> ConsultationShown:
    """A station as INTERFACE has it."""
    return ConsultationShown(
        id=station.id,
        committee=station.committee_name,
        committee_id=station.committee,
        date=station.date,
        role=station.role,
        printed=station.printed,
        yes=station.sums.yes,
        no=station.sums.no,
        abstained=station.sums.abstained,
        remark=station.remark,
        outcome=station.outcome,
        status=station.status,
        session=station.session,
        item=station.item,
        edition=station.edition,
        late=station.late,
        vote=station.vote,
        text_hash=station.text_hash,
        resolution_number=station.resolution_number,
        flags=flag_shown.shown((*station.flags, *_waiver(station))),
        corrections=[
            CorrectionShown(
                before={"yes": each.before.yes, "no": each.before.no, "abstained": each.before.abstained},
                after={"yes": each.after.yes, "no": each.after.no, "abstained": each.after.abstained},
                outcome_before=each.outcome_before,
                outcome_after=each.outcome_after,
                reason=each.reason,
                happened_at=each.happened_at,
                recorded_at=each.recorded_at,
            )
            for each in station.corrections
        ],
    )


def _waiver(station: Consultation) -> list[Flag]:
    if station.waived is None:
        return []
    return [Flag(flag="contested", rule="beratungsfolge", reason=station.waived)]
