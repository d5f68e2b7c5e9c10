"""What is wrong with what was written: each fault with its place and its cure, all of them at once."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

from posture.core.errors import PostureError

Steps: TypeAlias = tuple[str | int, ...]
SHOWN = 28
MOST_FAULTS = 300
"""Of one kind between values: each looks for the name that is meant, which takes long for thousands."""
LONGEST = 60
WIDEST = 500


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """A place in a file as the user named it; lines and columns count from 1, line 0 means the whole file."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing that is wrong: where, at which dotted path, what it is and what to write instead."""

    mark: Mark
    path: str
    message: str

    def __str__(self) -> str:
        parts = (str(self.mark), self.path, self.message)
        return printable(": ".join(part for part in parts if part))[:WIDEST]


class Faults(PostureError):
    """Every fault that was found, one a line, in the order of their places."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(sorted(set(faults)))
        lines = [str(fault) for fault in self.faults[:SHOWN]]
        if len(self.faults) > SHOWN:
            least = "at least " if len(self.faults) >= MOST_FAULTS else ""
            lines.append(f"and {least}{len(self.faults) - SHOWN} more")
        super().__init__("\n".join(lines))

    def __reduce__(self) -> tuple[type["Faults"], tuple[tuple[Fault, ...]]]:
        return type(self), (self.faults,)


def dotted(path: Steps) -> str:
    """A path as `--set` takes it: parts joined by dots, a part that holds a dot in quotes."""
    parts = (f'"{part}"' if isinstance(part, str) and "." in part else str(part) for part in path)
    return ".".join(short(part) for part in parts)


def short(text: str) -> str:
    """At most a line's worth of what the user wrote."""
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def printable(text: str) -> str:
    """On one line, whatever was written."""
    return "".join(one if one.isprintable() else one.encode("unicode_escape").decode() for one in text)
