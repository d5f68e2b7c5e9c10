"""A crew: processes of this machine that take one thing after another, each within a time limit.

A member that dies or hangs costs what it had in hand; all leave when their parent is gone.
"""

import multiprocessing
import os
import resource
import signal
from collections.abc import Callable
from concurrent.futures import Future
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any, Generic, NamedTuple, Protocol, TypeVar

from pebble import ProcessExpired, ProcessPool

from posture.study.workers import cause, context

Ticket = TypeVar("Ticket")
AHEAD = 2
"""How many chunks a member may have: one in hand and one that waits."""
SYSTEM_SHARE = 0.9


class Lost(NamedTuple):
    """A chunk that came back without results: its member was stopped at the time limit, or died."""

    late: bool
    message: str


class Crew(Protocol[Ticket]):
    """Whoever takes chunks of work and gives back their results as they come."""

    places: int

    def give(
        self, ticket: Ticket, task: Callable[..., Any], words: tuple[Any, ...], limit: float | None
    ) -> None:
        """Hand out `task(*words)`; what becomes of it comes back with the ticket."""

    def take(self, patience: float) -> tuple[Ticket, Any] | None:
        """The next ticket with its result, its exception or `Lost`; None if none comes in so many seconds."""

    def leave(self) -> None:
        """Stop all at once."""


class LocalCrew(Generic[Ticket]):
    """Long-lived processes on this machine, started from a forkserver."""

    def __init__(self, jobs: int, memory: int | None, module: str) -> None:
        self.places = jobs * AHEAD
        self._jobs = jobs
        self._memory = memory or _share(jobs)
        self._module = module
        self._back: SimpleQueue[tuple[Ticket, Future[Any]]] = SimpleQueue()
        self._pool = self._new_pool()

    def give(
        self, ticket: Ticket, task: Callable[..., Any], words: tuple[Any, ...], limit: float | None
    ) -> None:
        """Hand out one chunk; a pool that broke is replaced."""
        try:
            future = self._pool.schedule(task, args=words, timeout=limit)
        except RuntimeError:
            self._end()
            self._pool = self._new_pool()
            future = self._pool.schedule(task, args=words, timeout=limit)
        future.add_done_callback(lambda done: self._back.put((ticket, done)))

    def take(self, patience: float) -> tuple[Ticket, Any] | None:
        """The next result."""
        try:
            ticket, future = self._back.get(timeout=patience)
        except Empty:
            return None
        try:
            return ticket, future.result()
        except TimeoutError:
            return ticket, Lost(True, "")
        except ProcessExpired as end:
            return ticket, Lost(False, f"its process died ({cause(end.exitcode)})")
        except Exception as fault:
            return ticket, fault

    def leave(self) -> None:
        """Stop every process now."""
        self._end()

    def _end(self) -> None:
        self._pool.stop()
        self._pool.join()

    def _new_pool(self) -> ProcessPool:
        return ProcessPool(
            max_workers=self._jobs,
            initializer=_begin,
            initargs=(self._memory,),
            context=context(self._module),
        )


def _share(jobs: int) -> int:
    """A process's share of the machine's memory."""
    return int(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") * SYSTEM_SHARE / jobs)


def _begin(memory: int) -> None:
    """In a new member: leave the keyboard to the parent, go when it goes, and take no more than a share."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    Thread(target=_go_with_parent, daemon=True).start()
    _, most = resource.getrlimit(resource.RLIMIT_DATA)
    allowed = memory if most == resource.RLIM_INFINITY else min(memory, most)
    resource.setrlimit(resource.RLIMIT_DATA, (allowed, most))


def _go_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
