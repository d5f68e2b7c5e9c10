"""A crew: processes of this machine that take one thing after another, each within a time limit.

A member that dies or hangs costs what it had in hand; all leave when their parent is gone.
"""

import os
from collections import deque
from collections.abc import Callable, Sequence
from pathlib import Path
from queue import Empty, SimpleQueue
from tempfile import NamedTemporaryFile, TemporaryDirectory, gettempdir
from time import monotonic
from typing import Any, Generic, NamedTuple, Protocol, TypeAlias, TypeVar

from posture.core.storage import storage
from posture.runs.worker import (
    ENDED,
    READY,
    SPENT,
    START_SECONDS,
    Begin,
    Given,
    Heard,
    Worker,
    cause,
    dumped,
    start_method,
)

Ticket = TypeVar("Ticket")
AHEAD = 2
"""How many chunks a member may have: one in hand and one that waits."""
SYSTEM_SHARE = 0.9


class ChunkSize(NamedTuple):
    """How much is handed out together: as many items as take so many seconds, and no more than so many."""

    seconds: float
    most: int


NEAR = ChunkSize(0.05, 64)
"""For processes of this machine: short, so that an interrupt is soon obeyed."""


class Shared(NamedTuple):
    """Bytes among the words of many chunks: a cluster is sent them once, processes here read a file."""

    content: bytes
    file: str = ""

    def read(self) -> bytes:
        """The bytes, wherever they are."""
        return Path(self.file).read_bytes() if self.file else self.content


class Lost(NamedTuple):
    """A chunk that came back without results: its member was stopped at the time limit, or died."""

    late: bool
    message: str


class WorkerPool(Protocol[Ticket]):
    """Whoever takes chunks of work and gives back their results as they come."""

    chunk: ChunkSize

    @property
    def places(self) -> int:
        """How many chunks may be out at a time."""

    def give(
        self, ticket: Ticket, task: Callable[..., Any], words: tuple[Any, ...], limit: float | None
    ) -> None:
        """Hand out `task(*words)`; what becomes of it comes back with the ticket."""

    def take(self, patience: float) -> tuple[Ticket, Any] | None:
        """The next ticket with its result, its exception or `Lost`; None if none comes in so many seconds."""

    def leave(self) -> None:
        """Stop all at once."""


class LentPool(Generic[Ticket]):
    """A pool that its owner keeps when whoever works with it is done."""

    def __init__(self, pool: WorkerPool[Any]) -> None:
        self._pool = pool
        self.chunk = pool.chunk
        self.give, self.take = pool.give, pool.take

    @property
    def places(self) -> int:
        """As many as its owner has at the time."""
        return self._pool.places

    def leave(self) -> None:
        """Leave it to its owner."""


MakeCrew: TypeAlias = Callable[[], WorkerPool[Any]]
"""What makes those who run."""


class LocalWorkerPool(Generic[Ticket]):
    """Long-lived processes on this machine, started from a forkserver when there is work for them.

    The forkserver imports `module` and what `else_needed` names, once for all of them.
    """

    def __init__(self, jobs: int, module: str, begin: Begin, else_needed: Sequence[str] = ()) -> None:
        self.places = jobs * AHEAD
        self.chunk = NEAR
        self._jobs = jobs
        self._method = start_method([module, *else_needed])
        self._begin = begin
        self._members: list[Worker] = []
        self._waiting: deque[Given] = deque()
        self._back: SimpleQueue[Heard] = SimpleQueue()
        self._folder: TemporaryDirectory[str] | None = None
        self._shared: tuple[bytes, Shared] | None = None

    def give(
        self, ticket: Ticket, task: Callable[..., Any], words: tuple[Any, ...], limit: float | None
    ) -> None:
        """Hand out one chunk."""
        there = tuple(self._in_file(word) if isinstance(word, Shared) else word for word in words)
        self._waiting.append(Given(ticket, dumped(task, there), limit))
        self._deal()

    def take(self, patience: float) -> tuple[Ticket, Any] | None:
        """The next result."""
        until = monotonic() + patience
        while True:
            heard = self._hear(until)
            told = self._late() if heard is None else self._told(heard)
            if told is not None:
                return told
            if heard is None and monotonic() >= until:
                return None

    def leave(self) -> None:
        """Stop every process now; what they had in hand and what waits is forgotten."""
        self._waiting.clear()
        while self._members:
            self._members.pop().dismiss()
        if self._folder is not None:
            self._folder.cleanup()
        self._folder, self._shared = None, None

    def _in_file(self, shared: Shared) -> Shared:
        """What many chunks share, written once; what others shared before is no longer wanted by anybody."""
        if self._shared is None or self._shared[0] is not shared.content:
            with storage(Path(gettempdir()), "cannot keep a file in", "set TMPDIR elsewhere"):
                if self._folder is None:
                    self._folder = TemporaryDirectory(prefix="posture-")
                with NamedTemporaryFile(dir=self._folder.name, delete=False) as file:
                    file.write(shared.content)
            if self._shared is not None:
                Path(self._shared[1].file).unlink()
            self._shared = shared.content, Shared(b"", file.name)
        return self._shared[1]

    def _deal(self) -> None:
        """Give what waits to whoever has least in hand; a new member comes while all have some."""
        while self._waiting:
            least = min(self._members, key=lambda one: len(one.hand), default=None)
            if least is None or (least.hand and len(self._members) < self._jobs):
                least = Worker(self._method, self._begin, self._back)
                self._members.append(least)
            elif len(least.hand) >= AHEAD:
                return
            least.give(self._waiting.popleft())

    def _hear(self, until: float) -> Heard | None:
        """What the next member says; None when a time limit or the caller's patience ends first."""
        ends = [one.deadline for one in self._members]
        soonest = min([until, *(one for one in ends if one is not None)])
        try:
            return self._back.get(timeout=max(0.0, soonest - monotonic()))
        except Empty:
            return None

    def _told(self, heard: Heard) -> tuple[Ticket, Any] | None:
        member, kind, content = heard
        if member not in self._members:
            return None  # it was dismissed; these were its last words
        if kind == READY:
            member.begin_next()
            return None
        if kind == ENDED:
            return self._without(member, Lost(False, f"its process died ({cause(member.join())})"))
        if kind == SPENT:
            return self._without(member, content)
        one = member.hand.popleft()
        member.begin_next()
        self._deal()
        return one.ticket, content

    def _late(self) -> tuple[Ticket, Any] | None:
        """Stop a member whose time is up."""
        for member in self._members:
            if member.deadline is not None and member.deadline <= monotonic():
                message = "" if member.ready else f"its process did not start in {START_SECONDS:.0f} s"
                return self._without(member, Lost(member.ready, message))
        return None

    def _without(self, member: Worker, result: Any) -> tuple[Ticket, Any] | None:
        """Let a member go: what it was at comes back with this result, what waited goes to others."""
        member.dismiss()
        self._members.remove(member)
        hand = list(member.hand)
        self._waiting.extendleft(reversed(hand[1:]))
        self._deal()
        return (hand[0].ticket, result) if hand else None


def share(jobs: int) -> int:
    """A process's share of the machine's memory, in bytes."""
    return int(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") * SYSTEM_SHARE / jobs)


def limit_memory(most: int) -> None:
    """In a new member: take no more than so many bytes."""
    import resource

    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(resource.RLIMIT_DATA, (allowed, hard))
