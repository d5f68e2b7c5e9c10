"""How far a study is, read from its journal while another process may be writing it."""

from dataclasses import dataclass
from pathlib import Path

from posture.experiments.specification import Until
from posture.runs.cases import DONE
from posture.runs.journal import Journal
from posture.runs.schedule import Schedule


@dataclass(frozen=True, slots=True)
class StudyStatus:
    """Runs by state, how many there can still be, seconds a run, and the half-width furthest off."""

    question: str
    points: int
    done: int
    failed: int
    left: int
    seconds: float
    worst: str
    command: str
    shard: tuple[int, int]


def status(folder: Path) -> StudyStatus:
    """How far the study in a folder is; nothing is locked or changed."""
    with Journal(folder, write=False) as journal:
        asked = journal.fact("asked") or {}
        written = asked.get("replications", 0)
        replications = Until.model_validate(written) if isinstance(written, dict) else written
        number, of = asked.get("shard", (1, 1))
        points = [point for point in range(asked.get("points", 0)) if point % of == number - 1]
        most = replications.max if isinstance(replications, Until) else replications
        schedule = Schedule(replications, points, journal) if replications else None
        while schedule is not None and schedule.next() is not None:
            pass
        enough = schedule.enough if schedule is not None else {}
        left = sum(most - len(journal.present(point, 0, most)) for point in points if point not in enough)
        counts = journal.counts()
        return StudyStatus(
            asked.get("question", ""),
            len(points),
            counts.get(DONE, 0),
            sum(counts.values()) - counts.get(DONE, 0),
            left,
            journal.seconds(),
            schedule.worst_told() if schedule is not None else "",
            asked.get("command", ""),
            (number, of),
        )
