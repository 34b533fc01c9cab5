"""The event store: one log, and what is written in one transaction with it."""

from infra.store.errors import (
    FeedOverflow,
    JournalChanged,
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
from infra.store.writer import Follower, Work

__all__ = [
    "Feed",
    "FeedOverflow",
    "Follower",
    "JournalChanged",
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
