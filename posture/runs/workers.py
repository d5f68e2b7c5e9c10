"""Work spread over processes: a worker that dies costs its own items, never the others and never a hang."""

import os
import pickle
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from traceback import extract_tb, format_exc
from typing import Any, Generic, NamedTuple, TypeVar

import posture
from posture.core.errors import PostureError
from posture.runs.worker_pool import AHEAD, LocalWorkerPool, Lost

Initial = TypeVar("Initial")
Item = TypeVar("Item")
Result = TypeVar("Result")

CHUNKS_A_WORKER = 8
LARGEST_CHUNK = 64
PATIENCE = 1.0
ALONE = -1
"""The ticket of an item that is tried by itself."""

_held: Any = None
"""In a worker: the task and what it needs, as sent when the worker began."""


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


def spread(
    task: Callable[[Initial, Item], Result], items: Sequence[Item], jobs: int, initial: Initial
) -> Iterator[Result | FailedItem[Item]]:
    """`task(initial, item)` for each item, in the order of the items, on `jobs` processes.

    `task` must be importable by name; `initial` is sent to each worker once. With one job everything runs
    here. Leaving early, by an interrupt or by closing the iterator, stops the workers at once.
    """
    if jobs == 1 or len(items) < 2:
        for item in items:
            yield _attempt(task, initial, item)
        return
    chunks = _chunks(items, jobs)
    begin = (_begin, (pickle.dumps((task, initial)),))
    crew: LocalWorkerPool[int] = LocalWorkerPool(min(jobs, len(chunks)), task.__module__, begin)
    try:
        for results in _in_order(crew, chunks):
            yield from results
    finally:
        crew.leave()


def _in_order(crew: "LocalWorkerPool[int]", chunks: Sequence[list[Item]]) -> Iterator[list[Any]]:
    """The results of each chunk in turn; a lost one is tried once more item by item, for the culprit."""
    over: dict[int, Any] = {}
    given = 0
    for number, chunk in enumerate(chunks):
        while number not in over:
            while given < min(len(chunks), number + crew.places * AHEAD):
                crew.give(given, _work, (chunks[given],), None)
                given += 1
            _take(crew, over)
        results = over.pop(number)
        yield results if isinstance(results, list) else [_alone(crew, item, over) for item in chunk]


def _take(crew: "LocalWorkerPool[int]", over: dict[int, Any]) -> None:
    back = crew.take(PATIENCE)
    if back is not None:
        over[back[0]] = back[1]


def _alone(crew: "LocalWorkerPool[int]", item: Item, over: dict[int, Any]) -> Any:
    crew.give(ALONE, _work, ([item],), None)
    while ALONE not in over:
        _take(crew, over)
    result = over.pop(ALONE)
    if isinstance(result, list):
        return result[0]
    if isinstance(result, Lost):
        return FailedItem(item, result.message.replace("its process", "its worker process"))
    return FailedItem(item, f"its workers could not go on: {type(result).__name__}: {result}")


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


def _chunks(items: Sequence[Item], jobs: int) -> list[list[Item]]:
    size = min(LARGEST_CHUNK, -(-len(items) // (jobs * CHUNKS_A_WORKER)))
    rest = iter(items)
    return list(iter(lambda: list(islice(rest, size)), []))


def _begin(held: bytes) -> None:
    global _held  # noqa: PLW0603 - a worker is one process with one task
    _held = pickle.loads(held)  # noqa: S301 - written by our own parent


def _work(chunk: list[Item]) -> list[Any]:
    task, initial = _held
    return [_attempt(task, initial, item) for item in chunk]
