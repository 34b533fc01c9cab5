"""What can be asked when a paper is withdrawn, decided or carried out."""

import datetime as dt
from typing import Annotated

from msgspec import Meta

from domain.command import Id, Line
from domain.vorlage.command import VorlageCommand


class WithdrawVorlage(VorlageCommand, frozen=True, kw_only=True):
    """Withdraw the paper before the final vote."""

    reason: Line


class DecideUrgently(VorlageCommand, frozen=True, kw_only=True):
    """Decide in the body's stead what was released, and say why it cannot wait (Eilentscheidung)."""

    reason: Line


class ObjectToResolution(VorlageCommand, frozen=True, kw_only=True):
    """Object to a resolution, with reasons, and say since when it is known."""

    reason: Line
    known_at: dt.date


class RecordAuthorityDecision(VorlageCommand, frozen=True, kw_only=True):
    """Record whether the supervisory authority lets the resolution stand after the second objection.

    `upheld`: the resolution stands, the objection failed; false: the resolution is revoked.
    """

    upheld: bool
    reason: Line


class StartImplementation(VorlageCommand, frozen=True, kw_only=True):
    """Make a department responsible for carrying the resolution out, by a day."""

    department: Id
    due: dt.date | None = None


class ReportImplementation(VorlageCommand, frozen=True, kw_only=True):
    """Report how far it is carried out: in words, in per cent, and by when if that changed."""

    text: Line
    share: Annotated[int, Meta(ge=0, le=100)] | None = None
    due: dt.date | None = None


class CompleteImplementation(VorlageCommand, frozen=True, kw_only=True):
    """Say that the resolution is carried out."""

    text: Line | None = None
