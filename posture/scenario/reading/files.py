"""Files from outside: plain ones of a sane size, in UTF-8, without control characters."""

import re
import stat
from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from posture.scenario.reading.faults import Fault, Faults, Mark, did_you_mean, short

LARGEST = 5_000_000
MOST_VALUES = 100_000
LONGEST_LINE = 20_000
MOST_LINES = 200_000
CONTROL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)


@dataclass(frozen=True, slots=True)
class Source:
    """One file that was read, as the user named it, and the hash of its bytes."""

    file: str
    sha256: str


@dataclass(slots=True)
class Intake:
    """What one reading has taken in so far: files, their size, values, and the faults found on the way."""

    faults: list[Fault] = field(default_factory=list)
    sources: list[Source] = field(default_factory=list)
    size: int = 0
    values: int = 0
    whole: bool = True

    def fault(self, mark: Mark, message: str, path: str = "") -> None:
        """Note one fault and go on."""
        self.faults.append(Fault(mark, path, message))

    def lost(self, mark: Mark, message: str, path: str = "") -> None:
        """Note one fault that leaves a file, or part of one, unread."""
        self.whole = False
        self.fault(mark, message, path)

    def done(self) -> None:
        """Raise all faults, if there are any."""
        if self.faults:
            raise Faults(self.faults)


def read_text(path: Path, shown: str, intake: Intake, asked_at: Mark | None = None) -> str | None:
    """The text of a file, or nothing and a fault at `asked_at` (where its name was written)."""
    asked_at, name = asked_at or Mark(short(shown)), short(shown)
    try:
        state = path.stat()
        if not stat.S_ISREG(state.st_mode):
            what = "a folder" if stat.S_ISDIR(state.st_mode) else "a device or a pipe"
            intake.lost(asked_at, f"'{name}' is {what}; name a plain file")
            return None
        if intake.size + state.st_size > LARGEST:
            intake.lost(asked_at, f"'{name}' and what it includes hold over 5 MB; write less, or use tables")
            return None
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except FileNotFoundError:
        intake.lost(asked_at, f"there is no file '{name}'{did_you_mean(path.name, _neighbours(path))}")
        return None
    except (OSError, ValueError) as fault:
        reason = getattr(fault, "strerror", None) or str(fault)
        intake.lost(asked_at, f"'{name}' cannot be read: {reason}")
        return None
    intake.size += len(content)
    intake.sources.append(Source(shown, sha256(content).hexdigest()))
    return _decoded(content, shown, intake)


def _neighbours(path: Path) -> Sequence[str]:
    try:
        return [one.name for one in path.parent.iterdir()]
    except OSError:
        return []


def _decoded(content: bytes, shown: str, intake: Intake) -> str | None:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        before = content[: fault.start].decode("utf-8-sig", errors="replace")
        intake.lost(place(shown, before), "this is not UTF-8; save the file as UTF-8")
        return None
    bad = CONTROL.search(text)
    if bad:
        code = f"U+{ord(bad[0]):04X}"
        intake.lost(place(shown, text[: bad.start()]), f"control character {code}; take it out")
        return None
    return text


def place(shown: str, before: str) -> Mark:
    """The place that follows so much text."""
    line = before.count("\n") + 1
    return Mark(shown, line, len(before) - before.rfind("\n"))
