"""What was run, with what: `manifest.json`, which names the hash of every file beside it."""

import json
import platform
from collections.abc import Mapping
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any, Literal

from posture import __version__
from posture.core.errors import PostureError, Refused, StorageFault
from posture.core.ids import id_of
from posture.core.storage import read, storage, write
from posture.scenario import Loaded

Manifest = Mapping[str, Any]
Kind = Literal["run", "study"]

MANIFEST = "manifest.json"
PROGRAM = "posture"
FORMAT = 2
"""Of the folder of a run or a study; one of another format is refused."""
SEAL = "manifest_sha256"
"""What is told of the manifest itself: the hash of all else in it."""
GENERATOR = "random.Random (MT19937), seeded by text"
DEPENDENCIES = ("simpy", "networkx", "numpy", "scipy", "pydantic", "ruamel.yaml", "pyarrow")
MAKERS = {"run": "posture run", "study": "posture sweep"}
"""The command that makes each kind of folder."""


def write_manifest(folder: Path, kind: Kind, told: Manifest) -> None:
    """Write `manifest.json`, last of all files where it names their hashes in `written`."""
    whole = {"program": PROGRAM, "format": FORMAT, "kind": kind, **told}
    whole[SEAL] = _seal(whole)
    write(folder / MANIFEST, f"{json.dumps(whole, indent=2, ensure_ascii=False)}\n".encode())


def _seal(told: Manifest) -> str:
    """Hash of all else in a manifest."""
    rest = {key: value for key, value in told.items() if key != SEAL}
    return sha256(json.dumps(rest, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def read_manifest(folder: Path, kind: Kind) -> Manifest:
    """The manifest of a run or a study that is over; what it is instead is named and refused."""
    if not folder.is_dir():
        raise StorageFault(f"{folder} is no folder; name the folder of a {kind}")
    found = manifest_there(folder)
    if found is None:
        raise StorageFault(f"{folder} holds no sound {MANIFEST}, so it is no {kind} of posture")
    if found.get("format") != FORMAT:
        raise old(folder, str(found.get("command", MAKERS[kind])))
    if found.get(SEAL, _seal(found)) != _seal(found):
        raise StorageFault(
            f"{folder / MANIFEST} is not as it was written; make it anew with: {found.get('command')}"
        )
    if found["kind"] != kind:
        raise PostureError(_other_kind(folder, kind))
    if "written" not in found:
        raise PostureError(f"{folder} holds no results yet; finish it with: {found.get('command')}")
    return found


def manifest_there(folder: Path) -> Manifest | None:
    """The manifest as it stands in a folder; None where there is none of ours, or it is cut."""
    with storage(folder / MANIFEST, "cannot read"):
        try:
            found = json.loads(read(folder / MANIFEST))
        except (FileNotFoundError, ValueError):
            return None
    return found if isinstance(found, dict) and found.get("program") == PROGRAM else None


def old(folder: Path, command: str = "posture run or posture sweep") -> Refused:
    """The refusal of a folder that another version of the program wrote in a form of its own."""
    return Refused(
        f"{folder} was written by another version of posture, in another form; remove it, or name another "
        f"folder with --out, and make it anew with: {command}"
    )


def content(folder: Path, manifest: Manifest, name: str) -> bytes:
    """A file of a run or a study, held to the hash with which it was written."""
    again = manifest.get("command", MAKERS[manifest["kind"]])
    with storage(folder / name, "cannot read"):
        try:
            found = read(folder / name)
        except FileNotFoundError as fault:
            raise StorageFault(f"{folder / name} is missing; make it anew with: {again}") from fault
    if sha256(found).hexdigest() != manifest["written"].get(name):
        raise StorageFault(f"{folder / name} is not as it was written; make it anew with: {again}")
    return found


def of_scenario(loaded: Loaded, seed: int, replications: int, deterministic: bool) -> dict[str, Any]:
    """What a run is of, and with which files, figures and versions."""
    return {
        "scenario": loaded.scenario.name,
        "scenario_sha256": scenario_hash(loaded),
        "seed": seed,
        "replications": replications,
        "deterministic": deterministic,
        "version": __version__,
        "overrides": list(loaded.overrides),
        "nations": nations(loaded),
        "files": [{"file": source.file, "sha256": source.sha256} for source in loaded.sources],
        "figures": len(loaded.figures),
        "assumed": assumed(loaded),
        "generator": GENERATOR,
        "dependencies": {name: version(name) for name in DEPENDENCIES},
        "python": platform.python_version(),
        "platform": platform.platform(),
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


def _other_kind(folder: Path, kind: Kind) -> str:
    if kind == "study":
        return f"{folder} is a run of one scenario, not a study; try: posture explain {folder}"
    return f"{folder} is a study of several points, not a run; try: posture analyse {folder}"
