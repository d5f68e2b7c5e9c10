"""Renewal reward and machine repair: shares of time ready against closed forms.

Each figure must lie within 2 % and within 3 standard errors over replications; a rate that is 5 % off must
not. Replications start fresh, and the first stretch of each is short beside the rest.
"""

from functools import cache
from math import comb, factorial, sqrt
from statistics import fmean, stdev

import pytest

from posture.operations.readiness import MEASURES
from posture.runs.simulate import prepare, simulate
from posture.scenario import load

SHARE = {measure.name: measure.of for measure in MEASURES}["stand_by_share"]
WORLD = """
name: oracle
start: 2023-07-03
horizon: {horizon} d
tables: [movement]
places: {{P: {{name: P, kind: base, country: DE, lat: 54.0, lon: 10.0, modes: [road]}}}}
units: {{{units}}}
readiness:
  crews: {{school: {crews}}}
  tiers:
    fleet: {{notice_to: move, notice: 5 d, units: [{names}], {life}}}
"""


def repair(machines, crews, up, down):
    """Share of machines that work: birth and death with `crews` at the repair of at most `machines`."""
    weights = []
    for broken in range(machines + 1):
        line = factorial(broken) if broken <= crews else factorial(crews) * crews ** (broken - crews)
        weights.append(comb(machines, broken) * factorial(broken) / line * (down / up) ** broken)
    broken = sum(count * weight for count, weight in enumerate(weights)) / sum(weights)
    return 1 - broken / machines


@pytest.fixture
def shares(tmp_path):
    """Ready shares of some replications of units that all live alike."""

    def found(life, units=24, crews=3, horizon=4000, replications=10):
        names = [f"u{number:02}" for number in range(units)]
        people = ", ".join(f"{name}: {{nation: DE, home: P, people: 100}}" for name in names)
        path = tmp_path / "oracle.yaml"
        text = WORLD.format(horizon=horizon, units=people, crews=crews, names=", ".join(names), life=life)
        path.write_text(text, encoding="utf-8")
        case = prepare(load(str(path)).scenario)
        return [SHARE(simulate(case, 1, number))["fleet"] for number in range(replications)]

    return cache(found)


def agrees(found, theory):
    error = stdev(found) / sqrt(len(found))
    return abs(fmean(found) / theory - 1) <= 0.02 and abs(fmean(found) - theory) <= 3 * error


def failures(up, down):
    return (
        f"failures: {{after: {{exponential: {{mean: {up} d}}}}, "
        f"restoring: {{exponential: {{mean: {down} d}}}}, crews: school}}"
    )


@pytest.mark.parametrize(
    ("machines", "crews", "up", "down", "reference"),
    [
        (24, 3, 50, 5, 0.880612),
        (24, 24, 50, 5, 0.909091),
        (16, 4, 100, 12, 0.890278),
        (3, 2, 10, 8, 1 - 1068 / 761 / 3),
        (2, 1, 10, 8, 45 / 97),
    ],
)
def test_the_share_of_units_ready_is_that_of_machine_repair(shares, machines, crews, up, down, reference):
    assert repair(machines, crews, up, down) == pytest.approx(reference, abs=5e-7)
    found = shares(failures(up, down), machines, crews, 240_000 // machines)
    assert agrees(found, reference)


@pytest.mark.parametrize(("up", "down"), [(50 * 1.05, 5), (50 / 1.05, 5), (50, 5 * 1.05), (50, 5 / 1.05)])
def test_a_rate_five_per_cent_off_fails_the_same_test(shares, up, down):
    assert not agrees(shares(failures(up, down), 24, 3, 10_000), 0.880612)


LAWS = {
    "constant": "{0} d",
    "exponential": "{{exponential: {{mean: {0} d}}}}",
    "gamma": "{{gamma: {{mean: {0} d, shape: 0.5}}}}",
    "uniform": "{{uniform: [0 d, {1} d]}}",
    "triangular": "{{triangular: [0 d, {0} d, {1} d]}}",
    "empirical": "{{empirical: [0 d, {0} d, {1} d]}}",
}


def cycle(law, work_up, stand_by, recovery):
    spans = [LAWS[law].format(mean, 2 * mean) for mean in (work_up, stand_by, recovery)]
    return "cycle: {{work_up: {}, stand_by: {}, recovery: {}}}".format(*spans)


@pytest.mark.parametrize("law", sorted(LAWS))
def test_the_share_of_time_ready_is_that_of_renewal_reward_for_any_law(shares, law):
    found = shares(cycle(law, 12, 24, 6), 24, 1, 6_000)
    if law == "constant":
        assert fmean(found) == pytest.approx(24 / 42, rel=0.005)
    else:
        assert agrees(found, 24 / 42)


@pytest.mark.parametrize("spans", [(12 * 1.05, 24, 6 * 1.05), (12, 24 * 1.05, 6)])
def test_a_cycle_five_per_cent_off_fails_the_same_test(shares, spans):
    assert not agrees(shares(cycle("exponential", *spans), 24, 1, 6_000), 24 / 42)


def test_open_stand_by_is_closed_at_the_horizon(shares):
    assert shares("cycle: null", 2, 1, 100, 1) == [1.0]
