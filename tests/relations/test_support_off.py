"""What sees, what carries orders, what breaks and what feeds: each left out of the flank, and nothing else moves.

Equality is asked row by row, of all kinds of the operations that a small table of dependency does not reach; what is
left out changes what depends on it, with the sign that it should have.
"""

import os
from collections import Counter
from functools import lru_cache
from importlib import import_module
from math import inf
from statistics import fmean

import pytest

from posture.core.ids import SUPPLY, whole_of
from posture.operations.decision.measures import recognition_days
from posture.operations.reinforcement.measures import closure_days
from posture.runs.simulate import Prepared, simulate
from posture.scenario import load

TRUST = os.environ.get("POSTURE_TRUST") == "1"
DAYS = 60 if TRUST else 36
RUNS = range(24 if TRUST else 1)
"""One history is enough where rows must be equal, or each no later; it takes two where some must be sooner."""
SHOWS = tuple(f"decision.crises.{crisis}.shows_in=null" for crisis in ("north-east", "south-east"))
NOBODY_ASKS = "space.users.orbit-*=null"
SEEN_AS_THEY_COME = ("air_policing.areas.*.seen_in=null", "shipping.waters.*.seen_in=null")
OFF = {
    "surveillance": ("surveillance=null", *SHOWS, NOBODY_ASKS, *SEEN_AS_THEY_COME),
    "command": ("command=null", "cyber.systems.*-network=null", "space.users.mnd-*=null"),
    "cyber": ("cyber=null",),
    "space": ("space=null",),
    "sustainment": ("sustainment=null",),
}

MOVES = {
    "surveillance": {"decision", "air_policing", "shipping"},  # signs, and what passes
    "space": {"surveillance", "command", "movement"},  # hours of orbits, headquarters and formations
    "cyber": {"command", "movement"},  # networks, and gates
    "command": {"reinforcement"},  # orders to move
    "sustainment": {"movement"},  # lift and gates
    "movement": {"reinforcement", "sustainment", "missile_defence"},  # arrivals, of batteries too
    "reinforcement": {
        "movement",
        "sustainment",
        "readiness",
    },  # parts that set off, close and are no longer on call
    "decision": {"reinforcement", "readiness", "rotations", "air_policing", "early_warning", "maritime"}
    | {"missile_defence"},
}
"""What each operation moves at once in the flank; whatever is not reached from one of them cannot depend on it."""
QUIET = {
    "surveillance": (
        {"decision", "air_policing", "shipping"},
        ("decision.crises.*.active=false", *SEEN_AS_THEY_COME),
    ),
    "command": ({"surveillance"}, (NOBODY_ASKS,)),
    "space": ({"surveillance"}, (NOBODY_ASKS,)),
}
"""What moves nothing in both scenarios that are compared, since else all would be reached, and how."""
WRITES = {
    "air_policing": {"base", "on alert", "serviceable", "watch"},
    "cyber": {"degrades"},
    "decision": {"indication", "order", "released"},
    "early_warning": {"early-warning base", "manning"},
    "maritime": {"enters straits", "leaves the Black Sea", "presence", "ship", "ship is"},
    "rotations": {"bumped", "claimed", "declared", "pooled"},
}
"""Kinds of the theatre that an operation alone writes here, beside its own."""


def kinds_of(operation):
    """All kinds of rows that an operation writes and no other does."""
    declared = import_module(f"posture.operations.{operation}.event_kinds").EVENT_KINDS
    return set(declared) | WRITES.get(operation, set())


def touched(what):
    """The operations whose own settings are taken away, and not on both sides."""
    _, quiet = QUIET.get(what, (set(), ()))
    return {word.partition("=")[0].partition(".")[0] for word in OFF[what] if word not in quiet}


def reached(what):
    """These operations and all that they move, one through the other."""
    quiet, _ = QUIET.get(what, (set(), ()))
    found, more = set(), touched(what)
    while more:
        found |= more
        more = {moved for one in found - quiet for moved in MOVES.get(one, ()) if moved not in quiet} - found
    return found


OPERATIONS = {*MOVES, *WRITES}
BATTLEGROUPS = {"bulgaria", "estonia", "hungary", "latvia", "lithuania", "poland", "romania", "slovakia"}


@lru_cache(maxsize=2 if TRUST else 16)
def flank(*words):
    return Prepared(load("eastern-flank-2023", [f"horizon={DAYS} d", *words]).scenario, {})


@lru_cache(maxsize=2 * len(RUNS) if TRUST else 32)
def history(number, *words):
    return simulate(flank(*words), 3, number)


def rows(log, kinds):
    return [row for row in log if row.kind in kinds]


def closures(number, *words):
    return closure_days(history(number, *words))


def both(what, number):
    """Histories with and without one of them, where what would reach everything is quiet."""
    _, words = QUIET.get(what, (set(), ()))
    return history(number, *words), history(
        number, *words, *(word for word in OFF[what] if word not in words)
    )


@pytest.mark.parametrize("what", OFF if TRUST else [one for one in OFF if one not in {"cyber", "command"}])
def test_without_one_of_them_none_of_its_rows_is_left_and_what_does_not_depend_on_it_stays(what):
    stays = OPERATIONS - reached(what)
    assert {"air_policing", "early_warning", "maritime", "rotations"} <= stays
    at_work: Counter[str] = Counter()
    for number in RUNS:
        before, after = both(what, number)
        for operation in stays:
            wrote = rows(before, kinds_of(operation))
            at_work[operation] += len(wrote)
            assert wrote == rows(after, kinds_of(operation)), operation
        at_work[what] += len(rows(before, kinds_of(what)))
        assert not rows(after, kinds_of(what))
    assert all(at_work[one] for one in (what, *stays)), at_work


LEVELS = (SUPPLY, "network lost", "satellite lost", "depot-")
BEGINS = {
    "surveillance": "recognised",
    "command": "order asked",
    "cyber": "incident",
    "space": "order asked",
    "sustainment": "sent for",
}
"""With which kind of row each begins to move others."""


def until(log, kinds, end):
    """Rows before a moment, but for those of these kinds and of their levels."""
    return [row for row in log if row.time < end and row.kind not in kinds and not row.who.startswith(LEVELS)]


@pytest.mark.parametrize("what", OFF)
def test_nothing_moves_before_the_first_of_them_is_at_work(what):
    """Until then every row is the same, of all operations and in the same order."""
    own = {"freight"}.union(*map(kinds_of, touched(what)))
    for number in RUNS:
        before, after = both(what, number)
        first = next((row.time for row in before if row.kind == BEGINS[what]), inf)
        assert until(before, own, first) == until(after, own, first)


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


def test_without_incidents_no_order_is_out_later_and_some_are_sooner():
    """Networks are hit often here, so that some order of every few is written while one is down."""
    often, sooner = "cyber.systems.*-network.incidents=40 per year", 0
    for number in range(max(2, len(RUNS))):
        took, takes = order_times(number, often), order_times(number, *OFF["cyber"])
        shared = takes.keys() & took.keys()
        assert all(takes[who] <= took[who] for who in shared)
        sooner += sum(takes[who] < took[who] for who in shared)
    assert sooner


def test_without_short_satellite_hours_orders_are_out_sooner():
    """With nobody who gives more, the division that is served last is short throughout."""
    for number in RUNS:
        took, takes = order_times(number, "space.reserves=null"), order_times(number, *OFF["space"])
        shared = takes.keys() & took.keys()
        assert sum(takes[who] for who in shared) < sum(took[who] for who in shared)


@pytest.mark.parametrize("what", ["command", "sustainment"] if TRUST else ["sustainment"])
def test_without_them_brigades_close_no_later_on_the_average(what):
    gained = []
    for number in RUNS:
        before, after = closures(number), closures(number, *OFF[what])
        assert {whole_of(name) for name in before} >= BATTLEGROUPS
        gained += [min(before[name], DAYS) - min(after[name], DAYS) for name in after]
    assert any(gained)
    if TRUST:
        assert fmean(gained) > 0
