"""The results of a study, made from its journal: sorted tables, hashed, each written whole or not at all."""

import csv
import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from hashlib import sha256
from io import StringIO
from itertools import islice
from pathlib import Path
from typing import IO, Any

from posture.core.errors import StorageFault
from posture.experiments.points import cell_text
from posture.runs.journal import Journal, PointEntry, Stored
from posture.runs.tidy import HEAD, TidyParquet, Wants, blocks

MANIFEST, DESIGN, RUNS, RESULTS, PARQUET = (
    "manifest.json",
    "design.csv",
    "runs.csv",
    "results.csv",
    "results.parquet",
)
FAILURES = "failures"
PART = ".part"


def write_design(folder: Path, columns: Sequence[str], entries: Sequence[PointEntry]) -> str:
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

    written = {RUNS: _written_lines(folder / RUNS, _runs(runs()))}
    digest = sha256()
    with _placed(folder / RESULTS) as file, _placed(folder / PARQUET) as other:
        table = TidyParquet(other)
        for number, block in enumerate(blocks(runs(), wants)):
            head = f"{','.join(HEAD)}\n" if number == 0 else ""
            content = f"{head}{''.join(block.lines)}".encode()
            digest.update(content)
            file.write(content)
            table.add(block)
        table.close()
    written |= {RESULTS: digest.hexdigest(), PARQUET: _hash(folder / PARQUET)}
    return dict(sorted(written.items()))


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
