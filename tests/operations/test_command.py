"""What command does to others: parts wait for their orders, and the ledger says at which headquarters."""

import pytest

from posture.core.clock import hours
from posture.outcomes.ledger import closed, entries
from posture.runs.simulate import prepare, simulate

WORLD = """
places:
  HOME: {name: Home, kind: base, country: XX, lat: 55.0, lon: 24.0, modes: [road]}
  CAMP: {name: Camp, kind: base, country: XX, lat: 55.5, lon: 24.0, modes: [road]}
links: {way: {start: HOME, end: CAMP, mode: road, length: 60 km, country: XX, headway: 1 s}}
units:
  one: {nation: XX, home: HOME, wheeled: 1}
  two: {nation: XX, home: HOME, wheeled: 1}
command:
  order: 10 h
  headquarters: {division: {brigades: {brigade: 0}}}
reinforcement:
  brigades:
    brigade:
      at: CAMP
      order: go
      reception: XX
      parts:
        first: {unit: one, arrangement: moved, lines: {all: {cargo: wheeled, modes: [road]}}}
        second: {unit: two, arrangement: moved, lines: {all: {cargo: wheeled, modes: [road]}}}
"""
NONE = "command=null"


@pytest.fixture
def ran(load_text):
    def run(*words):
        return simulate(prepare(load_text(WORLD, words)), 1, 0, deterministic=True, check=True)

    return run


def closes(log):
    return dict(closed(log))["brigade"]


def booked(log, cause):
    return {(one.where, one.seconds) for one in entries(log, "brigade") if one.cause == cause}


def test_the_second_part_has_its_order_after_the_first_and_the_ledger_says_so(ran):
    log, free = ran(), ran(NONE)
    assert closes(log) - closes(free) == pytest.approx(hours(20), abs=1)
    assert booked(log, "orders") == {("division", hours(20))}
    assert booked(free, "orders") == set()


def test_two_teams_order_both_at_once(ran):
    assert closes(ran("command.headquarters.division.teams=2")) - closes(ran(NONE)) == pytest.approx(
        hours(10), abs=1
    )


@pytest.mark.parametrize(("notice", "waits"), [("6 h", 20 - 6), ("20 h", 0), ("30 h", 0)])
@pytest.mark.parametrize("runs_from", ["order", "release"])
def test_notices_run_while_orders_are_written(ran, notice, waits, runs_from):
    words = (
        f"units.one.notice={notice}",
        f"units.two.notice={notice}",
        f"reinforcement.notice_from={runs_from}",
    )
    assert closes(ran(*words)) - closes(ran(*words, NONE)) == pytest.approx(hours(waits), abs=1)


def test_orders_are_written_while_nations_make_up_their_mind(ran):
    """Thirty hours until the nation releases: the orders are out by then, and a notice of 8 h begins there."""
    words = ("reinforcement.release={any: 30 h}", "units.two.notice=8 h", "reinforcement.notice_from=release")
    assert closes(ran(*words)) == closes(ran(*words, NONE))
    assert booked(ran(*words), "orders") == set()


def test_orders_that_take_no_time_move_no_row_of_others(ran):
    idle = ran("command.headquarters.division.elements={more: {after: go, notice: 1 d}}", "command.order=0 s")
    rows = [row for row in idle if row.kind not in {"staffed", "order asked", "order begun", "order out"}]
    assert rows == list(ran(NONE))


def test_a_network_that_is_down_stops_the_orders_until_it_is_recovered(ran):
    """Orders begin at once, stop from hour 5 to hour 29, and end 24 h later."""
    words = (
        "cyber.recovery=1 d",
        "cyber.teams={XX: 1}",
        "cyber.systems.net={nation: XX, headquarters: division, dated: [5 h]}",
    )
    assert closes(ran(*words)) - closes(ran()) == hours(24)
    half = (*words, "cyber.systems.net.leaves=0.5")
    assert closes(ran(*half)) - closes(ran()) == hours(12), "of 24 h at half speed 12 h of work are lost"
