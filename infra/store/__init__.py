"""The event store: one log, and what is written in one transaction with it."""

from infra.store.database import Connection, Database
from infra.store.errors import (
    FeedOverflow,
    JournalChanged,
    StatementFailed,
    StoreBusy,
    StoreError,
    StoreFull,
    StoreTooNew,
    StoreUnavailable,
    VersionConflict,
)
from infra.store.feed import Feed, Subscription
from infra.store.store import Store
from infra.store.transaction import Transaction
from infra.store.writer import Follower, Job, Work

__all__ = [
    "Connection",
    "Database",
    "Feed",
    "FeedOverflow",
    "Follower",
    "Job",
    "JournalChanged",
    "StatementFailed",
    "Store",
    "StoreBusy",
    "StoreError",
    "StoreFull",
    "StoreTooNew",
    "StoreUnavailable",
    "Subscription",
    "Transaction",
    "VersionConflict",
    "Work",
]
