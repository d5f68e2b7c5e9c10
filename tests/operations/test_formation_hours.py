"""Moving formations that are short of satellite hours: told to go on in the next window of service, by hand and on paper."""

from itertools import pairwise
from json import dumps
from math import sqrt

import pytest

from posture.core.clock import DAY, HOUR, Clock, days, hours, utc
from posture.core.errors import PostureError
from posture.core.rng import Streams
from posture.operations.space.measures import satellite_hours_asked, satellite_short_days
from posture.operations.space.schema import Space
from posture.operations.space.windows import FormationService, until_service
from posture.outcomes.ledger import accounts, closed, delay_days, entries
from posture.runs.simulate import Prepared, prepare, simulate
from posture.scenario import load
from posture.theatre import Theatre
from posture.theatre.levels import satellite_lost
from posture.theatre.requests import OnwardOrder

WORLD = """
horizon: 60 d
tables: [movement]
places:
  HOME: {name: Home, kind: base, country: XX, lat: 55.0, lon: 14.5, modes: [road]}
  A: {name: A, kind: port, country: XX, lat: 55.0, lon: 15.0, modes: [road, sea]}
  B: {name: B, kind: port, country: XX, lat: 55.0, lon: 17.0, modes: [road, sea]}
  CAMP: {name: Camp, kind: base, country: XX, lat: 55.0, lon: 17.5, modes: [road]}
links:
  out: {start: HOME, end: A, mode: road, length: 40 km, country: XX}
  over: {start: A, end: B, mode: sea, length: 130 km}
  on: {start: B, end: CAMP, mode: road, length: 40 km, country: XX}
units: {one: {nation: XX, home: HOME, wheeled: 1, notice: 3 h}}
movement:
  march: {vehicles: 20, daily: 10000 km per day, driving: 24 h, halt: 0 s, mishap: 0.0}
  ships: {roro: {count: 1, pieces: 20, lane_metres: 100000, speed: 20 km/h, load: 0 s, discharge: 0 s, activation: 1 h}}
  ports: {A: {berths: 1, clearance: 1000000 per day}, B: {berths: 1, clearance: 1000000 per day}}
space:
  offers: {alliance: {band: x, hours: 10 per day}}
  users: {brigade: {band: x, hours: 10 per day, formation: brigade}}
  outages: {dark: {offer: alliance, start: 0 s, lasts: 90 d, leaves: 0.3}}
reinforcement:
  reception: {XX: {pieces: 10000 per day}}
  brigades:
    brigade:
      at: CAMP
      order: go
      reception: XX
      parts: {first: {unit: one, arrangement: moved, lines: {all: {cargo: wheeled, modes: [road, sea]}}}}
"""
WHOLE = "space.outages.dark.active=false"


@pytest.fixture
def ran(load_text):
    def run(*words, deterministic=True, seed=1):
        case = prepare(load_text(WORLD, words))
        return simulate(case, seed, 0, deterministic=deterministic, check=True)

    return run


def closes(log):
    return dict(closed(log))["brigade"]


def departs(log):
    """When it leaves home, A and B."""
    return {row.where: row.time for row in log.of("departed")}


def satellite(log):
    return [(one.where, one.seconds) for one in entries(log, "brigade") if one.cause == "satellite"]


def window(asked, share):
    """Service for that share of each day, from noon on without chance, in the middle of its cycle."""
    into = (asked - hours(12)) % DAY
    return 0 if into < share * DAY else DAY - into


def test_a_serial_waits_at_each_port_for_the_window_of_its_formation_by_hand(ran):
    """Three of ten hours: service for 7.2 h of 24. At home it needs none; in A and in B it waits for noon."""
    whole, short = ran(WHOLE), ran()
    plain = departs(whole)
    first = window(plain["A"], 0.3)
    second = window(plain["B"] + first, 0.3)
    assert first + second > 0, "or this shows nothing"
    assert departs(short)["HOME"] == plain["HOME"]
    assert departs(short)["A"] - plain["A"] == first
    assert departs(short)["B"] - plain["B"] == first + second == closes(short) - closes(whole)
    assert satellite(short) == [(place, wait) for place, wait in (("A", first), ("B", second)) if wait]
    assert satellite(whole) == []
    assert delay_days(short)["brigade/satellite"] == pytest.approx((first + second) / DAY)


def test_no_hours_at_all_let_nobody_go_on_until_there_are_some(ran):
    dark = "space.outages.dark={offer: alliance, start: 0 s, lasts: 20 d, leaves: 0.0}"
    log, whole = ran(dark), departs(ran(WHOLE))
    assert departs(log)["HOME"] == whole["HOME"]
    assert departs(log)["A"] == days(20), "all hours are back, and with them service at any time"
    assert satellite(log) == [("A", days(20) - whole["A"])]


def test_what_lines_on_land_carry_does_not_wait(ran):
    assert departs(ran("space.users.brigade.depends=0.0")) == departs(ran(WHOLE))
    assert departs(ran("space.users.brigade.depends=0.4")) == departs(ran(WHOLE)), "without chance, 0.5"


def test_a_formation_asks_for_hours_from_its_order_on(ran):
    log = ran()
    order = next(row.time for row in log.of("order"))
    assert [row.time for row in log.of("hours asked")] == [order]
    assert satellite_hours_asked(log)["brigade"] == pytest.approx(10 * (days(60) - order) / DAY)
    assert satellite_short_days(log)["brigade"] == pytest.approx(60 - order / DAY)


def test_hours_that_are_enough_move_no_row_of_others(ran):
    ours = {"offered", "hours asked", "hours met", "lost", "level"}

    def rows(log):
        return [row for row in log if row.kind not in ours]

    assert rows(ran(WHOLE)) == rows(ran("space=null"))


def test_the_wait_is_that_for_a_window_on_paper():
    """Asked at random, with a share m of each cycle T served: none with chance m, and (1 - m)² T / 2 on average."""
    share, cycle, count = 0.4, hours(12), 20_000
    written = Space.model_validate_json(
        dumps(
            {
                "cycle": "12 h",
                "users": {
                    f"b{n}": {"band": "x", "hours": "1 per day", "formation": f"b{n}"} for n in range(count)
                },
            }
        )
    )
    theatre = Theatre(Clock(utc(2023, 7, 3)), Streams(1, 0), days(5))
    service, waits = FormationService(theatre, written), []

    def ask(name):
        begin = theatre.now
        told = service.ask(OnwardOrder(f"{name}/part", f"{name}/part 1"))
        told.callbacks.append(lambda _: waits.append(theatre.now - begin))

    for name in written.users:
        theatre.levels.set(satellite_lost("formation", name), 1 - share)
        ask(name)
    theatre.run()
    mean = sum(waits) / count
    error = sqrt(sum((one - mean) ** 2 for one in waits) / (count - 1) / count)
    wanted = (1 - share) ** 2 * cycle / 2
    assert abs(mean / wanted - 1) < 0.02
    assert abs(mean - wanted) < 3 * error
    assert sum(one == 0 for one in waits) / count == pytest.approx(share, abs=0.011)


def test_more_hours_never_make_anybody_wait_longer():
    for passed in range(0, DAY, HOUR // 2):
        waits = [until_service(passed, DAY, tenth / 10) for tenth in range(11)]
        assert all(more <= less for less, more in pairwise(waits))
        assert waits[10] == 0 < waits[0]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("space.users.brigade.formation=brigad", "did you mean 'brigade'"),
        ("space.users.other={band: x, hours: 1 per day, formation: brigade}", "asks for 'brigade' already"),
        ("space.users.brigade.headquarters=division", "write a user for each"),
    ],
)
def test_what_cannot_be_is_named(load_text, words, said):
    with pytest.raises(PostureError, match=said):
        load_text(WORLD, [words])


def test_in_what_ships_formations_wait_for_service_while_a_station_is_dark():
    lean = ("horizon=60 d", "cyber.systems.*.active=false")
    dark, whole = (
        [
            simulate(Prepared(load("degraded-lithuania", [*lean, *said]).scenario, {}), seed, 0)
            for seed in (1, 2, 3)
        ]
        for said in ((), ("space.outages.kester.active=false",))
    )
    waited = [sum(row.amount for row in log.of("satellite")) for log in dark]
    assert any(waited)
    assert not any(row for log in whole for row in log.of("satellite"))
    for log in dark:
        accounts(log)
