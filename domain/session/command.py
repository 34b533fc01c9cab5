"""What all commands to one session share."""

from typing import ClassVar

from domain.command import Command, Id


class SessionCommand(Command, frozen=True, kw_only=True):
    """A command to one session."""

    TARGET: ClassVar = "session"
    session: Id
