"""Missile defence: more never covers less, who is awaited stays, and what ships."""

from itertools import pairwise
from math import inf

import pytest

from posture.operations import EVENT_KINDS
from posture.operations.missile_defence.measures import (
    crew_rotations,
    missile_defence_person_days,
    node_availability_share,
    node_down_days,
    node_operational_days,
    operational_from_order_days,
    operational_from_request_days,
    site_coverage_share,
    site_coverage_wanted_share,
    site_gaps,
    site_layers_mean,
    site_layers_wanted_share,
    site_nodes_mean,
)
from posture.outcomes import MEASURES
from posture.runs.simulate import prepare, simulate
from posture.scenario import load

WORLD = """
horizon: 300 d
places:
  TOWN: {{name: Town, kind: city, country: XX, lat: 50, lon: 20, modes: [road]}}
missile_defence:
  sites: {{town: {{at: TOWN, nodes: 2, layers: 2}}}}
  layers: {{lower: {{needs: [sensor]}}, upper: {{needs: [sensor]}}, sensor: {{counts: false}}}}
  workshops: {{shop: {{crews: 1}}}}
  systems:
    battery:
      layer: lower
      farthest: 30 km
      set_up: {{triangular: [2 d, 5 d, 20 d]}}
      between: 20 d
      repair: {{exponential: {{mean: 3 d}}}}
      parts: 0.2
      supply: 5 d
      service: {{every: 40 d, lasts: {{triangular: [1 d, 2 d, 4 d]}}}}
    ashore: {{layer: upper, between: 20 d, repair: 4 d}}
    radar: {{layer: sensor, between: 30 d, repair: 2 d}}
  nodes:
    {more}
    radar: {{system: radar, at: TOWN, nation: XX, stays: always}}
    ashore: {{system: ashore, at: TOWN, nation: XX, stays: always}}
    first: {{system: battery, at: TOWN, nation: XX, stays: always, workshop: shop}}
    second: {{system: battery, at: TOWN, nation: XX, people: 90, start: 2023-07-20, end: 2024-03-01, workshop: shop,
      crews: {{every: 2 months, overlap: 5 d}}}}
"""
ONE_MORE = {
    "battery": "more: {system: battery, at: TOWN, nation: XX, stays: always}",
    "one that comes by date": "a-more: {system: battery, at: TOWN, nation: XX, start: 2023-09-01, end: 2023-11-01}",
    "radar": "z-more: {system: radar, at: TOWN, nation: XX, stays: always}",
    "site ashore": "more: {system: ashore, at: TOWN, nation: XX, stays: always}",
}
COVERAGE = (
    site_coverage_share,
    site_coverage_wanted_share,
    site_layers_wanted_share,
    site_layers_mean,
    site_nodes_mean,
)


@pytest.mark.parametrize("more", ONE_MORE)
def test_one_more_node_with_a_crew_of_its_own_never_lowers_coverage_seed_by_seed(load_text, more):
    before = prepare(load_text(WORLD.format(more="")))
    after = prepare(load_text(WORLD.format(more=ONE_MORE[more])))
    seeds, better = range(200 if more == "battery" else 40), 0
    for seed in seeds:
        less, more_log = simulate(before, seed, 0), simulate(after, seed, 0)
        for measure in COVERAGE:
            assert measure(more_log)["town"] >= measure(less)["town"]
        better += site_nodes_mean(more_log)["town"] > site_nodes_mean(less)["town"]
    assert better == len(seeds)


def test_a_stranger_changes_nothing_of_the_others(load_text):
    alone = simulate(prepare(load_text(WORLD.format(more=""))), 3, 0)
    joined = simulate(prepare(load_text(WORLD.format(more=ONE_MORE["battery"]))), 3, 0)
    rows = list(alone.of("operational", "garrison"))
    assert rows == [row for row in joined.of("operational", "garrison") if row.who != "more"]


def test_wanting_more_is_never_easier(load_text):
    shares = []
    for wanted in (1, 2, 3, 4):
        text = WORLD.format(more="").replace("nodes: 2,", f"nodes: {wanted},")
        shares.append(site_coverage_wanted_share(simulate(prepare(load_text(text)), 5, 0))["town"])
    assert all(less <= more for more, less in pairwise(shares))
    assert shares[0] > shares[-1] == 0


def test_time_up_and_time_down_are_all_the_time_on_task(load_text):
    log = simulate(prepare(load_text(WORLD.format(more=""))), 3, 0, check=True)
    up, down = node_operational_days(log), node_down_days(log)
    for name, days in (("first", 300), ("radar", 300), ("ashore", 300)):
        lost = sum(value for key, value in down.items() if key.startswith(f"{name}/"))
        assert up[name] + lost == pytest.approx(days)
        assert node_availability_share(log)[name] == pytest.approx(up[name] / days)
    assert {key.split("/")[1] for key in down} == {"repair", "spare part", "repair crew", "service"}


def test_people_are_there_from_coming_to_leaving_and_double_while_crews_overlap(load_text):
    """20 July to 1 March are 225 days; turns on 20 September, November and January."""
    log = simulate(prepare(load_text(WORLD.format(more=""))), 1, 0)
    assert crew_rotations(log) == {"second": 3}
    assert missile_defence_person_days(log)["second"] == pytest.approx(90 * (225 + 3 * 5))


def test_every_row_is_of_a_kind_that_is_listed(load_text):
    assert {
        row.kind for row in simulate(prepare(load_text(WORLD.format(more=""))), 1, 0)
    } <= EVENT_KINDS.keys()


DATED = """
horizon: 100 d
places:
  TOWN: {{name: Town, kind: city, country: XX, lat: 50, lon: 20, modes: [road]}}
missile_defence:
  sites: {{town: {{at: TOWN{site}}}}}
  layers: {{lower: {{}}}}
  systems: {{battery: {{layer: lower, farthest: 30 km, set_up: {set_up}}}}}
  nodes:
    old: {{system: battery, at: TOWN, nation: XX, start: {start}{old}}}
    new: {{system: battery, at: TOWN, nation: XY, start: 2023-08-02, end: 2023-12-01{new}}}
"""


def dated(load_text, *, start="2023-07-03", old="", new="", site="", set_up="4 d"):
    text = DATED.format(start=start, old=old, new=new, site=site, set_up=set_up)
    return simulate(prepare(load_text(text)), 1, 0)


def test_who_is_relieved_stays_until_the_relief_is_operational_however_late(load_text):
    for set_up, days in (("4 d", 34 - 4), ("20 d", 50 - 20)):
        log = dated(load_text, new=", relieves: old", set_up=set_up)
        assert node_operational_days(log)["old"] == days
        assert site_gaps(log)["town"] == 1
        assert site_coverage_share(log)["town"] == pytest.approx(1 - int(set_up[:-2]) / 100)


def test_who_leaves_by_date_before_the_relief_is_operational_leaves_a_gap(load_text):
    log = dated(load_text, old=", end: 2023-08-02", new=", relieves: old")
    assert node_operational_days(log)["old"] == 30 - 4
    assert site_gaps(log)["town"] == 2
    assert site_coverage_share(log)["town"] == pytest.approx(1 - 8 / 100)


def test_who_came_before_the_start_has_set_up_as_far_as_time_allowed(load_text):
    log = dated(load_text, start="2023-07-01", old=", end: 2023-07-23")
    assert node_operational_days(log)["old"] == 20 - 2
    assert node_operational_days(dated(load_text, start="2023-01-01", old=", end: 2023-07-23"))["old"] == 20
    assert node_operational_days(dated(load_text, start="2023-01-01", old=", end: 2023-05-01"))["old"] == 0


def test_only_the_time_in_which_a_site_is_wanted_counts(load_text):
    log = dated(load_text, old=", end: 2023-08-02", site=", since: 2023-07-07, until: 2023-08-12")
    assert site_coverage_share(log)["town"] == pytest.approx((26 + 6) / 36)


def test_a_battery_whose_order_never_comes_is_never_operational(load_text):
    text = """
    places:
      HOME: {name: Home, kind: base, country: XX, lat: 50, lon: 20, modes: [road]}
      TOWN: {name: Town, kind: city, country: XX, lat: 50, lon: 21, modes: [road]}
    links:
      way: {start: HOME, end: TOWN, mode: road, length: 240 km, country: XX}
    units:
      batteries: {nation: XX, home: HOME, wheeled: 1}
    decision: {orders: {go: {decided: 300 d}}}
    reinforcement:
      brigades:
        guard:
          at: TOWN
          order: go
          reception: XX
          parts:
            all: {unit: batteries, arrangement: moved, lines: {wheeled: {cargo: wheeled, modes: [road]}}}
    missile_defence:
      sites: {town: {at: TOWN}}
      layers: {lower: {}}
      systems: {battery: {layer: lower}}
      nodes:
        one: {system: battery, at: TOWN, nation: XX, stays: by order, order: go, unit: batteries}
    """
    log = simulate(prepare(load_text(text)), 1, 0)
    assert operational_from_request_days(log)["all"] == inf
    assert operational_from_order_days(log) == {}
    assert site_coverage_share(log)["town"] == 0


def test_a_scenario_without_it_notes_nothing_of_it(lithuania):
    log = simulate(prepare(lithuania), 1, 0)
    own = {"node", "defended", "site covered", "operational", "garrison", "emplaced"}
    assert not list(log.of(*own))
    assert not any(MEASURES[name].of(log) for name in ("site_coverage_share", "node_availability_share"))


# What ships


@pytest.fixture(scope="module")
def standing():
    case = prepare(load("missile-defence-2023").scenario)
    return case.scenario.missile_defence, [simulate(case, 1, n, check=True) for n in range(10)]


def test_the_standing_architecture_has_its_radar_site_four_ships_and_command(standing):
    written, _ = standing
    layers = [written.system(name).layer for name in written.nodes]
    assert layers.count("sensor") == layers.count("command") == 1
    assert [written.nodes[one].system for one in written.nodes].count("aegis-ship") == 4
    assert not any("redzikowo" in name for name in written.nodes)


def test_the_upper_layer_works_over_no_site_without_the_radar(standing):
    case = load("missile-defence-2023", ["missile_defence.systems.radar.service.lasts=20 d"]).scenario
    log = simulate(prepare(case), 1, 0)
    assert site_coverage_share(log)["bucharest"] < 0.7
    _, logs = standing
    assert all(site_coverage_share(one)["bucharest"] > 0.7 for one in logs)


def test_sites_of_two_layers_are_covered_more_often_than_by_both(standing):
    _, logs = standing
    for log in logs:
        found, both = site_coverage_share(log), site_layers_wanted_share(log)
        for site in ("rzeszow", "zamosc", "sliac", "constanta"):
            assert 0.5 < both[site] < found[site] <= 1


# Positions that rotations fill

ROTATED = """
horizon: 1000 d
places:
  HOME: {name: Home, kind: base, country: XX, lat: 50, lon: 20, modes: []}
  TOWN: {name: Town, kind: city, country: XX, lat: 50, lon: 20, modes: []}
units:
  battery-1: {nation: XX, home: HOME, people: 90}
  battery-2: {nation: XX, home: HOME, people: 90}
  battery-3: {nation: XX, home: HOME, people: 90}
rotations:
  begin: rested
  policies: {turns: {dwell: 200 d}}
  pools: {batteries: {policy: turns, units: [battery-1, battery-2, battery-3]}}
  rules: {town-post: {length: 100 d, overlap: 10 d}}
missile_defence:
  sites: {town: {at: TOWN}}
  layers: {lower: {}}
  systems: {battery: {layer: lower, farthest: 30 km}}
  positions: {town-post: {system: battery, at: TOWN, people: 90}}
"""


def test_a_position_is_a_commitment_that_the_pool_fills_and_covers_from_authority_on(load_text):
    log = simulate(prepare(load_text(ROTATED)), 1, 0, check=True)
    assert {row.who for row in log.of("authority")} == {"battery-1", "battery-2", "battery-3"}
    covered = site_coverage_share(log)["town"]
    assert covered > 0.9
    assert covered == pytest.approx(MEASURES["fill_share"].of(log)["town-post"])
    assert node_availability_share(log)["town-post"] == 1
    assert missile_defence_person_days(log)["town-post"] > 90 * 1000 * 0.9


def test_two_of_three_batteries_cannot_keep_two_slots_when_they_must_dwell_twice_as_long(load_text):
    text = ROTATED.replace("at: TOWN, people: 90", "at: TOWN, slots: 2, people: 90")
    log = simulate(prepare(load_text(text)), 1, 0, check=True)
    names = {row.who for row in log.of("node")}
    assert names == {"town-post/1", "town-post/2"}
    assert site_nodes_mean(log)["town"] < 1.2
