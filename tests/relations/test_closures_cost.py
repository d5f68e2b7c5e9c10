"""What a closure costs: no more than it lasts and a little, never less if longer, and never the whole brigade.

Paired runs of the brigade in Lithuania, with the Suwalki corridor or a port shut for some days: a few
pairs each, two hundred and more days to begin on with POSTURE_TRUST=1.
"""

import os
from functools import lru_cache
from math import inf
from statistics import mean

import pytest

from posture.outcomes.ledger import closed, entries
from posture.runs.simulate import Prepared, simulate
from posture.scenario import load

TRUST = os.environ.get("POSTURE_TRUST") == "1"
PAIRS = 200 if TRUST else 3
BEGINS = (0, 4, 6, 10) if TRUST else (6,)
LITTLE = 3.0
"""Days that a closure may cost beyond its length: trains bunch behind it, and wagons come back late."""
GAINS = 0.1
"""Days by which a closure may seem to help: two ways that take as long change places."""


@lru_cache
def closure_days(*sets: str) -> tuple[float, ...]:
    """Days from the first sign to the closure, pair by pair; each ledger is held to balance."""
    case = Prepared(load("lithuania-brigade", sets).scenario, {})
    found = []
    for replication in range(PAIRS):
        log = simulate(case, 1, replication, check=True)
        took = dict(closed(log)).get("lithuania", inf)
        assert took == inf or sum(entry.seconds for entry in entries(log, "lithuania")) == took
        found.append(took / 86_400)
    return tuple(found)


def shut(begin: int, days: int | None) -> tuple[str, ...]:
    end = () if days is None else (f"closures.suwalki.end={begin + days} d",)
    return "closures.suwalki.active=true", f"closures.suwalki.start={begin} d", *end


@pytest.mark.parametrize("begin", BEGINS)
def test_a_corridor_shut_for_some_days_costs_no_more_than_these_and_a_little(begin):
    free = closure_days()
    before = 0.0
    for days in (1, 7, 14):
        extra = [late - soon for late, soon in zip(closure_days(*shut(begin, days)), free, strict=True)]
        assert max(extra) <= days + LITTLE, f"shut from day {begin} for {days} days"
        assert mean(extra) >= before - 0.5, "the longer closure is no cheaper on average"
        before = mean(extra)


def test_what_is_over_before_anything_moves_costs_nothing():
    assert closure_days(*shut(0, 4)) == closure_days()


def test_a_corridor_shut_for_good_costs_no_brigade_and_gains_nothing():
    """Ferries and ships take what the railway took, so that it costs little; only the mean is held.

    What comes late may, by chance, come before what came on time.
    """
    for begin in BEGINS:
        days = closure_days(*shut(begin, None))
        assert max(days) < inf
        assert mean(days) > mean(closure_days()) - GAINS


@pytest.mark.parametrize(
    "closure",
    [
        "{place: PORT_KLAIPEDA}",
        "{place: PORT_KLAIPEDA, start: 6 d}",
        "{place: PORT_KLAIPEDA, gate: berth, start: 12 d}",
        "{place: RT_MOCKAVA, start: 8 d}",
        "{place: AIR_EYKA, gate: airfield, start: 2 d}",
    ],
)
def test_a_port_an_airfield_or_a_change_of_gauge_that_shuts_is_gone_round(closure):
    """A stop on the way is a wish with a cost, not a wall."""
    days = closure_days(f"closures.shut={closure}")
    assert sum(day < inf for day in days) >= 0.9 * len(days)
    assert mean(day for day in days if day < inf) >= mean(closure_days()) - 1
