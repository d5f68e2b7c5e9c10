"""The list of fields is whole: every field of every model, found here by walking the models themselves."""

from collections.abc import Iterator
from typing import Any, get_args, get_origin

import pytest

from posture.core.schema import FrozenMap, Schema
from posture.scenario import Scenario
from posture.scenario.fields import SPREAD, fields

LISTED = {one.path: one for one in fields()}


def walked(model: type[Schema], path: str = "") -> Iterator[str]:
    for name, field in model.model_fields.items():
        here = f"{path}.{name}" if path else name
        yield here
        yield from within(field.annotation, here)


def within(annotation: Any, path: str) -> Iterator[str]:
    if isinstance(annotation, type) and issubclass(annotation, Schema):
        yield from walked(annotation, path)
        return
    origin, args = get_origin(annotation), get_args(annotation)
    if origin is tuple and len(args) == 2 and args[1] is ...:
        yield from within(args[0], f"{path}[]")
    elif origin is FrozenMap or (isinstance(origin, type) and issubclass(origin, FrozenMap | dict)):
        yield from within(args[-1], f"{path}.*")
    else:
        for one in args:
            yield from within(one, path)


def test_every_field_of_every_model_is_listed_once() -> None:
    found = list(walked(Scenario))
    assert len(found) > 650
    assert sorted(set(found)) == sorted(LISTED)
    assert len(list(fields())) == len(LISTED)


def test_every_field_says_what_it_is_and_how_it_is_written() -> None:
    assert [one.path for one in LISTED.values() if not one.help.strip() or not one.written.strip()] == []


@pytest.mark.parametrize(
    ("path", "written", "default"),
    [
        ("units.*.tracked", "whole number", "0"),
        ("reinforcement.brigades.*.parts.*.arrangement", "in place | prepositioned | moved", ""),
        ("reinforcement.brigades.*.integration", f"like 6 h | {SPREAD} | null", "null"),
        ("rotations.rules.*.schedule[].start", "like 2023-07-03, 2023-07-03 06:00", ""),
        ("movement.flown_round", "list of like DE, LT", '["BY", "RU"]'),
    ],
)
def test_a_field_tells_choices_amounts_and_default(path: str, written: str, default: str) -> None:
    assert (LISTED[path].written, LISTED[path].default) == (written, default)
