"""`posture figures`: what a scenario assumes, with range and source."""

import json
from dataclasses import asdict

import click

from posture.cli import options
from posture.cli.completion import offered, scenarios
from posture.report.tables import Table, show
from posture.scenario import load

ASSUMED = "assumed"
COLUMNS = ("path", "low", "typical", "high", "unit", "confidence", "source", "basis")


@click.command("figures")
@click.argument("word", default="")
@click.option(
    "--scenario",
    shell_complete=offered(scenarios),
    default="eastern-flank-2023",
    show_default=True,
    help="Whose figures.",
)
@click.option("--every", is_flag=True, help="Those that were seen or are general too.")
@options.overrides
@options.as_json
def command(word: str, scenario: str, every: bool, overrides: tuple[str, ...], as_json: bool) -> None:
    """Say which figures a scenario assumes: those whose path, source or basis holds WORD; without it, all.

    Of a figure that a scenario or `--set` has replaced nothing is said: it is no longer in force.
    """
    loaded = load(scenario, overrides)
    found = [
        one
        for one in loaded.figures
        if (every or one.confidence == ASSUMED)
        and any(word.casefold() in text.casefold() for text in (one.path, one.source, one.basis))
    ]
    if as_json:
        click.echo(json.dumps([asdict(one) for one in found], indent=2, ensure_ascii=False))
        return
    said = "figures" if every else "assumed figures"
    title = f"{len(found)} {said} of {loaded.scenario.name}, of {len(loaded.figures)} in force"
    rows = tuple(tuple(getattr(one, name) for name in COLUMNS) for one in found)
    show([Table(f"{title}:", COLUMNS, rows, (1, 2, 3))] if rows else [title])
