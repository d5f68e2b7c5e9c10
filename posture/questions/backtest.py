"""Past moves predicted from their inputs alone, and held against what was recorded."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import inf
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from posture.core.errors import PostureError
from posture.operations.reinforcement.measures import closure_days, first_arrival_days, received_days
from posture.questions.backtest_cases import DATES, Date, PastCase
from posture.questions.backtest_record import ModelRecord, kind_of_move
from posture.questions.backtest_scenarios import BRIGADE, scenario_of, write
from posture.runs.dispatch import FailedItem, spread
from posture.runs.simulate import prepare, simulate
from posture.scenario import load
from posture.scenario.loading import Faults
from posture.stats.scores import crps, interval, median_abs_log_error, rank_correlation
from posture.theatre.network import great_circle

LEVELS = (0.5, 0.8, 0.95)
MEASURED = dict(zip(DATES, (first_arrival_days, received_days, closure_days), strict=True))
WITHIN = 1
"""Days: dates are of a calendar day, and two of them lie up to a day nearer or farther than they say."""
LONGEST = 200.0
"""Days to which a case runs; what has not come by then counts as this much in a score."""
PACE = 300.0
HEAD = 5.0
"""The naive rival: kilometres a day, and days before that."""
Told = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class CasePrediction:
    """One case: days from the order for each date, draw by draw; or why the model cannot express it."""

    case: PastCase
    draws: Mapping[Date, tuple[float, ...]]
    refused: str = ""


@dataclass(frozen=True, slots=True)
class DateScore:
    """One recorded date beside its prediction.

    `chance` holds the interval of each level by chance alone, `record` that with past errors of the model,
    this case left out. `unscored` is empty where the date counts.
    """

    case: PastCase
    date: Date
    seen: int
    draws: tuple[float, ...]
    widened: tuple[float, ...]
    unscored: str

    @property
    def predicted(self) -> float:
        """The median of what chance alone gives."""
        return min(LONGEST, median(self.draws))

    def interval(self, level: float, *, record: bool) -> tuple[float, float]:
        """The central interval of a level, by chance alone or with the record."""
        return interval(self.widened if record else self.draws, level)

    def inside(self, level: float, *, record: bool) -> bool:
        """Whether what was recorded lies in it, give or take a day."""
        low, high = self.interval(level, record=record)
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

    def inside(self, level: float, *, record: bool) -> float | None:
        """The share of scored dates in the interval of a level; None where none is scored."""
        held = [one.inside(level, record=record) for one in self.scored]
        return sum(held) / len(held) if held else None

    def error(self, *, record: bool) -> float | None:
        """The median absolute log error of the median predicted, by chance alone or with the record."""
        pairs = [
            (min(LONGEST, median(one.widened)) if record else one.predicted, float(one.seen))
            for one in self.scored
        ]
        return median_abs_log_error(pairs) if pairs else None

    def rank(self) -> float | None:
        """The rank correlation of what was predicted and recorded."""
        return rank_correlation([(one.predicted, float(one.seen)) for one in self.scored])

    def crps(self) -> float | None:
        """The mean score of the predictions with the record, in days."""
        found = [crps([min(LONGEST, draw) for draw in one.widened], one.seen) for one in self.scored]
        return sum(found) / len(found) if found else None

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
    told: Told | None = None,
) -> Backtest:
    """Predict each case; `known` are the shipped cases, for the rival that goes by their median.

    Without a record the errors of these very cases are taken, each without its own.
    """
    found = tuple(_predictions(asked, seed, replications, jobs, told))
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
    asked: Sequence[PastCase], seed: int, replications: int, jobs: int, told: Told | None
) -> Iterator[CasePrediction]:
    for number, found in enumerate(spread(_predict, asked, jobs, (seed, replications)), 1):
        if isinstance(found, FailedItem):
            raise PostureError(f"case '{found.item.name}': {found.message}")
        if told is not None:
            told(number, len(asked), found.case.title)
        yield found


def _predict(how: tuple[int, int], case: PastCase) -> CasePrediction:
    seed, replications = how
    try:
        with TemporaryDirectory() as folder:
            path = Path(folder) / "case.yaml"
            write(scenario_of(case), path)
            prepared = prepare(load(str(path)).scenario)
    except PostureError as fault:
        return CasePrediction(case, {}, _reason(fault))
    draws: dict[Date, list[float]] = {kind: [] for kind in DATES}
    for replication in range(replications):
        log = simulate(prepared, seed, replication)
        for kind, measure in MEASURED.items():
            draws[kind].append(measure(log).get(BRIGADE, inf))
    return CasePrediction(case, {kind: tuple(found) for kind, found in draws.items()})


def _reason(fault: PostureError) -> str:
    """Why, without the name of a file that is no more."""
    if isinstance(fault, Faults):
        return f"{fault.faults[0].path}: {fault.faults[0].message}"
    return str(fault)
