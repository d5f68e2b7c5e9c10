"""`posture list`: what there is."""

import json
from collections.abc import Callable, Iterator, Mapping

import click

from posture.cli import options
from posture.experiments.specification import read_experiment
from posture.operations import EVENT_KINDS
from posture.outcomes import MEASURES, SERIES
from posture.report.tables import Table, show
from posture.scenario.fields import fields
from posture.scenario.shipped import experiments, scenarios, title_of

Row = tuple[str, ...]


@click.command("list")
@click.argument(
    "what",
    type=click.Choice(["all", "scenarios", "experiments", "measures", "series", "fields", "events"]),
    default="all",
)
@options.as_json
def command(what: str, as_json: bool) -> None:
    """List scenarios, experiments, measures and daily series of a run, fields, rows of a history.

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


def _series() -> Iterator[Row]:
    for name, series in sorted(SERIES.items()):
        yield name, series.unit, series.help


def _fields() -> Iterator[Row]:
    for one in fields():
        yield one.path, one.written, one.default, one.help.split("\n", maxsplit=1)[0]


def _events() -> Iterator[Row]:
    for kind, meaning in sorted(EVENT_KINDS.items()):
        yield kind, meaning.sentence, meaning.who, meaning.where, meaning.amount, meaning.unit


LISTS: Mapping[str, Callable[[], Iterator[Row]]] = {
    "scenarios": _scenarios,
    "experiments": _experiments,
    "measures": _measures,
    "series": _series,
    "fields": _fields,
    "events": _events,
}
HEADS: Mapping[str, Row] = {
    "scenarios": ("scenario", "what it is"),
    "experiments": ("experiment", "scenario", "what it asks"),
    "measures": ("measure", "unit", "what it is"),
    "series": ("series", "unit", "what each day's number is"),
    "fields": ("field", "how it is written", "by default", "what it is"),
    "events": ("kind", "what a row tells", "who", "where", "amount", "unit"),
}
