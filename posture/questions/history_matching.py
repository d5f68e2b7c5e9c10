"""History matching: which settings of the general figures are not ruled out by the record of past moves.

Craig, Goldstein, Seheult & Smith (1997), Vernon, Goldstein & Bower (2010). Figures that move the recorded
dates of several cases are varied together, all others stay as written. In waves some settings that are not
ruled out yet are run; an emulator of each date learns from them; a setting is ruled out where what was
recorded lies too far from what the emulator expects, in units of all that may separate the two: its own
variance, chance, a day more or less of the date, and the model's discrepancy. The discrepancy is what the
errors with the figures as written leave over, date by date, so that no case has one of its own.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from math import log, sqrt
from statistics import fmean
from typing import NamedTuple, TypeVar

import numpy as np

from posture.analysis.emulator import Emulator, fit
from posture.analysis.implausibility import CUT, Evidence, Implausibility, implausible, plausible, worst
from posture.core.errors import PostureError
from posture.experiments.joint_draws import strata
from posture.questions.backtest_cases import DATES, Date, PastCase
from posture.questions.backtest_scenarios import Inexpressible, scenario_of
from posture.questions.history_settings import AskedSettings, Setting, SettingAnswer, answers, effects
from posture.runs.dispatch import FailedItem, spread
from posture.runs.kept_workers import keeping_workers
from posture.stats.arrays import Array
from posture.stats.scores import LEAST

GENERAL = 3
"""A figure is general where it moves at least so many cases."""
MOST_FIGURES = 12
EXPLAINED = 0.95
"""So much of all squared effects the figures varied account for, unless they would be too many."""
NOTHING = 0.01
"""A smaller effect on a date, in logarithms of days, is none."""
DAY_OFF = 1 / 3
"""Variance in days squared of a date that lies anywhere within a day of what is written."""
LEAST_DISCREPANCY = 0.1
"""Smallest standard deviation of the discrepancy, in logarithms: no model is nearer than a tenth; assumed."""
CANDIDATES = 4000
Told = Callable[[int, int, str], None]
Key = tuple[str, Date]
How = TypeVar("How")
Got = TypeVar("Got")


class MatchAsked(NamedTuple):
    """How much is run: settings a wave, waves, runs of each, settings kept; one process for each job."""

    seed: int = 1
    each: int = 20
    waves: int = 2
    replications: int = 2
    kept: int = 300
    jobs: int = 1


class Matched(NamedTuple):
    """The figures varied, settings of them that are not ruled out, and what each wave and case did."""

    figures: tuple[str, ...]
    settings: tuple[Setting, ...]
    implausibility: tuple[float, ...]
    left: tuple[float, ...]
    """Share of all settings that is not ruled out, after each wave."""
    taught: tuple["CaseLesson", ...]
    discrepancy: Mapping[Date, float]
    """Standard deviation, in logarithms of days."""


class CaseLesson(NamedTuple):
    """What a case says: how far off it is as written, what moves it most, and which way is nearer."""

    case: PastCase
    ratio: float
    """Recorded over predicted days, as written; the mean of its dates."""
    figure: str
    wanted: float
    """Share of its range to which the nearest tenth of settings moves that figure, on average."""
    ruled_out: float
    """Share of all settings that its own dates rule out by themselves."""


class _Bench(NamedTuple):
    """The cases and dates that count, and what was recorded."""

    cases: tuple[PastCase, ...]
    keys: tuple[Key, ...]
    recorded: Array
    observed: Array
    """Variance of what was recorded, in logarithms of days squared."""


@keeping_workers()
def matched(cases: Sequence[PastCase], asked: MatchAsked, told: Told) -> Matched:
    """Settings that no past move rules out."""
    bench = _bench(cases)
    moved: dict[Key, dict[str, float]] = {key: {} for key in bench.keys}
    for case, found in _over(bench, effects, None, asked.jobs, told, "which figures move it"):
        for figure, dates in found.items():
            for date, effect in dates.items():
                if (case.name, date) in moved and abs(effect) > NOTHING:
                    moved[case.name, date][figure] = effect
    figures = screened(moved)
    if not figures:
        raise PostureError(f"no figure moves {GENERAL} of these cases; give more cases, or other ones")
    waves = _Waves(bench, figures, moved, asked, told)
    left: list[float] = []
    for wave in range(1, asked.waves + 1):
        waves.run(wave)
        left.append(waves.learn())
    return waves.found(left)


def screened(moved: Mapping[Key, Mapping[str, float]]) -> tuple[str, ...]:
    """The figures that are varied: those of several cases that explain most of all effects, by name."""
    weight: dict[str, float] = {}
    cases: dict[str, set[str]] = {}
    for (case, _), found in moved.items():
        for figure, effect in found.items():
            weight[figure] = weight.get(figure, 0.0) + effect**2
            cases.setdefault(figure, set()).add(case)
    general = [one for one in sorted(weight, key=lambda one: -weight[one]) if len(cases[one]) >= GENERAL]
    total, so_far, found_ = sum(weight[one] for one in general), 0.0, []
    for one in general[:MOST_FIGURES]:
        if so_far < EXPLAINED * total:
            found_.append(one)
            so_far += weight[one]
    return tuple(sorted(found_))


def _bench(cases: Iterable[PastCase]) -> _Bench:
    there = []
    for case in cases:
        try:
            scenario_of(case)
        except Inexpressible:
            continue
        if set(case.days) - set(case.unscored):
            there.append(case)
    keys = [(one.name, date) for one in there for date in one.days if date not in one.unscored]
    days = {one.name: one.days for one in there}
    seen = [max(LEAST, days[name][date]) for name, date in keys]
    return _Bench(
        tuple(there),
        tuple(keys),
        np.array([log(one) for one in seen]),
        np.array([DAY_OFF / one**2 for one in seen]),
    )


def _over(
    bench: _Bench, task: Callable[[How, PastCase], Got], how: How, jobs: int, told: Told, what: str
) -> Iterator[tuple[PastCase, Got]]:
    """What a task gives for each case."""
    found = spread(task, bench.cases, jobs, how)
    for number, (case, one) in enumerate(zip(bench.cases, found, strict=True), 1):
        if isinstance(one, FailedItem):
            raise PostureError(f"case '{case.name}': {one.message}")
        told(number, len(bench.cases), what)
        yield case, one


def _space(figures: Sequence[str], seed: int) -> Array:
    """So many candidates by Latin hypercube, a figure a column."""
    return np.column_stack([strata(seed, f"history of {one}", CANDIDATES) for one in figures])


class _Waves:
    """The waves: settings that were run, their answers, and how implausible every candidate is by them."""

    def __init__(
        self,
        bench: _Bench,
        figures: tuple[str, ...],
        moved: Mapping[Key, Mapping[str, float]],
        asked: MatchAsked,
        told: Told,
    ) -> None:
        self._bench, self._figures, self._moved = bench, figures, moved
        self._asked, self._told = asked, told
        self._space = _space(figures, asked.seed)
        self._settings: list[Setting] = []
        self._runs: list[Mapping[Key, SettingAnswer]] = []
        self._score: Implausibility | None = None

    def run(self, wave: int) -> None:
        """Run the first settings, the figures as written first; later some of those that are left."""
        fresh = [dict.fromkeys(self._figures, 0.5), *self._first()] if wave == 1 else self._left()
        how = AskedSettings(tuple(fresh), self._asked.seed, self._asked.replications)
        runs: list[dict[Key, SettingAnswer]] = [{} for _ in fresh]
        for case, found in _over(self._bench, answers, how, self._asked.jobs, self._told, f"wave {wave}"):
            for run, answer in zip(runs, found, strict=True):
                run |= {(case.name, date): answer[date] for date in DATES}
        self._settings += fresh
        self._runs += runs

    def _first(self) -> list[Setting]:
        seed, each = self._asked.seed, self._asked.each
        shares = {one: strata(seed, f"first wave of {one}", each) for one in self._figures}
        return [{one: shares[one][number] for one in self._figures} for number in range(each)]

    def _left(self) -> list[Setting]:
        assert self._score is not None
        there = np.flatnonzero(plausible(self._score))
        chosen = there[:: max(1, len(there) // self._asked.each)][: self._asked.each]
        return [self._setting(number) for number in chosen]

    def _setting(self, number: int) -> Setting:
        return {one: float(share) for one, share in zip(self._figures, self._space[number], strict=True)}

    def learn(self) -> float:
        """Judge every candidate by all runs so far; gives the share that is left."""
        emulators = [self._emulator(key) for key in self._bench.keys]
        other = self._bench.observed + self._chance + self._discrepancies
        effects_ = [[self._moved[key].get(one, 0.0) for key in self._bench.keys] for one in self._figures]
        evidence = Evidence(self._bench.recorded, other, self._of_case, np.array(effects_))
        self._score = implausible(evidence, emulators, self._space)
        share = float(np.mean(plausible(self._score)))
        if not share:
            raise PostureError("every setting is ruled out; these cases cannot be told by one set of figures")
        return share

    def _emulator(self, key: Key) -> Emulator:
        design = np.array([[one[figure] for figure in self._figures] for one in self._settings])
        active = tuple(n for n, figure in enumerate(self._figures) if figure in self._moved[key])
        noise = fmean(run[key].variance for run in self._runs) / self._asked.replications
        return fit(design, np.array([run[key].mean for run in self._runs]), noise, active)

    @property
    def _errors(self) -> Array:
        """Logarithms of recorded over predicted days, the figures as written."""
        predicted = np.array([self._runs[0][key].mean for key in self._bench.keys], float)
        return np.asarray(self._bench.recorded - predicted, float)

    @property
    def _chance(self) -> Array:
        return np.array([fmean(run[key].variance for run in self._runs) for key in self._bench.keys])

    def discrepancy(self) -> Mapping[Date, float]:
        """Variance of a date's errors as written that neither chance nor the date itself explains."""
        rest = self._errors**2 - self._bench.observed - self._chance
        return {date: max(LEAST_DISCREPANCY**2, float(rest[mine].mean())) for date, mine in self._of_date}

    @property
    def _of_date(self) -> list[tuple[Date, list[int]]]:
        found = [(date, [n for n, (_, one) in enumerate(self._bench.keys) if one == date]) for date in DATES]
        return [(date, mine) for date, mine in found if mine]

    @property
    def _of_case(self) -> list[list[int]]:
        """Numbers of the dates of each case."""
        names = [name for name, _ in self._bench.keys]
        return [[n for n, name in enumerate(names) if name == one.name] for one in self._bench.cases]

    @property
    def _discrepancies(self) -> Array:
        found = self.discrepancy()
        return np.array([found[date] for _, date in self._bench.keys])

    def found(self, left: Sequence[float]) -> Matched:
        """What is kept of all this."""
        assert self._score is not None
        chosen = np.flatnonzero(plausible(self._score))[: self._asked.kept]
        far = worst(self._score)
        return Matched(
            self._figures,
            tuple(self._setting(number) for number in chosen),
            tuple(float(far[number]) for number in chosen),
            tuple(left),
            tuple(self._lesson(*one) for one in zip(self._bench.cases, self._of_case, strict=True)),
            {date: sqrt(value) for date, value in self.discrepancy().items()},
        )

    def _lesson(self, case: PastCase, mine: Sequence[int]) -> CaseLesson:
        assert self._score is not None
        effects_ = [self._moved[self._bench.keys[number]] for number in mine]
        weight = {one: sum(found.get(one, 0.0) ** 2 for found in effects_) for one in self._figures}
        figure = max(self._figures, key=lambda one: weight[one]) if any(weight.values()) else ""
        off = self._score.dates[:, list(mine)].max(axis=1)
        nearest = np.argsort(off, kind="stable")[: len(self._space) // 10]
        wanted = float(self._space[nearest, self._figures.index(figure)].mean()) if figure else 0.5
        ratio = float(np.exp(self._errors[list(mine)].mean()))
        return CaseLesson(case, ratio, figure, wanted, float(np.mean(off > CUT)))
