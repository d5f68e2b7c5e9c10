"""All replications of one run, as its journal holds them: read from there each time they are gone through."""

from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from posture.core.errors import ModelFault, PostureError
from posture.core.read_anew import ReadAnew
from posture.outcomes import MEASURES
from posture.runs.cases import DONE, MISTAKEN, unpacked
from posture.runs.dispatch import FailedItem
from posture.runs.journal import Journal, Stored
from posture.runs.run import Replication, combined_fingerprint
from posture.runs.runner import Runner
from posture.stats.estimates import Answer, Estimate, summarise


@dataclass(frozen=True, slots=True)
class RunResult:
    """All replications of one run, in their order; `replications` is how many were asked for.

    `rows` are sorted by replication, measure and subject. Both are read from the journal each time they are
    gone through, so that a run takes no more memory than its estimates, however many replications it has.
    `fingerprint` covers what is `done`. Interrupted, a run has done less than was asked for.
    """

    seed: int
    replications: int
    deterministic: bool
    fingerprint: str
    done: Sequence[Replication]
    failures: tuple[FailedItem[int], ...]
    rows: Sequence[Answer]
    estimates: tuple[Estimate, ...]
    interrupted: bool = False


def result_of(runner: Runner, seed: int, replications: int, *, deterministic: bool) -> RunResult:
    """What the journal holds of the replications asked for; raises the first failure if none is done."""
    failures: list[FailedItem[int]] = []
    told: list[tuple[str, int]] = []
    for one in runner.journal.runs(0, replications):
        if one.status == DONE:
            told.append((one.fingerprint, len(one.values)))
        else:
            failures.append(_failed(one))
    if failures and not told:
        raise _all_failed(failures[0])
    stored = partial(_stored, runner.folder and runner.folder.resolve(), runner.journal, replications)
    rows = ReadAnew(lambda: _answers(stored()), sum(count for _, count in told))
    return RunResult(
        seed,
        replications,
        deterministic,
        combined_fingerprint(fingerprint for fingerprint, _ in told),
        ReadAnew(lambda: map(_replication, stored()), len(told)),
        tuple(failures),
        rows,
        tuple(summarise(rows)),
        runner.stop.is_set(),
    )


def _stored(folder: Path | None, journal: Journal, stop: int) -> Iterator[Stored]:
    """The replications that are done, one by one; those of a folder through a journal opened for it."""
    with nullcontext(journal) if folder is None else Journal(folder, write=False) as opened_again:
        for one in opened_again.runs(0, stop):
            if one.status == DONE:
                yield one


def _answers(stored: Iterator[Stored]) -> Iterator[Answer]:
    """One row for each replication, measure and subject, in this order."""
    for one in stored:
        for (measure, subject), value in zip(one.keys, one.values.tolist(), strict=True):
            yield Answer(one.replication, measure, subject, value, MEASURES[measure].unit)


def _replication(one: Stored) -> Replication:
    values = tuple((*key, value) for key, value in zip(one.keys, one.values.tolist(), strict=True))
    return Replication(one.seed, one.replication, one.fingerprint, one.rows, values, *unpacked(one.books))


def _failed(one: Stored) -> FailedItem[int]:
    code = PostureError.exit_code if one.status == MISTAKEN else ModelFault.exit_code
    return FailedItem(one.replication, one.message, code, one.trace)


def _all_failed(failure: FailedItem[int]) -> PostureError:
    message = f"every replication failed; the first, number {failure.item}: {failure.message}"
    ours = failure.exit_code == ModelFault.exit_code
    fault = ModelFault(message) if ours else PostureError(failure.message)
    fault.add_note(failure.trace)
    return fault
