"""A history played on a map: one HTML page that loads nothing, its symbols and projection made beforehand."""

import json
from base64 import b64encode
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from posture.core.clock import DAY
from posture.core.ids import apart, whole_of
from posture.report.playback import Playback, SerialTrack, UnitStay
from posture.report.projection import projected
from posture.report.symbols import catalogue, drawn, symbol_of
from posture.report.watch_playback import WatchPlayback
from posture.scenario.outlines import land

TEMPLATE, SCRIPT = "map.html", Path(__file__).with_name("map.js")
SIZE = 22
"""Of a symbol, in pixels of its frame."""
FAR = 60_000
"""Steps of the map, beyond all that moves."""
STILL_WIDTH, STILL_HEIGHT = 900, 640


@dataclass(frozen=True, slots=True)
class MapPage:
    """All that stands on the page of a map; `still` is a picture for who lets no script run."""

    title: str
    sample: str
    made_by: str
    data: str
    script: str
    still: str
    events: tuple[tuple[str, str], ...]


def html(some: Sequence[tuple[str, Playback]], title: str, made_by: str) -> bytes:
    """One or several histories side by side, each with what is said above it; text in it stays text."""
    from jinja2 import Environment, PackageLoader

    templates = Environment(loader=PackageLoader("posture.report", "."), autoescape=True, trim_blocks=True)
    first = some[0][1]
    page = MapPage(
        title,
        "; ".join(said for said, _ in some),
        made_by,
        embedded(
            {
                "views": [view(said, one) for said, one in some],
                "land": _land(),
                "beyond": _beyond(),
                "names": _names(some),
            }
        ),
        SCRIPT.read_text(encoding="utf-8"),
        still(first, first.last // 2),
        tuple((day(one.time), one.text) for one in first.events),
    )
    return templates.get_template(TEMPLATE).render(page=page).encode("utf-8")


def embedded(data: Mapping[str, Any]) -> str:
    """Data as JSON that may stand inside a script: nothing in it can end that."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def day(seconds: int) -> str:
    """A run second as the day on which it lies."""
    return f"D+{seconds // DAY}"


def _land() -> list[list[int]]:
    """Every outline, its points one after the other; islands too small to see are left out."""
    rings = (ring for _, parts in sorted(land().items()) for ring in parts)
    return [list(_points(ring)) for ring in rings if len(ring) > 4]


def _beyond() -> list[list[int]]:
    """What lies east and south of all outlines, of which nothing is known: it is no sea."""
    every = [point for parts in land().values() for ring in parts for point in ring]
    east, south = max(lon for lon, _ in every), min(lat for _, lat in every)
    side = [(east, lat) for lat in range(84, round(south), -2)] + [(east, south)]
    foot = [(lon, south) for lon in range(round(east), -30, -2)]
    edge = list(_points([*side, *foot]))
    return [[*edge, edge[-2], FAR, FAR, FAR, FAR, edge[1]]]


def _points(ring: Iterable[Sequence[float]]) -> Iterable[int]:
    for lon, lat in ring:
        yield from projected(lat, lon)


def _names(some: Sequence[tuple[str, Playback]]) -> dict[str, list[Any]]:
    """Places that anything touches, by key: where, name, kind."""
    found: dict[str, list[Any]] = {}
    for _, one in some:
        touched = {stop.place for track in one.tracks for stop in track.stops}
        touched |= {place for stay in one.stays for place in (stay.home, stay.end)} | set(one.queues)
        touched |= {stop.point for watch in one.watches for stop in watch.stops}
        for key in sorted(touched & set(one.places)):
            place = one.places[key]
            found[key] = [*projected(place.lat, place.lon), place.name, place.kind]
        for key, (where, name) in sorted(one.points.items()):
            if key in touched:
                found[key] = [*projected(where.lat, where.lon), name, "watch"]
    return found


def view(said: str, one: Playback) -> dict[str, Any]:
    """One history as the script plays it; times are run seconds, places their keys."""
    kinds = {stay.part: stay.kind for stay in one.stays}
    symbols: dict[str, int] = {}

    def numbered(sidc: str) -> int:
        return symbols.setdefault(sidc, len(symbols))

    def symbol(kind: str) -> int:
        return numbered(symbol_of(kind).sidc)

    tracks = [
        _track(track, symbol(kinds.get(track.part, "")))
        for track in one.tracks
        if all(stop.place in one.places for stop in track.stops)
    ]
    stays = [_stay(stay, symbol(stay.kind)) for stay in one.stays if stay.home in one.places]
    known = one.places.keys() | one.points.keys()
    watches = [
        _watch(watch, numbered(catalogue()[watch.role].sidc))
        for watch in one.watches
        if all(stop.point in known for stop in watch.stops)
    ]
    return {
        "said": said,
        "start": one.start.isoformat(),
        "last": one.last,
        "tracks": tracks,
        "stays": stays,
        "watches": watches,
        "queues": {place: steps for place, steps in one.queues.items() if place in one.places},
        "events": [[event.time, event.text] for event in one.events],
        "symbols": [_sprite(sidc) for sidc in symbols],
        "modes": sorted({str(track["m"]) for track in tracks}),
    }


def _track(track: SerialTrack, symbol: int) -> dict[str, Any]:
    return {
        "n": track.serial,
        "p": track.pieces,
        "m": track.mode,
        "s": symbol,
        "b": whole_of(track.serial),
        "e": track.until,
        "t": [stop.time for stop in track.stops],
        "w": [stop.place for stop in track.stops],
    }


def _stay(stay: UnitStay, symbol: int) -> dict[str, Any]:
    return {
        "n": stay.part,
        "k": stay.kind,
        "c": stay.nation,
        "s": symbol,
        "h": stay.home,
        "w": stay.end,
        "left": stay.left,
        "came": stay.came,
        "closed": stay.closed,
    }


def _watch(watch: WatchPlayback, symbol: int) -> dict[str, Any]:
    return {
        "n": watch.name,
        "u": watch.unit,
        "s": symbol,
        "c": watch.counted,
        "t": [stop.time for stop in watch.stops],
        "w": [stop.point for stop in watch.stops],
        "there": [int(stop.there) for stop in watch.stops],
    }


def _sprite(sidc: str) -> dict[str, Any]:
    made = drawn(sidc, SIZE)
    label = next(one.label for one in catalogue().values() if one.sidc == sidc)
    picture = f"data:image/svg+xml;base64,{b64encode(made.svg.encode()).decode()}"
    return {
        "svg": picture,
        "w": made.width,
        "h": made.height,
        "x": made.x,
        "y": made.y,
        "label": label,
    }


def positions(one: Playback, time: int) -> dict[str, tuple[float, float]]:
    """Where every serial that is shown stands at a run second, in the steps of the map."""
    found = {}
    for track in one.tracks:
        at = _position(one, track, time)
        if at is not None:
            found[track.serial] = at
    return found


def _position(one: Playback, track: SerialTrack, time: int) -> tuple[float, float] | None:
    between = track.at(time)
    if between is None or any(stop.place not in one.places for stop in track.stops):
        return None
    start, end, share = between
    x0, y0 = projected(one.places[start].lat, one.places[start].lon)
    x1, y1 = projected(one.places[end].lat, one.places[end].lon)
    return x0 + share * (x1 - x0), y0 + share * (y1 - y0)


def watch_positions(one: Playback, time: int) -> dict[str, tuple[float, float]]:
    """Where every group, base and station of the watch is shown at a run second, in the steps of the map."""
    found = {}
    for watch in one.watches:
        start, end, share = watch.at(time)
        (x0, y0), (x1, y1) = (_point(one, point) for point in (start, end))
        found[watch.name] = x0 + share * (x1 - x0), y0 + share * (y1 - y0)
    return found


def _point(one: Playback, key: str) -> tuple[int, int]:
    where = one.places[key] if key in one.places else one.points[key][0]
    return projected(where.lat, where.lon)


def still(one: Playback, time: int) -> str:
    """The map at one second as SVG, of the part of the world in which anything moves."""
    from xml.sax.saxutils import escape

    names = _names([("", one)])
    box = _box([(x, y) for x, y, *_ in names.values()])
    scale = min(STILL_WIDTH / max(box[2] - box[0], 1), STILL_HEIGHT / max(box[3] - box[1], 1))

    def to(x: float, y: float) -> tuple[int, int]:
        return round((x - box[0]) * scale), round((y - box[1]) * scale)

    shapes = []
    for ring in _land():
        points = [to(x, y) for x, y in zip(ring[::2], ring[1::2], strict=True)]
        shapes.append("M" + "L".join(f"{x} {y}" for x, y in points) + "Z")
    marks = [
        f'<circle cx="{x}" cy="{y}" r="3" fill="#0072b2"><title>{escape(apart(name).whole)}</title></circle>'
        for name, (east, south) in sorted(positions(one, time).items())
        for x, y in [to(east, south)]
    ]
    ground = f'<path d="{"".join(shapes)}" fill="#f2efe6" stroke="#9aa5ad" fill-rule="evenodd"/>'
    size = f'viewBox="0 0 {STILL_WIDTH} {STILL_HEIGHT}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" aria-label="Serials at {day(time)}">'
        f'<rect width="{STILL_WIDTH}" height="{STILL_HEIGHT}" fill="#dce8ef"/>{ground}{"".join(marks)}</svg>'
    )


def _box(points: Sequence[tuple[float, float]]) -> tuple[float, float, float, float]:
    """What holds all of these, with a margin."""
    if not points:
        return -4000, -4000, 4000, 4000
    east, south = [x for x, _ in points], [y for _, y in points]
    margin = 400
    return min(east) - margin, min(south) - margin, max(east) + margin, max(south) + margin
