"""Files and folders of the user's own, named in a scenario by their path from the file that names them."""

import os
from collections.abc import Sequence
from pathlib import Path, PureWindowsPath

from posture.scenario.loading import Fault, Faults, Mark
from posture.scenario.loading.faults import short
from posture.scenario.loading.merge import SourceFile, followed


def beside(name: str, mark: Mark, top: SourceFile, field: str) -> SourceFile:
    """Where a path leads that is written at `mark`, in the scenario `top` or a file below it.

    Nothing may leave the scenario's folder once every link is followed. `field` is where faults are told.
    """
    place = _written_in(mark, top)
    if Path(name).is_absolute() or PureWindowsPath(name).drive or "\\" in name:
        raise _fault(
            mark, field, f"'{short(name)}': name a {field.rstrip('s')} by its path from this file, with '/'"
        )
    path = followed(place, name)
    if path is None:
        raise _fault(mark, field, f"'{short(name)}' leads nowhere")
    if not path.is_relative_to(place.root):
        raise _fault(mark, field, f"'{short(name)}' lies outside the scenario's folder; move it inside")
    return SourceFile(path, os.path.normpath(Path(place.shown).parent / name), place.root)


def neighbours(path: Path) -> Sequence[str]:
    """The names of what lies in the same folder."""
    try:
        return [one.name for one in path.parent.iterdir()]
    except OSError:
        return []


def _written_in(mark: Mark, top: SourceFile) -> SourceFile:
    """The file that a mark is in, if it lies beside or below the scenario; else the scenario."""
    path = (top.root / os.path.relpath(mark.file, Path(top.shown).parent)).resolve()
    return SourceFile(path, mark.file, top.root) if path.is_file() else top


def _fault(mark: Mark, field: str, message: str) -> Faults:
    return Faults([Fault(mark, field, message)])
