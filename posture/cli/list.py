"""`posture list`: what there is."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import click

from posture.outcomes import MEASURES
from posture.report.tables import Table, show
from posture.scenario import Scenario
from posture.scenario.shipped import scenarios, title_of

Row = tuple[str, ...]
JsonSchema = Mapping[str, Any]


@click.command("list")
@click.argument("what", type=click.Choice(["all", "scenarios", "measures", "fields"]), default="all")
def command(what: str) -> None:
    """List the scenarios that ship, the measures of a run, or the fields of a scenario file.

    Without a word it lists scenarios and measures.
    """
    wanted = ("scenarios", "measures") if what == "all" else (what,)
    show(Table(f"{name}:", HEADS[name], tuple(LISTS[name]())) for name in wanted)


def _scenarios() -> Iterator[Row]:
    for path in scenarios():
        yield path.stem, title_of(path)


def _measures() -> Iterator[Row]:
    for name, measure in sorted(MEASURES.items()):
        yield name, measure.unit, measure.help.splitlines()[0]


def _fields() -> Iterator[Row]:
    schema = Scenario.model_json_schema()
    yield from _described(schema, schema.get("$defs", {}), "", ())


def _described(schema: JsonSchema, defs: JsonSchema, path: str, inside: tuple[str, ...]) -> Iterator[Row]:
    """Every field below, with its help; `[]` stands for each of a list, `*` for each name of a mapping."""
    for step, below in _below(schema):
        here = f"{path}{step}" if step == "[]" or not path else f"{path}.{step}"
        if step not in {"[]", "*"}:
            yield here, str(below.get("description", "")).split("\n", maxsplit=1)[0]
        for reference in _references(below):
            if reference not in inside:
                yield from _described(defs[reference], defs, here, (*inside, reference))
        yield from _described(below, defs, here, inside)


def _below(schema: JsonSchema) -> Iterator[tuple[str, JsonSchema]]:
    yield from schema.get("properties", {}).items()
    if isinstance(schema.get("items"), Mapping):
        yield "[]", schema["items"]
    if isinstance(schema.get("additionalProperties"), Mapping):
        yield "*", schema["additionalProperties"]


def _references(schema: JsonSchema) -> Iterator[str]:
    for one in (schema, *schema.get("allOf", ()), *schema.get("anyOf", ()), *schema.get("oneOf", ())):
        if "$ref" in one:
            yield one["$ref"].rsplit("/", maxsplit=1)[-1]


LISTS: Mapping[str, Callable[[], Iterator[Row]]] = {
    "scenarios": _scenarios,
    "measures": _measures,
    "fields": _fields,
}
HEADS: Mapping[str, Row] = {
    "scenarios": ("scenario", "what it is"),
    "measures": ("measure", "unit", "what it is"),
    "fields": ("field", "what it is"),
}
