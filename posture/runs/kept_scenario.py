"""The scenario of a run or a study as it was: from its files, or from the folder where they have changed."""

from collections.abc import Callable
from pathlib import Path

from posture.core.errors import PostureError, Refused
from posture.experiments.points import stack
from posture.runs.manifest import Kind, content, read_manifest, scenario_hash
from posture.runs.results import SCENARIO
from posture.scenario import Scenario, load, settle
from posture.scenario.loading import Override


def of_run(folder: Path, name: str, sets: tuple[str, ...], wanted: str) -> Scenario:
    """The scenario of a run, whose hash is `wanted`; `Refused` where neither its files nor it are left."""

    def written() -> Scenario | None:
        loaded = load(name, sets)
        return loaded.scenario if scenario_hash(loaded) == wanted else None

    return _as_it_was(folder, "run", name, written) or _kept(folder, ())


def of_point(
    folder: Path, name: str, changes: tuple[Override, ...], written: Callable[[], Scenario | None]
) -> Scenario:
    """The scenario of a point: as `written` gives it, or the base that was kept with its changes."""
    return _as_it_was(folder, "study", name, written) or _kept(folder, changes)


def _as_it_was(
    folder: Path, kind: Kind, name: str, written: Callable[[], Scenario | None]
) -> Scenario | None:
    """What its files say, if that is the same as then; None where what was kept is to be taken."""
    try:
        found = written()
    except PostureError:  # what was run may be gone or spoilt since
        found = None
    if found is None:
        if not (folder / SCENARIO).is_file():
            raise Refused(f"the scenario '{name}' is not as it was when {folder} was run")
        content(folder, read_manifest(folder, kind), SCENARIO)
    return found


def _kept(folder: Path, changes: tuple[Override, ...]) -> Scenario:
    return settle(stack(str(folder / SCENARIO)), changes).scenario
