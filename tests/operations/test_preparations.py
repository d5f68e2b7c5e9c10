"""What takes time on paper: the host's support, and marshalling before a voyage; by hand."""

import pytest

from posture.core.clock import HOUR
from posture.outcomes.ledger import accounts, delay_days
from tests.operations.test_reinforcement import BRIGADE, WORLD, parts
from tests.operations.test_weighing import SHIPS

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
