"""Ferries by timetable, beside ships that are chartered: departures, room, check-in and closures, by hand."""

import pytest

from posture.core.clock import HOUR
from posture.core.errors import PostureError
from posture.operations.movement.sailings import Sailings

WORLD = """
places:
  H: {name: Home, kind: base, country: XX, lat: 54.0, lon: 10.0, modes: [road]}
  A: {name: A, kind: port, country: XX, lat: 54.3, lon: 10.1, modes: [road, sea]}
  B: {name: B, kind: port, country: XX, lat: 55.7, lon: 21.1, modes: [road, sea]}
  G: {name: Goal, kind: base, country: XX, lat: 55.5, lon: 22.0, modes: [road]}
links:
  ha: {start: H, end: A, mode: road, length: 100 km, country: XX}
  ab: {start: A, end: B, mode: sea, length: 600 km}
  bg: {start: B, end: G, mode: road, length: 100 km, country: XX}
  round: {start: H, end: G, mode: road, length: 30000 km, country: XX}
units:
  company: {nation: XX, home: H, wheeled: 30, hazardous: 2}
movement:
  march: {interval: 1 m, gap: 0 s, vehicles: 100, daily: 2400 km per day, driving: 24 h}
  roads: {any: {speed: 100 km/h}}
  ports: {any: {berths: 9, clearance: 100000 per day}}
  ferries:
    a-b: {start: A, end: B, every: 24 h, pieces: 10, lane_metres: 200, speed: 20 km/h, load: 2 h, discharge: 1 h}
reinforcement:
  brigades:
    brigade:
      at: G
      order: go
      reception: XX
      parts:
        all: {unit: company, arrangement: moved, no_line: [hazardous], lines: {all: {cargo: wheeled, modes: [road, sea]}}}
"""
VOYAGE = 30
CHARTER = (
    "movement.ships={roro: {count: 1, pieces: 30, lane_metres: 900, speed: 20 km/h, activation: 40 h,"
    " load: 0 h, discharge: 0 h}}"
)


def boarded(log):
    """When each ferry load left A, in hours."""
    return sorted(row.time / HOUR for row in log.of("lift wait") if row.where == "A")


def came(log):
    return sorted(round(row.time / HOUR, 2) for row in log.of("arrived") if row.where == "B")


def test_departures_are_a_day_apart_and_take_ten_pieces_each(run_text):
    """Thirty vehicles check in at hour 3, and go with the next three departures; a day at sea and more."""
    log = run_text(WORLD)
    first, *later = boarded(log)
    assert 3 <= first < 27
    assert later == pytest.approx([first + 24, first + 48])
    assert came(log) == pytest.approx(
        [leaves + VOYAGE + 1 for leaves in (first, first + 24, first + 48)], abs=0.01
    )


def test_the_timetable_is_another_in_each_run_and_spreads_over_the_whole_interval(run_text):
    """A uniform wait of 0 to 24 h: its mean is 12 h, with a standard error of 24 / sqrt(12 * 100) = 0.7 h."""
    waits = [boarded(run_text(WORLD, replication=number))[0] - 3 for number in range(100)]
    assert min(waits) < 3
    assert max(waits) > 21
    assert abs(sum(waits) / len(waits) - 12) < 3 * 0.7


def test_who_is_too_many_for_the_ferry_waits_for_charter_if_that_is_sooner(run_text):
    """Two more departures are 48 h later than the first; the ship that is called up loads at hour 40."""
    log = run_text(WORLD, [CHARTER])
    by_ship = [row for row in log.of("filled") if row.who == "roro"]
    assert len(by_ship) == 1
    assert max(came(log)) <= 40 + VOYAGE + 1


def test_a_ferry_more_often_makes_nothing_later(run_text):
    for number in range(20):
        daily = max(came(run_text(WORLD, replication=number)))
        often = max(came(run_text(WORLD, ["movement.ferries.a-b.every=6 h"], replication=number)))
        assert often <= daily


def test_explosives_are_kept_off_a_ferry_unless_it_is_said_to_take_them(run_text):
    """Thirty vehicles go by ferry; a ship is called up for the ammunition."""
    line = "reinforcement.brigades.brigade.parts.all.lines.ammunition={cargo: hazardous, modes: [road, sea]}"
    words = WORLD.replace("no_line: [hazardous], ", "")
    assert len(list(run_text(words, [line]).of("filled"))) == 1
    takes = "movement.ferries.a-b.cargo=[wheeled, hazardous]"
    assert not list(run_text(words, [line, takes]).of("filled"))


def test_no_ferry_leaves_a_port_that_is_shut(run_text):
    """Shut for the first 100 h: the first departure after the opening, then as ever."""
    shut = "closures={port: {place: A, start: 0 h, end: 100 h}}"
    log = run_text(WORLD, [shut])
    assert came(log)[0] >= 100 + VOYAGE


def test_a_sailing_is_taken_by_shares():
    sailings = Sailings(first=5, every=10)
    assert [sailings.book(ready, share) for ready, share in ((0, 0.6), (0, 0.6), (6, 0.4), (5, 0.4), (0, 0.1))] == [
        5, 15, 15, 5, 25,
    ]  # fmt: skip
    assert sailings.behind(0, 1.0) == 35 - 5
    assert sailings.behind(0, 3.0) == 55 - 5
    assert Sailings(5, 10).behind(0, 0.5) == 0


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("end=Z", "there is no place 'Z'"),
        ("end=A", "leads back to where it starts"),
        ("every=0 h", "is too small"),
    ],
)
def test_a_ferry_needs_two_ports_and_an_interval(load_text, field, said):
    with pytest.raises(PostureError, match=said):
        load_text(WORLD, [f"movement.ferries.a-b.{field}"])


@pytest.mark.parametrize(("count", "by_ferry"), [(4, False), (8, True)])
def test_who_needs_its_transporters_again_beyond_the_ferry_foresees_their_empty_way(
    run_text, count, by_ferry
):
    """On the road it is 60 h; over the ferry at most 57, and 61 more where the same four go round empty."""
    sets = [
        "units.company={nation: XX, home: H, tracked: 4, wheeled: null, hazardous: null}",
        "reinforcement.brigades.brigade.parts.all.no_line=[]",
        "reinforcement.brigades.brigade.parts.all.lines.all.cargo=tracked",
        f"movement.transporters={{XX: {{count: {count}, daily: 2400 km per day, load: 0 h}}}}",
        "movement.march.on_tracks=0 km",
        "links.round.length=6000 km",
    ]
    log = run_text(WORLD, sets)
    assert bool(boarded(log)) is by_ferry
    assert max(row.time for row in log.of("arrived")) / HOUR < 64
