"""The journal of a study: one SQLite file, written by the parent alone; a run exists once it is committed."""

import fcntl
import json
import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from hashlib import blake2b
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple, Self

import numpy as np

from posture.core.errors import InUse, StorageFault
from posture.core.storage import storage
from posture.runs.cases import DONE, Keys, Outcome
from posture.runs.manifest import old

JOURNAL = "journal.sqlite"
LOCK = ".lock"
FORMAT = 2
"""Of the journal; one of another format is refused."""
MOST_FORMS = 16
"""Kept in memory at a time: where each run tells of other subjects, it has its own form, of a megabyte."""
INSERT_RUN = (
    "INSERT INTO runs VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
    "ON CONFLICT (point, replication) DO NOTHING"
)
TABLES = """
    CREATE TABLE facts (name TEXT PRIMARY KEY, content TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE points (point INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, cells TEXT NOT NULL,
        sets TEXT NOT NULL, seed INTEGER NOT NULL);
    CREATE TABLE forms (form INTEGER PRIMARY KEY, keys TEXT NOT NULL UNIQUE);
    CREATE TABLE runs (point INTEGER NOT NULL, replication INTEGER NOT NULL, status TEXT NOT NULL,
        seed INTEGER NOT NULL, fingerprint TEXT NOT NULL, rows INTEGER NOT NULL, form INTEGER NOT NULL,
        answers BLOB NOT NULL, books BLOB NOT NULL, message TEXT NOT NULL, trace TEXT NOT NULL,
        seconds REAL NOT NULL, digest BLOB NOT NULL, PRIMARY KEY (point, replication)) WITHOUT ROWID;
"""


class Stored(NamedTuple):
    """One run as the journal has it."""

    point: int
    replication: int
    status: str
    seed: int
    fingerprint: str
    rows: int
    keys: Keys
    values: "np.ndarray[Any, np.dtype[np.float64]]"
    books: bytes
    message: str
    trace: str
    seconds: float


class AnswerForm(NamedTuple):
    """What the answers of some runs are called; `text` is how the journal has it."""

    number: int
    keys: Keys
    text: bytes


class PointEntry(NamedTuple):
    """One point as the journal has it."""

    point: int
    key: str
    cells: dict[str, Any]
    sets: tuple[str, ...]
    seed: int


class Lock:
    """A folder that one process holds; the system lets go when the process ends, however it does."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._handle = -1

    def __enter__(self) -> Self:
        with storage(self._folder):
            self._handle = os.open(self._folder / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        if not self._taken():
            os.close(self._handle)
            message = f"{self._folder} is in use: another process works on it; see 'posture status'"
            raise InUse(message)
        return self

    def _taken(self) -> bool:
        """Whether it is ours, in a folder that nobody has moved since the file was opened."""
        try:
            fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return os.path.samestat(os.fstat(self._handle), (self._folder / LOCK).stat())
        except OSError:
            return False

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        os.close(self._handle)


class Journal:
    """The rows of one study; every write is one transaction, whole or not at all."""

    def __init__(self, folder: Path, *, write: bool) -> None:
        path = folder / JOURNAL
        if path.exists() and not path.is_file():
            raise StorageFault(f"{path} is no plain file; remove it")
        if not write and not path.exists():
            raise StorageFault(f"{folder} holds no {JOURNAL}, so it is no study; 'posture sweep' makes one")
        self._start(folder)
        with self._storage():
            mode = "rwc" if write else "ro"
            self._base = sqlite3.connect(f"{path.resolve().as_uri()}?mode={mode}", uri=True, timeout=30)
            self._base.isolation_level = None
            self._base.execute("PRAGMA cache_size = -8000")
            if write:
                self._base.execute("PRAGMA journal_mode = DELETE")
                self._base.execute("PRAGMA synchronous = FULL")
            if not self._base.execute("SELECT 1 FROM sqlite_master").fetchone():
                self._create(write)
        if self.fact("format") != FORMAT:
            raise old(folder)

    @classmethod
    def in_memory(cls) -> Self:
        """A journal that goes with the process."""
        self = cls.__new__(cls)
        self._start(Path())
        self._base = sqlite3.connect(":memory:", isolation_level=None)
        self._create(write=True)
        return self

    def _start(self, folder: Path) -> None:
        self._folder = folder
        self._forms: dict[Keys, AnswerForm] = {}
        self._of: dict[int, AnswerForm] = {}

    def _storage(self) -> AbstractContextManager[None]:
        return storage(self._folder / JOURNAL, "cannot work on", "what was committed is intact")

    def _create(self, write: bool) -> None:
        if not write:
            raise StorageFault(f"{self._folder / JOURNAL} is empty; start the study again")
        with self._written():
            for statement in TABLES.split(";"):
                self._base.execute(statement)
            self._base.execute("INSERT INTO facts VALUES ('format', ?)", (str(FORMAT),))

    def close(self) -> None:
        """Let go of the file."""
        self._base.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @contextmanager
    def _written(self) -> Iterator[None]:
        with self._storage():
            self._base.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._base.execute("COMMIT")
            except BaseException:
                if self._base.in_transaction:
                    self._base.execute("ROLLBACK")
                raise

    def _read(self, statement: str, words: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        with self._storage():
            return self._base.execute(statement, words).fetchall()

    def fact(self, name: str) -> Any:
        """A fact of the study; None if it was never kept."""
        found = self._read("SELECT content FROM facts WHERE name = ?", (name,))
        return json.loads(found[0][0]) if found else None

    def keep(self, name: str, content: Any) -> None:
        """Keep a fact of the study."""
        with self._written():
            self._base.execute("INSERT OR REPLACE INTO facts VALUES (?, ?)", (name, json.dumps(content)))

    def points(self) -> list[PointEntry]:
        """All points in their order."""
        found = self._read("SELECT point, key, cells, sets, seed FROM points ORDER BY point")
        return [
            PointEntry(point, key, json.loads(cells), tuple(json.loads(sets)), seed)
            for point, key, cells, sets, seed in found
        ]

    def add_points(self, entries: Iterable[PointEntry]) -> None:
        """Write down points that are found sound."""
        with self._written():
            self._base.executemany(
                "INSERT INTO points VALUES (?, ?, ?, ?, ?)",
                (
                    (one.point, one.key, json.dumps(one.cells), json.dumps(one.sets), one.seed)
                    for one in entries
                ),
            )

    def record(self, outcomes: Sequence[Outcome]) -> None:
        """Write down runs that are over; from now on they exist. One that is there already stays as it is."""
        forms = dict(self._forms) if len(self._forms) < MOST_FORMS else {}
        with self._written():
            for one in outcomes:
                if one.keys not in forms:
                    forms[one.keys] = self._form(one.keys)
            rows = [self._row(one, forms[one.keys]) for one in outcomes]
            self._base.executemany(INSERT_RUN, rows)
        self._forms = forms

    def _form(self, keys: Keys) -> AnswerForm:
        text = json.dumps(keys)
        self._base.execute("INSERT INTO forms (keys) VALUES (?) ON CONFLICT (keys) DO NOTHING", (text,))
        number = self._base.execute("SELECT form FROM forms WHERE keys = ?", (text,)).fetchone()[0]
        return AnswerForm(int(number), keys, text.encode())

    @staticmethod
    def _row(one: Outcome, form: AnswerForm) -> tuple[Any, ...]:
        facts = (one.point, one.replication, one.status, one.seed, one.fingerprint, one.rows)
        digest = _digest(facts, form, one.values, one.books)
        return (*facts, form.number, one.values, one.books, one.message, one.trace, one.seconds, digest)

    def forget_failed(self) -> int:
        """Take away the runs that failed, so that they are run again; how many there were."""
        with self._written():
            return self._base.execute("DELETE FROM runs WHERE status != ?", (DONE,)).rowcount

    def forget_damaged(self) -> int:
        """Take away the runs that are not as they were written, so that they are run again; how many."""
        statement = "SELECT * FROM runs ORDER BY point, replication"
        with self._storage():
            damaged = [row[:2] for row in self._base.execute(statement) if not self._is_sound(row)]
        if damaged:
            with self._written():
                self._base.executemany("DELETE FROM runs WHERE point = ? AND replication = ?", damaged)
        return len(damaged)

    def _is_sound(self, row: tuple[Any, ...]) -> bool:
        try:
            self._stored(row)
        except (StorageFault, ValueError, TypeError):  # of another type, or not even readable
            return False
        return True

    def present(self, point: int, start: int, stop: int) -> set[int]:
        """Which replications of a point exist in this range."""
        statement = "SELECT replication FROM runs WHERE point = ? AND replication >= ? AND replication < ?"
        return {one for (one,) in self._read(statement, (point, start, stop))}

    def counts(self) -> dict[str, int]:
        """How many runs there are by status."""
        return dict(self._read("SELECT status, count(*) FROM runs GROUP BY status ORDER BY status"))

    def seconds(self) -> float:
        """What a run took on average, in seconds of one process; 0 if none is done."""
        found = self._read("SELECT avg(seconds) FROM runs WHERE status = ?", (DONE,))
        return float(found[0][0] or 0.0)

    def runs(self, point: int | None = None, stop: int | None = None) -> Iterator[Stored]:
        """The runs in order of point and replication, each held to its digest."""
        where, words = "", []
        if point is not None:
            where, words = "WHERE point = ? AND replication < ?", [point, 2**62 if stop is None else stop]
        statement = f"SELECT * FROM runs {where} ORDER BY point, replication"  # noqa: S608 - our own words
        with self._storage():
            for row in self._base.execute(statement, words):
                yield self._stored(row)

    def _stored(self, row: tuple[Any, ...]) -> Stored:
        *facts, form, answers, books, message, trace, seconds, digest = row
        if form not in self._of:
            if len(self._of) >= MOST_FORMS:
                self._of.clear()
            [(text,)] = self._read("SELECT keys FROM forms WHERE form = ?", (form,))
            keys = tuple((measure, subject) for measure, subject in json.loads(text))
            self._of[form] = AnswerForm(form, keys, text.encode())
        if _digest(tuple(facts), self._of[form], answers, books) != digest:
            where = f"{self._folder / JOURNAL}: point {facts[0]}, replication {facts[1]}"
            raise StorageFault(f"{where} is not as it was written; the same command again runs it anew")
        values = np.frombuffer(answers, dtype="<f8")
        return Stored._make((*facts, self._of[form].keys, values, books, message, trace, seconds))


def _digest(facts: tuple[Any, ...], form: AnswerForm, answers: bytes, books: bytes) -> bytes:
    """Over all that a result depends on, the names of what is measured included."""
    return blake2b(b"\0".join((repr(facts).encode(), form.text, answers, books)), digest_size=8).digest()
