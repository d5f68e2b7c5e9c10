"""One history as files of other programs' maps: GeoJSON, CZML for a globe, KMZ for Google Earth."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from posture.core.ids import whole_of
from posture.report.playback import Playback, SerialTrack, UnitStay
from posture.report.symbols import MapSymbol, drawn, symbol_of

ICON = 34
STILL = (1980, 1, 1, 0, 0, 0)
"""Date of every entry of a KMZ, so that equal histories make equal files."""
Where = tuple[float, float]
"""Longitude and latitude."""


def moment(one: Playback, seconds: int) -> str:
    """A run second in ISO 8601, UTC."""
    return stamp(one.start + timedelta(seconds=seconds))


def stamp(when: datetime) -> str:
    """A moment as other programs read it."""
    return when.replace(tzinfo=None).isoformat() + "Z"


def where(one: Playback, place: str) -> Where:
    """Longitude and latitude of a place."""
    return one.places[place].lon, one.places[place].lat


def shown(one: Playback) -> Iterator[tuple[SerialTrack, MapSymbol]]:
    """Every serial whose places are all known, with the symbol of its unit."""
    kinds = {stay.part: stay.kind for stay in one.stays}
    for track in one.tracks:
        if all(stop.place in one.places for stop in track.stops):
            yield track, symbol_of(kinds.get(track.part, ""))


def located(one: Playback) -> Iterator[UnitStay]:
    """Every unit whose home and place of arrival are known."""
    return (stay for stay in one.stays if stay.home in one.places and stay.end in one.places)


def as_geojson(one: Playback) -> bytes:
    """RFC 7946: a line for each serial's leg with `start` and `end`, and a point for each unit's home.

    `coordTimes` has the moment of each vertex. QGIS's temporal controller reads `start` and `end`.
    """
    features = [_leg(one, track, symbol) for track, symbol in shown(one)]
    features += [_home(one, stay) for stay in located(one)]
    told = {"type": "FeatureCollection", "name": one.name, "features": features}
    return _json(told)


def _leg(one: Playback, track: SerialTrack, symbol: MapSymbol) -> dict[str, Any]:
    line = [where(one, stop.place) for stop in track.stops]
    shape: dict[str, Any] = {"type": "LineString", "coordinates": line}
    if len(set(line)) == 1:
        shape = {"type": "Point", "coordinates": line[0]}
    facts = {
        "what": "serial",
        "name": track.serial,
        "unit": track.part,
        "brigade": whole_of(track.serial),
        "mode": track.mode,
        "pieces": track.pieces,
        "sidc": symbol.sidc,
        "from": track.stops[0].place,
        "to": track.stops[-1].place,
        "start": moment(one, track.stops[0].time),
        "end": moment(one, track.stops[-1].time),
        "arrived": track.arrived is not None,
        "coordTimes": [moment(one, stop.time) for stop in track.stops],
    }
    return {"type": "Feature", "id": track.serial, "geometry": shape, "properties": facts}


def _home(one: Playback, stay: UnitStay) -> dict[str, Any]:
    facts = {
        "what": "unit",
        "name": stay.part,
        "kind": stay.kind,
        "nation": stay.nation,
        "sidc": symbol_of(stay.kind).sidc,
        "home": stay.home,
        "wanted": stay.end,
        "closed": None if stay.closed is None else moment(one, stay.closed),
    }
    shape = {"type": "Point", "coordinates": where(one, stay.home)}
    return {"type": "Feature", "id": stay.part, "geometry": shape, "properties": facts}


def as_czml(one: Playback) -> bytes:
    """A packet for each serial, its position by seconds from the start, linear between two places."""
    epoch, end = stamp(one.start), moment(one, one.last)
    clock = {
        "interval": f"{epoch}/{end}",
        "currentTime": epoch,
        "multiplier": 43_200,
        "range": "LOOP_STOP",
        "step": "SYSTEM_CLOCK_MULTIPLIER",
    }
    packets: list[dict[str, Any]] = [{"id": "document", "name": one.name, "version": "1.0", "clock": clock}]
    for track, symbol in shown(one):
        begin, until = moment(one, track.stops[0].time), moment(one, track.until)
        samples = [number for stop in track.stops for number in (stop.time, *where(one, stop.place), 0)]
        packets.append(
            {
                "id": track.serial,
                "name": track.serial,
                "description": escape(f"{track.pieces} pieces by {track.mode}, {symbol.label}"),
                "availability": f"{begin}/{until}",
                "position": {
                    "epoch": epoch,
                    "interpolationAlgorithm": "LINEAR",
                    "interpolationDegree": 1,
                    "forwardExtrapolationType": "HOLD",
                    "cartographicDegrees": samples,
                },
                "point": {"pixelSize": 7, "color": {"rgba": [0, 114, 178, 255]}},
            }
        )
    return _json(packets)


def as_kmz(one: Playback) -> bytes:
    """A `gx:Track` for each serial, in a folder for each brigade; symbols of APP-6 as pictures inside."""
    some = list(shown(one))
    codes = sorted({symbol.sidc for _, symbol in some})
    styles = "".join(
        f'<Style id="s{code}"><IconStyle><scale>1</scale><Icon><href>symbols/{code}.png</href></Icon>'
        f"</IconStyle><LabelStyle><scale>0.6</scale></LabelStyle></Style>"
        for code in codes
    )
    folders: dict[str, list[str]] = {}
    for track, symbol in some:
        folders.setdefault(whole_of(track.serial), []).append(_placemark(one, track, symbol))
    body = "".join(
        f"<Folder><name>{escape(name)}</name>{''.join(marks)}</Folder>" for name, marks in folders.items()
    )
    text = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<kml xmlns="http://www.opengis.net/kml/2.2" xmlns:gx="http://www.google.com/kml/ext/2.2">'
        f"<Document><name>{escape(one.name)}</name>{styles}{body}</Document></kml>"
    )
    return _zipped({"doc.kml": text.encode(), **{f"symbols/{code}.png": _picture(code) for code in codes}})


def _placemark(one: Playback, track: SerialTrack, symbol: MapSymbol) -> str:
    whens = "".join(f"<when>{moment(one, stop.time)}</when>" for stop in track.stops)
    coords = "".join(
        f"<gx:coord>{lon} {lat} 0</gx:coord>" for lon, lat in (where(one, stop.place) for stop in track.stops)
    )
    said = escape(f"{track.pieces} pieces by {track.mode}")
    return (
        f"<Placemark><name>{escape(track.serial)}</name><description>{said}</description>"
        f"<styleUrl>#s{symbol.sidc}</styleUrl><gx:Track>{whens}{coords}</gx:Track></Placemark>"
    )


def _picture(sidc: str) -> bytes:
    import vl_convert

    made: bytes = vl_convert.svg_to_png(drawn(sidc, ICON).svg)
    return made


def _zipped(files: Mapping[str, bytes]) -> bytes:
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(ZipInfo(name, STILL), content, ZIP_DEFLATED)
    return buffer.getvalue()


def _json(told: Mapping[str, Any] | Sequence[Any]) -> bytes:
    return f"{json.dumps(told, ensure_ascii=False, allow_nan=False)}\n".encode()
