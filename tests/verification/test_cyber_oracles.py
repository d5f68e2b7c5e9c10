"""Recovery against paper: machine repair with few teams, and teams as servers of two kinds."""

from json import dumps
from math import comb, factorial, sqrt

import pytest

from posture.core.clock import Clock, days, hours, utc
from posture.core.rng import Streams
from posture.operations.cyber.measures import degraded_hours, incidents, recoveries, team_hours
from posture.operations.cyber.process import start
from posture.operations.cyber.schema import Cyber
from posture.theatre import Theatre
from posture.theatre.network import Link

DAYS = 4000
A_YEAR = 365.25


WAYS = {name: Link(start="A", end="B", mode="rail", length="10 km") for name in ("way", "by")}


def run(written, ends=DAYS, seed=1, **systems):
    told = {"systems": systems, "recovery": "1 d"} | written
    theatre = Theatre(Clock(utc(2023, 7, 3)), Streams(seed, 0), days(ends))
    start(theatre, Cyber.model_validate_json(dumps(told)), WAYS)
    theatre.run()
    return theatre.log


def alike(count, every, **more):
    """So many systems of one nation, each with an incident so many days of being sound apart, on average."""
    one = {"nation": "LT", "links": ["way"], "incidents": f"{A_YEAR / every} per year"} | more
    return {f"system {number}": one for number in range(count)}


def close(values, wanted):
    """Within 2 % and three standard errors."""
    mean = sum(values) / len(values)
    error = sqrt(sum((one - mean) ** 2 for one in values) / (len(values) - 1) / len(values))
    return abs(mean / wanted - 1) < 0.02 and abs(mean - wanted) < 3 * error


def machine_repair(machines, crews, load):
    """Mean machines down (Palm 1947, M/M/c//N): p_n = C(N, n) a^n, times n! / (c! c^(n - c)) beyond c."""
    weights = [
        comb(machines, n)
        * load**n
        * (1 if n <= crews else factorial(n) / (factorial(crews) * crews ** (n - crews)))
        for n in range(machines + 1)
    ]
    return sum(n * weight for n, weight in enumerate(weights)) / sum(weights)


def test_the_formula_is_that_of_the_tables():
    assert machine_repair(1, 1, 0.25) == pytest.approx(0.2)
    assert machine_repair(2, 1, 1.0) == pytest.approx((2 + 2 * 2) / 5)


@pytest.mark.parametrize("teams", [1, 2, 4])
def test_recovery_is_machine_repair(teams):
    systems = alike(4, 4)
    written = {"recovery": {"exponential": {"mean": "2 d"}}, "teams": {"LT": teams}}
    down = [
        sum(degraded_hours(run(written, seed=seed, **systems)).values()) / 24 / DAYS for seed in range(1, 9)
    ]
    assert close(down, machine_repair(4, teams, 0.5))


def test_what_is_noticed_late_is_down_longer_and_holds_no_team():
    """With a team for each, down for 1 d unnoticed and 2 d at work in a cycle of 4 + 3 d."""
    systems = alike(4, 4, noticed={"exponential": {"mean": "1 d"}})
    written = {"recovery": {"exponential": {"mean": "2 d"}}, "teams": {"LT": 4}}
    down = [
        sum(degraded_hours(run(written, seed=seed, **systems)).values()) / 24 / DAYS for seed in range(1, 9)
    ]
    assert close(down, 4 * 3 / 7)


def test_a_date_is_kept_and_the_alliance_comes_where_no_national_team_is_free():
    system = {"nation": "LT", "links": ["way"], "dated": ["3 d"]}
    other = {**system, "nation": "EE"}
    written = {
        "teams": {"LT": 1},
        "noticed": "6 h",
        "rapid_reaction": {"teams": 1, "notice": "36 h"},
    }
    log = run(written, 30, first=system, second=system, third=other)
    told = {row.who: (row.time, row.where) for row in log.of("recovered")}
    assert told == {
        "first": (days(3) + hours(6 + 24), "LT"),
        "second": (days(3) + hours(6 + 36 + 24), "rapid reaction"),
        "third": (days(3) + hours(6 + 36 + 24 + 36 + 24), "rapid reaction"),
    }
    assert recoveries(log) == {"LT": 1, "rapid reaction": 2}
    assert team_hours(log) == {"first": 0, "second": 36, "third": 36 + 24 + 36}


def test_a_date_within_a_recovery_is_passed_over_and_the_next_is_kept():
    system = {"nation": "LT", "links": ["way"], "dated": ["3 d", "3.5 d", "6 d"]}
    log = run({"teams": {"LT": 1}}, 30, it=system)
    assert incidents(log) == {"it": 2}
    assert degraded_hours(log) == {"it": 48}


def test_who_is_not_back_at_the_end_counts_to_the_end():
    log = run({"teams": {"LT": 1}}, 4, it={"nation": "LT", "links": ["way"], "dated": ["3.5 d"]})
    assert degraded_hours(log) == {"it": 12}


def test_a_system_that_is_none_of_ours_changes_nobodys_incidents():
    systems = alike(3, 10)
    written = {"teams": {"LT": 9, "EE": 1}}
    alone = [row for row in run(written, 400, **systems) if row.who in systems]
    other = {"other": {"nation": "EE", "links": ["by"], "incidents": "90 per year"}}
    assert [row for row in run(written, 400, **systems, **other) if row.who in systems] == alone


def test_the_window_is_in_force_from_the_incident_to_the_recovery_alone():
    theatre = Theatre(Clock(utc(2023, 7, 3)), Streams(1, 0), days(20))
    system = {"nation": "LT", "place": "PORT", "gate": "berth", "dated": ["2 d", "9 d"], "leaves": 0.25}
    told = {"systems": {"it": system}, "teams": {"LT": 1}, "recovery": "3 d", "noticed": "1 d"}
    start(theatre, Cyber.model_validate_json(dumps(told)), WAYS)
    seen = {}
    for day in range(1, 20):
        moment = days(day) + 1

        def look(moment=moment):
            [window] = theatre.closures.windows(("gate", "PORT", "berth"))
            seen[moment // days(1)] = window.share if window.begin <= moment < window.end else 1.0

        theatre.after(moment, look)
    theatre.run()
    assert {day for day, share in seen.items() if share == 0.25} == {2, 3, 4, 5, 9, 10, 11, 12}
