"""Errors of PostgreSQL and of its driver as those of the store, without the values and addresses in them."""

import psycopg
from eventsourcing.persistence import PersistenceError
from psycopg import errors

from infra.store.errors import StatementFailed, StoreBusy, StoreFull, StoreUnavailable


def translated(error: BaseException) -> BaseException:
    """Return an error of the driver as a `StoreError`, any other as it is; without the values in it."""
    if isinstance(error, errors.LockNotAvailable | errors.QueryCanceled | errors.DeadlockDetected):
        return StoreBusy()
    if isinstance(error, errors.DiskFull):
        return StoreFull()
    if isinstance(error, psycopg.OperationalError | psycopg.InterfaceError | errors.AdminShutdown):
        return StoreUnavailable(type(error).__name__)
    if isinstance(error, PersistenceError):
        return StoreUnavailable(type(error).__name__)
    if isinstance(error, psycopg.Error):
        return StatementFailed(f"{type(error).__name__} {error.sqlstate}")
    return error
