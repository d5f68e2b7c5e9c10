"""People who ride with the vehicles of their part: as many with each, there and home again; by hand."""

from math import ceil

import pytest

from posture.core.clock import HOUR
from posture.core.errors import PostureError

WORLD = """
places:
  A: {name: A, kind: base, country: XX, lat: 55.0, lon: 15.0, modes: [road]}
  B: {name: B, kind: base, country: XX, lat: 55.0, lon: 16.0, modes: [road]}
links:
  street: {start: A, end: B, mode: road, length: 100 km, country: XX}
units:
  company: {nation: XX, home: A, people: 50, wheeled: 20}
movement:
  march: {interval: 1 m, gap: 5 h, vehicles: 10, daily: 2400 km per day, driving: 24 h}
  roads: {any: {speed: 20 km/h}}
reinforcement:
  brigades:
    brigade:
      at: B
      order: go
      reception: XX
      parts:
        all:
          unit: company
          arrangement: moved
          lines:
            vehicles: {cargo: wheeled, modes: [road]}
            people: {cargo: people, rides: vehicles}
"""
LINES = "reinforcement.brigades.brigade.parts.all.lines"


def received(log, line):
    return [(round(row.time / HOUR, 1), row.amount) for row in log.of("received") if row.who.endswith(line)]


def test_as_many_come_with_each_column_as_with_its_vehicles(run_text):
    """Two columns of ten, five hours apart, each with half of the people."""
    log = run_text(WORLD)
    (first, ten), (second, others) = received(log, "vehicles")
    assert (ten, others) == (10, 10)
    assert second - first == pytest.approx(5, abs=0.2)
    assert [people for _, people in received(log, "people")] == [25, 25]
    assert [hour for hour, _ in received(log, "people")] == pytest.approx([first, second], abs=0.2)
    assert len(list(log.of("closed"))) == 2


@pytest.mark.parametrize(("people", "vehicles", "column"), [(7, 20, 3), (1, 5, 2), (50, 3, 1), (19, 19, 7)])
def test_all_are_there_with_the_last_piece_and_none_twice(run_text, people, vehicles, column):
    sets = [f"units.company.people={people}", f"units.company.wheeled={vehicles}"]
    log = run_text(WORLD, [*sets, f"movement.march.vehicles={column}"])
    came = [count for _, count in received(log, "people")]
    assert sum(came) == people
    assert all(count <= ceil(people * column / vehicles) for count in came)


def test_people_come_no_sooner_than_what_they_ride_with(run_text):
    by_themselves = run_text(WORLD, [f"{LINES}.people={{cargo: people, rides: null, modes: [road]}}"])
    slow = ["movement.march.vehicles=1", f"{LINES}.vehicles.ready=3 d"]
    assert received(by_themselves, "people")[-1][0] < received(run_text(WORLD, slow), "people")[0][0]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("people={cargo: people, rides: lorries}", "name a line of this part with pieces"),
        ("people.modes=[road]", "write 'modes', or 'rides'"),
        ("people.rides=null", "write 'modes', or 'rides'"),
        ("people.rides=people", "name a line of this part with pieces"),
        ("people.ready=2 d", "leave 'ready' out"),
        ("people.priority=2", "leave 'priority' out"),
        ("vehicles={cargo: wheeled, modes: null, rides: vehicles}", "only people ride"),
    ],
)
def test_what_cannot_ride_is_named(load_text, change, said):
    with pytest.raises(PostureError, match=said):
        load_text(WORLD, [f"{LINES}.{change}"])
