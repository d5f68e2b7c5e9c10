"""One run of a study once more: the same history, or what is different."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from posture.core.errors import PostureError
from posture.core.event_log import Log
from posture.experiments.points import LAYER_KEYS, stack
from posture.runs.identity import base_hash, check_same, versions
from posture.runs.journal import Journal, PointEntry, Stored
from posture.runs.kept_scenario import of_point, of_run
from posture.runs.simulate import prepare, simulate
from posture.scenario import Scenario, settle
from posture.scenario.loading import parse_override


@dataclass(frozen=True, slots=True)
class Rerun:
    """A run once more, beside what the journal has of it; None where it has none."""

    entry: PointEntry
    replication: int
    log: Log
    start: datetime
    fingerprint: str
    stored: Stored | None
    scenario: Scenario

    @property
    def equal(self) -> bool | None:
        """Whether both have the same fingerprint; None where nothing is there to compare."""
        return (
            self.fingerprint == self.stored.fingerprint if self.stored and self.stored.fingerprint else None
        )


def rerun(folder: Path, point: int, replication: int) -> Rerun:
    """Run one replication of one point here; whatever it raises comes through."""
    with Journal(folder, write=False) as journal:
        entries = journal.points()
        there = journal.fact("identity")
        if not entries or there is None:
            raise PostureError(f"{folder} holds no points yet")
        if not 0 <= point < len(entries):
            raise PostureError(f"there is no point {point}; this study has 0 to {len(entries) - 1}")
        stored = next(
            (one for one in journal.runs(point, replication + 1) if one.replication == replication), None
        )
    check_same(folder, there, versions())
    entry = entries[point]
    case, deterministic = prepare(_scenario(folder, there, entry)), bool(there.get("deterministic"))
    log = simulate(case, entry.seed, replication, deterministic=deterministic)
    return Rerun(entry, replication, log, case.scenario.start, log.fingerprint(), stored, case.scenario)


def _scenario(folder: Path, there: Mapping[str, Any], entry: PointEntry) -> Scenario:
    """The scenario of a point as it was."""
    name, wanted = there["scenario"], there["scenario_sha256"]
    if there.get("kind") == "run":
        return of_run(folder, name, entry.sets, wanted)
    changes = tuple(map(parse_override, entry.sets))
    ground = tuple(text for text, one in zip(entry.sets, changes, strict=True) if one.path[0] in LAYER_KEYS)

    def written() -> Scenario | None:
        same = base_hash(name, tuple(there.get("sets", ()))) == wanted
        return settle(stack(name, ground), changes).scenario if same else None

    return of_point(folder, name, changes, written)
