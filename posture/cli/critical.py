"""`posture critical`: what it costs when a gate, a place or a way is closed."""

import json
import shlex

import click

from posture.cli import options
from posture.cli.completion import offered, scenarios
from posture.cli.progress import told_progress
from posture.cli.run import SOME_FAILED
from posture.core.errors import PostureError
from posture.questions.critical import Critical, CriticalQuestion, critical
from posture.report.critical import CriticalAnswer, as_data, lines
from posture.report.tables import show
from posture.runs.runner import StudyProgress
from posture.scenario import Scenario, load

KEEP = 40


@click.command("critical")
@click.argument("scenario", shell_complete=offered(scenarios))
@click.option("--measure", default="closure_days", show_default=True, help="What a closure costs is told in.")
@click.option("--subject", help="One brigade or other subject; by default the sum over all.")
@click.option("--top", type=click.IntRange(1), default=20, show_default=True, help="Closures shown.")
@click.option("--keep", type=click.IntRange(1), help=f"Closures run after screening; by default {KEEP}.")
@click.option("--replications", type=options.pairs, default=30, show_default=True, help="Pairs of runs.")
@options.seed
@options.jobs
@options.cluster
@options.overrides
@options.as_json
@options.quiet
def command(
    scenario: str,
    measure: str,
    subject: str | None,
    top: int,
    keep: int | None,
    replications: int,
    seed: int,
    jobs: int | None,
    cluster: str | None,
    overrides: tuple[str, ...],
    as_json: bool,
    quiet: bool,
) -> None:
    """Close each gate, place and way that the forces of SCENARIO use, one at a time, and rank what it costs.

    All are screened by the detours and the lift that they ask for; the dearest are run, each replication
    paired with the same one as written. What never closes counts as the horizon.
    """
    if keep is not None and keep < top:
        raise PostureError(
            f"--keep {keep} runs fewer closures than --top {top} shows; raise the one or lower the other"
        )
    loaded = load(scenario, overrides)
    asked = CriticalQuestion(measure, subject, seed, replications, keep or max(KEEP, top))
    with told_progress(silent=quiet or as_json) as notify, options.elsewhere(cluster) as pool:
        found = critical(
            loaded.scenario,
            asked,
            jobs,
            lambda over, most, what: notify(StudyProgress(over, 0, most, 0.0, "", what)),
            pool,
        )
    words = ["posture", "run", scenario, "--replications", str(replications), "--seed", str(seed)]
    words += [word for one in overrides for word in ("--set", one)]
    told = CriticalAnswer(found, loaded.scenario, subject, replications, seed, top, shlex.join(words))
    if as_json:
        click.echo(json.dumps(as_data(told), indent=2, allow_nan=False, ensure_ascii=False))
    else:
        show(lines(told))
    _tell_failures(found, loaded.scenario)


def _tell_failures(found: Critical, scenario: Scenario) -> None:
    """Name every closure whose runs failed, and end with the code of failed runs."""
    for failure in found.failures:
        click.echo(f"posture: closing {failure.item.named(scenario)} failed: {failure.message}", err=True)
    if found.failures:
        raise click.exceptions.Exit(SOME_FAILED)
