"""`posture run`: replications of one scenario, a table, and a folder that holds the run."""

import json
import shlex
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import monotonic

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from posture.cli import options, tracing
from posture.report.summary import Summary, summarised
from posture.report.tables import show
from posture.runs import manifest
from posture.runs.run import RunResult, run
from posture.runs.store import check_room, write_run
from posture.scenario import Loaded, load

SOME_FAILED = 4
FAILURES_SHOWN = 5
LINES_OF_PROGRESS = 10


@click.command("run")
@click.argument("scenario")
@click.option("--replications", type=click.IntRange(1), default=50, show_default=True, help="Histories.")
@options.seed
@options.jobs
@options.overrides
@click.option("--out", type=click.Path(path_type=Path), help="Folder of the run; by default runs/<scenario>.")
@options.as_json
@options.quiet
@click.option("--deterministic", is_flag=True, help="Every draw gives its most usual value.")
@click.option("--check", is_flag=True, help="Hold every history to what must be so: books, bounds, places.")
def command(
    scenario: str,
    replications: int,
    seed: int,
    jobs: int | None,
    overrides: tuple[str, ...],
    out: Path | None,
    as_json: bool,
    quiet: bool,
    deterministic: bool,
    check: bool,
) -> None:
    """Run SCENARIO, a file or the name of one that ships, many times.

    Ends with a table and leaves the folder runs/<scenario>, which the next run of this scenario replaces.
    A folder named with --out is replaced by the same run alone.
    """
    begin = monotonic()
    loaded = load(scenario, overrides)
    folder = out or Path("runs") / loaded.scenario.name
    check_room(folder, manifest.identity(loaded, seed, replications, deterministic), replace=out is None)
    with _progress(replications, silent=quiet or as_json) as progress:
        result = run(loaded.scenario, seed, replications, jobs, deterministic, progress, check)
    words = _words(scenario, result, overrides, out)
    told = manifest.describe(loaded, result, monotonic() - begin, words)
    places = {key: place.name for key, place in loaded.scenario.places.items()}
    write_run(folder, told, result.rows, result.done, replace=out is None, places=places)
    if as_json:
        click.echo(_json(loaded, result))
    else:
        show(summarised(_summary(loaded, result, words, folder)))
    _tell_failures(result, words)


def _words(scenario: str, result: RunResult, overrides: Sequence[str], out: Path | None) -> str:
    """The command that repeats the run exactly."""
    words = ["posture", "run", scenario]
    words += ["--replications", str(result.replications), "--seed", str(result.seed)]
    for override in overrides:
        words += ["--set", override]
    if result.deterministic:
        words.append("--deterministic")
    if out is not None:
        words += ["--out", str(out)]
    return shlex.join(words)


def _json(loaded: Loaded, result: RunResult) -> str:
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
    told = {
        "scenario": loaded.scenario.name,
        "seed": result.seed,
        "replications": result.replications,
        "fingerprint": result.fingerprint,
        "measures": measures,
    }
    return json.dumps(told, indent=2, allow_nan=False)


def _summary(loaded: Loaded, result: RunResult, words: str, folder: Path) -> Summary:
    return Summary(
        scenario=loaded.scenario.name,
        seed=result.seed,
        replications=result.replications,
        finished=len(result.done),
        fingerprint=result.fingerprint,
        figures=len(loaded.figures),
        assumed=manifest.assumed(loaded),
        command=words,
        folder=str(folder),
        estimates=result.estimates,
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


@contextmanager
def _progress(replications: int, silent: bool) -> Iterator[Callable[[int], None] | None]:
    """What is told how many replications are over: a bar on a terminal, a few plain lines elsewhere."""
    console = Console(stderr=True)
    if silent:
        yield None
    elif console.is_terminal:
        columns = (TextColumn("replications"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        with Progress(*columns, console=console, transient=True) as bar:
            task = bar.add_task("", total=replications)
            yield lambda over: bar.update(task, completed=over)
    else:
        yield lambda over: _line(over, replications)


def _line(over: int, replications: int) -> None:
    step = -(-replications // LINES_OF_PROGRESS)
    if over == replications or over % step == 0:
        click.echo(f"posture: {over} of {replications} replications", err=True)
