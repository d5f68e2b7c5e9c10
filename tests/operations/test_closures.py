"""What closes in time: gates wait, serials go round, and what cannot is told."""

import pytest

from posture.core.clock import Clock, days, hours, utc
from posture.core.rng import Streams
from posture.operations.reinforcement import closure_days
from posture.outcomes.ledger import closed, delay_days, entries
from posture.runs.simulate import prepare
from posture.theatre import Theatre
from posture.theatre.closures import Closures, stretch
from posture.theatre.levels import measure
from posture.theatre.network import Closure

DIAMOND = """
places:
  A: {name: A, kind: base, country: AA, lat: 50.0, lon: 10.0, modes: [road]}
  M: {name: M, kind: city, country: AA, lat: 50.1, lon: 10.1, modes: [road]}
  U: {name: U, kind: city, country: XU, lat: 50.2, lon: 10.0, modes: [road]}
  V: {name: V, kind: city, country: XV, lat: 50.2, lon: 10.2, modes: [road]}
  B: {name: B, kind: base, country: BB, lat: 50.4, lon: 10.0, modes: [road]}
links:
  am: {start: A, end: M, mode: road, length: 100 km, country: AA, headway: 1 s}
  mu: {start: M, end: U, mode: road, length: 50 km, country: XU, headway: 1 s}
  ub: {start: U, end: B, mode: road, length: 50 km, country: XU, headway: 1 s}
  mv: {start: M, end: V, mode: road, length: 100 km, country: XV, headway: 1 s}
  vb: {start: V, end: B, mode: road, length: 100 km, country: XV, headway: 1 s}
units: {column: {nation: AA, home: A, wheeled: 20}}
movement: {clearances: {regime: blanket}}
reinforcement:
  brigades:
    brigade:
      at: B
      order: go
      reception: XX
      parts: {part: {unit: column, arrangement: moved, lines: {all: {cargo: wheeled, modes: [road]}}}}
"""
FREE = 20 + (3 * 1 + 19) / 3600
"""Hours over U without closure: 200 km at 10 km/h, three gates of a second, twenty vehicles."""


def hours_to_close(log):
    return closure_days(log)["brigade"] * 24


def balanced(log):
    return all(sum(e.seconds for e in entries(log, who)) == seconds for who, seconds in closed(log))


def test_without_a_closure_the_short_way_is_taken(run_text):
    assert hours_to_close(run_text(DIAMOND)) == pytest.approx(FREE, abs=1e-6)


def test_a_way_shut_while_the_column_is_under_way_is_gone_round_if_that_is_sooner(run_text):
    log = run_text(DIAMOND, ["closures.u={links: [mu], start: 5 h}"])
    assert hours_to_close(log) == pytest.approx(30 + 22 / 3600, abs=1e-6)
    assert [row.where for row in log.of("rerouted")] == ["M"]
    assert balanced(log)


def test_a_way_that_opens_soon_is_waited_for(run_text):
    log = run_text(DIAMOND, ["closures.u={links: [mu], start: 5 h, end: 13 h}"])
    assert delay_days(log)["brigade/closure"] * 24 == pytest.approx(3, abs=0.01)
    assert not list(log.of("rerouted"))
    assert balanced(log)


def test_a_change_of_route_voids_clearances_and_the_new_country_is_asked_on_the_spot(run_text):
    slow = (
        "movement.clearances={regime: three-days, regimes: {three-days: {time: 0 s, countries: {XV: 9 h}}}}"
    )
    log = run_text(DIAMOND, ["closures.u={links: [mu], start: 5 h}", slow])
    assert delay_days(log)["brigade/clearance"] * 24 == pytest.approx(9, abs=0.01)
    assert balanced(log)


def test_clearances_are_asked_for_all_at_once_and_while_the_unit_gets_ready(run_text):
    times = "{time: 10 h, countries: {XU: 30 h, XU wheeled: 40 h}}"
    log = run_text(
        DIAMOND,
        [f"movement.clearances={{regime: slow, regimes: {{slow: {times}}}}}", "units.column.notice=25 h"],
    )
    ledger = delay_days(log)
    assert ledger["brigade/readiness"] * 24 == pytest.approx(25)
    assert ledger["brigade/clearance"] * 24 == pytest.approx(15)
    assert balanced(log)


def test_what_has_no_way_round_and_no_opening_is_told_as_stranded(run_text):
    log = run_text(DIAMOND, ["closures.u={links: [mu, mv], start: 5 h}"])
    assert [(row.where, row.amount) for row in log.of("stranded")] == [("M", 20)]
    assert hours_to_close(log) == float("inf")


def test_a_column_that_has_not_left_is_planned_anew(run_text):
    log = run_text(DIAMOND, ["closures.u={links: [am], start: 1 h}", "units.column.notice=2 h"])
    assert hours_to_close(log) == float("inf")
    more = "links.au={start: A, end: U, mode: road, length: 300 km, country: AA, headway: 1 s}"
    log = run_text(DIAMOND, [more, "closures.u={links: [am], start: 1 h}", "units.column.notice=2 h"])
    assert hours_to_close(log) == pytest.approx(2 + 35 + 21 / 3600, abs=1e-6)
    assert balanced(log)


def test_half_the_capacity_makes_the_gate_twice_as_slow():
    half = Closures(
        {"half": Closure(place="X", start="10 h", end="20 h", capacity=0.5)},
        Clock(utc(2023, 7, 3)), Streams(1, 0), days(30),
    )  # fmt: skip
    windows = half.windows(("place", "X"))
    assert stretch(windows, hours(12), 600) == (hours(12), 1200)
    assert stretch(windows, hours(20), 600) == (hours(20), 600)


def test_a_season_is_the_months_it_names_every_year():
    ice = Closures(
        {"ice": Closure(place="X", months=(1, 12))}, Clock(utc(2023, 7, 3)), Streams(1, 0), days(730)
    )
    clock = Clock(utc(2023, 7, 3))
    shut = [ice.shut(clock.seconds(utc(year, month, 15))).places for year, month in
            [(2023, 11), (2023, 12), (2024, 1), (2024, 2), (2024, 12)]]  # fmt: skip
    assert [bool(places) for places in shut] == [False, True, True, False, True]
    assert ice.opens(clock.seconds(utc(2023, 12, 15)), ("place", "X")) == clock.seconds(utc(2024, 2, 1))


def test_closing_by_chance_is_open_as_long_as_renewal_theory_says():
    failing = {"x": Closure(place="X", chance={"every": {"exponential": {"mean": "9 d"}}, "lasts": "1 d"})}
    horizon = days(20_000)
    windows = Closures(failing, Clock(utc(2023, 7, 3)), Streams(1, 0), horizon).windows(("place", "X"))
    shut = sum(min(window.end, horizon) - window.begin for window in windows)
    assert shut / horizon == pytest.approx(0.1, rel=0.1)


def test_two_closures_of_one_place_hold_for_both():
    both = Closures(
        {"long": Closure(place="X", start="0 h", end="20 h", capacity=0.5),
         "short": Closure(place="X", start="5 h", end="6 h")},
        Clock(utc(2023, 7, 3)), Streams(1, 0), days(30),
    )  # fmt: skip
    windows = both.windows(("place", "X"))
    assert stretch(windows, hours(5.5), 100) == (hours(6), 200)


def test_guarded_facilities_fail_more_rarely_by_the_share_that_guards_take_away(load_text):
    """Renewal: one day in ten shut; guards take away six of ten failures."""
    fails = "closures.x={place: M, chance: {every: {exponential: {mean: 9 d}}, lasts: 1 d}}"
    case = prepare(load_text(DIAMOND, [fails, "horizon=4000 d"]))

    def shut(guards):
        theatre = theatre_of(case.scenario)
        theatre.levels.set(measure("security-of-facilities"), guards)
        theatre.run()
        return sum(1 for window in theatre.closures.windows(("place", "M")) if not window.void)

    assert shut(0.6) / shut(0.0) == pytest.approx(0.4, abs=0.1)
    assert shut(1.0) == 0


def theatre_of(scenario):
    return Theatre(Clock(scenario.start), Streams(1, 0), scenario.horizon, scenario.closures)
