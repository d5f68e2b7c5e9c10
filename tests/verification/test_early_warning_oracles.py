"""Early warning against paper: aircraft to a station, sorties, coverage, spares and repair crews."""

from math import ceil, radians, sqrt

import pytest

from posture.operations.early_warning.measures import (
    early_warning_aircraft,
    early_warning_flying_hours,
    early_warning_sorties,
    on_station_hours,
    station_coverage_share,
    station_gaps,
)
from posture.runs.simulate import prepare, simulate

HOUR = 3600
RADIUS = 6_371_009
ORBIT = """
horizon: {horizon} s
places:
  BASE: {{name: Base, kind: airbase, country: XX, lat: 0, lon: 0, modes: []}}
early_warning:
  bases: {{base: {{at: BASE}}}}
  contingents: {{own: {{base: base, stays: always, aircraft: {aircraft}, crews: 40}}}}
  stations: {{orbit: {{base: base, over: [{{lat: 0, lon: {east}}}]}}}}
  flying: {{speed: 200 m/s, endurance: {endurance} s, turn_round: {turn} s, prepare: {prepare} s}}
  {more}
"""


def case(load_text, aircraft, horizon, east=0, endurance=10**8, turn=0, prep=0, more=""):
    text = ORBIT.format(
        aircraft=aircraft, horizon=horizon, east=east, endurance=endurance, turn=turn, prepare=prep, more=more
    )
    return prepare(load_text(text))


def transit(east):
    """Seconds along the equator at 200 m/s."""
    return round(round(RADIUS * radians(east)) / 200)


LEGS = [
    # degrees east, endurance, turn-round, all in hours but the first
    (10, 10, 4),
    (10, 12, 1),
    (20, 10, 6),
    (25, 9, 3),  # on station for less time than the way there takes
    (0, 8, 5),
]


def arithmetic(east, endurance, turn):
    """Seconds out, on station and from launch to ready again."""
    out = transit(east)
    on = endurance * HOUR - 2 * out
    return out, on, endurance * HOUR + turn * HOUR


@pytest.mark.parametrize(("east", "endurance", "turn"), LEGS)
def test_one_station_needs_the_cycle_over_the_time_on_station_in_aircraft_rounded_up(
    load_text, east, endurance, turn
):
    _, on, cycle = arithmetic(east, endurance, turn)
    need = ceil(cycle / on)
    covered = {}
    for aircraft in (need - 1, need):
        if aircraft:
            run = case(load_text, aircraft, 60 * 86_400, east, endurance * HOUR, turn * HOUR)
            covered[aircraft] = station_coverage_share(simulate(run, 1, 0))["orbit"]
    assert covered[need] == 1
    assert covered.get(need - 1, 0) < 1


@pytest.mark.parametrize(("east", "endurance", "turn"), LEGS)
def test_sorties_are_the_hours_wanted_over_the_time_on_station(load_text, east, endurance, turn):
    out, on, cycle = arithmetic(east, endurance, turn)
    horizon = out + 30 * on
    log = simulate(case(load_text, ceil(cycle / on), horizon, east, endurance * HOUR, turn * HOUR), 1, 0)
    assert early_warning_sorties(log)["base"] == 30
    assert on_station_hours(log)["orbit"] == 30 * on / HOUR
    assert [row.amount for row in log.of("lands")] == [endurance * HOUR] * len([*log.of("lands")])


@pytest.mark.parametrize(("east", "endurance", "turn"), LEGS)
def test_too_few_aircraft_cover_their_time_on_station_over_the_cycle(load_text, east, endurance, turn):
    out, on, cycle = arithmetic(east, endurance, turn)
    for aircraft in range(1, ceil(cycle / on)):
        log = simulate(case(load_text, aircraft, out + 20 * cycle, east, endurance * HOUR, turn * HOUR), 1, 0)
        assert station_coverage_share(log)["orbit"] == pytest.approx(aircraft * on / cycle, rel=1e-12)
        assert station_gaps(log)["orbit"] == 20


def test_preparation_makes_the_cycle_longer_and_delays_nobody(load_text):
    out, on, cycle = arithmetic(10, 10, 4)
    run = case(load_text, 1, 2 * HOUR + out + 20 * (cycle + 2 * HOUR), 10, 10 * HOUR, 4 * HOUR, prep=2 * HOUR)
    assert station_coverage_share(simulate(run, 1, 0))["orbit"] == pytest.approx(on / (cycle + 2 * HOUR))


def spread(values):
    """Mean and standard error."""
    mean = sum(values) / len(values)
    return mean, sqrt(sum((one - mean) ** 2 for one in values) / (len(values) - 1) / len(values))


def all_broken(aircraft, crews, failing, repairing):
    """Probability that none is left of one that flies and cold spares, with so many repair crews.

    A birth-death chain: one fails in `failing` hours while any is left, each crew repairs one in `repairing`.
    """
    weights = [1.0]
    for broken in range(1, aircraft + 1):
        weights.append(weights[-1] / failing * repairing / min(broken, crews))
    return weights[-1] / sum(weights)


@pytest.mark.parametrize(("aircraft", "crews"), [(1, 1), (2, 1), (3, 1), (3, 2), (3, 3)])
def test_spares_and_repair_crews_cover_a_station_as_in_the_machine_repair_model(load_text, aircraft, crews):
    upkeep = f"upkeep: {{between: 50 h, repair: {{exponential: {{mean: 40 h}}}}, crews: {crews}}}"
    run = case(load_text, aircraft, 4000 * 86_400, more=upkeep)
    mean, error = spread([station_coverage_share(simulate(run, 1, n))["orbit"] for n in range(10)])
    paper = 1 - all_broken(aircraft, crews, 50, 40)
    assert abs(mean - paper) < 3 * error
    assert abs(mean / paper - 1) < 0.02


def test_one_repair_crew_fewer_is_seen(load_text):
    upkeep = "upkeep: {between: 50 h, repair: {exponential: {mean: 40 h}}, crews: 1}"
    run = case(load_text, 3, 4000 * 86_400, more=upkeep)
    mean, error = spread([station_coverage_share(simulate(run, 1, n))["orbit"] for n in range(10)])
    assert abs(mean - 1 + all_broken(3, 2, 50, 40)) > 3 * error


def test_one_aircraft_that_lands_broken_covers_its_time_on_station_over_the_mean_cycle(load_text):
    out, on, _ = arithmetic(10, 10, 0)
    more = "upkeep: {breaks: 0.3, repair: {exponential: {mean: 20 h}}}"
    run = case(load_text, 1, 2000 * 86_400, 10, 10 * HOUR, 4 * HOUR, more=more)
    mean, error = spread([station_coverage_share(simulate(run, 1, n))["orbit"] for n in range(10)])
    paper = on / (10 * HOUR + 0.7 * 4 * HOUR + 0.3 * 20 * HOUR)
    assert abs(mean - paper) < 3 * error
    assert abs(mean / paper - 1) < 0.02
    assert out == transit(10)


def test_aircraft_not_in_repair_are_the_fleet_less_failures_times_repair_by_little(load_text):
    """L = lambda W: what is in repair is how often aircraft break times how long repair takes, a crew for each."""
    more = "upkeep: {breaks: 0.3, repair: {exponential: {mean: 20 h}}, crews: 40}"
    run = case(load_text, 12, 400 * 86_400, 10, 10 * HOUR, 4 * HOUR, more=more)
    logs = [simulate(run, 1, n) for n in range(8)]
    in_repair, error = spread([12 - early_warning_aircraft(log)["base"] for log in logs])
    landings = sum(early_warning_sorties(log)["base"] for log in logs) / 8
    assert abs(in_repair - 0.3 * 20 * landings / (400 * 24)) < 3 * error


def test_flying_hours_count_who_is_still_in_the_air_at_the_end(load_text):
    log = simulate(case(load_text, 1, 5 * HOUR, 10, 10 * HOUR), 1, 0)
    assert early_warning_flying_hours(log) == {"base": 5.0}
