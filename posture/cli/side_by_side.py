"""One replication of a run, or of two beside each other, played on a map: for `map` and `compare`."""

from collections.abc import Sequence
from pathlib import Path

from posture.core.errors import PostureError
from posture.core.storage import write
from posture.report.map_page import html
from posture.report.playback import Playback, playback
from posture.runs.rerun import rerun
from posture.runs.simulate import Prepared, simulate
from posture.scenario import Loaded

Played = tuple[str, Playback]
"""What is played, in words, and what it shows."""


def replayed(run: str, folder: Path, point: int, replication: int) -> Played:
    """A replication of a kept run, made again; refused where that is not the history that was kept."""
    found = rerun(folder, point, replication)
    if found.equal is False:
        raise PostureError(
            f"this is NOT the history that {run} holds: the scenario or the version has changed"
        )
    said = f"{Path(run).name}, replication {replication} of seed {found.entry.seed}"
    return said, playback(found.log, found.scenario)


def played(name: str, loaded: Loaded, seed: int, replication: int) -> Played:
    """A replication of a scenario that is not kept."""
    log = simulate(Prepared(loaded.scenario, {}), seed, replication)
    return f"{name}, replication {replication} of seed {seed}", playback(log, loaded.scenario)


def play(some: Sequence[Played], path: Path, command: str) -> str:
    """Write the page, and say what is on it."""
    write(path, html(list(some), " and ".join(one.name for _, one in some), command))
    return f"{sum(len(one.tracks) for _, one in some)} serials in {path}"
