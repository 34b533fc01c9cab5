"""The library's own cases, run against our recorder and factory on SQLite."""

import tempfile
import threading
from pathlib import Path
from unittest import TestCase
from uuid import uuid4

from eventsourcing.persistence import InfrastructureFactory
from eventsourcing.tests import persistence as library

from infra.store.database import wall_clock
from infra.store.mapper import Entry
from infra.store.sqlite import Factory
from infra.store.sqlite.file import File, recorder_of
from infra.store.sqlite.recorder import DurableDatastore, EventRecorder
from tests.store.facts import fact


def create_recorder(case: TestCase) -> EventRecorder:
    """Return a recorder on a file of its own, which is closed when no thread of the case uses it any more.

    Some cases end before the threads that they started; a connection closed under one of them crashes Python.
    """
    folder = tempfile.TemporaryDirectory()
    datastore = DurableDatastore(str(Path(folder.name) / "store.sqlite"))
    before = set(threading.enumerate())

    def close() -> None:
        for thread in set(threading.enumerate()) - before:
            thread.join(timeout=60)
        datastore.close()
        folder.cleanup()

    case.addCleanup(close)
    recorder = EventRecorder(datastore)
    recorder.create_table()
    return recorder


class TestRecorder(library.ApplicationRecorderTestCase[EventRecorder]):
    """What an application's recorder must do."""

    def new_originator_id(self) -> str:
        """Return a text: the library's own ids are UUIDs."""
        return f"vorlagen/{uuid4()}"

    def create_recorder(self) -> EventRecorder:
        """Return ours."""
        return create_recorder(self)


class TestInterleaving(library.NonInterleavingNotificationIDsBaseCase):
    """Ids of what is written together follow each other."""

    def new_originator_id(self) -> str:
        """Return a text: the library's own ids are UUIDs."""
        return f"vorlagen/{uuid4()}"

    def create_recorder(self) -> EventRecorder:
        """Return ours."""
        return create_recorder(self)


def test_the_library_finds_our_one_factory(tmp_path: Path) -> None:
    factory: InfrastructureFactory = InfrastructureFactory.construct(
        {"PERSISTENCE_MODULE": "infra.store.sqlite", "SQLITE_DBNAME": str(tmp_path / "store.sqlite")}
    )
    assert type(factory) is Factory
    assert type(factory.application_recorder()) is EventRecorder
    factory.close()


def test_the_library_s_application_reads_and_writes_our_log(tmp_path: Path) -> None:
    log = File(tmp_path / "store.sqlite").log(wall_clock)
    meta, event = fact()
    log.events.put([Entry("vorlagen/a", 1, meta, event)])
    assert list(log.events.get("vorlagen/a")) == [Entry("vorlagen/a", 1, meta, event)]
    [notification] = log.notification_log.select(1, 10)
    assert notification.topic == "vorlage.consultation_remarked.1"
    log.close()


def test_a_connection_waits_for_the_disk(tmp_path: Path) -> None:
    log = File(tmp_path / "store.sqlite").log(wall_clock)
    with recorder_of(log).datastore.transaction(commit=False) as cursor:
        cursor.execute("PRAGMA synchronous")
        assert cursor.fetchone()[0] == 2  # FULL
        cursor.execute("PRAGMA journal_mode")
        assert cursor.fetchone()[0] == "wal"
    log.close()
