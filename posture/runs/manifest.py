"""What was run, with what: enough to repeat a run and to tell two apart."""

import json
import platform
from hashlib import sha256
from importlib.metadata import version
from typing import Any

from posture import __version__
from posture.core.ids import id_of
from posture.runs.run import RunResult
from posture.scenario import Loaded

GENERATOR = "random.Random (MT19937), seeded by text"
DEPENDENCIES = ("simpy", "networkx", "numpy", "scipy", "pydantic", "ruamel.yaml", "pyarrow")


def identity(loaded: Loaded, seed: int, replications: int, deterministic: bool) -> dict[str, Any]:
    """What makes this run this run and no other."""
    return {
        "scenario": loaded.scenario.name,
        "scenario_sha256": scenario_hash(loaded),
        "seed": seed,
        "replications": replications,
        "deterministic": deterministic,
        "version": __version__,
    }


def describe(loaded: Loaded, result: RunResult, wall_seconds: float, command: str) -> dict[str, Any]:
    """The manifest of a run that is over."""
    return {
        **identity(loaded, result.seed, result.replications, result.deterministic),
        "fingerprint": result.fingerprint,
        "finished": len(result.done),
        "failures": [{"replication": one.item, "message": one.message} for one in result.failures],
        "overrides": list(loaded.overrides),
        "nations": nations(loaded),
        "files": [{"file": source.file, "sha256": source.sha256} for source in loaded.sources],
        "figures": len(loaded.figures),
        "assumed": assumed(loaded),
        "generator": GENERATOR,
        "dependencies": {name: version(name) for name in DEPENDENCIES},
        "python": platform.python_version(),
        "platform": platform.platform(),
        "wall_seconds": round(wall_seconds, 3),
        "command": command,
    }


def nations(loaded: Loaded) -> dict[str, str]:
    """Whose each part of a brigade is, by `brigade/part`."""
    scenario = loaded.scenario
    return {
        id_of(name, part): scenario.units[one.unit].nation
        for name, brigade in scenario.reinforcement.brigades.items()
        for part, one in brigade.parts.items()
    }


def scenario_hash(loaded: Loaded) -> str:
    """Hash of the merged scenario; the order in which its keys were written is no part of it."""
    merged = loaded.scenario.model_dump(mode="json")
    return sha256(json.dumps(merged, sort_keys=True).encode()).hexdigest()


def assumed(loaded: Loaded) -> int:
    """How many of the figures that the scenario read are assumed."""
    return sum(figure.confidence == "assumed" for figure in loaded.figures)
