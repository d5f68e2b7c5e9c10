"""Tables with sources: CSV rows, and the layer of figures that lies under every scenario."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from io import BytesIO, StringIO
from pathlib import Path
from typing import NamedTuple
from zipfile import BadZipFile

from posture.core.csv_text import unguarded
from posture.core.findings import did_you_mean
from posture.scenario.loading.faults import Mark, dotted, short
from posture.scenario.loading.files import LARGEST, Intake, Source, read_text
from posture.scenario.loading.merge import merge
from posture.scenario.loading.overrides import split_path
from posture.scenario.loading.yaml_nodes import Node, Scalar, plain_value

COLUMNS = ("path", "low", "typical", "high", "unit", "use", "basis", "source", "as_of", "confidence")
SEPARATORS = {";": "';'", "\t": "tabs", "|": "'|'"}
"""What parts cells elsewhere, and what to call it."""
NEARLY = 0.7
"""Share of its letters that a misspelt column has in common with the one that is meant."""
BARE = ("", "count", "share")
CONFIDENCES = ("seen", "general", "assumed")
LONGEST_CELL = 10_000
WORKBOOK = ".xlsx"
NO_HEADER = "there is no header; write the column names in the first row"


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a table as its row has it, at one dotted path, with where it comes from."""

    path: str
    low: str
    typical: str
    high: str
    unit: str
    use: str
    basis: str
    source: str
    as_of: str
    confidence: str
    file: str
    line: int

    @property
    def mark(self) -> Mark:
        """The row."""
        return Mark(self.file, self.line, 1)


class TableLayer(NamedTuple):
    """A tree to lie under a scenario, its figures, the files that were read for it, and whether it ships."""

    node: Node
    figures: tuple[Figure, ...] = ()
    sources: tuple[Source, ...] = ()
    ships: bool = False


def rows(
    path: Path, columns: Sequence[str] = (), shown: str = "", optional: Sequence[str] = ()
) -> list[tuple[dict[str, str], int]]:
    """The rows of a CSV file as text by column, each with its line; `columns` must be there.

    Cells are stripped, empty lines passed over. A missing column, a ragged row, and a column that is nearly
    one of `optional` are faults; other columns are whoever's wrote them.
    """
    intake = Intake()
    found = _rows(path, columns, shown or path.name, intake, optional)
    intake.done()
    return found


def header(path: Path, shown: str) -> list[str]:
    """The column names of a table; one without any, or that cannot be read, is a fault."""
    intake = Intake()
    text = _text(path, shown, intake)
    first = next(iter(csv.reader(StringIO(text or "", newline=""))), [])
    names = [unguarded(cell.strip()) for cell in first]
    wrong = _foreign(names, missing=len(names) == 1) if names else NO_HEADER
    if text is not None and wrong:
        intake.fault(Mark(shown, 1, 1), wrong)
    intake.done()
    return names


def unsourced(source: str, confidence: str) -> str:
    """What is wrong with where a row comes from; empty if nothing is."""
    if not source:
        return "a figure needs a source"
    if confidence not in CONFIDENCES:
        return f"confidence is '{short(confidence)}'; use one of: {', '.join(CONFIDENCES)}"
    return ""


def _text(path: Path, shown: str, intake: Intake) -> str | None:
    """A table as CSV text; of a workbook the first sheet."""
    if path.suffix != WORKBOOK:
        return read_text(path, shown, intake)
    try:
        from openpyxl import load_workbook
        from openpyxl.utils.exceptions import InvalidFileException
    except ImportError:
        intake.fault(Mark(shown), "reading a workbook needs openpyxl: pip install 'posture[export]'")
        return None
    written = StringIO(newline="")
    if path.stat().st_size > LARGEST:
        intake.fault(Mark(shown), "holds over 5 MB; write less")
        return None
    try:
        content = path.read_bytes()
        book = load_workbook(BytesIO(content), read_only=True, data_only=True)
        csv.writer(written).writerows([_cell(one) for one in row] for row in book.worksheets[0].values)
    except (InvalidFileException, BadZipFile, OSError, KeyError, ValueError, IndexError, TypeError) as fault:
        intake.fault(
            Mark(shown), f"this is no workbook that can be read ({short(str(fault))}); save it again"
        )
        return None
    intake.sources.append(Source(shown, sha256(content).hexdigest()))
    return written.getvalue()


def _cell(value: object) -> str:
    """A cell of a workbook as text: a whole number without a point, a day without an hour."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat()
    return str(value)


def _rows(
    path: Path, columns: Sequence[str], shown: str, intake: Intake, optional: Sequence[str] = ()
) -> list[tuple[dict[str, str], int]]:
    text = _text(path, shown, intake)
    reader = csv.reader(StringIO(text or "", newline=""), strict=True)
    found: list[tuple[dict[str, str], int]] = []
    header: list[str] = []
    line = 1
    try:
        for cells in reader:
            here, line = Mark(shown, line, 1), reader.line_num + 1
            stripped = [unguarded(cell.strip()) for cell in cells]
            if not any(stripped):
                continue
            if not header:
                header = stripped
                if not _check_header(header, columns, here, intake):
                    break
                for message in _misspelt(header, columns, optional):
                    intake.fault(here, message)
            elif len(stripped) != len(header):
                intake.fault(here, f"{len(stripped)} cells, where the header has {len(header)}")
            else:
                found.append((dict(zip(header, stripped, strict=True)), here.line))
    except csv.Error as fault:
        intake.fault(Mark(shown, line, 1), f"this row cannot be read ({fault}); check its quotes")
    if text is not None and not header:
        intake.fault(Mark(shown, 1, 1), NO_HEADER)
    return found


def _check_header(header: list[str], columns: Sequence[str], here: Mark, intake: Intake) -> bool:
    """Whether the rows below can be told apart; what is wrong with the header goes to `intake`."""
    missing = [column for column in columns if column not in header]
    foreign = _foreign(header, bool(missing))
    if foreign:
        intake.fault(here, foreign)
    elif missing:
        intake.fault(here, f"missing columns: {', '.join(missing)}")
    if not foreign and len(set(header)) < len(header):
        intake.fault(here, "a column name is written twice")
    return not foreign


def _misspelt(header: list[str], columns: Sequence[str], optional: Sequence[str]) -> Iterator[str]:
    """Columns that nobody would read, though they are nearly one that somebody does."""
    unread = [one for one in header if one not in (*columns, *optional)]
    for name in unread:
        near = did_you_mean(
            name.casefold(), [one for one in optional if one not in header], least_alike=NEARLY
        )
        if near:
            yield f"column '{short(name)}' is read by nobody{near} Name it so, or otherwise"


def _foreign(header: list[str], missing: bool) -> str:
    """What a spreadsheet of another country or of its own mind has made of a header, and the cure."""
    first = header[0]
    if first.casefold().startswith("sep="):
        return "'sep=' is a note for spreadsheets, not a header; take this row out"
    for sign, words in SEPARATORS.items():
        if missing and sign in first:
            return f"cells are parted by {words} here; save it with ',' between them and '.' in numbers"
    if "" in header:
        return f"column {header.index('') + 1} has no name; name it, or take it out of every row"
    return ""


def figures_layer(path: Path, shown: str = "") -> TableLayer:
    """The figures of a table as a tree of written values, each marked with its row.

    `use` says how a row is written: `each` as a distribution of which the typical value is the median,
    `constant` as its typical value.
    """
    intake = Intake()
    shown = shown or path.name
    figures: list[Figure] = []
    tree = Node({}, Mark(shown, 1, 1))
    for row, line in _rows(path, COLUMNS, shown, intake):
        if not set(COLUMNS) <= row.keys():
            break
        for part in row["path"].split(";"):
            figure = Figure(
                **{**{column: row[column] for column in COLUMNS}, "path": part.strip()}, file=shown, line=line
            )
            grown = _grown(tree, figure, intake)
            if grown is not None:
                tree = grown
                figures.append(figure)
    intake.done()
    return TableLayer(tree, tuple(figures), tuple(intake.sources))


def _grown(tree: Node, figure: Figure, intake: Intake) -> Node | None:
    """The tree with one figure more, or nothing and a fault."""
    try:
        steps = split_path(figure.path)
        _check_unclaimed(tree, steps)
        node = _written(figure)
    except ValueError as fault:
        intake.fault(figure.mark, str(fault), figure.path)
        return None
    for step in reversed(steps):
        node = Node({step: node}, figure.mark, figure.mark)
    return merge(tree, node)


def _check_unclaimed(tree: Node, steps: Sequence[str]) -> None:
    node = tree
    for depth, step in enumerate(steps):
        if not isinstance(node.value, dict) or _is_figure(node):
            raise ValueError(f"'{dotted(tuple(steps[:depth]))}' is a figure already (line {node.mark.line})")
        if step not in node.value:
            return
        node = node.value[step]
    raise ValueError(f"another figure stands at or below this path already (line {node.mark.line})")


def _is_figure(node: Node) -> bool:
    return isinstance(node.value, dict) and set(node.value) == {"median"}


def _written(figure: Figure) -> Node:
    """The figure as a user would write it."""
    if message := unsourced(figure.source, figure.confidence):
        raise ValueError(message)
    if figure.use == "constant":
        return Node(amount_of(figure.typical, figure, "typical"), figure.mark, figure.mark)
    if figure.use != "each":
        raise ValueError(f"use is '{figure.use}'; write 'each' or 'constant'")
    three = [
        Node(amount_of(cell, figure, column), figure.mark)
        for cell, column in ((figure.low, "low"), (figure.typical, "typical"), (figure.high, "high"))
    ]
    listed = Node(three, figure.mark, figure.mark)
    return Node({"median": listed}, figure.mark, figure.mark)


def amount_of(cell: str, figure: Figure, column: str) -> Scalar:
    """A cell of a figure as a user would write it, in its unit."""
    if not cell:
        raise ValueError(f"{column} is empty; fill it, or use 'constant' with a typical value")
    if figure.unit not in BARE:
        return f"{cell} {figure.unit}"
    number = plain_value(cell)
    if isinstance(number, bool) or not isinstance(number, int | float):
        if figure.unit:
            raise ValueError(f"{column} is '{cell}'; a {figure.unit} is a plain number")
        return cell
    if figure.unit == "share":
        return float(number)
    return int(number) if number == int(number) else number
