"""The end of a study: results and manifest from what the journal holds."""

from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import Any, NamedTuple

from posture.experiments.points import Points, stack
from posture.experiments.specification import ExperimentSpec
from posture.runs import results
from posture.runs.identity import base_of, identity
from posture.runs.manifest import write_manifest
from posture.runs.runner import Runner


class Shard(NamedTuple):
    """Part `number` of `of`: the points whose number leaves `number - 1` when divided."""

    number: int = 1
    of: int = 1

    def holds(self, point: int) -> bool:
        """Whether a point is of this part."""
        return point % self.of == self.number - 1


@dataclass(frozen=True, slots=True)
class Swept:
    """How a study ended."""

    folder: Path
    counts: dict[str, int]
    points: int
    results_sha256: str
    runs_sha256: str
    unreached: tuple[int, ...]
    worst: str
    interrupted: bool
    stopped: bool
    new: int
    seconds: float


def finish(runner: Runner, found: Points, shard: Shard) -> Swept:
    """Results and the last manifest, from what the journal holds."""
    asked, journal, folder = runner.asked, runner.journal, runner.folder
    assert folder is not None
    most = asked.experiment.most
    enough = {one.point: runner.schedule.enough.get(one.point, most) for one in runner.entries}
    written = results.write_results(folder, journal, enough, asked.experiment.wants)
    written[results.DESIGN] = results.write_design(folder, found.columns, runner.entries)
    written[results.SCENARIO] = results.write_scenario(folder, *base_of(asked), runner.command)
    counts = journal.counts()
    swept = Swept(
        folder=folder,
        counts=counts,
        points=len(runner.entries),
        results_sha256=written[results.MEASURES],
        runs_sha256=written[results.RUNS],
        unreached=() if runner.stop.is_set() or runner.stopped else tuple(runner.schedule.unreached),
        worst=runner.schedule.worst_told(),
        interrupted=runner.stop.is_set(),
        stopped=runner.stopped,
        new=runner.new,
        seconds=monotonic() - runner.begun,
    )
    told = of_study(asked, found, len(runner.entries), runner.command)
    ended = {
        "shard": None if shard.of == 1 else list(shard),
        "runs": counts,
        "enough": {str(point): number for point, number in sorted(runner.schedule.enough.items())},
        "unreached": list(swept.unreached),
        "complete": not (runner.stop.is_set() or runner.stopped) and shard.of == 1,
        "results_sha256": swept.results_sha256,
        "written": dict(sorted(written.items())),
    }
    write_manifest(folder, "study", {**told, **ended})
    return swept


def of_study(asked: ExperimentSpec, found: Points, number: int, command: str) -> dict[str, Any]:
    """What was asked, with which files and versions."""
    said = asked.experiment
    return {
        "experiment": asked.name,
        "question": said.question,
        **identity(asked),
        "sets": list(asked.sets),
        "points": number,
        "columns": list(found.columns),
        "design": found.told,
        "factors": found.factors,
        **said.model_dump(
            mode="json", include={"variants", "constraints", "replications", "measures", "time_limit"}
        ),
        "files": [
            {"file": one.file, "sha256": one.sha256}
            for one in (*asked.sources, *stack(asked.scenario).sources)
        ],
        "command": command,
    }
