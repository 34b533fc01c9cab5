"""What a job may do inside the writer's transaction.

Positions and times of recording are known as soon as something is appended, and hold if the job succeeds.
Events are held back and inserted together, so that a job that only appends costs no statement of its own;
where there are many, the first are handed on while the next are encoded.
At first no job has a savepoint: few fail, and fewer after they have written. Where one does, the group is
done again from its beginning, carefully, with a savepoint for each job, so that only the loser fails.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from domain.recorded import Event, Meta, Recorded
from infra.store.database import MANY, Clock, NewRow, Rows, Tip, WritingConnection, next_time
from infra.store.errors import VersionConflict
from infra.store.mapper import EventMapper, topic
from infra.store.rows import to_time

Row = tuple[Any, ...]

Key = tuple[str, str]
"""Whose command an answer is for, and the command's id."""

AnswerRow = tuple[str, str, bytes, bytes, int]
"""An answer: login, id, hash of the command's body, the answer, and the log's position then."""

ASKED = 64
"""Answers that one statement looks for."""


class Again(Exception):
    """What a job did cannot be undone alone: the group is to be done again, carefully."""


class Transaction:
    """One transaction of the database, shared by the jobs of a group; nobody else appends meanwhile."""

    def __init__(
        self,
        connection: WritingConnection,
        tip: Tip,
        mapper: EventMapper,
        clock: Clock,
        translated: Callable[[BaseException], BaseException],
        versions: Mapping[str, int],
        announced: Sequence[Key] = (),
        *,
        careful: bool,
    ) -> None:
        """`versions`: how many events some streams had at `tip`; `announced`: answers that may be kept."""
        self._connection = connection
        self._careful = careful
        self._begun_at = tip
        self._mapper = mapper
        self._translated = translated
        self._inserted = tip.position
        self._inserted_before = tip.position
        # One time for the whole group: whoever asks for the state as of a time never sees half a command.
        self._recorded_at = next_time(tip, clock)
        self._time = to_time(self._recorded_at)
        self._held: list[NewRow] = []
        self._known = versions
        self._versions: dict[str, int] = {}
        self._versions_before: dict[str, int | None] = {}
        self._held_before = 0
        self._appended_before = 0
        self._has_savepoint = False
        self._has_written = False
        self._answers: list[AnswerRow] = []
        self._answers_before = 0
        self._keys: list[Key] = []
        self._answered = self._found(announced) if announced else {}
        self.appended: list[Recorded] = []
        self.broken = False
        """Events of earlier jobs could not be inserted: the whole group is lost."""

    @property
    def mapper(self) -> EventMapper:
        """How events are stored."""
        return self._mapper

    @property
    def tip(self) -> Tip:
        """The end of the log, with what this transaction appended so far."""
        return Tip(self.head, self._recorded_at) if self.appended else self._begun_at

    @property
    def head(self) -> int:
        """The last position of the log, with what this transaction appended so far."""
        return self._inserted + len(self._held)

    def append(self, stream: str, expected: int, events: Sequence[tuple[Meta, Event]]) -> list[Recorded]:
        """Append events to a stream that has `expected` events so far; `VersionConflict` if it has not."""
        # A stream that is new is not looked for: if it is there after all, the table refuses what comes.
        actual = self.version(stream) if expected or self._careful or self._knows(stream) else None
        if (actual or 0) != expected:
            raise VersionConflict(stream, expected, actual or 0)
        recorded: list[Recorded] = []
        for start in range(0, len(events), MANY):
            recorded += self._hold(stream, expected + start, events[start : start + MANY])
        self._versions_before.setdefault(stream, actual)
        self._versions[stream] = expected + len(events)
        self.appended += recorded
        return recorded

    def _hold(self, stream: str, version: int, events: Sequence[tuple[Meta, Event]]) -> list[Recorded]:
        """Hold events back, or hand them on where there are many."""
        decode, at, time = self._mapper.decode, self._recorded_at, self._time
        states = self._mapper.encode_all(events)
        positions = range(self.head + 1, self.head + 1 + len(events))
        versions = range(version + 1, version + 1 + len(events))
        # What is handed on is what a replay will read, and what cannot be read never gets into the log.
        recorded = [
            Recorded(position, stream, its, time, *decode(state))
            for position, its, state in zip(positions, versions, states, strict=True)
        ]
        self._held += [
            (position, stream, its, topic(event), state, at)
            for position, its, (_, event), state in zip(positions, versions, events, states, strict=True)
        ]
        if len(self._held) - self._held_before >= MANY and not self._careful:
            self._has_written = True
            self._insert(len(self._held), 0)
            self._held_before = 0
        return recorded

    def keep_answer(self, row: AnswerRow) -> bool:
        """Keep the answer to a command; False where there is one already."""
        key = row[:2]
        answered = self._answered.get(key)
        if answered is None:
            answered = self._found([key])[key]
        if not answered:
            self._answered[key] = True
            self._keys.append(key)
            self._answers.append(row)
        return not answered

    def _knows(self, stream: str) -> bool:
        return stream in self._versions or stream in self._known

    def version(self, stream: str) -> int:
        """Return how many events a stream has."""
        version = self._versions.get(stream)
        if version is None:
            version = self._known.get(stream)
            if version is None:
                [version] = self._run(
                    "SELECT coalesce(max(originator_version), 0) FROM stored_events WHERE originator_id = ?",
                    (stream,),
                ).fetchone()
            self._versions[stream] = version
        return version

    @property
    def versions(self) -> Mapping[str, int]:
        """How many events the streams have that were looked at or appended to."""
        return self._versions

    def execute(self, sql: str, parameters: Sequence[Any] = ()) -> int:
        """Run a statement and return how many rows it changed."""
        self._before(sql, writes=True)
        return self._run(sql, parameters).rowcount

    def executemany(self, sql: str, parameters: Sequence[Sequence[Any]]) -> None:
        """Run a statement for each row of parameters."""
        self._before(sql, writes=True)
        try:
            self._connection.executemany(sql, parameters)
        except Exception as error:
            self._has_written = True
            if (told := self._translated(error)) is error:
                raise
            raise told from None

    def query(self, sql: str, parameters: Sequence[Any] = ()) -> list[Row]:
        """Run a statement and return its rows."""
        self._before(sql, writes=False)
        return self._run(sql, parameters).fetchall()

    def insert_rows(self, into: str, rows: Sequence[Sequence[Any]], then: str = "") -> None:
        """Insert rows into all columns of a table; `then` is what follows them, such as ON CONFLICT."""
        self._before(into, writes=True)
        try:
            self._connection.insert_rows(into, rows, then)
        except Exception as error:
            self._has_written = True
            if (told := self._translated(error)) is error:
                raise
            raise told from None

    def define(self, sql: str) -> None:
        """Run a definition: CREATE, ALTER or DROP."""
        self._before(sql, writes=True)
        try:
            self._connection.define(sql)
        except Exception as error:
            if (told := self._translated(error)) is error:
                raise
            raise told from None

    def tables(self) -> list[str]:
        """Return the names of all tables."""
        return self._connection.tables()

    def begin_job(self) -> None:
        """What is done from here on can be undone by `undo_job`, until `end_job`."""
        if len(self._held) >= MANY and not self._careful:
            self._insert(len(self._held), 0)
        self._held_before = len(self._held)
        self._appended_before = len(self.appended)
        self._answers_before = len(self._answers)
        self._keys = []
        self._versions_before = {}
        self._has_savepoint = False
        self._has_written = False

    def end_job(self) -> None:
        """Keep what the job did."""
        if self._has_savepoint:
            self._connection.execute("RELEASE SAVEPOINT job")
            self._has_savepoint = False

    def undo_job(self) -> None:
        """Undo what the job did, and nothing else. Raises `Again` where that takes a savepoint."""
        if self._has_savepoint:
            self._connection.execute("ROLLBACK TO SAVEPOINT job")
            self._connection.execute("RELEASE SAVEPOINT job")
            self._inserted = self._inserted_before
            self._has_savepoint = False
        elif self._has_written:
            raise Again
        else:
            self._connection.confirm()  # it may have failed for a log that ends elsewhere by now
        del self._answers[self._answers_before :]
        self._answered.update(dict.fromkeys(self._keys, False))
        del self._held[self._held_before :]
        del self.appended[self._appended_before :]
        for stream, version in self._versions_before.items():
            if version is None:
                del self._versions[stream]
            else:
                self._versions[stream] = version

    def flush(self) -> None:
        """Insert the events and answers that are held back."""
        self._insert(len(self._held), len(self._answers))

    def _before(self, sql: str, *, writes: bool) -> None:
        """Prepare for a statement: one that looks for what is held back finds it."""
        if self._careful and not self._has_savepoint:
            # What is of earlier jobs: outside of this one's savepoint.
            self._insert(self._held_before, self._answers_before)
            self._held_before = self._answers_before = 0
            self._connection.execute("SAVEPOINT job")
            self._inserted_before = self._inserted
            self._has_savepoint = True
        self._has_written |= writes
        if "stored_events" in sql or "commands" in sql:
            self._has_written |= (
                len(self._held) > self._held_before or len(self._answers) > self._answers_before
            )
            self._held_before = self._answers_before = 0
            self.flush()

    def _insert(self, events: int, answers: int) -> None:
        if events:
            held, self._held = self._held[:events], self._held[events:]
            self.broken = True
            self._connection.insert(held)
            self._inserted += len(held)
            self.broken = False
        if answers:
            kept, self._answers = self._answers[:answers], self._answers[answers:]
            self.broken = True
            self._connection.insert_rows("commands", kept)
            self.broken = False

    def _found(self, keys: Sequence[Key]) -> dict[Key, bool]:
        """Return which of these commands have an answer."""
        found = dict.fromkeys(keys, False)
        for start in range(0, len(keys), ASKED):
            part = keys[start : start + ASKED]
            part = [*part, *[part[-1]] * (-len(part) % 8)]  # few statements, each prepared once
            marks = ", ".join(["(?, ?)"] * len(part))
            rows = self._run(
                f"WITH asked (login, id) AS (VALUES {marks}) SELECT commands.login, commands.id FROM asked"  # noqa: S608
                " JOIN commands ON commands.login = asked.login AND commands.id = asked.id",
                [each for key in part for each in key],
            )
            found.update((tuple(row), True) for row in rows.fetchall())
        return found

    def _run(self, sql: str, parameters: Sequence[Any]) -> Rows:
        try:
            return self._connection.execute(sql, parameters)
        except Exception as error:
            self._has_written = True  # some databases end the whole transaction with it
            if (told := self._translated(error)) is error:
                raise
            raise told from None
