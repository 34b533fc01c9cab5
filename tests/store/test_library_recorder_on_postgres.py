"""The library's own cases, run against our recorder and factory on PostgreSQL."""

import threading
from unittest import TestCase
from urllib.parse import urlsplit
from uuid import uuid4

import psycopg
import pytest
from eventsourcing.application import Application
from eventsourcing.persistence import InfrastructureFactory, StoredEvent
from eventsourcing.tests import persistence as library

from infra.store.database import wall_clock
from infra.store.mapper import Entry
from infra.store.postgres import Factory
from infra.store.postgres.datastore import Datastore
from infra.store.postgres.recorder import EventRecorder
from infra.store.postgres.server import Server
from tests.servers import Postgres
from tests.store.facts import fact

SCHEMA = "landkreis"


def create_recorder(case: TestCase, address: str) -> EventRecorder:
    """Return a recorder on a database of its own, let go of when no thread of the case uses it any more."""
    datastore = Datastore(address, "public", pool_size=12)
    before = set(threading.enumerate())

    def close() -> None:
        for thread in set(threading.enumerate()) - before:
            if not thread.name.startswith("pool-"):
                thread.join(timeout=60)
        datastore.close()

    case.addCleanup(close)
    recorder = EventRecorder(datastore)
    recorder.create_table()
    return recorder


class TestRecorder(library.ApplicationRecorderTestCase[EventRecorder]):
    """What an application's recorder must do."""

    @pytest.fixture(autouse=True)
    def _server(self, postgres_server: Postgres) -> None:
        self.address = postgres_server.database()

    def new_originator_id(self) -> str:
        """Return a text: the library's own ids are UUIDs."""
        return f"vorlagen/{uuid4()}"

    def create_recorder(self) -> EventRecorder:
        """Return ours."""
        return create_recorder(self, self.address)


class TestInterleaving(library.NonInterleavingNotificationIDsBaseCase):
    """Ids of what is written together follow each other."""

    @pytest.fixture(autouse=True)
    def _server(self, postgres_server: Postgres) -> None:
        self.address = postgres_server.database()

    def new_originator_id(self) -> str:
        """Return a text: the library's own ids are UUIDs."""
        return f"vorlagen/{uuid4()}"

    def create_recorder(self) -> EventRecorder:
        """Return ours."""
        return create_recorder(self, self.address)


def variables(address: str) -> dict[str, str]:
    """Return an address as the library's variables."""
    parts = urlsplit(address)
    return {
        "PERSISTENCE_MODULE": "infra.store.postgres",
        "POSTGRES_DBNAME": parts.path.removeprefix("/"),
        "POSTGRES_HOST": str(parts.hostname),
        "POSTGRES_PORT": str(parts.port),
        "POSTGRES_USER": str(parts.username),
        "POSTGRES_PASSWORD": "",
    }


def test_the_library_finds_our_one_factory(postgres_server: Postgres) -> None:
    factory: InfrastructureFactory = InfrastructureFactory.construct(variables(postgres_server.database()))
    assert type(factory) is Factory
    recorder = factory.application_recorder()
    assert type(recorder) is EventRecorder
    assert recorder.insert_events([StoredEvent("vorlagen/a", 1, "topic", b"state")]) == [1]
    factory.close()


def test_a_plain_application_of_the_library_reads_and_writes_our_log(postgres_server: Postgres) -> None:
    application: Application[str] = Application(
        {**variables(postgres_server.database()), "MAPPER_TOPIC": "infra.store.mapper:EventMapper"}
    )
    meta, event = fact()
    application.events.put([Entry("vorlagen/a", 1, meta, event)])
    assert list(application.events.get("vorlagen/a")) == [Entry("vorlagen/a", 1, meta, event)]
    [notification] = application.notification_log.select(1, 10)
    assert notification.topic == "vorlage.consultation_remarked.1"
    application.close()


def test_each_county_has_a_schema_of_its_own(postgres_server: Postgres) -> None:
    address = postgres_server.database()
    county = Server(f"{address}?options=-csearch_path%3D{SCHEMA}")
    assert not county.exists()
    county.prepare([])
    assert county.exists()
    assert not Server(address).exists()
    log = county.log(wall_clock)
    meta, event = fact()
    log.events.put([Entry("vorlagen/a", 1, meta, event)])
    log.close()
    with psycopg.connect(address) as connection:
        rows = connection.execute("SELECT originator_id, notification_id FROM landkreis.stored_events")
        assert rows.fetchall() == [("vorlagen/a", 1)]


def test_a_connection_waits_for_the_disk(postgres_server: Postgres) -> None:
    server = Server(f"{postgres_server.database()}?options=-csynchronous_commit%3Doff")
    server.prepare([])
    with server.connect() as connection:
        assert connection.execute("SHOW synchronous_commit").fetchall() == [("on",)]
    log = server.log(wall_clock)
    recorder = log.recorder
    assert isinstance(recorder, EventRecorder)
    with recorder.datastore.get_connection() as connection:
        assert connection.execute("SHOW synchronous_commit").fetchall() == [{"synchronous_commit": "on"}]
    log.close()
