"""Workers kept while a question lasts: started when there is work for several, there for all that follows.

A question hands work out again and again, and a process takes longer to start than many a run.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from posture.runs.worker_pool import LocalWorkerPool

_kept: list[dict[int, LocalWorkerPool[Any]]] = []
"""For each question under way in this process, the outermost first: its workers by how many they are."""


@contextmanager
def keeping_workers() -> Iterator[None]:
    """Meanwhile who asks for so many workers gets the same ones; a question within another has its own."""
    _kept.append({})
    try:
        yield
    finally:
        for pool in _kept.pop().values():
            pool.leave()


@contextmanager
def workers(jobs: int, most: int, module: str) -> Iterator[LocalWorkerPool[Any]]:
    """At most so many processes here that have imported `module`: kept ones, or some that leave at the end.

    Kept ones leave too where the work breaks off: what they have in hand is of no use to the next.
    """
    kept = _kept[-1] if _kept else None
    pool = None if kept is None else kept.get(jobs)
    if pool is None:
        pool = LocalWorkerPool(min(jobs, most) if kept is None else jobs, module, (_nothing, ()))
    if kept is not None:
        kept[jobs] = pool
    over = False
    try:
        yield pool
        over = True
    finally:
        if kept is None or not over:
            pool.leave()


def _nothing() -> None:
    """What such a process does first."""
