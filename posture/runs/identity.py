"""What makes two studies the same study, and what differs between two that are not."""

import json
import platform
from collections.abc import Mapping
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


def check_same(folder: Path, there: Mapping[str, Any], here: Mapping[str, Any]) -> None:
    """Refuse to mix two runs or studies; the first difference is named."""
    other = difference(there, here)
    if other is not None:
        what = there.get("kind", "study")
        raise Refused(f"{folder} holds another {what}: {other}; name another folder with --out, or remove it")


def difference(there: Mapping[str, Any], here: Mapping[str, Any]) -> str | None:
    """The first difference of two identities in words; None where they are one."""
    for key in here:
        if there.get(key) != here[key]:
            return f"its {key} is {there.get(key)!r}, this one's is {here[key]!r}"
    return None


def seed_of(seed: int, key: str, *, common: bool) -> int:
    """The seed of a point: the study's own, or one of its own where points share no chance."""
    if common:
        return seed
    return int.from_bytes(blake2b(f"{seed}/{key}".encode(), digest_size=8).digest()) >> 1
