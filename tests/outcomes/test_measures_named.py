"""Every measure is named in a test; those that no other test names are told here from a few rows by hand."""

import re
from pathlib import Path

import pytest

from posture.core.clock import days, hours
from posture.core.event_log import Log
from posture.outcomes import MEASURES

TESTS = Path(__file__).parents[1]


def told(measure, end, *rows):
    """The answer of a measure on rows of (second, kind, who, where, amount) in a run of so many days."""
    log = Log()
    log.note(0, "horizon", "run", "", days(end))
    for second, *rest in rows:
        log.note(second, *rest)
    return MEASURES[measure].of(log)


def test_every_measure_is_named_in_a_test():
    text = "\n".join(path.read_text(encoding="utf-8") for path in TESTS.rglob("test_*.py"))
    assert [name for name in MEASURES if not re.search(rf"\b{name}\b", text)] == []


@pytest.mark.parametrize(
    ("measure", "limit"),
    [("released_within_30_days", 30)],
)
def test_forces_released_on_the_last_day_count_and_a_second_later_not(measure, limit):
    rows = [
        (0, "step", "it", "indication"),
        (days(1), "step", "it", "order", 4),
        (days(2), "consent", "NO", "it"),
        (days(1 + limit), "consent", "DE", "it"),
        (days(1 + limit) + 1, "consent", "FR", "it"),
    ]
    assert told(measure, 90, *rows) == {"it": 2 / 4}


@pytest.mark.parametrize("limit", [15])
def test_a_brigade_that_closes_on_the_last_second_has_closed(limit):
    def closes(seconds):
        rows = [
            (0, "expected", "b", "go", 1),
            (0, "indication", "go"),
            (days(2), "order", "go", "deploy"),
            (days(2) + seconds, "closed", "b"),
        ]
        return told("closed_within_15_days", 90, *rows)

    assert closes(days(limit)) == {"b": 1.0}
    assert closes(days(limit) + 1) == {"b": 0.0}


def test_hours_until_noticed_and_recovered_are_means_by_system():
    rows = [
        (hours(5), "noticed", "a", "", hours(2)),
        (hours(9), "noticed", "a", "", hours(4)),
        (hours(20), "recovered", "a", "LT", hours(12)),
        (hours(30), "recovered", "b", "LT", hours(30)),
    ]
    assert told("unnoticed_hours", 9, *rows) == {"a": 3.0}
    assert told("recovery_hours", 9, *rows) == {"a": 12.0, "b": 30.0}


def test_ballast_is_added_up_over_a_pool():
    rows = [
        (5, "ballast", "roro", "P", days(1)),
        (9, "ballast", "roro", "Q", days(2)),
        (9, "ballast", "x", "Q", 43_200),
    ]
    assert told("ballast_days", 9, *rows) == {"roro": 3.0, "x": 0.5}


def test_minutes_to_meeting_are_the_least_that_so_many_do_not_exceed():
    """Of two hundred tracks a hundred are met, after 1 to 100 minutes."""
    rows = [(0, "area", "sea", "", -1)]
    for number in range(200):
        rows.append((days(number), "track", f"sea-{number}", "sea", 9000))
        if number % 2:
            rows.append((days(number), "meets", f"sea-{number}", "base", (number + 1) // 2 * 60))
    assert told("response_minutes_p50", 300, *rows) == {"sea": 50.0}
    assert told("response_minutes_p90", 300, *rows) == {"sea": 90.0}
    assert told("response_minutes_p99", 300, *rows) == {"sea": 99.0}


def test_the_longest_time_without_presence_is_the_longest_of_all_and_not_the_first_or_last():
    rows = [(0, "sea area", "high", "", 1)]
    rows += [
        (days(day), "level", "ships high", "", 1000 * number)
        for day, number in ((0, 1), (2, 0), (4, 1), (7, 0), (12, 2), (18, 0))
    ]
    assert told("longest_presence_gap_days", 20, *rows) == {"high": 5.0}
    assert told("presence_gaps", 20, *rows) == {"high": 3.0}


def test_repair_is_its_share_of_the_days_away_from_home():
    rows = [
        (0, "ship", "u", "AA", 200),
        (0, "claimed", "u", "far"),
        (days(1), "ship is", "u", "transit"),
        (days(3), "ship is", "u", "on task"),
        (days(6), "ship is", "u", "repair"),
        (days(9), "ship is", "u", "maintenance"),
        (days(11), "ship is", "u", "home"),
    ]
    assert told("repair_share", 20, *rows) == {"far": 5 / 10, "all": 5 / 10}


FORCE = """
horizon: 120 d
places: {P: {name: P, kind: base, country: DE, lat: 54.0, lon: 10.0, modes: [road]}}
units:
  a: {nation: DE, home: P, people: 100}
  b: {nation: NL, home: P, people: 200}
  c: {nation: NL, home: P, people: 400}
decision: {orders: {vjtf: {kind: deploy, indication: 10 d, decided: 0 s}}}
readiness:
  tiers:
    first: {force: vjtf, notice_to: %s, notice: 5 d, units: [a]}
    second: {force: vjtf, notice_to: %s, notice: 15 d, units: [b]}
    third: {force: vjtf, notice_to: %s, notice: 45 d, units: [c]}
"""


@pytest.mark.parametrize(("notice_to", "what"), [("move", "ready"), ("effect", "in_effect")])
def test_people_ready_are_those_whose_notice_has_ended_on_that_day(run_text, notice_to, what):
    log = run_text(FORCE % ((notice_to,) * 3))
    names = {
        "ready": {
            3: "people_ready_by_day_3",
            5: "people_ready_by_day_5",
            15: "people_ready_by_day_15",
            30: "people_ready_by_day_30",
            45: "people_ready_by_day_45",
        },
        "in_effect": {
            3: "people_in_effect_by_day_3",
            5: "people_in_effect_by_day_5",
            15: "people_in_effect_by_day_15",
            30: "people_in_effect_by_day_30",
            45: "people_in_effect_by_day_45",
        },
    }[what]
    for day, people in ((3, 0), (5, 100), (15, 300), (30, 300), (45, 700)):
        if names[day] in MEASURES:
            assert MEASURES[names[day]].of(log)["vjtf"] == people
    asked = [
        MEASURES[one].of(log)["vjtf"] for one in ("first_ready_days", "half_ready_days", "all_ready_days")
    ]
    assert asked == [5, 45, 45]
