"""Planned stops on the way: for rest, exercise or a visit; by hand."""

import pytest

from posture.core.clock import HOUR
from posture.core.errors import PostureError
from posture.runs.simulate import simulate

WORLD = """
places:
  A: {name: A, kind: base, country: XX, lat: 55.0, lon: 15.0, modes: [road]}
  M: {name: Middle, kind: base, country: XX, lat: 55.0, lon: 16.0, modes: [road]}
  B: {name: B, kind: base, country: XX, lat: 55.0, lon: 17.0, modes: [road]}
links:
  one: {start: A, end: M, mode: road, length: 100 km, country: XX, headway: 0 s}
  two: {start: M, end: B, mode: road, length: 100 km, country: XX, headway: 0 s}
units: {company: {nation: XX, home: A, people: 40, wheeled: 20}}
movement:
  march: {vehicles: 10, daily: 2400 km per day, driving: 24 h}
  roads: {any: {speed: 20 km/h}}
reinforcement:
  brigades:
    brigade:
      at: B
      order: go
      reception: XX
      parts:
        all:
          unit: company
          arrangement: moved
          lines:
            vehicles: {cargo: wheeled, modes: [road], through: [M]}
            people: {cargo: people, rides: vehicles}
"""
LINE = "reinforcement.brigades.brigade.parts.all.lines.vehicles"
HALT = f"{LINE}.halts={{M: 2 d}}"


def closed(log):
    return max((row.time / HOUR for row in log.of("closed")), default=float("inf"))


def test_a_halt_of_two_days_makes_it_two_days_later(run_text):
    """Five hours, two days, five hours, for both columns and for all who ride with them."""
    assert closed(run_text(WORLD)) == pytest.approx(10, abs=0.01)
    log = run_text(WORLD, [HALT])
    assert closed(log) == pytest.approx(58, abs=0.01)
    assert [(row.where, row.amount / HOUR) for row in log.of("halt")] == [("M", 48), ("M", 48)]


def test_all_of_a_line_halt_as_long(run_text):
    log = run_text(WORLD, [f"{LINE}.halts={{M: {{uniform: [0 d, 9 d]}}}}"])
    first, second = (row.amount for row in log.of("halt"))
    assert first == second > 0


def test_a_longer_halt_is_never_sooner(run_text):
    times = [closed(run_text(WORLD, [f"{LINE}.halts={{M: {hours} h}}"])) for hours in range(0, 100, 7)]
    assert times == sorted(times)


def test_a_halt_that_outlasts_a_closure_costs_no_more(run_text):
    """The road beyond is shut until hour 40; who halts until hour 53 does not see it."""
    shut = "closures.two={links: [two], start: 0 h, end: 40 h}"
    assert closed(run_text(WORLD, [shut])) == pytest.approx(45, abs=0.1)
    assert closed(run_text(WORLD, [shut, HALT])) == pytest.approx(58, abs=0.1)


def test_who_rests_is_not_sent_another_way_by_those_who_wait(run_text):
    """Of two columns an hour apart each halts two days, though the road beyond shuts and opens meanwhile."""
    apart = ["movement.march.gap=1 h", HALT, "closures.two={links: [two], start: 10 h, end: 54 h}"]
    log = run_text(WORLD, apart)
    assert [row.amount / HOUR for row in log.of("halt")] == [48, 48]
    assert closed(log) == pytest.approx(60, abs=1.1)


def test_the_bound_counts_the_shortest_halt(run_text):
    log = run_text(WORLD, [HALT])
    (bound,) = (row.amount / HOUR for row in log.of("bound"))
    assert 48 < bound <= closed(log)


def test_it_halts_only_where_it_passes(load_text):
    with pytest.raises(PostureError, match="it does not pass 'B', where it halts; add it to 'through'"):
        load_text(WORLD, [f"{LINE}.halts={{B: 1 d}}"])


def test_a_frigate_calls_at_a_port_as_planned(run_text):
    """Two days in port between two days at sea each."""
    sea = WORLD.replace("modes: [road]", "modes: [sea]").replace("kind: base", "kind: port")
    sea = sea.replace("mode: road, length: 100 km, country: XX, headway: 0 s", "mode: sea, length: 960 km")
    sea = sea.replace("people: 40, wheeled: 20", "warships: 1").replace(
        "cargo: wheeled", "cargo: warships, lift: frigate"
    )
    sea = sea.replace("            people: {cargo: people, rides: vehicles}\n", "")
    frigate = "movement.warships={frigate: {speed: 20 km/h, endurance: 9000 km, refuel: 1 h, tons: 4000}}"
    assert closed(run_text(sea, [frigate, HALT])) == pytest.approx(6 * 24, abs=0.01)


def test_the_ride_home_from_estonia_takes_its_halts_longer(shipped_case):
    """Without chance: four halts of a day each; the driver's day begins anew after each, which saves a part of one."""
    none = "reinforcement.brigades.squadron.parts.squadron.lines.vehicles.halts=null"
    rode, drove = (
        closed(simulate(shipped_case("dragoon-ride-2015", *more), 1, 0, deterministic=True)) / 24
        for more in ((), (none,))
    )
    assert 3 <= rode - drove <= 4.01
    assert 9 < rode < 13  # eleven days were told
