"""What rides on transporters and what drives by itself; by hand, in hours."""

from collections import Counter

import pytest

from posture.core.clock import HOUR

ROAD = """
places:
  A: {name: A, kind: base, country: XX, lat: 55.0, lon: 15.0, modes: [road]}
  B: {name: B, kind: base, country: XX, lat: 55.0, lon: 16.0, modes: [road]}
links:
  street: {start: A, end: B, mode: road, length: 100 km, country: XX}
units:
  company: {nation: XX, home: A, tracked: 20}
movement:
  march: {interval: 1 m, gap: 0 s, vehicles: 20, daily: 2400 km per day, driving: 24 h}
  roads: {any: {speed: 20 km/h}}
  transporters: {XX: {count: 5, daily: 2400 km per day, load: 0 h}}
reinforcement:
  brigades:
    brigade:
      at: B
      order: go
      reception: XX
      parts:
        all: {unit: company, arrangement: moved, lines: {all: {cargo: tracked, modes: [road]}}}
"""


def came(log):
    """How many pieces came in which hour."""
    found = Counter()
    for row in log.of("arrived"):
        if row.where == "B":
            found[round(row.time / HOUR)] += row.amount
    return sorted(found.items())


@pytest.mark.parametrize("on_tracks", ["0 km", "99 km"])
def test_five_transporters_carry_twenty_tracked_vehicles_in_four_turns(run_text, on_tracks):
    log = run_text(ROAD, [f"movement.march.on_tracks={on_tracks}"])
    assert came(log) == [(5, 5), (15, 5), (25, 5), (35, 5)]


def test_a_way_that_is_short_enough_they_drive_themselves(run_text):
    log = run_text(ROAD, ["movement.march.on_tracks=100 km"])
    assert came(log) == [(5, 20)]
    assert not list(log.of("ballast"))


@pytest.mark.parametrize(("count", "turns"), [(3, [3] * 6 + [2]), (7, [7, 7, 6]), (30, [20])])
def test_each_transporter_goes_for_itself_and_none_waits_for_a_column_to_be_whole(run_text, count, turns):
    log = run_text(ROAD, [f"movement.transporters.XX.count={count}", "movement.march.on_tracks=0 km"])
    assert [pieces for _, pieces in came(log)] == turns


def test_outsize_pieces_ride_however_short_the_way(run_text):
    sets = ["movement.march.on_tracks=100 km", "units.company={nation: XX, home: A, outsize: 10}"]
    sets.append("reinforcement.brigades.brigade.parts.all.lines.all.cargo=outsize")
    assert came(run_text(ROAD, sets)) == [(5, 5), (15, 5)]
