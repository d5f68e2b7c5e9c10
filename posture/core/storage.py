"""Files written whole or not at all, and one guard for every fault of the disk."""

import os
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from errno import ENAMETOOLONG
from hashlib import sha256
from pathlib import Path
from typing import IO

from posture.core.errors import PostureError, StorageFault

PART = ".part"
"""Ending of a file that has not taken its place yet; nothing reads it."""
PIECE = 1 << 20
LONGEST = 60
"""Of a name in a message."""


@contextmanager
def storage(place: Path, what: str = "cannot write", kept: str = "nothing was changed") -> Iterator[None]:
    """A fault of the disk, or of a journal on it, told as one: what could not be done where, what is left."""
    try:
        yield
    except OSError as fault:
        if fault.errno == ENAMETOOLONG:
            raise PostureError(
                f"{what} {place.name[:LONGEST]}: its name is too long; write a shorter one"
            ) from fault
        raise StorageFault(f"{what} {place}: {fault.strerror or fault}; {kept}") from fault
    except sqlite3.Error as fault:
        raise StorageFault(f"{what} {place}: {fault}; {kept}") from fault


def read(path: Path) -> bytes:
    """The content of a plain file; a device or a pipe, which may have no end, is refused."""
    if path.exists() and not stat.S_ISREG(path.stat().st_mode):
        raise StorageFault(f"{path} is no plain file; remove it")
    return path.read_bytes()


@contextmanager
def placed(path: Path) -> Iterator[IO[bytes]]:
    """A file that takes its place once it is written and on the disk."""
    part = path.with_name(path.name + PART)
    with storage(path.parent, kept="what was committed is intact"):
        try:
            with part.open("wb") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)


def write(path: Path, content: bytes) -> str:
    """Write a file whole or not at all; its hash."""
    with placed(path) as file:
        file.write(content)
    return sha256(content).hexdigest()


def hash_of(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as file:
        digest = sha256()
        while part := file.read(PIECE):
            digest.update(part)
    return digest.hexdigest()
