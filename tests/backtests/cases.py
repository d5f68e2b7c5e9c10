"""Shipped cases of the past, run once for all tests that hold them against their dates."""

from datetime import UTC, datetime
from functools import cache

from posture.core.clock import Clock, days
from posture.runs.simulate import prepare, simulate
from posture.scenario import load


@cache
def case(name):
    return prepare(load(name).scenario)


@cache
def certain(name):
    """The history without chance."""
    return simulate(case(name), 1, 0, deterministic=True, check=True)


@cache
def chances(name, replications):
    return [simulate(case(name), 1, replication) for replication in range(replications)]


def moment(name, date):
    """Days from the start of a scenario to the beginning of a date."""
    day = datetime.fromisoformat(date).replace(tzinfo=UTC)
    return Clock(case(name).scenario.start).seconds(day) / days(1)
