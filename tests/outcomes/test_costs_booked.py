"""What is booked to degraded systems, orders, satellites and late warning: by hand, and against pairs of runs."""

from itertools import pairwise
from math import inf
from statistics import fmean

import pytest

from posture.core.clock import DAY
from posture.core.ids import id_of
from posture.operations.decision.measures import recognition_days
from posture.operations.reinforcement.measures import closure_days
from posture.outcomes.costs_booked import booked, closure_cost_by_node_days, closure_cost_days, waits
from posture.outcomes.ledger import closed, delay_days, entries
from posture.report.closure_costs import booked_costs, costs_table, pairs_to_run
from posture.runs.simulate import Prepared, prepare, simulate
from posture.scenario import load
from posture.stats.estimates import Answer

WORLD = """
horizon: 60 d
tables: [movement]
places:
  HOME: {name: Home, kind: base, country: XX, lat: 55.0, lon: 14.5, modes: [road]}
  A: {name: A, kind: port, country: XX, lat: 55.0, lon: 15.0, modes: [road, sea]}
  B: {name: B, kind: port, country: XX, lat: 55.0, lon: 17.0, modes: [road, sea]}
  CAMP: {name: Camp, kind: base, country: XX, lat: 55.0, lon: 17.5, modes: [road]}
links:
  out: {start: HOME, end: A, mode: road, length: 40 km, country: XX}
  over: {start: A, end: B, mode: sea, length: 130 km}
  on: {start: B, end: CAMP, mode: road, length: 40 km, country: XX}
units: {one: {nation: XX, home: HOME, wheeled: 1}}
movement:
  march: {vehicles: 20, daily: 10000 km per day, driving: 24 h, halt: 0 s, mishap: 0.0}
  ships: {roro: {count: 1, pieces: 20, lane_metres: 100000, speed: 20 km/h, load: 4 h, discharge: 6 h, activation: 1 h}}
  ports: {A: {berths: 1, clearance: 1000000 per day}, B: {berths: 1, clearance: 1000000 per day}}
command: {order: 10 h, headquarters: {division: {brigades: {brigade: 0}}}}
cyber:
  recovery: 50 d
  teams: {XX: 5}
  systems:
    terminal: {nation: XX, place: B, gate: berth, dated: [1 s], leaves: 0.25}
    net: {nation: XX, headquarters: division, dated: [1 s], leaves: 0.5, active: false}
space:
  offers: {alliance: {band: x, hours: 10 per day}}
  users: {division: {band: x, hours: 10 per day, headquarters: division}}
  outages: {dark: {offer: alliance, start: 0 s, lasts: 60 d, leaves: 0.5, active: false}}
reinforcement:
  reception: {XX: {pieces: 10000 per day}}
  brigades:
    brigade:
      at: CAMP
      order: go
      reception: XX
      parts: {first: {unit: one, arrangement: moved, lines: {all: {cargo: wheeled, modes: [road, sea]}}}}
decision: {orders: {go: {decided: 1 d}}}
"""
SOUND = "cyber.systems.terminal.active=false"
NET, DARK = "cyber.systems.net.active=true", "space.outages.dark.active=true"


@pytest.fixture
def ran(load_text):
    def run(*words):
        return simulate(prepare(load_text(WORLD, words)), 1, 0, deterministic=True, check=True)

    return run


def later(log, plain):
    """Days by which the brigade closes later."""
    return closure_days(log)["brigade"] - closure_days(plain)["brigade"]


def test_a_chain_is_laid_over_the_seconds_of_the_run(ran):
    log = ran()
    laid = [*waits(log, "brigade")]
    assert [one.entry for one in laid] == [*entries(log, "brigade")]
    assert all(one.end == next_.begin for one, next_ in pairwise(laid))
    assert laid[-1].end == next(row.time for row in log.of("closed") if row.who == "brigade")


def test_work_at_a_quarter_of_its_capacity_books_what_is_longer_and_no_more(ran):
    """Six hours at the berth of B take twenty-four: eighteen are the terminal's."""
    log, plain = ran(), ran(SOUND)
    assert later(log, plain) == pytest.approx(18 / 24)
    assert closure_cost_by_node_days(log)["brigade/cyber/terminal"] == pytest.approx(18 / 24)
    assert closure_cost_days(log)["brigade/cyber"] == pytest.approx(later(log, plain))
    assert closure_cost_days(plain)["brigade/cyber"] == 0


@pytest.mark.parametrize("change", ["gate=null", "gate=airfield", "dated=[40 d]"])
def test_only_the_gate_that_is_degraded_and_only_while_it_is(ran, change):
    log = ran(f"cyber.systems.terminal.{change}")
    booked_days = closure_cost_days(log)["brigade/cyber"]
    assert booked_days == pytest.approx(later(log, ran(SOUND)))
    assert (booked_days > 0) == (change == "gate=null")


def test_orders_are_split_among_the_command_its_network_and_its_satellites(ran):
    """Ten hours of work take forty at half of a half: of thirty more each bears fifteen."""
    plain, both = ran(SOUND), ran(SOUND, NET, DARK)
    assert later(both, plain) * 24 == pytest.approx(30)
    assert {name: round(24 * found, 3) for name, found in closure_cost_days(both).items()} == {
        "brigade/command": 10,
        "brigade/cyber": 15,
        "brigade/space": 15,
        "brigade/surveillance": 0,
    }
    network = ran(SOUND, NET)
    assert 24 * closure_cost_by_node_days(network)["brigade/cyber/net"] == pytest.approx(10)
    assert 24 * closure_cost_days(network)["brigade/command"] == pytest.approx(10)


def test_an_order_that_comes_while_the_notice_runs_costs_nothing(ran):
    log, free = ran(SOUND, "units.one.notice=2 d"), ran(SOUND, "units.one.notice=2 d", "command.order=1 s")
    assert delay_days(log)["brigade/orders"] == pytest.approx(10 / 24)
    assert later(log, free) == 0 == closure_cost_days(log)["brigade/command"]


RAILS = """
horizon: 60 d
tables: [movement]
places:
  HOME: {name: Home, kind: base, country: PL, lat: 54.0, lon: 22.0, modes: [road]}
  MID: {name: Mid, kind: base, country: PL, lat: 54.2, lon: 22.0, modes: [road]}
  CAMP: {name: Camp, kind: base, country: PL, lat: 54.5, lon: 22.0, modes: [road]}
links:
  one: {start: HOME, end: MID, mode: road, length: 30 km, country: PL, headway: 60 s}
  two: {start: MID, end: CAMP, mode: road, length: 30 km, country: PL, headway: 60 s}
units: {one: {nation: PL, home: HOME, wheeled: 200}}
movement: {march: {vehicles: 20, daily: 10000 km per day, driving: 24 h, halt: 0 s, mishap: 0.0}}
cyber:
  recovery: 50 d
  teams: {PL: 5}
  systems: {ways: {nation: PL, links: [two], dated: [1 s], leaves: 0.5}}
reinforcement:
  reception: {PL: {pieces: 10000 per day}}
  brigades:
    brigade:
      at: CAMP
      order: go
      reception: PL
      integration: 0 s
      parts: {first: {unit: one, arrangement: moved, lines: {all: {cargo: wheeled, modes: [road]}}}}
decision: {orders: {go: {decided: 1 d}}}
"""


def test_a_queue_for_a_degraded_way_books_the_share_lost_of_its_wait(load_text):
    def run(*words):
        return simulate(prepare(load_text(RAILS, words)), 1, 0, deterministic=True, check=True)

    log, plain, other = run(), run("cyber=null"), run("cyber.systems.ways.links=[one]")
    queued = [one for one in entries(log, "brigade") if one.cause == "gate queue" and one.where == "CAMP"]
    total = sum(one.seconds for one in queued)
    assert total > 0
    assert closure_cost_by_node_days(log)["brigade/cyber/ways"] == pytest.approx(0.5 * total / DAY)
    assert later(log, plain) > 0
    for found in (log, other):
        here = {"CAMP" if found is log else "MID"}
        spent = sum(
            one.seconds
            for one in entries(found, "brigade")
            if one.cause == "gate queue" and one.where in here
        )
        assert closure_cost_days(found)["brigade/cyber"] == pytest.approx(0.5 * spent / DAY)


def test_late_warning_is_what_passed_before_the_crisis_was_recognised():
    lean = ("horizon=90 d",)
    seen, blind = (
        simulate(Prepared(load("baltic-warning", [*lean, *said]).scenario, {}), 3, 0)
        for said in ((), ("surveillance.collectors=null",))
    )
    for log in (seen, blind):
        assert closure_cost_days(log)["lithuania/surveillance"] == recognition_days(log)["build-up"] > 0
    assert (
        closure_cost_days(blind)["lithuania/surveillance"] > closure_cost_days(seen)["lithuania/surveillance"]
    )


@pytest.fixture(scope="module")
def degraded():
    words = {
        "as it is": (),
        "no incident": ("cyber.systems.*.active=false",),
        "no division": ("command=null",),
    }
    words["no division"] = ("command=null", "cyber.systems.headquarters=null", "space.users.division=null")
    cases = {name: Prepared(load("degraded-lithuania", said).scenario, {}) for name, said in words.items()}
    return {name: [simulate(case, 1, number) for number in range(24)] for name, case in cases.items()}


def test_what_is_booked_is_of_the_sign_and_size_of_what_pairs_of_runs_tell(degraded):
    """Booked is less where others were held up first, more where another chain would have come as late."""
    for without, operations in (("no incident", ("cyber",)), ("no division", ("command", "cyber", "space"))):
        told, paired = [], []
        for log, other in zip(degraded["as it is"], degraded[without], strict=True):
            cost = closure_cost_days(log)
            told.append(sum(cost[id_of("lithuania", one)] for one in operations))
            paired.append(closure_days(log)["lithuania"] - closure_days(other)["lithuania"])
        assert fmean(paired) > 0.3
        assert 1 / 3 < fmean(told) / fmean(paired) < 3


def test_no_more_is_booked_than_passed(degraded):
    for log in degraded["as it is"]:
        for who, seconds in closed(log):
            spent = booked(log)[who]
            assert all(one >= 0 for one in spent.values())
            assert (
                sum(found for (operation, _), found in spent.items() if operation != "surveillance")
                <= seconds
            )


def answers(measure, subject, *values):
    return [
        Answer(run, measure, subject, value, "d") for run, value in enumerate(values) if value is not None
    ]


ROWS = [
    *answers("closure_days", "north", 20, 30, inf, 25),
    *answers("closure_days", "south", 9, 9, 9, 9),
    *answers("closure_cost_by_node_days", "north/cyber/port", 3, None, 99, None),
    *answers("closure_cost_by_node_days", "north/command/orders", 2, 2, None, 2),
    *answers("least_days_of_supply", "north/fuel", 5, 5, 5, 5),
]


def test_means_are_over_runs_that_closed_and_what_is_not_booked_is_nothing():
    first, second = booked_costs(ROWS)
    assert (first.operation, first.what, first.days, first.share) == ("command", "orders", 2, 1)
    assert (second.operation, second.what, second.days, second.share) == (
        "cyber",
        "port",
        1,
        pytest.approx(1 / 3),
    )
    rows = [row for table in costs_table(booked_costs(ROWS), ["north"]) for row in table.rows]
    assert [row[:3] for row in rows] == [("command", "orders", "2.0 d"), ("cyber", "port", "1.0 d")]
    assert not list(costs_table(booked_costs(ROWS), ["south"]))
    several = [row[0] for table in costs_table(booked_costs(ROWS), ["north", "south"]) for row in table.rows]
    assert several == ["north/command", "north/cyber"]


def test_what_one_run_cannot_tell_has_the_command_that_does():
    told = {"command": "posture run the-flank --seed 1", "overrides": ["horizon=60 d"]}
    lines = [str(one) for one in pairs_to_run(booked_costs(ROWS), ROWS, "runs/here", told)]
    assert lines[-2:] == [
        "  cyber: posture compare runs/here the-flank --set 'horizon=60 d' --set 'cyber.systems.*.active=false'",
        "  sustainment: posture compare runs/here the-flank --set 'horizon=60 d' --set sustainment=null",
    ]
    assert not list(pairs_to_run([], [], "runs/here", told))
