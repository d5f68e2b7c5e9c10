"""Time-phased lines: dates, deadlines, priorities."""

import pytest

from posture.core.errors import PostureError
from posture.operations.reinforcement import closure_days
from posture.operations.reinforcement.measures import late_at_debarkation_share, late_share, lateness_days
from posture.outcomes.ledger import closed, delay_days, entries
from posture.scenario import Scenario, base
from posture.scenario.consistency.reinforcement import left_behind
from posture.scenario.loading import parse_override, settled
from posture.scenario.shipped import scenarios

RAIL = """
places:
  A: {name: A, kind: base, country: XX, lat: 50.0, lon: 10.0, modes: [rail]}
  B: {name: B, kind: base, country: XX, lat: 51.0, lon: 10.0, modes: [rail]}
links:
  ab: {start: A, end: B, mode: rail, gauge: 1435 mm, length: 100 km, country: XX, trains: 1000 per day}
units:
  first: {nation: XX, home: A, tracked: 20, tonnes: 600 t}
  second: {nation: XX, home: A, tracked: 20, tonnes: 600 t}
movement:
  rails: {any: {speed: 10 km/h}}
  railheads: {any: {ramps: 1, load: 4 h, unload: 2 h}}
  wagons: {1435-XX: {sets: 8, pieces: 20, turn: 0 s}}
reinforcement:
  brigades:
    brigade:
      at: B
      order: go
      reception: XX
      parts:
        one: {unit: first, arrangement: moved, lines: {all: {cargo: tracked, modes: [rail]}}}
        two: {unit: second, arrangement: moved, lines: {all: {cargo: tracked, modes: [rail]}}}
"""
ONE = "reinforcement.brigades.brigade.parts.one.lines.all"
TWO = "reinforcement.brigades.brigade.parts.two.lines.all"


def arrival_hours(log, part):
    return next(r.time for r in log.of("arrived") if r.who.startswith(f"brigade/{part}/")) / 3600


def balanced(log):
    return all(sum(e.seconds for e in entries(log, who)) == seconds for who, seconds in closed(log))


def test_two_trains_at_one_ramp_load_one_after_the_other(run_text):
    log = run_text(RAIL)
    assert [arrival_hours(log, part) for part in ("one", "two")] == [16, 20]


def test_with_priorities_the_urgent_train_among_those_that_wait_loads_first(run_text):
    third = "units.third={nation: XX, home: A, tracked: 20, tonnes: 600 t}"
    part = (
        "reinforcement.brigades.brigade.parts.zero={unit: third, arrangement: moved, "
        "lines: {all: {cargo: tracked, modes: [rail], priority: 1}}}"
    )
    sets = [third, part, f"{ONE}.priority=1", f"{TWO}.priority=9"]
    later = [*sets, "reinforcement.brigades.brigade.parts.zero.lines.all.ready=1 h"]
    by_turn = run_text(RAIL, later)
    by_rank = run_text(RAIL, [*later, "movement.queues=priority"])
    together = run_text(RAIL, sets)
    assert [arrival_hours(by_turn, part) for part in ("one", "two", "zero")] == [16, 20, 24]
    assert [arrival_hours(by_rank, part) for part in ("one", "two", "zero")] == [16, 24, 20]
    assert [arrival_hours(together, part) for part in ("one", "two", "zero")] == [16, 24, 20]


def test_with_bumping_the_urgent_takes_the_ramp_and_the_other_goes_on_where_it_left_off(run_text):
    log = run_text(
        RAIL, ["movement.queues=bumping", f"{ONE}.priority=9", f"{TWO}.ready=1 h", f"{TWO}.priority=1"]
    )
    assert [arrival_hours(log, part) for part in ("two", "one")] == [17, 20]
    assert [row.where for row in log.of("bumped")] == ["A"]
    assert balanced(log)


def test_nothing_arrives_before_its_earliest_day(run_text):
    log = run_text(RAIL, [f"{TWO}.earliest=3 d"])
    assert arrival_hours(log, "two") == 72
    assert delay_days(log)["brigade/early"] * 24 == pytest.approx(72 - 20)
    assert balanced(log)


def test_what_misses_a_soft_deadline_is_late_and_what_misses_a_hard_one_counts_no_more(run_text):
    soft = run_text(RAIL, [f"{TWO}.required=18 h"])
    hard = run_text(RAIL, [f"{TWO}.required=18 h", f"{TWO}.deadline=hard"])
    assert closure_days(soft)["brigade"] * 24 == 20
    assert closure_days(hard)["brigade"] == float("inf")
    assert [(row.who, row.amount) for row in hard.of("missed")] == [("brigade/two/all", 20)]


def test_a_wagon_set_comes_back_before_it_is_loaded_again(run_text):
    """One set: out 4 + 10 + 2 h, back 10 h, out again."""
    log = run_text(RAIL, ["movement.wagons.1435-XX.sets=1"])
    assert arrival_hours(log, "two") == 16 + 10 + 16
    assert delay_days(log)["brigade/lift wait"] * 24 == pytest.approx(26)
    assert balanced(log)


def test_lateness_counts_from_the_required_date_and_a_line_in_time_has_none(run_text):
    log = run_text(RAIL, [f"{ONE}.required=18 h", f"{TWO}.required=18 h", f"{TWO}.latest=17 h"])
    assert late_share(log) == {"brigade/one/all": 0.0, "brigade/two/all": 1.0}
    assert lateness_days(log) == {"brigade/one/all": 0.0, "brigade/two/all": pytest.approx(2 / 24)}
    assert late_at_debarkation_share(log) == {"brigade/two/all": 1.0}


def test_a_line_that_never_comes_is_late_without_end(run_text):
    log = run_text(RAIL, ["horizon=10 h", f"{TWO}.required=1 h"])
    assert lateness_days(log) == {"brigade/two/all": float("inf")}
    assert late_share(log) == {"brigade/two/all": 1.0}


@pytest.mark.parametrize("rule", ["first come", "priority", "bumping"])
@pytest.mark.parametrize(
    ("closures", "opens"),
    [
        ("{a: {place: A, gate: ramp, end: 4 d}, b: {place: A, gate: ramp, start: 1 d, end: 8 d}}", 192),
        ("{a: {place: A, gate: ramp, end: 5 d}}", 120),
    ],
)
def test_under_every_queue_rule_ramps_stay_shut_until_the_last_closure_ends(run_text, rule, closures, opens):
    log = run_text(RAIL, [f"closures={closures}", f"movement.queues={rule}"])
    assert arrival_hours(log, "one") == opens + 16


OWNED = [
    "units.first={nation: XX, home: A, tracked: 20, hazardous: 5, containers: 3, people: 9, tonnes: 600 t}",
    "movement.wagons.1435-XX.pieces=40",
]


def test_what_has_no_line_stays_and_check_says_so(load_text):
    assert [*left_behind(load_text(RAIL, OWNED))] == [
        "brigade/one leaves 9 people, 3 containers, 5 hazardous behind"
    ]


def test_the_rest_follows_class_by_class_and_the_brigade_waits_for_it(run_text):
    alone = run_text(RAIL, OWNED)
    words = [*OWNED, "reinforcement.rest={modes: [rail], priority: 7}"]
    words.append("reinforcement.brigades.brigade.parts.one.no_line=[people]")
    whole = run_text(RAIL, words)
    lines = {row.who: row.amount for row in whole.of("line")}
    assert {name: count for name, count in lines.items() if "/one/" in name} == {
        "brigade/one/all": 20,
        "brigade/one/containers": 3,
        "brigade/one/hazardous": 5,
    }
    assert closure_days(whole)["brigade"] > closure_days(alone)["brigade"]
    assert balanced(whole)


def test_what_is_said_to_need_no_line_is_not_told(load_text):
    word = "reinforcement.brigades.brigade.parts.one.no_line=[people, containers, hazardous]"
    assert not [*left_behind(load_text(RAIL, [*OWNED, word]))]


def test_a_class_with_a_line_cannot_need_none(load_text):
    with pytest.raises(PostureError, match="'tracked' has a line and stands in 'no_line'"):
        load_text(RAIL, ["reinforcement.brigades.brigade.parts.one.no_line=[tracked]"])


def unchecked(name, *changes):
    """What ships, as it is written: whether it can get there is asked elsewhere, and takes most of the time."""
    return settled(base(name), Scenario, [parse_override(one) for one in changes]).value


def test_nothing_that_ships_leaves_anything_behind():
    for path in scenarios():
        assert [*left_behind(unchecked(path.stem))] == [], path.stem


def test_without_the_rest_the_flank_leaves_its_ammunition_behind_part_by_part():
    said = [*left_behind(unchecked("eastern-flank-2023", "reinforcement.rest=null"))]
    assert "lithuania/artillery leaves 10 containers, 30 hazardous behind" in said
