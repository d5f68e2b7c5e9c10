"""Handing work out: chunks of a moment each, to processes here or elsewhere; only what is out can be lost.

An item whose worker dies or hangs costs itself alone: a chunk that is lost is tried once more item by item.
"""

import os
import pickle
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from functools import lru_cache, partial
from pathlib import Path
from time import perf_counter
from traceback import extract_tb, format_exc
from typing import Any, Generic, NamedTuple, TypeVar

import posture
from posture.core.errors import PostureError
from posture.runs.kept_workers import workers
from posture.runs.worker_pool import NEAR, Lost, Shared, WorkerPool

Initial = TypeVar("Initial")
Item = TypeVar("Item")
Result = TypeVar("Result")
Ticket = TypeVar("Ticket")
Work = tuple[Callable[..., Sequence[Any]], tuple[Any, ...]]
"""What gives the results of a chunk, an item each, in their order; importable by name."""

PATIENCE = 0.1
FIRST_GUESS = 0.05
LONGEST = 3600.0
"""Seconds that an item of `spread` may take, which may be all runs of a case; one that hangs ends then."""
RECENT = 0.2
WINDOW = 4 * NEAR.most
"""How far ahead of the first result that is still missing others are worked on, for each place."""

MOST_HELD = 2
"""Of how many spreads a worker keeps what they need."""


class FailedItem(NamedTuple, Generic[Item]):
    """An item whose task raised or whose worker died; `exit_code` is 2 where the user can mend it."""

    item: Item
    message: str
    exit_code: int = 1
    trace: str = ""


def cores() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class Chunk(NamedTuple, Generic[Item]):
    """Items handed out together; `alone` for one that is tried a second time by itself."""

    items: tuple[Item, ...]
    alone: bool = False


class Dispatcher(Generic[Item]):
    """Keeps a pool in work and gives what becomes of each item: its result, `Lost`, or what was raised."""

    def __init__(
        self, pool: WorkerPool[Any], pack: Callable[[Sequence[Item]], Work], limit: float | None = None
    ) -> None:
        self._pool, self._pack, self._limit = pool, pack, limit
        self._again: deque[Chunk[Item]] = deque()
        self._seconds = FIRST_GUESS
        self.out = 0

    def results(self, source: Callable[[], Item | None]) -> Iterator[tuple[Item, Any] | None]:
        """Until nothing is out and `source` gives nothing; None when nothing came for a moment."""
        while True:
            while self.out < self._pool.places and (chunk := self._chunk(source)) is not None:
                task, words = self._pack(chunk.items)
                self._pool.give(chunk, partial(_timed, task), words, self._limit)
                self.out += 1
            if not self.out:
                return
            back = self._pool.take(PATIENCE)
            if back is None:
                yield None
                continue
            self.out -= 1
            yield from self._told(*back)

    def _chunk(self, source: Callable[[], Item | None]) -> Chunk[Item] | None:
        """As many items as fill a moment."""
        if self._again:
            return self._again.popleft()
        size = self._pool.chunk
        room = max(1, min(size.most, int(size.seconds / self._seconds)))
        items: list[Item] = []
        while len(items) < room and (item := source()) is not None:
            items.append(item)
        return Chunk(tuple(items)) if items else None

    def _told(self, chunk: Chunk[Item], back: Any) -> Iterator[tuple[Item, Any]]:
        if isinstance(back, tuple) and not isinstance(back, Lost):
            seconds, results = back
            self._seconds += RECENT * (seconds / len(chunk.items) - self._seconds)
            yield from zip(chunk.items, results, strict=True)
        elif len(chunk.items) > 1 or not (chunk.alone or (isinstance(back, Lost) and back.late)):
            self._again += (Chunk((item,), alone=True) for item in chunk.items)
        else:
            yield chunk.items[0], back


class Here(Generic[Ticket]):
    """A pool of nobody: this process does what it is given, when it is asked for the result."""

    places = 1
    chunk = NEAR

    def __init__(self) -> None:
        self._given: deque[tuple[Ticket, Callable[..., Any], tuple[Any, ...]]] = deque()

    def give(
        self, ticket: Ticket, task: Callable[..., Any], words: tuple[Any, ...], limit: float | None
    ) -> None:
        """Put it by; the time limit is for processes that can be stopped."""
        del limit
        self._given.append((ticket, task, words))

    def take(self, patience: float) -> tuple[Ticket, Any] | None:
        """Do the next."""
        del patience
        if not self._given:
            return None
        ticket, task, words = self._given.popleft()
        try:
            return ticket, task(*words)
        except Exception as fault:  # as from a process, it is this work's alone
            return ticket, fault

    def leave(self) -> None:
        """Forget what was not done."""
        self._given.clear()


def spread(
    task: Callable[[Initial, Item], Result],
    items: Sequence[Item],
    jobs: int,
    initial: Initial,
    elsewhere: WorkerPool[Any] | None = None,
) -> Iterator[Result | FailedItem[Item]]:
    """`task(initial, item)` for each item, in the order of the items, on `jobs` processes or `elsewhere`.

    `task` must be importable by name; `initial` is sent to each worker once. With one job everything runs
    here. Leaving early, by an interrupt or by closing the iterator, stops the workers at once; a pool from
    elsewhere is its owner's to let go.
    """
    if elsewhere is None and (jobs == 1 or len(items) < 2):
        yield from (_attempt(task, initial, item) for item in items)
        return
    crew = workers(jobs, len(items), task.__module__) if elsewhere is None else nullcontext(elsewhere)
    shared = Shared(pickle.dumps((task, initial)))
    with crew as pool:
        yield from _in_order(pool, items, lambda chunk: (_work, (shared, chunk)))


def _in_order(
    pool: WorkerPool[Any], items: Sequence[Item], work: Callable[[list[Item]], Work]
) -> Iterator[Any]:
    """What becomes of each item, in the order of the items."""
    window = WINDOW * pool.places
    over: dict[int, Any] = {}
    given = first = 0

    def source() -> int | None:
        nonlocal given
        if given >= min(len(items), first + window):
            return None
        given += 1
        return given - 1

    def pack(numbers: Sequence[int]) -> Work:
        return work([items[number] for number in numbers])

    dispatcher = Dispatcher(pool, pack, LONGEST)
    while first < len(items):
        for told in dispatcher.results(source):
            if told is not None:
                over[told[0]] = told[1]
            while first in over:
                yield _found(items[first], over.pop(first))
                first += 1


def _found(item: Item, result: Any) -> Any:
    """A result as it came, or what became of an item that has none."""
    if isinstance(result, Lost):
        if result.late:
            return FailedItem(item, f"it was not over after {LONGEST:.0f} s")
        return FailedItem(item, result.message.replace("its process", "its worker process"))
    if isinstance(result, Exception):
        return FailedItem(item, f"its workers could not go on: {type(result).__name__}: {result}")
    return result


def _attempt(
    task: Callable[[Initial, Item], Result], initial: Initial, item: Item
) -> Result | FailedItem[Item]:
    try:
        return task(initial, item)
    except PostureError as fault:
        return FailedItem(item, str(fault), fault.exit_code, format_exc())
    except (Exception, SystemExit) as fault:  # whatever it is, it is this item's alone
        return FailedItem(item, f"{type(fault).__name__}: {fault}{place_of(fault)}", trace=format_exc())


def place_of(fault: BaseException) -> str:
    """The last line of ours that it passed, or the last of all."""
    frames = extract_tb(fault.__traceback__)[1:]
    package = Path(posture.__file__).parent
    ours = [frame for frame in frames if package in Path(frame.filename).parents] or frames
    return f" ({Path(ours[-1].filename).name}:{ours[-1].lineno})" if ours else ""


def _timed(task: Callable[..., Sequence[Any]], *words: Any) -> tuple[float, Sequence[Any]]:
    """In a worker: the seconds that a chunk took, and its results."""
    begin = perf_counter()
    results = task(*words)
    return perf_counter() - begin, results


@lru_cache(maxsize=MOST_HELD)
def _held(shared: Shared) -> Any:
    """The task and what it needs, kept for the chunks that follow."""
    return pickle.loads(shared.read())  # noqa: S301 - written by our own parent, or by who owns the cluster


def _work(shared: Shared, chunk: list[Item]) -> list[Any]:
    task, initial = _held(shared)
    return [_attempt(task, initial, item) for item in chunk]
