"""What takes time on paper: the host's support, and marshalling before a voyage; by hand."""

import pytest

from posture.core.clock import HOUR
from posture.outcomes.ledger import accounts, delay_days
from tests.operations.test_reinforcement import BRIGADE, WORLD, parts
from tests.operations.test_weighing import COLUMN, SHIPS, TRAIN, TWO_MODES

SUPPORT = "reinforcement.support"


def test_nothing_is_received_before_the_host_has_arranged_its_support(run_text):
    """On the road for 5 d of notice and 1 d of march: 4 d of support cost nothing, 9 d cost three."""
    assert parts(run_text(WORLD)) == {"first": 6, "second": 6}
    assert parts(run_text(WORLD, [f"{SUPPORT}=4 d"])) == {"first": 6, "second": 6}
    late = run_text(WORLD, [f"{SUPPORT}=9 d"])
    assert parts(late) == {"first": 9, "second": 9}
    assert delay_days(late)["brigade/host support"] == 3
    accounts(late)


def test_a_host_may_have_a_time_of_its_own_and_is_slower_without_an_integration_unit(run_text):
    own = run_text(WORLD, [f"{SUPPORT}=9 d", "reinforcement.reception.XX.support=7 d"])
    assert parts(own) == {"first": 7, "second": 7}
    alone = ["reinforcement.reception.XX.integration_unit=false", "reinforcement.uncoordinated=1.5"]
    assert parts(run_text(WORLD, [f"{SUPPORT}=8 d", *alone])) == {"first": 12, "second": 12}


def test_integration_begins_when_the_host_is_ready(run_text):
    log = run_text(WORLD, [f"{SUPPORT}=9 d", f"{BRIGADE}.integration=2 d"])
    assert parts(log) == {"first": 11, "second": 11}


@pytest.mark.parametrize(("activation", "loads"), [(0, 6), (4, 6), (10, 10)])
def test_a_shipload_is_marshalled_while_its_ship_comes(run_text, activation, loads):
    """Six hours in the port, or the ship's coming if that is later; then 5 h at sea."""
    words = SHIPS.replace("activation: 0 h", f"activation: {activation} h").replace(
        "activation: 72 h", "activation: 900 h"
    )
    log = run_text(words, ["movement.ports.any.marshal=6 h"])
    first = min(row.time / HOUR for row in log.of("arrived") if row.where == "B")
    assert first == pytest.approx(loads + 5, abs=0.01)
    assert {row.amount for row in log.of("marshalling")} == {6 * HOUR}
    accounts(log)


def test_a_chalk_is_marshalled_too(run_text):
    words = """
places:
  A: {name: A, kind: airbase, country: XX, lat: 55.0, lon: 15.0, modes: [air]}
  B: {name: B, kind: airbase, country: XX, lat: 55.0, lon: 30.0, modes: [air]}
units:
  company: {nation: XX, home: A, people: 100}
movement:
  airfields: {any: {mog: 9, open: 24 h, efficiency: 1.0}}
  aircraft: {charter: {count: 1, seats: 100, speed: 800 km/h, ground: 1 h}}
reinforcement:
  brigades:
    brigade:
      at: B
      order: go
      reception: XX
      parts:
        all: {unit: company, arrangement: moved, lines: {all: {cargo: people, modes: [air]}}}
"""
    bare = max(row.time for row in run_text(words).of("arrived"))
    log = run_text(words, ["movement.airfields.any.marshal=3 h"])
    assert max(row.time for row in log.of("arrived")) == bare + 3 * HOUR


BY_RAIL = TWO_MODES.replace("modes: [rail, road]}}}", "modes: [rail]}}}")
ORDER = "movement.rails.any.order"


def first_train(log):
    """Hour in which the first train was at B."""
    return min(row.time for row in log.of("arrived") if row.where == "B") / HOUR


def test_a_train_path_is_asked_for_at_the_order_and_costs_only_what_is_not_waited_for_anyway(run_text):
    assert first_train(run_text(BY_RAIL)) == pytest.approx(TRAIN, abs=0.1)
    log = run_text(BY_RAIL, [f"{ORDER}=10 h"])
    assert first_train(log) == pytest.approx(10 + TRAIN, abs=0.1)
    assert delay_days(log)["brigade/clearance"] == pytest.approx(10 / 24, abs=0.01)
    noticed = run_text(BY_RAIL, [f"{ORDER}=10 h", "units.company.notice=20 h"])
    assert first_train(noticed) == pytest.approx(20 + TRAIN, abs=0.1)
    accounts(log)


def test_who_would_wait_too_long_for_a_path_marches(run_text):
    log = run_text(TWO_MODES, [f"{ORDER}=10 h"])
    assert {row.amount for row in log.of("rail")} == set()
    assert max(row.time for row in log.of("arrived")) / HOUR == pytest.approx(COLUMN, abs=0.1)


def test_by_timetable_a_train_waits_half_of_the_time_between_two_paths_on_the_average(run_text):
    """Four trains a day: uniform on 0 to 6 h; the standard error of 100 means is 6 / sqrt(1200) = 0.17 h."""
    words = BY_RAIL.replace("trains: 1000 per day", "trains: 4 per day").replace("wheeled: 30", "wheeled: 10")
    paths = ["movement.rails.any.paths=by timetable"]
    waits = [first_train(run_text(words, paths, replication=number)) - TRAIN for number in range(100)]
    assert min(waits) >= 0
    assert max(waits) < 6
    assert abs(sum(waits) / len(waits) - 3) < 3 * 0.17


@pytest.mark.parametrize(("union", "hours"), [("[DE, PL]", 0), ("[DE]", 30), ("[PL]", 30), ("[FR]", 0)])
def test_who_enters_or_leaves_a_customs_union_waits_for_documents(run_text, union, hours):
    """Asked for at the order; within the union, or all outside of it, none are needed."""
    words = BY_RAIL.replace("A: {name: A, kind: base, country: XX", "A: {name: A, kind: base, country: DE")
    words = words.replace("B: {name: B, kind: base, country: XX", "B: {name: B, kind: base, country: PL")
    words = words.replace("lat: 55.0, lon: 15.0", "lat: 52.3, lon: 14.0").replace(
        "lat: 55.0, lon: 16.0", "lat: 52.3, lon: 15.0"
    )
    words = words.replace("reception: XX", "reception: PL").replace("country: XX}", "country: DE}")
    words = words.replace("reinforcement:\n", "reinforcement:\n  reception: {PL: {pieces: 100000 per day}}\n")
    words = words.replace("country: XX,", "country: DE,")
    free = ["movement.clearances=null"]
    customs = [f"movement.customs={{union: {union}, documents: 30 h}}", *free]
    assert first_train(run_text(words, customs)) - first_train(run_text(words, free)) == pytest.approx(hours)
