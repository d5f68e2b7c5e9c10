"""`posture sweep`: an experiment from its file to its results; the same command again resumes it."""

import json
import re
import shlex
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from posture.cli import options
from posture.cli.completion import experiments, offered, scenarios
from posture.cli.interrupts import interrupts, leave_interrupted
from posture.cli.progress import told_progress
from posture.experiments.points import stack
from posture.experiments.specification import ExperimentSpec, read_experiment
from posture.experiments.unwritten import assumptions, with_numbers
from posture.report.numbers import duration
from posture.runs.dispatch import cores
from posture.runs.finish import Shard, Swept
from posture.runs.rehearsal import Rehearsal, rehearse
from posture.runs.sweep import sweep
from posture.scenario import load
from posture.scenario.loading import plain
from posture.scenario.loading.faults import short

SOME_FAILED, NOT_PRECISE = 4, 5
FAILURES_SHOWN = 5
MEASURES = "measures"
PART = re.compile(r"([0-9]{1,9})/([0-9]{1,9})")


if TYPE_CHECKING:
    ShardType = click.ParamType[Shard]
else:
    ShardType = click.ParamType  # before click 8.4 it cannot be subscripted


class ShardWord(ShardType):
    """A part written `i/n`."""

    name = "I/N"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Shard:
        """The part, or a fault of usage."""
        if isinstance(value, Shard):
            return value
        written = PART.fullmatch(str(value))
        if written is None or not 1 <= int(written[1]) <= int(written[2]):
            self.fail(f"'{short(str(value))}' is no part; write it like 1/2", param, ctx)
        return Shard(int(written[1]), int(written[2]))


@click.command("sweep")
@click.argument("experiment", shell_complete=offered(experiments))
@click.option(
    "--replications",
    type=options.histories,
    help="Of each point, instead of the file's.",
)
@click.option("--seed", type=options.seeds, help="Of all draws, instead of the file's.")
@options.jobs
@click.option("--set", "sets", multiple=True, metavar="PATH=VALUE", help="Change the base; repeatable.")
@click.option("--scenario", shell_complete=offered(scenarios), help="Another base than the file's.")
@click.option(
    "--out", type=click.Path(path_type=Path), help="Folder of the study; by default runs/<experiment>."
)
@click.option(
    "--shard", type=ShardWord(), default=Shard(), help="Run this part of the points alone; see merge."
)
@options.cluster
@click.option("--retry-failed", is_flag=True, help="Run again what failed.")
@click.option(
    "--assumptions", "assumed", is_flag=True, help="EXPERIMENT is a scenario: vary its assumed figures."
)
@click.option(
    "--dry-run",
    is_flag=True,
    help="Try every point and two runs, say how long all would take, and keep nothing.",
)
@options.as_json
@options.quiet
def command(
    experiment: str,
    jobs: int | None,
    out: Path | None,
    shard: Shard,
    cluster: str | None,
    retry_failed: bool,
    dry_run: bool,
    as_json: bool,
    quiet: bool,
    **otherwise: Any,
) -> None:
    """Run EXPERIMENT, a file or the name of one that ships; what was run before is kept and not run again.

    Every point is validated before the first run. Leaves the folder runs/<experiment> with measures.csv and
    .parquet, design.csv, runs.csv, manifest.json, journal.sqlite, and a text for each failed run.
    """
    asked = _asked(experiment, **otherwise)
    folder = out or Path("runs") / (
        asked.name if shard.of == 1 else f"{asked.name}-{shard.number}of{shard.of}"
    )
    if dry_run:
        with told_progress(silent=quiet or as_json) as notify, interrupts() as (stop, _):
            _say_design(asked, rehearse(asked, jobs or cores(), notify, stop), jobs or cores(), as_json)
        return
    _tell_patterns(asked)
    with told_progress(silent=quiet or as_json) as notify, interrupts() as (stop, signals):
        swept = sweep(
            asked,
            folder,
            jobs=jobs or cores(),
            command=_words(),
            crew=options.crew(cluster),
            shard=shard,
            retry_failed=retry_failed,
            notify=notify,
            stop=stop,
        )
    _say(asked, swept, as_json)
    _leave(swept, signals)


def _asked(
    name: str,
    assumed: bool,
    sets: tuple[str, ...],
    scenario: str | None,
    replications: int | None,
    seed: int | None,
) -> ExperimentSpec:
    """The experiment with what the command line says otherwise."""
    if assumed:
        return assumptions(scenario or name, replications or 20, 1 if seed is None else seed, sets)
    asked = with_numbers(read_experiment(name, sets), replications, seed)
    return replace(asked, scenario=scenario or asked.scenario)


def _tell_patterns(asked: ExperimentSpec) -> None:
    """Say which patterns of own measures fit nobody in the scenario as the study has it."""
    if MEASURES in plain(stack(asked.scenario).tree) or any(one.startswith(MEASURES) for one in asked.sets):
        options.tell_patterns(load(asked.scenario, asked.sets).scenario, asked.experiment.seed)


def _words() -> str:
    """The command that resumes it: as it was given, without what only belongs to one time."""
    context = click.get_current_context()
    words = ["posture", "sweep", context.params["experiment"]]
    for name, option in (
        ("replications", "--replications"),
        ("seed", "--seed"),
        ("scenario", "--scenario"),
        ("out", "--out"),
    ):
        if context.params[name] is not None:
            words += [option, str(context.params[name])]
    for text in context.params["sets"]:
        words += ["--set", text]
    shard = context.params["shard"]
    if shard.of > 1:
        words += ["--shard", f"{shard.number}/{shard.of}"]
    if context.params["assumed"]:
        words.append("--assumptions")
    return shlex.join(words)


def _say_design(asked: ExperimentSpec, rehearsal: Rehearsal, jobs: int, as_json: bool) -> None:
    found, most = rehearsal.points, len(rehearsal.points.points) * asked.experiment.most
    told = {
        "question": asked.experiment.question,
        "points": len(found.points),
        "most_runs": most,
        "seconds_a_run": round(rehearsal.seconds_a_run, 4),
        "seconds": round(most * rehearsal.seconds_a_run / jobs, 1),
    }
    if as_json:
        click.echo(json.dumps({**told, "design": found.told, "factors": found.factors}, indent=2))
        return
    click.echo(asked.experiment.question)
    click.echo(
        f"{told['points']} points, all sound, at most {most} runs; design: {json.dumps(found.told)[:200]}"
    )
    click.echo(
        f"about {duration(float(most * rehearsal.seconds_a_run / jobs))} on {jobs} processes, by one run"
    )


def _say(asked: ExperimentSpec, swept: Swept, as_json: bool) -> None:
    failed = sum(count for status, count in swept.counts.items() if status != "done")
    told = {
        "experiment": asked.name,
        "folder": str(swept.folder),
        "points": swept.points,
        "runs": swept.counts,
        "new": swept.new,
        "unreached": list(swept.unreached),
        "worst": swept.worst,
        "results_sha256": swept.results_sha256,
        "runs_sha256": swept.runs_sha256,
        "seconds": round(swept.seconds, 3),
    }
    if as_json:
        click.echo(json.dumps(told, indent=2, ensure_ascii=False))
        return
    click.echo(asked.experiment.question)
    chance = (
        "the same chance at every point"
        if asked.experiment.common_random_numbers
        else "chance of its own at each"
    )
    click.echo(f"{swept.points} points, {swept.counts.get('done', 0)} runs done, {failed} failed; {chance}")
    if swept.worst:
        click.echo(f"least precise: {swept.worst}")
    click.echo(f"results {swept.results_sha256[:16]} in {swept.folder}; next: posture analyse {swept.folder}")


def _leave(swept: Swept, signals: list[int]) -> None:
    """End with the exit code that says how it ended."""
    again = _words()
    failed = sum(count for status, count in swept.counts.items() if status != "done")
    if swept.interrupted:
        leave_interrupted(again, signals)
    if failed:
        for path in sorted((swept.folder / "failures").glob("*.txt"))[:FAILURES_SHOWN]:
            click.echo(f"posture: {path.read_text(encoding='utf-8').splitlines()[0]}; see {path}", err=True)
        why = " and that is as many as may fail" if swept.stopped else ""
        click.echo(f"posture: {failed} runs failed{why}; again with: {again} --retry-failed", err=True)
        raise click.exceptions.Exit(SOME_FAILED)
    if swept.unreached:
        some = ", ".join(map(str, swept.unreached[:10]))
        message = (
            f"posture: the precision is not reached at {len(swept.unreached)} points ({some}): {swept.worst}"
        )
        click.echo(f"{message}; raise 'max', or ask for less", err=True)
        raise click.exceptions.Exit(NOT_PRECISE)
