"""A study from its experiment to its results: every point validated, every run once, whatever ends it."""

from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryFile
from threading import Event
from typing import Any

from posture.experiments.points import Point, Points, points
from posture.experiments.specification import ExperimentSpec
from posture.runs import bounds, results
from posture.runs.cases import Cases, Task
from posture.runs.finish import Shard, Swept, finish, of_study
from posture.runs.identity import identity
from posture.runs.journal import Journal, PointEntry
from posture.runs.manifest import write_manifest
from posture.runs.opened import numbered, opened
from posture.runs.ready import check_subjects, make_ready
from posture.runs.run import replicate
from posture.runs.runner import Notify, Runner
from posture.runs.schedule import Schedule
from posture.runs.worker_pool import LocalWorkerPool, MakeCrew, WorkerPool, limit_memory, share


def sweep(
    asked: ExperimentSpec,
    folder: Path,
    *,
    jobs: int,
    command: str = "",
    crew: MakeCrew | None = None,
    shard: Shard = Shard(),  # noqa: B008 - a tuple
    retry_failed: bool = False,
    notify: Notify = lambda _: None,
    stop: Event | None = None,
    task: Task = replicate,
) -> Swept:
    """Run what is missing of a study and write its results; the same call again resumes it.

    `stop`, once set, lets what is in hand finish. `crew` makes those who run, by default `jobs` processes
    here. Refuses a folder of another study; raises `Faults` before the first run where a point is unsound.
    """
    found = points(asked)
    with ExitStack() as held:
        journal = held.enter_context(opened(folder, held))
        entries = numbered(folder, journal, asked, found, {"kind": "study", **identity(asked)})
        if retry_failed:
            journal.forget_failed()
        known = len(journal.points())
        mine = [one.point for one in entries if shard.holds(one.point)]
        memory = asked.experiment.memory or share(jobs)
        local: LocalWorkerPool[Any] = LocalWorkerPool(
            jobs, task.__module__, (limit_memory, (memory,)), bounds.IMPORTS
        )
        held.callback(local.leave)
        team = local if crew is None else _joined(crew, held)
        cases = Cases(held.enter_context(TemporaryFile()))
        ending = stop or Event()
        needed = _needed(asked, mine, journal) | {point for point in mine if point >= known}
        make_ready(asked, _points(entries, found, needed), local, cases, notify, ending)
        check_subjects(asked, _first_of_each_variant(entries, found, needed), local, cases, task)
        journal.add_points(entries[known:])
        _write_first(journal, folder, asked, found, entries, command, shard)
        schedule = Schedule(asked.experiment.replications, mine, journal)
        runner = Runner(asked, folder, journal, entries, schedule, task, ending, notify, command)
        runner.run(team, cases)
        return finish(runner, found, shard)


def _joined(crew: MakeCrew, held: ExitStack) -> WorkerPool[Any]:
    team = crew()
    held.callback(team.leave)
    return team


def _points(entries: Sequence[PointEntry], found: Points, needed: set[int]) -> dict[int, Point]:
    """The points of these numbers, by number."""
    by_key = {point.key: point for point in found.points}
    return {number: by_key[entries[number].key] for number in sorted(needed)}


def _first_of_each_variant(
    entries: Sequence[PointEntry], found: Points, needed: set[int]
) -> list[PointEntry]:
    variants = {point.key: point.cells.get("variant") for point in found.points}
    first = {variants[entries[number].key]: entries[number] for number in sorted(needed, reverse=True)}
    return [*first.values()]


def _needed(asked: ExperimentSpec, mine: Sequence[int], journal: Journal) -> set[int]:
    """The points of which a run is missing."""
    schedule = Schedule(asked.experiment.replications, mine, journal)
    return {due.point for due in iter(schedule.next, None)}


def _told(asked: ExperimentSpec, entries: Sequence[PointEntry], command: str, shard: Shard) -> dict[str, Any]:
    """What `status` and `rerun` need to know of what was asked."""
    said = asked.experiment.model_dump(mode="json", include={"question", "replications"})
    return {**said, "points": len(entries), "command": command, "shard": list(shard)}


def _write_first(
    journal: Journal,
    folder: Path,
    asked: ExperimentSpec,
    found: Points,
    entries: Sequence[PointEntry],
    command: str,
    shard: Shard,
) -> None:
    """What is known before the first run."""
    journal.keep("asked", _told(asked, entries, command, shard))
    results.write_design(folder, found.columns, entries)
    write_manifest(folder, "study", of_study(asked, found, len(entries), command))
