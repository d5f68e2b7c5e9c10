"""A member of a crew: one process, a pipe of its own, and whatever it has in hand.

Nothing is shared between members, so one that dies or is stopped, wherever it was, holds up nobody.
"""

import multiprocessing
import os
import pickle
import signal
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from errno import ENOMEM
from multiprocessing.context import BaseContext
from queue import SimpleQueue
from threading import Thread
from time import monotonic
from traceback import format_exc
from typing import Any, NamedTuple, TypeAlias

Begin: TypeAlias = tuple[Callable[..., None], tuple[Any, ...]]
"""What a new process does first."""
READY, DONE, RAISED, SPENT, ENDED = "ready", "done", "raised", "spent", "ended"
START_SECONDS = 180.0
"""What a process may take to start: more than any machine needs, for one that is stopped never starts."""
TRACE = 20
"""Frames of a traceback, the first ones."""


class Given(NamedTuple):
    """Work as it is sent, with the ticket by which its giver knows it and the seconds it may take."""

    ticket: Any
    content: bytes
    limit: float | None


class Heard(NamedTuple):
    """What a member says: that it is ready, how its first work in hand went, or that it has ended.

    Spent, it met the end of its memory and goes, for nobody knows what is still held.
    """

    member: "Worker"
    kind: str
    content: Any = None


class Worker:
    """A process that does what it is given, in order, and tells `back`; two threads here speak with it."""

    def __init__(self, method: BaseContext, begin: Begin, back: "SimpleQueue[Heard]") -> None:
        self.hand: deque[Given] = deque()
        self._back = back
        self.ready = False
        self._since = monotonic()
        self._outbox: SimpleQueue[bytes | None] = SimpleQueue()
        self._pipe, theirs = method.Pipe()
        target: Any = method
        self.process = target.Process(target=_live, args=(theirs, *begin), daemon=True)
        with _script_apart():
            self.process.start()
        theirs.close()
        for talk in (self._send, self._listen):
            Thread(target=talk, daemon=True).start()

    def give(self, one: Given) -> None:
        """One more thing to do; it never blocks."""
        if not self.hand:
            self._since = monotonic()
        self.hand.append(one)
        self._outbox.put(one.content)

    def begin_next(self) -> None:
        """From now on its time is that of the first it has in hand."""
        self.ready, self._since = True, monotonic()

    @property
    def deadline(self) -> float | None:
        """When its time is up; None while it has nothing to do, or may take as long as it likes."""
        if not self.hand:
            return None
        limit = self.hand[0].limit if self.ready else START_SECONDS
        return None if limit is None else self._since + limit

    def dismiss(self) -> int | None:
        """Stop it now, whatever it does; its exit code."""
        if self.process.is_alive():
            self.process.kill()
        self.process.join()
        self._outbox.put(None)
        return int(self.process.exitcode or 0)

    def join(self) -> int | None:
        """Wait for the end of a process that has closed its pipe."""
        self.process.join(1.0)
        return self.dismiss()

    def _send(self) -> None:
        try:
            for content in iter(self._outbox.get, None):
                self._pipe.send_bytes(content)
        except OSError:
            pass  # it is gone; the other thread tells

    def _listen(self) -> None:
        try:
            while True:
                self._back.put(Heard(self, *_loaded(self._pipe.recv_bytes())))
        except (EOFError, OSError):
            self._back.put(Heard(self, ENDED))


def _loaded(content: bytes) -> tuple[str, Any]:
    try:
        kind, told = pickle.loads(content)  # noqa: S301 - from a process of our own
    except Exception as fault:
        return RAISED, fault
    return kind, told


def dumped(task: Callable[..., Any], words: Iterable[Any]) -> bytes:
    """Work as a member takes it."""
    return pickle.dumps((task, tuple(words)), pickle.HIGHEST_PROTOCOL)


def cause(exit_code: int | None) -> str:
    """What ended a process, in words."""
    if exit_code == ENOMEM:
        return "out of memory"
    return f"signal {-exit_code}" if exit_code is not None and exit_code < 0 else f"exit code {exit_code}"


def start_method(modules: Sequence[str]) -> BaseContext:
    """A forkserver that has imported what tasks need: a process starts in milliseconds; else spawn."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    method = multiprocessing.get_context("forkserver")
    method.set_forkserver_preload(list(modules))
    return method


@contextmanager
def _script_apart() -> Iterator[None]:
    """Keep a new process from running the caller's script again: it does our work alone."""
    main = sys.modules["__main__"]
    spec, file = main.__spec__, main.__dict__.pop("__file__", None)
    main.__spec__ = None
    try:
        yield
    finally:
        main.__spec__ = spec
        if file is not None:
            main.__file__ = file


def _live(pipe: Any, begin: Callable[..., None], words: tuple[Any, ...]) -> None:
    """In the new process: leave keyboard and terminal to the parent, go when it goes, and do what comes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(signal, "SIGHUP"):
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    Thread(target=_go_with_parent, daemon=True).start()
    try:
        begin(*words)
        pipe.send_bytes(_content(READY, None))
        while _answer(pipe, pipe.recv_bytes()):
            pass
    except (EOFError, OSError):
        pass  # the parent has closed the pipe, or is gone
    except MemoryError:
        os._exit(ENOMEM)


def _answer(pipe: Any, message: bytes) -> bool:
    """Do one thing and tell how it went; whether there can be a next."""
    try:
        task, words = pickle.loads(message)  # noqa: S301 - written by our own parent
        content = _content(DONE, task(*words))
    except MemoryError as fault:
        fault.add_note(format_exc(limit=TRACE))
        pipe.send_bytes(_content(SPENT, fault))
        return False
    except BaseException as fault:  # whatever it is, it is this work's alone
        fault.add_note(format_exc(limit=TRACE))
        content = _content(RAISED, _portable(fault))
    pipe.send_bytes(content)
    return True


def _content(kind: str, told: Any) -> bytes:
    return pickle.dumps((kind, told), pickle.HIGHEST_PROTOCOL)


def _portable(fault: BaseException) -> Exception:
    """The fault if it survives the way to the parent, else its words."""
    try:
        same = pickle.loads(pickle.dumps(fault))  # noqa: S301 - just written
    except Exception:
        return RuntimeError(f"{type(fault).__name__}: {fault}")
    return same if isinstance(same, Exception) else RuntimeError(f"{type(fault).__name__}: {fault}")


def _go_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
