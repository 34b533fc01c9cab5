"""What can be wrong with a request before any rule of the county is asked."""


class NotLoggedIn(Exception):
    """Nobody is logged in, or the login has ended."""


class ForeignOrigin(Exception):
    """The request was sent by a page of another origin with this login's cookie."""


class WrongMediaType(Exception):
    """The body has another media type than the one that is read here."""

    def __init__(self, wanted: str) -> None:
        super().__init__(wanted)
        self.wanted = wanted


class Restarting(Exception):
    """The server is about to end and begins nothing new."""


class BadParameter(Exception):
    """A parameter of the address has a value that it cannot have."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(name, reason)
        self.name = name
        self.reason = reason


class UnknownParameter(Exception):
    """The address has a parameter that nothing reads; `known` are those that this address takes."""

    def __init__(self, name: str, known: tuple[str, ...]) -> None:
        super().__init__(name, known)
        self.name = name
        self.known = known
