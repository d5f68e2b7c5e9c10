"""Readiness: notices run down as on paper, raising shortens what remains, the calendar is kept."""

from math import inf

import pytest

from posture.core.clock import DAY, Clock, days
from posture.core.rng import Streams
from posture.operations import readiness
from posture.operations.readiness import MEASURES
from posture.runs.simulate import prepare, simulate
from posture.scenario import load
from posture.theatre import Theatre

ASK = {measure.name: measure.of for measure in MEASURES}
UNITS = """
places: {P: {name: P, kind: base, country: DE, lat: 54.0, lon: 10.0, modes: [road]}}
units:
  a: {nation: DE, home: P, people: 100}
  b: {nation: NL, home: P, people: 200}
  c: {nation: NL, home: P, people: 300}
"""


def phases(log, unit):
    return [(row.time / DAY, row.where) for row in log.of("phase") if row.who == unit]


def ready(log):
    return {row.who: row.time / DAY for row in log.of("ready to move", "in effect")}


def tier(words, orders="vjtf: {kind: deploy, indication: 10 d, decided: 0 s}", more=""):
    return f"{UNITS}{more}\ndecision: {{orders: {{{orders}}}}}\nreadiness:\n  tiers:\n    vjtf: {{notice_to: move, {words}}}"


def test_a_unit_that_meets_its_notice_is_ready_when_it_has_run_out(run_text):
    log = run_text(tier("notice: 7 d, units: [a, b]"))
    assert ready(log) == {"a": 17, "b": 17}
    assert ASK["met_notice_share"](log) == {"vjtf": 1.0}
    assert [ASK[f"people_ready_by_day_{day}"](log) for day in (5, 7)] == [{"vjtf": 0.0}, {"vjtf": 300.0}]


def test_a_unit_that_needs_a_share_of_its_notice_is_ready_after_that_share(run_text):
    assert ready(run_text(tier("notice: 8 d, takes: 0.25, units: [a]"))) == {"a": 12}


def test_a_unit_that_does_not_meet_its_notice_is_ready_after_notice_and_delay(run_text):
    log = run_text(tier("notice: 7 d, meets: 0, delay: 3 d, takes: 0.5, units: [a]"))
    assert ready(log) == {"a": 20}
    assert ASK["met_notice_share"](log) == {"vjtf": 0.0}


def test_days_to_first_half_and_all_are_counted_in_people_from_the_alert(run_text):
    words = tier("notice: 7 d, units: [a]").replace("vjtf: {notice_to", "lead: {force: vjtf, notice_to")
    log = run_text(words + "\n    rest: {force: vjtf, notice_to: move, notice: 30 d, units: [b]}")
    asked = [ASK[f"{name}_ready_days"](log)["vjtf"] for name in ("first", "half", "all")]
    assert asked == [7, 30, 30]


def test_a_unit_that_is_never_ready_leaves_all_ready_infinite(run_text):
    log = run_text(tier("notice: 55 d, units: [a]"))
    assert ASK["all_ready_days"](log) == {"vjtf": inf}
    assert ASK["people_ready_by_day_30"](log) == {"vjtf": 0.0}
    assert ASK["people_ready_by_day_180"](log) == {}
    assert ASK["met_notice_share"](log) == {}


RAISE = (
    "vjtf: {kind: deploy, indication: 10 d, decided: 0 s}, all: {kind: raise, indication: %s d, decided: 0 s}"
)


@pytest.mark.parametrize(
    ("raised_on", "ready_on"),
    [(2, 15), (10, 15), (11, 16), (12, 17), (13, 17), (30, 17)],
)
def test_raising_leaves_the_smaller_of_what_remains_and_the_new_notice(run_text, raised_on, ready_on):
    log = run_text(tier("notice: 7 d, raised: 5 d, units: [a]", RAISE % raised_on))
    assert ready(log) == {"a": ready_on}


def test_raising_takes_effect_after_its_own_time(run_text):
    log = run_text(tier("notice: 7 d, raised: 2 d, raising: 3 d, units: [a]", RAISE % 8))
    assert ready(log) == {"a": 13}


def test_raising_costs_people_times_days_until_the_alert(run_text):
    log = run_text(tier("notice: 7 d, raised: 5 d, units: [a, b]", RAISE % 2))
    assert ASK["raised_person_days"](log) == {"vjtf": 8 * 300}


def test_what_is_raised_at_the_end_is_closed_at_the_horizon(run_text):
    log = run_text(
        tier("notice: 7 d, raised: 5 d, units: [a]", "all: {kind: raise, indication: 20 d, decided: 0 s}")
    )
    assert ASK["raised_person_days"](log) == {"vjtf": 40 * 100}


def test_an_end_order_lowers_what_was_raised(run_text):
    orders = "vjtf: {kind: raise, indication: 10 d, decided: 0 s}, all: {kind: end, indication: 30 d, decided: 0 s}"
    log = run_text(tier("notice: 7 d, raised: 5 d, units: [a]", orders))
    assert ASK["raised_person_days"](log) == {"vjtf": 20 * 100}
    assert [row.amount / DAY for row in log.of("notice")] == [7, 5, 7]


def test_an_end_order_lets_the_called_recover_and_stand_by_again(run_text):
    orders = "vjtf: {kind: deploy, indication: 10 d, decided: 0 s}, all: {kind: end, indication: 30 d, decided: 0 s}"
    log = run_text(tier("notice: 7 d, units: [a], wear: {decayed: 9 d, recovery: 5 d}", orders))
    assert phases(log, "a")[-3:] == [(30, "stand-down"), (35, "certified"), (35, "stand-by")]


def test_a_unit_raised_too_long_is_swapped_for_one_that_is_certified(run_text):
    wear = "wear: {raised: 20 d, decayed: 30 d, recovery: 90 d}"
    words = tier(
        f"notice: 7 d, raised: 5 d, slots: 1, units: [a, b], {wear}", RAISE.replace("10 d", "55 d") % 10
    )
    log = run_text(words)
    assert [(row.time / DAY, row.who, row.where) for row in log.of("worn")] == [(30, "a", "b")]
    assert [(row.time / DAY, row.who, row.amount / DAY) for row in log.of("decayed")] == [(50, "b", 30)]
    assert ASK["raised_person_days"](log) == {"vjtf": 20 * 100 + 20 * 200}
    assert ASK["enough_stand_by_share"](log)["vjtf"] == pytest.approx(55 / 60)


def test_a_unit_raised_too_long_decays_and_is_later_ready(run_text):
    wear = "wear: {raised: 4 d, then: decay, decayed: 30 d}"
    log = run_text(tier(f"notice: 7 d, raised: 5 d, units: [a], {wear}", RAISE % 2))
    assert ready(log) == {"a": 40}


def test_a_stand_by_too_long_ends_where_that_is_written(run_text):
    wear = "wear: {stand_by: 15 d, then: stand down, decayed: 30 d, recovery: 6 d}"
    log = run_text(tier(f"notice: 7 d, units: [a], {wear}", "other: {decided: 0 s}"))
    assert phases(log, "a")[2:5] == [(15, "stand-down"), (21, "certified"), (21, "stand-by")]


def test_who_steps_up_for_the_called_is_not_called_by_the_same_order(run_text):
    log = run_text(tier("notice: 7 d, slots: 1, units: [a, b]"))
    assert ready(log) == {"a": 17}
    assert phases(log, "b")[-1] == (10, "stand-by")


def test_a_unit_called_while_unready_begins_its_notice_once_restored(run_text):
    failures = "failures: {after: 8 d, restoring: 5 d, crews: school}"
    log = run_text(tier(f"notice: 7 d, units: [a], {failures}") + "\n  crews: {school: 1}")
    assert ready(log) == {"a": 20}
    assert ASK["met_notice_share"](log) == {"vjtf": 0.0}
    assert ASK["all_ready_days"](log) == {"vjtf": 10}


def test_one_crew_restores_one_unit_after_the_other(run_text):
    failures = "failures: {after: 8 d, restoring: 5 d, crews: school}"
    log = run_text(
        tier(f"notice: 7 d, units: [a, b], {failures}", "x: {decided: 0 s}") + "\n  crews: {school: 1}"
    )
    assert phases(log, "a")[2:4] == [(8, "unready"), (13, "certified")]
    assert phases(log, "b")[2:4] == [(8, "unready"), (18, "certified")]


def test_notice_to_effect_ends_in_place_and_is_not_added_to_notice_to_move(run_text):
    words = tier("notice: 7 d, units: [a]", "all: {kind: deploy, decided: 0 s}")
    log = run_text(words + "\n    nfm: {notice_to: effect, notice: 7 d, units: [b]}")
    states = {row.who: row.where for row in log.of("state") if row.time == days(7)}
    assert states == {"a": "ready to move", "b": "in place"}
    assert ASK["people_ready_by_day_7"](log) == {"vjtf": 100.0}
    assert ASK["people_in_effect_by_day_7"](log) == {"nfm": 200.0}


def test_a_nation_fills_its_units_by_one_share(run_text):
    log = run_text(tier("notice: 7 d, units: [a, b, c]") + "\n  fill: {NL: {uniform: [0.5, 0.9]}}")
    people = {row.who: row.amount for row in log.of("enrolled")}
    assert people["a"] == 100
    assert 0.5 <= people["b"] / 200 <= 0.9
    assert people["c"] == pytest.approx(people["b"] * 1.5, abs=1)


def test_the_calendar_is_kept_and_the_meanwhile_tier_filled(run_text):
    turn = "turns: {y: {lead: DE, stand_up: 2023-07-08, certified: 2023-07-13, stand_by: 2023-07-23, stand_down: 2023-08-02, over: 2023-08-12, meanwhile: iffg, units: [a]}}"
    words = tier("notice: 7 d, units: [a]", "x: {decided: 0 s}")
    log = run_text(words + f"\n    iffg: {{notice_to: move, notice: 30 d, slots: 1}}\n  {turn}")
    assert phases(log, "a") == [
        (0, "stand-down"),
        (5, "stand-up"),
        (10, "certified"),
        (20, "certified"),
        (20, "stand-by"),
        (30, "stand-down"),
        (40, "stand-down"),
    ]
    assert [row.amount // DAY for row in log.of("notice")] == [30, -1, 30, -1, 7, -1, 30, -1]
    assert ASK["enough_stand_by_share"](log) == {"iffg": 25 / 60, "vjtf": 10 / 60}


@pytest.mark.parametrize(("active", "share"), [("false", 0.0), ("true", 0.5)])
def test_a_later_change_ends_one_force_and_begins_another_only_where_it_is_active(run_text, active, share):
    words = tier("force: nrf, notice: 7 d, units: [a]", "x: {decided: 0 s}")
    change = f"changes: {{arf: {{active: {active}, on: 2023-08-02, ends: nrf, begins: arf}}}}"
    log = run_text(
        words + f"\n    new: {{force: arf, notice_to: effect, notice: 10 d, units: [b]}}\n  {change}"
    )
    assert ASK["stand_by_share"](log) == {"new": share, "vjtf": 1 - share}


def test_a_called_unit_tells_how_soon_it_can_move(load_text):
    scenario = load_text(tier("notice: 7 d, units: [a]", "x: {decided: 0 s}"))
    theatre = Theatre(Clock(scenario.start), Streams(1, 0), days(30))
    readiness.start(theatre, scenario.readiness, scenario.units)
    told = []
    theatre.after(days(3), lambda: told.append(theatre.status.call("a")))
    theatre.after(days(5), lambda: told.append(theatre.status.call("a")))
    theatre.status.when("a", "ready to move").callbacks.append(lambda _: told.append(theatre.now))
    theatre.after(days(12), lambda: told.append(theatre.status.call("b")))
    theatre.run()
    assert told == [days(7), days(5), days(10), None]


def test_a_unit_that_a_commitment_holds_is_not_taken(load_text):
    scenario = load_text(tier("notice: 7 d, slots: 1, units: [a, b]", "x: {decided: 0 s}"))
    theatre = Theatre(Clock(scenario.start), Streams(1, 0), days(40))
    theatre.commitments.declare("battlegroup", 1, 1)
    readiness.start(theatre, scenario.readiness, scenario.units)

    def take():
        theatre.commitments.claim("a", "battlegroup")
        theatre.status.enter("a", "committed")

    def give_back():
        theatre.commitments.release("a")
        theatre.status.enter("a", "ready")

    theatre.after(days(5), take)
    theatre.after(days(6), lambda: theatre.orders.give("deploy", "vjtf"))
    theatre.after(days(20), give_back)
    theatre.run()
    assert ready(theatre.log) == {"b": 13}
    assert phases(theatre.log, "a")[2:] == [(5, "taken"), (20, "certified"), (20, "stand-by")]


def test_a_unit_that_works_up_for_something_else_stands_by_no_more(load_text):
    scenario = load_text(tier("notice: 7 d, slots: 1, units: [a, b]", "x: {decided: 0 s}"))
    theatre = Theatre(Clock(scenario.start), Streams(1, 0), days(40))
    readiness.start(theatre, scenario.readiness, scenario.units)
    theatre.after(days(5), lambda: theatre.status.enter("a", "training"))
    theatre.after(days(9), lambda: theatre.status.enter("a", "ready"))
    theatre.run()
    assert phases(theatre.log, "a")[2:] == [(5, "taken"), (9, "certified")]
    assert phases(theatre.log, "b")[-1] == (5, "stand-by")


def test_where_nations_release_their_own_each_is_alerted_when_it_has(load_text):
    scenario = load_text(tier("notice: 7 d, units: [a, b]", "x: {decided: 0 s}"))
    theatre = Theatre(Clock(scenario.start), Streams(1, 0), days(40))
    theatre.orders.keep("vjtf", lambda nation, subject, force: None)
    readiness.start(theatre, scenario.readiness, scenario.units)
    theatre.after(days(2), lambda: theatre.orders.release("DE", "vjtf", "a"))
    theatre.after(days(5), lambda: theatre.orders.give("deploy", "vjtf"))
    theatre.after(days(9), lambda: theatre.orders.release("NL", "vjtf", "b"))
    theatre.run()
    assert ready(theatre.log) == {"a": 12, "b": 16}


def test_tripling_the_response_force_puts_more_people_at_the_gate_on_every_day():
    cases = [prepare(load(name).scenario) for name in ("nrf-13000", "nrf-40000")]
    small, large = (simulate(case, 1, 0, check=True) for case in cases)
    for day in (3, 5, 7, 10, 15, 30, 45, 180):
        measure = ASK[f"people_ready_by_day_{day}"]
        assert measure(small)["nrf-2013"] <= measure(large)["nrf"]
    assert ASK["people_ready_by_day_180"](small)["nrf-2013"] == 13_000
    assert ASK["people_ready_by_day_180"](large)["nrf"] == 40_000


def test_a_spearhead_stands_by_from_2015_to_2024_and_its_neighbours_follow():
    log = simulate(prepare(load("nrf-rotations").scenario), 1, 0, check=True)
    share = ASK["enough_stand_by_share"](log)
    assert (share["vjtf-lead"], share["vjtf-main"]) == (1.0, 1.0)
    assert share["iffg"] == 2922 / 3653


def test_the_new_force_model_comes_in_its_sizes_where_all_is_filled_and_in_time():
    words = [f"readiness.tiers.nfm-{tier}.meets=1" for tier in (1, 2, 3)] + ["readiness.fill.any=1"]
    log = simulate(prepare(load("readiness-tiers", words).scenario), 1, 0, check=True)
    assert ASK["people_in_effect_by_day_10"](log)["nfm"] == 99_970
    assert ASK["people_in_effect_by_day_30"](log)["nfm"] == 99_970 + 199_990
    assert ASK["people_in_effect_by_day_180"](log)["nfm"] == 799_950
