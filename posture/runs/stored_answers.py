"""Answers of a stored run: columns in which each name stands once, read row by row or some measures alone."""

from collections.abc import Collection, Iterable, Iterator
from functools import partial
from io import BytesIO
from typing import Any

from posture.core.read_anew import ReadAnew
from posture.runs.cases import DONE
from posture.stats.estimates import Answer

AT_ONCE = 10_000
"""Rows that are made at a time."""
NAMES = ["measure", "subject", "unit", "status"]


class StoredAnswers(ReadAnew[Answer]):
    """The answers of all replications that are done, from the content of `measures.parquet`."""

    def __init__(self, content: bytes) -> None:
        import pyarrow.parquet as pq

        wanted = [*Answer._fields, "status"]
        table = pq.read_table(
            BytesIO(content), columns=wanted, page_checksum_verification=True, read_dictionary=NAMES
        )
        self._table = _where(table, "status", [DONE]).select(Answer._fields)
        super().__init__(partial(_rows, self._table), self._table.num_rows)

    def of(self, measures: Collection[str]) -> Iterator[Answer]:
        """Those of some measures, in the same order."""
        return _rows(_where(self._table, "measure", list(measures)))


def answers_of(rows: Iterable[Answer], measures: Collection[str]) -> Iterator[Answer]:
    """The answers of some measures; of a stored run no others are made."""
    if isinstance(rows, StoredAnswers):
        return rows.of(measures)
    return (row for row in rows if row.measure in measures)


def _where(table: Any, column: str, values: list[str]) -> Any:
    import pyarrow as pa
    import pyarrow.compute as pc

    return table.filter(
        pc.is_in(table.column(column).cast("string"), value_set=pa.array(values, pa.string()))
    )


def _rows(table: Any) -> Iterator[Answer]:
    for batch in table.to_batches(max_chunksize=AT_ONCE):
        yield from map(Answer._make, zip(*(column.to_pylist() for column in batch.columns), strict=True))
