"""The ledger file of a run: the critical chain of all that closed, entry by entry."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import pairwise
from typing import IO, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from posture.core.errors import StorageFault
from posture.core.read_anew import ReadAnew
from posture.runs.rows_file import RowsFile
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


NUMBERS = ("replication", "position", "seconds")
NAMES = [name for name in Booked._fields if name not in NUMBERS]
Whole = NDArray[np.integer[Any]]
Ledgers = Mapping[str, Mapping[int, tuple[Booked, ...]]]
"""By subject and replication: its chain, in order of time."""


def parquet(done: Sequence[Replication], places: Mapping[str, str]) -> bytes:
    """The content of a ledger file, where it is wanted without one."""
    buffer = BytesIO()
    with ledger_file(buffer) as file:
        for one in in_order(done):
            file.add(booked(one, places))
    return buffer.getvalue()


def ledger_file(to: IO[bytes]) -> RowsFile:
    """A ledger file to add the entries of each replication to, in their order."""
    kinds = {name: "int64" if name in NUMBERS else "string" for name in Booked._fields}
    return RowsFile(to, kinds, CHUNK)


def in_order(done: Sequence[Replication]) -> Sequence[Replication]:
    """By their number; those of a journal come so, and to sort them would hold all at once."""
    return done if isinstance(done, ReadAnew) else sorted(done, key=lambda one: one.replication)


def booked(one: Replication, places: Mapping[str, str]) -> Iterator[Booked]:
    """Every entry of a replication, sorted by subject and position; `places` names places by key."""
    for subject, entries in sorted(one.ledger.items()):
        for position, (who, cause, where, seconds) in enumerate(entries):
            place = places.get(where, "")
            yield Booked(one.replication, subject, position, who, cause, where, place, seconds)


def ledgers(content: bytes) -> Ledgers:
    """What a ledger file holds; one that is no sound Parquet, or lacks a column, is a fault of storage."""
    columns = _columns(content)
    begin = np.flatnonzero(columns.position == 0)
    bounds = [*begin.tolist(), len(columns.position)]
    subjects = map(columns.names["subject"].__getitem__, columns.codes["subject"][begin].tolist())
    found: dict[str, dict[int, slice]] = {}
    for subject, replication, of in zip(
        subjects, columns.replication[begin].tolist(), pairwise(bounds), strict=True
    ):
        found.setdefault(subject, {})[replication] = slice(*of)
    return {subject: SubjectChains(columns, of) for subject, of in found.items()}


def in_file(content: bytes) -> Sequence[Booked]:
    """Every entry of a ledger file, in its order, each made when it is come to."""
    columns = _columns(content)
    return ReadAnew(lambda: columns.rows(slice(None)), len(columns.position))


@dataclass(frozen=True, slots=True)
class LedgerColumns:
    """A ledger file as columns; of names a number a row, so that each name is held once."""

    names: Mapping[str, Sequence[str]]
    codes: Mapping[str, Whole]
    replication: Whole
    position: Whole
    seconds: Whole

    def rows(self, of: slice) -> Iterator[Booked]:
        """Some rows of it."""
        begin, end, _ = of.indices(len(self.position))
        for at in range(begin, end, CHUNK):
            some = slice(at, min(at + CHUNK, end))
            yield from map(
                Booked._make, zip(*(self._cells(name, some) for name in Booked._fields), strict=True)
            )

    def _cells(self, name: str, of: slice) -> Iterable[Any]:
        if name in self.codes:
            return map(self.names[name].__getitem__, self.codes[name][of].tolist())
        cells: list[int] = getattr(self, name)[of].tolist()
        return cells


class SubjectChains(Mapping[int, tuple[Booked, ...]]):
    """The chains of one subject by replication, each made of the columns when it is asked for."""

    def __init__(self, columns: LedgerColumns, of: Mapping[int, slice]) -> None:
        self._columns = columns
        self._of = of

    def __getitem__(self, replication: int) -> tuple[Booked, ...]:
        return tuple(self._columns.rows(self._of[replication]))

    def __iter__(self) -> Iterator[int]:
        return iter(self._of)

    def __len__(self) -> int:
        return len(self._of)


def _columns(content: bytes) -> LedgerColumns:
    """Column by column, each in as few bytes a row as hold it."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    def column(name: str, **how: Any) -> Any:
        table = pq.read_table(BytesIO(content), columns=[name], page_checksum_verification=True, **how)
        return table.unify_dictionaries().column(name)

    try:
        coded = {name: column(name, read_dictionary=[name]).combine_chunks() for name in NAMES}
        names = {name: one.dictionary.to_pylist() for name, one in coded.items()}
        codes = {name: _small(coded.pop(name).indices.to_numpy()) for name in NAMES}
        return LedgerColumns(names, codes, *(_small(column(name).to_numpy()) for name in NUMBERS))
    except (pa.ArrowException, KeyError, OSError) as fault:
        raise StorageFault(f"{LEDGER} cannot be read: {fault}; run again") from fault


def _small(whole: Whole) -> Whole:
    return whole.astype(np.min_scalar_type(whole.max(initial=0)))
