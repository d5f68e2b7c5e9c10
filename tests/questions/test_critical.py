"""What a closure costs, against costs from paper."""

from math import inf

import pytest

from posture.core.errors import PostureError
from posture.operations.movement import Plans
from posture.questions.critical import CriticalQuestion, critical
from posture.questions.critical_cases import expected
from posture.questions.critical_ways import CLOSED, Baseline, Left, Thing, keep_plans, things, without
from posture.runs.single import Draws, run
from posture.scenario import load
from posture.scenario.consistency.reinforcement import shapes_of
from posture.stats.estimates import mean_interval

TWO_ROADS = """
places:
  A: {name: A, kind: base, country: XX, lat: 50.0, lon: 10.0, modes: [road]}
  MID: {name: Middle, kind: city, country: XX, lat: 50.3, lon: 10.0, modes: [road]}
  FAR: {name: Far, kind: city, country: XX, lat: 50.3, lon: 11.0, modes: [road]}
  B: {name: B, kind: base, country: XX, lat: 50.6, lon: 10.0, modes: [road]}
links:
  am: {start: A, end: MID, mode: road, length: 30 km, country: XX}
  mb: {start: MID, end: B, mode: road, length: 30 km, country: XX}
  af: {start: A, end: FAR, mode: road, length: 50 km, country: XX}
  fb: {start: FAR, end: B, mode: road, length: 50 km, country: XX}
units: {unit: {nation: XX, home: A, wheeled: 1}}
reinforcement:
  brigades:
    brigade:
      at: B
      order: go
      reception: XX
      parts: {part: {unit: unit, arrangement: moved, lines: {all: {cargo: wheeled, modes: [road]}}}}
"""
RAMP = """
places:
  A: {name: A, kind: base, country: XX, lat: 50.0, lon: 10.0, modes: [rail, road]}
  B: {name: B, kind: base, country: XX, lat: 51.0, lon: 10.0, modes: [rail, road]}
links:
  ab: {start: A, end: B, mode: rail, gauge: 1435 mm, length: 100 km, country: XX, trains: 1000 per day}
  road: {start: A, end: B, mode: road, length: 100 km, country: XX}
units: {unit: {nation: XX, home: A, wheeled: 1, tonnes: 10 t}}
movement:
  rails: {any: {speed: 50 km/h}}
  railheads: {any: {ramps: 1, load: 2 h, unload: 1 h}}
  wagons: {1435-XX: {sets: 1, pieces: 20, turn: 0 s}}
reinforcement:
  brigades:
    brigade:
      at: B
      order: go
      reception: XX
      parts: {part: {unit: unit, arrangement: moved, lines: {all: {cargo: wheeled, modes: [rail, road]}}}}
"""


def asked(measure="closure_days", subject=None, replications=3, keep=20):
    return CriticalQuestion(measure, subject, 1, replications, keep)


def hours(found):
    """Mean cost in hours by the thing that was run."""
    return {one.case.things[0]: one.paired.mean * 24 for one in found.costs}


def test_closing_the_short_road_costs_what_the_long_one_takes_more(load_text):
    """60 km against 100 km at 10 km/h: four hours, in every run."""
    found = critical(load_text(TWO_ROADS), asked(), jobs=1)
    assert found.base["brigade"] * 24 == pytest.approx(6, abs=0.05)
    (cost,) = found.costs
    assert cost.paired.mean * 24 == pytest.approx(4)
    assert cost.paired.interval == pytest.approx((4 / 24, 4 / 24))
    assert (cost.finished.finished, cost.paired.pairs) == (3, 3)


def test_what_leaves_the_same_ways_is_run_once_and_what_no_plan_uses_not_at_all(load_text):
    found = critical(load_text(TWO_ROADS), asked(), jobs=1)
    (cost,) = found.costs
    assert {one.key for one in cost.case.things} == {"MID", "am", "mb"}
    assert found.things == 5  # A, B, MID and two ways; FAR and its ways are on no plan


def test_the_ends_of_the_only_journey_are_idle_or_cut_it_off(load_text):
    """A force can leave a closed home; it cannot arrive at a closed end."""
    found = critical(load_text(TWO_ROADS), asked(), jobs=1)
    assert [one.key for one in found.idle] == ["A"]
    assert [(cut.lines, [one.key for one in cut.things]) for cut in found.cut] == [
        (("brigade/part/all",), ["B"])
    ]


def test_without_the_long_road_every_piece_of_the_short_one_cuts_off(load_text):
    scenario = load_text(TWO_ROADS, ["closures.far={place: FAR}"])
    found = critical(scenario, asked(), jobs=1)
    assert found.costs == ()
    assert {one.key for cut in found.cut for one in cut.things} == {"B", "MID", "am", "mb"}


def test_a_closed_ramp_costs_the_road_less_the_train(load_text):
    """Ten hours by road against 2 + 2 + 1 by rail: five hours; either ramp and the rails are alike.

    The road could be taken and is not: to close it costs nothing.
    """
    found = critical(load_text(RAMP), asked(), jobs=1)
    road = Thing("way", "road")
    assert hours(found) == {Thing("gate", "A", "ramp"): pytest.approx(5, abs=0.05), road: 0}
    cost = found.costs[0]
    assert [(one.kind, one.key) for one in cost.case.things] == [("gate", "A"), ("gate", "B"), ("way", "ab")]


def test_what_does_not_finish_any_more_counts_as_the_horizon(load_text):
    """Six hours as written, eight hours of horizon, ten hours round: two are lost at least, none finishes."""
    found = critical(load_text(TWO_ROADS, ["horizon=8 h"]), asked(), jobs=1)
    (cost,) = found.costs
    assert (cost.finished.finished, cost.finished.n) == (0, 3)
    assert cost.paired.mean * 24 == pytest.approx(2, abs=0.05)
    assert found.limit * 24 == pytest.approx(8)


def test_of_a_measure_where_more_is_better_less_is_lost(load_text):
    """Closed within 10 days in all runs as written, in none with a horizon that the way round exceeds."""
    found = critical(load_text(TWO_ROADS, ["horizon=8 h"]), asked("closed_within_10_days"), jobs=1)
    (cost,) = found.costs
    assert (cost.paired.mean, found.limit) == (1, inf)


def test_each_case_is_the_scenario_with_that_closure_written(load_text, tmp_path):
    """The same runs by hand, with chance: values, their paired differences and the interval."""
    chance = "units.unit.notice={uniform: [0 h, 24 h]}"
    scenario = load_text(TWO_ROADS, [chance, "movement.roads.any.speed={uniform: [5 km/h, 15 km/h]}"])
    found = critical(scenario, asked(replications=6), jobs=1)
    thing = found.costs[0].case.things[0]
    by_hand = load(
        str(tmp_path / "case.yaml"),
        [chance, "movement.roads.any.speed={uniform: [5 km/h, 15 km/h]}", *thing.sets],
    ).scenario
    assert by_hand.closures[CLOSED] == without(scenario, thing).closures[CLOSED]
    here, there = (
        [row.value for row in run(one, Draws(6), jobs=1).rows if row.measure == "closure_days"]
        for one in (by_hand, scenario)
    )
    gaps = [a - b for a, b in zip(here, there, strict=True)]
    assert len(set(gaps)) > 1
    assert found.costs[0].paired.interval == pytest.approx(mean_interval(gaps))


def test_the_screening_adds_detours_to_each_run_and_keeps_slack():
    """In one run the part has a day of slack, in the other none: half a day of two is lost on average."""
    left = Left(Thing("way", "w"), "x", (), {"b/p/line": 2 * 86_400}, 0)
    assert expected(left, [{"b/p": 9.0, "b/q": 10.0}, {"b/p": 10.0, "b/q": 10.0}]) == pytest.approx(1.5)


def test_only_the_dearest_by_the_screening_are_run(load_text):
    found = critical(load_text(RAMP, ["units.unit.home=A"]), asked(keep=0), jobs=1)
    assert found.costs == ()
    assert [case.things[0].key for case in found.left_out] == ["A", "road"]
    assert found.left_out[0].screened * 24 == pytest.approx(5, abs=0.1)


def test_results_do_not_depend_on_the_number_of_processes(load_text):
    scenario = load_text(TWO_ROADS)
    assert critical(scenario, asked(), jobs=1).costs == critical(scenario, asked(), jobs=2).costs


@pytest.mark.parametrize(
    ("question", "message"),
    [
        (asked("closure_dais"), "there is no measure 'closure_dais'; did you mean 'closure_days'?"),
        (asked(subject="brigadoon"), "'closure_days' tells of no 'brigadoon'; did you mean 'brigade'?"),
        (asked("fill_share"), "'fill_share' tells nothing here"),
    ],
)
def test_a_question_without_an_answer_is_refused(load_text, question, message):
    with pytest.raises(PostureError) as fault:
        critical(load_text(TWO_ROADS), question, jobs=1)
    assert message in str(fault.value)


def test_where_nothing_moves_there_is_nothing_to_close():
    scenario = load("baltic-air-policing").scenario
    with pytest.raises(PostureError, match="no force of 'baltic-air-policing' moves"):
        critical(scenario, asked(), jobs=1)


def test_the_shipped_brigade_uses_the_suwalki_corridor_and_both_its_ports(lithuania):
    used = things(Baseline.of(lithuania))
    assert Thing("place", "RT_MOCKAVA") in used
    assert {Thing("gate", port, "berth") for port in ("PORT_KLAIPEDA", "PORT_ROSTOCK")} <= used.keys()


def test_plans_on_the_shared_graph_are_those_made_anew(lithuania):
    """Ways of every kind and a place closed: graph and plans taken over, against both made from nothing."""
    ground = Baseline.of(lithuania)
    used = things(ground)
    some = [*[one for one in used if one.kind == "way"][::45], Thing("place", "RT_MOCKAVA")]
    for thing in some:
        quick = without(lithuania, thing)
        keep_plans(quick, lithuania, thing)
        anew = Plans(quick.plans.network, lithuania.movement, quick.plans.airspace)
        for line in ground.lines:
            for shape in shapes_of(line):
                assert quick.plans.of(shape) == anew.of(shape), thing


def test_plans_that_do_not_use_what_is_closed_are_not_made_anew(lithuania):
    ground = Baseline.of(lithuania)
    thing, shapes = next(item for item in things(ground).items() if item[0].key == "PORT_KLAIPEDA")
    closed = without(lithuania, thing)
    keep_plans(closed, lithuania, thing)
    kept = {shape for line in ground.lines for shape in shapes_of(line)} - shapes
    same = [one for one in kept if closed.plans.of(one) is lithuania.plans.of(one)]
    assert len(same) > len(kept) / 2 > 0
