"""`posture status`: how far a study is."""

import json
from dataclasses import asdict

import click

from posture.cli import options
from posture.cli.completion import offered, runs
from posture.report.numbers import figure
from posture.runs.folders import find
from posture.runs.status import status


@click.command("status")
@click.argument("study", shell_complete=offered(runs))
@options.as_json
def command(study: str, as_json: bool) -> None:
    """Say how far STUDY is, the folder of one or its name under runs/, also while it is running."""
    found = status(find(study, "run or study"))
    if as_json:
        click.echo(json.dumps(asdict(found), indent=2, ensure_ascii=False))
        return
    click.echo(found.question)
    part = "" if found.shard[1] == 1 else f" (part {found.shard[0]} of {found.shard[1]})"
    click.echo(
        f"{found.done} done, {found.failed} failed, at most {found.left} left, {found.points} points{part}"
    )
    if found.seconds:
        click.echo(f"{figure(1 / found.seconds)} runs a second and process")
    if found.worst:
        click.echo(f"least precise: {found.worst}")
    if found.left:
        click.echo(f"go on with: {found.command}")
