"""The folder of a study, read: what is missing or not as it was written is named and refused."""

import csv
import json
from collections.abc import Mapping, Sequence
from hashlib import sha256
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from posture.core.errors import PostureError, StorageFault
from posture.runs.studies import VARIANT, Study, Varied, number_of

DESIGN = "design.csv"
RESULTS = ("results.parquet", "results.csv")
MANIFEST = "manifest.json"
NEEDED = ("point", "replication", "measure", "subject", "value", "unit", "status")


def read_study(folder: Path) -> Study:
    """The study that a folder holds; what is missing or not as it was written is named and refused."""
    if not folder.is_dir():
        raise StorageFault(f"{folder} is no folder; name the folder of a study")
    manifest = _manifest(folder)
    if not (folder / DESIGN).is_file():
        raise PostureError(
            f"{folder} holds no {DESIGN}: it is a run of one scenario, not a study; try posture explain"
        )
    head, *rows = list(csv.reader(StringIO(_content(folder, DESIGN, manifest).decode("utf-8"))))
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


def _manifest(folder: Path) -> Mapping[str, Any]:
    try:
        manifest = json.loads((folder / MANIFEST).read_bytes())
    except OSError as fault:
        raise StorageFault(f"cannot read {folder / MANIFEST}: {fault.strerror or fault}") from fault
    except ValueError as fault:
        raise StorageFault(f"{folder / MANIFEST} is not as it was written") from fault
    if not isinstance(manifest, dict):
        raise StorageFault(f"{folder / MANIFEST} is not as it was written")
    return manifest


def _listed(manifest: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
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


def _content(folder: Path, name: str, manifest: Mapping[str, Any]) -> bytes:
    try:
        content = (folder / name).read_bytes()
    except OSError as fault:
        raise StorageFault(f"cannot read {folder / name}: {fault.strerror or fault}") from fault
    written = manifest.get("written", {})
    if name in written and sha256(content).hexdigest() != written[name]:
        raise StorageFault(f"{folder / name} is not as it was written; repeat the sweep to make it anew")
    return content


def _results(folder: Path, manifest: Mapping[str, Any]) -> Mapping[str, NDArray[Any]]:
    """The columns of the results, sorted by point, replication, measure and subject."""
    import pandas as pd

    name = next((one for one in RESULTS if (folder / one).is_file()), None)
    if name is None:
        raise PostureError(f"{folder} holds no results yet; finish the sweep: the same command resumes it")
    content = BytesIO(_content(folder, name, manifest))
    try:
        words = {"measure": str, "subject": str, "unit": str, "status": str}
        frame = (
            pd.read_parquet(content)
            if name.endswith(".parquet")
            else pd.read_csv(content, dtype=words, keep_default_na=False, na_values={"value": ["", "nan"]})
        )
    except Exception as fault:
        raise StorageFault(f"{folder / name} is not as it was written: {fault}") from fault
    if missing := [one for one in NEEDED if one not in frame.columns]:
        raise StorageFault(f"{folder / name} lacks the columns {', '.join(missing)}")
    frame = frame.sort_values(["point", "replication", "measure", "subject"], kind="stable")
    numbers = {"point": np.int64, "replication": np.int64, "value": np.float64}
    return {
        one: frame[one].to_numpy(dtype=numbers[one])
        if one in numbers
        else frame[one].fillna("").to_numpy(object)
        for one in NEEDED
    }
