"""Which figure decides whether past moves were predicted: each moved to both ends of its range by itself.

Without chance, so that a figure's own effect is seen: the days of a case with the figure at its end over
those as written are what the interval of the record is multiplied by. A verdict changes where the recorded
date was inside and is not, or the other way round.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from math import isfinite
from typing import NamedTuple

from posture.core.errors import PostureError
from posture.experiments.joint_draws import differences, moved, uncertain
from posture.questions.backtest import WITHIN, Backtest, DateScore
from posture.questions.backtest_bench import CaseBench, Days, days_of, history
from posture.questions.backtest_cases import PastCase
from posture.questions.backtest_scenarios import rules, scenario_of
from posture.runs.dispatch import FailedItem, spread
from posture.scenario import Scenario
from posture.scenario.loading import Override

LEVEL = 0.8


class MovedVerdict(NamedTuple):
    """A figure at one end of its range, and the cases of which it changes a verdict."""

    figure: str
    end: str
    cases: tuple[str, ...]


def moved_verdicts(
    found: Backtest, jobs: int, told: Callable[[int, int, str], None]
) -> tuple[MovedVerdict, ...]:
    """Every figure and end that changes the verdict of some case, most cases first."""
    scored = {one.case.name: one.case for one in found.scored}
    cases = list(scored.values())
    changed: dict[tuple[str, str], list[str]] = {}
    for number, (case, ratios) in enumerate(
        zip(cases, spread(ratios_at_ends, cases, jobs, None), strict=True), 1
    ):
        if isinstance(ratios, FailedItem):
            raise PostureError(f"case '{case.name}': {ratios.message}")
        dates = [one for one in found.scored if one.case is case]
        for key, ratio in ratios.items():
            if any(_turns(one, ratio.get(one.date, 1.0)) for one in dates):
                changed.setdefault(key, []).append(case.name)
        told(number, len(cases), case.title)
    rows = [MovedVerdict(figure, end, tuple(names)) for (figure, end), names in changed.items()]
    return tuple(sorted(rows, key=lambda one: (-len(one.cases), one)))


def _turns(one: DateScore, ratio: float) -> bool:
    """Whether the date is inside the interval times this where it was not, or the other way round."""
    low, high = (end * ratio for end in one.interval(LEVEL, "record"))
    return (low <= one.seen + WITHIN and one.seen - WITHIN <= high) is not one.inside(LEVEL, "record")


def ratios_at_ends(_: None, case: PastCase) -> dict[tuple[str, str], Days]:
    """For each figure and end that moves this case, its days over those as written, date by date."""
    bench = CaseBench(case)
    usual = _days(bench.loaded.scenario)
    found: dict[tuple[str, str], Days] = {}
    for figure, end, changes in moves(bench):
        with suppress(PostureError):  # an end that makes no sound scenario decides nothing
            days = _days(bench.under(changes))
            ratio = {date: days[date] / usual[date] for date in usual if _finite(days[date], usual[date])}
            if any(one != 1.0 for one in ratio.values()):
                found[figure, end] = ratio
    return found


def _finite(*days: float) -> bool:
    return all(isfinite(one) and one > 0 for one in days)


def _days(scenario: Scenario) -> Days:
    return days_of(history(scenario, 1, 0, deterministic=True))


def moves(bench: CaseBench) -> Iterator[tuple[str, str, Sequence[Override]]]:
    """Every rule that holds for the case and every figure that its history looked up, at both ends."""
    case, written, loaded = bench.case, bench.written, bench.loaded
    for one in rules():
        low, typical, high = one.figures
        for end, value in (("low", low), ("high", high)):
            other = replace(one, figures=(low, value, high))
            among = tuple(other if each is one else each for each in rules())
            changes = tuple(differences(written, scenario_of(case, among))) if value != typical else ()
            if changes:
                yield one.name, end, changes
    used = loaded.scenario.plans.parameters.used
    for figure in uncertain(loaded.figures, loaded.tree).drawn:
        paths = figure.paths
        if any(path in used or not path.startswith("movement.") for path in paths):
            for end, value in (("low", figure.ends[0]), ("high", figure.ends[2])):
                yield paths[0], end, tuple(moved(figure, value, loaded.tree))
