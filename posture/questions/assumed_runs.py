"""What is assumed, as a width: one history for each joint draw of all figures that nobody has seen.

Chance and assumptions vary together, each draw with a chance of its own, so that as many histories as draws
give the width of both (Saltelli et al., Global Sensitivity Analysis, 2008, chapter 1).
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from math import inf
from typing import NamedTuple

from posture.core.errors import PostureError
from posture.experiments.joint_draws import Uncertain, changes, uncertain
from posture.experiments.matched_settings import drawn_setting
from posture.experiments.points import stack
from posture.operations.reinforcement.measures import closure_days
from posture.runs.dispatch import FailedItem, spread
from posture.runs.simulate import prepare, simulate
from posture.scenario import Loaded, settle
from posture.scenario.loading import parse_override

USUAL_DRAWS = 200
"""Joint draws where no number is given."""
Told = Callable[[int, int, str], None]


class AskedDraws(NamedTuple):
    """A scenario by name with its overrides, and how many joint draws of which seed."""

    scenario: str
    sets: tuple[str, ...]
    seed: int
    draws: int
    matched: bool = False
    """Whether figures that past moves teach are taken from the settings that these do not rule out."""


class AssumedRuns(NamedTuple):
    """Days until each brigade closes, draw by draw; `refused` tells of draws that make no sound scenario."""

    closures: Mapping[str, tuple[float, ...]]
    draws: int
    refused: tuple[str, ...]
    uncertain: Uncertain


def assumed_runs(asked: AskedDraws, jobs: int, told: Told) -> AssumedRuns:
    """One history of each joint draw; a draw that fails is told, and all failing is an error."""
    what = _ground(asked.scenario, asked.sets)[1]
    if not what.drawn:
        raise PostureError(
            f"'{asked.scenario}' stands on no assumed figure with a range; nothing can be drawn"
        )
    found: list[Mapping[str, float]] = []
    refused: list[str] = []
    for number, one in enumerate(spread(_drawn, range(asked.draws), jobs, asked), 1):
        if isinstance(one, FailedItem):
            refused.append(f"draw {one.item}: {one.message.splitlines()[0]}")
        else:
            found.append(one)
        told(number, asked.draws, "what is assumed")
    if not found:
        raise PostureError(f"no joint draw makes a sound scenario; {refused[0]}")
    brigades = sorted({name for one in found for name in one})
    closures = {name: tuple(one.get(name, inf) for one in found) for name in brigades}
    return AssumedRuns(closures, asked.draws, tuple(refused), what)


@cache
def _ground(scenario: str, sets: tuple[str, ...]) -> tuple[Loaded, Uncertain]:
    """The scenario as written and what of it is drawn, once a process."""
    loaded = settle(stack(scenario, _lower(sets)), [parse_override(one) for one in sets])
    return loaded, uncertain(loaded.figures, loaded.tree)


def _lower(sets: Sequence[str]) -> tuple[str, ...]:
    """The overrides that choose what lies under it."""
    return tuple(one for one in sets if parse_override(one).path[0] in ("network", "tables"))


def _drawn(asked: AskedDraws, number: int) -> Mapping[str, float]:
    """Days of each brigade in one history under draw `number`."""
    loaded, what = _ground(asked.scenario, asked.sets)
    below = stack(asked.scenario, _lower(asked.sets))
    shares = drawn_setting(asked.seed, asked.draws, number) if asked.matched else {}
    drawn = changes(what.drawn, loaded.tree, asked.seed, asked.draws, number, shares)
    under = settle(below, [*map(parse_override, asked.sets), *drawn])
    return closure_days(simulate(prepare(under.scenario), asked.seed, number))
