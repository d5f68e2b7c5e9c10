"""Importing: places, ways, units and requirements from files of other programs, and what was not taken."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from posture.core.schema.countries import CODES, meant
from posture.scenario.outlines import airspace
from posture.theatre.network import Position


@dataclass(slots=True)
class Imported:
    """What a file held: rows of places and ways, or an extract of a scenario.

    `left` counts what was not taken, by why; `remarks` tell what was changed on the way.
    """

    places: list[dict[str, str]] = field(default_factory=list)
    links: list[dict[str, str]] = field(default_factory=list)
    extract: dict[str, Any] = field(default_factory=dict)
    left: Counter[str] = field(default_factory=Counter)
    remarks: list[str] = field(default_factory=list)

    def remark(self, count: int, said: str) -> None:
        """Tell of so many, if there were any."""
        if count:
            self.remarks.append(f"{count} {said}")


def country_at(lat: float, lon: float) -> str:
    """The code of the country on whose land a position lies; empty at sea and off the map."""
    where = Position(lat=lat, lon=lon)
    return next(iter(airspace().over(where, where)), "")


def country_code(text: str) -> str:
    """The code of a country by its code or its name; empty where neither is known."""
    word = text.strip()
    return word.upper() if word.upper() in CODES else meant().get(word.upper(), "")


def number(text: object) -> float | None:
    """A number as people write it, with a point or a comma; None where it is none."""
    word = str(text).strip().replace("\u2212", "-")
    if "," in word and "." not in word:
        word = word.replace(",", ".")
    try:
        found = float(word)
    except ValueError:
        return None
    return found if abs(found) < 1e12 else None


def place_row(
    key: str, name: str, kind: str, at: tuple[float, float], more: Mapping[str, str]
) -> dict[str, str]:
    """One place in the columns of `places.csv`; `at` is latitude and longitude."""
    lat, lon = at
    row = {
        "id": key,
        "name": name or key,
        "kind": kind,
        "country": "",
        "lat": f"{lat:.6f}",
        "lon": f"{lon:.6f}",
    }
    return {**row, "modes": "", "neutral": "0", "attributes": "", **more}


def link_row(start: str, end: str, mode: str, metres: float, more: Mapping[str, str]) -> dict[str, str]:
    """One way in the columns of `links.csv`."""
    row = {"from": start, "to": end, "mode": mode, "length_km": f"{metres / 1000:.3f}", "gauge_mm": ""}
    return {**row, "countries": "", "neutral_transit": "0", **more}
