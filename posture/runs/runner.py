"""Running what a study lacks: chunks to a crew, outcomes to the journal, and nothing lost but what is out."""

import shlex
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from time import monotonic
from typing import Any, NamedTuple, TypeAlias

from posture.core.errors import Refused
from posture.experiments.specification import ExperimentSpec
from posture.runs import results
from posture.runs.cases import CRASHED, DONE, FAILED, TIMED_OUT, Batch, Cases, Outcome, Task, run_batches
from posture.runs.journal import Journal, PointEntry
from posture.runs.schedule import Due, Schedule
from posture.runs.worker_pool import Lost, WorkerPool

CHUNK_SECONDS = 0.05
LARGEST_CHUNK = 64
COMMIT_SECONDS = 0.2
COMMIT_ROWS = 200
PATIENCE = 0.1
FIRST_GUESS = 0.05
RECENT = 0.2


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


class Chunk(NamedTuple):
    """Runs handed out together; `alone` for one that is tried a second time by itself."""

    dues: tuple[Due, ...]
    alone: bool = False

    @property
    def runs(self) -> int:
        """How many runs it holds."""
        return sum(len(due.replications) for due in self.dues)


@dataclass
class Runner:
    """A study under way: what is asked, where it is kept, and what is out."""

    asked: ExperimentSpec
    folder: Path
    journal: Journal
    entries: list[PointEntry]
    schedule: Schedule
    task: Task
    stop: Event
    notify: Notify
    command: str = ""
    begun: float = field(default_factory=monotonic)
    new: int = 0
    stopped: bool = False
    _again: deque[Chunk] = field(default_factory=deque)
    _rest: deque[Due] = field(default_factory=deque)
    _held: list[Outcome] = field(default_factory=list)
    _out: int = 0
    _committed: float = 0.0
    _run_seconds: float = FIRST_GUESS
    _over: int = 0
    _failed: int = 0

    def run(self, crew: WorkerPool[Chunk], cases: Cases) -> None:
        """Run until nothing is missing, too much has failed, or `stop` is set; what is over is committed."""
        before = self.journal.counts()
        self._over, self._failed = sum(before.values()), sum(before.values()) - before.get(DONE, 0)
        self._committed = monotonic()
        self._check_failures()
        try:
            while self._hand_out(crew, cases) or self._out or self._held:
                back = crew.take(PATIENCE) if self._out else None
                if back is not None:
                    self._out -= 1
                    self._received(*back)
                self._commit_in_time()
        except BaseException:
            self._commit()
            raise

    def _hand_out(self, crew: WorkerPool[Chunk], cases: Cases) -> bool:
        """Keep the crew in work; whether anything was handed out."""
        before = self._out
        while self._out < crew.places and not (self.stop.is_set() or self.stopped):
            chunk = self._chunk()
            if chunk is None:
                break
            batches = [self._batch(due, cases) for due in chunk.dues]
            crew.give(chunk, run_batches, (batches, self.task), float(self.asked.experiment.time_limit))
            self._out += 1
        return self._out > before

    def _batch(self, due: Due, cases: Cases) -> Batch:
        entry = self.entries[due.point]
        return Batch(due.point, entry.key, entry.seed, due.replications, cases.get(due.point))

    def _chunk(self) -> Chunk | None:
        """As many runs as fill a moment, whatever points they are of."""
        if self._again:
            return self._again.popleft()
        room = max(1, min(LARGEST_CHUNK, int(CHUNK_SECONDS / self._run_seconds)))
        dues: list[Due] = []
        while room > 0:
            due = self._rest.popleft() if self._rest else self.schedule.next()
            if due is None:
                break
            now, later = due.replications[:room], due.replications[room:]
            dues.append(Due(due.point, now))
            if later:
                self._rest.appendleft(Due(due.point, later))
            room -= len(now)
        return Chunk(tuple(dues)) if dues else None

    def _received(self, chunk: Chunk, result: Any) -> None:
        if isinstance(result, list):
            self._held += result
            done = [one.seconds for one in result if one.status == DONE]
            if done:
                self._run_seconds += RECENT * (sum(done) / len(done) - self._run_seconds)
            return
        if isinstance(result, Refused):
            raise result
        lost = result if isinstance(result, Lost) else Lost(False, _told_of(result))
        if chunk.runs > 1 or not (chunk.alone or lost.late):
            self._again += (Chunk((one,), True) for one in _singly(chunk))
            return
        [due] = chunk.dues
        status = TIMED_OUT if lost.late else CRASHED if isinstance(result, Lost) else FAILED
        limit = f"it was not over after {self.asked.experiment.time_limit} s, the time limit"
        seed = self.entries[due.point].seed
        message = limit if lost.late else lost.message
        trace = "\n".join(getattr(result, "__notes__", ()))
        self._held.append(Outcome(due.point, due.replications[0], seed, status, message=message, trace=trace))

    def _commit_in_time(self) -> None:
        """Commit after a moment, after enough rows, or when the crew would starve."""
        waited = monotonic() - self._committed
        if self._held and (waited >= COMMIT_SECONDS or len(self._held) >= COMMIT_ROWS or not self._out):
            self._commit()
        elif waited >= COMMIT_SECONDS:
            self._tell()

    def _commit(self) -> None:
        held, self._held = self._held, []
        if held:
            self.journal.record(held)
            failed = [one for one in held if one.status != DONE]
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


def _singly(chunk: Chunk) -> Iterator[Due]:
    for due in chunk.dues:
        for replication in due.replications:
            yield Due(due.point, (replication,))
