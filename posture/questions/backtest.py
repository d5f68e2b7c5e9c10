"""Past moves predicted from their inputs alone, and held against what was recorded."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from math import fsum, inf
from statistics import median
from typing import Literal, NamedTuple, get_args

from posture.core.errors import PostureError
from posture.core.event_log import Log
from posture.experiments.joint_draws import changes, differences, uncertain
from posture.experiments.matched_settings import drawn_setting
from posture.questions.backtest_bench import CaseBench, days_of, history
from posture.questions.backtest_cases import DATES, Date, PastCase
from posture.questions.backtest_record import ModelRecord, kind_of_move
from posture.questions.backtest_scenarios import drawn_rules, scenario_of
from posture.runs.dispatch import FailedItem, spread
from posture.scenario.loading import Faults
from posture.stats.scores import crps, interval, log_error, median_abs_log_error, rank_correlation
from posture.theatre.network import great_circle

LEVELS = (0.5, 0.8, 0.95)
WITHIN = 1
"""Days: dates are of a calendar day, and two of them lie up to a day nearer or farther than they say."""
LONGEST = 200.0
"""Days to which a case runs; what has not come by then counts as this much in a score."""
PACE = 300.0
HEAD = 5.0
"""The naive rival: kilometres a day, and days before that."""
Width = Literal["chance", "assumed", "record"]
WIDTHS: tuple[Width, ...] = get_args(Width)
Told = Callable[[int, int, str], None]


class CaseRuns(NamedTuple):
    """Seed, runs of each case by chance, under joint draws, and whether these are of matched settings."""

    seed: int
    replications: int
    joint: int
    matched: bool


@dataclass(frozen=True, slots=True)
class CasePrediction:
    """One case: days from the order for each date, draw by draw; or why the model cannot express it."""

    case: PastCase
    draws: Mapping[Date, tuple[float, ...]]
    refused: str = ""
    assumed: Mapping[Date, tuple[float, ...]] = field(default_factory=dict)
    """The same, each with a joint draw of all that is assumed; empty where none was asked for."""
    unsound: int = 0
    """Joint draws that made no sound scenario and are left out."""


@dataclass(frozen=True, slots=True)
class DateScore:
    """One recorded date beside its prediction.

    Its draws are those of chance alone, `assumed` those of chance and joint draws of what is assumed,
    `widened` those of chance with past errors of the model, this case left out. `unscored` is empty where
    the date counts.
    """

    case: PastCase
    date: Date
    seen: int
    draws: tuple[float, ...]
    widened: tuple[float, ...]
    unscored: str
    assumed: tuple[float, ...] = ()

    @property
    def predicted(self) -> float:
        """The median of what chance alone gives."""
        return min(LONGEST, median(self.draws))

    @property
    def error(self) -> float:
        """How far off the median was, as a logarithm; above zero where it took longer than predicted."""
        return log_error(self.predicted, float(self.seen))

    def of(self, width: Width) -> tuple[float, ...]:
        """The draws that make a width."""
        return {"chance": self.draws, "assumed": self.assumed, "record": self.widened}[width]

    def interval(self, level: float, width: Width) -> tuple[float, float]:
        """The central interval of a level."""
        return interval(self.of(width), level)

    def inside(self, level: float, width: Width) -> bool:
        """Whether what was recorded lies in it, give or take a day."""
        low, high = self.interval(level, width)
        return low <= self.seen + WITHIN and self.seen - WITHIN <= high


@dataclass(frozen=True, slots=True)
class Backtest:
    """All cases, and all that was recorded of them; `table_median` is the rival's guess for each date."""

    predictions: tuple[CasePrediction, ...]
    dates: tuple[DateScore, ...]
    table_median: Mapping[Date, float]

    @property
    def scored(self) -> tuple[DateScore, ...]:
        """Those dates that count."""
        return tuple(one for one in self.dates if not one.unscored)

    @property
    def freed(self) -> "Backtest":
        """The same with those dates counted that only a mark of the table keeps out."""
        return replace(
            self,
            dates=tuple(
                replace(one, unscored="") if one.date in one.case.compared else one for one in self.dates
            ),
        )

    @property
    def widths(self) -> tuple[Width, ...]:
        """Those that were asked for."""
        return tuple(one for one in WIDTHS if one != "assumed" or any(date.assumed for date in self.dates))

    def inside(self, level: float, width: Width) -> float | None:
        """The share of scored dates in the interval of a level; None where none is scored."""
        held = [one.inside(level, width) for one in self.scored]
        return sum(held) / len(held) if held else None

    def error(self, width: Width) -> float | None:
        """The median absolute log error of the median predicted."""
        pairs = [(min(LONGEST, median(one.of(width))), float(one.seen)) for one in self.scored]
        return median_abs_log_error(pairs) if pairs else None

    def rank(self) -> float | None:
        """The rank correlation of what was predicted and recorded."""
        return rank_correlation([(one.predicted, float(one.seen)) for one in self.scored])

    def crps(self) -> float | None:
        """The mean score of the predictions with the record, in days."""
        found = [crps([min(LONGEST, draw) for draw in one.widened], one.seen) for one in self.scored]
        return fsum(found) / len(found) if found else None

    def rivals(self) -> dict[str, float | None]:
        """The median absolute log error of the two naive rivals on the same dates."""
        guesses: dict[str, Callable[[DateScore], float]] = {
            "pace": lambda one: great_circle(one.case.start, one.case.end) / 1000 / PACE + HEAD,
            "table_median": lambda one: self.table_median[one.date],
        }
        return {
            name: median_abs_log_error([(guess(one), float(one.seen)) for one in self.scored])
            if self.scored
            else None
            for name, guess in guesses.items()
        }


def backtest(
    asked: Sequence[PastCase],
    known: Sequence[PastCase],
    record: ModelRecord | None,
    *,
    seed: int,
    replications: int,
    jobs: int,
    joint: int = 0,
    matched: bool = False,
    told: Told | None = None,
) -> Backtest:
    """Predict each case; `known` are the shipped cases, for the rival that goes by their median.

    With `joint` each case is run so often more, once under each joint draw of what is assumed; `matched`
    draws take figures that past moves teach from the settings that these do not rule out.

    Without a record the errors of these very cases are taken, each without its own.
    """
    found = tuple(_predictions(asked, CaseRuns(seed, replications, joint, matched), jobs, told))
    if record is None:
        record = recorded(found)
    dates = tuple(
        DateScore(
            one.case,
            kind,
            seen,
            one.draws[kind],
            record.widened(kind, kind_of_move(one.case), one.draws[kind], one.case.name),
            one.case.unscored.get(kind, ""),
            one.assumed.get(kind, ()),
        )
        for one in found
        for kind, seen in one.case.days.items()
        if not one.refused
    )
    medians = {kind: median([one.days[kind] for one in known if kind in one.days] or [inf]) for kind in DATES}
    return Backtest(found, dates, medians)


def recorded(found: Sequence[CasePrediction]) -> ModelRecord:
    """The record of these predictions: how far off each scored date was."""
    return ModelRecord.of(
        (one.case.name, kind, kind_of_move(one.case), min(LONGEST, median(one.draws[kind])), float(seen))
        for one in found
        if not one.refused
        for kind, seen in one.case.days.items()
        if kind not in one.case.unscored
    )


def _predictions(
    asked: Sequence[PastCase], how: CaseRuns, jobs: int, told: Told | None
) -> Iterator[CasePrediction]:
    for number, found in enumerate(spread(_predict, asked, jobs, how), 1):
        if isinstance(found, FailedItem):
            raise PostureError(f"case '{found.item.name}': {found.message}")
        if told is not None:
            told(number, len(asked), found.case.title)
        yield found


def _predict(how: CaseRuns, case: PastCase) -> CasePrediction:
    seed, replications, joint, matched = how
    try:
        bench = CaseBench(case)
    except PostureError as fault:
        return CasePrediction(case, {}, _reason(fault))
    loaded = bench.loaded
    chance = _gathered(history(loaded.scenario, seed, replication) for replication in range(replications))
    what = uncertain(loaded.figures, loaded.tree).drawn if joint else ()

    logs = []
    for number in range(joint):
        shares = drawn_setting(seed, joint, number) if matched else {}
        other = scenario_of(case, drawn_rules(seed, joint, number, shares))
        drawn = changes(what, loaded.tree, seed, joint, number, shares)
        moved = [*differences(bench.written, other), *drawn]
        with suppress(PostureError):
            logs.append(history(bench.under(moved), seed, number))
    return CasePrediction(case, chance, assumed=_gathered(logs), unsound=joint - len(logs))


def _gathered(logs: Iterable[Log]) -> dict[Date, tuple[float, ...]]:
    """Days to each date, history by history."""
    found = [days_of(log) for log in logs]
    return {kind: tuple(one[kind] for one in found) for kind in DATES}


def _reason(fault: PostureError) -> str:
    """Why, without the name of a file that is no more."""
    if isinstance(fault, Faults):
        return f"{fault.faults[0].path}: {fault.faults[0].message}"
    return str(fault)
