"""`posture require`: the least of a lever with which a requirement is met."""

import json

import click

from posture.cli import options
from posture.cli.completion import offered, scenarios
from posture.core.errors import PostureError
from posture.questions.require import Effort, Trials, Try, require
from posture.questions.require_aims import aims
from posture.report.require import RequireAnswer, as_data, lines
from posture.report.tables import show

UNDECIDED = 5


@click.command("require")
@click.argument("scenario", shell_complete=offered(scenarios))
@click.option("--until", required=True, metavar="CONDITION", help="P(closure_days[x] <= 10 d) >= 0.9")
@click.option("--by", required=True, metavar="PATH=LOW..HIGH", help="The lever; x0.5..x2 scales.")
@click.option("--confidence", type=click.FloatRange(0.5, 0.999), default=0.95, show_default=True)
@click.option("--replications", type=options.pairs, default=50, show_default=True, help="At first.")
@click.option("--most", type=options.pairs, default=1600, show_default=True, help="Runs of one setting.")
@click.option("--steps", type=click.IntRange(1, 10_000), default=32, show_default=True, help="If not whole.")
@options.seed
@options.jobs
@options.cluster
@options.overrides
@options.as_json
@options.quiet
def command(
    scenario: str,
    until: str,
    by: str,
    confidence: float,
    replications: int,
    most: int,
    steps: int,
    seed: int,
    jobs: int | None,
    cluster: str | None,
    overrides: tuple[str, ...],
    as_json: bool,
    quiet: bool,
) -> None:
    """Say whether SCENARIO meets a requirement, else the least of a lever with which it does.

    By bisection: more of the lever is taken never to hurt (or never to help; the ends say which). Each
    setting is run until it is decided. Exit code 5 where the most runs cannot tell.
    """
    if most < replications:
        raise PostureError(f"--most {most} is below --replications {replications}; raise it")
    wanted = aims(until)

    def say(one: Try) -> None:
        if not (quiet or as_json):
            words = {True: "enough", False: "not enough", None: "cannot be told"}[one.met]
            click.echo(f"posture: {one.setting or 'as written'}: {words}, {one.seen[0].runs} runs", err=True)

    with options.elsewhere(cluster) as pool:
        effort = Effort(seed, replications, most, confidence, jobs, pool)
        trials = Trials(scenario, overrides, wanted, effort, say)
        options.tell_patterns(trials.as_written, seed)
        found = require(trials, by, steps)
    told = RequireAnswer(found, scenario, overrides, until, by, wanted, effort)
    if as_json:
        click.echo(json.dumps(as_data(told), indent=2, allow_nan=False, ensure_ascii=False))
    else:
        show(lines(told))
    if found.answer == "undecided":
        raise click.exceptions.Exit(UNDECIDED)
