"""What each closure costs: screened by the ways that are left, then run, paired with the scenario as written.

A run that never finishes counts as lasting to the horizon, so that closures with which some runs never close
can be ranked beside the others; how many finish is told too.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import fsum, inf, isfinite
from typing import Any, NamedTuple

from posture.core.clock import in_days
from posture.core.errors import PostureError
from posture.experiments.amounts import Amount
from posture.experiments.measure_names import check_subject, measured
from posture.questions.critical_cases import ClosureCase, Cut, screened
from posture.questions.critical_ways import Baseline, Left, Thing, keep_plans, things, ways_left, without
from posture.runs.dispatch import FailedItem, cores, spread
from posture.runs.kept_workers import keeping_workers
from posture.runs.run import Replication
from posture.runs.run_result import RunResult
from posture.runs.simulate import Prepared, simulate
from posture.runs.single import Draws, run
from posture.runs.worker_pool import LentPool, MakeCrew, WorkerPool
from posture.scenario import Scenario
from posture.stats.paired import Paired, paired
from posture.stats.unfinished import Finished, finished

PART = "part_closure_days"
Told = Callable[[int, int, str], None]
"""What is told that so many of so many are over, and of what."""
Values = Mapping[str, float]
"""One replication: the value of each subject, infinite if it never finished."""


class CriticalQuestion(NamedTuple):
    """The question; `subject` None is the sum over all subjects of the measure, such as all brigades.

    `keep` is how many cases are run: the dearest by the screening.
    """

    measure: str
    subject: str | None
    seed: int
    replications: int
    keep: int


@dataclass(frozen=True, slots=True)
class ClosureCost:
    """What one case costs, paired with the scenario as written; more is worse whatever the measure.

    `finished` counts the runs in which every subject finished; `subjects` divides the mean among them.
    """

    case: ClosureCase
    paired: Paired
    finished: Finished
    subjects: Values


@dataclass(frozen=True, slots=True)
class Critical:
    """All that is found. `costs` are ranked, the dearest first; `left_out` were screened and not run.

    `base` holds means as written, up to `limit`, and `unfinished` the runs that never finished, by subject.
    """

    measure: str
    unit: str
    limit: float
    base: Values
    unfinished: Mapping[str, int]
    costs: tuple[ClosureCost, ...]
    cut: tuple[Cut, ...]
    left_out: tuple[ClosureCase, ...]
    idle: tuple[Thing, ...]
    things: int
    failures: tuple[FailedItem[Thing], ...]


class Workers(NamedTuple):
    """Who runs: so many processes here, or the workers of a cluster, kept by whoever asks."""

    jobs: int
    elsewhere: WorkerPool[Any] | None

    @property
    def crew(self) -> MakeCrew | None:
        """The cluster's, lent to a run."""
        pool = self.elsewhere
        return None if pool is None else lambda: LentPool(pool)


class Runs(NamedTuple):
    """What the runs of all cases share."""

    scenario: Scenario
    measure: str
    seed: int
    replications: int


@keeping_workers()
def critical(
    scenario: Scenario,
    asked: CriticalQuestion,
    jobs: int | None = None,
    told: Told = lambda *_: None,
    elsewhere: WorkerPool[Any] | None = None,
) -> Critical:
    """Close everything that the forces use, one thing at a time, and rank what it costs.

    `PostureError` where nothing moves, or where the measure tells nothing of the subject.
    """
    measure = measured(asked.measure)
    ground = Baseline.of(scenario)
    if not ground.lines:
        raise PostureError(
            f"no force of '{scenario.name}' moves, so there is nothing to close; name a scenario with "
            f"brigades that grow"
        )
    draws, workers = Draws(asked.replications, asked.seed), Workers(jobs or cores(), elsewhere)
    written = run(
        scenario,
        draws,
        workers.jobs,
        lambda progress: told(progress.over, asked.replications, "runs"),
        crew=workers.crew,
    )
    base = {one.replication: _values(one, asked.measure) for one in written.done}
    subjects = _subjects(base.values(), asked)
    left = list(_screen(ground, workers, told))
    found = screened((one for one in left if isinstance(one, Left)), _closures(scenario, written))
    scale = Scale(subjects, _limit(scenario, measure.unit), measure.better == "higher")
    runs = Runs(scenario, asked.measure, asked.seed, asked.replications)
    ran = list(_run(runs, found.cases[: asked.keep], base, scale, workers, told))
    return Critical(
        measure=asked.measure,
        unit=measure.unit,
        limit=scale.limit,
        base={one: fsum(scale.cut(run, one) for run in base.values()) / len(base) for one in subjects},
        unfinished={one: sum(run.get(one) == inf for run in base.values()) for one in subjects},
        costs=tuple(sorted((one for one in ran if isinstance(one, ClosureCost)), key=_rank)),
        cut=found.cut,
        left_out=found.cases[asked.keep :],
        idle=found.idle,
        things=len(left),
        failures=tuple(one for one in (*left, *ran) if isinstance(one, FailedItem)),
    )


class Scale(NamedTuple):
    """How runs are counted: of whom, up to which limit, and whether more is better."""

    subjects: tuple[str, ...]
    limit: float
    more_is_better: bool

    def cut(self, run: Values, subject: str) -> float:
        """The value of one subject up to the limit; nothing where the run does not name it."""
        return min(run.get(subject, 0.0), self.limit)

    def loss(self, run: Values, subject: str) -> float:
        """The same, so that more is worse."""
        return -self.cut(run, subject) if self.more_is_better else self.cut(run, subject)


def _subjects(base: Iterable[Values], asked: CriticalQuestion) -> tuple[str, ...]:
    known = sorted({subject for one in base for subject in one})
    check_subject(asked.measure, asked.subject or next(iter(known), ""), known)
    return tuple(known) if asked.subject is None else (asked.subject,)


def _limit(scenario: Scenario, unit: str) -> float:
    """The horizon in this unit, beyond which nothing is counted; infinite where it is no time."""
    size, kind = Amount(1, unit).size
    return scenario.horizon / size if kind == Amount(1, "d").size[1] else inf


def _values(one: Replication, measure: str) -> dict[str, float]:
    return {subject: value for name, subject, value in one.values if name == measure}


def _closures(scenario: Scenario, written: RunResult) -> list[dict[str, float]]:
    """Days until each part closed, run by run; the horizon where it never did."""
    runs = [_values(one, PART) for one in written.done]
    never = dict.fromkeys({part for one in runs for part in one}, in_days(scenario.horizon))
    return [{**never, **one} for one in runs]


def _screen(ground: Baseline, workers: Workers, told: Told) -> Iterator[Left | FailedItem[Thing]]:
    used = things(ground)
    for over, one in enumerate(ways_left(ground, used, *workers), start=1):
        told(over, len(used), "closures screened")
        yield one


def _run(
    runs: Runs,
    cases: Sequence[ClosureCase],
    base: Mapping[int, Values],
    scale: Scale,
    workers: Workers,
    told: Told,
) -> Iterator[ClosureCost | FailedItem[Thing]]:
    tried = spread(_closed, [case.things[0] for case in cases], workers.jobs, runs, workers.elsewhere)
    for over, (case, found) in enumerate(zip(cases, tried, strict=True), start=1):
        told(over, len(cases), "closures run")
        if isinstance(found, FailedItem):
            yield found
        else:
            yield _cost(case, [(found[number], there) for number, there in sorted(base.items())], scale)


def _closed(runs: Runs, thing: Thing) -> list[dict[str, float]]:
    """Every replication with one thing closed; nothing else is measured, to save time."""
    closed, measure = without(runs.scenario, thing), measured(runs.measure)
    keep_plans(closed, runs.scenario, thing)
    case = Prepared(closed, {})
    logs = (simulate(case, runs.seed, number) for number in range(runs.replications))
    return [{subject: float(value) for subject, value in measure.of(log).items()} for log in logs]


def _cost(case: ClosureCase, pairs: Sequence[tuple[Values, Values]], scale: Scale) -> ClosureCost:
    here, there = (
        [fsum(scale.loss(pair[side], one) for one in scale.subjects) for pair in pairs] for side in (0, 1)
    )
    worst = [max(run.get(one, 0.0) for one in scale.subjects) for run, _ in pairs]
    shares = {
        one: fsum(_finite(scale.loss(run, one) - scale.loss(base, one)) for run, base in pairs) / len(pairs)
        for one in scale.subjects
    }
    return ClosureCost(case, paired(here, there), finished(worst), shares)


def _finite(value: float) -> float:
    return value if isfinite(value) else 0.0


def _rank(cost: ClosureCost) -> tuple[float, tuple[str, ...]]:
    mean = cost.paired.mean
    return -(inf if mean is None else mean), cost.case.things[0].order
