"""Loads that go one way by one kind of lift are put together; by hand, in hours."""

import pytest

from posture.core.clock import HOUR
from posture.operations.movement.measures import lift_fill, lift_trips
from posture.outcomes.ledger import entries

SEA = """
places:
  A: {name: A, kind: port, country: XX, lat: 55.0, lon: 15.0, modes: [sea]}
  B: {name: B, kind: port, country: XX, lat: 55.0, lon: 17.0, modes: [sea]}
links:
  ab: {start: A, end: B, mode: sea, length: 100 km}
units:
  first: {nation: XX, home: A, wheeled: 60}
  second: {nation: XX, home: A, containers: 30}
  third: {nation: XX, home: A, hazardous: 20}
movement:
  consolidation: 0 h
  ships:
    roro: {count: 1, pieces: 100, lane_metres: 2000, speed: 10 km/h, activation: 3 h, load: 1 h, discharge: 2 h}
reinforcement:
  brigades:
    one:
      at: B
      order: go
      reception: XX
      parts:
        first: {unit: first, arrangement: moved, lines: {all: {cargo: wheeled, modes: [sea]}}}
    two:
      at: B
      order: go
      reception: XX
      parts:
        second: {unit: second, arrangement: moved, lines: {all: {cargo: containers, modes: [sea]}}}
        third: {unit: third, arrangement: moved, lines: {all: {cargo: hazardous, modes: [sea]}}}
"""
SAILS, BACK = 1 + 10 + 2, 10
LINES = ("one/first/all", "two/second/all", "two/third/all")


def hours(log):
    """When each serial came to B."""
    return {row.who: row.time / HOUR for row in log.of("arrived") if row.where == "B"}


def ready_after(**shifts):
    """Lines that can load so much later than their units."""
    brigades = {"first": "one", "second": "two", "third": "two"}
    return [
        f"reinforcement.brigades.{brigades[name]}.parts.{name}.lines.all.ready={shift}"
        for name, shift in shifts.items()
    ]


def test_three_loads_of_two_brigades_go_on_one_ship(run_text):
    """60 and 30 fill nine tenths; the 20 that do not fit wait until the ship has come back empty."""
    log = run_text(SEA)
    came = sorted(hours(log).values())
    assert came == [3 + SAILS, 3 + SAILS, 3 + SAILS + BACK + SAILS]
    assert lift_trips(log) == {"roro": 2}
    assert lift_fill(log) == {"roro": pytest.approx((0.9 + 0.2) / 2)}


def test_the_ledger_of_each_goes_on_with_that_of_the_first_aboard(run_text):
    log = run_text(SEA)
    aboard = {row.who: row.where for row in log.of("aboard")}
    assert len(aboard) == 1
    ((other, first),) = aboard.items()
    for who in (other, first):
        spent = [(entry.cause, entry.seconds / HOUR) for entry in entries(log, who)]
        assert spent == [("lift wait", 3), ("loading", 1), ("sea", 10), ("unloading", 2)]


@pytest.mark.parametrize(("wait", "together"), [(0, 1), (4, 1), (6, 2)])
def test_a_ship_that_is_there_waits_for_what_is_on_its_way_but_no_longer_than_written(
    run_text, wait, together
):
    """The ship is there after 3 h; the second load comes by road after 5."""
    far = """
  C: {name: C, kind: base, country: XX, lat: 54.0, lon: 15.0, modes: [road]}
links:
  ca: {start: C, end: A, mode: road, length: 200 km, speed: 40 km/h}"""
    changes = {
        "lon: 15.0, modes: [sea]": "lon: 15.0, modes: [road, sea]",
        "\nlinks:": far,
        "home: A, containers": "home: C, containers",
        "cargo: containers, modes: [sea]": "cargo: containers, modes: [road, sea]",
    }
    text = SEA
    for one, other in changes.items():
        text = text.replace(one, other)
    log = run_text(text, [*ready_after(third="40 h"), f"movement.consolidation={wait} h"])
    at_a = max(row.time for row in log.of("arrived") if row.where == "A") / HOUR
    assert 5 < at_a < 6
    begins = {0: 3, 4: 4, 6: at_a}[wait]
    came = sorted(hours(log).values())
    assert came[:together] == pytest.approx([begins + SAILS] * together)
    assert came[together] > begins + SAILS


def test_an_urgent_load_does_not_wait_behind_the_ship_of_another(run_text):
    """The patient one has asked first; the urgent one asks for itself and is served before."""
    busy = ready_after(second="4 h", third="5 h")
    sets = [*busy, "reinforcement.brigades.two.parts.second.lines.all.priority=9",
            "reinforcement.brigades.two.parts.third.lines.all.priority=1"]  # fmt: skip
    came = hours(run_text(SEA, sets))
    second, third = (next(time for who, time in came.items() if name in who) for name in ("second", "third"))
    assert (third, second) == (3 + SAILS + BACK + SAILS, 3 + 2 * (SAILS + BACK) + SAILS)


def test_what_fills_a_ship_goes_alone(run_text):
    log = run_text(SEA, ["units.first.wheeled=100"])
    assert not [row for row in log.of("aboard") if row.where.startswith("one/")]
    assert lift_fill(log) == {"roro": pytest.approx((1 + 0.5) / 2)}
