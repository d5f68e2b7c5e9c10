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
from posture.questions.refused_draws import RefusedDraws, figure_behind, refused_draws
from posture.runs.dispatch import FailedItem, spread
from posture.runs.simulate import Prepared, simulate
from posture.scenario import Loaded, settle
from posture.scenario.loading import Override, parse_override

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
    """Days until each brigade closes, draw by draw; `refused` are draws that make no sound scenario."""

    closures: Mapping[str, tuple[float, ...]]
    draws: int
    refused: tuple[RefusedDraws, ...]
    uncertain: Uncertain


def assumed_runs(asked: AskedDraws, jobs: int, told: Told) -> AssumedRuns:
    """One history of each joint draw; a draw that fails is told, and all failing is an error."""
    what = _ground(asked.scenario, asked.sets)[1]
    if not what.drawn:
        raise PostureError(
            f"'{asked.scenario}' stands on no assumed figure with a range; nothing can be drawn"
        )
    found: list[Mapping[str, float]] = []
    failed: list[FailedItem[int]] = []
    for number, one in enumerate(spread(_drawn, range(asked.draws), jobs, asked), 1):
        if isinstance(one, FailedItem):
            failed.append(one)
        else:
            found.append(one)
        told(number, asked.draws, "what is assumed")
    refused = refused_draws(failed, lambda number, reason: _figure(asked, number, reason))
    if not found:
        raise PostureError(f"no joint draw makes a sound scenario; {refused[0].told}")
    brigades = sorted({name for one in found for name in one})
    closures = {name: tuple(one.get(name, inf) for one in found) for name in brigades}
    return AssumedRuns(closures, asked.draws, refused, what)


@cache
def _ground(scenario: str, sets: tuple[str, ...]) -> tuple[Loaded, Uncertain]:
    """The scenario as written and what of it is drawn, once a process."""
    loaded = settle(stack(scenario, _lower(sets)), [parse_override(one) for one in sets])
    return loaded, uncertain(loaded.figures, loaded.tree)


def _lower(sets: Sequence[str]) -> tuple[str, ...]:
    """The overrides that choose what lies under it."""
    return tuple(one for one in sets if parse_override(one).path[0] in ("network", "tables"))


def _drawn(asked: AskedDraws, number: int) -> Mapping[str, float]:
    """Days of each brigade in one history under draw `number`; its bounds are not asked for."""
    changed = [change for changes in _changes(asked, number) for change in changes]
    return closure_days(simulate(Prepared(_settled(asked, changed).scenario, {}), asked.seed, number))


def _changes(asked: AskedDraws, number: int) -> list[list[Override]]:
    """What draw `number` changes, figure by figure."""
    loaded, what = _ground(asked.scenario, asked.sets)
    shares = drawn_setting(asked.seed, asked.draws, number) if asked.matched else {}
    return [list(changes((one,), loaded.tree, asked.seed, asked.draws, number, shares)) for one in what.drawn]


def _settled(asked: AskedDraws, changed: Sequence[Override]) -> Loaded:
    """The scenario with changes on top, held to all that a file is held to."""
    below = stack(asked.scenario, _lower(asked.sets))
    return settle(below, [*map(parse_override, asked.sets), *changed])


def _figure(asked: AskedDraws, number: int, reason: str) -> str:
    """The figure that by itself makes draw `number` unsound, in words; empty where it takes several."""
    return figure_behind(_changes(asked, number), reason, lambda changed: _settled(asked, changed))
