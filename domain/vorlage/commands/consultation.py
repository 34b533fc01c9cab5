"""What can be asked of the stations of the Beratungsfolge."""

import datetime as dt
from typing import Annotated

from msgspec import Meta

from domain.command import Count, Id, Line, Name
from domain.vorlage.command import VorlageCommand
from domain.vorlage.terms import ConsultationRole, Outcome


class AddConsultation(VorlageCommand, frozen=True, kw_only=True):
    """Put a station into the Beratungsfolge: after `after`, else where its date belongs, else at the end.

    `committee` is an id; a name alone is linked where it is known. `printed`: False for an informal one.
    """

    consultation: Id | None = None
    committee: Id | None = None
    committee_name: Name | None = None
    date: dt.date | None = None
    role: ConsultationRole | None = None
    printed: bool = True
    remark: Line | None = None
    after: Id | None = None


class LinkConsultation(VorlageCommand, frozen=True, kw_only=True):
    """Link a printed committee name to a known committee."""

    consultation: Id
    committee: Id


class RemoveConsultation(VorlageCommand, frozen=True, kw_only=True):
    """Take a station that is on no agenda out of the Beratungsfolge."""

    consultation: Id


class OrderConsultations(VorlageCommand, frozen=True, kw_only=True):
    """Give the Beratungsfolge an order: each station's id, once."""

    order: Annotated[tuple[Id, ...], Meta(max_length=200)]


class SetCommitteeDate(VorlageCommand, frozen=True, kw_only=True):
    """Give a station a date, or none, before a sitting has it; then the sitting is moved or cancelled."""

    consultation: Id
    date: dt.date | None
    reason: Line | None = None


class SetConsultationRole(VorlageCommand, frozen=True, kw_only=True):
    """Give a station its role."""

    consultation: Id
    role: ConsultationRole


class RemarkConsultation(VorlageCommand, frozen=True, kw_only=True):
    """Write the remark beside a station; null clears it."""

    consultation: Id
    remark: Line | None


class WaiveConsultation(VorlageCommand, frozen=True, kw_only=True):
    """Say, on the deciding body's word, that it does not wait for an advisory station, and why."""

    consultation: Id
    reason: Line


class RecordConsultationResult(VorlageCommand, frozen=True, kw_only=True):
    """Record the counts that a printed paper brings, or those of an informal station; null: not recorded.

    `reason`: needed to replace a result that was recorded before.
    """

    consultation: Id
    yes: Count | None = None
    no: Count | None = None
    abstained: Count | None = None
    outcome: Outcome | None = None
    reason: Line | None = None
