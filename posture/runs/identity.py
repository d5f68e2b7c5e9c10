"""What makes two studies the same study, and what differs between two that are not."""

import json
import platform
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from hashlib import blake2b, sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any

import posture
from posture.core.errors import Refused
from posture.experiments.points import LAYER_KEYS, over, stack
from posture.experiments.specification import ExperimentSpec
from posture.scenario.loading import Node, Stack, TableLayer, parse_override, plain

MODEL = (
    "core",
    "theatre",
    "operations",
    "scenario",
    "outcomes",
    "runs/simulate.py",
    "runs/bounds.py",
    "runs/run.py",
)
"""The code that decides what a run answers."""
DEPENDENCIES = ("simpy", "networkx", "numpy", "scipy", "pydantic", "ruamel.yaml")


def identity(asked: ExperimentSpec) -> dict[str, Any]:
    """Everything that decides a run beside its point and its number."""
    return {
        "scenario": asked.scenario,
        "scenario_sha256": base_hash(asked.scenario, asked.sets),
        "seed": asked.experiment.seed,
        "common_random_numbers": asked.experiment.common_random_numbers,
        **versions(),
    }


@cache
def versions() -> Mapping[str, Any]:
    """The versions that decide what a run answers."""
    return {
        "version": posture.__version__,
        "model_sha256": model_hash(),
        "python": ".".join(platform.python_version_tuple()[:2]),
        "dependencies": {name: version(name) for name in DEPENDENCIES},
    }


def base_hash(scenario: str, sets: tuple[str, ...]) -> str:
    """Hash of the base as it was written, with what is set for every point."""
    tree = _base(scenario, sets).tree
    return sha256(json.dumps(plain(tree), sort_keys=True).encode()).hexdigest()


def base_of(asked: ExperimentSpec) -> tuple[Node, tuple[TableLayer, ...]]:
    """The base with what is set for every point, and the layers under it."""
    base = _base(asked.scenario, asked.sets)
    return base.tree, base.layers


def _base(scenario: str, sets: tuple[str, ...]) -> Stack:
    changes = tuple(map(parse_override, sets))
    ground = tuple(text for text, change in zip(sets, changes, strict=True) if change.path[0] in LAYER_KEYS)
    below = stack(scenario, ground)
    return replace(below, tree=over(below.tree, changes))


@cache
def model_hash() -> str:
    """Hash of the code that decides what a run answers."""
    package = Path(posture.__file__).parent
    digest = sha256()
    for part in MODEL:
        place = package / part
        for path in sorted(place.rglob("*.py")) if place.is_dir() else [place]:
            digest.update(f"{path.relative_to(package).as_posix()}\0".encode() + path.read_bytes() + b"\0")
    return digest.hexdigest()


def check_same(
    folder: Path, there: Mapping[str, Any], here: Mapping[str, Any], sets: Sequence[str] = ()
) -> None:
    """Refuse to mix two runs or studies; the first difference is named. `sets` are what is changed here."""
    other = difference(there, here, sets)
    if other is not None:
        what = there.get("kind", "study")
        raise Refused(f"{folder} holds another {what}: {other}; name another folder with --out, or remove it")


def difference(there: Mapping[str, Any], here: Mapping[str, Any], sets: Sequence[str] = ()) -> str | None:
    """The first difference of two identities in words; None where they are one."""
    for key in here:
        if there.get(key) != here[key]:
            return _in_words(key, there, here, sets)
    return None


def _in_words(key: str, there: Mapping[str, Any], here: Mapping[str, Any], sets: Sequence[str]) -> str:
    """How two differ in one thing, hashes by what they are of."""
    if key == "model_sha256":
        return "the code of the model has changed since"
    before, now = there.get(key), here[key]
    if key == "scenario_sha256":
        was = there.get("sets", ())
        if list(was) == list(sets):
            return "its scenario, or a table of it, has changed since"
        return f"it was run {_changed(was)}, this one is {_changed(sets)}"
    if isinstance(before, Mapping) and isinstance(now, Mapping):
        one = next(name for name in now if before.get(name) != now[name])
        return f"its {one} is {before.get(one)!r}, this one's is {now[one]!r}"
    return f"its {key} is {before!r}, this one's is {now!r}"


def _changed(sets: Sequence[str]) -> str:
    return f"with {shlex.join(word for one in sets for word in ('--set', one))}" if sets else "as written"


def seed_of(seed: int, key: str, *, common: bool) -> int:
    """The seed of a point: the study's own, or one of its own where points share no chance."""
    if common:
        return seed
    return int.from_bytes(blake2b(f"{seed}/{key}".encode(), digest_size=8).digest()) >> 1
