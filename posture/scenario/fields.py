"""Every field of a scenario file, from the models' JSON Schema: how it is written, its default, its help."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from posture.core.schema.uncertain import KINDS
from posture.scenario import Scenario

JsonSchema = Mapping[str, Any]
DEFINED = "#/$defs/"
KINDS_OF_VALUE = {
    "string": "text",
    "boolean": "true | false",
    "integer": "whole number",
    "object": "fields",
}
SPREAD = "a distribution"


class ScenarioField(NamedTuple):
    """A field: its path, `*` for each name of a mapping and `[]` for each of a list; the others as text."""

    path: str
    written: str
    default: str
    help: str


def fields() -> Iterator[ScenarioField]:
    """Every field that a scenario may hold, in the order of the models."""
    schema = Scenario.model_json_schema()
    yield from _inside(schema, schema.get("$defs", {}), "", ())


def _inside(
    schema: JsonSchema, defs: JsonSchema, path: str, opened: tuple[str, ...]
) -> Iterator[ScenarioField]:
    """What stands below, a model within itself opened once."""
    for one in _alternatives(schema):
        name = _defined(one)
        if name and name not in opened:
            yield from _inside(defs[name], defs, path, (*opened, name))
        for key, field in () if _is_spread(one) else one.get("properties", {}).items():
            here = f"{path}.{key}" if path else key
            yield ScenarioField(here, _written(field, defs), _default(field), _help(field, defs))
            yield from _inside(field, defs, here, opened)
        for step, element in _elements(one):
            yield from _inside(element, defs, path + step, opened)


def _elements(schema: JsonSchema) -> Iterator[tuple[str, JsonSchema]]:
    """What a list or a mapping holds."""
    if isinstance(schema.get("items"), Mapping):
        yield "[]", schema["items"]
    if isinstance(schema.get("additionalProperties"), Mapping):
        yield ".*", schema["additionalProperties"]
    for element in schema.get("patternProperties", {}).values():
        yield ".*", element


def _alternatives(schema: JsonSchema) -> Iterator[JsonSchema]:
    """A schema and, one by one, all that may stand in its stead."""
    yield schema
    for word in ("allOf", "anyOf", "oneOf"):
        for one in schema.get(word, ()):
            yield from _alternatives(one)


def _written(field: JsonSchema, defs: JsonSchema) -> str:
    """How a value is written: choices, examples or the kind of value."""
    ways = [way for one in _alternatives(field) for way in _ways(one, defs)]
    return " | ".join(dict.fromkeys(ways))


def _ways(schema: JsonSchema, defs: JsonSchema) -> Iterator[str]:
    name = _defined(schema)
    if name:
        yield from _ways(defs[name], defs)
    elif _is_spread(schema):
        yield SPREAD
    elif "enum" in schema or "const" in schema:
        yield from map(_said, schema.get("enum", [schema.get("const")]))
    elif any(word in schema for word in ("anyOf", "oneOf", "allOf")):
        return
    elif schema.get("examples"):
        yield f"like {', '.join(map(_said, schema['examples']))}"
    elif elements := [element for _, element in _elements(schema)]:
        of = " | ".join(dict.fromkeys(way for one in elements for way in _within(one, defs)))
        yield f"{'list' if 'items' in schema else 'mapping'} of {of}"
    else:
        yield from _kinds(schema)


def _within(schema: JsonSchema, defs: JsonSchema) -> Iterator[str]:
    """How an element is written; a model's own fields follow below it, so that it is only called fields."""
    for one in _alternatives(schema):
        name = _defined(one)
        if name and "properties" in defs[name]:
            yield "fields"
        else:
            yield from _ways(one, defs)


def _kinds(schema: JsonSchema) -> Iterator[str]:
    kinds = schema.get("type", ())
    for kind in [kinds] if isinstance(kinds, str) else kinds:
        yield KINDS_OF_VALUE.get(kind, kind)


def _is_spread(schema: JsonSchema) -> bool:
    """Whether this is one of the distributions that an uncertain amount may be."""
    return tuple(schema.get("required", ())) in {(kind,) for kind in KINDS} and "title" not in schema


def _defined(schema: JsonSchema) -> str:
    return str(schema.get("$ref", "")).removeprefix(DEFINED)


def _help(field: JsonSchema, defs: JsonSchema) -> str:
    """What a field says of itself; pydantic leaves out what its model says in the same words."""
    return str(field.get("description") or defs.get(_defined(field), {}).get("description", ""))


def _default(field: JsonSchema) -> str:
    """The default as one would write it, uncertain amounts in base units; empty where it must be written."""
    if "default" not in field:
        return ""
    value = field["default"]
    if isinstance(value, Mapping) and set(value) == {"value"}:
        return f"{value['value']:g}"
    if isinstance(value, Mapping) and set(value) == {"months", "seconds"} and not any(value.values()):
        return "0"
    return _said(value)


def _said(value: Any) -> str:
    """A value as YAML takes it."""
    return value if isinstance(value, str) and value else json.dumps(value, ensure_ascii=False)
