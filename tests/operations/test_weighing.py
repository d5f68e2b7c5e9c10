"""Each load takes the way by which it would arrive first, queues for lift included; by hand, in hours."""

import pytest

from posture.core.clock import HOUR

TWO_MODES = """
places:
  A: {name: A, kind: base, country: XX, lat: 55.0, lon: 15.0, modes: [rail, road]}
  B: {name: B, kind: base, country: XX, lat: 55.0, lon: 16.0, modes: [rail, road]}
links:
  track: {start: A, end: B, mode: rail, gauge: 1435 mm, length: 100 km, country: XX, trains: 1000 per day}
  street: {start: A, end: B, mode: road, length: 100 km, country: XX}
units:
  company: {nation: XX, home: A, wheeled: 30}
movement:
  march: {interval: 1 m, gap: 0 s, vehicles: 10, daily: 2400 km per day, driving: 24 h}
  roads: {any: {speed: 20 km/h}}
  rails: {any: {speed: 50 km/h}}
  railheads: {any: {ramps: 9, load: 1 h, unload: 1 h}}
  wagons: {1435-XX: {sets: 1, pieces: 10, turn: 0 s}}
reinforcement:
  brigades:
    brigade:
      at: B
      order: go
      reception: XX
      parts:
        all: {unit: company, arrangement: moved, lines: {all: {cargo: wheeled, modes: [rail, road]}}}
"""
TRAIN, BACK, COLUMN = 1 + 2 + 1, 2, 5


def came(log):
    """When each serial was at B, to a tenth: trains keep a minute and a half apart."""
    return sorted(round(row.time / HOUR, 1) for row in log.of("arrived") if row.where == "B")


def test_what_would_wait_for_wagons_marches(run_text):
    assert came(run_text(TWO_MODES)) == [TRAIN, COLUMN, COLUMN]


def test_by_travel_time_all_wait_for_the_one_train(run_text):
    log = run_text(TWO_MODES, ["movement.routes.weigh=travel time"])
    assert came(log) == [TRAIN, BACK + 2 * TRAIN, 2 * BACK + 3 * TRAIN]


@pytest.mark.parametrize(("sets", "by_road"), [(1, 2), (2, 1), (3, 0)])
def test_the_more_wagons_the_fewer_march(run_text, sets, by_road):
    found = came(run_text(TWO_MODES, [f"movement.wagons.1435-XX.sets={sets}"]))
    assert found == [TRAIN] * (3 - by_road) + [COLUMN] * by_road


def test_a_longer_march_is_taken_only_where_the_queue_is_longer_still(run_text):
    """8 h by road: the third train comes after 16, the second after 10, the first after 4."""
    found = came(run_text(TWO_MODES, ["movement.roads.any.speed=12.5 km/h"]))
    assert found == [TRAIN, 8, 8]
    found = came(run_text(TWO_MODES, ["movement.roads.any.speed=8 km/h"]))
    assert found == [TRAIN, BACK + 2 * TRAIN, 12.5]
    found = came(run_text(TWO_MODES, ["movement.roads.any.speed=6 km/h"]))
    assert found == [TRAIN, BACK + 2 * TRAIN, 2 * BACK + 3 * TRAIN]


SHIPS = """
places:
  A: {name: A, kind: port, country: XX, lat: 55.0, lon: 15.0, modes: [sea]}
  B: {name: B, kind: port, country: XX, lat: 55.0, lon: 17.0, modes: [sea]}
links:
  ab: {start: A, end: B, mode: sea, length: 100 km}
units:
  company: {nation: XX, home: A, wheeled: 20}
movement:
  ships:
    fast: {count: 1, pieces: 10, lane_metres: 200, speed: 20 km/h, activation: 0 h, load: 0 h, discharge: 0 h}
    slow: {count: 1, pieces: 10, lane_metres: 200, speed: 10 km/h, activation: 0 h, load: 0 h, discharge: 0 h}
    far: {count: 9, pieces: 10, lane_metres: 200, speed: 20 km/h, activation: 72 h, load: 0 h, discharge: 0 h}
reinforcement:
  brigades:
    brigade:
      at: B
      order: go
      reception: XX
      parts:
        all: {unit: company, arrangement: moved, lines: {all: {cargo: wheeled, modes: [sea]}}}
"""


def test_the_ship_that_is_soonest_never_the_first_by_name(run_text):
    """`far` is the first by name and comes after three days; `fast` would have to come back for the rest."""
    assert came(run_text(SHIPS)) == [5, 10]


def test_of_ships_that_have_to_be_called_up_what_has_passed_of_it_counts(run_text):
    """The unit is ready after 70 h; chartered with the order, `far` is there 2 h later."""
    sets = ["movement.ships.fast.speed=2 km/h", "movement.ships.slow.speed=2 km/h"]
    part = "reinforcement.brigades.brigade.parts.all.lines.all.ready=70 h"
    assert came(run_text(SHIPS, [*sets, part])) == [72 + 5, 72 + 5]


SHARED = """
places:
  H: {name: H, kind: base, country: XX, lat: 55.0, lon: 15.0, modes: [road]}
  A: {name: A, kind: railhead, country: XX, lat: 55.0, lon: 15.1, modes: [rail, road]}
  B: {name: B, kind: base, country: XX, lat: 55.0, lon: 16.0, modes: [rail, road]}
links:
  next: {start: H, end: A, mode: road, length: 10 km, country: XX}
  track: {start: A, end: B, mode: rail, gauge: 1435 mm, length: 100 km, country: XX, trains: 1000 per day}
  street: {start: H, end: B, mode: road, length: 200 km, country: XX}
units:
  tanks: {nation: XX, home: H, tracked: 20}
movement:
  march: {interval: 1 m, gap: 0 s, vehicles: 10, daily: 2400 km per day, driving: 24 h, on_tracks: 0 km}
  roads: {any: {speed: 20 km/h}}
  rails: {any: {speed: 10 km/h}}
  railheads: {any: {ramps: 9, load: 1 h, unload: 2 h}}
  wagons: {1435-XX: {sets: 9, pieces: 10, turn: 0 s}}
  transporters: {XX: {count: 10, daily: 2400 km per day, load: 0 h}}
reinforcement:
  brigades:
    brigade:
      at: B
      order: go
      reception: XX
      parts:
        all: {unit: tanks, arrangement: moved, lines: {all: {cargo: tracked, modes: [rail, road]}}}
"""
"""Two ways that both begin on the same ten transporters: 10 h by road alone, 13.5 h over the ramp next door."""


def test_a_mode_that_all_need_is_spared_where_another_leads(run_text):
    """Tanks by transporter all the way in 10 h while there are any; by train from the ramp next door in 13.5.

    Ten transporters take ten; those left over would wait 20 h for them to come back.
    """
    words = SHARED.replace("on_tracks: 0 km", "on_tracks: 20 km")
    assert came(run_text(words)) == [10] * 10 + [13.5]


def test_who_waits_for_transporters_longer_than_another_way_takes_goes_by_that(run_text):
    """The one transporter that was idle is taken by others first, and is away for 200 h with them.

    The tank had been promised it, 100 h by road; by train it is there in 130. After a day of waiting it sees
    that the transporter will not be back, and takes the train.
    """
    words = """
places:
  A: {name: A, kind: railhead, country: XX, lat: 55.0, lon: 15.1, modes: [rail, road]}
  B: {name: B, kind: base, country: XX, lat: 55.0, lon: 16.0, modes: [rail, road]}
links:
  track: {start: A, end: B, mode: rail, gauge: 1435 mm, length: 130 km, country: XX, trains: 1000 per day}
  street: {start: A, end: B, mode: road, length: 100 km, country: XX}
units:
  first: {nation: XX, home: A, outsize: 1}
  tank: {nation: XX, home: A, tracked: 1}
movement:
  march: {interval: 1 m, gap: 0 s, vehicles: 10, daily: 24 km per day, driving: 24 h, on_tracks: 0 km}
  roads: {any: {speed: 1 km/h}}
  rails: {any: {speed: 1 km/h}}
  railheads: {any: {ramps: 9, load: 0 h, unload: 0 h}}
  wagons: {1435-XX: {sets: 1, pieces: 10, turn: 0 s}}
  transporters: {XX: {count: 1, daily: 24 km per day, load: 0 h}}
reinforcement:
  brigades:
    brigade:
      at: B
      order: go
      reception: XX
      parts:
        tank: {unit: tank, arrangement: moved, lines: {all: {cargo: tracked, modes: [rail, road]}}}
        urgent: {unit: first, arrangement: moved, lines: {all: {cargo: outsize, modes: [road], priority: 0}}}
"""
    late = ["reinforcement.brigades.brigade.parts.tank.lines.all.priority=5"]
    found = came(run_text(words, late))
    assert found == [100, 24 + 130]


def test_the_first_do_not_take_away_for_long_what_the_rest_needs(run_text):
    """Ten by road would be there first, and the other ten would wait 20 h for their transporters, for 30 h in all.

    Over the ramp the second ten load an hour after the first, and all are there after 14.5 h.
    """
    assert max(came(run_text(SHARED))) == pytest.approx(14.5, abs=0.2)


def test_who_has_enough_of_what_both_ways_need_takes_the_quicker(run_text):
    assert max(came(run_text(SHARED, ["movement.transporters.XX.count=20"]))) == pytest.approx(10, abs=0.2)


def test_more_of_what_two_ways_share_is_never_later(run_text):
    times = [max(came(run_text(SHARED, [f"movement.transporters.XX.count={n}"]))) for n in range(1, 26)]
    assert times == sorted(times, reverse=True)
    assert times[0] > 2 * times[-1]
