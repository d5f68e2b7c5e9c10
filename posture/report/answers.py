"""The answers of a run or a study as one table, whichever it was, ready for another program."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from posture.core.errors import PostureError
from posture.core.findings import did_you_mean
from posture.runs.manifest import manifest_there
from posture.runs.store import read_run, read_study
from posture.runs.studies import SOUND
from posture.stats.estimates import Answer, Estimate, summarise

Column = NDArray[Any]
TOLD = (
    "experiment",
    "question",
    "scenario",
    "title",
    "version",
    "seed",
    "replications",
    "deterministic",
    "common_random_numbers",
    "fingerprint",
    "results_sha256",
    "command",
)
"""What of a manifest goes with the answers."""


@dataclass(frozen=True, slots=True)
class ExportedFactor:
    """What varies: its cell at each point, as written, or as numbers where all are."""

    name: str
    unit: str
    cells: tuple[str, ...]
    numbers: Column | None


@dataclass(frozen=True, slots=True)
class Exported:
    """Answers with what they are of; a run is one point, 0, without factors.

    `columns` are point, replication, measure, subject, value, unit and status, one row an answer; a value is
    infinite where it never came to an end, and not a number where the run failed.
    """

    name: str
    facts: Mapping[str, str]
    points: tuple[int, ...]
    factors: tuple[ExportedFactor, ...]
    columns: Mapping[str, Column]

    @property
    def study(self) -> bool:
        """Whether it has points."""
        return bool(self.factors) or len(self.points) > 1

    @property
    def heads(self) -> list[str]:
        """The columns of the whole table, in their order."""
        before = ["point", *(one.name for one in self.factors)] if self.study else []
        after = ["status"] if self.study else []
        return [*before, "replication", "measure", "subject", "value", "unit", *after]

    def column(self, name: str) -> Column:
        """A column of the whole table, the factors among them."""
        if name in self.columns:
            return self.columns[name]
        [factor] = [one for one in self.factors if one.name == name]
        cells = np.array(factor.cells, dtype=object) if factor.numbers is None else factor.numbers
        place = {point: row for row, point in enumerate(self.points)}
        return np.asarray(cells[[place[point] for point in self.columns["point"].tolist()]])

    def estimates(self) -> list[tuple[int, Estimate]]:
        """The answers of each point summed up."""
        done = np.isin(self.columns["status"].astype(str), SOUND)
        found: list[tuple[int, Estimate]] = []
        names = ("replication", "measure", "subject", "value", "unit")
        for point in self.points:
            rows = done & (self.columns["point"] == point)
            told = zip(*(self.columns[name][rows].tolist() for name in names), strict=True)
            found += [(point, one) for one in summarise(Answer(*row) for row in told)]
        return found


def read_exported(folder: Path, measures: Sequence[str] = ()) -> Exported:
    """The answers that a folder holds, all or of these measures; what is not as it was written is refused."""
    found = _study(folder) if (manifest_there(folder) or {}).get("kind") == "study" else _run(folder)
    known = sorted(set(found.columns["measure"].tolist()) - {""})
    for name in measures:
        if name not in known:
            hint = did_you_mean(name, known) or f"; known: {', '.join(known)}"
            raise PostureError(f"{folder} holds no measure '{name}'{hint}")
    if not measures:
        return found
    wanted = np.isin(found.columns["measure"].astype(str), [*measures, ""])
    return replace(found, columns={name: column[wanted] for name, column in found.columns.items()})


def _study(folder: Path) -> Exported:
    study = read_study(folder)
    factors = tuple(ExportedFactor(one.name, one.unit, one.cells, one.numbers) for one in study.factors)
    return Exported(folder.resolve().name, _facts(study.manifest), study.points, factors, study.columns)


def _run(folder: Path) -> Exported:
    run = read_run(folder)
    columns: dict[str, Column] = {
        "point": np.zeros(len(run.rows), dtype=np.int64),
        "replication": np.array([one.replication for one in run.rows], dtype=np.int64),
        "measure": np.array([one.measure for one in run.rows], dtype=object),
        "subject": np.array([one.subject for one in run.rows], dtype=object),
        "value": np.array([one.value for one in run.rows], dtype=np.float64),
        "unit": np.array([one.unit for one in run.rows], dtype=object),
        "status": np.array(["done"] * len(run.rows), dtype=object),
    }
    return Exported(folder.resolve().name, _facts(run.manifest), (0,), (), columns)


def _facts(manifest: Mapping[str, Any]) -> dict[str, str]:
    told = {name: manifest[name] for name in TOLD if manifest.get(name) is not None}
    return {name: one if isinstance(one, str) else json.dumps(one) for name, one in told.items()}
