"""The daily series of a run as a file: of each replication and subject a number for each whole day."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import IO, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from posture.core.daily_series import Days
from posture.core.errors import StorageFault
from posture.outcomes import SERIES
from posture.runs.rows_file import RowsFile
from posture.runs.run import Replication
from posture.stats.estimates import HIGH_PERCENT, LOW_PERCENT

DAILY = "daily.parquet"
CHUNK = 2_000
"""Rows, each of as many numbers as the run has days, that are held at once while the file is written."""
Numbers = NDArray[np.float64]
DailyRuns = Mapping[tuple[str, str], Numbers]
"""By series and subject: a row a replication, in their order, a column a day."""


class DailyRow(NamedTuple):
    """What one replication tells of one subject; `values[0]` is the first day of the run."""

    replication: int
    series: str
    subject: str
    unit: str
    values: Days


class Bands(NamedTuple):
    """Of each day the 10 % quantile, the median and the 90 % quantile of the runs."""

    low: Numbers
    median: Numbers
    high: Numbers


def rows(one: Replication) -> Iterator[DailyRow]:
    """Every list of a replication, sorted by series and subject."""
    for name, subjects in sorted(one.daily.items()):
        for subject, values in sorted(subjects.items()):
            yield DailyRow(one.replication, name, subject, SERIES[name].unit, values)


def daily_series_file(to: IO[bytes]) -> RowsFile:
    """A file to add the lists of each replication to; to have a row a day, `explode("values")` it."""
    import pyarrow as pa

    kinds = ("int64", "string", "string", "string", pa.list_(pa.float64()))
    return RowsFile(to, dict(zip(DailyRow._fields, kinds, strict=True)), CHUNK, compression="zstd")


def daily_rows(content: bytes) -> list[DailyRow]:
    """What a file of daily series holds, as it was written."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        table = pq.read_table(BytesIO(content), page_checksum_verification=True)
        columns: list[list[Any]] = [table.column(name).to_pylist() for name in DailyRow._fields]
    except (pa.ArrowException, KeyError, OSError) as fault:
        raise StorageFault(f"{DAILY} cannot be read: {fault}; run again") from fault
    return list(map(DailyRow._make, zip(*columns, strict=True)))


def daily_runs(content: bytes) -> DailyRuns:
    """The same by series and subject.

    Who is not told of in a replication had nothing that day; of a watch, nothing was wanted.
    """
    told = daily_rows(content)
    numbers = {number: at for at, number in enumerate(sorted({row.replication for row in told}))}
    grouped: defaultdict[tuple[str, str], list[DailyRow]] = defaultdict(list)
    for row in told:
        grouped[row.series, row.subject].append(row)
    found = {}
    for (name, subject), mine in sorted(grouped.items()):
        nothing = np.nan if name in SERIES and SERIES[name].watch else 0.0
        grid = np.full((len(numbers), len(mine[0].values)), nothing)
        for row in mine:
            grid[numbers[row.replication]] = row.values
        found[name, subject] = grid
    return found


def bands(grid: Numbers) -> Bands:
    """The middle 80 % of the runs, day by day; not a number where no run tells anything of a day."""
    wanted = ~np.isnan(grid).all(axis=0)
    found = [np.full(grid.shape[1], np.nan) for _ in Bands._fields]
    if wanted.any():
        told = grid[:, wanted]
        found[0][wanted] = np.nanquantile(told, LOW_PERCENT / 100, axis=0, method="inverted_cdf")
        found[1][wanted] = np.nanmedian(told, axis=0)
        found[2][wanted] = np.nanquantile(told, HIGH_PERCENT / 100, axis=0, method="inverted_cdf")
    return Bands(*found)
