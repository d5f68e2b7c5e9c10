"""The seas and lands of Article 6 against the coasts that ship with the network, position by position."""

from functools import cache

import pytest

from posture.scenario.outlines import land
from posture.theatre import geography
from posture.theatre.geography import article_6, within

ROWS, COLUMNS = range(28, 67), range(-12, 46)
ASIA_AND_AFRICA = {"AM", "DZ", "EG", "IL", "IQ", "IR", "JO", "LB", "LY", "MA", "PS", "SA", "SY", "TN"}
SEAS = {
    "MEDITERRANEAN": lambda lat, lon: 30 < lat < 46 and -5.6 < lon < 36.3 and not (biscay(lat, lon) or straits(lat, lon)),
    "BLACK_SEA": lambda lat, lon: lat < 47.5 and lon < 42 and (lat > 41 or lon > 30) and (lat, lon) > (40.5, 27.4) and lon > 27.4,
    "BALTIC": lambda lat, lon: 53.8 < lat < 66 and 12 <= lon < 30.5 and not (lat >= 60 and lon < 16),
    "NORTH_ATLANTIC": lambda lat, lon: lon < -6 or (biscay(lat, lon) and lat < 48),
}  # fmt: skip
"""Each sea as it is told by a few lines of latitude and longitude; the rest is said by the coasts."""


def biscay(lat, lon):
    return lat >= 43 and lon < 1


def straits(lat, lon):
    """The Dardanelles, the Sea of Marmara and what lies beyond."""
    return lat >= 40 and lon > 26


@cache
def coasts():
    """Each outline as longitude and latitude, with the box around it."""
    return [
        (code, ring, min(ring), max(ring), min(y for _, y in ring), max(y for _, y in ring))
        for code, rings in land().items()
        for ring in rings
    ]


@cache
def grid():
    """The country of each whole degree; empty at sea."""
    return {(lat, lon): country_at(lat, lon) for lat in ROWS for lon in COLUMNS}


def country_at(lat, lon):
    for code, ring, west, east, south, north in coasts():
        if south <= lat <= north and west[0] <= lon <= east[0] and within(ring, lon, lat):
            return code
    return ""


@pytest.mark.parametrize("name", SEAS)
def test_every_position_at_sea_is_in_the_sea_that_it_is_in_and_in_no_other(name):
    outline, told = getattr(geography, name), SEAS[name]
    sea = [where for where, code in grid().items() if not code and where[0] >= 30]
    missed = [where for where in sea if told(*where) and not within(outline, *where)]
    assert (missed, len([where for where in sea if told(*where)]) > 30) == ([], True)
    if name in {"MEDITERRANEAN", "BLACK_SEA"}:
        assert [where for where in sea if within(outline, *where) and not told(*where)] == []


def test_land_of_no_owner_told_is_read_by_where_it_lies():
    wrong = []
    for (lat, lon), code in grid().items():
        ruling = article_6(lat, lon)
        if code in ASIA_AND_AFRICA and (ruling.inside or ruling.debated):
            wrong.append((lat, lon, code, ruling))
        if code and (code == "TR") != (ruling.why == "the territory of Türkiye"):
            wrong.append((lat, lon, code, ruling))
        if code and code not in ASIA_AND_AFRICA | {"AZ", "CY", "GE", "KZ"} and not ruling.inside:
            wrong.append((lat, lon, code, ruling))
    assert wrong == []
