"""Past moves under settings of general figures: which figures move them, and their days under each setting.

A setting gives some figures a share of their range's law (0.5 is the typical figure); all others stay as
written. A figure goes by where it is written, a rule of cases by its law and words.
"""

from collections.abc import Iterator, Mapping, Sequence
from math import log
from statistics import fmean, variance
from typing import NamedTuple

from posture.experiments.joint_draws import DrawnFigure, differences, moved, uncertain
from posture.questions.backtest_bench import CaseBench, days_of, history
from posture.questions.backtest_cases import DATES, Date, PastCase
from posture.questions.backtest_scenarios import CaseRule, rules, scenario_of
from posture.questions.backtest_verdicts import ratios_at_ends
from posture.scenario.loading import Override
from posture.stats.scores import LEAST

Setting = Mapping[str, float]
LONGEST = 200.0
"""Days to which a case runs; what has not come by then counts as this much."""


class SettingAnswer(NamedTuple):
    """The natural logarithm of days: its mean over replications, and their variance."""

    mean: float
    variance: float


class AskedSettings(NamedTuple):
    """Settings under which each case is run, so often each."""

    settings: tuple[Setting, ...]
    seed: int
    replications: int


def log_days(days: float) -> float:
    """As past errors are scored: from half a day on, and no more than a case runs."""
    return log(max(LEAST, min(LONGEST, days)))


def effects(_: None, case: PastCase) -> dict[str, dict[Date, float]]:
    """How far each figure moves the dates of a case from end to end of its range, without chance."""
    found: dict[str, dict[Date, float]] = {}
    for (figure, end), ratios in ratios_at_ends(None, case).items():
        told = found.setdefault(figure, dict.fromkeys(DATES, 0.0))
        for date, ratio in ratios.items():
            told[date] += log(ratio) if end == "high" else -log(ratio)
    return found


def answers(asked: AskedSettings, case: PastCase) -> list[Mapping[Date, SettingAnswer]]:
    """The days of a case under each setting, the same chance under all."""
    bench = CaseBench(case)
    figures = {one.paths[0]: one for one in uncertain(bench.loaded.figures, bench.loaded.tree).drawn}
    found: list[Mapping[Date, SettingAnswer]] = []
    for setting in asked.settings:
        scenario = bench.under([*_changes(bench, figures, setting)])
        told = [days_of(history(scenario, asked.seed, number)) for number in range(asked.replications)]
        found.append({date: _answer([log_days(one[date]) for one in told]) for date in DATES})
    return found


def _answer(draws: Sequence[float]) -> SettingAnswer:
    return SettingAnswer(fmean(draws), variance(draws) if len(draws) > 1 else 0.0)


def _changes(bench: CaseBench, figures: Mapping[str, DrawnFigure], setting: Setting) -> Iterator[Override]:
    yield from differences(bench.written, scenario_of(bench.case, rules_under(setting)))
    for name, share in setting.items():
        if name in figures:
            yield from moved(figures[name], figures[name].value(share), bench.loaded.tree)


def rules_under(setting: Setting) -> tuple[CaseRule, ...]:
    """The rules of cases with the typical figures that a setting gives them."""
    return tuple(one.at(setting[one.name]) if one.name in setting else one for one in rules())
