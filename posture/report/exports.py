"""Files for other programs: answers as CSV, Parquet, Excel or NetCDF, a network as tables or GraphML."""

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from io import BytesIO, StringIO
from math import isinf, isnan
from typing import Any

import numpy as np

from posture.core.csv_text import guarded
from posture.core.distributions import Constant
from posture.core.errors import PostureError
from posture.outcomes import MEASURES
from posture.report.answers import Column, Exported
from posture.report.numbers import NEVER, exact
from posture.scenario import Scenario
from posture.scenario.network_tables import MORE, link_key
from posture.theatre.network import Link, Place

EXCEL_ROWS = 1_048_576
SUMMARY = ("measure", "subject", "unit", "n", "unfinished", "mean", "median", "low", "high")
PLACES = ("id", "name", "kind", "country", "lat", "lon", "modes", "neutral", "attributes")
LINKS = ("from", "to", "mode", "length_km", "gauge_mm", "countries", "neutral_transit")


def as_csv(told: Exported) -> bytes:
    """One row an answer, factors in columns of their own; `inf` never came to an end."""
    return _csv(told.heads, _rows(told)).encode()


def as_parquet(told: Exported) -> bytes:
    """The same table in typed columns, with what was run in its metadata."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    table = pa.table({name: pa.array(told.column(name)) for name in told.heads})
    buffer = BytesIO()
    pq.write_table(table.replace_schema_metadata(dict(told.facts)), buffer, write_page_checksum=True)
    return buffer.getvalue()


def as_xlsx(told: Exported) -> bytes:
    """A workbook: what was run, the design, a summary by point, and every answer. Needs openpyxl.

    Where a run never came to an end it says so, for a sheet knows no infinity; where one failed its cell is
    empty. No text becomes a formula.
    """
    try:
        from openpyxl import Workbook
        from openpyxl.cell import WriteOnlyCell
    except ImportError as missing:
        message = "a workbook needs openpyxl, which is not installed; pip install 'posture[export]'"
        raise PostureError(message) from missing
    if len(told.columns["value"]) >= EXCEL_ROWS:
        many = f"{len(told.columns['value'])} answers, and a sheet holds {EXCEL_ROWS - 1}"
        raise PostureError(f"{told.name} has {many}; name some with --measure, or use --to parquet")
    book = Workbook(write_only=True)
    for title, rows in _sheets(told):
        sheet = book.create_sheet(title)
        sheet.freeze_panes = "A2"
        for row in rows:
            cells = [WriteOnlyCell(sheet, _cell(one)) for one in row]
            for cell in cells:
                if isinstance(cell.value, str):
                    cell.data_type = "s"
            sheet.append(cells)
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _sheets(told: Exported) -> Iterator[tuple[str, Iterator[Sequence[Any]]]]:
    yield "about", iter([("what", "is"), *told.facts.items()])
    if told.study:
        yield "design", _design(told)
    yield "summary", _summary(told)
    yield "answers", (row for part in ([told.heads], _rows(told)) for row in part)


def _design(told: Exported) -> Iterator[Sequence[Any]]:
    yield ["point", *(f"{one.name}, {one.unit}" if one.unit else one.name for one in told.factors)]
    cells = [one.cells if one.numbers is None else one.numbers.tolist() for one in told.factors]
    yield from zip(told.points, *cells, strict=True)


def _summary(told: Exported) -> Iterator[Sequence[Any]]:
    yield [*(["point"] if told.study else []), *SUMMARY]
    for point, one in told.estimates():
        yield [*([point] if told.study else []), *(getattr(one, name) for name in SUMMARY)]


def _cell(value: Any) -> Any:
    if isinstance(value, float) and (isinf(value) or isnan(value)):
        return NEVER if isinf(value) else None
    return value


def _rows(told: Exported) -> Iterator[tuple[Any, ...]]:
    yield from zip(*(told.column(name).tolist() for name in told.heads), strict=True)


def as_netcdf(told: Exported) -> bytes:
    """A grid for each measure: points by replications by its subjects, with units; NetCDF 3, 64-bit offsets.

    Infinite never came to an end; not a number was not answered. Factors lie along the points.
    """
    from scipy.io import netcdf_file

    buffer = BytesIO()
    buffer.close = lambda: None  # type: ignore[method-assign] # the file would take its content with it
    file: Any = netcdf_file(buffer, "w", version=2)
    for name, fact in {"Conventions": "CF-1.8", **told.facts}.items():
        setattr(file, name, fact.encode())
    replications = int(told.columns["replication"].max(initial=-1)) + 1
    file.createDimension("point", len(told.points))
    file.createDimension("replication", replications)
    _numbers(file, "point", ("point",), np.array(told.points, dtype=np.int32))
    for factor in told.factors:
        name = f"factor_{_word(factor.name)}"
        if factor.numbers is None:
            _words(file, name, "point", factor.cells)
        else:
            _numbers(file, name, ("point",), factor.numbers, units=factor.unit)
    measures = told.columns["measure"].astype(str)
    for measure in sorted(set(measures.tolist()) - {""}):
        _grid(file, told, measure, measures == measure, replications)
    file.flush()
    return buffer.getvalue()


def _grid(file: Any, told: Exported, measure: str, rows: Column, replications: int) -> None:
    subjects = sorted(set(told.columns["subject"][rows].tolist()))
    along = f"subject_of_{_word(measure)}"
    file.createDimension(along, len(subjects))
    _words(file, along, along, subjects)
    grid = np.full((len(told.points), replications, len(subjects)), np.nan)
    point, subject = _places(told.points), _places(subjects)
    grid[
        [point[one] for one in told.columns["point"][rows].tolist()],
        told.columns["replication"][rows],
        [subject[one] for one in told.columns["subject"][rows].tolist()],
    ] = told.columns["value"][rows]
    known = MEASURES.get(measure)
    facts = {
        "units": str(told.columns["unit"][rows][0]),
        "long_name": known.help.splitlines()[0] if known else measure,
    }
    _numbers(file, _word(measure), ("point", "replication", along), grid, **facts)


def _places(names: Iterable[Any]) -> dict[Any, int]:
    return {name: place for place, name in enumerate(names)}


def _numbers(file: Any, name: str, along: tuple[str, ...], values: Column, **facts: str) -> None:
    made = file.createVariable(name, values.dtype, along)
    made[:] = values
    for fact, text in facts.items():
        if text:
            setattr(made, fact, text.encode())


def _words(file: Any, name: str, along: str, words: Sequence[str]) -> None:
    """Text as NetCDF 3 knows it: letters along one more dimension."""
    encoded = [one.encode() for one in words]
    longest = max([1, *map(len, encoded)])
    if f"letters_{longest}" not in file.dimensions:
        file.createDimension(f"letters_{longest}", longest)
    made = file.createVariable(name, "c", (along, f"letters_{longest}"))
    setattr(made, "_Encoding", b"utf-8")  # noqa: B010 - the name that readers look for
    for row, one in enumerate(encoded):
        made[row] = np.array([one.ljust(longest, b"\0")], dtype=f"S{longest}").view("S1")


def _word(name: str) -> str:
    """A name as every program takes it."""
    return re.sub(r"\W", "_", name)


FORMATS: Mapping[str, tuple[str, Callable[[Exported], bytes]]] = {
    "csv": (".csv", as_csv),
    "parquet": (".parquet", as_parquet),
    "xlsx": (".xlsx", as_xlsx),
    "netcdf": (".nc", as_netcdf),
}
"""How a file ends, and who makes it."""


def imported_places(rows: Sequence[Mapping[str, str]]) -> str:
    """Rows that were imported, in the columns of `places.csv`."""
    return _csv(PLACES, [[row[column] for column in PLACES] for row in rows])


def imported_links(rows: Sequence[Mapping[str, str]]) -> str:
    """Rows that were imported, in the columns of `links.csv` and those of their own figures that any has."""
    columns = (*LINKS, *(column for column in MORE if any(row.get(column) for row in rows)))
    return _csv(columns, [[row.get(column, "") for column in columns] for row in rows])


def places_table(scenario: Scenario) -> str:
    """All places, in the columns of `places.csv`."""
    return _csv(PLACES, [_place(key, place) for key, place in scenario.places.items()])


def links_table(scenario: Scenario) -> str:
    """All ways, in the columns of `links.csv` and those of their own figures that any has.

    Of ways alike in ends, mode and gauge the shortest, which is the one that routing takes.
    """
    shortest: dict[str, Link] = {}
    for link in sorted(scenario.links.values(), key=lambda link: link.length):
        shortest.setdefault(link_key(link.start, link.end, link.mode, str(link.gauge or "")), link)
    links = [shortest[key] for key in sorted(shortest)]
    own = [column for column in MORE if any(_own(link, column) for link in links)]
    rows = [(*_link(link), *(_own(link, column) for column in own)) for link in links]
    return _csv((*LINKS, *own), rows)


def as_graphml(scenario: Scenario) -> bytes:
    """Places and ways as GraphML, in the attributes that a scenario's network is read from."""
    import networkx as nx

    graph: Any = nx.MultiGraph(name=scenario.name)
    for key, place in scenario.places.items():
        cells = dict(zip(PLACES, _place(key, place), strict=True))
        graph.add_node(cells.pop("id"), **cells)
    shortest: dict[str, Link] = {}
    for link in sorted(scenario.links.values(), key=lambda link: link.length):
        shortest.setdefault(link_key(link.start, link.end, link.mode, str(link.gauge or "")), link)
    for key, link in sorted(shortest.items()):
        facts = dict(zip(LINKS, _link(link), strict=True)) | {name: _own(link, name) for name in MORE}
        start, end = facts.pop("from"), facts.pop("to")
        graph.add_edge(start, end, key=key, **{name: cell for name, cell in facts.items() if cell != ""})
    buffer = BytesIO()
    nx.write_graphml_xml(graph, buffer)
    return buffer.getvalue()


def _place(key: str, place: Place) -> Sequence[str]:
    facts = ";".join(f"{name}={value}" for name, value in place.attributes.items())
    where = (exact(place.lat), exact(place.lon))
    return (
        key, place.name, place.kind, place.country, *where, ";".join(place.modes), _bit(place.neutral), facts
    )  # fmt: skip


def _link(link: Link) -> Sequence[str]:
    km, gauge = exact(link.length / 1000), str(link.gauge or "")
    return link.start, link.end, link.mode, km, gauge, link.country, _bit(link.neutral)


def _bit(value: bool) -> str:
    return "1" if value else "0"


def _own(link: Link, column: str) -> str:
    """A figure of its own as the table writes it; a speed only where it is certain."""
    value = getattr(link, MORE[column][0])
    if column == "speed_kmh":
        return exact(value.middle * 3.6) if isinstance(value, Constant) else ""
    return "" if value is None else str(value)


def _csv(head: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([guarded(name) for name in head])
    writer.writerows([guarded(cell) for cell in row] for row in rows)
    return text.getvalue()
