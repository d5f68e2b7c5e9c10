"""Hours of satellite communication against paper: sharing out, outages as alternating renewal, requests."""

from json import dumps

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posture.core.clock import Clock, days, utc
from posture.core.rng import Streams
from posture.operations.space.measures import (
    more_hours_days,
    satellite_hours_asked,
    satellite_hours_met,
    satellite_hours_offered,
    satellite_lost_days,
    satellite_short_days,
)
from posture.operations.space.process import share_out, start
from posture.operations.space.schema import Space
from posture.theatre import Theatre
from posture.theatre.levels import satellite_lost

TWO = {
    "first": {"band": "x", "hours": "30 per day", "headquarters": "division"},
    "second": {"band": "x", "hours": "20 per day", "priority": 1, "collector": "drone", "depends": 0.5},
}
FOUR = {"big": {"band": "x", "hours": "40 per day"}, "small": {"band": "x", "hours": "20 per day"}}


def run(ends=100, seed=1, levels=None, **written):
    theatre = Theatre(Clock(utc(2023, 7, 3)), Streams(seed, 0), days(ends))
    start(theatre, Space.model_validate_json(dumps({"users": TWO, "offers": FOUR} | written)), {})
    for day in levels or ():
        theatre.after(days(day) + 1, lambda day=day: levels.update({day: seen(theatre)}))
    theatre.run()
    return theatre.log


def seen(theatre):
    return (
        theatre.levels.get(satellite_lost("headquarters", "division")),
        theatre.levels.get(satellite_lost("collector", "drone")),
    )


@given(st.floats(0, 1000), st.lists(st.integers(1, 100), max_size=8))
def test_no_hour_is_made_or_wasted_and_nobody_is_passed_over(supply, wanted):
    served = share_out(supply, [(str(index), hours) for index, hours in enumerate(wanted)])
    assert sum(served.values()) == pytest.approx(min(supply, sum(wanted)))
    short = [index for index, hours in enumerate(wanted) if served[str(index)] < hours]
    assert all(served[str(index)] == 0 for index in short[1:]), "who comes after one that is short has none"


def test_what_is_enough_is_met_and_nobody_is_slower():
    levels = {1: None}
    log = run(levels=levels)
    assert levels == {1: (0, 0)}
    assert satellite_hours_met(log) == satellite_hours_asked(log) == {"first": 3000, "second": 2000}
    assert satellite_short_days(log) == {"first": 0, "second": 0}
    assert satellite_hours_offered(log) == {"x": 60}


def test_a_lost_station_takes_hours_from_the_least_urgent_first():
    """Forty of sixty hours go for ten days: twenty are left, the first has two thirds of what it needs."""
    outage = {"dark": {"offer": "big", "start": "20 d", "lasts": "10 d"}}
    levels = {19: None, 21: None, 31: None}
    log = run(levels=levels, outages=outage)
    assert levels[19] == (0, 0) == levels[31]
    assert levels[21] == (pytest.approx(1 / 3), 0.5)
    assert satellite_short_days(log) == {"first": 10, "second": 10}
    assert satellite_hours_met(log) == {"first": 90 * 30 + 10 * 20, "second": 90 * 20}
    assert satellite_lost_days(log) == {"big": 10}
    assert satellite_hours_offered(log)["x"] == pytest.approx(56)


def test_a_degraded_service_leaves_its_share_and_the_worse_of_two_counts():
    outages = {
        "half": {"offer": "big", "start": "20 d", "lasts": "20 d", "leaves": 0.5},
        "tenth": {"offer": "big", "start": "30 d", "lasts": "5 d", "leaves": 0.1},
    }
    log = run(outages=outages)
    told = [(row.time // days(1), row.amount) for row in log.of("lost")]
    assert told == [(20, 500), (30, 100), (35, 500), (40, 1000)]
    assert satellite_lost_days(log) == {"big": 20}
    assert satellite_short_days(log) == {"first": 5, "second": 20}, "40 h for 50; then 24 for 50"


def test_allies_are_asked_once_somebody_is_short_and_give_after_their_response():
    written = {
        "outages": {"dark": {"offer": "big", "start": "20 d", "lasts": "60 d"}},
        "reserves": {"more": {"band": "x", "hours": "30 per day", "response": "3 d"}},
    }
    log = run(**written)
    assert more_hours_days(log) == {"more": 3}
    assert satellite_short_days(log) == {"first": 3, "second": 3}, "20 + 30 are enough for both"
    assert more_hours_days(run(**written | {"outages": {}})) == {}
    late = run(**written | {"reserves": {"more": written["reserves"]["more"] | {"response": "90 d"}}})
    assert more_hours_days(late) == {"more": float("inf")}


def test_failures_by_chance_are_an_alternating_renewal_process():
    """Sound for 30 d, lost for 10 d, on average: three quarters of forty hours, and all of the other twenty."""
    failure = {"every": {"exponential": {"mean": "30 d"}}, "lasts": {"exponential": {"mean": "10 d"}}}
    offers = {**FOUR, "big": FOUR["big"] | {"failure": failure}}
    found = [satellite_hours_offered(run(40_000, seed, offers=offers))["x"] for seed in range(4)]
    assert sum(found) / 4 == pytest.approx(0.75 * 40 + 20, rel=0.02)
