"""Where benchmarks keep what they found: `results.json`, a name to its least, middle and greatest number."""

import json
import platform
from collections.abc import Sequence
from datetime import UTC, datetime
from math import log
from pathlib import Path
from statistics import median

import simpy

FILE = Path(__file__).parent / "results.json"


def keep(name: str, numbers: Sequence[float], against: str) -> None:
    """Keep numbers of several rounds, and what they are against, beside those of other benchmarks."""
    found = json.loads(FILE.read_text()) if FILE.exists() else {}
    found[name] = {
        "min": round(min(numbers), 4),
        "median": round(median(numbers), 4),
        "max": round(max(numbers), 4),
        "against": against,
        "with": f"Python {platform.python_version()}, SimPy {simpy.__version__}",
        "date": f"{datetime.now(UTC):%Y-%m-%d}",
    }
    FILE.write_text(json.dumps(dict(sorted(found.items())), indent=1) + "\n")


def exponent(small: float, large: float, times: float) -> float:
    """The power of the size with which a cost grows, by what so many times the size costs."""
    return log(large / small) / log(times)
