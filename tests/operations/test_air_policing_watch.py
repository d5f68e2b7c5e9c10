"""Air policing: how the watch is kept, and who is there."""

from statistics import fmean

import pytest

from posture.operations.air_policing.measures import (
    alert_coverage_share,
    flying_hours,
    handover_gap_days,
    kept_share,
    person_days,
    sorties,
    training_flights,
    worst_gap_hours,
)
from posture.runs.simulate import prepare, simulate
from posture.scenario import load
from posture.scenario.consistency.air_policing import undermanned

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


# How the watch is kept


def test_with_a_spare_pair_the_slot_is_filled_after_the_second_line_time(load_text):
    lone = one(load_text, aircraft=2, flying=", second_line: 60 min, turn_round: 3 h", sea="escort: 20 min")
    spare = one(load_text, aircraft=4, flying=", second_line: 60 min, turn_round: 3 h", sea="escort: 20 min")
    assert alert_coverage_share(lone)["west"] < alert_coverage_share(spare)["west"] < 1
    assert worst_gap_hours(spare)["west/1"] <= worst_gap_hours(lone)["west/1"]
    assert worst_gap_hours(spare)["west/1"] >= 1


def test_two_pairs_of_crews_with_equal_duty_and_rest_keep_one_slot_without_a_gap(load_text):
    log = one(load_text, rate=0, more="crews: {pairs: 2, duty: 24 h, rest: 24 h}")
    assert kept_share(log)["west"] == 1


def test_one_pair_of_crews_keeps_its_share_of_the_time(load_text):
    log = one(load_text, rate=0, days=360, more="crews: {pairs: 1, duty: 12 h, rest: 24 h}")
    assert kept_share(log)["west"] == pytest.approx(1 / 3, abs=0.002)
    assert worst_gap_hours(log) == {"west/1": 24, "west/2": 24, "west/3": 24}


def test_a_shut_base_keeps_no_watch_and_says_why(load_text):
    text = PLACES + ONE.format(days=100, aircraft=4, own="", flying="", more="")
    log = simulate(prepare(load_text(text + "closures: {fog: {place: WEST, start: 10 d, end: 11 d}}")), 1, 0)
    assert kept_share(log)["west"] == pytest.approx(0.99)
    assert [row.where for row in log.of("on alert") if not row.amount and row.time] == ["weather"]
    assert worst_gap_hours(log)["west/1"] == 24


def test_training_takes_the_spare_pair_and_leaves_the_alert(load_text):
    log = one(load_text, rate=0, more="training: {flights: 150 per year, length: 2 h}")
    assert kept_share(log)["west"] == 1
    assert 110 < training_flights(log)["west"] < 190
    assert flying_hours(log)["west"] == pytest.approx(4 * training_flights(log)["west"])
    assert sorties(log)["west"] == 2 * training_flights(log)["west"]


def test_a_training_flight_is_sent_to_a_track(load_text):
    more = "training: {{flights: 3000 per year, length: 2 h, recalled: {}}}"
    assert list(one(load_text, more=more.format("true")).of("recalled"))
    assert not list(one(load_text, more=more.format("false")).of("recalled"))


def test_parts_of_one_aircraft_keep_the_others_flying(load_text):
    upkeep = "upkeep: {{between: 10 d, repair: 4 h, parts: 0.8, supply: 10 d, parts_from: {}}}"
    home = one(load_text, days=2000, rate=0, aircraft=6, more=upkeep.format("home"))
    another = one(load_text, days=2000, rate=0, aircraft=6, more=upkeep.format("another"))
    assert list(another.of("cannibalised"))
    assert kept_share(another)["west"] > kept_share(home)["west"]


def test_a_pair_is_never_counted_twice(load_text):
    more = "upkeep: {breaks: 0.3, between: 5 d, repair: 10 h}\n  crews: {pairs: 3, duty: 12 h, rest: 12 h}\n  training: {flights: 400 per year, length: 2 h}"
    log = one(
        load_text, rate=3000, sea="escort: 1 h", flying=", turn_round: 3 h, second_line: 1 h", more=more
    )
    assert all(0 <= row.amount <= 1 for row in log.of("on alert"))
    assert all(0 <= row.amount <= 4 for row in log.of("serviceable"))


# Who is there

TURNS = """
start: 2020-08-01
horizon: 100 d
air_policing:
  bases: {{west: {{at: WEST, runway: 3000 m}}}}
  arrives: {arrives}
  detachments:
    spain: {{base: west, nation: ES, start: 2020-05-01, end: 2020-09-01, people: 100}}
    italy: {{base: west, nation: IT, start: {start}, end: 2021-01-01, people: 130}}
"""


def test_a_late_relief_is_a_gap_that_is_named_and_lasts_as_written(load_text):
    log = simulate(prepare(load_text(PLACES + TURNS.format(arrives="4 d", start="2020-09-08"))), 1, 0)
    assert handover_gap_days(log) == {"west/before italy": 7}
    assert worst_gap_hours(log)["west/1"] == 7 * 24
    assert kept_share(log)["west"] == pytest.approx(0.93)
    assert [row.where for row in log.of("on alert") if not row.amount and row.time] == ["no detachment"]


def test_a_relief_on_the_day_leaves_no_gap_and_both_are_there_during_the_handover(load_text):
    log = simulate(prepare(load_text(PLACES + TURNS.format(arrives="4 d", start="2020-09-01"))), 1, 0)
    assert handover_gap_days(log) == {}
    assert kept_share(log)["west"] == 1
    assert person_days(log)["west"] == 31 * 100 + (100 - 31 + 4) * 130


def test_rotations_fill_a_base_that_has_no_detachments_written(load_text):
    text = (
        PLACES
        + """
start: 2020-08-01
horizon: 1000 d
units:
  wing-1: {nation: XX, home: WEST, kind: fighters}
  wing-2: {nation: XX, home: WEST, kind: fighters}
  wing-3: {nation: XX, home: WEST, kind: fighters}
rotations:
  policies: {turns: {dwell: 7 months}}
  pools: {wings: {policy: turns, kinds: [fighters]}}
  rules: {west: {length: 4 months, overlap: 4 d}}
air_policing:
  bases: {west: {at: WEST, runway: 3000 m}}
  usual: {aircraft: 4, people: 130}
"""
    )
    case = prepare(load_text(text))
    logs = [simulate(case, seed, 0) for seed in range(12)]
    for log in logs:
        assert {row.who for row in log.of("authority")} == {"wing-1", "wing-2", "wing-3"}
    assert fmean(kept_share(log)["west"] for log in logs) > 0.9
    assert fmean(person_days(log)["west"] for log in logs) > 1000 * 130 * 0.9


def test_eight_bases_keep_their_watch_for_ten_years_on_two_timers_a_flight(load_text):
    names = "abcdefgh"
    places = "".join(
        f"  {n}: {{name: {n}, kind: airbase, country: XX, lat: {54 + i}, lon: {18 + i}, modes: []}}\n"
        for i, n in enumerate(names)
    )
    bases = ", ".join(f"base-{n}: {{at: {n}, runway: 3 km}}" for n in names)
    stays = ", ".join(f"own-{n}: {{base: base-{n}, nation: XX, stays: always}}" for n in names)
    text = f"""
horizon: 3652 d
places:
{places}
air_policing:
  bases: {{{bases}}}
  detachments: {{{stays}}}
  flying: {{speed: 480 kn, speed_home: 480 kn, second_line: 1 h, turn_round: 3 h}}
  crews: {{pairs: 4, duty: 24 h, rest: 24 h}}
  upkeep: {{breaks: 0.1, between: 20 d, repair: 8 h}}
  training: {{flights: 155 per year, length: 2 h}}
  areas:
    sea:
      route: [{{lat: 60, lon: 27}}, {{lat: 55, lon: 19}}]
      tracks: 300 per year
      speed: 380 kn
      escort: 25 min
      exercises: {{share: 0.08, factor: 4}}
"""
    log = simulate(prepare(load_text(text)), 1, 0, check=True)
    assert set(kept_share(log)) == {*(f"base-{n}" for n in names), "all"}
    assert min(kept_share(log).values()) > 0.9
    assert sum(1 for _ in log.of("training")) > 8 * 1000
    assert len(log) < 150_000


def test_a_pair_that_nobody_brings_is_named_before_the_run():
    """Two pairs wanted of a detachment that keeps one: half of the alert, whatever comes."""
    sets = ["start=2018-02-01", "horizon=30 d"]
    as_written = load("baltic-air-policing", sets).scenario
    wanted = load("baltic-air-policing", [*sets, "air_policing.bases.siauliai.pairs=2"]).scenario
    assert [*undermanned(as_written)] == []
    [said] = undermanned(wanted)
    assert said.startswith("siauliai: 2 pairs are wanted on alert, and who is there keeps 1 at most: 50 %")
