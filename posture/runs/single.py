"""A run: a study of one point, its scenario as loaded; kept in a folder, or in memory alone."""

import shlex
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from tempfile import TemporaryFile
from threading import Event
from time import monotonic
from typing import IO, Any, NamedTuple

from posture.core.errors import PostureError
from posture.core.storage import hash_of, placed
from posture.experiments.specification import ExperimentSpec
from posture.experiments.unwritten import one_point
from posture.runs import daily_file, ledgers, log_files, results
from posture.runs.cases import Cases, as_bytes, forget
from posture.runs.dispatch import Here, cores
from posture.runs.folders import RUNS
from posture.runs.identity import versions
from posture.runs.journal import Journal, PointEntry
from posture.runs.manifest import of_scenario, scenario_hash, write_manifest
from posture.runs.opened import never_fewer, opened, same_work
from posture.runs.results import SCENARIO, write_scenario
from posture.runs.run import replicate
from posture.runs.run_result import RunResult, result_of
from posture.runs.runner import Notify, Runner
from posture.runs.schedule import Schedule
from posture.runs.simulate import Prepared, prepare, simulate
from posture.runs.worker_pool import LocalWorkerPool, MakeCrew, WorkerPool, limit_memory, share
from posture.scenario import Loaded, Scenario

USUAL = 50
"""Replications of a run where no number is given."""
AS_WRITTEN = "as written"
"""Key of the one point of a run."""


class Draws(NamedTuple):
    """How a scenario is run: replications 0 to n - 1 of a seed, with or without chance, checked or not.

    With `check` every history is held to what must be so.
    """

    replications: int
    seed: int = 1
    deterministic: bool = False
    check: bool = False


def draws_of(replications: int | None, seed: int, *, deterministic: bool, check: bool) -> Draws:
    """How a scenario is run where nothing else is said: so many times, or once without chance."""
    if deterministic and (replications or 1) > 1:
        raise PostureError("without chance every history is the same; leave replications out")
    usual = 1 if deterministic else USUAL
    return Draws(usual if replications is None else replications, seed, deterministic, check)


def run(
    scenario: Scenario,
    draws: Draws,
    jobs: int | None = None,
    notify: Notify = lambda _: None,
    *,
    crew: MakeCrew | None = None,
) -> RunResult:
    """Run a scenario on `jobs` processes, by default one a core, or by a `crew`; neither changes an answer.

    A replication that fails is kept as a failure beside the others; if every one fails, the first failure is
    raised.
    """
    asked = one_point(scenario.name, draws.replications, draws.seed)
    with ExitStack() as held:
        journal = Journal.in_memory()  # as long as the result is: it is read from there
        entry = PointEntry(0, AS_WRITTEN, {}, (), draws.seed)
        runner = _runner(asked, draws, journal, entry, notify)
        _run(runner, prepare(scenario), jobs or cores(), held, crew)
        return result_of(runner, draws.seed, draws.replications, deterministic=draws.deterministic)


def run_kept(
    loaded: Loaded,
    name: str,
    folder: Path,
    draws: Draws,
    *,
    jobs: int | None = None,
    notify: Notify = lambda _: None,
    stop: Event | None = None,
    crew: MakeCrew | None = None,
    logged: bool = False,
) -> RunResult:
    """The same in a folder: what was run there before is kept and not run again; failures are tried again.

    With `logged` the folder holds every history too, those that were run before made again.

    `name` is what the user calls the scenario. The folder of another run is refused. `stop`, once set, lets
    what is in hand finish.
    """
    begin, command = monotonic(), command_of(name, loaded, draws, folder)
    asked = one_point(name, draws.replications, draws.seed, loaded.overrides)
    entry = PointEntry(0, AS_WRITTEN, {}, loaded.overrides, draws.seed)
    with ExitStack() as held:
        journal = opened(folder, held)
        same_work(folder, journal, identity_of(name, loaded, draws), loaded.overrides)
        never_fewer(folder, draws.replications)
        journal.forget_failed()
        prepared = prepare(loaded.scenario)
        told = {
            **of_scenario(loaded, draws.seed, draws.replications, draws.deterministic),
            "command": command,
        }
        runner = _runner(asked, draws, journal, entry, notify, folder if logged else None)
        runner.folder, runner.command, runner.stop = folder, command, stop or runner.stop
        if not journal.points():
            journal.add_points([entry])
        journal.keep("asked", _asked(loaded, draws, command))
        write_manifest(folder, "run", told)
        kept = write_scenario(folder, loaded.tree, loaded.layers, command_of(SCENARIO, loaded, draws))
        _run(runner, prepared, jobs or cores(), held, crew)
        result = result_of(runner, draws.seed, draws.replications, deterministic=draws.deterministic)
        if logged:
            _keep_logs(folder, prepared, result)
        written = _written(runner, loaded.scenario, result) | {SCENARIO: kept}
        write_manifest(folder, "run", {**told, **_ended(loaded, prepared, result, begin), "written": written})
        return result


def command_of(name: str, loaded: Loaded, draws: Draws, folder: Path | None = None) -> str:
    """The command that repeats a run exactly, and goes on with one that was interrupted."""
    words = ["posture", "run", name, "--replications", str(draws.replications), "--seed", str(draws.seed)]
    words += [word for one in loaded.overrides if name != SCENARIO for word in ("--set", one)]
    words += [f"--{flag}" for flag in ("deterministic", "check") if getattr(draws, flag)]
    if folder not in {None, RUNS / loaded.scenario.name}:
        words += ["--out", str(folder)]
    return shlex.join(words)


def _asked(loaded: Loaded, draws: Draws, command: str) -> dict[str, Any]:
    """What `status` needs to know of what was asked."""
    said = {"question": loaded.scenario.title, "replications": draws.replications}
    return {**said, "points": 1, "command": command, "shard": (1, 1)}


def identity_of(name: str, loaded: Loaded, draws: Draws) -> dict[str, Any]:
    """What makes a run this run and no other, beside how many replications it has."""
    how = {"seed": draws.seed, "deterministic": draws.deterministic, "check": draws.check}
    return {"kind": "run", "scenario": name, "scenario_sha256": scenario_hash(loaded), **how, **versions()}


def _runner(
    asked: ExperimentSpec,
    draws: Draws,
    journal: Journal,
    entry: PointEntry,
    notify: Notify,
    logged: Path | None = None,
) -> Runner:
    how: dict[str, Any] = {"deterministic": draws.deterministic, "check": draws.check, "logged": logged}
    task = partial(replicate, daily=True, **how)
    schedule = Schedule(draws.replications, [0], journal)
    return Runner(asked, None, journal, [entry], schedule, task, Event(), notify, books=True)


def _run(
    runner: Runner, prepared: Prepared, jobs: int, held: ExitStack, crew: MakeCrew | None = None
) -> None:
    """Run what is missing; one job stays in this process."""
    file: IO[bytes] = held.enter_context(TemporaryFile())  # noqa: SIM115 - closed with what is held
    cases = Cases(file)
    cases.put(0, as_bytes(prepared))
    forget()
    pool: WorkerPool[Any] = Here()
    if crew is not None:
        pool = crew()
    elif jobs > 1 and runner.asked.experiment.most > 1:
        pool = LocalWorkerPool(jobs, replicate.__module__, (limit_memory, (share(jobs),)))
    held.callback(pool.leave)
    runner.run(pool, cases)


def _keep_logs(folder: Path, prepared: Prepared, result: RunResult) -> None:
    """Make those histories again that were run before and are not in the folder."""
    for one in result.done:
        if not log_files.is_kept(folder, one.replication, one.fingerprint):
            log = simulate(prepared, one.seed, one.replication, deterministic=result.deterministic)
            log_files.check_same(log, one.replication, one.fingerprint)
            log_files.keep(folder, one.replication, log, prepared.scenario.start)


def _written(runner: Runner, scenario: Scenario, result: RunResult) -> dict[str, str]:
    """The tables of the run; the hash of each."""
    assert runner.folder is not None
    written = results.write_results(runner.folder, runner.journal, {0: result.replications}, _everything)
    written[results.DESIGN] = results.write_design(runner.folder, (), runner.entries)
    places = {key: place.name for key, place in scenario.places.items()}
    with (
        placed(runner.folder / ledgers.LEDGER) as first,
        placed(runner.folder / daily_file.DAILY) as second,
        ledgers.ledger_file(first) as books,
        daily_file.daily_series_file(second) as days,
    ):
        for one in result.done:  # once for both: to read it takes as long as to write it
            books.add(ledgers.booked(one, places))
            days.add(daily_file.rows(one))
    written |= {name: hash_of(runner.folder / name) for name in (ledgers.LEDGER, daily_file.DAILY)}
    return dict(sorted(written.items()))


def _everything(_measure: str, _subject: str) -> bool:
    return True


def _ended(loaded: Loaded, prepared: Prepared, result: RunResult, begin: float) -> dict[str, Any]:
    return {
        "fingerprint": result.fingerprint,
        "finished": len(result.done),
        "failures": [{"replication": one.item, "message": one.message} for one in result.failures],
        "assumed_used": assumed_used(loaded, prepared, result),
        "wall_seconds": round(monotonic() - begin, 3),
    }


def assumed_used(loaded: Loaded, prepared: Prepared, result: RunResult) -> list[str]:
    """The assumed figures that the result stands on, by path.

    Of movement those that its plans and its first replication looked up, of all else those that were read.
    """
    if result.done:
        first = result.done[0]
        simulate(prepared, first.seed, first.replication, deterministic=result.deterministic)
    looked_up = prepared.scenario.plans.parameters.used
    assumed = (one.path for one in loaded.figures if one.confidence == "assumed")
    return sorted(one for one in assumed if one in looked_up or one.split(".")[0] != "movement")
