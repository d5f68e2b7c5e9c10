"""Stocks against paper: lost sales as Erlang B, on hand as Hadley and Whitin, and arithmetic without chance."""

from json import dumps
from math import factorial, sqrt

import pytest

from posture.core.clock import DAY, Clock, days, hours, utc
from posture.core.distributions import Constant, Exponential
from posture.core.measure import over_time
from posture.core.rng import Streams
from posture.operations.sustainment.event_kinds import ON_HAND
from posture.operations.sustainment.measures import (
    days_until_out,
    depots_empty,
    least_days_of_supply,
    out_days,
    tonnes_a_day_asked,
    tonnes_a_day_delivered,
    tonnes_a_day_needed,
    unmet_share,
)
from posture.operations.sustainment.process import start
from posture.operations.sustainment.schema import Sustainment
from posture.theatre import Theatre
from posture.theatre.forces import Unit
from posture.theatre.requests import Arrival, Move, Sustain

UNITS = {
    "soldiers": {"nation": "LT", "home": "CAMP", "people": 100},
    "depot": {"nation": "DE", "home": "STORE", "containers": 90_000, "tonnes": "900000 t"},
}
"""A hundred people at 10 kg a day use a piece of a tonne a day."""


def run(lead, reorder, upto, *, ends, issue="steady", carried="3 d", seed=1, came=True, units=UNITS, joins=1):
    """The log of one stock; each piece sent for comes by itself after a lead time of its own."""
    theatre = Theatre(Clock(utc(2023, 7, 3)), Streams(seed, 0), round(days(ends)))
    written = {
        "issue": issue,
        "classes": {"food": {"cargo": "containers", "piece": "1 t", "person": "10 kg", "carried": carried}},
        "depots": {"west": {"unit": "depot", "modes": ["road"]}},
        "brigades": {"b": {"depot": "west", "reorder": reorder, "upto": upto}},
    }
    told = {name: Unit.model_validate_json(dumps(one)) for name, one in units.items()}
    start(theatre, Sustainment.model_validate_json(dumps(written)), told)

    def move(request: Move):
        for number in range(request.pieces):
            wait = theatre.chance.seconds(lead, "lead", "time")
            arrival = Arrival(request.name, f"{request.name}/{number}", 1)
            theatre.after(max(1, wait), lambda one=arrival: request.arrived(one))
        return theatre.env.event()

    theatre.serve(Move, move)
    for number in range(joins):
        request = Sustain(f"b/{number}", "soldiers", "CAMP", came=came)
        theatre.after(days(number), lambda one=request: theatre.ask(one))
    theatre.run()
    return theatre.log


def close(values, wanted):
    """Within 2 % and three standard errors."""
    mean = sum(values) / len(values)
    error = sqrt(sum((one - mean) ** 2 for one in values) / (len(values) - 1) / len(values))
    return abs(mean / wanted - 1) < 0.02 and abs(mean - wanted) < 3 * error


def erlang_b(servers, load):
    terms = [load**k / factorial(k) for k in range(servers + 1)]
    return terms[-1] / sum(terms)


@pytest.mark.parametrize("lead", [Exponential(1.5 * DAY), Constant(1.5 * DAY)], ids=["exponential", "fixed"])
def test_one_for_one_with_lost_demand_is_erlang_b_whatever_the_lead_time(lead):
    """S = 3, a piece a day as Poisson, 1.5 days to come: B(3, 1.5) = 0.134328 of the published tables."""
    assert erlang_b(3, 1.5) == pytest.approx(0.134328, abs=1e-6)
    lost = [
        unmet_share(run(lead, "2 d", "3 d", ends=6000, issue="random", seed=seed))["b/food"]
        for seed in range(10)
    ]
    assert close(lost, erlang_b(3, 1.5))


def test_what_is_on_hand_is_the_mean_position_less_what_is_on_the_way():
    """Unit Poisson demand: the position is uniform on s + 1 to S, (20 + 1 + 30) / 2 - 5 = 20.5 on hand."""
    on_hand = [
        over_time(
            run(Constant(5 * DAY), "20 d", "30 d", ends=4000, issue="random", seed=seed, carried="30 d"),
            ON_HAND,
        )["b/food"]
        / days(4000)
        / 1000
        for seed in range(6)
    ]
    assert close(on_hand, 20.5)


def test_a_stock_without_chance_goes_down_a_piece_a_day_and_up_when_supply_comes():
    """Three pieces on day 0; two left after a day are as many as `reorder` says: three are sent for, for five."""
    log = run(Constant(1.5 * DAY), "2 d", "5 d", ends=9.9)
    told = [(row.time / DAY, row.amount // 1000) for row in log.of(ON_HAND)]
    assert told[:4] == [(0, 3), (1, 2), (2, 1), (2.5, 2)]
    assert [row.amount for row in log.of("sent for")] == [3000, 3000, 3000]
    assert [row.time / DAY for row in log.of("sent for")] == [1, 4, 7]
    assert least_days_of_supply(log)["b/food"] == 1
    assert out_days(log)["b/food"] == 0 == unmet_share(log)["b/food"]
    assert tonnes_a_day_needed(log) == {"b": 1}
    assert tonnes_a_day_asked(log)["b"] == pytest.approx(9 / 9.9)
    assert tonnes_a_day_delivered(log)["b"] == pytest.approx(9 / 9.9)


def test_what_comes_too_late_leaves_it_empty_for_so_long():
    """Sent for on day 1 with two days left, six days on the way: empty from day 3 to day 7."""
    log = run(Constant(6 * DAY), "2 d", "5 d", ends=7)
    assert out_days(log)["b/food"] == pytest.approx(4)
    assert days_until_out(log)["b/food"] == 4, "the piece of the fourth day is the first that is missing"
    assert unmet_share(log)["b/food"] == pytest.approx(3 / 7), "days 4, 5 and 6"


def test_two_units_use_twice_as_much_from_the_day_on_which_the_second_joins():
    log = run(Constant(DAY), "1 d", "9 d", ends=3.4, joins=2)
    told = [(row.time / DAY, row.amount // 1000) for row in log.of(ON_HAND)]
    assert (1.5, 4) in told, "a piece in half a day from day 1 on: 3 - 1 + 3 - 1"
    assert tonnes_a_day_needed(log) == {"b": 2}


def test_who_was_there_before_begins_with_a_full_store():
    log = run(Constant(DAY), "2 d", "5 d", ends=1, came=False)
    assert next(iter(log.of(ON_HAND))).amount == 5000


def test_an_empty_depot_sends_no_more_and_is_told_once():
    units = UNITS | {"depot": {"nation": "DE", "home": "STORE", "containers": 4}}
    log = run(Constant(hours(6)), "2 d", "5 d", ends=30, units=units)
    assert [row.amount for row in log.of("sent for")] == [3000, 1000]
    assert [row.amount for row in log.of("depot empty")] == [2000]
    assert depots_empty(log) == {"west/b": 4}
    assert days_until_out(log)["b/food"] == 3 + 4 + 1


@pytest.mark.parametrize("seed", range(6))
def test_more_on_the_shelf_never_leaves_it_empty_longer(seed):
    def empty(reorder):
        log = run(Exponential(4 * DAY), reorder, "12 d", ends=400, issue="random", seed=seed, carried="12 d")
        return out_days(log)["b/food"]

    assert empty("8 d") <= empty("4 d") <= empty("1 d")
