"""A run or a study as its folder holds it: what is missing or not as it was written is named and refused."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from posture.core.csv_text import unguarded
from posture.core.errors import StorageFault
from posture.runs import ledgers
from posture.runs.daily_file import DAILY
from posture.runs.manifest import Manifest, content, read_manifest
from posture.runs.results import DESIGN, PARQUET
from posture.runs.stored_answers import StoredAnswers
from posture.runs.studies import VARIANT, Study, Varied, number_of
from posture.stats.estimates import Answer

NEEDED = ("point", "replication", "measure", "subject", "value", "unit", "status")


@dataclass(frozen=True, slots=True)
class StoredRun:
    """A run as its folder holds it; `ledger` and `daily` are the content of these files, None where not."""

    folder: Path
    manifest: Manifest
    rows: Sequence[Answer]
    ledger: bytes | None
    daily: bytes | None = None


def read_run(folder: Path) -> StoredRun:
    """The run that a folder holds; a missing, cut or changed file is named and refused."""
    manifest = read_manifest(folder, "run")
    books = content(folder, manifest, ledgers.LEDGER)
    days = content(folder, manifest, DAILY) if DAILY in manifest["written"] else None
    return StoredRun(folder, manifest, StoredAnswers(content(folder, manifest, PARQUET)), books, days)


def read_study(folder: Path) -> Study:
    """The study that a folder holds; a missing, cut or changed file is named and refused."""
    manifest = read_manifest(folder, "study")
    written = csv.reader(StringIO(content(folder, manifest, DESIGN).decode("utf-8")))
    head, *rows = [[unguarded(cell) for cell in row] for row in written]
    variants = [{"name": VARIANT}] if VARIANT in head else []
    named = [*variants, *(one for one in _listed(manifest) if one["name"] in head)]
    columns = _results(folder, manifest)
    design = manifest.get("design", {})
    kind = str(design.get("kind", "") if isinstance(design, Mapping) else design)
    return Study(
        folder,
        manifest,
        kind,
        bool(manifest.get("common_random_numbers", True)),
        tuple(_varied(one, [row[head.index(one["name"])] for row in rows]) for one in named),
        tuple(int(row[head.index("point")]) for row in rows),
        columns,
    )


def _listed(manifest: Manifest) -> Sequence[Mapping[str, Any]]:
    design = manifest.get("design", {})
    inside = design.get("factors", []) if isinstance(design, Mapping) else []
    found = manifest.get("factors", inside)
    if isinstance(found, Mapping):
        return [{"name": name, **one} for name, one in found.items()]
    return list(found)


def _varied(told: Mapping[str, Any], cells: Sequence[str]) -> Varied:
    return Varied(
        str(told["name"]),
        str(told.get("path") or ""),
        str(told.get("kind") or "lever"),
        str(told.get("unit") or ""),
        tuple(cells),
        number_of(told.get("low")),
        number_of(told.get("high")),
        tuple(str(one).lower() if isinstance(one, bool) else str(one) for one in told.get("settings") or ()),
        str(told.get("label") or ""),
        bool(told.get("scale")),
    )


def _results(folder: Path, manifest: Manifest) -> Mapping[str, NDArray[Any]]:
    """The columns of the results, sorted by point, replication, measure and subject."""
    import pandas as pd

    try:
        frame = pd.read_parquet(BytesIO(content(folder, manifest, PARQUET)))
    except (OSError, ValueError) as fault:
        raise StorageFault(f"{folder / PARQUET} is not as it was written: {fault}") from fault
    if missing := [one for one in NEEDED if one not in frame.columns]:
        raise StorageFault(f"{folder / PARQUET} lacks the columns {', '.join(missing)}")
    frame = frame.sort_values(["point", "replication", "measure", "subject"], kind="stable")
    numbers = {"point": np.int64, "replication": np.int64, "value": np.float64}
    return {
        one: frame[one].to_numpy(dtype=numbers[one])
        if one in numbers
        else frame[one].fillna("").to_numpy(object)
        for one in NEEDED
    }
