"""`posture run`: replications of one scenario, a table, and a folder that holds the run."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from posture.cli import options, tracing
from posture.cli.completion import offered, scenarios
from posture.cli.interrupts import interrupts, leave_interrupted
from posture.cli.progress import told_progress
from posture.core.errors import PostureError
from posture.questions.assumed_runs import USUAL_DRAWS, AskedDraws, AssumedRuns, assumed_runs
from posture.report.brigades import closures
from posture.report.summary import Summary, summarised
from posture.report.tables import show
from posture.report.widths import width_lines, widths_data
from posture.runs.dispatch import cores
from posture.runs.folders import RUNS
from posture.runs.manifest import assumed
from posture.runs.opened import set_aside
from posture.runs.run_result import RunResult
from posture.runs.runner import Notify, StudyProgress
from posture.runs.single import USUAL, command_of, draws_of, identity_of, run_kept
from posture.scenario import Loaded, load

SOME_FAILED = 4
FAILURES_SHOWN = 5


@click.command("run")
@click.argument("scenario", shell_complete=offered(scenarios))
@click.option(
    "--replications",
    type=options.histories,
    help=f"Histories; by default {USUAL}, or one without chance.",
)
@options.seed
@options.jobs
@options.cluster
@options.overrides
@click.option("--out", type=click.Path(path_type=Path), help="Folder of the run; by default runs/<scenario>.")
@options.as_json
@options.quiet
@click.option("--deterministic", is_flag=True, help="Every draw gives its most usual value.")
@click.option("--check", is_flag=True, help="Hold every history to what must be so: books, bounds, places.")
@click.option(
    "--assumptions",
    "joint",
    is_flag=False,
    flag_value=USUAL_DRAWS,
    type=click.IntRange(2, 10_000),
    metavar="[DRAWS]",
    help=f"Also draw all that is assumed together, {USUAL_DRAWS} times, and tell three widths.",
)
@click.option(
    "--matched", is_flag=True, help="Draw for --assumptions only settings that past moves do not rule out."
)
@click.option("--log", "logged", is_flag=True, help="Keep every history in logs/, a Parquet file each.")
def command(
    scenario: str,
    jobs: int | None,
    cluster: str | None,
    overrides: tuple[str, ...],
    out: Path | None,
    as_json: bool,
    quiet: bool,
    logged: bool,
    replications: int | None,
    joint: int | None,
    matched: bool,
    **how: Any,
) -> None:
    """Run SCENARIO, a file or the name of one that ships, many times.

    Ends with a table and leaves the folder runs/<scenario>. The same command again runs only what is missing
    there. Another run in that folder is kept as runs/<scenario>.previous; a folder named with --out that
    holds another run is refused.
    """
    if matched and joint is None:
        raise PostureError("--matched says what --assumptions draws from; give both")
    loaded = load(scenario, overrides)
    draws = draws_of(replications, **how)
    folder = out or RUNS / loaded.scenario.name
    words = command_of(scenario, loaded, draws, folder)
    if out is None:
        aside = set_aside(folder, identity_of(scenario, loaded, draws))
        if aside is not None and not (quiet or as_json):
            click.echo(f"posture: the run that was in {folder} is kept in {aside}", err=True)
    options.tell_pairs(loaded.scenario)
    options.tell_patterns(loaded.scenario, draws.seed)
    with told_progress(silent=quiet or as_json) as notify, interrupts() as (stop, signals):
        crew = options.crew(cluster)
        result = run_kept(
            loaded, scenario, folder, draws, jobs=jobs, notify=notify, stop=stop, crew=crew, logged=logged
        )
        drawn = None
        if joint is not None and not result.interrupted:
            asked = AskedDraws(scenario, overrides, draws.seed, joint, matched)
            drawn = assumed_runs(asked, jobs or cores(), told=_telling(notify))
    if as_json:
        click.echo(_json(loaded, result, drawn))
    else:
        show(summarised(_summary(loaded, result, words, folder)))
        if drawn is not None:
            show(width_lines(closures(result.rows), drawn))
    if result.interrupted:
        leave_interrupted(words, signals)
    _tell_failures(result, words)


def _telling(notify: Notify) -> Callable[[int, int, str], None]:
    return lambda over, most, what: notify(StudyProgress(over, 0, most, 0.0, "", what))


def _json(loaded: Loaded, result: RunResult, drawn: AssumedRuns | None) -> str:
    measures = [
        {
            "measure": one.measure,
            "subject": one.subject,
            "unit": one.unit,
            "n": one.n,
            "unfinished": one.unfinished,
            "mean": one.mean,
            "median": one.median,
            "low": one.low,
            "high": one.high,
        }
        for one in result.estimates
    ]
    told: dict[str, Any] = {
        "scenario": loaded.scenario.name,
        "seed": result.seed,
        "replications": result.replications,
        "fingerprint": result.fingerprint,
        "measures": measures,
    }
    if drawn is not None:
        told |= widths_data(closures(result.rows), drawn)
    return json.dumps(told, indent=2, allow_nan=False)


def _summary(loaded: Loaded, result: RunResult, words: str, folder: Path) -> Summary:
    return Summary(
        scenario=loaded.scenario.name,
        seed=result.seed,
        replications=result.replications,
        finished=len(result.done),
        fingerprint=result.fingerprint,
        figures=len(loaded.figures),
        assumed=assumed(loaded),
        command=words,
        folder=str(folder),
        estimates=result.estimates,
        closures=closures(result.rows),
    )


def _tell_failures(result: RunResult, words: str) -> None:
    """Name the replications that failed and leave with the exit code that says so."""
    if not result.failures:
        return
    for failure in result.failures[:FAILURES_SHOWN]:
        click.echo(f"posture: replication {failure.item} failed: {failure.message}", err=True)
        if tracing():
            click.echo(failure.trace, err=True)
    share = f"{len(result.failures)} of {result.replications}"
    click.echo(f"posture: {share} replications failed; again with: {words}", err=True)
    raise click.exceptions.Exit(SOME_FAILED)
