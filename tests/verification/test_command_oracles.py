"""Orders against paper: latency as M/M/c, speed of networks, urgency, and teams that join."""

from json import dumps
from math import factorial, log1p, sqrt
from random import Random

import pytest

from posture.core.clock import HOUR, Clock, days, hours, utc
from posture.core.rng import Streams
from posture.operations.command.measures import (
    longest_order_hours,
    movement_orders,
    order_latency_hours,
    order_teams,
    order_wait_hours,
)
from posture.operations.command.process import start
from posture.operations.command.schema import Command
from posture.theatre import Theatre
from posture.theatre.levels import network_lost
from posture.theatre.requests import MovementOrder


def run(moments, seed=1, ends=4000, then=None, **written):
    """The log of a headquarters asked for orders at moments, each for a formation, in seconds."""
    theatre = Theatre(Clock(utc(2023, 7, 3)), Streams(seed, 0), days(ends))
    told = {"headquarters": {"division": {"brigades": {"b": 0, "c": 1}} | written}}
    start(theatre, Command.model_validate_json(dumps(told)))
    for formation, moment in moments:
        theatre.after(moment, lambda one=formation: theatre.ask(MovementOrder(one)))
    if then:
        then(theatre)
    theatre.run()
    return theatre.log


def out(log):
    return {row.who: row.time / HOUR for row in log.of("order out")}


def erlang_c(servers, load):
    terms = [load**k / factorial(k) for k in range(servers + 1)]
    last = terms[-1] * servers / (servers - load)
    return last / (sum(terms[:-1]) + last)


@pytest.mark.parametrize(("teams", "load"), [(1, 0.6), (3, 2.1)])
def test_the_latency_of_orders_is_that_of_many_servers(teams, load):
    """Formations as a Poisson process, exponential work of a mean of 10 h: M/M/c."""
    waits, latencies = [], []
    for seed in range(10):
        random, moment, moments = Random(seed), 0.0, []
        while moment < days(2600):
            moment += -log1p(-random.random()) * hours(10) / load
            moments.append((f"b/{len(moments)}", int(moment)))
        log = run(moments, seed, teams=teams, order={"exponential": {"mean": "10 h"}})
        waits.append(order_wait_hours(log)["division"])
        latencies.append(order_latency_hours(log)["division"])
    wait = erlang_c(teams, load) * 10 / (teams - load)
    assert close(latencies, wait + 10)
    assert abs(sum(waits) / 10 / wait - 1) < 0.04


def close(values, wanted):
    """Within 2 % and three standard errors."""
    mean = sum(values) / len(values)
    error = sqrt(sum((one - mean) ** 2 for one in values) / (len(values) - 1) / len(values))
    return abs(mean / wanted - 1) < 0.02 and abs(mean - wanted) < 3 * error


NINE = [(f"b/{number}", 0) for number in range(1, 10)]


def test_nine_formations_and_two_teams_take_five_rounds():
    log = run(NINE, teams=2, order="6 h")
    assert sorted(out(log).values()) == [6, 6, 12, 12, 18, 18, 24, 24, 30]
    assert order_latency_hours(log)["division"] == pytest.approx(150 / 9)
    assert longest_order_hours(log)["division"] == 30
    assert movement_orders(log)["division"] == 9


def test_the_urgent_brigade_goes_first_and_what_has_begun_is_finished():
    log = run([("c/1", 0), ("c/2", 0), ("b/1", hours(1))], order="6 h")
    assert out(log) == {"c/1": 6, "b/1": 12, "c/2": 18}


@pytest.mark.parametrize(
    ("lost", "ends"), [(0.0, 6), (0.5, 2 + 2 / 0.5 + 2), (1.0, 2 + 4 + 4), (0.25, 2 + 4 + 1)]
)
def test_work_goes_on_at_the_speed_that_the_network_leaves(lost, ends):
    """Six hours of work; from the second to the sixth hour only a share of the network is there."""

    def degrade(theatre):
        level = network_lost("division")
        theatre.after(hours(2), lambda: theatre.levels.set(level, lost))
        theatre.after(hours(6), lambda: theatre.levels.set(level, 0))

    assert out(run([("b/1", 0)], order="6 h", then=degrade)) == {"b/1": ends}


def test_a_forward_element_joins_after_its_order_and_its_notice():
    element = {"teams": 2, "after": "go", "notice": "9 h"}

    def order(theatre):
        theatre.after(hours(1), lambda: theatre.orders.give("deploy", "go"))

    log = run(NINE, order="6 h", elements={"forward": element}, then=order, ends=10)
    assert sorted(out(log).values()) == [6, 12, 16, 16, 18, 22, 22, 24, 28]
    assert order_teams(log)["division"] == pytest.approx((240 + 2 * 230) / 240)


def test_who_has_no_headquarters_needs_no_order():
    theatre = Theatre(Clock(utc(2023, 7, 3)), Streams(1, 0), days(1))
    start(theatre, Command())
    assert theatre.ask(MovementOrder("b/1")).triggered
