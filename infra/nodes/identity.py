"""The name of a store, under which its nodes find each other: no other store's nodes ever do.

A random id is kept in the store; a copy of it, restored beside it or in its place, is told from it by where
it lies.
"""

import asyncio
import hashlib
import secrets

from infra.store import Database, Store, Transaction


async def name_of(store: Store, database: Database) -> str:
    """Return the name: 32 hex digits, the same for every node of this store."""
    id_ = await store.write(_drawn)
    place = await asyncio.to_thread(database.place)
    return hashlib.sha256(f"{id_} {place}".encode()).hexdigest()[:32]


def _drawn(tx: Transaction) -> str:
    found = tx.query("SELECT id FROM store_identity")
    if not found:
        found = [(secrets.token_hex(16),)]
        tx.execute("INSERT INTO store_identity VALUES (?)", found[0])
    return str(found[0][0])
