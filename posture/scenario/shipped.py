"""What ships: scenarios and tables by bare name, from the wheel or from a checkout."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import posture
from posture.core.errors import PostureError
from posture.core.findings import did_you_mean

LONGEST_NAME = 255
"""In bytes; most systems take no longer one."""
RUN_BY = {"scenario": ("a", "run"), "experiment": ("an", "sweep")}
"""The article of each kind of what ships, and the command that runs it."""
TITLE = re.compile(r"^title:(.+)$", re.MULTILINE)


class NotShipped(PostureError):
    """Nothing of its kind ships by a bare name."""


def folder() -> Path:
    """The folder `configs`: beside the modules in a wheel, beside the package in a checkout."""
    package = Path(posture.__file__).parent
    for place in (package / "shipped" / "configs", package.parent / "configs"):
        if place.is_dir():
            return place
    raise PostureError("the shipped scenarios are missing; install posture again")


def shipped(kind: str, name: str) -> Path | None:
    """The path of a shipped scenario, table or network; None if none has this name."""
    file = {"scenario": f"{name}.yaml", "table": f"data/{name}.csv", "network": f"data/{name}"}[kind]
    return _there(folder() / file)


def _there(path: Path) -> Path | None:
    return path if len(os.fsencode(path.name)) <= LONGEST_NAME and path.exists() else None


def scenarios() -> Iterator[Path]:
    """Every shipped scenario, by name."""
    yield from sorted(folder().glob("*.yaml"))


def experiment(name: str) -> Path | None:
    """The path of a shipped experiment; None if none has this name."""
    return _there(folder().parent / "experiments" / f"{name}.yaml")


def experiments() -> Iterator[Path]:
    """Every shipped experiment, by name."""
    yield from sorted((folder().parent / "experiments").glob("*.yaml"))


def bare(name: str) -> bool:
    """Whether a name is that of something that may ship, and no path."""
    return not Path(name).suffix and "/" not in name


def missing(kind: str, name: str) -> NotShipped:
    """That none ships by a bare name: the nearest that does, or that it is of the other kind."""
    names = _names()
    other = kind_of(name)
    if other is not None:
        article, command = RUN_BY[other]
        return NotShipped(f"'{name}' is {article} {other}; 'posture {command} {name}' runs it")
    hint = did_you_mean(name, names[kind]) or f"; 'posture list {kind}s' shows what ships"
    return NotShipped(f"there is no {kind} '{name}'{hint}")


def missing_of_both(name: str) -> NotShipped:
    """That neither a scenario nor an experiment ships by a bare name: the nearest of all that do."""
    hint = did_you_mean(name, [one for names in _names().values() for one in names])
    hint = hint or "; 'posture list' shows what ships"
    return NotShipped(f"there is no scenario or experiment '{name}'{hint}")


def kind_of(name: str) -> str | None:
    """Whether a scenario or an experiment ships by this name; None if neither does."""
    return next((kind for kind, names in _names().items() if name in names), None)


def _names() -> dict[str, list[str]]:
    ships = {"scenario": scenarios, "experiment": experiments}
    return {kind: [path.stem for path in listed()] for kind, listed in ships.items()}


def title_of(path: Path) -> str:
    """The title that a scenario's file states; empty if it states none."""
    found = TITLE.search(path.read_text(encoding="utf-8"))
    return found[1].strip("\"' ") if found else ""
