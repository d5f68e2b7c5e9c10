"""An open discrete-event simulator of NATO's collective-defence posture.

From Python: `load`, `run`, `history`, `sweep`, `read_run`, `read_study`, `list_scenarios`, `list_measures`.
They are imported when first used, so that the command line starts at once.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from posture.api import (
        RunOutput,
        StudyOutput,
        history,
        list_measures,
        list_scenarios,
        load,
        read_run,
        read_study,
        run,
        sweep,
    )

__version__ = "0.1.0"
__all__ = [
    "RunOutput",
    "StudyOutput",
    "__version__",
    "history",
    "list_measures",
    "list_scenarios",
    "load",
    "read_run",
    "read_study",
    "run",
    "sweep",
]


def __getattr__(name: str) -> Any:
    """A public name, from `posture.api`."""
    if name in __all__:
        return getattr(import_module("posture.api"), name)
    raise AttributeError(f"module 'posture' has no attribute '{name}'")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
