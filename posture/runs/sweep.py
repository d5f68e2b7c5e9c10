"""A study from its experiment to its results: every point validated, every run once, whatever ends it."""

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryFile
from threading import Event
from typing import Any, TypeAlias

from posture.core.errors import Refused
from posture.experiments.points import Point, Points, points
from posture.experiments.specification import ExperimentSpec
from posture.runs import results
from posture.runs.cases import Cases, Task
from posture.runs.finish import Shard, Swept, finish, manifest
from posture.runs.identity import check_same, identity, seed_of
from posture.runs.journal import JOURNAL, Journal, Lock, PointEntry
from posture.runs.ready import make_ready
from posture.runs.run import replicate
from posture.runs.runner import Notify, Runner
from posture.runs.schedule import Schedule
from posture.runs.worker_pool import LocalWorkerPool, WorkerPool, limit_memory, share

MakeCrew: TypeAlias = Callable[[], WorkerPool[Any]]


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
        journal = held.enter_context(_opened(folder, held))
        entries = _numbered(folder, journal, asked, found)
        if retry_failed:
            journal.forget_failed()
        known = len(journal.points())
        mine = [one.point for one in entries if shard.holds(one.point)]
        memory = asked.experiment.memory or share(jobs)
        local: LocalWorkerPool[Any] = LocalWorkerPool(jobs, task.__module__, (limit_memory, (memory,)))
        held.callback(local.leave)
        team = local if crew is None else _joined(crew, held)
        cases = Cases(held.enter_context(TemporaryFile()))
        ending = stop or Event()
        needed = _needed(asked, mine, journal) | {point for point in mine if point >= known}
        make_ready(asked, _points(entries, found, needed), local, cases, notify, ending)
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


def _opened(folder: Path, held: ExitStack) -> Journal:
    """The journal of a folder that is ours alone from now on; nothing of another's is touched."""
    with results.storage(folder):
        if folder.exists() and not folder.is_dir():
            raise Refused(f"{folder} is a file; name a folder with --out")
        strange = folder.is_dir() and any(one.name != ".lock" for one in folder.iterdir())
        if strange and not (folder / JOURNAL).exists():
            raise Refused(f"{folder} is not empty and holds no study; name another folder with --out")
        fresh = not folder.exists()
        folder.mkdir(parents=True, exist_ok=True)
    held.enter_context(Lock(folder))
    journal = Journal(folder, write=True)
    held.callback(_clean, folder, journal, fresh)
    return journal


def _clean(folder: Path, journal: Journal, fresh: bool) -> None:
    """Leave no folder behind where nothing came of it."""
    empty = fresh and not (folder / results.MANIFEST).exists()
    journal.close()
    if empty:
        for name in (JOURNAL, ".lock"):
            (folder / name).unlink(missing_ok=True)
        folder.rmdir()


def _numbered(folder: Path, journal: Journal, asked: ExperimentSpec, found: Points) -> list[PointEntry]:
    """All points with their numbers: those there are keep theirs, new ones follow."""
    here = identity(asked)
    there = journal.fact("identity")
    if there is None:
        journal.keep("identity", {**here, "sets": list(asked.sets)})
    else:
        check_same(folder, there, here)
    old = journal.points()
    wanted = {point.key: point for point in found.points}
    for entry in old:
        if entry.key not in wanted:
            cells = ", ".join(f"{name}={cell}" for name, cell in entry.cells.items() if cell is not None)
            gone = f"its point {entry.point} ({cells or 'as written'}) is not in this design"
            raise Refused(f"{folder} holds another design: {gone}; points may be added, never taken away")
    known = {entry.key for entry in old}
    common = asked.experiment.common_random_numbers
    new = [point for point in found.points if point.key not in known]
    return [
        *(entry._replace(cells=dict(wanted[entry.key].cells)) for entry in old),
        *(
            PointEntry(
                number,
                point.key,
                dict(point.cells),
                point.sets,
                seed_of(asked.experiment.seed, point.key, common=common),
            )
            for number, point in enumerate(new, start=len(old))
        ),
    ]


def _points(entries: Sequence[PointEntry], found: Points, needed: set[int]) -> dict[int, Point]:
    """The points of these numbers, by number."""
    by_key = {point.key: point for point in found.points}
    return {number: by_key[entries[number].key] for number in sorted(needed)}


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
    results.write_manifest(folder, manifest(asked, found, len(entries), command))
