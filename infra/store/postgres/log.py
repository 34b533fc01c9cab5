"""The log in PostgreSQL: one row holds its end, and who has that row locked may append.

The lock is let go when the commit is visible: ids are gapless, and whoever reads the log never passes over
one that commits late (ENGINE.md, "PostgreSQL").
"""

from typing import Final

LOG: Final = """
CREATE TABLE IF NOT EXISTS stored_events (
    notification_id INTEGER PRIMARY KEY,
    originator_id TEXT NOT NULL,
    originator_version INTEGER NOT NULL,
    topic TEXT NOT NULL,
    state BLOB NOT NULL,
    recorded_at INTEGER NOT NULL,
    UNIQUE (originator_id, originator_version)
);
CREATE TABLE IF NOT EXISTS log_tip (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    position INTEGER NOT NULL,
    recorded_at INTEGER NOT NULL
);
INSERT INTO log_tip VALUES (1, 0, 0) ON CONFLICT DO NOTHING;
"""
"""Events; `recorded_at` counts microseconds since 1970 in UTC and never decreases."""

PREPARING: Final = 6_172_023
"""The advisory lock under which tables are created."""

LOCK: Final = "SELECT position, recorded_at FROM log_tip FOR UPDATE"
