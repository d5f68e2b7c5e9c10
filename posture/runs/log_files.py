"""The histories of a run as files, where they are asked for: every row, amounts with their units."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

from posture.core.clock import in_days
from posture.core.errors import ModelFault
from posture.core.event_log import Log, Row
from posture.core.storage import storage, write
from posture.operations import EVENT_KINDS

LOGS = "logs"
"""The folder of a run that holds them."""


def log_file(folder: Path, replication: int) -> Path:
    """The file of one replication of a run."""
    return folder / LOGS / f"replication-{replication:05d}.parquet"


def columns(rows: Sequence[Row], start: datetime) -> dict[str, list[Any]]:
    """Rows by column: seconds, days and moments from the start, what each amount counts, in which unit."""
    meanings = [EVENT_KINDS[row.kind] for row in rows]
    return {
        "time_s": [row.time for row in rows],
        "time_d": [in_days(row.time) for row in rows],
        "moment_utc": [start + timedelta(seconds=row.time) for row in rows],
        "kind": [str(row.kind) for row in rows],
        "who": [row.who for row in rows],
        "where": [row.where for row in rows],
        "amount": [row.amount for row in rows],
        "amount_of": [meaning.amount for meaning in meanings],
        "unit": [str(meaning.unit) for meaning in meanings],
    }


def parquet(log: Log, start: datetime) -> bytes:
    """The file of one history; its metadata holds the fingerprint."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    table = pa.table(columns(list(log), start)).replace_schema_metadata({"fingerprint": log.fingerprint()})
    buffer = BytesIO()
    pq.write_table(table, buffer, compression="zstd", write_page_checksum=True)
    return buffer.getvalue()


def keep(folder: Path, replication: int, log: Log, start: datetime) -> None:
    """Write the history of a replication into the folder of its run."""
    path = log_file(folder, replication)
    with storage(folder):
        path.parent.mkdir(parents=True, exist_ok=True)
    write(path, parquet(log, start))


def is_kept(folder: Path, replication: int, fingerprint: str) -> bool:
    """Whether the history of this fingerprint is there, whole."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        told = pq.read_schema(log_file(folder, replication)).metadata or {}
    except (OSError, pa.ArrowException):
        return False
    return bool(told.get(b"fingerprint", b"").decode() == fingerprint)


def check_same(log: Log, replication: int, fingerprint: str) -> None:
    """A history that was made again is the one that was answered from, or it is a fault of ours."""
    if log.fingerprint() != fingerprint:
        raise ModelFault(f"replication {replication} does not come out again as it was answered from")
