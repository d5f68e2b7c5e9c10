"""Work spread over processes: a worker that dies costs its own items, never the others and never a hang."""

import multiprocessing
import os
import pickle
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from itertools import islice
from multiprocessing.context import BaseContext
from pathlib import Path
from traceback import extract_tb, format_exc
from types import TracebackType
from typing import Any, Generic, NamedTuple, TypeVar

from pebble import ProcessExpired, ProcessPool

import posture
from posture.ground.errors import PostureError

Initial = TypeVar("Initial")
Item = TypeVar("Item")
Result = TypeVar("Result")

CHUNKS_A_WORKER = 8
LARGEST_CHUNK = 64

_held: Any = None
"""In a worker: the task and what it needs, as sent when the worker began."""


class Failure(NamedTuple, Generic[Item]):
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


def spread(
    task: Callable[[Initial, Item], Result], items: Sequence[Item], jobs: int, initial: Initial
) -> Iterator[Result | Failure[Item]]:
    """`task(initial, item)` for each item, in the order of the items, on `jobs` processes.

    `task` must be importable by name; `initial` is sent to each worker once. With one job everything runs
    here. Leaving early, by an interrupt or by closing the iterator, stops the workers at once.
    """
    if jobs == 1 or len(items) < 2:
        for item in items:
            yield _attempt(task, initial, item)
        return
    chunks = _chunks(items, jobs)
    with _Pool(task, min(jobs, len(chunks)), initial) as pool:
        for chunk, future in [(chunk, pool.give(chunk)) for chunk in chunks]:
            yield from pool.take(chunk, future)


def _attempt(task: Callable[[Initial, Item], Result], initial: Initial, item: Item) -> Result | Failure[Item]:
    try:
        return task(initial, item)
    except PostureError as fault:
        return Failure(item, str(fault), fault.exit_code, format_exc())
    except (Exception, SystemExit) as fault:  # whatever it is, it is this item's alone
        return Failure(item, f"{type(fault).__name__}: {fault}{place_of(fault)}", trace=format_exc())


def place_of(fault: BaseException) -> str:
    """The last line of ours that it passed, or the last of all."""
    frames = extract_tb(fault.__traceback__)[1:]
    package = Path(posture.__file__).parent
    ours = [frame for frame in frames if package in Path(frame.filename).parents] or frames
    return f" ({Path(ours[-1].filename).name}:{ours[-1].lineno})" if ours else ""


def _chunks(items: Sequence[Item], jobs: int) -> list[list[Item]]:
    size = min(LARGEST_CHUNK, -(-len(items) // (jobs * CHUNKS_A_WORKER)))
    rest = iter(items)
    return list(iter(lambda: list(islice(rest, size)), []))


class _Pool(Generic[Initial, Item, Result]):
    """Long-lived workers that hold the task and `initial`."""

    def __init__(self, task: Callable[[Initial, Item], Result], workers: int, initial: Initial) -> None:
        self._pool = ProcessPool(
            max_workers=workers,
            initializer=_begin,
            initargs=(pickle.dumps((task, initial)),),
            context=context(task.__module__),
        )

    def __enter__(self) -> "_Pool[Initial, Item, Result]":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pool.stop()
        self._pool.join()

    def give(self, chunk: list[Item]) -> "Future[list[Result | Failure[Item]]]":
        return self._pool.schedule(_work, args=(chunk,))

    def take(
        self, chunk: list[Item], future: "Future[list[Result | Failure[Item]]]"
    ) -> Iterator[Result | Failure[Item]]:
        """What a chunk gave; if its worker was lost, each item once more alone, to find the culprit."""
        try:
            yield from future.result()
        except Exception:
            for item in chunk:
                yield self._alone(item)

    def _alone(self, item: Item) -> Result | Failure[Item]:
        try:
            return self.give([item]).result()[0]
        except ProcessExpired as end:
            return Failure(item, f"its worker process died ({cause(end.exitcode)})")
        except Exception as fault:
            return Failure(item, f"its workers could not go on: {type(fault).__name__}: {fault}")


def cause(exit_code: int | None) -> str:
    """What ended a process, in words."""
    return f"signal {-exit_code}" if exit_code is not None and exit_code < 0 else f"exit code {exit_code}"


def context(module: str) -> BaseContext:
    """A forkserver that has imported the task's module: a worker starts in milliseconds; else spawn."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([module])
    return context


def _begin(held: bytes) -> None:
    global _held  # noqa: PLW0603 - a worker is one process with one task
    _held = pickle.loads(held)  # noqa: S301 - written by our own parent


def _work(chunk: list[Item]) -> list[Any]:
    task, initial = _held
    return [_attempt(task, initial, item) for item in chunk]
