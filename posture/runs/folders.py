"""The folder that a user means: as named, or under this name in `runs`."""

from pathlib import Path
from typing import Literal

from posture.core.errors import PostureError
from posture.core.findings import did_you_mean
from posture.runs.manifest import MAKERS
from posture.scenario.shipped import RUN_BY, kind_of

RUNS = Path("runs")


def find(name: str, what: Literal["run", "study", "run or study"]) -> Path:
    """The folder of this name; the nearest name is told where there is none."""
    found = there(name)
    if found is not None:
        return found
    if Path(name).exists():
        raise PostureError(f"'{name}' is a file; name the folder of a {what}")
    near = did_you_mean(name, [one.name for one in RUNS.iterdir() if one.is_dir()] if RUNS.is_dir() else ())
    raise PostureError(f"there is no {what} '{name}', here or under runs/{near}; {_maker(name, what)}")


def _maker(name: str, what: str) -> str:
    """The command that makes such a folder; of what ships by this name the one that makes what it can."""
    ships = kind_of(name)
    if ships is None:
        return f"'{MAKERS['study' if what == 'study' else 'run']}' makes one"
    made = "a run" if ships == "scenario" else "a study"
    return f"'posture {RUN_BY[ships][1]} {name}' makes {made} of it"


def there(name: str) -> Path | None:
    """The folder of this name, if there is one."""
    return next((folder for folder in (Path(name), RUNS / name) if folder.is_dir()), None)
