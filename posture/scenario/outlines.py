"""Outlines of countries that ship with the corridor network, generalised: whose land or air a position is."""

import json
from collections import defaultdict
from functools import cache
from typing import Any

from posture.scenario.loading import rows
from posture.scenario.shipped import folder, shipped
from posture.theatre.airspace import Airspace, Ring
from posture.theatre.network import Position

NAMED = ("name", "code", "source", "as_of", "confidence")


@cache
def airspace() -> Airspace:
    """The air over each country, by its ISO 3166 code."""
    return Airspace(land())


@cache
def land() -> dict[str, list[Ring]]:
    """The outlines of each country by its ISO 3166 code, longitude before latitude.

    Borders are those that Allies recognise: Crimea, Sevastopol and Donetsk are Ukraine's, Kaliningrad is
    Russia's; Kosovo (XK) is drawn by itself.
    """
    found: dict[str, list[Ring]] = defaultdict(list)
    for feature in _features():
        found[feature["properties"]["iso2"]] += _rings(feature["geometry"])
    return dict(found)


def land_at(where: Position) -> str:
    """The name of the country on whose land a position lies; empty at sea and where no outline ships."""
    codes = airspace().over(where, where)
    return _names()[codes[0]] if codes else ""


def country_name(code: str) -> str:
    """What a country is called; its code where no outline ships."""
    return _names().get(code, code)


@cache
def country_codes() -> dict[str, str]:
    """The ISO 3166 code of each country by its name.

    Those with an outline, and those of `countries.csv`: what lies off the map or is called otherwise there.
    """
    path = shipped("table", "countries")
    assert path is not None
    named = {row["name"]: row["code"] for row, _ in rows(path, NAMED)}
    return {name: code for code, name in _names().items()} | named


@cache
def _names() -> dict[str, str]:
    found: dict[str, str] = {}
    for feature in _features():
        found.setdefault(feature["properties"]["iso2"], feature["properties"]["name"])
    return found


@cache
def _features() -> list[Any]:
    text = (folder() / "data" / "network" / "countries.geojson").read_text(encoding="utf-8")
    features: list[Any] = json.loads(text)["features"]
    return features


def _rings(shape: Any) -> list[Ring]:
    """The outer rings of a polygon or of several."""
    parts = [shape["coordinates"]] if shape["type"] == "Polygon" else shape["coordinates"]
    return [[(float(x), float(y)) for x, y, *_ in part[0]] for part in parts]
