"""The tables of the store beside the log, except those of the views."""

VERSION = 1
"""Of the log and of the tables here; a store of a later version is refused."""

COMMANDS = """
CREATE TABLE IF NOT EXISTS commands (
    login TEXT NOT NULL,
    id TEXT NOT NULL,
    body_hash BLOB NOT NULL,
    answer BLOB NOT NULL,
    position INTEGER,
    PRIMARY KEY (login, id)
) WITHOUT ROWID;
"""
"""Answers kept by command id (rule 13)."""

BLOBS = """
CREATE TABLE IF NOT EXISTS blobs (
    sha256 TEXT PRIMARY KEY,
    bytes BLOB NOT NULL
);
"""
"""Bytes of attachments under their SHA-256 (hex)."""

TEXTS = """
CREATE TABLE IF NOT EXISTS text_journal (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    document TEXT NOT NULL,
    epoch INTEGER NOT NULL,
    login TEXT NOT NULL,
    client_ids BLOB NOT NULL,
    bytes BLOB NOT NULL,
    at INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS text_journal_by_document ON text_journal (document, id);
CREATE TABLE IF NOT EXISTS rooms (
    document TEXT PRIMARY KEY,
    epoch INTEGER NOT NULL,
    writable INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS text_clients (
    document TEXT NOT NULL,
    client_id INTEGER NOT NULL,
    login TEXT NOT NULL,
    PRIMARY KEY (document, client_id)
) WITHOUT ROWID;
"""
"""Typed and not yet sealed, whether a text may be written, and whose each Yjs client id is."""

VIEWS = """
CREATE TABLE IF NOT EXISTS parked (
    view TEXT NOT NULL,
    stream TEXT NOT NULL,
    position INTEGER NOT NULL,
    error TEXT NOT NULL,
    PRIMARY KEY (view, stream)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS view_positions (
    view TEXT PRIMARY KEY,
    version INTEGER NOT NULL,
    position INTEGER NOT NULL
);
"""
"""How far each view is, and which streams it could not follow."""

IDENTITY = """
CREATE TABLE IF NOT EXISTS store_identity (
    id TEXT PRIMARY KEY
);
"""
"""The random name of this store, drawn when the first node needs it."""

SNAPSHOTS = """
CREATE TABLE IF NOT EXISTS snapshots (
    stream TEXT PRIMARY KEY,
    version INTEGER NOT NULL,
    position INTEGER NOT NULL,
    last BLOB NOT NULL,
    folded_by TEXT NOT NULL,
    state BLOB NOT NULL
);
"""
"""States of long streams as of a version, the SHA-256 of that event's bytes, and of the code that folded."""

TEXT_SNAPSHOTS = """
CREATE TABLE IF NOT EXISTS text_snapshots (
    document TEXT PRIMARY KEY,
    version INTEGER NOT NULL,
    last BLOB NOT NULL,
    state BLOB NOT NULL
);
"""
"""Texts as of a version of their Vorlage's stream, with the SHA-256 of that event's bytes."""

TABLES = (COMMANDS, BLOBS, TEXTS, VIEWS, IDENTITY, SNAPSHOTS, TEXT_SNAPSHOTS)
