"""Writes tests/fingerprints.csv anew: `make fingerprints`. A change of it needs its reason in the commit."""

import csv
from pathlib import Path

from posture.runs.simulate import prepare, simulate
from posture.scenario import load
from posture.scenario.shipped import scenarios

FILE = Path(__file__).parent.parent / "fingerprints.csv"
COLUMNS = ("scenario", "seed", "replication", "rows", "all", "who", "times")
RUNS = ((1, 0), (7, 1))


def histories(path: Path) -> list[dict[str, str]]:
    """One row of a shipped scenario for each of a few seeds and replications."""
    found = []
    case = prepare(load(str(path)).scenario)
    for seed, replication in RUNS:
        log = simulate(case, seed, replication, check=True)
        values = (
            path.stem, seed, replication, len(log),
            log.fingerprint(), log.fingerprint_of_who(), log.fingerprint_of_times(),
        )  # fmt: skip
        found.append(dict(zip(COLUMNS, map(str, values), strict=True)))
    return found


if __name__ == "__main__":
    with FILE.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        for path in scenarios():
            writer.writerows(histories(path))
