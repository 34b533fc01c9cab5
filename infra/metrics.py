"""Figures of one county for whoever watches the machine; Prometheus reads them.

They tell how much and how fast, never what: no text, name or id is in a label.
What happens often is counted once a group or a batch, what can be asked is asked when the figures are read.
"""

import asyncio
import contextlib
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from infra.store import Connection, Store, StoreError
from infra.store.reading import head_of

if TYPE_CHECKING:  # with Redis' client: a node of its own does without
    from infra.nodes import Nodes

LOOK: Final = 0.25
"""Seconds between two looks at how late the event loop is."""

SECONDS: Final = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
JOBS: Final = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000)


class Together(Collector):
    """How this node stands with the others."""

    def __init__(self, nodes: "Nodes") -> None:
        self._nodes = nodes

    def collect(self) -> Iterator[Metric]:
        """Ask when the figures are read."""
        nodes = self._nodes
        connected, untold = "vorlagenwerk_redis_connected", "vorlagenwerk_redis_relay_behind_events"
        returns = "vorlagenwerk_redis_reconnects"
        yield GaugeMetricFamily(connected, "Whether Redis can be used", value=int(nodes.together))
        yield GaugeMetricFamily(untold, "Positions that other nodes were not told of", value=nodes.untold)
        yield CounterMetricFamily(returns, "Times that Redis came back", value=nodes.returns)


class Metrics:
    """The figures of one county, in a registry of their own."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.registry = registry = CollectorRegistry()

        def histogram(name: str, what: str, *labels: str, buckets: tuple[float, ...] = SECONDS) -> Histogram:
            return Histogram(f"vorlagenwerk_{name}", what, labels, buckets=buckets, registry=registry)

        def counter(name: str, what: str, *labels: str) -> Counter:
            return Counter(f"vorlagenwerk_{name}", what, labels, registry=registry)

        def gauge(name: str, what: str, *labels: str) -> Gauge:
            return Gauge(f"vorlagenwerk_{name}", what, labels, registry=registry)

        self._append = histogram("append_seconds", "From asking to durable, of the first of a group")
        self._group = histogram("append_group_jobs", "Jobs that shared a transaction", buckets=JOBS)
        self._events = counter("events_appended", "Events appended by this process")
        self._errors = counter("store_errors", "Groups that were not written", "kind")
        self._fanout = histogram("fanout_seconds", "From recording events to handing them to watchers")
        self._outbox = histogram("outbox_seconds", "What every 16th message waited for its socket")
        self._refusals = counter("refusals", "Requests and commands refused, by type of problem", "type")
        self._requests = histogram("request_seconds", "Requests, by route and status", "route", "status")
        self._loop_lag = histogram("event_loop_lag_seconds", "What the event loop was late")
        self._sockets = gauge("sockets_open", "Open sockets", "kind")
        self._queue = gauge("append_queue_jobs", "Jobs that wait to be written")
        self._readable = gauge("store_readable", "Whether the store could be read for these figures")
        self._head = gauge("log_position", "The last position of the log")
        self._behind = gauge("view_behind_events", "Events that a view has not seen", "view")
        self._parked = gauge("parked_streams", "Streams that a view cannot follow", "view")
        self._unsealed = gauge("journal_rows_unsealed", "Updates of texts that are not sealed yet")
        self._rooms = gauge("rooms_open", "Texts that are open in this process")
        ProcessCollector(registry=registry)
        self._queue.set_function(lambda: store.waiting)
        store.measure(self._written)

    async def start(self) -> None:
        """Look how late the event loop is, from now on."""
        self._looking = asyncio.create_task(self._look(), name="metrics")

    async def stop(self) -> None:
        """Look no more."""
        self._looking.cancel()
        await asyncio.gather(self._looking, return_exceptions=True)

    # -- what is told -----------------------------------------------------------------------------

    def dispatched(self, seconds: float) -> None:
        """Events were handed to all of their watchers so long after they were recorded."""
        self._fanout.observe(max(0.0, seconds))

    def sent(self, seconds: float) -> None:
        """A message waited so long for its socket."""
        self._outbox.observe(seconds)

    def refused(self, type_: str) -> None:
        """Something was refused, or failed."""
        self._refusals.labels(type_).inc()

    def answered(self, route: str, status: int, seconds: float) -> None:
        """A request was answered; `route` is a template."""
        self._requests.labels(route, str(status)).observe(seconds)

    def count_sockets(self, kind: str, number: Callable[[], float]) -> None:
        """Ask for the number of open sockets of a kind whenever figures are read."""
        self._sockets.labels(kind).set_function(number)

    def count_rooms(self, number: Callable[[], float]) -> None:
        """Ask for the number of open texts whenever figures are read."""
        self._rooms.set_function(number)

    def watch_redis(self, nodes: "Nodes") -> None:
        """Ask how this node stands with the others whenever figures are read."""
        self.registry.register(Together(nodes))

    def _written(self, jobs: int, events: int, seconds: float, error: BaseException | None) -> None:
        """Take note of a group; in the writer's thread."""
        if error is not None:
            self._errors.labels(type(error).__name__).inc()
            return
        self._append.observe(seconds)
        self._group.observe(jobs)
        self._events.inc(events)

    async def _look(self) -> None:
        while True:
            until = time.perf_counter() + LOOK
            await asyncio.sleep(LOOK)
            self._loop_lag.observe(max(0.0, time.perf_counter() - until))

    # -- what is read -----------------------------------------------------------------------------

    async def text(self) -> bytes:
        """Return all figures in Prometheus' text form; of a store that cannot be read the last ones."""
        self._readable.set(0)
        with contextlib.suppress(StoreError):
            await self._store.read(self._ask)
            self._readable.set(1)
        return generate_latest(self.registry)

    def _ask(self, connection: Connection) -> None:
        head = head_of(connection)
        self._head.set(head)
        parked: dict[str, int] = dict(
            connection.execute("SELECT view, count(*) FROM parked GROUP BY view").fetchall()
        )
        for view, position in connection.execute("SELECT view, position FROM view_positions").fetchall():
            self._behind.labels(view).set(max(0, head - position))
            self._parked.labels(view).set(parked.get(view, 0))
        [(unsealed,)] = connection.execute("SELECT count(*) FROM text_journal").fetchall()
        self._unsealed.set(unsealed)
