"""The ledger file of a run: the critical chain of all that closed, entry by entry."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from io import BytesIO
from itertools import islice
from typing import IO, Any, NamedTuple

from posture.core.errors import StorageFault
from posture.core.read_anew import ReadAnew
from posture.runs.run import Replication

LEDGER = "ledger.parquet"
CHUNK = 10_000
"""Rows that are held at once while the file is written."""


class Booked(NamedTuple):
    """One entry of one chain in one replication; `place` is the name of `where`, if that is a place."""

    replication: int
    subject: str
    position: int
    who: str
    cause: str
    where: str
    place: str
    seconds: int


Ledgers = Mapping[str, Mapping[int, tuple[Booked, ...]]]
"""By subject and replication: its chain, in order of time."""


def parquet(done: Sequence[Replication], places: Mapping[str, str]) -> bytes:
    """The content of a ledger file, where it is wanted without one."""
    buffer = BytesIO()
    write_parquet(buffer, done, places)
    return buffer.getvalue()


def write_parquet(to: IO[bytes], done: Sequence[Replication], places: Mapping[str, str]) -> None:
    """Write the file, sorted by replication, subject and position; names of places by key."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    whole = {"replication", "position", "seconds"}
    schema = pa.schema([(name, pa.int64() if name in whole else pa.string()) for name in Booked._fields])
    with pq.ParquetWriter(to, schema, write_page_checksum=True) as file:
        for columns in in_chunks(booked(done, places), CHUNK):
            file.write_table(pa.table(dict(zip(Booked._fields, columns, strict=True)), schema))


def in_order(done: Sequence[Replication]) -> Sequence[Replication]:
    """By their number; those of a journal come so, and to sort them would hold all at once."""
    return done if isinstance(done, ReadAnew) else sorted(done, key=lambda one: one.replication)


def in_chunks(rows: Iterable[tuple[Any, ...]], most: int) -> Iterator[tuple[tuple[Any, ...], ...]]:
    """Rows as columns, so many rows at a time: what a file is written from without holding all of it."""
    left = iter(rows)
    while some := list(islice(left, most)):
        yield tuple(zip(*some, strict=True))


def booked(done: Sequence[Replication], places: Mapping[str, str]) -> Iterator[Booked]:
    """Every entry, sorted by replication, subject and position; `places` names places by key."""
    for one in in_order(done):
        for subject, entries in sorted(one.ledger.items()):
            for position, (who, cause, where, seconds) in enumerate(entries):
                place = places.get(where, "")
                yield Booked(one.replication, subject, position, who, cause, where, place, seconds)


def ledgers(content: bytes) -> Ledgers:
    """What a ledger file holds; one that is no sound Parquet, or lacks a column, is a fault of storage."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        table = pq.read_table(BytesIO(content), page_checksum_verification=True)
        columns = [table.column(name).to_pylist() for name in Booked._fields]
    except (pa.ArrowException, KeyError, OSError) as fault:
        raise StorageFault(f"{LEDGER} cannot be read: {fault}; run again") from fault
    found: dict[str, dict[int, list[Booked]]] = {}
    for row in map(Booked._make, zip(*columns, strict=True)):
        found.setdefault(row.subject, {}).setdefault(row.replication, []).append(row)
    return {
        subject: {replication: tuple(rows) for replication, rows in chains.items()}
        for subject, chains in found.items()
    }
