"""Effort over all operations: tonne-kilometres and person-days that paper can follow."""

import pytest

from posture.core.clock import days
from posture.core.event_log import Log
from posture.operations import EVENT_KINDS
from posture.outcomes import MEASURES
from posture.outcomes.effort import ALL, MODES, brigade_tonne_km, person_days_deployed, tonne_km
from posture.runs.simulate import prepare, simulate
from posture.scenario import load
from posture.theatre.network import great_circle

TRAIN = """
places:
  A: {name: A, kind: base, country: XX, lat: 50.0, lon: 10.0, modes: [road, rail]}
  B: {name: B, kind: railhead, country: XX, lat: 51.0, lon: 10.0, modes: [road, rail]}
  C: {name: C, kind: base, country: XX, lat: 51.5, lon: 10.0, modes: [road, rail]}
links:
  ab: {start: A, end: B, mode: rail, gauge: 1435 mm, length: 200 km, country: XX, trains: 1000 per day}
  bc: {start: B, end: C, mode: road, length: 30 km, headway: 0 s}
units: {company: {nation: XX, home: A, people: 90, wheeled: 20, tonnes: 600 t}}
movement:
  rails: {any: {speed: 10 km/h}}
  railheads: {any: {ramps: 1, load: 0 s, unload: 0 s}}
  wagons: {1435-XX: {sets: 8, pieces: 20, turn: 0 s}}
reinforcement:
  brigades:
    brigade:
      at: B
      order: go
      reception: XX
      parts: {part: {unit: company, arrangement: moved, lines: {all: {cargo: wheeled, modes: [rail, road]}}}}
"""
GOAL = "reinforcement.brigades.brigade.at=C"
LINE = "reinforcement.brigades.brigade.parts.part.lines.all"
PEOPLE = [
    "links.road={start: A, end: B, mode: road, length: 100 km, headway: 0 s}",
    f"{LINE}.cargo=people",
    f"{LINE}.modes=[road]",
]


def by_mode(**modes):
    return {mode: modes.get(mode, 0.0) for mode in MODES} | {ALL: sum(modes.values())}


def test_a_train_of_twenty_wagons_over_200_km_hauls_its_600_tonnes_so_far(run_text):
    log = run_text(TRAIN)
    assert tonne_km(log) == by_mode(rail=600 * 200.0)
    assert brigade_tonne_km(log) == {"brigade": 120_000}
    assert [(row.who, row.where) for row in log.of("hauled")] == [("brigade/part/all", "rail")]


@pytest.mark.parametrize("wagons", [1, 3, 7])
def test_in_however_many_trains_it_is_as_much(run_text, wagons):
    log = run_text(TRAIN, [f"movement.wagons.1435-XX.pieces={wagons}", GOAL])
    assert len(list(log.of("hauled"))) == -(-20 // wagons) + 1
    assert tonne_km(log) == by_mode(rail=120_000.0, road=600 * 30.0)


def test_a_piece_weighs_a_share_of_all_pieces_of_its_unit(run_text):
    log = run_text(TRAIN, ["units.company.tracked=5", "units.company.tonnes=1000 t"])
    assert tonne_km(log)["rail"] == 20 * 40 * 200


def test_only_finished_legs_count_and_nothing_before_the_order(run_text):
    """Twenty hours by rail to B, three by road to C."""
    cut = [(19, {}), (22, {"rail": 120_000.0}), (24, {"rail": 120_000.0, "road": 18_000.0})]
    for hours, hauled in cut:
        assert tonne_km(run_text(TRAIN, [GOAL, f"horizon={hours} h"])) == by_mode(**hauled)
    never = run_text(TRAIN, ["decision.orders.go.decided=90 d"])
    assert (tonne_km(never), brigade_tonne_km(never)) == (by_mode(), {"brigade": 0})


def test_a_change_of_gauge_on_the_way_loses_no_kilometre(run_text):
    log = run_text(
        TRAIN,
        [
            "places.B.kind=rail_transload",
            "places.B.attributes={gauges: 1435/1520}",
            "links.bc={start: B, end: C, mode: rail, gauge: 1520 mm, length: 30 km, country: XX, trains: 9 per day}",
            "movement.wagons.1520-XX={sets: 1, pieces: 10, turn: 0 s}",
            GOAL,
        ],
    )
    assert len(list(log.of("transload"))) == len(list(log.of("hauled"))) == 2
    assert tonne_km(log) == by_mode(rail=600 * 230.0)


ROUND = """
places:
  A: {name: A, kind: base, country: XX, lat: 50.0, lon: 10.0, modes: [road]}
  M: {name: M, kind: city, country: XX, lat: 50.1, lon: 10.1, modes: [road]}
  V: {name: V, kind: city, country: XX, lat: 50.2, lon: 10.2, modes: [road]}
  B: {name: B, kind: base, country: XX, lat: 50.4, lon: 10.0, modes: [road]}
links:
  am: {start: A, end: M, mode: road, length: 100 km, headway: 0 s}
  mb: {start: M, end: B, mode: road, length: 50 km, headway: 0 s}
  mv: {start: M, end: V, mode: road, length: 70 km, headway: 0 s}
  vb: {start: V, end: B, mode: road, length: 80 km, headway: 0 s}
  av: {start: A, end: V, mode: road, length: 300 km, headway: 0 s}
units: {column: {nation: XX, home: A, wheeled: 20, tonnes: 200 t}}
reinforcement:
  brigades:
    brigade:
      at: B
      order: go
      reception: XX
      parts: {part: {unit: column, arrangement: moved, lines: {all: {cargo: wheeled, modes: [road]}}}}
"""


@pytest.mark.parametrize(
    ("closure", "km"),
    [
        ("{links: [vb]}", 100 + 50),
        ("{links: [mb], start: 5 h}", 100 + 70 + 80),  # round what shuts while it is under way
        ("{links: [am], start: 30 min}", 300 + 80),  # by a plan made anew before it has left
    ],
)
def test_ways_round_are_counted_as_they_were_gone(run_text, closure, km):
    late = "reinforcement.brigades.brigade.parts.part.lines.all.ready=1 h"
    log = run_text(ROUND, [f"closures.shut={closure}", late])
    assert tonne_km(log) == by_mode(road=200.0 * km)
    assert brigade_tonne_km(log) == {"brigade": 200 * km}


def test_what_has_no_weight_is_not_told_as_nothing(run_text):
    for log in (run_text(TRAIN, ["units.company.tonnes=0 t"]), run_text(TRAIN, PEOPLE)):
        assert closed(log) == ["brigade"]
        assert (tonne_km(log), brigade_tonne_km(log)) == ({}, {})


def closed(log):
    return [row.who for row in log.of("closed") if "/" not in row.who]


@pytest.fixture(scope="module")
def turkiye():
    return simulate(prepare(load("turkiye-2012").scenario), 1, 0, check=True)


def test_all_modes_are_all_brigades(turkiye):
    modes, brigades = tonne_km(turkiye), brigade_tonne_km(turkiye)
    assert len(brigades) == 3
    assert min(modes["road"], modes["sea"], modes["air"]) > 0
    assert sum(modes[mode] for mode in MODES) == pytest.approx(modes[ALL], rel=1e-12)
    assert sum(brigades.values()) == pytest.approx(modes[ALL], rel=1e-12)


def test_no_brigade_hauls_less_than_all_of_it_as_the_crow_flies(lithuania):
    log = simulate(prepare(lithuania), 1, 0)
    starts = {row.who: row.where for row in log.of("line")}
    end = lithuania.places["BASE_RUKLA"]
    least = sum(
        row.amount * great_circle(lithuania.places[starts[row.who]], end) for row in log.of("freight")
    )
    assert least / 1e6 < brigade_tonne_km(log)["lithuania"] < 2.5 * least / 1e6


# People


def history(*rows):
    log = Log()
    for day, kind, who, where, amount in rows:
        assert kind in EVENT_KINDS
        log.note(days(day), kind, who, where, amount)
    return log


END = (0, "horizon", "run", "", days(100))


def test_people_of_the_pool_count_while_deployed_and_once():
    """500 for 30 and 10 days; the base and the ship tell of their own: 120 for 30 days, 180 for 20."""
    log = history(
        END,
        (0, "pooled", "battalion", "AA", 500),
        (0, "pooled", "frigate", "AA", 200),
        (0, "pooled", "wing", "AA", 100),
        (0, "base", "west", "FIELD", 1),
        (0, "ship", "frigate", "AA", 180),
        (0, "deployed", "wing", "west", 0),
        (0, "presence", "west", "", 120),
        (0, "deployed", "frigate", "group", 0),
        (0, "ship is", "frigate", "transit", 0),
        (5, "ship is", "frigate", "on task", 0),
        (10, "deployed", "battalion", "guard", 0),
        (20, "ship is", "frigate", "home", 0),
        (20, "released", "frigate", "group", 0),
        (30, "presence", "west", "", 0),
        (30, "released", "wing", "west", 0),
        (40, "bumped", "battalion", "guard", 0),
        (50, "claimed", "battalion", "stand-by", 0),
        (60, "released", "battalion", "stand-by", 0),
        (90, "deployed", "battalion", "guard", 0),
    )
    assert person_days_deployed(log) == {
        "rotations": 500 * (30 + 10),
        "air policing": 120 * 30,
        "maritime": 180 * 20,
        ALL: 20_000 + 3_600 + 3_600,
    }


def test_people_of_a_battery_belong_to_it_from_its_emplacement_on():
    """300 leave on day 10; 250 of them man a node from day 20, and are home on day 50; a stranger's 70 stay."""
    log = history(
        END,
        (0, "node", "battery", "lower", 0),
        (0, "sent by", "battery", "go", 0),
        (0, "node", "stranger", "lower", 0),
        (0, "garrison", "stranger", "", 70),
        (0, "expected", "brigade", "go", 1),
        (0, "people", "brigade/part/people", "AA", 300),
        (0, "line", "brigade/part/people", "HOME", 300),
        (0, "line", "brigade/part/tracked", "HOME", 40),
        (10, "departed", "brigade/part/people/way 2/1 road 1", "HOME", 200),
        (10, "departed", "brigade/part/people/1 road 1 anew/1 road 1", "HOME", 100),
        (10, "departed", "brigade/part/tracked/1 road 1", "HOME", 40),
        (12, "departed", "brigade/part/people/way 2/2 sea 1", "PORT", 200),
        (20, "garrison", "battery", "", 250),
        (30, "garrison", "battery", "", 500),
        (31, "garrison", "battery", "", 250),
        (50, "garrison", "battery", "", 0),
    )
    assert person_days_deployed(log) == {
        "reinforcement": 300 * 10 + 50 * 80,
        "missile defence": 70 * 100 + 250 * 31,
        ALL: 7_000 + 14_750,
    }


def test_a_brigade_is_away_from_the_day_its_people_leave_home(run_text):
    log = run_text(TRAIN, [*PEOPLE, f"{LINE}.ready=20 d"])
    assert closed(log) == ["brigade"]
    assert person_days_deployed(log) == {"reinforcement": 90 * 40, ALL: 3_600}


def test_units_of_the_pool_bring_their_people(run_text):
    log = run_text(
        TRAIN
        + """
rotations:
  begin: rested
  policies: {any: {}}
  pools: {all: {policy: any, units: [guards]}}
  commitments: {guard: {slots: 1, length: 100 d}, stand-by: {slots: 1, length: 100 d, deploys: false}}
""",
        ["units.guards={nation: XX, home: A, people: 800}"],
    )
    assert person_days_deployed(log) == {"rotations": 800 * 60, ALL: 48_000}


@pytest.mark.parametrize(
    ("scenario", "same"),
    [
        ("turkiye-2012", {"missile defence": "missile_defence_person_days"}),
        (
            "article-5-2001",
            {"early warning": "early_warning_person_days", "maritime": "sea_person_days"},
        ),
        ("baltic-air-policing", {"air policing": "person_days"}),
    ],
)
def test_each_operation_tells_the_same_by_itself(scenario, same):
    log = simulate(prepare(load(scenario, ["horizon=400 d"]).scenario), 1, 0)
    found = person_days_deployed(log)
    for operation, measure in same.items():
        own = MEASURES[measure].of(log)
        assert found[operation] == pytest.approx(own.get(ALL) or sum(own.values()))
        assert found[operation] > 0
    assert found[ALL] == pytest.approx(sum(found.values()) - found[ALL])
