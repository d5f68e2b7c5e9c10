"""A crew on a Dask cluster: the same chunks, the same results, wherever they are run.

Dask sends Python objects as pickles. Whoever reaches the scheduler can run code on every worker and on this
machine; `docs/experiments.md` says how to keep a cluster to oneself. TLS is set in Dask's own configuration.
"""

import ctypes
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from hashlib import blake2b
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Timer, get_ident
from time import monotonic
from typing import Any, Generic, TypeVar

from posture.core.errors import PostureError, Refused
from posture.runs.cases import Batch
from posture.runs.identity import versions
from posture.runs.worker_pool import AHEAD, ChunkSize, Lost, Shared

Ticket = TypeVar("Ticket")
CONNECT_SECONDS = 30
COUNT_SECONDS = 2.0
FAR = ChunkSize(1.0, 1024)
"""For the machines of others: each chunk costs a journey."""
ALL = -1
"""The number of what a whole chunk shares."""
MOST_CASES = 64
"""Kept on a cluster at a time."""


class TooLong(BaseException):
    """Raised inside a chunk that is past its time limit; no run can take it for a fault of its own."""


class DaskCrew(Generic[Ticket]):
    """The workers of a cluster, as many as there are at the time.

    A worker lost in mid-run loses nothing: Dask gives its chunk to another. A chunk that costs three workers
    comes back as lost.
    """

    def __init__(self, address: str) -> None:
        try:
            from distributed import Client, Security
        except ImportError as missing:
            message = "a cluster needs Dask, which is not installed; pip install 'posture[cluster]'"
            raise PostureError(message) from missing
        if "://" not in address and not Path(address).is_file():
            message = f"there is no scheduler file '{address}'; name one, or an address like tcp://host:8786"
            raise PostureError(message)
        if address.startswith("tls://") and "ssl_context" not in _secured(Security):
            message = (
                f"'{address}' needs certificates; name them in Dask's configuration (docs/experiments.md)"
            )
            raise PostureError(message)
        where = {"address": address} if "://" in address else {"scheduler_file": address}
        try:
            connect: Any = Client
            self._client: Any = connect(**where, timeout=CONNECT_SECONDS, set_as_default=False)
        except Exception as fault:  # of many kinds, from addresses to certificates
            raise PostureError(f"no Dask scheduler answers at '{address}': {fault}") from fault
        self.chunk = FAR
        self._cases: OrderedDict[bytes, Any] = OrderedDict()
        self._back: SimpleQueue[tuple[Ticket, Any]] = SimpleQueue()
        self._counted = -COUNT_SECONDS
        self._places = AHEAD

    @property
    def places(self) -> int:
        """Two chunks for each thread of each worker; one while there is none yet."""
        if monotonic() - self._counted >= COUNT_SECONDS:
            self._counted = monotonic()
            self._places = max(1, AHEAD * sum(self._client.nthreads().values()))
        return self._places

    def give(
        self, ticket: Ticket, task: Callable[..., Any], words: tuple[Any, ...], limit: float | None
    ) -> None:
        """Hand out one chunk; Dask itself gives it again where a worker is lost."""
        light, cases = self._lightened(words)
        future = self._client.submit(guarded, task, light, limit, dict(versions()), cases, pure=False)
        future.add_done_callback(lambda done: self._back.put((ticket, done)))

    def _lightened(self, words: tuple[Any, ...]) -> tuple[tuple[Any, ...], dict[int, Any]]:
        """The words without what many chunks share, and where that is kept on the cluster, by number.

        They share the cases of batches, or their first word.
        """
        if words and isinstance(words[0], Shared):
            return (Shared(b""), *words[1:]), {ALL: self._kept(words[0].content)}
        batches = words[0] if words and isinstance(words[0], list) else []
        cases = {at: self._kept(one.case) for at, one in enumerate(batches) if isinstance(one, Batch)}
        light = [one._replace(case=b"") if at in cases else one for at, one in enumerate(batches)]
        return ((light, *words[1:]) if cases else words), cases

    def _kept(self, case: bytes) -> Any:
        """A case on the cluster, sent there once; those not asked for in a while are let go.

        It is what a task gives, which Dask does again where the worker that holds it is lost; what is
        scattered would be gone, and every chunk that needs it.
        """
        key = blake2b(case, digest_size=16).digest()
        if key not in self._cases:
            self._cases[key] = self._client.submit(bytes, case, pure=False)
        self._cases.move_to_end(key)
        while len(self._cases) > MOST_CASES:
            self._cases.popitem(last=False)
        return self._cases[key]

    def take(self, patience: float) -> tuple[Ticket, Any] | None:
        """The next result."""
        from distributed import KilledWorker

        try:
            ticket, future = self._back.get(timeout=patience)
        except Empty:
            return None
        try:
            return ticket, future.result()
        except KilledWorker as end:
            return ticket, Lost(False, f"its workers died: {end}")
        except Exception as fault:
            return ticket, fault

    def leave(self) -> None:
        """Let the cluster go; what is still out is dropped."""
        self._client.close()


def _secured(security: Any) -> dict[str, Any]:
    """What Dask's configuration says of certificates."""
    told: dict[str, Any] = security().get_connection_args("client")
    return {name: one for name, one in told.items() if one is not None}


def guarded(
    task: Callable[..., Any],
    words: tuple[Any, ...],
    limit: float | None,
    wanted: dict[str, Any],
    cases: Mapping[int, bytes] | None = None,
) -> Any:
    """In a worker: `task(*words)` with the versions of whoever asks, and within the time limit.

    `cases` are those of the batches among the words, or the first word, which were sent before.
    """
    if cases and ALL in cases:
        words = (Shared(cases[ALL]), *words[1:])
    elif cases:
        words = ([one._replace(case=cases[at]) for at, one in enumerate(words[0])], *words[1:])
    for key, value in versions().items():
        if wanted.get(key) != value:
            raise Refused(
                f"a worker's {key} is {value!r}, this side's is {wanted.get(key)!r}; install the same"
            )
    try:
        with _limited(limit):
            return task(*words)
    except TooLong:
        return Lost(True, "")


@contextmanager
def _limited(limit: float | None) -> Iterator[None]:
    """A Dask worker is not stopped for one run; its Python code is interrupted, a C library's cannot be."""
    if limit is None:
        yield
        return
    thread, interrupt = ctypes.c_ulong(get_ident()), ctypes.pythonapi.PyThreadState_SetAsyncExc
    timer = Timer(limit, interrupt, (thread, ctypes.py_object(TooLong)))
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
