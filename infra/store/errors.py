"""What can go wrong with the store.

Each error carries fields; words for people are made where people read them.
"""


class StoreError(Exception):
    """Something that the store refuses, or cannot do."""


class VersionConflict(StoreError):
    """The stream has another version than the one expected; nothing was appended."""

    def __init__(self, stream: str, expected: int, actual: int) -> None:
        super().__init__(stream, expected, actual)
        self.stream = stream
        self.expected = expected
        self.actual = actual


class StoreBusy(StoreError):
    """Too much is waiting to be written, or another process holds the write lock; try again later."""


class StoreFull(StoreError):
    """There is no room on the disk; nothing was written, and it goes on when there is room."""


class StoreUnavailable(StoreError):
    """The store is closed, its file cannot be written, or its server cannot be reached; try again later."""


class StatementFailed(StoreError):
    """The database takes a statement or its values at no time: a fault of ours."""


class StoreTooNew(StoreError):
    """The store was written by a later version of the software."""

    def __init__(self, found: int, known: int) -> None:
        super().__init__(found, known)
        self.found = found
        self.known = known


class JournalChanged(StoreError):
    """Rows of the text journal that a job counted on are gone, or unexpected ones are left."""


class FeedOverflow(StoreError):
    """A subscriber was too slow; `position` is the last one that it was given."""

    def __init__(self, position: int) -> None:
        super().__init__(position)
        self.position = position
