"""Replications of one scenario: each is one history, its fingerprint and its answers."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from math import inf, isnan
from typing import NamedTuple

from posture.core.errors import ModelFault, PostureError
from posture.core.event_log import Log
from posture.core.measure import Measure
from posture.outcomes import MEASURES
from posture.outcomes.ledger import Accounts, accounts
from posture.runs.simulate import Prepared, prepare, simulate
from posture.runs.workers import FailedItem, cores, spread
from posture.scenario import Scenario
from posture.stats.estimates import Answer, Estimate, summarise

Value = tuple[str, str, float]


class Replication(NamedTuple):
    """One history; `rows` is the length of its log, `values` its (measure, subject, value), sorted.

    `ledger` holds the critical chain of all that closed; it has been found to balance.
    """

    seed: int
    replication: int
    fingerprint: str
    rows: int
    values: tuple[Value, ...]
    ledger: Accounts


class Case(NamedTuple):
    """What every replication of one run shares."""

    prepared: Prepared
    seed: int
    deterministic: bool
    check: bool = False


@dataclass(frozen=True, slots=True)
class RunResult:
    """All replications of one run, in their order; `replications` is how many were asked for.

    `rows` are sorted by replication, measure and subject. `fingerprint` covers what is `done`.
    """

    seed: int
    replications: int
    deterministic: bool
    fingerprint: str
    done: tuple[Replication, ...]
    failures: tuple[FailedItem[int], ...]
    rows: tuple[Answer, ...]
    estimates: tuple[Estimate, ...]


def run(
    scenario: Scenario,
    seed: int,
    replications: int,
    jobs: int | None = None,
    deterministic: bool = False,
    progress: Callable[[int], None] | None = None,
    check: bool = False,
) -> RunResult:
    """Replications 0 to n - 1 on `jobs` processes, by default one a core; `jobs` changes no answer.

    `check` holds every history to what must be so. `progress` is told how many are over. A replication that
    fails is kept as a failure beside the others; if every one fails, the first failure is raised.
    """
    case = Case(prepare(scenario), seed, deterministic, check)
    done: list[Replication] = []
    failures: list[FailedItem[int]] = []
    for over, outcome in enumerate(spread(_replicate, range(replications), jobs or cores(), case), start=1):
        if isinstance(outcome, FailedItem):
            failures.append(outcome)
        else:
            done.append(outcome)
        if progress is not None:
            progress(over)
    if not done:
        raise _all_failed(failures[0])
    rows = answers(done)
    return RunResult(
        seed,
        replications,
        deterministic,
        combined_fingerprint(done),
        tuple(done),
        tuple(failures),
        rows,
        tuple(summarise(rows)),
    )


def replicate(
    prepared: Prepared, seed: int, replication: int, deterministic: bool = False, check: bool = False
) -> Replication:
    """One history, its answers and its books; the same for a replication whichever others are run."""
    log = simulate(prepared, seed=seed, replication=replication, deterministic=deterministic, check=check)
    values = sorted(value for measure in MEASURES.values() for value in _values(measure, log))
    return Replication(seed, replication, log.fingerprint(), len(log), tuple(values), accounts(log))


def combined_fingerprint(done: Sequence[Replication]) -> str:
    """Hash of the fingerprints of the replications, in their order."""
    return blake2b("".join(f"{one.fingerprint}\n" for one in done).encode(), digest_size=16).hexdigest()


def answers(done: Sequence[Replication]) -> tuple[Answer, ...]:
    """One row for each replication, measure and subject, in this order."""
    return tuple(
        Answer(one.replication, measure, subject, value, MEASURES[measure].unit)
        for one in done
        for measure, subject, value in one.values
    )


def _replicate(case: Case, replication: int) -> Replication:
    return replicate(case.prepared, case.seed, replication, case.deterministic, case.check)


def _values(measure: Measure, log: Log) -> list[Value]:
    values = [(measure.name, subject, float(value)) for subject, value in measure.of(log).items()]
    for name, subject, value in values:
        if isnan(value) or value == -inf:
            raise ModelFault(f"measure '{name}' of '{subject}' is {value}; it must be a number or infinity")
        if measure.unit == "probability" and value not in {0.0, 1.0}:
            raise ModelFault(f"measure '{name}' of '{subject}' is {value} in one run; it must be 0 or 1")
    return values


def _all_failed(failure: FailedItem[int]) -> PostureError:
    message = f"every replication failed; the first, number {failure.item}: {failure.message}"
    ours = failure.exit_code == ModelFault.exit_code
    fault = ModelFault(message) if ours else PostureError(failure.message)
    fault.add_note(failure.trace)
    return fault
