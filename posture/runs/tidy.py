"""The tidy table of a study: a row for each point, replication, measure and subject, many runs at a time."""

import csv
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from io import StringIO
from math import nan
from typing import IO, Any, NamedTuple, TypeAlias

from posture.core.csv_text import guarded
from posture.outcomes import MEASURES
from posture.runs.cases import DONE, Keys
from posture.runs.journal import MOST_FORMS, Stored

HEAD = ("point", "replication", "measure", "subject", "value", "unit", "status")
GROUP = 10_000
"""Rows in a block."""

Wants: TypeAlias = Callable[[str, str], bool]


class Form(NamedTuple):
    """What the rows of one kind of run have in common: which values are wanted, and the cells around them."""

    places: list[int]
    measures: list[str]
    subjects: list[str]
    units: list[str]
    before: list[str]
    after: list[str]


@dataclass
class Block:
    """Rows of many runs, column by column and as lines of CSV."""

    points: list[int] = field(default_factory=list)
    replications: list[int] = field(default_factory=list)
    measures: list[str] = field(default_factory=list)
    subjects: list[str] = field(default_factory=list)
    values: list[float] = field(default_factory=list)
    units: list[str] = field(default_factory=list)
    statuses: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)

    def add(self, run: Stored, form: Form) -> None:
        """The rows of one run; one that failed has a single row, of no measure and not a number."""
        values = run.values[form.places].tolist() if run.status == DONE else [nan]
        self.points += [run.point] * len(values)
        self.replications += [run.replication] * len(values)
        self.measures += form.measures
        self.subjects += form.subjects
        self.values += values
        self.units += form.units
        self.statuses += [run.status] * len(values)
        begin, end = f"{run.point},{run.replication},", f",{run.status}\n"
        self.lines += [
            f"{begin}{before}{value!r}{after}{end}"
            for before, value, after in zip(form.before, values, form.after, strict=True)
        ]

    def columns(self) -> tuple[Sequence[Any], ...]:
        """The columns, in the order of `HEAD`."""
        named = (self.points, self.replications, self.measures, self.subjects)
        return (*named, self.values, self.units, self.statuses)


def blocks(runs: Iterator[Stored], wants: Wants) -> Iterator[Block]:
    """The table in the order of the runs; within a run as its answers are sorted."""
    forms: dict[Keys, Form] = {}
    block = Block()
    for run in runs:
        keys = run.keys if run.status == DONE else ()
        if keys not in forms:
            if len(forms) >= MOST_FORMS:
                forms.clear()
            forms[keys] = _form(keys, wants)
        block.add(run, forms[keys] if run.status == DONE else FAILED_FORM)
        if len(block.lines) >= GROUP:
            yield block
            block = Block()
    yield block


def _form(keys: Keys, wants: Wants) -> Form:
    wanted = [(place, *key) for place, key in enumerate(keys) if wants(*key)]
    measures, subjects = [measure for _, measure, _ in wanted], [subject for _, _, subject in wanted]
    units = [MEASURES[measure].unit if measure in MEASURES else "" for measure in measures]
    before = [_quoted(measure, subject) for measure, subject in zip(measures, subjects, strict=True)]
    return Form(
        [place for place, _, _ in wanted], measures, subjects, units, before, [f",{one}" for one in units]
    )


FAILED_FORM = Form([0], [""], [""], [""], [",,"], [","])


def _quoted(*cells: str) -> str:
    """Cells as CSV has them, with a comma after each."""
    text = StringIO()
    csv.writer(text, lineterminator="").writerow((*map(guarded, cells), ""))
    return text.getvalue()


class TidyParquet:
    """The Parquet file of the table, block by block."""

    def __init__(self, file: IO[bytes]) -> None:
        import pyarrow as pa
        import pyarrow.parquet as pq

        self._arrow = pa
        self._kinds = (
            pa.int64(),
            pa.int64(),
            pa.string(),
            pa.string(),
            pa.float64(),
            pa.string(),
            pa.string(),
        )
        self._schema = pa.schema(list(zip(HEAD, self._kinds, strict=True)))
        self._writer = pq.ParquetWriter(file, self._schema, write_page_checksum=True)

    def add(self, block: Block) -> None:
        """Write one block."""
        arrays = [
            self._arrow.array(one, kind) for one, kind in zip(block.columns(), self._kinds, strict=True)
        ]
        if block.lines:
            self._writer.write_table(self._arrow.Table.from_arrays(arrays, schema=self._schema))

    def close(self) -> None:
        """Write the end of the file."""
        self._writer.close()
