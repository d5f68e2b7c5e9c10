"""Rows of places and ways as nodes of the scenario, every value at the mark of its row."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from posture.scenario.loading import Fault, Faults, Mark, Node, Source, TableLayer
from posture.scenario.loading.yaml_nodes import plain_value

PLACE_COLUMNS = ("id", "name", "kind", "country", "lat", "lon", "modes")
"""Columns of a table of places; `neutral` and `attributes` may stand beside them."""
LINK_COLUMNS = ("from", "to", "mode", "length_km")
"""Columns of a table of ways; `gauge_mm`, `countries`, `neutral_transit` and those of MORE may be there."""
MORE = {
    "trains_per_day": ("trains", "{} per day"),
    "speed_kmh": ("speed", "{} km/h"),
    "headway_s": ("headway", "{} s"),
    "max_mlc": ("max_mlc", ""),
    "capacity": ("capacity", ""),
}
"""What a way may have of its own: column -> field and how it is written; a plain number where empty."""
PLACE_MORE = ("neutral", "attributes")
LINK_MORE = ("gauge_mm", "countries", "neutral_transit", *MORE)
"""What may stand beside these columns."""
JUNCTION = "junction"
"""Kind of place in the detailed pack where ways meet and nothing stands; a city to the model."""
WORDS = {"1": True, "true": True, "True": True, "0": False, "false": False, "False": False, "": False}

Row = Mapping[str, str]
Marked = tuple[Row, int]
"""A row and the line on which it stands."""


def link_key(start: str, end: str, mode: str, gauge: str) -> str:
    """The key of a way: its ends in order of the alphabet, its mode, and its gauge in millimetres."""
    return "-".join([*sorted((start, end)), mode, *([gauge] if gauge else [])])


@dataclass(slots=True)
class NetworkRows:
    """Places and ways read so far, from one or several tables, and what is wrong with them."""

    places: dict[str, Node] = field(default_factory=dict)
    links: dict[str, Node] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def add_places(self, rows: Sequence[Marked], shown: str) -> None:
        """One place a row; a key written twice is a fault."""
        for row, line in rows:
            mark, key = Mark(shown, line, 1), row["id"]
            if not key:
                self.faults.append(Fault(mark, "places", "this place has no id; write one"))
            elif key in self.places:
                self._twice(mark, f"places.{key}", self.places[key].mark)
            else:
                self.places[key] = Node(self._place(row, mark), mark)

    def add_links(self, rows: Sequence[Marked], shown: str) -> None:
        """One way a row; two alike in ends, mode and gauge are a fault."""
        more = [column for column in MORE if any(row.get(column) for row, _ in rows)]
        for row, line in rows:
            mark = Mark(shown, line, 1)
            key = link_key(row["from"], row["to"], row["mode"], row.get("gauge_mm", ""))
            if key in self.links:
                self._twice(mark, f"links.{key}", self.links[key].mark)
            else:
                self.links[key] = Node(_link(row, mark, more), mark)

    def layer(self, shown: str, sources: Sequence[Source]) -> TableLayer:
        """Places and ways as one layer; all that is wrong is raised together."""
        if self.faults:
            raise Faults(self.faults)
        top = Mark(shown, 1, 1)
        entries = {"places": Node(self.places, top), "links": Node(self.links, top)}
        return TableLayer(Node(entries, top), (), tuple(sources))

    def _twice(self, mark: Mark, path: str, first: Mark) -> None:
        message = f"is written twice (first in {first.file}, line {first.line}); leave one out"
        self.faults.append(Fault(mark, path, message))

    def _place(self, row: Row, mark: Mark) -> dict[str, Node]:
        kind = "city" if row["kind"] == JUNCTION else row["kind"]
        modes = [Node(one.strip(), mark) for one in row["modes"].split(";") if one.strip()]
        entries = {
            "name": Node(row["name"], mark),
            "kind": Node(kind, mark),
            "country": Node(row["country"], mark),
            "lat": Node(_number(row["lat"]), mark),
            "lon": Node(_number(row["lon"]), mark),
            "modes": Node(modes, mark),
        }
        if neutral := _yes(row.get("neutral", "")):
            entries["neutral"] = Node(neutral, mark)
        if attributes := dict(self._attributes(row, mark)):
            entries["attributes"] = Node(attributes, mark)
        return entries

    def _attributes(self, row: Row, mark: Mark) -> Iterator[tuple[str, Node]]:
        for pair in row.get("attributes", "").split(";"):
            key, equals, value = pair.partition("=")
            if equals:
                yield key.strip(), Node(value.strip(), mark)
            elif pair.strip():
                message = f"'{pair.strip()}' has no '='; write it like gauges=1435/1520;icao=EYKA"
                self.faults.append(Fault(mark, f"places.{row['id']}.attributes", message))


def _link(row: Row, mark: Mark, more: Sequence[str]) -> dict[str, Node]:
    entries = {
        "start": Node(row["from"], mark),
        "end": Node(row["to"], mark),
        "mode": Node(row["mode"], mark),
        "length": Node(f"{row['length_km']} km" if row["length_km"] else None, mark),
    }
    if country := row.get("countries"):
        entries["country"] = Node(country, mark)
    if neutral := _yes(row.get("neutral_transit", "")):
        entries["neutral"] = Node(neutral, mark)
    if gauge := row.get("gauge_mm"):
        entries["gauge"] = Node(f"{gauge} mm", mark)
    for column in more:
        if text := row.get(column):
            name, form = MORE[column]
            entries[name] = Node(form.format(text) if form else _number(text), mark)
    return entries


def _number(text: str) -> str | int | float | bool | None:
    """The number, or what else it is, for validation to refuse at its place."""
    try:
        return plain_value(text)
    except ValueError:
        return text


def _yes(text: str) -> bool | str:
    return WORDS.get(text, text)
