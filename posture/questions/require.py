"""The least of a lever that is enough, by bisection: each setting run until it is decided, or to the most.

Bisection takes for granted that more of the lever never hurts, or never helps; which of the two is read off
the two ends. Decisions hold together with the stated confidence: the risk is divided evenly among all
settings that may be tried, all looks at each and all aims.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import ceil, log2
from typing import Any, Literal, NamedTuple

from posture.core.errors import ModelFault, PostureError
from posture.experiments.points import LAYER_KEYS, over, stack
from posture.questions.require_aims import Requirement, Run, Seen, all_met
from posture.questions.require_lever import Lever, lever
from posture.runs.dispatch import FailedItem, cores, spread
from posture.runs.kept_workers import keeping_workers
from posture.runs.run import replicate
from posture.runs.simulate import Prepared
from posture.runs.worker_pool import WorkerPool
from posture.scenario import Scenario, settle
from posture.scenario.loading import Override, parse_override, written

Answer = Literal["already met", "suffices", "never", "undecided"]


class Effort(NamedTuple):
    """How a setting is run: `least` replications, then twice as many again and again, up to `most`."""

    seed: int
    least: int
    most: int
    confidence: float
    jobs: int | None = None
    elsewhere: WorkerPool[Any] | None = None
    """Workers of a cluster, kept by whoever asks."""

    @property
    def looks(self) -> tuple[int, ...]:
        """After how many replications one looks."""
        found = [min(self.least, self.most)]
        while found[-1] < self.most:
            found.append(min(2 * found[-1], self.most))
        return tuple(found)


@dataclass(frozen=True, slots=True)
class Try:
    """One setting of the lever, `""` for as written: its changes as `--set` takes them, and what was seen."""

    setting: str
    sets: tuple[str, ...]
    seen: tuple[Seen, ...]

    @property
    def met(self) -> bool | None:
        """Whether the runs show that the setting is enough, or not; None where they cannot tell."""
        return all_met(self.seen)


@dataclass(frozen=True, slots=True)
class Required:
    """The answer. `enough` is the least that suffices (the most, where more hurts) and `short` the next one.

    `short` is None where every setting suffices; where none does it is the better end, and `enough` is None.
    `tries` are all, in the order in which they were run.
    """

    answer: Answer
    rising: bool
    enough: Try | None
    short: Try | None
    tries: tuple[Try, ...]


Told = Callable[[Try], None]


class Trials:
    """Settings of one lever on one scenario, each tried once."""

    def __init__(
        self, scenario: str, overrides: Sequence[str], aims: Sequence[Requirement], effort: Effort, told: Told
    ) -> None:
        self._sets = tuple(parse_override(text) for text in overrides)
        ground = tuple(written(one) for one in self._sets if one.path[0] in LAYER_KEYS)
        self._stack = stack(scenario, ground)
        self.tree = over(self._stack.tree, self._sets)
        self._aims, self._effort, self._told = aims, effort, told
        self._decisions = 1
        self._done: dict[str, Try] = {}

    @cached_property
    def as_written(self) -> Scenario:
        """The scenario without any setting of the lever."""
        return settle(self._stack, self._sets).scenario

    def plan(self, settings: int) -> None:
        """Divide the risk among all that a bisection of so many settings may try."""
        self._decisions = 3 + ceil(log2(max(settings, 2)))

    def check(self, changes: tuple[Override, ...]) -> None:
        """Hold a setting to all that a scenario is held to, without running it."""
        settle(self._stack, (*self._sets, *changes))

    def of(self, setting: str, changes: tuple[Override, ...] = ()) -> Try:
        """Run one setting until it is decided."""
        if setting not in self._done:
            changed = settle(self._stack, (*self._sets, *changes)).scenario if changes else self.as_written
            seen = self._seen(changed)
            self._done[setting] = Try(setting, tuple(map(written, changes)), seen)
            self._told(self._done[setting])
        return self._done[setting]

    def better(self, one: Try, other: Try) -> bool:
        """Whether one setting looks at least as good as another, by the first aim."""
        gap = one.seen[0].estimate - other.seen[0].estimate
        return gap >= 0 if self._aims[0].at_least else gap <= 0

    @property
    def tries(self) -> tuple[Try, ...]:
        """All, in the order in which they were run."""
        return tuple(self._done.values())

    def _seen(self, scenario: Scenario) -> tuple[Seen, ...]:
        effort = self._effort
        risk = (1 - effort.confidence) / (self._decisions * len(effort.looks) * len(self._aims))
        case = Prepared(scenario, {})
        runs: list[Run] = []
        for look in effort.looks:
            runs += _runs((case, effort.seed), range(len(runs), look), effort)
            for aim in self._aims:
                aim.check(runs[0])
            seen = tuple(aim.seen(runs, effort.confidence, risk) for aim in self._aims)
            if all_met(seen) is not None:
                break
        return seen


def _runs(case: tuple[Prepared, int], numbers: range, effort: Effort) -> Iterator[Run]:
    for one in spread(_run, numbers, effort.jobs or cores(), case, effort.elsewhere):
        if isinstance(one, FailedItem):
            fault = ModelFault if one.exit_code == ModelFault.exit_code else PostureError
            raise fault(f"replication {one.item} failed: {one.message}")
        yield one


def _run(case: tuple[Prepared, int], number: int) -> dict[tuple[str, str], float]:
    told = replicate(*case, number)
    return {(measure, subject): value for measure, subject, value in told.values}


@keeping_workers()
def require(trials: Trials, by: str, steps: int) -> Required:
    """Whether the aims are met as written, else the least setting of the lever with which they are.

    Whole ranges are tried whole by whole, others in so many steps.
    """
    found = lever(by, steps, trials.tree)
    trials.plan(len(found.cells))
    for cell in (found.cells[0], found.cells[-1]):
        trials.check(found.changes(cell, trials.tree))
    if trials.of("").met:
        return Required("already met", True, trials.of(""), None, trials.tries)
    low, high = 0, len(found.cells) - 1
    at_low, at_high = (_tried(trials, found, end) for end in (low, high))
    if at_low.met and at_high.met:
        return Required("suffices", True, at_low, None, trials.tries)
    rising = bool(at_high.met) or (not at_low.met and trials.better(at_high, at_low))
    if not at_low.met and not at_high.met:
        never = at_low.met is False and at_high.met is False
        far = at_high if rising else at_low
        return Required("never" if never else "undecided", rising, None, far, trials.tries)
    enough, short = (high, low) if rising else (low, high)
    while abs(enough - short) > 1:
        middle = (enough + short) // 2
        if _tried(trials, found, middle).met:
            enough = middle
        else:
            short = middle
    last, next_ = _tried(trials, found, enough), _tried(trials, found, short)
    answer: Answer = "suffices" if next_.met is False else "undecided"
    return Required(answer, rising, last, next_, trials.tries)


def _tried(trials: Trials, lever: Lever, at: int) -> Try:
    cell = lever.cells[at]
    return trials.of(lever.told(cell), lever.changes(cell, trials.tree))
