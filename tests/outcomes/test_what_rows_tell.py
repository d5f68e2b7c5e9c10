"""Measures of rows by hand: what each tells follows on paper from the few rows that are noted."""

from math import inf

import pytest

from posture.core.clock import days
from posture.core.event_log import Log
from posture.outcomes import MEASURES


def told(measure, end, *rows):
    """The answer of a measure on rows of (day, kind, who, where, amount) in a run of so many days."""
    log = Log()
    log.note(0, "horizon", "run", "", days(end))
    for day, kind, who, *rest in rows:
        log.note(days(day), kind, who, *rest)
    return MEASURES[measure].of(log)


def test_a_nation_agrees_so_many_days_after_the_first_sign_of_its_crisis():
    rows = [(2, "step", "it", "indication"), (5, "agrees", "NO", "it"), (9, "agrees", "TR", "it")]
    assert told("agreement_days", 10, *rows) == {"it/NO": 3, "it/TR": 7}


def test_an_objection_lasts_until_it_is_yielded_and_one_that_is_not_lasts_for_ever():
    rows = [(1, "objects", "HU", "it"), (2, "objects", "TR", "it"), (7, "yields", "HU", "agrees")]
    assert told("objection_days", 10, *rows) == {"it/HU": 6, "it/TR": inf}


def test_a_crisis_in_which_nobody_asks_has_no_consultations_and_is_told_of():
    rows = [
        (0, "ruling", "it", "inside", 4),
        (0, "ruling", "other", "inside", 4),
        (1, "consults", "TR", "it"),
    ]
    assert told("consultations", 10, *rows) == {"it": 1, "other": 0}


@pytest.mark.parametrize(
    ("measure", "kind", "step"),
    [("parliament_days", "approved", "order"), ("transfer_days", "transferred", "order"), ("acceptance_days", "accepts", "indication")],
)  # fmt: skip
def test_what_a_nation_does_counts_from_its_step_of_that_crisis_alone(measure, kind, step):
    rows = [
        (1, "step", "it", step),
        (2, "step", "other", step),
        (6, kind, "DE", "it"),
        (6, kind, "DE", "other"),
    ]
    assert told(measure, 10, *rows) == {"it/DE": 5, "other/DE": 4}


@pytest.mark.parametrize(
    ("measure", "kind"), [("national_alert_days", "alert"), ("assistance_asked_days", "asks")]
)
def test_what_a_nation_does_by_itself_counts_from_the_first_sign_of_its_subject(measure, kind):
    assert told(measure, 9, (1, "indication", "air"), (4, kind, "LT", "air")) == {"air/LT": 3}


def test_the_security_council_is_told_so_long_after_the_step():
    rows = [(3, "step", "it", "conditional"), (3.5, "reported", "it", "conditional")]
    assert told("report_days", 9, *rows) == {"it/conditional": 0.5}


def test_each_limit_of_a_release_counts():
    assert told("caveats", 9, (1, "caveat", "DE", "no night"), (2, "caveat", "DE", "no sea")) == {"DE": 2}


def test_the_phases_of_a_unit_fill_the_run_from_its_first_one_on():
    rows = [(0, "enrolled", "u", "lead", 9), (1, "phase", "u", "stand-up"), (4, "phase", "u", "stand-by")]
    found = told("phase_unit_days", 10, *rows)
    assert found == {"lead/stand-up": 3, "lead/stand-by": 6}
    assert sum(found.values()) == 10 - 1


def test_a_unit_is_worn_in_the_tier_in_which_it_is_enrolled():
    rows = [
        (0, "enrolled", "u", "lead", 9),
        (0, "enrolled", "v", "lead", 9),
        (5, "worn", "u", "v"),
        (8, "worn", "v", ""),
    ]
    assert told("units_worn", 10, *rows) == {"lead": 2}
    assert told("units_decayed", 10, (5, "decayed", "u", "lead", 600)) == {"lead": 1}


def test_a_mean_notice_is_over_the_time_for_which_there_was_one():
    rows = [(0, "notice", "u", "", days(10)), (4, "notice", "u", "", days(2)), (8, "notice", "u", "", -1)]
    assert told("notice_mean_days", 20, *rows) == {"u": (4 * 10 + 4 * 2) / 8}
    assert told("notice_mean_days", 20, (3, "notice", "u", "", -1)) == {}


def test_serials_are_added_up_over_the_lines_and_legs_of_a_brigade():
    rows = [
        (0, "split", "b/p/l", "A", 3),
        (0, "split", "b/p/l", "B", 5),
        (0, "split", "b/q/l", "A", 1),
        (0, "split", "c/p/l", "A", 2),
    ]
    assert told("serials", 9, *rows) == {"b": 9, "c": 2}
    assert told("reroutes", 9, *rows, (1, "rerouted", "b/p/l/1 rail/2", "X", 60)) == {"b": 1, "c": 0}


def test_a_serial_that_is_stranded_twice_strands_its_pieces_once():
    rows = [
        (0, "split", "b/p/l", "A", 3),
        (2, "stranded", "b/p/l/1", "X", 7),
        (3, "stranded", "b/p/l/1", "X", 7),
        (3, "stranded", "b/p/l/2", "X", 4),
    ]
    assert told("stranded_pieces", 9, *rows) == {"b": 11}


def test_each_failure_that_guards_prevent_counts():
    assert told("failures_prevented", 9, (1, "guarded", "m"), (2, "guarded", "m")) == {"m": 2}


def test_a_node_is_on_its_site_from_its_emplacement_until_it_leaves_or_the_run_ends():
    rows = [(1, "emplaced", "n", "A"), (3, "emplaced", "o", "A"), (6, "leaves site", "n", "A")]
    assert told("node_on_site_days", 10, *rows) == {"n": 5, "o": 7}


def test_a_group_that_patrols_two_areas_is_present_in_their_mean():
    rows = [(0, "sea area", "north", "", 1), (0, "sea area", "south", "", 1), (0, "group", "g", "", 1)]
    rows += [
        (0, "patrols", "g", "north"),
        (0, "patrols", "g", "south"),
        (0, "level", "ships north", "", 1000),
    ]
    rows += [(5, "level", "ships north", "", 0), (5, "level", "ships south", "", 2000)]
    assert told("patrol_presence_share", 20, *rows) == {"g": (5 / 20 + 15 / 20) / 2}


def test_escorts_are_taken_over_by_a_base_and_let_go_in_an_area():
    rows = [
        (1, "takes over", "t1", "amari", 60),
        (2, "takes over", "t2", "amari", 60),
        (3, "let go", "t2", "baltic"),
    ]
    assert told("escorts_taken_over", 9, *rows) == {"amari": 2}
    assert told("escorts_let_go", 9, *rows) == {"baltic": 1}
    assert told("aircraft_cannibalised", 9, (1, "cannibalised", "d")) == {"d": 1}


def test_passages_count_each_way_and_notices_by_their_mean():
    rows = [
        (0, "strait notice", "g", "", days(15)),
        (1, "strait notice", "g", "", days(9)),
        (16, "enters straits", "g", "into", 4),
        (30, "enters straits", "g", "out", 4),
    ]
    assert told("strait_notice_days", 40, *rows) == {"g": 12}
    assert told("strait_passages", 40, *rows) == {"g/into": 1, "g/out": 1}
