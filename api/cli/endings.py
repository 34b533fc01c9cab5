"""How a command ends: its exit code and what it says."""

from enum import IntEnum


class Code(IntEnum):
    """Exit codes (INTERFACE, "Commands")."""

    DONE = 0
    REFUSED = 1
    WRONG_USE = 2


class Ended(Exception):
    """The command ends here; `message` goes to standard error."""

    def __init__(self, code: Code, message: str) -> None:
        super().__init__(code, message)
        self.code = code
        self.message = message
