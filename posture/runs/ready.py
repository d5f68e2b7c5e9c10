"""Points made ready: each validated and prepared before the first run, all that is wrong told together."""

from collections import deque
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from fnmatch import fnmatchcase
from threading import Event
from typing import Any, TypeAlias

from posture.core.errors import PostureError
from posture.core.findings import did_you_mean
from posture.experiments.points import Point, stack
from posture.experiments.specification import ExperimentSpec
from posture.runs.cases import DONE, Batch, Cases, Outcome, Task, Wanted, build_all, run_batches
from posture.runs.dispatch import Dispatcher, Work
from posture.runs.journal import PointEntry
from posture.runs.runner import Notify, StudyProgress
from posture.runs.worker_pool import LocalWorkerPool, Lost
from posture.scenario.loading import Fault, Faults

Ready: TypeAlias = Callable[[Sequence[Wanted]], list[bytes | PostureError]]
"""What makes points ready, or validates them; importable by name."""
ENOUGH_FAULTS = 28
CELLS_SHOWN, SUBJECTS_SHOWN = 6, 12


def make_ready(
    asked: ExperimentSpec,
    wanted: dict[int, Point],
    pool: LocalWorkerPool[Any],
    cases: Cases,
    notify: Notify,
    stop: Event,
    task: Ready = build_all,
) -> None:
    """Keep the cases of all these points; `Faults` where some are unsound, `KeyboardInterrupt` on `stop`.

    With `validate_all` for a task the points are held to the rules alone, and no case is kept.
    """
    faults: dict[Fault, list[int]] = {}
    left = deque(wanted)
    over = 0

    def source() -> int | None:
        return left.popleft() if left and len(faults) < ENOUGH_FAULTS else None

    def pack(numbers: Sequence[int]) -> Work:
        return task, ([_wanted(asked, wanted[number]) for number in numbers],)

    limit = float(asked.experiment.time_limit)
    for told in Dispatcher(pool, pack, limit).results(source):
        if stop.is_set():
            raise KeyboardInterrupt
        if told is not None:
            over += 1
            for fault in _kept(*told, cases):
                faults.setdefault(fault, []).append(told[0])
            notify(StudyProgress(over, 0, len(wanted), 0.0, "", "points made ready"))
    if faults:
        raise Faults(_at_points(fault, [wanted[number] for number in at]) for fault, at in faults.items())


def _at_points(fault: Fault, points: Sequence[Point]) -> Fault:
    """A fault with the first of the points that have it, by their factors."""
    cells = [f"{name} = {value}" for name, value in points[0].cells.items()]
    said = ", ".join(cells[:CELLS_SHOWN]) + (", …" if len(cells) > CELLS_SHOWN else "")
    others = f" and {len(points) - 1} more" if len(points) > 1 else ""
    return replace(fault, message=f"{fault.message} (where {said}{others})") if cells else fault


def check_subjects(
    asked: ExperimentSpec, pilots: Sequence[PointEntry], pool: LocalWorkerPool[Any], cases: Cases, task: Task
) -> None:
    """Refuse a subject in `measures` of which no run tells, by one run of each of these points.

    A pilot that fails or takes too long says nothing; the study will tell of it.
    """
    patterns = {index: one for index, one in enumerate(asked.experiment.measures) if "[" in one}
    left = deque(one for one in pilots if one.point in cases)
    if not patterns or not left:
        return
    found: set[tuple[str, str]] = set()
    silent = False

    def pack(entries: Sequence[PointEntry]) -> Work:
        batches = [Batch(one.point, one.key, one.seed, (0,), cases.get(one.point)) for one in entries]
        return run_batches, (batches, task)

    limit = float(asked.experiment.time_limit)
    for told in Dispatcher(pool, pack, limit).results(lambda: left.popleft() if left else None):
        if told is not None and isinstance(told[1], Outcome) and told[1].status == DONE:
            found.update(told[1].keys)
        elif told is not None:
            silent = True
    if not silent:
        _refuse_unmatched(asked, patterns, found)


def _refuse_unmatched(
    asked: ExperimentSpec, patterns: Mapping[int, str], found: Collection[tuple[str, str]]
) -> None:
    faults = []
    for index, pattern in patterns.items():
        measure, _, subject = pattern.removesuffix("]").partition("[")
        known = sorted({one for name, one in found if fnmatchcase(name, measure)})
        if known and not any(fnmatchcase(one, subject) for one in known):
            hint = did_you_mean(subject, known) or f"; known: {', '.join(known[:SUBJECTS_SHOWN])}"
            mark = asked.mark("measures", index)
            faults.append(Fault(mark, f"measures.{index}", f"'{measure}' tells of no '{subject}'{hint}"))
    if faults:
        raise Faults(faults)


def _wanted(asked: ExperimentSpec, point: Point) -> Wanted:
    sources = tuple(source.sha256 for source in stack(asked.scenario, point.ground).sources)
    return Wanted(asked.scenario, point.ground, point.changes, sources)


def _kept(number: int, content: Any, cases: Cases) -> tuple[Fault, ...]:
    """Keep the case of a point, or give what is wrong with it."""
    if isinstance(content, bytes):
        if content:
            cases.put(number, content)
        return ()
    if isinstance(content, Faults):
        return content.faults
    if isinstance(content, PostureError):
        raise content
    if isinstance(content, Lost) and content.late:
        said = "cannot be made ready within the time limit of a run; raise 'time_limit'"
        raise PostureError(f"point {number} {said}")
    why = content.message if isinstance(content, Lost) else f"{type(content).__name__}: {content}"
    raise PostureError(f"point {number} cannot be made ready: {why}")
