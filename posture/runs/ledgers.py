"""The ledger file of a run: the critical chain of all that closed, entry by entry."""

from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from typing import NamedTuple

from posture.core.errors import StorageFault
from posture.runs.run import Replication

LEDGER = "ledger.parquet"


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
    """The file's content, sorted by replication, subject and position; names of places by key."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    columns = list(zip(*booked(done, places), strict=True)) or [()] * len(Booked._fields)
    whole = {"replication", "position", "seconds"}
    table = pa.table(
        {
            name: pa.array(column, pa.int64() if name in whole else pa.string())
            for name, column in zip(Booked._fields, columns, strict=True)
        }
    )
    buffer = BytesIO()
    pq.write_table(table, buffer, write_page_checksum=True)
    return buffer.getvalue()


def booked(done: Sequence[Replication], places: Mapping[str, str]) -> Iterator[Booked]:
    """Every entry, sorted by replication, subject and position; `places` names places by key."""
    for one in sorted(done, key=lambda one: one.replication):
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
