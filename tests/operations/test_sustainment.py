"""Feeding what has closed: supply goes over the network, and competes there with what is still to come."""

import pytest

from posture.core.clock import DAY, HOUR
from posture.operations.reinforcement import closure_days
from posture.operations.sustainment.event_kinds import EVENT_KINDS
from posture.operations.sustainment.measures import drawn_tonnes, least_days_of_supply, march_tonnes, out_days
from posture.runs.simulate import Prepared, prepare, simulate
from posture.scenario import load
from posture.stats.paired import paired

WORLD = """
horizon: 30 d
places:
  HOME: {name: Home, kind: base, country: XX, lat: 55.0, lon: 24.0, modes: [road]}
  STORE: {name: Store, kind: base, country: XX, lat: 54.0, lon: 24.0, modes: [road]}
  CAMP: {name: Camp, kind: base, country: XX, lat: 55.5, lon: 24.0, modes: [road]}
links:
  way: {start: HOME, end: CAMP, mode: road, length: 60 km, country: XX, headway: 1 s}
  supply: {start: STORE, end: CAMP, mode: road, length: 240 km, country: XX, headway: 1 s}
units:
  soldiers: {nation: XX, home: HOME, people: 100, wheeled: 1}
  depot: {nation: XX, home: STORE, containers: 500, tonnes: 500 t}
sustainment:
  classes: {food: {cargo: containers, piece: 1 t, person: 10 kg, carried: 3 d}}
  depots: {west: {unit: depot, modes: [road]}}
  brigades: {brigade: {depot: west, reorder: 2 d, upto: 5 d}}
reinforcement:
  brigades:
    brigade:
      at: CAMP
      order: go
      reception: XX
      parts:
        all:
          {unit: soldiers, arrangement: moved, lines: {all: {cargo: wheeled, modes: [road]}, men: {cargo: people, modes: [road]}}}
"""


@pytest.fixture
def ran(load_text):
    def run(*words):
        return simulate(prepare(load_text(WORLD, words)), 1, 0, deterministic=True, check=True)

    return run


def test_supply_begins_on_the_day_after_the_coming_and_comes_by_road_from_the_depot(ran):
    """Three days of supply leave home at midnight; one is gone on the next, and two are when more is sent for."""
    log = ran()
    assert 0 < next(row.time for row in log.of("arrived")) < DAY
    assert next(row.time for row in log.of("needs")) == DAY
    assert next(row.amount for row in log.of("on hand")) == 2000
    asked = [row.time for row in log.of("sent for")]
    came = [row.time for row in log.of("delivered")]
    assert asked[0] == DAY
    assert came[0] - asked[0] == pytest.approx(24 * HOUR, abs=60), "240 km at 10 km/h, one behind the other"
    assert out_days(log) == {"brigade/food": 0}
    carried = [row for row in log.of("freight") if row.where == "XX" and row.who.startswith("supply")]
    assert [row.amount for row in carried] == [3000] * len(asked), "told as freight of its own"


def test_a_way_that_is_shut_empties_the_stock_and_a_degraded_one_delays_it(ran):
    shut = ran("closures.supply={links: [supply], start: 1 d, end: 20 d}")
    empty = out_days(shut)["brigade/food"]
    assert empty == pytest.approx(20 + 1 - 3, abs=0.1), "from the third day until a day after it opens"
    network = (
        "cyber={recovery: 19 d, teams: {XX: 1}, systems: {way: {nation: XX, links: [supply], dated: [1 d]}}}",
    )
    assert out_days(ran(*network))["brigade/food"] == pytest.approx(empty, abs=0.1)


def test_a_brigade_that_is_not_fed_is_no_row_different(ran):
    ours = set(EVENT_KINDS)

    def rows(log):
        return [row for row in log if row.kind not in ours and not row.who.startswith("supply of")]

    assert rows(ran("sustainment=null")) == rows(ran("sustainment.brigades=null")) == rows(ran())


def test_who_never_comes_is_never_fed(ran):
    assert not list(
        ran("closures.way={links: [way], start: 1 s}", "reinforcement.release={any: 1 d}").of("needs")
    )


NO_HOST = ("sustainment.hosts=null",)


@pytest.fixture(scope="module")
def fed():
    """Without the depot of the host, so that all comes from afar, and as it ships, with it."""
    words = {
        "not fed": ("sustainment=null",),
        "as it is": NO_HOST,
        "late": (*NO_HOST, "sustainment.brigades.lithuania.reorder=3 d"),
        "early": (*NO_HOST, "sustainment.brigades.lithuania.reorder=15 d"),
        "hosted": (),
    }
    cases = {
        name: Prepared(load("sustained-lithuania", ["horizon=50 d", *said]).scenario, {})
        for name, said in words.items()
    }
    return {name: [simulate(case, seed, 0) for seed in range(1, 13)] for name, case in cases.items()}


def test_in_what_ships_the_level_at_which_more_is_sent_for_decides_what_runs_short(fed):
    empty = {name: [sum(out_days(log).values()) for log in logs] for name, logs in fed.items()}
    assert max(empty["as it is"]) == 0 == max(empty["early"])
    assert min(empty["late"]) > 0
    least = [
        [min(least_days_of_supply(log).values()) for log in fed[name]]
        for name in ("late", "as it is", "early")
    ]
    assert sum(least[0]) < sum(least[1]) < sum(least[2])


def test_supply_that_is_sent_early_takes_lift_from_the_parts_that_are_still_to_come(fed):
    when = {name: [closure_days(log)["lithuania"] for log in logs] for name, logs in fed.items()}
    cost = paired(when["early"], when["not fed"])
    assert 0 < cost.interval.low < cost.mean < 4
    assert sum(when["late"]) <= sum(when["early"])
    assert not [log for log in fed["not fed"] if list(log.of("needs"))]


def test_in_what_ships_the_depot_of_the_host_keeps_more_days_of_supply_on_hand(fed):
    least = {
        name: [min(least_days_of_supply(log).values()) for log in fed[name]]
        for name in ("as it is", "hosted")
    }
    assert paired(least["hosted"], least["as it is"]).interval.low > 1
    assert all(drawn_tonnes(log)["host-lithuania/lithuania"] > 1000 for log in fed["hosted"])
    assert not [log for log in fed["as it is"] if "host-lithuania/lithuania" in drawn_tonnes(log)]
    assert all(march_tonnes(log)["lithuania/fuel"] > 100 for log in fed["hosted"])
