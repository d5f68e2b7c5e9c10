"""Small inputs that went wrong elsewhere, each with the value that must hold, and others of their kind."""

from itertools import pairwise

import pytest

from posture.core.errors import PostureError
from posture.outcomes.ledger import delay_days
from posture.outcomes.waiting import waiting_pieces, waiting_since_days

TOWNS = """
places:
  A: {name: A, kind: base, country: XX, lat: 50.0, lon: 10.0, modes: [road, rail, sea, air]}
  B: {name: B, kind: base, country: XX, lat: 51.0, lon: 10.0, modes: [road, rail, sea, air]}
  P: {name: P, kind: port, country: XX, lat: 50.0, lon: 10.0, modes: [road, sea]}
  Q: {name: Q, kind: port, country: XX, lat: 51.0, lon: 10.0, modes: [road, sea]}
links:
  ap: {start: A, end: P, mode: road, length: 0.001 km, country: XX, headway: 0 s}
  qb: {start: Q, end: B, mode: road, length: 0.001 km, country: XX, headway: 0 s}
"""


def world(links: str, unit: str, line: str, more: str = "") -> str:
    return f"""{TOWNS}{links}
units: {{company: {{nation: XX, home: A, people: 10, {unit}}}}}
reinforcement:
  brigades:
    camp:
      at: B
      order: go
      reception: XX
      parts: {{part: {{unit: company, arrangement: moved, lines: {{all: {line}}}}}}}
{more}"""


def close_hours(log):
    return next(row.time for row in log.of("closed") if row.who == "camp") / 3600


ROADS = """
  short: {start: A, end: B, mode: road, length: 60 km, country: XX, max_mlc: 30, headway: 0 s}
  long: {start: A, end: B, mode: road, length: 80 km, country: XX, headway: 0 s}
"""
WHEELS = "{cargo: wheeled, modes: [road]}"


@pytest.mark.parametrize(("weight", "hours"), [(30, 6), (31, 8), (70, 8)])
def test_of_two_roads_between_two_towns_each_load_takes_the_shorter_that_bears_it(run_text, weight, hours):
    log = run_text(world(ROADS, f"wheeled: 1, max_mlc: {weight}", WHEELS))
    assert close_hours(log) == hours


def test_of_two_roads_between_two_towns_the_faster_is_taken_though_it_be_longer(run_text):
    fast = ROADS.replace("length: 80 km", "length: 80 km, speed: 40 km/h")
    assert close_hours(run_text(world(fast, "wheeled: 1", WHEELS))) == 2


def test_of_two_railways_of_one_gauge_the_train_takes_the_one_that_is_open(run_text):
    rails = """
  low: {start: A, end: B, mode: rail, gauge: 1435 mm, length: 10 km, country: XX, trains: 1000 per day}
  high: {start: A, end: B, mode: rail, gauge: 1435 mm, length: 30 km, country: XX, trains: 1000 per day}
"""
    more = """
movement:
  rails: {any: {speed: 10 km/h}}
  railheads: {any: {ramps: 1, load: 0 s, unload: 0 s}}
  wagons: {1435-XX: {sets: 8, pieces: 20, turn: 0 s}}
"""
    text = world(rails, "wheeled: 1", "{cargo: wheeled, modes: [rail]}", more)
    assert close_hours(run_text(text)) == 1
    assert close_hours(run_text(text, ["closures.works={links: [low], end: 40 d}"])) == 3
    assert close_hours(run_text(text, ["closures.works={links: [low]}"])) == 3


AIR = """
movement:
  airfields: {A: {mog: 2, open: OPEN h, efficiency: 1.0}, B: {mog: 2, open: OPEN h, efficiency: 1.0}}
  aircraft: {plane: {count: 2, seats: 100, speed: 111.2 km/h, ground: 1 h}}
"""


@pytest.mark.parametrize("order", [0, 3, 7, 9, 23])
@pytest.mark.parametrize("begin", [0, 6, 12, 21])
def test_hours_of_day_are_those_of_the_clock_on_the_wall_however_the_run_begins(run_text, order, begin):
    """A run that begins at `begin` and one at midnight, the order at the same hour of the same day."""
    if order < begin:
        order += 24
    text = world("", "", "{cargo: people, modes: [air]}", AIR.replace("OPEN", "8"))
    whole = run_text(text, [f"decision.orders.go.decided={order} h"])
    later = run_text(
        text, [f"start=2023-07-03 {begin:02}:00", f"decision.orders.go.decided={order - begin} h"]
    )
    assert close_hours(whole) - close_hours(later) == pytest.approx(begin)


@pytest.mark.parametrize("parts", [1, 2, 4, 10])
def test_a_night_ban_is_the_same_for_a_road_drawn_as_one_way_or_as_many(run_text, parts):
    """400 km at 40 km/h from 20:00: two hours, the ban of eight, eight hours more."""
    places = "".join(
        f"  W{i}: {{name: W{i}, kind: city, country: XX, lat: 50.5, lon: 10.0, modes: [road]}}\n"
        for i in range(1, parts)
    )
    stops = ["A", *(f"W{i}" for i in range(1, parts)), "B"]
    ways = "".join(
        f"  w{i}: {{start: {a}, end: {b}, mode: road, length: {400 / parts} km, country: XX,"
        f" speed: 40 km/h, headway: 0 s}}\n"
        for i, (a, b) in enumerate(pairwise(stops))
    )
    more = """
movement:
  roads: {XX: {speed: 40 km/h, night_ban: 8 h}}
  transporters: {XX: {count: 10, daily: 100000 km per day, load: 0 s}}
"""
    text = world(ways, "tracked: 4", "{cargo: tracked, modes: [road]}", more)
    text = text.replace("links:\n", places + "links:\n", 1)
    log = run_text(text, ["decision.orders.go.decided=20 h"])
    assert close_hours(log) == pytest.approx(20 + 18, abs=0.01)
    assert delay_days(log)["camp/night ban"] * 24 == pytest.approx(8, abs=0.01)


RAILS = "\n  line: {start: A, end: B, mode: rail, gauge: 1435 mm, length: 100 km, country: XX}\n"
TRAIN = """
movement:
  rails: {any: {speed: 50 km/h, trains: 96 per day, length: LONG m}}
  railheads: {any: {ramps: 1, load: 0 s, unload: 0 s}}
  wagons: {1435-XX: {sets: 8, pieces: 10, turn: 0 s, wagon: 20 m}}
"""


@pytest.mark.parametrize(("metres", "trains"), [(40, 10), (60, 5), (220, 1)])
def test_a_train_takes_as_many_wagons_as_its_engine_leaves_room_for(run_text, metres, trains):
    log = run_text(
        world(RAILS, "tracked: 10", "{cargo: tracked, modes: [rail]}", TRAIN.replace("LONG", str(metres)))
    )
    assert len([*log.of("departed")]) == trains


@pytest.mark.parametrize("metres", [15, 39])
def test_a_railway_too_short_for_one_wagon_is_no_way(load_text, metres):
    text = world(RAILS, "tracked: 10", "{cargo: tracked, modes: [rail]}", TRAIN.replace("LONG", str(metres)))
    with pytest.raises(PostureError, match=r"no train on line.*engine of 20 m and a wagon of 20 m"):
        load_text(text)


def test_a_ship_whose_deck_is_too_short_for_one_piece_is_not_taken(load_text):
    sea = "\n  sea: {start: P, end: Q, mode: sea, length: 120 km}\n"
    unit = "wheeled: 2, lane_metres: 30000, tonnes: 80 t"
    with pytest.raises(PostureError, match="no ships on offer with a deck of 15000 m for one piece"):
        load_text(world(sea, unit, "{cargo: wheeled, modes: [road, sea]}"))


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ("movement.airfields.A.open=0 h", "too small"),
        ("movement.roads.XX.night_ban=24 h", "too large"),
        ("movement.march.driving=0 h", "too small"),
    ],
)
def test_what_never_opens_is_refused(load_text, setting, said):
    with pytest.raises(PostureError, match=said):
        load_text(world("", "", "{cargo: people, modes: [air]}", AIR.replace("OPEN", "8")), [setting])


@pytest.mark.parametrize(
    "empty", ["closures:", "closures: # none", "reinforcement:\n  brigades:", "units: {a: }"]
)
def test_an_empty_key_is_asked_about_and_null_takes_away(load_text, empty):
    with pytest.raises(PostureError, match="write a value, or null to take an entry away"):
        load_text(empty)


@pytest.mark.parametrize(
    ("places", "said"),
    [
        ("country: DE, lat: 10.0, lon: 52.0", "outside Germany; 'lat' and 'lon' are exchanged"),
        ("country: DE, lat: 52.0, lon: -10.0", "outside Germany; correct 'lat' and 'lon', or 'country'"),
        ("country: LT, lat: 50.0, lon: 10.0", "outside Lithuania"),
        ("country: TR, lat: 50.0, lon: 10.0", "outside Turkey|outside Türkiye"),
    ],
)
def test_a_position_outside_its_country_is_named(load_text, places, said):
    with pytest.raises(PostureError, match=said):
        load_text(f"places: {{HERE: {{name: Here, kind: base, {places}, modes: [road]}}}}")


@pytest.mark.parametrize(
    ("km", "said"), [(60, "no way is shorter"), (2_000, None), (90_000, "no way winds so")]
)
def test_a_length_that_contradicts_the_positions_is_named(load_text, km, said):
    text = f"""
places:
  A: {{name: A, kind: base, country: DE, lat: 50.0, lon: 10.0, modes: [road]}}
  B: {{name: B, kind: base, country: DE, lat: 53.0, lon: 10.0, modes: [road]}}
links: {{ab: {{start: A, end: B, mode: road, length: {km} km, country: DE}}}}
"""
    if said is None:
        assert load_text(text)
    else:
        with pytest.raises(PostureError, match=said):
            load_text(text)


GAUGE = """
places:
  W: {name: West, kind: base, country: XX, lat: 50.0, lon: 10.0, modes: [rail]}
  T: {name: Change, kind: rail_transload, country: YY, lat: 50.0, lon: 11.0, modes: [rail],
    attributes: {gauges: 1435/1520}}
  E: {name: East, kind: base, country: YY, lat: 50.0, lon: 12.0, modes: [rail]}
links:
  wt: {start: W, end: T, mode: rail, gauge: 1435 mm, length: 100 km, country: XX}
  te: {start: T, end: E, mode: rail, gauge: 1520 mm, length: 100 km, country: YY}
units:
  east: {nation: XX, home: W, tracked: 30, tonnes: 300 t}
  west: {nation: YY, home: E, tracked: 30, tonnes: 300 t}
movement:
  rails: {any: {speed: 10 km/h}}
  wagons: {1435-XX: {sets: SETS, pieces: 10, turn: 1 h}, 1520-YY: {sets: SETS, pieces: 10, turn: 1 h}}
  transloads: {T: {tracks: 2}}
  clearances: null
reinforcement:
  reception: {XX: {pieces: 1000 per day}, YY: {pieces: 1000 per day}}
  brigades:
    e: {at: E, order: go, reception: YY, parts: {p: {unit: east, arrangement: moved,
      lines: {t: {cargo: tracked, modes: [rail]}}}}}
    w: {at: W, order: go, reception: XX, parts: {p: {unit: west, arrangement: moved,
      lines: {t: {cargo: tracked, modes: [rail]}}}}}
"""


@pytest.mark.parametrize("sets", [1, 2, 3, 5])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_two_flows_through_one_change_of_gauge_never_hold_each_other_for_ever(run_text, sets, seed):
    log = run_text(GAUGE.replace("SETS", str(sets)), seed=seed)
    assert {row.who for row in log.of("closed")} >= {"e", "w"}
    assert not [*log.of("waiting")]


def test_what_the_end_of_the_run_cuts_is_told_with_its_place_and_its_beginning(run_text):
    text = world(RAILS, "tracked: 10", "{cargo: tracked, modes: [rail]}", TRAIN.replace("LONG", "500"))
    log = run_text(text, ["closures.x={place: B, gate: ramp, start: 1 h}", "movement.clearances=null"])
    assert waiting_pieces(log) == {"camp/part/all/unloading at B": 10}
    [since] = waiting_since_days(log).values()
    assert since == pytest.approx(100 / 50 / 24, abs=0.05)


def test_a_brigade_that_nobody_orders_waits_for_its_order(run_text):
    log = run_text(world(ROADS, "wheeled: 1", WHEELS), ["decision.orders.go.decided=59 d", "horizon=30 d"])
    assert waiting_since_days(log) == {"camp/the order go at B": 0.0}


def test_an_airfield_shut_for_good_on_the_way_strands_the_flight_and_says_so(run_text):
    text = world("", "", "{cargo: people, modes: [air]}", AIR.replace("OPEN", "24"))
    log = run_text(text, ["closures.x={place: B, gate: airfield, start: 90 min}"])
    assert waiting_pieces(log) == {"camp/part/all/unloading at B": 10}
    assert [row.where for row in log.of("stranded")] == ["B"]


@pytest.mark.parametrize(
    ("sets", "said"),
    [
        ("movement.transporters.Germany={count: 3, daily: 300 km per day, load: 1 h}", "names no nation"),
        ("movement.rails.1436-XX={speed: 3 km/h}", "names no railway"),
        ("movement.flown_round=[Belarus]", "did you mean 'BY'"),
        ("reinforcement.reception.Germany={pieces: 3 per day}", "did you mean 'DE'"),
        ("movement.warships={frigate: {speed: 9 kn, endurance: 1 m, refuel: 1 h, tons: 4000}}", "too small"),
    ],
)
def test_a_key_or_a_list_of_countries_that_names_nothing_is_refused_in_these_tables_too(
    load_text, sets, said
):
    """Kin of N19, N21 and N43: a table by nation, a gauge of no railway, lists of countries, fillings without end."""
    with pytest.raises(PostureError, match=said):
        load_text(world(ROADS, "wheeled: 1", WHEELS), [sets])


def test_why_an_aircraft_cannot_come_names_no_range_where_a_field_is_closed(load_text):
    jet = "movement.own_aircraft={jet: {speed: 900 km/h, range: 3000 km, ground: 1 h}}"
    with pytest.raises(PostureError, match=r"an airfield at B is closed$"):
        load_text(
            world("", "aircraft: 2", "{cargo: aircraft, modes: [air], lift: jet}"),
            [jet, "closures.b={place: B, gate: airfield}"],
        )
