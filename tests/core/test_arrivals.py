"""Arrivals: one draw each, however the rate changes."""

from itertools import pairwise
from math import log

import pytest

from posture.core.arrivals import ArrivalProcess, check_weights
from posture.core.clock import DAY, HOUR, Clock, utc
from posture.core.rng import Streams


def moments(daily, hours=(), days=20, *, deterministic=True):
    chance = Streams(1, 0, deterministic=deterministic)
    arrivals = ArrivalProcess(chance, Clock(utc(2023, 7, 3)), "sea", daily, hours)
    return list(arrivals.moments(days * DAY)), chance.draws


def test_without_chance_they_come_evenly_by_the_median_of_an_exponential():
    found, _ = moments(lambda _: 4 / DAY)
    assert [b - a for a, b in pairwise(found)] == pytest.approx([log(2) * DAY / 4] * (len(found) - 1))


def test_twice_the_rate_brings_twice_as_many_in_half_the_time():
    once, _ = moments(lambda _: 3 / DAY, days=40)
    twice, _ = moments(lambda _: 6 / DAY, days=20)
    assert [2 * moment for moment in twice] == pytest.approx(once)


def test_at_no_rate_nothing_comes_and_what_was_to_come_waits_for_the_next_day():
    found, _ = moments(lambda day: 0 if day < 5 else log(2) / HOUR, days=6)
    assert found[0] == pytest.approx(5 * DAY + HOUR)


@pytest.mark.parametrize("rates", [(0, 2), (2, 0), (0, 0)])
def test_a_draw_of_nought_comes_at_once_where_anything_does(rates):
    class Nought:
        def uniform(self, *_):
            return 0.0

    arrivals = ArrivalProcess(Nought(), Clock(utc(2023, 7, 3)), "sea", lambda day: rates[day] / DAY, ())
    first = next(arrivals.moments(2 * DAY), None)
    assert first == {(0, 2): DAY, (2, 0): 0, (0, 0): None}[rates]


def test_an_hour_of_weight_nothing_is_left_out():
    hours = [1] * 12 + [0] * 12
    found, draws = moments(lambda _: 50 / DAY, hours, deterministic=False)
    assert {moment % DAY // (12 * HOUR) for moment in found} == {0}
    assert draws == len(found) + 1
    assert len(found) == pytest.approx(1000, abs=100)


@pytest.mark.parametrize(("months", "hours"), [((1,) * 11, ()), ((), (0,) * 24), ((0,) * 12, (1,) * 24)])
def test_weights_that_are_too_few_or_nothing_are_refused(months, hours):
    with pytest.raises(ValueError, match="weights, not all of them 0"):
        check_weights(months, hours)
