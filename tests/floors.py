"""The lowest version of each dependency that pyproject.toml allows, for `make test-floors`."""

import re
import sys
import tomllib
from pathlib import Path

PROJECT = Path(__file__).parents[1] / "pyproject.toml"
EXTRAS = ("analysis", "cluster", "export")
LEAST = re.compile(r"([A-Za-z0-9_.-]+)>=([0-9.]+)")


def floors() -> list[str]:
    """Each dependency pinned to the least that is allowed; one without a floor is a fault."""
    said = tomllib.loads(PROJECT.read_text(encoding="utf-8"))["project"]
    wanted = [
        *said["dependencies"],
        *(one for extra in EXTRAS for one in said["optional-dependencies"][extra]),
    ]
    found = [LEAST.fullmatch(one) for one in wanted]
    if None in found:
        sys.exit(f"no floor: {wanted[found.index(None)]}; write it like click>=8.1")
    return [f"{one[1]}=={one[2]}" for one in found if one]


if __name__ == "__main__":
    sys.stdout.write("\n".join([*floors(), ""]))
