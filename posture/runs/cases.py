"""Cases: a point made ready once, sent to workers as bytes, and run there many times."""

import gc
import json
import pickle
import zlib
from array import array
from collections import OrderedDict
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import gettempdir
from time import perf_counter
from traceback import format_exc
from typing import IO, NamedTuple, TypeAlias

from posture.core.collector import collector_at_rest
from posture.core.errors import ModelFault, PostureError, Refused
from posture.core.storage import storage
from posture.experiments.points import stack
from posture.outcomes.ledger import Accounts, LedgerEntry
from posture.runs.dispatch import place_of
from posture.runs.run import Daily, Replication, replicate
from posture.runs.simulate import Prepared, prepare
from posture.scenario import settle
from posture.scenario.loading import Override, Stack
from posture.scenario.shared_plans import sharing_plans

Task: TypeAlias = Callable[[Prepared, int, int], Replication]
"""What makes one run of a case, a seed and a replication; importable by name."""
Keys: TypeAlias = tuple[tuple[str, str], ...]
DONE, FAILED, MISTAKEN, TIMED_OUT, CRASHED = "done", "failed", "mistaken", "timed out", "crashed"
"""How a run ends; mistaken is one whose scenario the user can mend."""
MOST_HELD = 64
MOST_BYTES = 64_000_000

_held: "OrderedDict[str, tuple[Prepared, int]]" = OrderedDict()
"""In a worker: the cases it ran last, by key, with the size of what they were sent as."""
_keys: dict[Keys, Keys] = {}
"""In a worker: each tuple of (measure, subject) once, so that a chunk of results holds it once."""


class Wanted(NamedTuple):
    """A point to make ready: the scenario, its changes, and which content its files must have."""

    scenario: str
    ground: tuple[str, ...]
    changes: tuple[Override, ...]
    sources: tuple[str, ...]


class Batch(NamedTuple):
    """Some replications of one point, with all that a worker needs for them."""

    point: int
    key: str
    seed: int
    replications: tuple[int, ...]
    case: bytes


class Outcome(NamedTuple):
    """One run that is over; `values` are little-endian doubles in the order of `keys`."""

    point: int
    replication: int
    seed: int
    status: str
    fingerprint: str = ""
    rows: int = 0
    keys: Keys = ()
    values: bytes = b""
    books: bytes = b""
    message: str = ""
    trace: str = ""
    seconds: float = 0.0


def build(wanted: Wanted) -> bytes:
    """A point validated and prepared, as bytes; `Faults` where its settings are wrong."""
    with sharing_plans():
        return as_bytes(prepare(settle(_below(wanted), wanted.changes).scenario))


def validated(wanted: Wanted) -> bytes:
    """A point held to all that a scenario is held to, and not prepared; `Faults` as `build` tells them."""
    with sharing_plans():
        settle(_below(wanted), wanted.changes)
    return b""


def _below(wanted: Wanted) -> Stack:
    below = stack(wanted.scenario, wanted.ground)
    if tuple(source.sha256 for source in below.sources) != wanted.sources:
        raise Refused(f"a file of '{wanted.scenario}' was changed while the study began; start it again")
    return below


def as_bytes(prepared: Prepared) -> bytes:
    """A case as it is sent to workers."""
    return pickle.dumps(prepared)


class Kept(NamedTuple):
    """What the journal keeps of a run beside its answers: its books, and what it tells day by day."""

    ledger: Accounts
    daily: Daily


def packed(one: Replication) -> bytes:
    """Books and days of a run as the journal keeps them."""
    return zlib.compress(json.dumps([one.ledger, one.daily]).encode())


def unpacked(books: bytes) -> Kept:
    """The books and days that the journal keeps; none of a run without."""
    if not books:
        return Kept({}, {})
    ledger, daily = json.loads(zlib.decompress(books))
    told = {subject: tuple(map(LedgerEntry._make, entries)) for subject, entries in ledger.items()}
    return Kept(told, daily)


def build_all(wanted: Sequence[Wanted]) -> list[bytes | PostureError]:
    """Points made ready one by one, each as bytes or as what is wrong with it."""
    return [_attempted(build, one) for one in wanted]


def validate_all(wanted: Sequence[Wanted]) -> list[bytes | PostureError]:
    """Points validated one by one: nothing, or what is wrong with it."""
    return [_attempted(validated, one) for one in wanted]


def _attempted(task: Callable[[Wanted], bytes], wanted: Wanted) -> bytes | PostureError:
    try:
        return task(wanted)
    except PostureError as fault:
        return fault


def run_batches(batches: Sequence[Batch], task: Task = replicate, books: bool = False) -> list[Outcome]:
    """Every replication of every batch; what goes wrong in one is its alone, but for a lack of memory."""
    return [_run(one, replication, task, books) for one in batches for replication in one.replications]


def _run(batch: Batch, replication: int, task: Task, books: bool) -> Outcome:
    begin = perf_counter()
    failed = Outcome(batch.point, replication, batch.seed, FAILED)
    try:
        told = task(_case(batch), batch.seed, replication)
        keys = tuple((measure, subject) for measure, subject, _ in told.values)
        values = array("d", (value for _, _, value in told.values))
    except MemoryError:
        _held.clear()
        raise  # nobody knows whose it is until each is tried by itself
    except PostureError as fault:
        status = FAILED if isinstance(fault, ModelFault) else MISTAKEN
        return failed._replace(status=status, message=str(fault), trace=format_exc())
    except (Exception, SystemExit) as fault:  # whatever it is, it is this run's alone
        message = f"{type(fault).__name__}: {fault}{place_of(fault)}"
        return failed._replace(message=message, trace=format_exc())
    return failed._replace(
        status=DONE,
        fingerprint=told.fingerprint,
        rows=told.rows,
        keys=_keys.setdefault(keys, keys),
        values=values.tobytes(),
        books=packed(told) if books else b"",
        seconds=perf_counter() - begin,
    )


def _case(batch: Batch) -> Prepared:
    """The case of a batch, kept for the next batch of the same point."""
    held = _held.get(batch.key)
    if held is not None:
        _held.move_to_end(batch.key)
        return held[0]
    with collector_at_rest():
        prepared: Prepared = pickle.loads(batch.case)  # noqa: S301 - from our own parent
    gc.freeze()  # a case lives for many runs: the collector need not look through it after each
    _held[batch.key] = (prepared, len(batch.case))
    while len(_held) > MOST_HELD or sum(size for _, size in _held.values()) > MOST_BYTES:
        _held.popitem(last=False)
    return prepared


def forget() -> None:
    """In a process that runs cases of several studies itself: keep none of those before."""
    _held.clear()


class Cases:
    """In the parent: the cases of all points in one nameless file, which vanishes with the process."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._places: dict[int, tuple[int, int]] = {}

    def __contains__(self, point: int) -> bool:
        return point in self._places

    def put(self, point: int, content: bytes) -> None:
        """Keep the case of a point."""
        with storage(Path(gettempdir()), "cannot keep a file in", "set TMPDIR elsewhere"):
            at = self._file.seek(0, 2)
            self._file.write(content)
        self._places[point] = (at, len(content))

    def get(self, point: int) -> bytes:
        """The case of a point."""
        at, size = self._places[point]
        self._file.seek(at)
        return self._file.read(size)
