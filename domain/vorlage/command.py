"""What all commands to one Vorlage share."""

from typing import ClassVar

from domain.command import Command, Id


class VorlageCommand(Command, frozen=True, kw_only=True):
    """A command to one Vorlage."""

    TARGET: ClassVar = "vorlage"
    vorlage: Id
