"""More equipment in store, and one operation less: what must follow, on the average and to the row.

A store saves the journey of what it holds. Single runs may still close later (Graham 1966): trains, ships and
places of reception serve in another order, and somebody else's piece is the last. On the average they do not.
"""

import os
from functools import cache
from math import sqrt

import pytest

from posture.operations.reinforcement import closure_days
from posture.outcomes import MEASURES
from posture.scenario import load
from posture.study.simulate import Prepared, prepare, simulate

TRUST = os.environ.get("POSTURE_TRUST") == "1"
SEEDS = 200 if TRUST else 60
whole = pytest.mark.skipif(not TRUST, reason="a long proof; POSTURE_TRUST=1 runs it")
SOUTH_EAST_OFF = "decision.crises.south-east.active=false"


def in_store(share):
    """The overrides by which two battalions of the brigade in Lithuania have so much in store at Rukla."""
    for part in ("mechanised-1", "mechanised-2"):
        path = f"reinforcement.brigades.lithuania.parts.{part}"
        yield from (
            f"{path}.arrangement=prepositioned",
            f"{path}.site=rukla",
            f"{path}.prepositioned={share}",
        )


@cache
def closures(scenario, brigade, overrides):
    """Closure of one brigade, replication by replication, on the same draws whatever is overridden."""
    case = prepare(load(scenario, overrides).scenario)
    return [closure_days(simulate(case, 11, number))[brigade] for number in range(SEEDS)]


def lithuania(share):
    """Closures of the brigade in Lithuania with so much in store."""
    return closures("lithuania-brigade", "lithuania", tuple(in_store(share)))


def interval(less, more):
    """Mean paired difference and the half width of its 99 % interval."""
    gaps = [after - before for before, after in zip(less, more, strict=True)]
    mean = sum(gaps) / len(gaps)
    return mean, 2.6 * sqrt(sum((gap - mean) ** 2 for gap in gaps) / (len(gaps) - 1) / len(gaps))


def test_two_battalions_in_store_shorten_closure_on_the_average_beyond_doubt():
    mean, half = interval(lithuania(0.0), lithuania(1.0))
    assert mean + half < 0


def test_and_yet_some_seeds_close_later():
    """The counter-example that the model's page explains: less on the road, and another order at the queues."""
    assert any(after > before for before, after in zip(lithuania(0.0), lithuania(1.0), strict=True))


@whole
@pytest.mark.parametrize(("less", "more"), [(0.0, 0.25), (0.25, 0.5), (0.5, 0.75), (0.75, 1.0)])
def test_no_step_of_more_stock_lengthens_closure_on_the_average(less, more):
    mean, half = interval(lithuania(less), lithuania(more))
    assert mean <= half


@whole
def test_the_set_at_sennelager_does_not_lengthen_the_closure_in_estonia():
    path = "reinforcement.brigades.estonia.parts.mechanised-1.prepositioned"
    ask = ("eastern-flank-2023", "estonia")
    less, more = (closures(*ask, (SOUTH_EAST_OFF, f"{path}={share}")) for share in (0.0, 1.0))
    mean, half = interval(less, more)
    assert mean <= half


def rows(*overrides, replications):
    """Every answer to every measure of the flank in some replications."""
    case = Prepared(load("eastern-flank-2023", overrides).scenario, {})
    logs = [simulate(case, 5, number) for number in range(replications)]
    return [
        {(name, who): value for name, one in MEASURES.items() for who, value in one.of(log).items()}
        for log in logs
    ]


def left_alone(gone, without, measures):
    """The answers to some measures, less those about what is gone; they are the same without it."""
    for before, after in zip(gone, without, strict=True):
        left = {key: value for key, value in before.items() if key[0] in measures}
        ours = {key: value for key, value in left.items() if key in after or key[1] not in AIR_BASES}
        assert ours
        assert {key: value for key, value in after.items() if key in ours} == ours


NO_CRISIS = ("decision.crises.north-east.active=false", "decision.crises.south-east.active=false")
POOL = ("fill_share", "gap_count", "stand_by_share", "home_ready_share", "dwell_ratio")
BRIGADES = ("closure_days", "part_closure_days", "delay_days")
AIR = ("tracks", "answered_share", "response_minutes_p50", "alert_coverage_share", "sorties")
AIR_BASES = {"siauliai", "amari", "fetesti", "mihail-kogalniceanu", "graf-ignatievo", "campia-turzii"}


def test_without_air_policing_the_rows_of_pool_and_tiers_are_the_same():
    """One operation less: its own rows are gone, and all others as they were."""
    both = rows(*NO_CRISIS, replications=1), rows(*NO_CRISIS, "air_policing=null", replications=1)
    left_alone(*both, POOL)


@whole
def test_without_air_policing_the_rows_of_brigades_are_the_same_too():
    both = rows(replications=20), rows("air_policing=null", replications=20)
    left_alone(*both, (*POOL, *BRIGADES))


@whole
def test_without_the_south_east_the_watch_in_the_air_is_the_same():
    """Brigades share lift, so those of the other region may change; the watch does not."""
    left_alone(rows(replications=20), rows("decision.crises.south-east.active=false", replications=20), AIR)
