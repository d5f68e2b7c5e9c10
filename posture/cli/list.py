"""`posture list`: what there is."""

import json
from collections.abc import Callable, Iterator, Mapping

import click

from posture.cli import options
from posture.experiments.specification import read_experiment
from posture.outcomes import MEASURES
from posture.report.tables import Table, show
from posture.scenario.fields import fields
from posture.scenario.shipped import experiments, scenarios, title_of

Row = tuple[str, ...]


@click.command("list")
@click.argument(
    "what", type=click.Choice(["all", "scenarios", "experiments", "measures", "fields"]), default="all"
)
@options.as_json
def command(what: str, as_json: bool) -> None:
    """List the scenarios and experiments that ship, the measures of a run, or the fields of a scenario file.

    Without a word it lists scenarios, experiments and measures. In the path of a field `*` is a name of your
    own and `[]` each of a list.
    """
    wanted = ("scenarios", "experiments", "measures") if what == "all" else (what,)
    if as_json:
        told = {name: [dict(zip(HEADS[name], row, strict=True)) for row in LISTS[name]()] for name in wanted}
        click.echo(json.dumps(told, indent=2, ensure_ascii=False))
        return
    show(Table(f"{name}:", HEADS[name], tuple(LISTS[name]())) for name in wanted)


def _scenarios() -> Iterator[Row]:
    for path in scenarios():
        yield path.stem, title_of(path)


def _experiments() -> Iterator[Row]:
    for path in experiments():
        said = read_experiment(path.stem).experiment
        yield path.stem, said.scenario, said.question


def _measures() -> Iterator[Row]:
    for name, measure in sorted(MEASURES.items()):
        yield name, measure.unit, measure.help.splitlines()[0]


def _fields() -> Iterator[Row]:
    for one in fields():
        yield one.path, one.written, one.default, one.help.split("\n", maxsplit=1)[0]


LISTS: Mapping[str, Callable[[], Iterator[Row]]] = {
    "scenarios": _scenarios,
    "experiments": _experiments,
    "measures": _measures,
    "fields": _fields,
}
HEADS: Mapping[str, Row] = {
    "scenarios": ("scenario", "what it is"),
    "experiments": ("experiment", "scenario", "what it asks"),
    "measures": ("measure", "unit", "what it is"),
    "fields": ("field", "how it is written", "by default", "what it is"),
}
