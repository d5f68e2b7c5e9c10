"""Air policing against paper: loss, repair, meeting points, and how unlike weeks are."""

import os
from itertools import pairwise
from math import hypot, sqrt
from random import Random

import pytest
from scipy.optimize import brentq

from posture.operations.air_policing.geometry import Plane, legs, meeting, position
from posture.operations.air_policing.measures import (
    answered_share,
    no_pair_free_share,
    serviceable_mean,
    tracks,
    weekly_dispersion,
)
from posture.runs.simulate import prepare, simulate

NMI, KN, MIN = 1852.0, 1852 / 3600, 60.0

WATCH = """
horizon: {days} d
places:
  BASE: {{name: Base, kind: airbase, country: XX, lat: 56, lon: 23, modes: []}}
air_policing:
  bases: {{base: {{at: BASE, runway: 3000 m, pairs: {pairs}}}}}
  detachments: {{own: {{base: base, nation: XX, stays: always, aircraft: {aircraft}, pairs: {pairs}}}}}
  flying: {{speed: 2000 km/h, speed_home: 3000 km/h, radius: 100000 km, endurance: 400 d}}
  {more}
"""
AREA = """areas:
    sea:
      route: [{{lat: 56, lon: 23}}, {{lat: 56, lon: 24}}]
      reversed: 0
      speed: 1 m/s
      tracks: {rate} per year
      escort: {law}
"""
HOURS_A_YEAR = 8766
LAWS = {
    "exponential": "{exponential: {mean: 1000 s}}",
    "fixed": "1000 s",
    "lognormal": "{lognormal: {median: 606.5 s, p90: 2185.1 s}}",
}
"""All with a mean of 1,000 s; the lognormal's logarithm has a standard deviation of 1."""


def loss(load_text, pairs, load, law, days, seed=1, off=1.0):
    """Share of tracks without a free pair, its standard error by 20 stretches of seeds, and their number."""
    rate = load * off * HOURS_A_YEAR * 3600 / 1000
    area = AREA.format(rate=rate, law=LAWS[law])
    text = WATCH.format(days=days, pairs=pairs, aircraft=2 * pairs, more=area)
    case = prepare(load_text(text))
    shares = [no_pair_free_share(simulate(case, seed, n))["sea"] for n in range(20)]
    mean = sum(shares) / len(shares)
    return mean, sqrt(sum((one - mean) ** 2 for one in shares) / 19 / 20)


@pytest.mark.parametrize(("pairs", "load", "lost"), [(3, 1.5, 0.134328), (5, 3, 0.110054)])
@pytest.mark.parametrize("law", LAWS)
def test_tracks_without_a_pair_follow_erlang_b_whatever_the_law_of_service(load_text, pairs, load, lost, law):
    mean, error = loss(load_text, pairs, load, law, days=45)
    assert abs(mean - lost) < 3 * error
    assert abs(mean / lost - 1) < 0.02


def test_a_rate_wrong_by_a_twentieth_is_seen(load_text):
    mean, error = loss(load_text, 3, 1.5, "fixed", days=45, off=1.05)
    assert abs(mean - 0.134328) > 3 * error
    assert abs(mean / 0.134328 - 1) > 0.02


def test_24_aircraft_and_3_repair_crews_are_available_as_in_the_machine_repair_model(load_text):
    upkeep = "upkeep: {between: 50 h, repair: {exponential: {mean: 5 h}}, crews: 3}"
    case = prepare(load_text(WATCH.format(days=4000, pairs=1, aircraft=24, more=upkeep)))
    shares = [serviceable_mean(simulate(case, 1, n))["base"] / 24 for n in range(8)]
    mean = sum(shares) / 8
    error = sqrt(sum((one - mean) ** 2 for one in shares) / 7 / 8)
    assert abs(mean - 0.880612) < 3 * error
    assert error < 0.002


def test_with_a_crew_for_every_aircraft_availability_is_uptime_over_cycle(load_text):
    upkeep = "upkeep: {between: 50 h, repair: 5 h, crews: 24}"
    case = prepare(load_text(WATCH.format(days=4000, pairs=1, aircraft=24, more=upkeep)))
    mean = sum(serviceable_mean(simulate(case, 1, n))["base"] for n in range(4)) / 4 / 24
    assert mean == pytest.approx(50 / 55, abs=0.003)


def numerically(track, base, speed, start):
    """The first second at which what a pair could have flown reaches the track, by steps and Brent's method."""

    def behind(moment):
        x, y = position(track, moment)
        return hypot(x - base[0], y - base[1]) - speed * (moment - start)

    end = track[-1][1]
    if start > end:
        return float("inf")
    steps = [start + (end - start) * n / 20_000 for n in range(20_001)]
    steps += [one[1] for one in track if start < one[1] < end]
    steps.sort()
    if behind(start) <= 0:
        return start
    for a, b in pairwise(steps):
        if behind(b) <= 0:
            return brentq(behind, a, b, xtol=1e-9, rtol=1e-14)
    return float("inf")


def test_the_meeting_point_is_that_of_a_numerical_solution_on_random_tracks():
    """Three hundred tracks bend up to two times each; `make trust` takes ten thousand."""
    random, met, tracks = Random("tracks"), 0, 10_000 if os.environ.get("POSTURE_TRUST") == "1" else 300
    for _ in range(tracks):
        points = [(random.uniform(-4e5, 4e5), random.uniform(-4e5, 4e5)) for _ in range(random.randint(2, 4))]
        track = legs(points, random.uniform(80, 300))
        base = (random.uniform(-5e5, 5e5), random.uniform(-5e5, 5e5))
        speed, start = random.uniform(200, 400), random.uniform(0, 2400)
        mine, theirs = meeting(track, base, speed, start), numerically(track, base, speed, start)
        met += mine < float("inf")
        assert mine == pytest.approx(theirs, abs=1e-4)
    assert 0.3 < met / tracks < 1


@pytest.mark.parametrize(("until_airborne", "miles"), [(15, 42), (8, 68)])
def test_a_track_seen_at_200_miles_is_met_where_the_closed_form_says(until_airborne, miles):
    track = legs([(200 * NMI, 0.0), (0.0, 0.0)], 350 * KN)
    start = (3 + until_airborne + 5) * MIN
    x, _ = position(track, meeting(track, (0.0, 0.0), 620 * KN, start))
    assert round(x / NMI) == miles


def test_a_track_seen_within_134_miles_is_there_before_the_pair():
    track = legs([(134 * NMI, 0.0), (0.0, 0.0)], 350 * KN)
    assert meeting(track, (0.0, 0.0), 620 * KN, 23 * MIN) == float("inf")


def test_the_plane_keeps_distances_within_a_five_hundredth_over_the_baltic():
    from posture.theatre.network import Place, great_circle

    plane = Plane(57.5, 22)
    random = Random("plane")
    for _ in range(200):
        a, b = (
            Place(
                name="x",
                kind="airbase",
                country="",
                lat=random.uniform(54, 61),
                lon=random.uniform(18, 28),
                modes=(),
            )
            for _ in range(2)
        )
        (ax, ay), (bx, by) = plane.at(a.lat, a.lon), plane.at(b.lat, b.lon)
        assert hypot(ax - bx, ay - by) == pytest.approx(great_circle(a, b), rel=0.002, abs=2)


WEEKS = """areas:
    sea:
      route: [{{lat: 56, lon: 23}}, {{lat: 56, lon: 24}}]
      speed: 200 m/s
      tracks: {rate} per week
      {more}
"""


def weekly(load_text, rate, more):
    text = WATCH.format(days=7 * 500, pairs=1, aircraft=2, more=WEEKS.format(rate=rate, more=more))
    case = prepare(load_text(text))
    logs = [simulate(case, 1, n) for n in range(12)]
    dispersion = sum(weekly_dispersion(log)["sea"] for log in logs) / 12
    return dispersion, sum(tracks(log)["sea"] for log in logs) / 12 / 500


def test_weeks_are_as_unlike_as_exercises_make_them(load_text):
    share, factor = 0.0825, 4
    mean = 1 + share * (factor - 1)
    wanted = 1 + 2.97 * share * (1 - share) * (factor - 1) ** 2 / mean**2
    assert wanted == pytest.approx(2.3, abs=0.01)
    dispersion, rate = weekly(load_text, 2.97, f"exercises: {{share: {share}, factor: {factor}}}")
    assert dispersion == pytest.approx(wanted, abs=0.12)
    assert rate == pytest.approx(2.97, rel=0.03)


def test_without_exercises_weeks_are_plain_poisson(load_text):
    dispersion, rate = weekly(load_text, 2.97, "")
    assert dispersion == pytest.approx(1, abs=0.06)
    assert rate == pytest.approx(2.97, rel=0.03)


def test_tracks_follow_months_and_hours_as_they_are_weighed(load_text):
    hours = [0] * 12 + [1] * 12
    months = [0, 0, 0, 0, 0, 3, 1, 0, 0, 0, 0, 0]
    text = WATCH.format(
        days=1461,
        pairs=1,
        aircraft=2,
        more=WEEKS.format(rate=50, more=f"hours: {hours}\n      months: {months}"),
    )
    scenario = load_text(text)
    from posture.core.clock import Clock

    clock, log = Clock(scenario.start), simulate(prepare(scenario), 1, 0)
    times = [row.time for row in log.of("track")]
    assert {clock.second_of_day(one) // 43_200 for one in times} == {1}
    in_month = [clock.month(one) for one in times]
    assert set(in_month) == {6, 7}
    assert in_month.count(6) / in_month.count(7) == pytest.approx(3 * 30 / 31, rel=0.07)


def test_every_track_is_answered_or_not_for_one_reason(load_text):
    from posture.operations.air_policing.measures import too_late_share

    area = AREA.format(rate=20_000, law="1000 s")
    log = simulate(prepare(load_text(WATCH.format(days=60, pairs=1, aircraft=2, more=area))), 1, 0)
    three = (answered_share(log)["sea"], no_pair_free_share(log)["sea"], too_late_share(log)["sea"])
    assert sum(three) == pytest.approx(1)
