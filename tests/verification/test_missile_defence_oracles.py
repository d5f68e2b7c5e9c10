"""Missile defence against paper: repair crews, k of n, a service's share, and deployments to the second."""

from math import comb, sqrt

import pytest

from posture.operations.missile_defence.measures import (
    crew_rotations,
    longest_site_gap_days,
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
from posture.runs.simulate import prepare, simulate

WORLD = """
horizon: {days} d
places:
  TOWN: {{name: Town, kind: city, country: XX, lat: 50, lon: 20, modes: [road]}}
missile_defence:
  sites: {{town: {{at: TOWN, nodes: {wanted}}}}}
  layers: {{lower: {{}}}}
  systems: {{battery: {{layer: lower, farthest: 30 km{system}}}}}
  workshops: {{shop: {{crews: {crews}}}}}
  nodes:
{nodes}
"""
STANDING = "    b{}: {{system: battery, at: TOWN, nation: XX, stays: always{}}}"


def world(n, *, days, system="", wanted=1, crews=1, node=""):
    nodes = "\n".join(STANDING.format(i, node) for i in range(n))
    return WORLD.format(days=days, system=system, wanted=wanted, crews=crews, nodes=nodes)


def estimate(case, measure, runs, seed=1):
    found = [measure(simulate(case, seed, n)) for n in range(runs)]
    mean = sum(found) / runs
    return mean, sqrt(sum((one - mean) ** 2 for one in found) / (runs - 1) / runs)


def machine_repair(n, crews, up, repair):
    """Availability of n machines that fail and are repaired exponentially, by the chain's balance."""
    weights = [1.0]
    for down in range(1, n + 1):
        weights.append(weights[-1] * (n - down + 1) / up * repair / min(down, crews))
    return sum(weight * (n - down) for down, weight in enumerate(weights)) / sum(weights) / n


def test_the_formula_gives_the_published_availability():
    assert machine_repair(24, 3, 50, 5) == pytest.approx(0.8806, abs=5e-5)
    assert machine_repair(1, 1, 90, 10) == pytest.approx(0.9)


@pytest.mark.parametrize("off", [1.0, 0.8])
def test_24_batteries_and_3_repair_crews_are_available_as_in_the_machine_repair_model(load_text, off):
    system = f", between: {50 * off} h, repair: {{exponential: {{mean: 5 h}}}}"
    case = prepare(load_text(world(24, days=800, system=system, crews=3, node=", workshop: shop")))
    mean, error = estimate(case, lambda log: node_availability_share(log)["all"], 6)
    near = abs(mean / 0.880612 - 1) < 0.02 and abs(mean - 0.880612) < 3 * error
    assert near == (off == 1.0)


@pytest.mark.parametrize("law", ["2 d", "{exponential: {mean: 2 d}}", "{triangular: [0 d, 1 d, 5 d]}"])
def test_a_battery_with_a_crew_of_its_own_is_up_mtbf_of_mtbf_and_mttr_whatever_the_law(load_text, law):
    case = prepare(load_text(world(8, days=4000, system=f", between: 18 d, repair: {law}")))
    mean, error = estimate(case, lambda log: node_availability_share(log)["all"], 6)
    assert abs(mean - 0.9) < 4 * error  # Student's t of six runs: one in a hundred by chance
    assert abs(mean / 0.9 - 1) < 0.02


def test_spare_parts_lengthen_repair_by_their_share_of_the_wait(load_text):
    system = ", between: 18 d, repair: 1 d, parts: 0.25, supply: 4 d"
    case = prepare(load_text(world(8, days=4000, system=system)))
    mean, error = estimate(case, lambda log: node_availability_share(log)["all"], 6)
    assert abs(mean - 0.9) < 3 * error
    down = node_down_days(simulate(case, 1, 0))
    waits = sum(value for name, value in down.items() if name.endswith("spare part"))
    assert waits / sum(down.values()) == pytest.approx(0.5, abs=0.1)


@pytest.mark.parametrize("k", [1, 2, 3, 4])
def test_k_of_4_independent_batteries_cover_by_the_binomial(load_text, k):
    system = ", between: 9 d, repair: {exponential: {mean: 3 d}}"
    case = prepare(load_text(world(4, days=3000, system=system, wanted=k)))
    paper = sum(comb(4, up) * 0.75**up * 0.25 ** (4 - up) for up in range(k, 5))
    mean, error = estimate(case, lambda log: site_coverage_wanted_share(log)["town"], 8)
    assert abs(mean - paper) < 3 * error
    assert abs(mean / paper - 1) < 0.02


def test_planned_service_takes_its_share_exactly(load_text):
    log = simulate(prepare(load_text(world(1, days=100, system=", service: {every: 8 d, lasts: 2 d}"))), 1, 0)
    assert node_availability_share(log) == {"b0": pytest.approx(0.8), "all": pytest.approx(0.8)}
    assert node_down_days(log) == {"b0/service": pytest.approx(20)}
    assert site_gaps(log)["town"] == 10
    assert longest_site_gap_days(log)["town"] == pytest.approx(2)


def test_services_apart_leave_no_gap_and_services_together_do(load_text):
    service = ", service: {every: 8 d, lasts: 2 d}"
    apart = WORLD.format(
        days=100, system=service, wanted=1, crews=1,
        nodes="\n".join([STANDING.format(0, ""), STANDING.format(1, ", first_service: 4 d")]),
    )  # fmt: skip
    assert site_coverage_share(simulate(prepare(load_text(apart)), 1, 0))["town"] == 1
    together = simulate(prepare(load_text(world(2, days=100, system=service))), 1, 0)
    assert site_coverage_share(together)["town"] == pytest.approx(0.8)


DEPLOYED = """
horizon: 100 d
places:
  HOME: {name: Home, kind: base, country: XX, lat: 50, lon: 20, modes: [road]}
  TOWN: {name: Town, kind: city, country: XX, lat: 50, lon: 21, modes: [road]}
links:
  way: {start: HOME, end: TOWN, mode: road, length: 240 km, country: XX}
units:
  batteries: {nation: XX, home: HOME, wheeled: 1, notice: 3 d}
decision: {orders: {go: {indication: 2 d, decided: 5 d}}}
reinforcement:
  brigades:
    guard:
      at: TOWN
      order: go
      reception: XX
      parts:
        all: {unit: batteries, arrangement: moved, lines: {wheeled: {cargo: wheeled, modes: [road]}}}
missile_defence:
  sites: {town: {at: TOWN, nodes: 2}}
  layers: {lower: {}}
  systems: {battery: {layer: lower, farthest: 30 km, set_up: 4 d, pack_up: 2 d}}
  nodes:
    one: {system: battery, at: TOWN, nation: XX, people: 100, stays: by order, order: go, unit: batteries}
    two:
      {system: battery, at: TOWN, nation: XX, stays: by order, order: go, unit: batteries, set_up: 6 d,
       end: 2023-08-22}
    new:
      {system: battery, at: TOWN, nation: XX, people: 50, start: 2023-08-02, end: 2023-10-11, relieves: one,
       crews: {every: 1 months, overlap: 3 d}}
"""


@pytest.mark.parametrize("relieved", [True, False])
def test_a_deployment_from_order_to_relief_is_as_on_paper(load_text, relieved):
    """Indication day 2, order 7, ready 10, one day of road; up 15 and 17; relief up on day 34."""
    text = DEPLOYED if relieved else DEPLOYED.replace(" relieves: one,", "")
    log = simulate(prepare(load_text(text)), 1, 0, check=True)
    hours = 0.001 + 1 / 24
    assert operational_from_request_days(log) == {
        name: pytest.approx(days, abs=hours)
        for name, days in [
            ("one", 13),
            ("two", 15),
            ("go/first", 13),
            ("go/all", 15),
            ("first", 13),
            ("all", 15),
        ]
    }
    assert operational_from_order_days(log)["go/first"] == pytest.approx(8, abs=hours)
    up = node_operational_days(log)
    assert up["one"] == pytest.approx(34 - 15 if relieved else 85, abs=hours)
    assert up["two"] == pytest.approx(50 - 17, abs=hours)
    assert up["new"] == pytest.approx(66)
    covered = site_coverage_wanted_share(log)["town"]
    assert covered == pytest.approx((50 - 17) / 100 if relieved else 83 / 100, abs=0.001)
    people = missile_defence_person_days(log)
    assert people["one"] == pytest.approx(100 * (36 - 11 if relieved else 89), abs=5)
    assert people["new"] == 50 * (70 + 2 * 3)
    assert crew_rotations(log)["new"] == 2


LAYERED = """
horizon: 100 d
places:
  TOWN: {name: Town, kind: city, country: XX, lat: 50, lon: 20, modes: [road]}
  NEAR: {name: Near, kind: city, country: XX, lat: 50.1, lon: 20, modes: [road]}
  FAR: {name: Far, kind: city, country: XX, lat: 54, lon: 20, modes: [road]}
missile_defence:
  sites: {town: {at: TOWN, nodes: 2, layers: 2}, near: {at: NEAR}}
  layers: {sensor: {counts: false, needs: [command]}, command: {counts: false}, upper: {needs: [sensor]}, lower: {}}
  systems:
    radar: {layer: sensor, service: {every: 40 d, lasts: 10 d}}
    post: {layer: command, service: {every: 65 d, lasts: 10 d}}
    ashore: {layer: upper, nearest: 100 km}
    battery: {layer: lower, farthest: 5 km}
  nodes:
    radar: {system: radar, at: FAR, nation: XX, stays: always}
    post: {system: post, at: FAR, nation: XX, stays: always}
    ashore: {system: ashore, at: FAR, nation: XX, stays: always}
    battery: {system: battery, at: TOWN, nation: XX, stays: always}
"""


def test_a_layer_works_while_what_it_needs_is_up_and_within_its_band_of_distance(load_text):
    """The radar is down on days 40-50 and 90-100, the command post on days 65-75: upper works on 70 of 100."""
    log = simulate(prepare(load_text(LAYERED)), 1, 0)
    assert site_coverage_share(log) == {"town": 1.0, "near": pytest.approx(0.7), "all": pytest.approx(0.85)}
    assert site_layers_wanted_share(log)["town"] == pytest.approx(0.7)
    assert site_layers_mean(log) == {"town": pytest.approx(1.7), "near": pytest.approx(0.7)}
    assert site_nodes_mean(log) == site_layers_mean(log)
    assert site_gaps(log) == {"town": 3, "near": 3}
    assert longest_site_gap_days(log)["near"] == pytest.approx(10)
