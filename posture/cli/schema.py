"""`posture schema`: the JSON Schema of a scenario or of an experiment, for editors and other programs."""

import json
from typing import Any

import click

from posture.core.schema import Schema
from posture.experiments.specification import Experiment
from posture.scenario import Scenario

MODELS: dict[str, type[Schema]] = {"scenario": Scenario, "experiment": Experiment}
DIALECT = "https://json-schema.org/draft/2020-12/schema"
FILES = {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}
JOINS = {
    "base": {"type": "string", "description": "Scenario that this one changes: one that ships, or a file."},
    "include": {**FILES, "description": "Files that lie below this one, later over earlier."},
}
"""What joins files of a scenario; it is gone once they are one."""


@click.command("schema")
@click.argument("what", type=click.Choice(list(MODELS)), default="scenario")
def command(what: str) -> None:
    """Print the JSON Schema of scenario or experiment files, with help, choices and defaults.

    An editor that reads YAML by schema completes words and explains them. Of a scenario no field is required,
    since a file may change a few of its base; `posture check` says what is missing.
    """
    schema = MODELS[what].model_json_schema()
    if what == "scenario":
        schema = _partial(schema)
        schema["properties"] = {**JOINS, **schema["properties"]}
    click.echo(json.dumps({"$schema": DIALECT, **schema}, indent=2, ensure_ascii=False))


def _partial(schema: Any) -> Any:
    """The same with every field of a model optional; a distribution still has its one key."""
    if isinstance(schema, list):
        return [_partial(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    left = {"required"} if "title" in schema and "properties" in schema else set()
    return {key: _partial(one) for key, one in schema.items() if key not in left}
