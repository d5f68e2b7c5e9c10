"""What sees, what carries orders, what breaks and what feeds: each left out of the flank, and nothing else moves.

Equality is asked row by row; what is left out changes what depends on it, with the sign that it should have.
"""

import os
from functools import lru_cache
from statistics import fmean

import pytest

from posture.core.ids import SUPPLY, whole_of
from posture.operations.decision.measures import recognition_days
from posture.operations.reinforcement.measures import closure_days
from posture.runs.simulate import Prepared, simulate
from posture.scenario import load

TRUST = os.environ.get("POSTURE_TRUST") == "1"
DAYS = 60 if TRUST else 40
RUNS = range(24 if TRUST else 2)
SHOWS = tuple(f"decision.crises.{crisis}.shows_in=null" for crisis in ("north-east", "south-east"))
OFF = {
    "surveillance": (
        "surveillance=null",
        *SHOWS,
        "space.users.orbit-north=null",
        "space.users.orbit-south=null",
    ),
    "command": ("command=null", "cyber.systems.*-network=null", "space.users.mnd-*=null"),
    "cyber": ("cyber=null",),
    "space": ("space=null",),
    "sustainment": ("sustainment=null",),
}
WATCH = {
    "track", "scrambled", "meets", "on alert", "no pair", "flies", "serviceable", "handover gap", "cannibalised",
}  # fmt: skip
"""Rows of air policing, which no crisis asks for anything here."""
BATTLEGROUPS = {"bulgaria", "estonia", "hungary", "latvia", "lithuania", "poland", "romania", "slovakia"}


@lru_cache(maxsize=2)
def flank(*words):
    return Prepared(load("eastern-flank-2023", [f"horizon={DAYS} d", *words]).scenario, {})


@lru_cache(maxsize=2 * len(RUNS))
def history(number, *words):
    return simulate(flank(*words), 3, number)


def rows(log, kinds):
    return [row for row in log if row.kind in kinds]


def closures(number, *words):
    return closure_days(history(number, *words))


@pytest.mark.parametrize("what", OFF)
def test_without_one_of_them_none_of_its_rows_is_left_and_what_does_not_depend_on_it_stays(what):
    own = {
        "surveillance": {"watches", "coverage", "overcast", "sign", "found"},
        "command": {"order asked", "order begun", "order out", "staffed"},
        "cyber": {"incident", "recovered"},
        "space": {"offered", "hours asked", "hours met", "lost"},
        "sustainment": {"needs", "on hand", "sent for", "delivered"},
    }[what]
    for number in RUNS:
        before, after = history(number), history(number, *OFF[what])
        assert rows(before, WATCH) == rows(after, WATCH)
        assert any(row.kind in own for row in before)
        assert not any(row.kind in own for row in after)


def until(log, kinds, end):
    """Rows before a moment, but for those of these kinds and of their levels."""
    return [row for row in log if row.time < end and row.kind not in kinds and not row.who.startswith(LEVELS)]


LEVELS = (SUPPLY, "network lost", "satellite lost", "depot-")


def test_nothing_moves_before_the_first_of_them_is_at_work():
    """Nobody is fed before a part has closed; until then every row is the same, and in the same order."""
    fed = {"needs", "on hand", "sent for", "delivered", "unmet", "depot empty"}
    for number in RUNS:
        before, after = history(number), history(number, *OFF["sustainment"])
        first = next(row.time for row in before if row.kind == "sent for")
        assert until(before, fed, first) == until(after, fed, first)


def test_without_surveillance_no_crisis_is_recognised_sooner_and_some_are_later():
    seen, blind = [], []
    for number in RUNS:
        with_, without = (recognition_days(history(number, *words)) for words in ((), OFF["surveillance"]))
        assert all(with_[crisis] <= without[crisis] for crisis in without)
        seen += with_.values()
        blind += without.values()
    assert fmean(seen) < fmean(blind)


def order_times(number, *words):
    """Seconds from asking for each order to move until it was out."""
    return {row.who: row.amount for row in history(number, *words).of("order out")}


def test_without_incidents_no_order_is_out_later():
    for number in RUNS:
        took, takes = order_times(number), order_times(number, *OFF["cyber"])
        assert all(takes[who] <= took[who] for who in takes.keys() & took.keys())


def test_without_short_satellite_hours_orders_are_out_sooner():
    """With nobody who gives more, the division that is served last is short throughout."""
    for number in RUNS:
        took, takes = order_times(number, "space.reserves=null"), order_times(number, *OFF["space"])
        both = takes.keys() & took.keys()
        assert sum(takes[who] for who in both) < sum(took[who] for who in both)


@pytest.mark.parametrize("what", ["command", "sustainment"])
def test_without_them_brigades_close_no_later_on_the_average(what):
    gained = []
    for number in RUNS:
        before, after = closures(number), closures(number, *OFF[what])
        assert {whole_of(name) for name in before} >= BATTLEGROUPS
        gained += [min(before[name], DAYS) - min(after[name], DAYS) for name in after]
    assert any(gained)
    if TRUST:
        assert fmean(gained) > 0
