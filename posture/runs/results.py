"""The tables of a run or a study, made from its journal: sorted, hashed, each written whole or not at all."""

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from io import StringIO
from itertools import islice
from pathlib import Path
from typing import Any

from posture import __version__
from posture.core.csv_text import guarded
from posture.core.storage import hash_of, placed, storage, write
from posture.experiments.points import cell_text
from posture.runs.journal import Journal, PointEntry, Stored
from posture.runs.tidy import HEAD, TidyParquet, Wants, blocks
from posture.scenario.loading import Node, TableLayer
from posture.scenario.resolved import resolved

DESIGN, RUNS, MEASURES, PARQUET = "design.csv", "runs.csv", "measures.csv", "measures.parquet"
SCENARIO = "scenario.yaml"
FAILURES = "failures"


def write_design(folder: Path, columns: Sequence[str], entries: Sequence[PointEntry]) -> str:
    """Write `design.csv`; its hash."""
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("point", *map(guarded, columns)))
    for one in entries:
        writer.writerow((one.point, *(guarded(cell_text(one.cells.get(name))) for name in columns)))
    return write(folder / DESIGN, text.getvalue().encode())


def write_scenario(folder: Path, tree: Node, layers: Iterable[TableLayer], command: str) -> str:
    """Write what was run as one scenario file; its hash."""
    remarks = (
        "What was run here, as one file: of it what ships with posture stands under it by name.",
        f"posture {__version__}; the same again, beside this file: {command}",
    )
    return write(folder / SCENARIO, resolved(tree, layers, remarks).encode())


def write_results(folder: Path, journal: Journal, enough: Mapping[int, int], wants: Wants) -> dict[str, str]:
    """Write `measures.csv`, `measures.parquet` and `runs.csv`; the hash of each.

    Of each point only the replications below `enough` count, so results depend on what is asked, not on what
    else was once run.
    """

    def runs() -> Iterator[Stored]:
        return (one for one in journal.runs() if one.replication < enough.get(one.point, 0))

    written = {RUNS: _written_lines(folder / RUNS, _runs(runs()))}
    digest = sha256()
    with placed(folder / MEASURES) as file, placed(folder / PARQUET) as other:
        table = TidyParquet(other)
        for number, block in enumerate(blocks(runs(), wants)):
            head = f"{','.join(HEAD)}\n" if number == 0 else ""
            content = f"{head}{''.join(block.lines)}".encode()
            digest.update(content)
            file.write(content)
            table.add(block)
        table.close()
    written |= {MEASURES: digest.hexdigest(), PARQUET: hash_of(folder / PARQUET)}
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
    with placed(path) as file:
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
