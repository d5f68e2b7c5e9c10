"""Presence at sea against paper: station-keeping in whole numbers, and the share of time by renewal-reward."""

from math import inf, sqrt

import pytest

from posture.operations.maritime.answers import first_ship_days, full_presence_days
from posture.operations.maritime.measures import port_share, ship_days, ships_per_station, transit_share
from posture.operations.maritime.presence import presence_gaps, presence_share, ships_mean
from posture.runs.simulate import prepare, simulate

WORLD = """
horizon: {days} d
places:
  HOME: {{name: Home, kind: port, country: XX, lat: 50.0, lon: -20.0, modes: [sea]}}
  PIER: {{name: Pier, kind: port, country: XX, lat: 50.0, lon: -30.0, modes: [sea]}}
links:
  home-pier: {{start: HOME, end: PIER, mode: sea, length: 720 km}}
movement: {{passages: {{}}}}
maritime:
  tour: 10 years
  kinds:
    frigate: {{transit: 36 km/h, hastens: 72 km/h, endurance: 90 d, people: 200, tons: 4000, draught: 5 m}}
  areas:
    water: {{lat: 50.0, lon: -30.0, near: [PIER], ports: [PIER]}}
    far: {{lat: 50.0, lon: -20.0, near: [HOME], ports: [HOME]}}
  {more}
"""
"""PIER lies in the area of water, HOME in that of far; from one to the other it is 720 km, 20 h at 36 km/h."""
FOREVER = "ships: {alpha: {nation: XX, kind: frigate, port: HOME, group: watch}}"


def case(load_text, more, days=400):
    return prepare(load_text(WORLD.format(days=days, more=more)))


def programme(patrol, visit, areas="[water]", more=""):
    return f"""{FOREVER}
  groups: {{watch: {{areas: {areas}, ships: 1, least: 1, patrol: {patrol}, visit: {visit}{more}}}}}"""


def test_a_patrol_of_nine_days_and_a_visit_of_three_keep_three_quarters_of_a_year_exactly(load_text):
    log = simulate(case(load_text, programme("9 d", "3 d"), days=360), 1, 0, deterministic=True)
    assert presence_share(log)["water"] == 270 / 360
    assert port_share(log)["watch"] == 90 / 360
    assert ships_per_station(log)["watch"] == 360 / 270


def test_the_way_to_a_distant_area_counts_as_transit_to_the_second(load_text):
    # 10 d in water, 2 d in PIER, 20 h to far, 10 d there, 2 d in HOME, 20 h back: three cycles in 77 days
    log = simulate(
        case(load_text, programme("10 d", "2 d", "[water, far]"), days=77), 1, 0, deterministic=True
    )
    assert transit_share(log)["watch"] == pytest.approx(3 * 40 / 24 / 77)
    assert presence_share(log) == pytest.approx({"water": 30 / 77, "far": 30 / 77, "watch": 1})
    assert ships_mean(log)["far"] == pytest.approx(30 / 77)


def relief(ships, overlap):
    return f"""groups: {{watch: {{areas: [water], ships: 1, least: 1, patrol: 60 d, visit: 0 s}}}}
units: {{{", ".join(f"s{n}: {{nation: XX, kind: frigate, home: HOME, people: 200}}" for n in range(ships))}}}
rotations:
  begin: rested
  policies: {{turns: {{dwell: 30 d, recovery: 30 d}}}}
  pools: {{ships: {{policy: turns, kinds: [frigate]}}}}
  rules: {{watch: {{length: 15 d, overlap: {overlap}}}}}"""


def test_continuous_presence_takes_cycle_over_time_on_station_ships(load_text):
    # away 15 d, at home 30 d: a cycle of 45 d. A relief leaves home 20 h ahead, so that 14 d 4 h count:
    # 45 / (15 - 20/24) = 3.18 ships. Four keep the station, three do not.
    four, three = (
        simulate(case(load_text, relief(ships, "20 h"), days=360), 1, 0, deterministic=True)
        for ships in (4, 3)
    )
    assert presence_share(four)["water"] == 1
    assert presence_gaps(four)["water"] == 0
    assert presence_share(three)["water"] < 1


def test_a_relief_that_leaves_home_only_on_the_day_leaves_a_gap_of_its_way_each_time(load_text):
    log = simulate(case(load_text, relief(9, "0 s"), days=150), 1, 0, deterministic=True)
    assert presence_gaps(log)["water"] == 9
    assert (1 - presence_share(log)["water"]) * 150 == pytest.approx(9 * 20 / 24)


def test_presence_is_that_of_renewal_reward(load_text):
    # E[A] = 8 d exponential, visit 2 to 4 d (mean 3): 8 / 11
    text = programme("{exponential: {mean: 8 d}}", "{triangular: [2 d, 3 d, 4 d]}")
    shares = [presence_share(simulate(case(load_text, text, days=3000), 1, n))["water"] for n in range(20)]
    mean = sum(shares) / len(shares)
    error = sqrt(sum((one - mean) ** 2 for one in shares) / (len(shares) - 1) / len(shares))
    assert mean == pytest.approx(8 / 11, rel=0.02)
    assert abs(mean - 8 / 11) < 3 * error


def test_a_group_that_is_repaired_is_away_for_way_and_repair_by_renewal_reward(load_text):
    # in company 40 d on average until it fails, then PIER, which is where it is, for 10 d
    text = f"""upkeep: {{fails: {{exponential: {{mean: 40 d}}}}, repair: {{exponential: {{mean: 10 d}}}}}}
  {programme("60 d", "0 s")}"""
    shares = [presence_share(simulate(case(load_text, text, days=3000), 1, n))["watch"] for n in range(25)]
    mean = sum(shares) / len(shares)
    error = sqrt(sum((one - mean) ** 2 for one in shares) / (len(shares) - 1) / len(shares))
    assert mean == pytest.approx(0.8, rel=0.02)
    assert abs(mean - 0.8) < 3 * error


def test_a_call_is_answered_in_the_time_of_its_notice_and_way_in_haste(load_text):
    call = "\n  calls: {help: {area: far, at: 2023-07-10, notice: 6 h, lasts: 30 d}}"
    log = simulate(case(load_text, programme("60 d", "1 d") + call, days=90), 1, 0)
    assert first_ship_days(log) == full_presence_days(log) == {"help": (6 + 10) / 24}


def test_more_ships_than_there_are_never_make_a_full_presence(load_text):
    call = "\n  calls: {help: {area: far, at: 2023-07-10, ships: 2, lasts: 30 d}}"
    log = simulate(case(load_text, programme("60 d", "1 d") + call, days=90), 1, 0)
    assert first_ship_days(log)["help"] == pytest.approx(10 / 24)
    assert full_presence_days(log)["help"] == inf


def test_ship_days_are_all_days_of_a_ship_that_never_goes_home(load_text):
    log = simulate(case(load_text, programme("9 d", "3 d"), days=100), 1, 0)
    assert ship_days(log) == {"XX": 100, "all": 100}
