"""The results of a study, made from its journal: sorted tables, hashed, each written whole or not at all."""

import csv
import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from hashlib import sha256
from io import StringIO
from itertools import islice
from math import nan
from pathlib import Path
from typing import IO, Any, NamedTuple, TypeAlias

from posture.ground.errors import StorageFault
from posture.outcomes import MEASURES
from posture.study.cases import DONE
from posture.study.journal import Entry, Journal, Stored
from posture.study.points import cell_text

MANIFEST, DESIGN, RUNS, RESULTS, PARQUET = (
    "manifest.json",
    "design.csv",
    "runs.csv",
    "results.csv",
    "results.parquet",
)
FAILURES = "failures"
PART = ".part"
GROUP = 50_000
HEAD = ("point", "replication", "measure", "subject", "value", "unit", "status")

Wants: TypeAlias = Callable[[str, str], bool]


class Result(NamedTuple):
    """One answer of one run, infinite if it never finished.

    A failed run has one row, of no measure, with no number and its status.
    """

    point: int
    replication: int
    measure: str
    subject: str
    value: float
    unit: str
    status: str


def write_design(folder: Path, columns: Sequence[str], entries: Sequence[Entry]) -> str:
    """Write `design.csv`; its hash."""
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("point", *columns))
    writer.writerows((one.point, *(cell_text(one.cells.get(name)) for name in columns)) for one in entries)
    return write(folder / DESIGN, text.getvalue().encode())


def write_results(folder: Path, journal: Journal, enough: Mapping[int, int], wants: Wants) -> dict[str, str]:
    """Write `results.csv`, `results.parquet` and `runs.csv`; the hash of each.

    Of each point only the replications below `enough` count, so results depend on what is asked, not on what
    else was once run.
    """

    def runs() -> Iterator[Stored]:
        return (one for one in journal.runs() if one.replication < enough.get(one.point, 0))

    written = {
        RUNS: _written_lines(folder / RUNS, _runs(runs())),
        RESULTS: _written_lines(folder / RESULTS, _lines(HEAD, _results(runs(), wants))),
    }
    with _placed(folder / PARQUET) as file:
        _write_parquet(file, _results(runs(), wants))
    written[PARQUET] = _hash(folder / PARQUET)
    return dict(sorted(written.items()))


def _results(runs: Iterator[Stored], wants: Wants) -> Iterator[Result]:
    for run in runs:
        if run.status != DONE:
            yield Result(run.point, run.replication, "", "", nan, "", run.status)
            continue
        for (measure, subject), number in zip(run.keys, run.values, strict=True):
            if wants(measure, subject):
                answer = (measure, subject, float(number), _unit(measure))
                yield Result(run.point, run.replication, *answer, DONE)


def _unit(measure: str) -> str:
    return MEASURES[measure].unit if measure in MEASURES else ""


def _runs(runs: Iterator[Stored]) -> Iterator[str]:
    head = ("point", "replication", "status", "seed", "fingerprint", "rows")
    return _lines(
        head, ((one.point, one.replication, one.status, one.seed, one.fingerprint, one.rows) for one in runs)
    )


def _lines(head: Sequence[str], rows: Iterator[tuple[object, ...]]) -> Iterator[str]:
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(head)
    while some := list(islice(rows, 1000)):
        writer.writerows(some)
        yield text.getvalue()
        text.seek(0)
        text.truncate()
    yield text.getvalue()


def _written_lines(path: Path, parts: Iterator[str]) -> str:
    digest = sha256()
    with _placed(path) as file:
        for part in parts:
            content = part.encode()
            digest.update(content)
            file.write(content)
    return digest.hexdigest()


def _write_parquet(file: IO[bytes], results: Iterator[Result]) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    kinds = (pa.int64(), pa.int64(), pa.string(), pa.string(), pa.float64(), pa.string(), pa.string())
    schema = pa.schema(list(zip(HEAD, kinds, strict=True)))
    with pq.ParquetWriter(file, schema, write_page_checksum=True) as writer:
        while some := list(islice(results, GROUP)):
            columns = zip(*some, strict=True)
            arrays = [pa.array(column, kind) for column, kind in zip(columns, kinds, strict=True)]
            writer.write_table(pa.Table.from_arrays(arrays, schema=schema))


def write_failures(folder: Path, runs: Sequence[Any], command: Callable[[int, int], str]) -> None:
    """A text for each run that failed: what happened, its seed, and the command that repeats it."""
    for run in runs:
        place = folder / FAILURES / f"p{run.point:05d}-r{run.replication:05d}.txt"
        lines = [
            f"point {run.point}, replication {run.replication}, seed {run.seed}: {run.status}",
            run.message,
            f"again with: {command(run.point, run.replication)}",
            "",
            run.trace,
        ]
        with storage(folder):
            place.parent.mkdir(exist_ok=True)
        write(place, "\n".join(lines).encode())


def write(path: Path, content: bytes) -> str:
    """Write a file whole or not at all; its hash."""
    with _placed(path) as file:
        file.write(content)
    return sha256(content).hexdigest()


def write_manifest(folder: Path, told: Mapping[str, Any]) -> None:
    """Write `manifest.json`."""
    write(folder / MANIFEST, f"{json.dumps(told, indent=2, ensure_ascii=False)}\n".encode())


@contextmanager
def _placed(path: Path) -> Iterator[IO[bytes]]:
    """A file that takes its place once it is written and on the disk."""
    part = path.with_name(path.name + PART)
    with storage(path.parent):
        try:
            with part.open("wb") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)


@contextmanager
def storage(folder: Path) -> Iterator[None]:
    """A fault of the disk, told as one."""
    try:
        yield
    except OSError as fault:
        raise StorageFault(
            f"cannot write {folder}: {fault.strerror or fault}; what was committed is intact"
        ) from fault


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        digest = sha256()
        while part := file.read(1 << 20):
            digest.update(part)
    return digest.hexdigest()
