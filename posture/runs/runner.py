"""Running what a study lacks: runs to whoever is there, outcomes to the journal as they come."""

import shlex
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import groupby
from pathlib import Path
from threading import Event
from time import monotonic
from typing import Any, NamedTuple, TypeAlias

from posture.core.errors import Refused
from posture.experiments.specification import ExperimentSpec
from posture.runs import results
from posture.runs.cases import CRASHED, DONE, FAILED, TIMED_OUT, Batch, Cases, Outcome, Task, run_batches
from posture.runs.dispatch import Dispatcher, Work
from posture.runs.journal import Journal, PointEntry
from posture.runs.schedule import Schedule
from posture.runs.worker_pool import Lost, WorkerPool

COMMIT_SECONDS = 0.2
COMMIT_ROWS = 200


@dataclass(frozen=True, slots=True)
class StudyProgress:
    """How far a study is: what is over and failed, the most there can be, and the half-width furthest off."""

    over: int
    failed: int
    most: int
    rate: float
    worst: str
    stage: str = "runs"


Notify: TypeAlias = Callable[[StudyProgress], None]


class One(NamedTuple):
    """One run of one point."""

    point: int
    replication: int


@dataclass
class Runner:
    """A study under way: what is asked, where it is kept, and how it is run; `books` keeps ledgers too.

    Without a folder nothing but the journal is written.
    """

    asked: ExperimentSpec
    folder: Path | None
    journal: Journal
    entries: list[PointEntry]
    schedule: Schedule
    task: Task
    stop: Event
    notify: Notify
    command: str = ""
    books: bool = False
    begun: float = field(default_factory=monotonic)
    new: int = 0
    stopped: bool = False
    _rest: deque[One] = field(default_factory=deque)
    _held: list[Outcome] = field(default_factory=list)
    _committed: float = 0.0
    _over: int = 0
    _failed: int = 0

    def run(self, pool: WorkerPool[Any], cases: Cases) -> None:
        """Run until nothing is missing, too much has failed, or `stop` is set; what is over is committed."""
        before = self.journal.counts()
        self._over, self._failed = sum(before.values()), sum(before.values()) - before.get(DONE, 0)
        self._committed = monotonic()
        self._check_failures()
        limit = float(self.asked.experiment.time_limit)
        dispatcher = Dispatcher(pool, partial(self._pack, cases), limit)
        try:
            while True:
                for told in dispatcher.results(self._next):
                    if told is not None:
                        self._received(*told)
                    self._commit_in_time(idle=not dispatcher.out)
                if not self._held:
                    return
                self._commit()
        except BaseException:
            self._commit()
            raise

    def _next(self) -> One | None:
        """The next run; None while all that may be run is out, and once the study ends."""
        if self.stop.is_set() or self.stopped:
            return None
        if not self._rest and (due := self.schedule.next()) is not None:
            self._rest.extend(One(due.point, replication) for replication in due.replications)
        return self._rest.popleft() if self._rest else None

    def _pack(self, cases: Cases, runs: Sequence[One]) -> Work:
        """Runs of a chunk by points, each with its case."""
        batches = []
        for point, some in groupby(runs, key=lambda one: one.point):
            entry, numbers = self.entries[point], tuple(one.replication for one in some)
            batches.append(Batch(point, entry.key, entry.seed, numbers, cases.get(point)))
        return run_batches, (batches, self.task, self.books)

    def _received(self, run: One, result: Any) -> None:
        if isinstance(result, Outcome):
            self._held.append(result)
            return
        if isinstance(result, Refused):
            raise result
        seed = self.entries[run.point].seed
        if isinstance(result, Lost):
            status = TIMED_OUT if result.late else CRASHED
            limit = f"it was not over after {self.asked.experiment.time_limit} s, the time limit"
            message = limit if result.late else result.message
        else:
            status, message = FAILED, _told_of(result)
        trace = "\n".join(getattr(result, "__notes__", ()))
        self._held.append(Outcome(run.point, run.replication, seed, status, message=message, trace=trace))

    def _commit_in_time(self, *, idle: bool) -> None:
        """Commit after a moment, after enough rows, or when the workers would starve."""
        waited = monotonic() - self._committed
        if self._held and (waited >= COMMIT_SECONDS or len(self._held) >= COMMIT_ROWS or idle):
            self._commit()
        elif waited >= COMMIT_SECONDS:
            self._tell()

    def _commit(self) -> None:
        held, self._held = self._held, []
        if held:
            self.journal.record(held)
            failed = [one for one in held if one.status != DONE]
            if self.folder is not None:
                results.write_failures(self.folder, failed, self.again)
            for one in held:
                self.schedule.over(one.point, one.replication)
            self.new += len(held)
            self._over += len(held)
            self._failed += len(failed)
            self._check_failures()
        self._tell()

    def _check_failures(self) -> None:
        most = self.asked.experiment.max_failures
        self.stopped = most is not None and self._failed >= most

    def _tell(self) -> None:
        self._committed = monotonic()
        seconds = self._committed - self.begun
        most = len(self.entries) * self.asked.experiment.most
        self.notify(
            StudyProgress(
                self._over,
                self._failed,
                most,
                self.new / seconds if seconds else 0.0,
                self.schedule.worst_told(),
            )
        )

    def again(self, point: int, replication: int) -> str:
        """The command that repeats one run."""
        words = [
            "posture",
            "rerun",
            str(self.folder),
            "--point",
            str(point),
            "--replication",
            str(replication),
        ]
        return shlex.join(words)


def _told_of(fault: Exception) -> str:
    if isinstance(fault, MemoryError):
        return "MemoryError: it took more memory than it may"
    return f"{type(fault).__name__}: {fault}"
