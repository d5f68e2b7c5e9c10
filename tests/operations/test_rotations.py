"""Rotations in small worlds: who comes when, who waits, who gives way."""

import pytest

from posture.core.clock import DAY, Clock, days, utc
from posture.core.rng import Streams
from posture.operations import rotations
from posture.operations.rotations.measures import bumped_units, bumps, dwell_days, home_ready_share
from posture.outcomes.fill import (
    fill_share,
    gap_count,
    gap_days_p90,
    longest_gap_days,
    missed_days,
    risk_band,
)
from posture.runs.simulate import prepare, simulate
from posture.theatre import Theatre

WORLD = """
horizon: 400 d
places: {HOME: {name: Home, kind: base, country: XX, lat: 50, lon: 10, modes: []}}
units:
  a1: {nation: AA, home: HOME, kind: battalion}
  a2: {nation: AA, home: HOME, kind: battalion}
  b1: {nation: BB, home: HOME, kind: battalion}
  b2: {nation: BB, home: HOME, kind: battalion}
  l1: {nation: CC, home: HOME, kind: light battalion}
rotations:
  begin: rested
  policies: {turns: {dwell: 100 d, recovery: 20 d}}
  pools: {all: {policy: turns, kinds: [battalion, light battalion]}}
"""
START = utc(2023, 7, 3)


@pytest.fixture
def run(load_text):
    def ran(commitments, overrides=(), deterministic=True, seed=1):
        scenario = load_text(WORLD + commitments, overrides)
        return simulate(prepare(scenario), seed, 0, deterministic=deterministic, check=True)

    return ran


def rows(log, *kinds):
    """(day, who) of these kinds."""
    return [(row.time / DAY, row.who) for row in log.of(*kinds)]


WATCH = """
  commitments:
    watch: {slots: 1, length: 60 d, kinds: [battalion]}
"""


def test_the_next_is_who_has_been_home_longest_and_names_break_ties(run):
    log = run(WATCH, ["horizon=310 d"])
    assert rows(log, "claimed") == [(0, "a1"), (60, "a2"), (120, "b1"), (180, "b2"), (240, "a1"), (300, "a2")]
    assert (
        dwell_days(log)["watch"] == 180
    )  # a2 left on day 120; what stood there at the start has no beginning


def test_authority_passes_after_the_overlap_and_counts_from_there(run):
    log = run(WATCH, ["rotations.commitments.watch.overlap=10 d", "horizon=70 d"])
    assert rows(log, "claimed") == [(0, "a1"), (50, "a2")]
    assert rows(log, "authority") == [(0, "a1"), (60, "a2")]
    assert rows(log, "released") == [(60, "a1")]


def test_months_are_calendar_months(run):
    log = run(WATCH, ["rotations.commitments.watch.length=6 months"])
    released = next(row.time for row in log.of("released"))
    assert released == days((utc(2024, 1, 3) - START).days)


def test_a_vacant_slot_and_one_that_begins_later_are_filled_when_asked_for(run):
    later = "rotations.commitments.watch.begins=2023-08-12"
    log = run(WATCH, [later, "rotations.commitments.watch.overlap=10 d", "horizon=70 d"])
    assert rows(log, "claimed") == [(30, "a1")]
    assert rows(log, "authority") == [(40, "a1")]
    assert fill_share(log) == {"watch": 1.0}
    vacant = run(WATCH, ["rotations.commitments.watch.vacant=true", "rotations.commitments.watch.travel=7 d"])
    assert rows(vacant, "authority")[0] == (7, "a1")
    assert longest_gap_days(vacant) == {"watch": 7.0}


def test_a_commitment_that_ends_lets_everybody_go(run):
    log = run(WATCH, ["rotations.commitments.watch.ends=2023-08-12"])
    assert rows(log, "released") == [(40, "a1")]
    assert rows(log, "retired") == [(40, "watch")]
    assert len(rows(log, "claimed")) == 1
    assert fill_share(log) == {"watch": 1.0}


TWO = """
  commitments:
    watch: {slots: 1, length: 60 d, nations: [AA]}
"""


def test_a_late_relief_leaves_a_gap_that_is_measured_and_not_noted(run):
    # two units, 60 days away and 100 at home: two turns of 60 days in every 160
    log = run(TWO, ["horizon=480 d"])
    assert rows(log, "claimed") == [(0, "a1"), (60, "a2"), (160, "a1"), (220, "a2"), (320, "a1"), (380, "a2")]
    assert fill_share(log) == {"watch": 360 / 480}
    assert (gap_count(log), longest_gap_days(log)) == ({"watch": 3.0}, {"watch": 40.0})
    assert gap_days_p90(log) == {"watch": 40.0}
    assert missed_days(log) == {"watch": 120.0}
    assert risk_band(log) == {"watch": 1.0}


def test_a_gap_that_is_open_at_the_horizon_is_closed_there(run):
    log = run(TWO, ["horizon=130 d"])
    assert (gap_count(log), longest_gap_days(log)) == ({"watch": 1.0}, {"watch": 10.0})
    assert fill_share(log) == {"watch": 120 / 130}


def test_who_is_relieved_late_may_be_held_over_up_to_a_limit(run):
    # a1 and a2 are each held 30 days longer: 90 on task, 10 left uncovered until the other is back
    log = run(TWO, ["rotations.commitments.watch.hold_over=30 d", "horizon=250 d"])
    assert rows(log, "released")[0] == (60, "a1")
    assert rows(log, "released")[1] == (150, "a2")
    assert longest_gap_days(log) == {"watch": 10.0}
    enough = run(TWO, ["rotations.commitments.watch.hold_over=60 d"])
    assert gap_count(enough) == {"watch": 0.0}


def test_work_up_is_done_before_setting_out_and_asked_for_in_time(run):
    log = run(WATCH, ["rotations.commitments.watch.work_up=30 d", "horizon=70 d"])
    assert rows(log, "claimed") == [(0, "a1"), (60, "a2")]
    states = [(row.time / DAY, row.where) for row in log.of("state") if row.who == "a2"]
    assert states == [(0, "ready"), (30, "training"), (60, "ready"), (60, "moving"), (60, "in place")]


def test_a_unit_recovers_then_trains_then_is_ready(run):
    log = run(WATCH, ["horizon=200 d"])
    states = [(row.time / DAY, row.where) for row in log.of("state") if row.who == "a1"]
    assert states == [(0, "in place"), (60, "recovering"), (80, "training"), (160, "ready")]
    assert home_ready_share(log)["CC"] == 1.0
    assert home_ready_share(log)["AA"] == pytest.approx((40 + 60) / 400)


def test_no_more_than_so_many_days_in_a_cycle(run):
    # 60 days in any 300: a1 may come again 300 days after it came, not 160
    log = run(TWO, ["rotations.policies.turns.cycle=300 d", "rotations.policies.turns.deployed=60 d"])
    assert rows(log, "claimed") == [(0, "a1"), (60, "a2"), (300, "a1"), (360, "a2")]


SURGE = """
  commitments:
    watch: {slots: 1, length: 60 d, nations: [AA]}
"""


def test_within_a_surge_dwell_is_shorter_and_tours_longer(run):
    surge = "rotations.policies.turns.surge=[{start: 2023-10-01, end: 2024-01-01, dwell: 60 d, length: 90 d}]"
    log = run(SURGE, [surge, "horizon=330 d"])
    # a1 is back on day 120 instead of 160 and stays to 210, in the surge; a2, home since 120, comes at once
    # and, the surge over on day 182, for the usual 60; then a1 has its 100 days again
    assert rows(log, "claimed") == [(0, "a1"), (60, "a2"), (120, "a1"), (220, "a2"), (310, "a1")]


SCHEDULE = """
  commitments:
    watch:
      slots: 1
      length: 6 months
      overlap: 5 d
      schedule:
        - {unit: b1, start: 2023-07-03, end: 2023-09-01}
        - {nation: AA, start: 2023-09-01, end: 2023-11-01}
        - {unit: b2, start: 2023-11-01, end: 2024-01-01}
"""


def test_a_written_schedule_is_kept_to_the_day(run):
    log = run(SCHEDULE)
    begin, end = [days((moment - START).days) for moment in (utc(2023, 9, 1), utc(2023, 11, 1))]
    assert [(row.time, row.who) for row in log.of("authority")] == [(0, "b1"), (begin, "a1"), (end, "b2")]
    assert [(row.time, row.who) for row in log.of("claimed")] == [
        (0, "b1"),
        (begin - days(5), "a1"),
        (end - days(5), "b2"),
    ]
    over = (utc(2024, 1, 1) - START).days
    assert fill_share(log) == {"watch": pytest.approx(over / 400)}


def test_after_its_schedule_a_commitment_may_be_filled_from_the_pool(run):
    log = run(SCHEDULE, ["rotations.commitments.watch.then=pool"])
    assert fill_share(log) == {"watch": 1.0}
    assert [who for _, who in rows(log, "claimed")[-2:]] == ["a2", "l1"]


def test_a_unit_that_a_schedule_names_is_not_taken_for_something_else(run):
    both = """
  commitments:
    other: {slots: 1, length: 60 d, units: [b2, l1], vacant: true}
    watch: {slots: 1, length: 60 d, schedule: [{unit: b2, start: 2023-07-23, end: 2023-09-01}]}
"""
    log = run(both, ["horizon=50 d"])
    assert rows(log, "claimed") == [(0, "l1"), (20, "b2")]


HIGH = """
  commitments:
    urgent: {slots: 1, length: 100 d, priority: 1, begins: 2023-08-12, nations: [AA], bumps: true}
    usual: {slots: 2, length: 300 d, priority: 5, nations: [AA, BB]}
    least: {slots: 1, length: 300 d, priority: 9, nations: [AA, BB]}
"""


def test_the_urgent_bumps_from_the_least_urgent_that_has_whom_it_wants(run):
    # a1 and a2 hold 'usual', b1 'least': only 'usual' has units of AA
    log = run(HIGH, ["rotations.bump_time=15 d", "horizon=110 d"])
    assert rows(log, "bumped") == [(25, "a1")]
    assert bumps(log) == {"urgent": 0.0, "usual": 1.0, "least": 0.0}
    assert bumped_units(log) == {"usual/AA": 1.0}
    assert (40, "a1") in rows(log, "authority")
    assert (25, "b2") in rows(log, "claimed")  # who was free takes its slot at once


def test_nobody_is_bumped_while_somebody_free_comes_in_time(run):
    # the urgent slot asks as early as a bump would need, and takes who is free, though it is nearer
    free = ["rotations.bump_time=15 d", "rotations.commitments.urgent.travel=5 d"]
    free += ["rotations.commitments.urgent.nations=[AA, BB]", "horizon=110 d"]
    log = run(HIGH, free)
    assert not rows(log, "bumped")
    assert (40, "b2") in rows(log, "authority")


def test_who_was_bumped_has_more_dwell_afterwards(run):
    log = run(HIGH, ["rotations.bump_time=15 d", "rotations.bump_penalty=30 d"])
    ready = [row.time / DAY for row in log.of("state") if (row.who, row.where) == ("a1", "ready")]
    assert ready[-1] == 40 + 100 + 100 + 30


def test_backfill_lets_who_fills_the_vacated_slot_come_sooner(load_text):
    late = ["rotations.commitments.usual.travel=8 d", "rotations.bump_time=15 d", "horizon=80 d"]
    written = load_text(WORLD + HIGH, late).rotations
    units = load_text(WORLD + HIGH).units

    def arrival(share):
        theatre = Theatre(Clock(START), Streams(1, 0, deterministic=True), days(80))
        theatre.levels.set("measure backfill", share)
        rotations.start(theatre, written, units)
        theatre.run()
        return next(row.time / DAY for row in theatre.log.of("claimed") if row.who == "b2")

    assert (arrival(0), arrival(0.5), arrival(1)) == (33, 29, 25)


def test_who_does_not_yield_is_not_bumped(run):
    log = run(HIGH, ["rotations.commitments.usual.yields=false"])
    assert bumps(log) == {"urgent": 0.0, "usual": 0.0, "least": 0.0}


def test_a_substitute_is_converted_first_and_the_cheapest_path_is_taken(run):
    text = """
  substitutes:
    battalion: {light battalion: 50 d}
  commitments:
    watch: {slots: 1, length: 60 d, units: [l1], kinds: [battalion], vacant: true}
"""
    log = run(text)
    assert rows(log, "authority")[0] == (50, "l1")


def test_a_unit_of_the_wanted_kind_goes_before_a_substitute(run):
    text = """
  substitutes: {light battalion: {battalion: 1 d}}
  commitments:
    watch: {slots: 1, length: 60 d, kinds: [light battalion]}
"""
    assert rows(run(text), "claimed")[0] == (0, "l1")


def test_caveats_keep_units_and_nations_out(run):
    text = """
  caveats: {AA: [watch], b1: [watch]}
  commitments:
    watch: {slots: 1, length: 60 d, kinds: [battalion]}
"""
    assert rows(run(text), "claimed")[0] == (0, "b2")


HELD = """
  commitments:
    held: {slots: 1, length: 60 d, deploys: false, units: [a1], priority: 2}
    watch: {slots: 1, length: 60 d, units: [a2], priority: 1}
"""


def test_who_is_held_ready_at_home_needs_no_dwell_and_is_not_deployed(run):
    log = run(HELD)
    assert fill_share(log)["held"] == 1.0
    assert {row.who for row in log.of("deployed")} == {"a2"}
    assert {row.where for row in log.of("state") if row.who == "a1"} <= {"committed", "ready"}


def test_units_in_their_dwell_are_held_only_where_that_is_allowed(run):
    text = """
  commitments:
    held: {slots: 1, length: 30 d, deploys: false, units: [a2], priority: 2}
    watch: {slots: 1, length: 60 d, units: [a2], priority: 1}
"""
    log = run(text, ["horizon=100 d", "rotations.commitments.held.within_dwell=true"])
    assert rows(log, "authority") == [(0, "a2"), (80, "a2")]
    assert rows(run(text, ["horizon=100 d"]), "authority") == [(0, "a2")]


def test_each_unit_draws_its_place_in_the_cycle_from_its_own_stream(run):
    one = run(WATCH, ["rotations.begin=random"], deterministic=False)
    added = "units.z1={nation: ZZ, home: HOME, kind: battalion}"
    two = run(WATCH, ["rotations.begin=random", added], deterministic=False)

    def first_states(log):
        return {
            row.who: [(r.time, r.where) for r in log.of("state") if r.who == row.who][:2]
            for row in log.of("pooled")
        }

    assert {who: states for who, states in first_states(two).items() if who in {"b1", "b2"}} == {
        who: states for who, states in first_states(one).items() if who in {"b1", "b2"}
    }
    assert len({str(states) for states in first_states(one).values()}) > 2


ANYBODY = """
  commitments:
    anybody: {slots: 5, length: 60 d}
    ships: {slots: 1, length: 60 d, kinds: [light battalion]}
"""


def test_a_pool_by_kind_serves_only_those_who_name_its_kinds(run):
    """Five are wanted of any kind: the light battalion of the second pool goes to who asks for its kind."""
    pools = [
        "rotations.pools.all.kinds=[battalion]",
        "rotations.pools.light={policy: turns, kinds: [light battalion]}",
    ]
    everybody = {row.who for row in run(ANYBODY, pools).of("claimed") if row.where == "anybody"}
    assert "l1" in everybody
    log = run(ANYBODY, [*pools, "rotations.pools.light.by_kind=true"])
    assert {row.who for row in log.of("claimed") if row.where == "anybody"} == everybody - {"l1"}
    assert {row.who for row in log.of("claimed") if row.where == "ships"} == {"l1"}
