"""Files from outside: plain ones of a sane size, in UTF-8, without control characters."""

import re
import stat
from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from posture.core.findings import did_you_mean
from posture.scenario.loading.faults import Fault, Faults, Mark, short

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


@dataclass(frozen=True, slots=True)
class Mention:
    """Where the name of a file is written, at which path, and how."""

    mark: Mark
    path: str
    name: str


def read_text(path: Path, shown: str, intake: Intake, asked: Mention | None = None) -> str | None:
    """The text of a file, or nothing and a fault where its name was written."""
    asked = asked or Mention(Mark(short(shown)), "", shown)
    content = _content(path, intake, asked)
    if content is None:
        return None
    intake.size += len(content)
    intake.sources.append(Source(shown, sha256(content).hexdigest()))
    return _decoded(content, shown, intake)


def _content(path: Path, intake: Intake, asked: Mention) -> bytes | None:
    name = short(asked.name)
    try:
        state = path.stat()
        if not stat.S_ISREG(state.st_mode):
            what = "a folder" if stat.S_ISDIR(state.st_mode) else "a device or a pipe"
            intake.lost(asked.mark, f"'{name}' is {what}; name a plain file", asked.path)
            return None
        if intake.size + state.st_size > LARGEST:
            message = f"'{name}' and what it includes hold over 5 MB; write less, or use tables"
            intake.lost(asked.mark, message, asked.path)
            return None
        with path.open("rb") as file:
            return file.read(LARGEST + 1)
    except FileNotFoundError:
        hint = did_you_mean(path.name, _neighbours(path)).replace("'", f"'{_folder(asked.name)}", 1)
        intake.lost(asked.mark, f"there is no file '{name}'{hint}", asked.path)
    except (OSError, ValueError) as fault:
        reason = getattr(fault, "strerror", None) or str(fault)
        intake.lost(asked.mark, f"'{name}' cannot be read: {reason}", asked.path)
    return None


def _neighbours(path: Path) -> Sequence[str]:
    try:
        return [one.name for one in path.parent.iterdir()]
    except OSError:
        return []


def _folder(name: str) -> str:
    """The part of a file's name that says where it is."""
    return name[: name.rfind("/") + 1]


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
