"""A Parquet file written row by row: so many rows are held at once, never all of them."""

from collections.abc import Iterable, Mapping
from types import TracebackType
from typing import IO, Any, Self


class RowsFile:
    """The file while it is written; `kinds` are the types of its columns, by name, as pyarrow calls them.

    Of a column of lists the type is pyarrow's own.
    """

    def __init__(
        self, to: IO[bytes], kinds: Mapping[str, Any], most: int, compression: str = "snappy"
    ) -> None:
        import pyarrow as pa
        import pyarrow.parquet as pq

        self._arrow = pa
        self._schema = pa.schema(list(kinds.items()))
        self._writer = pq.ParquetWriter(to, self._schema, compression=compression, write_page_checksum=True)
        self._most = most
        self._rows: list[tuple[Any, ...]] = []

    def add(self, rows: Iterable[tuple[Any, ...]]) -> None:
        """Rows that follow those before."""
        self._rows += rows
        if len(self._rows) >= self._most:
            self._write()

    def _write(self) -> None:
        columns = zip(*self._rows, strict=True)
        arrays = [self._arrow.array(one, kind.type) for one, kind in zip(columns, self._schema, strict=True)]
        self._writer.write_table(self._arrow.Table.from_arrays(arrays, schema=self._schema))
        self._rows.clear()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._rows and fault is None:
            self._write()
        self._writer.close()
