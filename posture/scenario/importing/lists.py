"""Lists of places as CSV, whatever their columns are called, their separator is, or their countries are."""

import csv
import re
from collections.abc import Mapping
from io import StringIO

from posture.core.csv_text import unguarded
from posture.core.errors import PostureError
from posture.core.findings import did_you_mean
from posture.scenario.importing import Imported, country_at, country_code, number, place_row

CALLED: Mapping[str, tuple[str, ...]] = {
    "id": ("id", "key", "code", "unlocode", "locode", "icao", "portid", "worldportindexnumber"),
    "name": ("name", "port", "portname", "mainportname", "place", "city", "town", "airport", "ort"),
    "country": ("country", "countrycode", "countryname", "nation", "iso", "iso2", "land", "ctry"),
    "lat": ("lat", "latitude", "latdeg", "y", "breite"),
    "lon": ("lon", "lng", "long", "longitude", "londeg", "x", "laenge", "länge"),
    "kind": ("kind", "type"),
}
"""What a column of ours is called elsewhere, without case, spaces and signs."""
MODES = {"port": "sea;road", "airbase": "air;road", "railhead": "rail;road"}
SEPARATORS = ",;\t|"
KEY = re.compile(r"\W+")


def from_list(text: str, kind: str, named: Mapping[str, str], separator: str = "") -> Imported:
    """One place a row; `named` says which column is which, where its name does not tell."""
    first = text.partition("\n")[0]
    sign = separator or max(SEPARATORS, key=first.count)
    rows = list(csv.DictReader(StringIO(text, newline=""), delimiter=sign))
    columns = _columns(list(rows[0]) if rows else [], named)
    found, seen = Imported(), set[str]()
    by_position = 0
    for row in rows:
        cells = {mine: unguarded((row.get(theirs) or "").strip()) for mine, theirs in columns.items()}
        lat, lon = number(cells["lat"]), number(cells["lon"])
        if lat is None or lon is None or abs(lat) > 90 or abs(lon) > 180:
            found.left["rows without latitude and longitude in degrees"] += 1
            continue
        code = country_code(cells.get("country", ""))
        if not code:
            code = country_at(lat, lon)
            by_position += bool(code)
        if not code:
            found.left["rows whose country neither its name nor its position tells"] += 1
            continue
        name = cells.get("name", "")
        key = _key(cells.get("id") or f"{kind}_{code}_{name}", seen)
        more = {"country": code, "modes": MODES.get(kind, "road")}
        found.places.append(place_row(key, name, kind, (lat, lon), more))
    found.remark(by_position, "places have their country from their position")
    found.remarks += [f"'{theirs}' was taken as {mine}" for mine, theirs in columns.items() if theirs != mine]
    return found


def _columns(heads: list[str], named: Mapping[str, str]) -> dict[str, str]:
    found = {}
    for mine, words in CALLED.items():
        told = named.get(mine)
        if told is not None and told not in heads:
            raise PostureError(f"there is no column '{told}'{did_you_mean(told, heads)}")
        known = (head for head in heads if head and KEY.sub("", head).lower().replace("_", "") in words)
        theirs = told or next(known, None)
        if theirs is not None:
            found[mine] = theirs
    for needed in ("lat", "lon"):
        if needed not in found:
            listed = ", ".join(heads) or "none"
            raise PostureError(
                f"no column tells {needed}; name it: --column {needed}=… (there are: {listed})"
            )
    return found


def _key(wanted: str, seen: set[str]) -> str:
    """A key of letters, digits and low lines that no place before has."""
    base = KEY.sub("_", wanted).strip("_").upper() or "PLACE"
    key, count = base, 1
    while key in seen:
        count += 1
        key = f"{base}_{count}"
    seen.add(key)
    return key
