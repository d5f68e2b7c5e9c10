"""The folder of a run: written whole or not at all, and read only if it is as it was written."""

import csv
import json
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from errno import EEXIST, ENOTEMPTY
from hashlib import sha256
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any
from uuid import uuid4

from posture.core.errors import Refused, StorageFault
from posture.runs import ledgers
from posture.runs.run import Replication
from posture.stats.estimates import Answer

Manifest = Mapping[str, Any]

MANIFEST = "manifest.json"
PROGRAM = "posture"
IDENTITY = ("scenario", "scenario_sha256", "seed", "replications", "deterministic", "version")
"""What makes two runs the same run; the manifest's keys, in the order in which a difference is told."""


@dataclass(frozen=True, slots=True)
class StoredRun:
    """A run as its folder holds it; `ledger` is the content of its ledger file, None if it has none."""

    folder: Path
    manifest: Manifest
    rows: tuple[Answer, ...]
    ledger: bytes | None


def check_room(folder: Path, identity: Manifest, replace: bool) -> None:
    """Refuse a folder that must not be written, before any time is spent.

    A folder that is absent or empty may be written. One that holds a posture run may be replaced, by any run
    where `replace` is set and else only by the same run. Whatever else is there is left alone.
    """
    folder = folder.resolve()
    with _faults(folder, "cannot write"):
        if folder.exists() and not folder.is_dir():
            raise Refused(f"{folder} is a file; name a folder with --out")
        if folder.is_dir() and any(folder.iterdir()):
            _check_same(folder, identity, replace)
        anchor = next(parent for parent in folder.parents if parent.exists())
        if not os.access(anchor, os.W_OK | os.X_OK):
            raise StorageFault(f"cannot write {folder}: no permission in {anchor}; name another with --out")


def write_run(
    folder: Path,
    manifest: Manifest,
    rows: Sequence[Answer],
    done: Sequence[Replication],
    *,
    replace: bool,
    places: Mapping[str, str] | None = None,
) -> None:
    """Write `manifest.json`, measures (Parquet and CSV), `ledger.parquet` and `replications.csv`, or nothing.

    `places` names the places that the ledger knows by key. Everything is written and synced beside the
    folder, then takes its place; a killed run leaves at most a hidden folder `.<name>.<letters>.part`, which
    nothing reads. Refuses as `check_room` does.
    """
    folder = folder.resolve()
    check_room(folder, manifest, replace)
    files = {
        "measures.parquet": _parquet(manifest, rows),
        "measures.csv": _measures_csv(manifest, rows),
        ledgers.LEDGER: ledgers.parquet(done, places or {}),
        "replications.csv": _replications_csv(done),
    }
    written = {name: sha256(content).hexdigest() for name, content in files.items()}
    told = {"program": PROGRAM, **manifest, "written": written}
    files[MANIFEST] = f"{json.dumps(told, indent=2)}\n".encode()
    part = folder.with_name(f".{folder.name}.{uuid4().hex[:8]}.part")
    with _faults(folder, "cannot write"):
        try:
            part.mkdir(parents=True)
            for name, content in files.items():
                _write_synced(part / name, content)
            _sync(part)
            _take_place(part, folder)
            _sync(folder.parent)
        finally:
            shutil.rmtree(part, ignore_errors=True)


def read_run(folder: Path) -> StoredRun:
    """The run that a folder holds; a missing, cut or changed file is named and refused."""
    with _faults(folder, "cannot read"):
        if not folder.is_dir():
            raise StorageFault(f"{folder} is no folder; name the folder of a run")
        manifest = _manifest(folder)
        if manifest is None:
            raise StorageFault(f"{folder} holds no sound {MANIFEST}, so it is no run of posture")
        contents = {name: (folder / name).read_bytes() for name in manifest["written"]}
    for name, content in contents.items():
        if sha256(content).hexdigest() != manifest["written"][name]:
            again = manifest.get("command", "posture run")
            raise StorageFault(f"{folder / name} is not as it was written; make it anew with: {again}")
    rows = tuple(_rows(contents["measures.parquet"]))
    return StoredRun(folder, manifest, rows, contents.get(ledgers.LEDGER))


def _check_same(folder: Path, identity: Manifest, replace: bool) -> None:
    there = _manifest(folder)
    if there is None:
        raise Refused(f"{folder} is not empty and holds no run of posture; name another folder with --out")
    if replace:
        return
    for key in IDENTITY:
        if there.get(key) != identity.get(key):
            other = f"its {key} is {there.get(key)!r}, this one's is {identity.get(key)!r}"
            raise Refused(
                f"{folder} holds another run: {other}; name another folder with --out, or remove it"
            )


def _manifest(folder: Path) -> Manifest | None:
    try:
        manifest = json.loads((folder / MANIFEST).read_bytes())
    except (FileNotFoundError, ValueError):
        return None
    if not isinstance(manifest, dict) or manifest.get("program") != PROGRAM or "written" not in manifest:
        return None
    return manifest


@contextmanager
def _faults(folder: Path, what: str) -> Iterator[None]:
    """A fault of the disk, told as one."""
    try:
        yield
    except OSError as fault:
        raise StorageFault(f"{what} {folder}: {fault.strerror or fault}; nothing was changed") from fault


def _take_place(part: Path, folder: Path) -> None:
    """Rename, the old run out of the way first; it comes back if the new one cannot take its place."""
    old = part.with_suffix(".old")
    if folder.exists():
        folder.rename(old)
    try:
        part.rename(folder)
    except BaseException as fault:
        if isinstance(fault, OSError) and fault.errno in {EEXIST, ENOTEMPTY}:
            shutil.rmtree(old, ignore_errors=True)
            raise Refused(f"{folder} was written by another run in the meantime; run again") from fault
        if old.exists() and not folder.exists():
            old.rename(folder)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _write_synced(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sync(folder: Path) -> None:
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _parquet(manifest: Manifest, rows: Sequence[Answer]) -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    columns = {
        "scenario": pa.array([manifest["scenario"]] * len(rows), pa.string()),
        "seed": pa.array([manifest["seed"]] * len(rows), pa.int64()),
        "replication": pa.array([row.replication for row in rows], pa.int64()),
        "measure": pa.array([row.measure for row in rows], pa.string()),
        "subject": pa.array([row.subject for row in rows], pa.string()),
        "value": pa.array([row.value for row in rows], pa.float64()),
        "unit": pa.array([row.unit for row in rows], pa.string()),
    }
    buffer = BytesIO()
    pq.write_table(pa.table(columns), buffer, write_page_checksum=True)
    return buffer.getvalue()


def _rows(content: bytes) -> Iterator[Answer]:
    import pyarrow.parquet as pq

    table = pq.read_table(BytesIO(content), page_checksum_verification=True)
    columns = [table.column(name).to_pylist() for name in Answer._fields]
    yield from map(Answer._make, zip(*columns, strict=True))


def _measures_csv(manifest: Manifest, rows: Sequence[Answer]) -> bytes:
    head = ("scenario", "seed", "replication", "measure", "subject", "value", "unit")
    return _csv(head, ((manifest["scenario"], manifest["seed"], *row) for row in rows))


def _replications_csv(done: Sequence[Replication]) -> bytes:
    head = ("replication", "fingerprint", "rows")
    return _csv(head, ((one.replication, one.fingerprint, one.rows) for one in done))


def _csv(head: Sequence[str], rows: Iterator[tuple[object, ...]]) -> bytes:
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(head)
    writer.writerows(rows)
    return text.getvalue().encode()
