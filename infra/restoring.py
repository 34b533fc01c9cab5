"""What has to begin anew when a store is put back to an earlier moment.

Editors may come back with words that the store has never seen: the texts get an epoch that none had before,
so that they are told 4410 instead of having their copies merged (DESIGN, "Rooms").
Logins that had ended since would be open again, so that all of them end; tokens of programs stay.
"""

import datetime as dt
from typing import Final

from msgspec import Struct

from infra.identity import SCHEMA
from infra.store import Store, Transaction

EPOCHS_BEGAN: Final = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)


class Begun(Struct, frozen=True):
    """What began anew: the epoch of how many texts, and how many logins ended."""

    epoch: int
    texts: int
    logins: int


async def begin_anew(store: Store, now: dt.datetime) -> Begun:
    """Raise the epoch of every text, and end every login by cookie."""
    # Seconds, not a number more: the same backup may be restored twice, with edits in between.
    epoch = int((now - EPOCHS_BEGAN).total_seconds())

    def work(tx: Transaction) -> Begun:
        [[highest]] = tx.query("SELECT coalesce(max(epoch), 0) FROM rooms")
        raised = max(epoch, highest + 1)
        texts = tx.execute("UPDATE rooms SET epoch = ?", (raised,))
        # Typed before the backup and not sealed yet: it belongs to the text, and is sealed at the next start.
        tx.execute("UPDATE text_journal SET epoch = ?", (raised,))
        return Begun(raised, texts, tx.execute("DELETE FROM logins"))

    return await store.write(work)


SCHEMAS: Final = (SCHEMA,)
"""The tables beside those of the store that are touched."""
