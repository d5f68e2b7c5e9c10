"""Points made ready: each validated and prepared before the first run, all that is wrong told together."""

from collections import deque
from collections.abc import Sequence
from threading import Event
from typing import Any

from posture.core.errors import PostureError
from posture.experiments.points import Point, stack
from posture.experiments.specification import ExperimentSpec
from posture.runs.cases import Cases, Wanted, build_all
from posture.runs.dispatch import Dispatcher, Work
from posture.runs.runner import Notify, StudyProgress
from posture.runs.worker_pool import LocalWorkerPool, Lost
from posture.scenario.loading import Fault, Faults

ENOUGH_FAULTS = 28


def make_ready(
    asked: ExperimentSpec,
    wanted: dict[int, Point],
    pool: LocalWorkerPool[Any],
    cases: Cases,
    notify: Notify,
    stop: Event,
) -> None:
    """Keep the cases of all these points; `Faults` where some are unsound, `KeyboardInterrupt` on `stop`."""
    faults: list[Fault] = []
    left = deque(wanted)
    over = 0

    def source() -> int | None:
        return left.popleft() if left and len(faults) < ENOUGH_FAULTS else None

    def pack(numbers: Sequence[int]) -> Work:
        return build_all, ([_wanted(asked, wanted[number]) for number in numbers],)

    for told in Dispatcher(pool, pack).results(source):
        if stop.is_set():
            raise KeyboardInterrupt
        if told is not None:
            over += 1
            faults += _kept(*told, cases)
            notify(StudyProgress(over, 0, len(wanted), 0.0, "", "points made ready"))
    if faults:
        raise Faults(faults)


def _wanted(asked: ExperimentSpec, point: Point) -> Wanted:
    sources = tuple(source.sha256 for source in stack(asked.scenario, point.ground).sources)
    return Wanted(asked.scenario, point.ground, point.changes, sources)


def _kept(number: int, content: Any, cases: Cases) -> tuple[Fault, ...]:
    """Keep the case of a point, or give what is wrong with it."""
    if isinstance(content, bytes):
        cases.put(number, content)
        return ()
    if isinstance(content, Faults):
        return content.faults
    if isinstance(content, PostureError):
        raise content
    why = content.message if isinstance(content, Lost) else f"{type(content).__name__}: {content}"
    raise PostureError(f"point {number} cannot be made ready: {why}")
