"""Air policing: who goes, what is refused, and what ships."""

import os
from math import sqrt

import pytest

from posture.core.clock import Clock, utc
from posture.core.errors import PostureError
from posture.operations.air_policing import gaps
from posture.operations.air_policing.measures import (
    airborne_in_time_share,
    alpha_scrambles,
    answered_share,
    kept_share,
    met_in_time_share,
    response_minutes,
)
from posture.runs.simulate import prepare, simulate
from posture.scenario import load

PLACES = """
places:
  WEST: {name: West, kind: airbase, country: XX, lat: 56, lon: 22, modes: []}
  EAST: {name: East, kind: airbase, country: XX, lat: 56, lon: 26, modes: []}
"""
ONE = """
horizon: {days} d
air_policing:
  bases: {{west: {{at: WEST, runway: 3000 m}}}}
  detachments: {{own: {{base: west, nation: XX, stays: always, aircraft: {aircraft}{own}}}}}
  flying: {{speed: 480 kn, speed_home: 480 kn{flying}}}
  {more}
"""
SEA = """areas:
    sea:
      route: [{{lat: 57, lon: 20}}, {{lat: 57, lon: 25}}]
      tracks: {rate} per year
      speed: 350 kn
      {more}
"""


def one(load_text, days=365, aircraft=4, own="", flying="", more="", sea="", rate=150, seed=1, n=0):
    area = SEA.format(rate=rate, more=sea) if rate else ""
    text = PLACES + ONE.format(days=days, aircraft=aircraft, own=own, flying=flying, more=f"{area}\n  {more}")
    return simulate(prepare(load_text(text)), seed, n)


# Who goes


def two(load_text, west, east, seed, *, choice, more="", flying=""):
    text = (
        PLACES
        + f"""
horizon: 30 d
air_policing:
  bases: {{west: {{at: WEST, runway: 3000 m}}, east: {{at: EAST, runway: 3000 m}}}}
  detachments:
    first: {{base: west, nation: XX, stays: always, aircraft: {2 * west}, pairs: {west}}}
    {f"second: {{base: east, nation: XX, stays: always, aircraft: {2 * east}, pairs: {east}}}" if east else ""}
  flying: {{speed: 480 kn, speed_home: 480 kn{flying}}}
  {more}
  areas:
    sea:
      route: [{{lat: 57, lon: 20}}, {{lat: 57, lon: 28}}]
      tracks: 6 per day
      speed: 200 kn
      escort: {{exponential: {{mean: 4 h}}}}
      choice: {choice}
      bases: [west, east]
"""
    )
    return prepare(load_text(text))


OWN = """
horizon: 30 d
air_policing:
  bases: {{west: {{at: WEST, runway: 3000 m, pairs: {pairs}}}}}
  detachments: {{own: {{base: west, nation: XX, stays: always, aircraft: {aircraft}, pairs: {pairs}}}}}
  flying: {{speed: 2000 km/h, speed_home: 3000 km/h, radius: 100000 km, endurance: 400 d}}
  areas:
    sea:
      route: [{{lat: 56, lon: 22}}, {{lat: 56, lon: 23}}]
      reversed: 0
      tracks: 30 per day
      speed: 1 m/s
      escort: {{lognormal: {{median: 50 min, p90: 3 h}}}}
"""


SEEDS = 200 if os.environ.get("POSTURE_TRUST") == "1" else 50


def test_one_more_pair_used_last_never_answers_less_seed_by_seed(load_text):
    few = prepare(load_text(PLACES + OWN.format(pairs=2, aircraft=4)))
    more = prepare(load_text(PLACES + OWN.format(pairs=3, aircraft=6)))
    better = 0
    for seed in range(SEEDS):
        before, after = (answered_share(simulate(case, seed, 0))["sea"] for case in (few, more))
        assert after >= before
        better += after > before
    assert better > 0.75 * SEEDS


def test_one_more_base_used_last_never_answers_less_where_the_service_belongs_to_the_track(load_text):
    text = (PLACES + OWN.format(pairs=2, aircraft=4)).replace("lat: 56, lon: 26", "lat: 56, lon: 22")
    last = text.replace("bases: {west:", "bases: {east: {at: EAST, runway: 3000 m}, west:")
    last = last.replace(
        "detachments: {", "detachments: {last: {base: east, nation: XX, stays: always, aircraft: 2}, "
    )
    last = last.replace("reversed: 0", "reversed: 0\n      choice: in order\n      bases: [west, east]")
    few, more = prepare(load_text(text)), prepare(load_text(last))
    for seed in range(SEEDS):
        before, after = (answered_share(simulate(case, seed, 0))["sea"] for case in (few, more))
        assert after >= before


def test_with_the_nearest_choice_repair_and_rest_one_more_pair_helps_on_average(load_text):
    upkeep = "upkeep: {breaks: 0.2, repair: 12 h}\n  crews: {pairs: 3, duty: 12 h, rest: 12 h}"
    few = two(load_text, 1, 1, 0, choice="nearest", more=upkeep)
    more = two(load_text, 1, 2, 0, choice="nearest", more=upkeep)
    gains = []
    for seed in range(200):
        before, after = (answered_share(simulate(case, seed, 0))["sea"] for case in (few, more))
        gains.append(after - before)
    mean = sum(gains) / 200
    error = sqrt(sum((gain - mean) ** 2 for gain in gains) / 199 / 200)
    assert mean - 2 * error > 0


@pytest.mark.parametrize("choice", ["nearest", "soonest", "in order"])
def test_bases_are_chosen_as_the_area_says(load_text, choice):
    log = simulate(two(load_text, 4, 4, 0, choice=choice, flying=", decision: 5 min"), 1, 0)
    sent = alpha_scrambles(log)
    if choice == "in order":
        assert sent["west"] > 3 * sent["east"]
    else:
        assert sent["west"] == pytest.approx(sent["east"], rel=0.4)
    if choice == "soonest":
        nearest = simulate(two(load_text, 4, 4, 0, choice="nearest", flying=", decision: 5 min"), 1, 0)
        assert response_minutes(log, 0.5)["sea"] <= response_minutes(nearest, 0.5)["sea"]


def test_a_track_beyond_the_radius_is_too_late_unless_a_tanker_is_there(load_text):
    near = one(load_text, flying=", radius: 20 km")
    assert answered_share(near)["sea"] == 0
    tanked = one(load_text, flying=", radius: 20 km, tanker: 1.0")
    assert answered_share(tanked)["sea"] > 0.9


def test_the_response_is_what_the_phases_add_up_to(load_text):
    log = one(load_text, flying=", decision: 3 min, reaction: 8 min, climb: 5 min", rate=50)
    met = sorted(row.amount for row in log.of("meets"))
    assert met[0] >= 16 * 60
    assert response_minutes(log, 0.5)["sea"] == pytest.approx(met[-(-len(met) // 2) - 1] / 60)
    assert airborne_in_time_share(log)["west"] == 1
    assert {row.amount for row in log.of("scrambled")} == {480}


def test_a_slow_reaction_misses_the_readiness_state(load_text):
    log = one(load_text, flying=", reaction: 16 min")
    assert airborne_in_time_share(log)["west"] == 0


def test_in_time_counts_what_is_met_within_the_limit(load_text):
    log = one(load_text, flying=", decision: 3 min, reaction: 8 min", sea="timely: 20 min")
    wanted = sum(row.amount <= 1200 for row in log.of("meets")) / sum(1 for _ in log.of("track"))
    assert met_in_time_share(log)["sea"] == pytest.approx(wanted)
    assert 0 < wanted < 1


def test_a_long_escort_is_handed_over_before_the_pair_must_turn_back(load_text):
    log = one(load_text, flying=", endurance: 30 min, relief: 10 min", sea="escort: 10 h", rate=50)
    assert list(log.of("takes over"))
    assert max(row.amount for row in log.of("flies")) <= 40 * 60
    longer = one(
        load_text,
        flying=", endurance: 30 min, relief: 10 min, refuelled: 9 h, tanker: 1.0",
        sea="escort: 10 h",
        rate=50,
    )
    assert not list(longer.of("takes over"))


# What is refused

BAD = [
    (
        "runway: 3000 m",
        "runway: 1800 m",
        "a runway of 1,800 m is too short for its fighters, which need 2,440 m",
    ),
    ("speed: 350 kn", "speed: 1200 kn", "tracks of up to 2,222 km/h are beyond what the meeting point"),
    ("stays: always", "start: 2023-07-03", "a detachment without 'end'; write it, when it leaves"),
    ("tracks: 150 per year", "tracks: -3 per year", "'-3 per year' is negative; a rate is zero or more"),
    ("base: west", "base: nowhere", "there is no base 'nowhere'"),
    ("at: WEST", "at: WESTT", "there is no place 'WESTT'; did you mean 'WEST'?"),
    ("aircraft: 4", "aircraft: 4, pairs: 3", "3 pairs on alert need 6 aircraft, it has 4; write fewer pairs"),
    ("stays: always", "start: 2023-07-03, end: 2023-07-01", "it ends before it begins; write a later 'end'"),
]


@pytest.mark.parametrize(("good", "bad", "said"), BAD, ids=[bad for _, bad, _ in BAD])
def test_bad_input_is_named_with_its_place_and_its_cure(load_text, good, bad, said):
    text = PLACES + ONE.format(
        days=10, aircraft=4, own="", flying=", runway: 2440 m", more=SEA.format(rate=150, more="")
    )
    assert good in text
    with pytest.raises(PostureError) as caught:
        load_text(text.replace(good, bad, 1))
    assert said in str(caught.value)
    assert "case.yaml:" in str(caught.value)
    assert "air_policing." in str(caught.value)


# What ships

HISTORY = {  # gaps of the written history, 2004 to April 2024, in days
    ("siauliai", "bap-20-cz"): 30,
    ("siauliai", "bap-28-de"): 3,
    ("siauliai", "bap-41-pt"): 3,
    ("siauliai", "bap-54-it"): 7,
}


def test_every_handover_gap_of_the_baltic_history_is_named():
    scenario = load("baltic-air-policing").scenario
    clock = Clock(utc(2004, 3, 29))
    found = gaps(scenario.air_policing, clock, clock.seconds(utc(2024, 3, 1)))
    assert {(gap.base, gap.relief): (gap.end - gap.begin) / 86_400 for gap in found} == HISTORY


def test_ten_years_of_the_baltic_run_within_half_a_million_events():
    scenario = load("baltic-air-policing").scenario
    log = simulate(prepare(scenario), 1, 0, check=True)
    assert 10_000 < len(log) < 100_000
    assert kept_share(log)["all"] > 0.99
