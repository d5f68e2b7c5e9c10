"""What a user pays: a run of two scenarios that ship, a point of a study, and the memory of a whole run.

Processor time, whole runs in turn. A point is made ready as a worker does it: the first searches its ways,
the others find them. Memory is the most that the process of `posture run` ever holds, in one of its own.
"""

import sys
from collections import Counter
from collections.abc import Hashable
from pathlib import Path
from statistics import median
from subprocess import run
from tempfile import TemporaryDirectory
from time import process_time

from results import keep

from posture.experiments.points import points as whole
from posture.experiments.specification import read_experiment
from posture.runs.cases import as_bytes
from posture.runs.run import replicate
from posture.runs.simulate import Prepared, prepare
from posture.runs.single import Draws, run_kept
from posture.scenario import base, load, settle
from posture.scenario.shared_plans import sharing_plans

SCENARIOS = {"lithuania-brigade": 20, "eastern-flank-2023": 4}
"""How many runs of each."""
EXPERIMENT, FACTORS = "notice-wagons", ("wagons", "notice")
"""Its second factor changes how ways are foreseen, its first how soon forces are released."""
ROUNDS = 3
SIZES = (100, 1_000)


def run_ms(case: Prepared, runs: int) -> float:
    """Milliseconds of a run: simulated, measured, told by day, hashed and booked."""
    begin = process_time()
    for number in range(runs):
        replicate(case, 1, number, daily=True)
    return 1000 * (process_time() - begin) / runs


def points(name: str) -> dict[str, list[float]]:
    """Seconds of each point of an experiment, by what it finds there already of the points before it."""
    asked = read_experiment(name)
    below, seen = base(asked.scenario), Counter[Hashable]()
    found: dict[str, list[float]] = {}
    with sharing_plans():
        for point in whole(asked).points:
            begin = process_time()
            as_bytes(prepare(settle(below, point.changes).scenario))
            spent = process_time() - begin
            searched, bounded = ((factor, point.cells[factor]) for factor in FACTORS)
            what = "ways" if not seen[searched] else "bound" if not seen[bounded] else "nothing"
            found.setdefault(f"{what} anew" if seen else "first", []).append(spent)
            seen.update((searched, bounded))
    return found


def peak(runs: int) -> float:
    """MB at most in the process of a run of so many replications."""
    with TemporaryDirectory() as folder:
        words = [sys.executable, __file__, str(runs), folder]
        return int(run(words, check=True, capture_output=True, text=True).stdout) / 1024


def main() -> None:
    """Runs, points and memory."""
    cases = {name: prepare(load(name).scenario) for name in SCENARIOS}
    spent: dict[str, list[float]] = {name: [] for name in SCENARIOS}
    for _ in range(ROUNDS):
        for name, case in cases.items():
            spent[name].append(run_ms(case, SCENARIOS[name]))
    for name, found in spent.items():
        keep(f"run_ms {name}", found, "processor time of a run")
        print(f"{name}: {median(found):.1f} ms a run ({min(found):.1f} to {max(found):.1f})")
    for what, told in points(EXPERIMENT).items():
        keep(
            "point" if what == "nothing anew" else f"point, {what}",
            told,
            f"seconds of a point of {EXPERIMENT}",
        )
        print(f"a point of {EXPERIMENT}, {what}: {median(told):.2f} s ({len(told)} points)")
    few, many = (peak(size) for size in SIZES)
    keep("memory", [many / few], f"peak of posture run, {SIZES[1]} replications over {SIZES[0]}")
    print(f"memory of a run: {few:.0f} MB at {SIZES[0]} replications, {many:.0f} MB at {SIZES[1]}")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        asked = load("lithuania-brigade")
        run_kept(asked, "lithuania-brigade", Path(sys.argv[2]) / "run", Draws(int(sys.argv[1])), jobs=2)
        status = Path("/proc/self/status").read_text()  # rusage would tell of whoever started this process
        print(status.partition("VmHWM:")[2].split()[0])
    else:
        main()
