"""A study rehearsed: every point validated, the first made ready, two runs timed, and nothing kept."""

from contextlib import ExitStack
from tempfile import TemporaryFile
from threading import Event
from typing import Any, NamedTuple

from posture.core.errors import PostureError
from posture.experiments.points import Points, points
from posture.experiments.specification import ExperimentSpec
from posture.runs import bounds
from posture.runs.cases import DONE, Batch, Cases, run_batches, validate_all
from posture.runs.identity import seed_of
from posture.runs.journal import PointEntry
from posture.runs.ready import check_subjects, make_ready
from posture.runs.run import replicate
from posture.runs.runner import Notify
from posture.runs.worker_pool import LocalWorkerPool, limit_memory, share


class Rehearsal(NamedTuple):
    """The points of a study, and the seconds of a run on one core: of the second, which finds its ways."""

    points: Points
    seconds_a_run: float


def rehearse(asked: ExperimentSpec, jobs: int, notify: Notify, stop: Event) -> Rehearsal:
    """Hold every point to all that it is held to before its first run, and do two runs; `Faults` if unsound.

    Bounds and plans are worked out for the first point of each variant alone: no other can fail in them.
    """
    found = points(asked)
    with ExitStack() as held:
        pool: LocalWorkerPool[Any] = LocalWorkerPool(
            jobs, replicate.__module__, (limit_memory, (share(jobs),)), bounds.IMPORTS
        )
        held.callback(pool.leave)
        cases = Cases(held.enter_context(TemporaryFile()))
        make_ready(asked, dict(enumerate(found.points)), pool, cases, notify, stop, validate_all)
        first: dict[Any, PointEntry] = {}
        for number, point in enumerate(found.points):
            seed = seed_of(asked.experiment.seed, point.key, common=asked.experiment.common_random_numbers)
            entry = PointEntry(number, point.key, dict(point.cells), point.sets, seed)
            first.setdefault(point.cells.get("variant"), entry)
        pilots = {entry.point: found.points[entry.point] for entry in first.values()}
        make_ready(asked, pilots, pool, cases, notify, stop)
        check_subjects(asked, list(first.values()), pool, cases, replicate)
        entry = next(iter(first.values()))
        outcomes = run_batches([Batch(0, entry.key, entry.seed, (0, 1), cases.get(0))])
    for outcome in outcomes:
        if outcome.status != DONE:
            raise PostureError(f"run {outcome.replication} of the first point failed: {outcome.message}")
    return Rehearsal(found, min(outcome.seconds for outcome in outcomes))
