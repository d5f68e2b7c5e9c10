"""The words for what pydantic finds wrong with a value: what is wanted, what is written, what to write."""

from collections.abc import Callable, Mapping
from typing import Any

from posture.core.findings import did_you_mean
from posture.core.schema.amounts import COMMA, kind_of
from posture.scenario.loading.faults import short
from posture.scenario.loading.yaml_nodes import FLOAT

MISSING = "missing"
TRUTH = {"yes": "true", "on": "true", "true": "true", "no": "false", "off": "false", "false": "false"}
WANTED = {
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "int_parsing": "a whole number",
    "float_type": "a number",
    "string_type": "text",
    "bool_type": "true or false",
    "tuple_type": "a list",
    "list_type": "a list",
    "set_type": "a list",
    "frozen_set_type": "a list",
    "dict_type": "a mapping",
    "mapping_type": "a mapping",
    "model_type": "a mapping",
    "model_attributes_type": "a mapping",
    "dataclass_type": "a mapping",
}


def worded(error: Any) -> str:
    """One error in words; of an unknown key whoever knows its model says more."""
    kind, value, context = error["type"], error.get("input"), error.get("ctx", {})
    if kind in WANTED:
        return _wanted(WANTED[kind], value)
    if kind in MESSAGES:
        return MESSAGES[kind](value, context)
    message: str = error["msg"]
    return message[:1].lower() + message[1:]


def _wanted(wanted: str, value: Any) -> str:
    if isinstance(value, float) and wanted == "a whole number":
        return f"a whole number is wanted, not {value}"
    return f"{wanted} is wanted, not {kind_of(value)}{_cure(wanted, value)}"


def _cure(wanted: str, value: Any) -> str:
    if wanted == "text":
        return "; put it in quotes" if isinstance(value, int | float) else ""
    if not isinstance(value, str):
        return ""
    if wanted == WANTED["bool_type"]:
        truth = TRUTH.get(value.lower())
        return f"; write {truth}" if truth else ""
    if wanted not in {WANTED["int_type"], WANTED["float_type"]}:
        return ""
    if COMMA.match(value):
        return "; decimals stand behind a point, not a comma"
    return "; take the quotes off" if FLOAT.fullmatch(value) else ""


def _choice(value: Any, context: Mapping[str, Any]) -> str:
    expected = str(context["expected"])
    options = [one.strip(" '") for one in expected.replace(" or ", ", ").split(",")]
    if not isinstance(value, str):
        return f"one of {expected} is wanted, not {kind_of(value)}"
    return f"'{short(value)}' is not one of {expected}{did_you_mean(value, options)}"


def _tag(_: Any, context: Mapping[str, Any]) -> str:
    tag, expected = str(context["tag"]), str(context["expected_tags"])
    options = [one.strip(" '") for one in expected.split(",")]
    return f"'{short(tag)}' is not one of {expected}{did_you_mean(tag, options)}"


def _bound(words: str, key: str) -> Callable[[Any, Mapping[str, Any]], str]:
    def told(value: Any, context: Mapping[str, Any]) -> str:
        limit = context[key]
        if isinstance(value, str) and key in {"ge", "gt"} and limit in {0, 1}:
            return f"'{short(value)}' is too small; write more than nothing"
        return f"{_figure(value)} is {words} {_figure(limit)}"

    return told


def _figure(value: Any) -> Any:
    """A number without a fraction that is none."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _own(_: Any, context: Mapping[str, Any]) -> str:
    return str(context["error"])


def _length(_: Any, context: Mapping[str, Any]) -> str:
    least, most = context.get("min_length"), context.get("max_length")
    bound = f"at least {least}" if least is not None else f"at most {most}"
    return f"{bound} wanted, {context.get('actual_length', 'another number')} written"


MESSAGES: Mapping[str, Callable[[Any, Mapping[str, Any]], str]] = {
    "missing": lambda _value, _context: f"{MISSING}; write it here",
    "value_error": _own,
    "assertion_error": _own,
    "literal_error": _choice,
    "enum": _choice,
    "union_tag_invalid": _tag,
    "union_tag_not_found": lambda _value, context: (
        f"the key {context['discriminator']} is missing; write it here"
    ),
    "greater_than_equal": _bound("too small; the least is", "ge"),
    "greater_than": _bound("too small; write more than", "gt"),
    "less_than_equal": _bound("too large; the most is", "le"),
    "less_than": _bound("too large; write less than", "lt"),
    "too_short": _length,
    "too_long": _length,
    "finite_number": lambda _value, _context: "a finite number is wanted",
}
