"""What a study costs: its overhead over bare runs, what two processes give, and the memory of the parent.

`one-road`, 5,000 runs of under a millisecond, the hardest case there is: everything that is not a run shows.
Whole rounds in turn and the ratio of each. Where others work on the same two cores nothing is left for a
second process, and wall time tells little: the parent's own processor time then bounds what two cores give.
"""

import shutil
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from statistics import median
from subprocess import run
from tempfile import TemporaryDirectory
from time import perf_counter, process_time

from posture.experiments.points import points
from posture.experiments.specification import ExperimentSpec, read_experiment
from posture.runs.run import replicate
from posture.runs.runner import Runner
from posture.runs.simulate import prepare
from posture.runs.sweep import sweep
from posture.scenario import load

ROUNDS = 5
EXPERIMENT = "one-road"
SIZES = (100, 10_000)


def bare(asked: ExperimentSpec) -> float:
    """Seconds for all runs in this process, points made ready beforehand."""
    cases = [prepare(load(asked.scenario, one.sets).scenario) for one in points(asked).points]
    begin = perf_counter()
    for replication in range(asked.experiment.most):
        for case in cases:
            replicate(case, asked.experiment.seed, replication)
    return perf_counter() - begin


def timed(asked: ExperimentSpec, folder: Path, jobs: int) -> tuple[float, float, float]:
    """Seconds of the runs alone, with the results written, and of the parent's processor during the runs."""
    running: list[tuple[float, float]] = []
    whole: Callable[..., None] = Runner.run

    def watched(self: Runner, *words: object) -> None:
        begin, busy = perf_counter(), process_time()
        whole(self, *words)
        running.append((perf_counter() - begin, process_time() - busy))

    Runner.run = watched  # type: ignore[method-assign,assignment]
    try:
        swept = sweep(asked, folder, jobs=jobs)
    finally:
        Runner.run = whole  # type: ignore[method-assign]
        shutil.rmtree(folder)
    return running[0][0], swept.seconds, running[0][1]


def peak(runs: int) -> int:
    """MB at most in the parent of a study of so many runs, in a process of its own."""
    with TemporaryDirectory() as folder:
        words = [sys.executable, __file__, str(runs), folder]
        return int(run(words, check=True, capture_output=True, text=True).stdout) // 1024


def sized(runs: int) -> ExperimentSpec:
    asked = read_experiment(EXPERIMENT)
    many = runs // len(points(asked).points)
    return replace(asked, experiment=asked.experiment.model_copy(update={"replications": many}))


def main() -> None:
    asked = read_experiment(EXPERIMENT)
    runs = len(points(asked).points) * asked.experiment.most
    over, written, speed, bound = [], [], [], []
    with TemporaryDirectory() as folder:
        for number in range(ROUNDS):
            floor = bare(asked)
            one, one_written, _ = timed(asked, Path(folder) / "one", 1)
            two, two_written, parent = timed(asked, Path(folder) / "two", 2)
            over.append(1000 * (one - floor) / runs)
            written.append(1000 * (one_written - floor) / runs)
            speed.append(one / two)
            bound.append(2 * floor / (floor + parent))
            print(
                f"round {number + 1}: bare {1000 * floor / runs:.3f} ms a run, a study {over[-1]:+.3f} ms, "
                f"with results written {written[-1]:+.3f} ms; two processes {one / two:.2f} times one, "
                f"{one_written / two_written:.2f} with results written; the parent takes "
                f"{1000 * parent / runs:.3f} ms a run"
            )
    print(f"overhead a run: {median(over):.3f} ms, {max(over):.3f} ms at worst")
    print(f"  with results written: {median(written):.3f} ms, {max(written):.3f} ms at worst")
    print(
        f"two processes: {max(speed):.2f} times one at best, {median(speed):.2f} in the middle; "
        f"{median(bound):.2f} by the parent's processor time"
    )
    few, many = (peak(size) for size in SIZES)
    print(f"memory of the parent: {few} MB at {SIZES[0]} runs, {many} MB at {SIZES[1]}")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        sweep(sized(int(sys.argv[1])), Path(sys.argv[2]) / "study", jobs=2)
        status = Path("/proc/self/status").read_text()  # rusage would tell of whoever started this process
        print(status.partition("VmHWM:")[2].split()[0])
    else:
        main()
