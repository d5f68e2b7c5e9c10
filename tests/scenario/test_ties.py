"""A place off the network is tied to it by road, wherever it lies."""

import pytest

from posture.core.errors import PostureError
from posture.operations.reinforcement import closure_days
from posture.theatre.network import great_circle

TEXT = """
network: corridors
horizon: 120 d
tables: [movement, corridor-ways]
movement: {clearances: {regime: blanket}, overflight: {regime: blanket}}
places:
  BARRACKS: {name: Barracks, kind: base, country: %s, lat: %s, lon: %s, modes: [road]}
  FIELD: {name: Field, kind: base, country: LT, lat: 55.2, lon: 24.6, modes: [road]}
units:
  company: {nation: %s, home: BARRACKS, wheeled: 20}
reinforcement:
  brigades:
    help:
      at: FIELD
      order: go
      parts:
        all: {unit: company, arrangement: moved, lines: {all: {cargo: wheeled, modes: [road, sea]}}}
"""
HOMES = {"DE": (48.0, 10.2), "FR": (43.6, 3.9), "ES": (41.7, -4.7), "GB": (57.5, -4.2), "US": (38.9, -97.2)}


@pytest.mark.parametrize("nation", HOMES)
def test_a_unit_comes_from_anywhere_on_the_map_to_anywhere(load_text, nation):
    """Its access roads are 1.3 times the straight line, to the two places nearest by road or by port."""
    lat, lon = HOMES[nation]
    scenario = load_text(TEXT % (nation, lat, lon, nation))
    home = scenario.places["BARRACKS"]
    roads = [one for one in scenario.links.values() if "BARRACKS" in (one.start, one.end)]
    assert len(roads) == 2
    for road in roads:
        other = scenario.places[road.end]
        assert road.length == pytest.approx(1.3 * great_circle(home, other), abs=2001)


def test_it_arrives(run_text):
    assert 2 < closure_days(run_text(TEXT % ("DE", *HOMES["DE"], "DE")))["help"] < 30


def test_what_has_a_way_is_not_tied_again_and_what_has_no_roads_not_at_all(load_text):
    own = "links={way: {start: BARRACKS, end: CITY_LT_KAUNAS, mode: road, length: 1500 km, country: DE}}"
    scenario = load_text(TEXT % ("DE", *HOMES["DE"], "DE"), [own])
    assert [key for key, one in scenario.links.items() if "BARRACKS" in (one.start, one.end)] == ["way"]
    with pytest.raises(PostureError, match="Barracks"):
        load_text(TEXT % ("DE", *HOMES["DE"], "DE"), ["places.BARRACKS.modes=[rail]"])
