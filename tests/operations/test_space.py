"""What space does to others: orders take longer, collectors find less, and no other row moves."""

import pytest

from posture.core.clock import DAY, hours
from posture.operations.command.measures import order_latency_hours
from posture.operations.space.measures import satellite_short_days
from posture.operations.surveillance.measures import finds_a_day
from posture.outcomes.ledger import closed, entries
from posture.runs.simulate import Prepared, prepare, simulate
from posture.scenario import load

WORLD = """
places:
  HOME: {name: Home, kind: base, country: XX, lat: 55.0, lon: 24.0, modes: [road]}
  CAMP: {name: Camp, kind: base, country: XX, lat: 55.5, lon: 24.0, modes: [road]}
links: {way: {start: HOME, end: CAMP, mode: road, length: 60 km, country: XX, headway: 1 s}}
units: {one: {nation: XX, home: HOME, wheeled: 1}}
command: {order: 10 h, headquarters: {division: {brigades: {brigade: 0}}}}
surveillance:
  areas: {border: {size: 24000 km2, signs: 5 d, lasts: 4 d}}
  kinds: {radar: {searches: 1000 km2 per h}}
  collectors: {post: {kind: radar, area: border}, other: {kind: radar, area: border}}
space:
  offers: {alliance: {band: x, hours: 100 per day}}
  users:
    division: {band: x, hours: 60 per day, headquarters: division}
    post: {band: x, hours: 40 per day, priority: 1, collector: post}
  outages: {dark: {offer: alliance, start: 0 s, lasts: 60 d, leaves: 0.3}}
reinforcement:
  brigades:
    brigade:
      at: CAMP
      order: go
      reception: XX
      parts: {first: {unit: one, arrangement: moved, lines: {all: {cargo: wheeled, modes: [road]}}}}
"""
WHOLE = "space.outages.dark.active=false"


@pytest.fixture
def ran(load_text):
    def run(*words):
        return simulate(prepare(load_text(WORLD, words)), 1, 0, deterministic=True, check=True)

    return run


def closes(log):
    return dict(closed(log))["brigade"]


def test_half_the_hours_make_an_order_take_twice_as_long_and_a_collector_find_nothing(ran):
    short, whole = ran(), ran(WHOLE)
    assert closes(short) - closes(whole) == hours(10)
    assert [(one.cause, one.seconds) for one in entries(short, "brigade") if one.cause == "orders"] == [
        ("orders", hours(20))
    ]
    assert finds_a_day(whole)["border"] == pytest.approx(2)
    assert finds_a_day(short)["border"] == pytest.approx(1), "the other one sees on"


def test_a_network_and_satellites_that_both_lack_multiply(ran):
    net = (
        "cyber={recovery: 50 d, teams: {XX: 1}, systems: {net: {nation: XX, headquarters: division, dated: [0 s], leaves: 0.5}}}",
    )
    assert closes(ran(*net)) - closes(ran(WHOLE)) == hours(40 - 10)


def test_hours_that_are_enough_move_no_row_of_others(ran):
    ours = {"offered", "hours asked", "hours met", "lost"}

    def rows(log):
        return [row for row in log if row.kind not in ours and not row.who.startswith("satellite lost")]

    assert rows(ran(WHOLE)) == rows(ran("space=null"))


def test_in_what_ships_a_lost_station_slows_the_division_until_allies_give_more():
    lean = ("horizon=60 d",)
    dark, whole = (
        simulate(Prepared(load("lost-ground-station", [*lean, *said]).scenario, {}), 1, 0, check=True)
        for said in ((), ("space.outages.kester.active=false",))
    )
    assert order_latency_hours(dark)["division"] > order_latency_hours(whole)["division"]
    assert satellite_short_days(whole)["division"] == 0
    assert 1 <= satellite_short_days(dark)["division"] <= 7, "as long as Allies take to answer"
    assert min(row.time for row in dark.of("more granted")) > DAY
