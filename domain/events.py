"""Every event of the log, as one tagged union, and the streams they belong to."""

from domain.committee.events import CommitteeEvent
from domain.organisation.events import OrganisationEvent
from domain.session.events import SessionEvent
from domain.vorlage.events import VorlageEvent

AnyEvent = VorlageEvent | SessionEvent | CommitteeEvent | OrganisationEvent
"""What a stored event decodes to."""

ORGANISATION = "organisation"
"""The one stream of departments, roles and deputyships."""


def vorlage_stream(vorlage: str) -> str:
    """The stream of a Vorlage."""
    return f"vorlagen/{vorlage}"


def session_stream(session: str) -> str:
    """The stream of a session."""
    return f"sessions/{session}"


def committee_stream(committee: str) -> str:
    """The stream of a committee."""
    return f"committees/{committee}"
