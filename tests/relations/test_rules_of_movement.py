"""The rules of movement with a switch, taken away one by one from the brigade in Lithuania: sign and interval.

`docs/rules.md` has the same on the flank, where a run takes thirty times as long.
"""

from math import sqrt

import pytest

from posture.operations.reinforcement import closure_days
from posture.runs.simulate import simulate

PAIRS = 30
VEHICLES = "reinforcement.brigades.lithuania.parts.mechanised-1.lines.wheeled"
WITHOUT = {
    "what a unit owns beside its lines stays": (["reinforcement.rest=null"], "-"),
    "no ship or train waits for more that goes its way": (["movement.consolidation=0 s"], "-"),
    "no ferries by timetable": (["movement.ferries=null"], "+"),
    "notice begins with the release": (["reinforcement.notice_from=release"], "+"),
    "all take the way of the least travel time": (["movement.routes.weigh=travel time"], "+"),
    "nothing waits for hosts, marshalling or customs": (
        [
            "reinforcement.support=null",
            "movement.ports.any.marshal=null",
            "movement.airfields.any.marshal=null",
            "movement.customs=null",
        ],
        "-",
    ),
    "a battalion's vehicles halt for ten days on the way": (
        [f"{VEHICLES}.through=[CITY_PL_WARSAW]", f"{VEHICLES}.halts={{CITY_PL_WARSAW: 10 d}}"],
        "+",
    ),
}
"""What is taken away or put in, and whether the brigade is later (+) or sooner (-) for it."""


@pytest.fixture(scope="module")
def closed(shipped_case):
    """Days until the brigade closes, run by run."""

    def days(*changes):
        case = shipped_case("lithuania-brigade", *changes)
        return [closure_days(simulate(case, 1, number))["lithuania"] for number in range(PAIRS)]

    return days


@pytest.fixture(scope="module")
def written(closed):
    return closed()


@pytest.mark.parametrize("rule", WITHOUT)
def test_a_rule_taken_away_moves_the_brigade_as_it_should(closed, written, rule):
    """The mean of paired differences lies beyond nothing by more than chance (95 %)."""
    changes, sign = WITHOUT[rule]
    gaps = [after - before for before, after in zip(written, closed(*changes), strict=True)]
    mean = sum(gaps) / PAIRS
    half = 2.05 * sqrt(sum((gap - mean) ** 2 for gap in gaps) / (PAIRS - 1) / PAIRS)
    assert (mean > half) if sign == "+" else (mean < -half)
