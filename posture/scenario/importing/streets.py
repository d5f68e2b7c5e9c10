"""Road and rail extracts: GraphML as OSMnx writes it, and lines of GeoJSON."""

import json
from collections import defaultdict
from collections.abc import Iterator
from io import BytesIO
from itertools import pairwise
from math import isfinite
from typing import Any

from posture.core.errors import PostureError
from posture.scenario.importing import Imported, country_at, link_row, number, place_row
from posture.theatre.network import Position, great_circle

ROUND = 4
"""Decimals of a degree within which ends of lines meet: about ten metres."""
STANDARD_GAUGE = "1435"
Corner = tuple[float, float]


def from_osmnx(text: bytes, mode: str, country: str) -> Imported:
    """Corners by `x` and `y`, streets by `length` in metres: both directions of one are one way.

    Of several streets between the same two corners the shortest is taken, since routing would take it. A
    street that is open in one direction alone counts as open in both, and is told of.
    """
    import networkx as nx

    try:
        graph: Any = nx.read_graphml(BytesIO(text), force_multigraph=True)
    except Exception as fault:
        raise PostureError(f"this is no GraphML that can be read: {str(fault).splitlines()[0]}") from fault
    found = Imported()
    for key, facts in graph.nodes(data=True):
        lon, lat = number(facts.get("x", "")), number(facts.get("y", ""))
        if lon is None or lat is None or not (abs(lat) <= 90 and abs(lon) <= 180):
            found.left["corners without 'x' and 'y' in degrees"] += 1
            continue
        name = str(facts.get("name") or facts.get("ref") or f"corner {key}")
        more = {"country": country or country_at(lat, lon), "modes": mode}
        found.places.append(place_row(f"N{key}", name, "city", (lat, lon), more))
    known = {row["id"] for row in found.places}
    streets: defaultdict[tuple[str, str], list[tuple[float, bool, dict[str, Any]]]] = defaultdict(list)
    for start, end, facts in graph.edges(data=True):
        ends, metres = (f"N{start}", f"N{end}"), number(facts.get("length", ""))
        if not known.issuperset(ends):
            found.left["streets to a corner that was not taken"] += 1
        elif metres is None or metres <= 0 or not isfinite(metres):
            found.left["streets without a 'length' in metres"] += 1
        elif start == end:
            found.left["streets that end where they begin"] += 1
        else:
            a, b = sorted(ends)
            streets[a, b].append((metres, ends == (a, b), facts))
    longer = one_way = 0
    for (a, b), some in sorted(streets.items()):
        metres, _, facts = min(some, key=lambda one: one[0])
        directions = {forward for _, forward, _ in some}
        apart = {round(one[0]) for one in some}
        longer += len(apart) - 1
        one_way += graph.is_directed() and len(directions) == 1
        found.links.append(link_row(a, b, mode, metres, _speed(facts) | _gauge(mode, facts)))
    found.remark(longer, "longer streets between two corners are left to the shortest")
    found.remark(one_way, "one-way streets are taken as open in both directions")
    _pieces(found)
    return found


def _speed(facts: dict[str, Any]) -> dict[str, str]:
    speed = number(facts.get("maxspeed", ""))
    return {"speed_kmh": f"{speed:g}"} if speed and 0 < speed <= 300 else {"speed_kmh": ""}


def _gauge(mode: str, facts: dict[str, Any]) -> dict[str, str]:
    if mode != "rail":
        return {}
    gauge = number(facts.get("gauge", ""))
    return {"gauge_mm": f"{gauge:.0f}" if gauge else STANDARD_GAUGE}


def _pieces(found: Imported) -> None:
    """Tell of places that cannot be reached from the rest."""
    import networkx as nx

    graph: Any = nx.Graph()
    graph.add_nodes_from(row["id"] for row in found.places)
    graph.add_edges_from((row["from"], row["to"]) for row in found.links)
    parts = sorted(map(len, nx.connected_components(graph)), reverse=True)
    found.remark(sum(parts[1:]), "places are not joined to the largest connected part")


def from_geojson(text: bytes, mode: str, country: str) -> Imported:
    """Lines become ways from end to end, along all their bends; ends within some ten metres are one place."""
    try:
        told = json.loads(text)
        features = told["features"] if told.get("type") == "FeatureCollection" else [told]
    except (ValueError, KeyError, AttributeError, TypeError) as fault:
        raise PostureError("this is no GeoJSON; it has neither features nor a geometry") from fault
    found, corners = Imported(), dict[Corner, str]()
    ways: dict[tuple[str, str], tuple[float, dict[str, str]]] = {}
    longer = 0
    for feature in features:
        facts = feature.get("properties") or {} if isinstance(feature, dict) else {}
        for line in _lines(feature, found):
            ends = [_corner(at, corners, found, mode, country) for at in (line[0], line[-1])]
            metres = sum(
                great_circle(Position(lat=a[1], lon=a[0]), Position(lat=b[1], lon=b[0]))
                for a, b in pairwise(line)
            )
            if ends[0] == ends[1] or metres <= 0:
                found.left["lines that end where they begin"] += 1
                continue
            a, b = sorted(ends)
            longer += (a, b) in ways
            if (a, b) not in ways or metres < ways[a, b][0]:
                ways[a, b] = metres, _speed(facts) | _gauge(mode, facts)
    found.links = [link_row(a, b, mode, metres, more) for (a, b), (metres, more) in sorted(ways.items())]
    found.remark(longer, "longer lines between two places are left to the shortest")
    _pieces(found)
    return found


def _lines(feature: Any, found: Imported) -> Iterator[list[Any]]:
    shape = feature.get("geometry", feature) if isinstance(feature, dict) else None
    kind = shape.get("type") if isinstance(shape, dict) else None
    if shape is None or kind not in ("LineString", "MultiLineString"):
        found.left[f"features that are no lines ({kind})"] += 1
        return
    parts = shape.get("coordinates") or []
    for part in [parts] if kind == "LineString" else parts:
        sound = isinstance(part, list) and len(part) > 1 and all(
            isinstance(at, list) and len(at) > 1 and all(isinstance(one, int | float) for one in at[:2])
            and abs(at[0]) <= 180 and abs(at[1]) <= 90
            for at in part
        )  # fmt: skip
        if sound:
            yield part
        else:
            found.left["lines with corners that are no longitude and latitude"] += 1


def _corner(at: Any, corners: dict[Corner, str], found: Imported, mode: str, country: str) -> str:
    lon, lat = round(float(at[0]), ROUND), round(float(at[1]), ROUND)
    if (lon, lat) not in corners:
        key = corners[lon, lat] = f"P{len(corners) + 1}"
        more = {"country": country or country_at(lat, lon), "modes": mode}
        found.places.append(place_row(key, f"{lat:.4f} N, {lon:.4f} E", "city", (lat, lon), more))
    return corners[lon, lat]
