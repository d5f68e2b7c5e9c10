"""Relations that must hold exactly, whatever the numbers are."""

import json
import random
from math import inf

import pytest

from posture.operations.reinforcement import closure_days
from posture.runs.simulate import prepare, simulate
from posture.scenario import Scenario, load
from posture.scenario.layers import layers_under
from posture.scenario.loading import read
from posture.scenario.shipped import shipped

TWO_PLACES = """
places:
  A: {name: A, kind: base, country: XX, lat: 50.0, lon: 10.0, modes: [road]}
  B: {name: B, kind: base, country: XX, lat: 51.0, lon: 10.0, modes: [road]}
links:
  ab: {start: A, end: B, mode: road, length: 100 km, headway: 5 min}
units:
  battalion: {nation: XX, home: A, wheeled: 55, people: 300, notice: {triangular: [1 d, 2 d, 5 d]}}
reinforcement:
  release: {any: {uniform: [0 d, 3 d]}}
  integration: {lognormal: {median: 2 d, p90: 6 d}}
  brigades:
    north:
      at: B
      order: go
      reception: XX
      parts:
        part: {unit: battalion, arrangement: moved, lines: {all: {cargo: wheeled, modes: [road]}}}
"""

STRANGER = """
places:
  C: {name: C, kind: base, country: XX, lat: 40.0, lon: 10.0, modes: [road]}
  D: {name: D, kind: base, country: XX, lat: 41.0, lon: 10.0, modes: [road]}
links:
  cd: {start: C, end: D, mode: road, length: 70 km}
units:
  another: {nation: XX, home: C, wheeled: 30, notice: {triangular: [1 d, 2 d, 5 d]}}
decision: {orders: {away: {decided: {uniform: [0 d, 2 d]}}}}
reinforcement:
  reception: {XY: {pieces: 100 per day}}
  brigades:
    another:
      at: D
      order: away
      reception: XY
      parts:
        part: {unit: another, arrangement: moved, lines: {all: {cargo: wheeled, modes: [road]}}}
"""


@pytest.fixture
def base(tmp_path, load_text):
    load_text(TWO_PLACES)
    (tmp_path / "base.yaml").write_text("include: plain.yaml\n" + TWO_PLACES)
    return tmp_path


def rows_of(log, *mine):
    return [row for row in log if row.who.startswith(mine) or row.where in mine]


def without_horizon(log):
    """All rows but the one that says how long the run lasts."""
    return [row for row in log if row.kind != "horizon"]


def test_a_stranger_changes_no_row_of_anybody_else(base, tmp_path):
    alone = load(str(base / "base.yaml")).scenario
    (tmp_path / "both.yaml").write_text("include: base.yaml\n" + STRANGER)
    both = load(str(tmp_path / "both.yaml")).scenario
    for replication in range(20):
        one = simulate(prepare(alone), 3, replication)
        two = simulate(prepare(both), 3, replication)
        assert len(two) > len(one)
        assert rows_of(one, "north", "go") == rows_of(two, "north", "go") == without_horizon(one)


def test_the_order_of_writing_is_not_meaning(lithuania):
    """Every mapping shuffled: the same log."""

    path = shipped("scenario", "lithuania-brigade")
    data = read(path, Scenario, named=layers_under, shipped=shipped).data()
    shuffler = random.Random("order")

    def shuffled(value):
        if isinstance(value, dict):
            keys = list(value)
            shuffler.shuffle(keys)
            return {key: shuffled(value[key]) for key in keys}
        return [shuffled(one) for one in value] if isinstance(value, list) else value

    other = Scenario.model_validate_json(json.dumps(shuffled(data)))
    assert list(data["links"]) != list(shuffled(data)["links"])
    for replication in range(3):
        one = simulate(prepare(lithuania), 3, replication)
        assert simulate(prepare(other), 3, replication).fingerprint() == one.fingerprint()


def test_the_unit_in_which_a_figure_is_written_is_not_meaning(load_text):
    days = load_text(TWO_PLACES)
    hours = load_text(
        TWO_PLACES.replace("[1 d, 2 d, 5 d]", "[24 h, 2880 min, 432000 s]").replace("100 km", "100000 m")
    )
    one, two = (simulate(prepare(scenario), 3, 0) for scenario in (days, hours))
    assert one.fingerprint() == two.fingerprint()


def test_a_later_horizon_only_adds_rows_at_the_end(load_text):
    short, long = (load_text(TWO_PLACES, [f"horizon={days} d"]) for days in (3, 60))
    one, two = (without_horizon(simulate(prepare(scenario), 3, 0)) for scenario in (short, long))
    assert two[: len(one)] == one
    assert len(two) > len(one)


def test_a_brigade_that_does_not_close_before_the_horizon_is_unfinished_not_dropped(load_text):
    log = simulate(prepare(load_text(TWO_PLACES, ["horizon=6 h"])), 3, 0)
    assert closure_days(log) == {"north": inf}


def test_a_longer_way_is_never_sooner_on_one_road(load_text):
    near = prepare(load_text(TWO_PLACES))
    far = prepare(load_text(TWO_PLACES, ["links.ab.length=150 km"]))
    for replication in range(50):
        one, two = (closure_days(simulate(case, 3, replication))["north"] for case in (near, far))
        assert two >= one


def test_replications_differ_and_each_can_be_repeated(load_text):
    case = prepare(load_text(TWO_PLACES))
    prints = [simulate(case, 3, replication).fingerprint() for replication in range(10)]
    assert len(set(prints)) == 10
    assert simulate(case, 3, 4).fingerprint() == prints[4]
