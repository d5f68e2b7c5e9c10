"""Monitoring of shipping against paper: M/G/infinity, Erlang B and C, Pollaczek and Khinchine, batches."""

from collections import Counter
from math import factorial, sqrt

import pytest

from posture.core.clock import DAY
from posture.operations.shipping.measures import (
    contact_share,
    contact_wait_minutes,
    contact_waited_share,
    contacts_present,
    ships_busy_share,
)
from posture.runs.simulate import prepare, simulate

SEA = """
horizon: {days} d
shipping:
  waters:
    sea: {{ships: {ships}, contacts: {rate} per day, {more}}}
"""
MEAN, SEED = 3600, 1
LAWS = {
    "exponential": "{exponential: {mean: 3600 s}}",
    "fixed": "3600 s",
    "lognormal": "{lognormal: {median: 2183.5 s, p90: 7866.4 s}}",
}
"""All with a mean of an hour; the lognormal's logarithm has a standard deviation of 1."""


def logs(load_text, number, days, ships, load, more):
    text = SEA.format(days=days, ships=ships, rate=24 * load, more=more)
    case = prepare(load_text(text))
    return [simulate(case, SEED, replication) for replication in range(number)]


def close(values, wanted):
    """Within 2 % and three standard errors."""
    mean = sum(values) / len(values)
    error = sqrt(sum((one - mean) ** 2 for one in values) / (len(values) - 1) / len(values))
    return abs(mean / wanted - 1) < 0.02 and abs(mean - wanted) < 3 * error


def erlang_b(servers, load):
    terms = [load**k / factorial(k) for k in range(servers + 1)]
    return terms[-1] / sum(terms)


def erlang_c(servers, load):
    lost = erlang_b(servers, load)
    return servers * lost / (servers - load * (1 - lost))


def test_the_formulas_are_those_of_the_tables():
    assert erlang_b(3, 1.5) == pytest.approx(0.134328, abs=1e-6)
    assert erlang_c(3, 1.5) == pytest.approx(0.236842, abs=1e-6)
    assert erlang_c(1, 0.5) == pytest.approx(0.5)


@pytest.mark.parametrize("law", LAWS)
def test_contacts_within_reach_are_poisson_as_in_m_g_infinity_whatever_the_law(load_text, law):
    """Their number at a moment has mean and variance equal to rate times mean stay."""
    load, found = 6, []
    runs = logs(load_text, 8, 60, 1000, load, f"hailing: 0 s, stays: {LAWS[law]}")
    assert close([contacts_present(log)["sea"] for log in runs], load)
    for log in runs:
        there = Counter()
        for row in log.of("contact"):
            first = -(-row.time // (6 * MEAN))
            there.update(range(first, -(-(row.time + row.amount) // (6 * MEAN))))
        numbers = [there[moment] for moment in range(2, 60 * 4)]
        mean = sum(numbers) / len(numbers)
        found.append(sum((one - mean) ** 2 for one in numbers) / (len(numbers) - 1) / mean)
    assert sum(found) / len(found) == pytest.approx(1, abs=3 * sqrt(2 / (8 * 238)))


def test_with_ships_for_all_as_many_are_busy_as_in_m_g_infinity(load_text):
    runs = logs(load_text, 10, 90, 40, 6, f"hailing: {LAWS['lognormal']}")
    assert close([ships_busy_share(log)["sea"] * 40 for log in runs], 6)
    assert all(contact_waited_share(log)["sea"] == 0 for log in runs)


def test_waiting_and_waits_are_those_of_erlang_c(load_text):
    servers, load = 3, 1.5
    runs = logs(load_text, 100, 200, servers, load, f"hailing: {LAWS['exponential']}")
    waits = erlang_c(servers, load)
    assert close([contact_waited_share(log)["sea"] for log in runs], waits)
    assert close([contact_wait_minutes(log)["sea"] for log in runs], waits / (servers - load) * 60)
    assert close([ships_busy_share(log)["sea"] for log in runs], load / servers)


def test_a_rate_wrong_by_a_twentieth_is_seen(load_text):
    runs = logs(load_text, 20, 100, 3, 1.5 * 1.05, f"hailing: {LAWS['exponential']}")
    assert not close([contact_waited_share(log)["sea"] for log in runs], erlang_c(3, 1.5))


@pytest.mark.parametrize("law", ["fixed", "exponential"])
def test_one_ship_waits_as_pollaczek_and_khinchine_say(load_text, law):
    """Half the load over what is left, times the mean, times one and the squared variation."""
    load, variation = 0.5, {"fixed": 0, "exponential": 1}[law]
    runs = logs(load_text, {"fixed": 60, "exponential": 120}[law], 300, 1, load, f"hailing: {LAWS[law]}")
    wanted = load / (1 - load) * (1 + variation) / 2 * 60
    assert close([contact_wait_minutes(log)["sea"] for log in runs], wanted)


@pytest.mark.parametrize("law", LAWS)
def test_those_that_nobody_can_hail_at_once_and_that_are_gone_are_lost_as_in_erlang_b(load_text, law):
    runs = logs(load_text, 12, 100, 3, 1.5, f"hailing: {LAWS[law]}, stays: 0 s")
    assert close([1 - contact_share(log)["sea"] for log in runs], erlang_b(3, 1.5))


def test_contacts_that_come_together_are_as_uneven_as_their_number_makes_them(load_text):
    """Variance over mean of a day's contacts is E[n^2] / E[n]: 5/3 for one and two by halves."""
    days, ratios = 300, []
    for log in logs(load_text, 10, days, 100, 1, "hailing: 1 s, together: {empirical: [1, 2]}"):
        counts = Counter(row.time // DAY for row in log.of("contact"))
        numbers = [counts[day] for day in range(days)]
        mean = sum(numbers) / days
        ratios.append(sum((one - mean) ** 2 for one in numbers) / (days - 1) / mean)
        assert mean == pytest.approx(24, rel=0.1)
    assert sum(ratios) / 10 == pytest.approx(5 / 3, abs=3 * 5 / 3 * sqrt(2 / 3000))
