"""Publishing a paper: from the announcement on the public reads the edition that a body was summoned with.

`public` only means may be published; working texts and editions that no body had never are (rule 12).
"""

from domain.vorlage.commands.editions import PublishVorlage, WithdrawPublication
from domain.vorlage.consultation.beratungsfolge import station_of
from domain.vorlage.drafting.wording import line
from domain.vorlage.errors.editions import NotForThePublic, NotPublished
from domain.vorlage.events import VorlageEvent
from domain.vorlage.events.editions import PublicationWithdrawn, VorlagePublished
from domain.vorlage.state import Vorlage


def decide(vorlage: Vorlage, command: PublishVorlage | WithdrawPublication) -> list[VorlageEvent]:
    """The events that a command about publication leads to."""
    match command:
        case PublishVorlage():
            put = [each.edition for each in vorlage.consultations if each.edition is not None]
            if not vorlage.public or not vorlage.released or not put:
                raise NotForThePublic(vorlage.status)
            return [VorlagePublished(edition=max(put))]
        case WithdrawPublication():
            if not vorlage.publications:
                raise NotPublished
            return [PublicationWithdrawn(reason=line("reason", command.reason))]


def announced(vorlage: Vorlage, consultation: str, session: str) -> list[VorlageEvent]:
    """What the announcement of a sitting publishes: the edition that its station was summoned with."""
    station = station_of(vorlage, consultation)
    published = {(each.consultation, each.edition) for each in vorlage.publications}
    if station.edition is None or (consultation, station.edition) in published:
        return []
    return [VorlagePublished(edition=station.edition, consultation=consultation, session=session)]


def withdrawn(vorlage: Vorlage, consultation: str, reason: str) -> list[VorlageEvent]:
    """What is public no more when the announcement of a sitting is taken back."""
    if any(each.consultation == consultation for each in vorlage.publications):
        return [PublicationWithdrawn(reason=reason, consultation=consultation)]
    return []
