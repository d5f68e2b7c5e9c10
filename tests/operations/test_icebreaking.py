"""What ice does to forces that come by sea: hours in the ledger, another way where that is sooner, all waters alike."""

from math import inf

import pytest

from posture.core.clock import hours
from posture.operations.icebreaking.measures import ice_days, icebreaker_wait_hours
from posture.operations.reinforcement import closure_days
from posture.outcomes.ledger import closed, entries
from posture.runs.simulate import Prepared, prepare, simulate
from posture.scenario import load

WORLD = """
start: 2025-01-01
places:
  QUAY: {name: Quay, kind: port, country: AA, lat: 54.0, lon: 12.0, modes: [road, sea]}
  PIER: {name: Pier, kind: port, country: XB, lat: 55.7, lon: 21.1, modes: [road, sea]}
  CAMP: {name: Camp, kind: base, country: XB, lat: 55.3, lon: 22.5, modes: [road]}
links:
  quay-pier: {start: QUAY, end: PIER, mode: sea, length: 600 km}
  pier-camp: {start: PIER, end: CAMP, mode: road, length: 100 km, country: XB, headway: 1 s}
  quay-camp: {start: QUAY, end: CAMP, mode: road, length: 1500 km, country: XB, headway: 1 s}
units: {column: {nation: AA, home: QUAY, wheeled: 20, lane_metres: 240, tonnes: 240 t}}
movement:
  clearances: {regime: blanket}
  ships: {ship: {count: 2, pieces: 100, lane_metres: 2000, speed: 20 km/h, load: 1 h, discharge: 1 h, activation: 0 s}}
icebreaking:
  winters: {usual: {share: 1}}
  escort: 9 h
  waters:
    bay: {ports: [PIER], icebreakers: {FI: 1}, ice: {usual: {begins: 0 s, lasts: 150 d, assisted: 1, alone: 4 h}}}
reinforcement:
  brigades:
    brigade:
      at: CAMP
      order: go
      reception: XX
      parts: {first: {unit: column, arrangement: moved, lines: {all: {cargo: wheeled, modes: [road, sea], lift: ship}}}}
"""
OFF = "icebreaking.waters.bay.active=false"
ICE = "icebreaking.waters.bay.ice.usual"


@pytest.fixture
def ran(load_text):
    def run(*words):
        return simulate(prepare(load_text(WORLD, words)), 1, 0, deterministic=True, check=True)

    return run


def in_ice(log):
    return [(one.where, one.seconds) for one in entries(log, "brigade") if one.cause == "ice"]


def closes(log):
    return dict(closed(log))["brigade"]


def test_a_ship_that_is_led_to_its_port_comes_later_by_that_and_the_ledger_says_so(ran):
    led, open_water = ran(), ran(OFF)
    assert in_ice(led) == [("PIER", hours(9))]
    assert closes(led) - closes(open_water) == hours(9)


def test_a_ship_that_needs_no_help_is_slower_and_a_port_outside_the_ice_is_not_felt(ran):
    assert in_ice(ran(f"{ICE}.assisted=0")) == [("PIER", hours(4))]
    assert in_ice(ran("icebreaking.waters.bay.ports=[QUAY]")) == [("QUAY", hours(9))], "on its way out"
    assert in_ice(ran(f"{ICE}.lasts=20 d")) == [], "gone by the New Year"


def test_without_an_icebreaker_forces_go_by_road_where_there_is_one_and_else_wait_for_the_thaw(ran):
    none = "icebreaking.waters.bay.icebreakers.FI=0"
    round_it = ran(none)
    assert in_ice(round_it) == []
    assert {row.where for row in round_it.of("arrived")} == {"CAMP"}
    assert closes(round_it) > closes(ran(OFF)), "the road is longer"
    waited = ran(none, f"{ICE}.lasts=80 d", "links.quay-camp=null")
    assert [row.time for row in waited.of("thawed")] == [hours(24 * 19)], (
        "20 January, 80 days after 1 November"
    )


def test_what_is_foreseen_of_ice_weighs_the_ways(ran):
    """By sea in 38 h and 9 in the ice, by road in 150 h; the ice must cost more than the difference."""
    by_road = {row.where for row in ran("icebreaking.escort=5 d").of("arrived")} == {"CAMP"}
    by_sea = "PIER" in {row.where for row in ran("icebreaking.escort=2 d").of("arrived")}
    assert by_road
    assert by_sea


def test_ships_with_forces_go_before_merchants_that_wait_where_that_is_wished(load_text):
    """Merchants ask for ten hours of icebreakers in every twelve: those who wait are many."""
    busy = (f"{ICE}.traffic=2.4 per day", "links.quay-camp=null", "icebreaking.back=1 h")
    found = {}
    for first in (False, True):
        case = prepare(load_text(WORLD, [*busy, f"icebreaking.reinforcements_first={str(first).lower()}"]))
        logs = [simulate(case, seed, 0, check=True) for seed in range(20)]
        found[first] = sum(seconds for log in logs for _, seconds in in_ice(log)) / 20
    assert found[True] < found[False]
    assert found[True] >= hours(9)


def test_waters_that_do_not_freeze_move_no_row_of_others(ran):
    ours = {"frozen", "icebreakers", "level"}
    late = ran(f"{ICE}.begins=100 d", f"{ICE}.lasts=1 d")
    assert [row for row in late if row.kind not in ours] == list(ran(OFF)) == list(ran("icebreaking=null"))


@pytest.fixture(scope="module")
def shipped():
    def run(*words):
        return simulate(
            Prepared(load("finland-in-winter", ["horizon=60 d", *words]).scenario, {}), 1, 0, check=True
        )

    return run


def test_in_what_ships_a_bay_without_icebreakers_holds_who_is_bound_for_its_port(shipped):
    severe = ("icebreaking.winters={mild: {share: 0}, average: {share: 0}, severe: {share: 1}}",)
    none = ("icebreaking.waters.bothnian-bay.icebreakers={FI: 0, SE: 0}",)
    bare, kept = shipped(*severe, *none), shipped(*severe)
    assert ice_days(kept)["bothnian-bay"] > 50
    assert icebreaker_wait_hours(bare)["bothnian-bay"] > 10 * icebreaker_wait_hours(kept)["bothnian-bay"]
    assert closure_days(bare)["lulea"] == inf, "the bay thaws after the end"
