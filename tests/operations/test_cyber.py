"""What cyber does to others: a port, a railway, a border at a share of their capacity, and the Council."""

from collections import Counter

import pytest

from posture.core.clock import DAY, days, hours
from posture.operations.cyber.measures import capacity_hours_lost, degraded_hours, referrals
from posture.operations.decision.measures import recognition_days
from posture.operations.reinforcement import closure_days
from posture.outcomes.ledger import closed, entries
from posture.runs.simulate import Prepared, prepare, simulate
from posture.scenario import load
from posture.stats.paired import paired

WATER = """
places:
  QUAY: {name: Quay, kind: port, country: AA, lat: 54.0, lon: 12.0, modes: [road, sea]}
  PIER: {name: Pier, kind: port, country: XB, lat: 55.7, lon: 21.1, modes: [road, sea]}
  CAMP: {name: Camp, kind: base, country: XB, lat: 55.3, lon: 22.5, modes: [road]}
links:
  quay-pier: {start: QUAY, end: PIER, mode: sea, length: 600 km}
  pier-camp: {start: PIER, end: CAMP, mode: road, length: 100 km, country: XB, headway: 6 s}
units: {column: {nation: AA, home: QUAY, wheeled: 20, lane_metres: 240, tonnes: 240 t}}
movement: {clearances: {regime: blanket}}
cyber:
  recovery: 20 d
  teams: {XB: 1}
  systems: {it: {nation: XB, place: PIER, gate: berth, dated: [0 s], leaves: 0.5}}
reinforcement:
  brigades:
    brigade:
      at: CAMP
      order: go
      reception: XX
      parts:
        part: {unit: column, arrangement: moved, lines: {all: {cargo: wheeled, modes: [road, sea]}}}
"""
OFF = "cyber.systems.it.active=false"
DISCHARGE = 8
"""Hours at the berth, by the table, without chance."""


@pytest.fixture
def ran(load_text):
    def run(*words):
        return simulate(prepare(load_text(WATER, words)), 1, 0, deterministic=True, check=True)

    return run


def closes(log):
    return dict(closed(log))["brigade"]


def booked(log, cause):
    return sum(one.seconds for one in entries(log, "brigade") if one.cause == cause)


def test_a_berth_at_half_its_capacity_takes_twice_as_long(ran):
    half, sound = ran(), ran(OFF)
    assert closes(half) - closes(sound) == hours(DISCHARGE)
    assert booked(half, "unloading") - booked(sound, "unloading") == hours(DISCHARGE)


def test_a_road_at_a_fifth_holds_the_second_column_five_times_as_long(ran):
    """Twenty vehicles, six seconds apart, are on its first mark for two minutes, or for ten."""
    two = (
        "units.column.wheeled=40",
        "units.column.lane_metres=480",
        "movement.ports.PIER.clearance=1000000 per day",
    )
    slow = ran(*two, "cyber.systems.it={place: null, gate: null, links: [pier-camp], leaves: 0.2}")
    assert closes(slow) - closes(ran(*two, OFF)) == 4 * 20 * 6


def test_a_shut_berth_is_waited_for_until_it_is_recovered(ran):
    shut = ran("cyber.systems.it={leaves: 0.0}", "cyber.recovery=12 d")
    told = degraded_hours(shut)["it"]
    assert told == 12 * 24 == capacity_hours_lost(shut)["it"]
    arrived = next(row.time for row in shut.of("arrived") if row.where == "PIER")
    assert arrived == days(12) + hours(DISCHARGE)
    sound = ran(OFF)
    assert booked(shut, "gate queue") - booked(sound, "gate queue") == closes(shut) - closes(sound) > days(5)


def test_priorities_at_the_berth_heed_what_is_left(ran):
    """Two berths with queues: half of two is one, none of them is none, until it is recovered."""
    queues = ("movement.queues=priority", "movement.ports.PIER={berths: 2, clearance: 100000 per day}")
    sound, half = ran(OFF, *queues), ran(*queues)
    assert closes(sound) == closes(half), "one ship needs one berth"
    shut = ran(*queues, "cyber.systems.it={leaves: 0.0}", "cyber.recovery=12 d")
    arrived = next(row.time for row in shut.of("arrived") if row.where == "PIER")
    assert arrived == days(12) + hours(DISCHARGE)


def test_what_befalls_nobody_on_the_way_moves_no_row_of_others(ran):
    def rows(log):
        ours = {"incident", "degrades", "noticed", "team", "recovered"}
        return [row for row in log if row.kind not in ours]

    elsewhere = ran("cyber.systems.it={place: CAMP, gate: ramp}")
    assert rows(elsewhere) == rows(ran(OFF)) == rows(ran("cyber.systems=null"))


COUNCIL = """
tables: [movement, decision, allies]
cyber:
  recovery: 2 d
  noticed: 6 h
  rapid_reaction: {teams: 1}
  systems: {grid: {nation: LT, place: CAMP, dated: [3 d, 9 d], referred: 1.0}}
places: {CAMP: {name: Camp, kind: base, country: LT, lat: 55.0, lon: 24.0, modes: [road]}}
decision:
  crises:
    grid-down:
      {kind: threat, country: LT, place: CAMP, follows: grid, detection: 1 d, indication: 1 d}
"""


def test_an_incident_that_is_referred_opens_a_crisis_once_it_is_noticed(load_text):
    log = simulate(prepare(load_text(COUNCIL)), 1, 0, deterministic=True, check=True)
    steps = {row.where: row.time for row in log.of("step")}
    assert steps["indication"] == days(3) + hours(6) + DAY
    assert recognition_days(log) == {"grid-down": 1}
    assert "order" in steps
    assert referrals(log) == {"grid": 2}


@pytest.mark.parametrize("quiet", ["cyber.systems.grid.active=false", "cyber.systems.grid.dated=[]"])
def test_a_crisis_whose_incident_does_not_come_does_not_come(load_text, quiet):
    log = simulate(prepare(load_text(COUNCIL, [quiet])), 1, 0, deterministic=True, check=True)
    assert not list(log.of("step"))


def test_article_5_is_open_to_an_incident_as_to_any_attack_inside(load_text):
    words = ["decision.crises.grid-down.kind=attack", "horizon=200 d"]
    log = simulate(prepare(load_text(COUNCIL, words)), 1, 0, deterministic=True, check=True)
    assert [(row.where, row.amount) for row in log.of("ruling")] == [("inside", 5)]
    assert "determined" in {row.where for row in log.of("step")}


@pytest.fixture(scope="module")
def lithuania_degraded():
    words = (
        "cyber.systems.*.leaves=0.0",
        "cyber.recovery=3 d",
        "cyber.noticed=0 s",
        "cyber.teams.LT=2",
        "cyber.systems.customs.active=false",
    )
    cases = {
        "shut": (*words, "cyber.systems.headquarters.active=false"),
        "headquarters": (
            *words,
            "cyber.systems.klaipeda-terminal.active=false",
            "cyber.systems.signalling.active=false",
        ),
        "sound": ("cyber.systems=null",),
    }
    return {
        name: [
            simulate(prepared, seed, 0)
            for prepared in [Prepared(load("degraded-lithuania", said).scenario, {})]
            for seed in range(1, 21)
        ]
        for name, said in cases.items()
    }


def test_a_port_and_a_railway_shut_for_three_days_cost_closure_days_with_an_interval(lithuania_degraded):
    days_ = {
        name: [closure_days(log)["lithuania"] for log in logs] for name, logs in lithuania_degraded.items()
    }
    cost = paired(days_["shut"], days_["sound"])
    assert cost.pairs == 20
    assert 0 < cost.interval.low < cost.mean < 3, "more than nothing, less than the three days themselves"


def test_a_headquarters_network_that_is_down_for_three_days_costs_days_that_are_booked_to_orders(
    lithuania_degraded,
):
    logs, sound = lithuania_degraded["headquarters"], lithuania_degraded["sound"]
    days_ = [[closure_days(log)["lithuania"] for log in those] for those in (logs, sound)]
    cost = paired(*days_)
    assert 0 < cost.interval.low < cost.mean < 4
    orders = [
        sum(one.seconds for log in those for one in entries(log, "lithuania") if one.cause == "orders")
        for those in (logs, sound)
    ]
    assert orders[0] - orders[1] > days(20), "a day and more in each of twenty runs"
    assert {one.where for log in logs for one in entries(log, "lithuania") if one.cause == "orders"} == {
        "division"
    }


def test_explain_books_the_cost_where_the_brigade_goes_instead(lithuania_degraded):
    """By other ports: more at sea and at berths, less by rail and at the gauge change; nothing before that moves."""
    booked_ = {name: Counter() for name in lithuania_degraded}
    for name, logs in lithuania_degraded.items():
        for log in logs:
            for one in entries(log, "lithuania"):
                booked_[name][one.cause] += one.seconds
    shut, sound = booked_["shut"], booked_["sound"]
    assert shut["sea"] + shut["gate queue"] > sound["sea"] + sound["gate queue"]
    assert shut["rail"] + shut["transload"] < sound["rail"] + sound["transload"]
    assert shut["decision"] == sound["decision"]
    assert sum(shut.values()) - sum(sound.values()) == sum(
        dict(closed(one))["lithuania"] - dict(closed(other))["lithuania"]
        for one, other in zip(lithuania_degraded["shut"], lithuania_degraded["sound"], strict=True)
    )
