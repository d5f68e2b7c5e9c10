"""What a run is asked: pure functions of its log, each with a unit and a better direction."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from posture.core.event_kinds import HORIZON, EventKind
from posture.core.event_log import Log

Better = Literal["lower", "higher", "neither"]


@dataclass(frozen=True, slots=True)
class Measure:
    """A number for each subject that one log answers.

    `of` returns subject -> value; a subject that never finished has the value infinity.
    A measure whose `unit` is `probability` is 0 or 1 in one run; its mean is a probability.
    """

    name: str
    unit: str
    better: Better
    help: str
    of: Callable[[Log], Mapping[str, float]]


def measured(
    of: Callable[[Log], Mapping[str, float]], unit: str, better: Better, said: str, name: str = ""
) -> Measure:
    """A measure by the name of its function, where no other is given."""
    return Measure(name or getattr(of, "__name__", ""), unit, better, said, of)


def horizon(log: Log) -> int:
    """The second at which the run ends, and all that is open with it; the last row's if none says so."""
    return next((row.amount for row in log.of(HORIZON)), log.last)


def over_time(log: Log, kind: EventKind) -> dict[str, int]:
    """A number that rows of one kind tell, by `who`: added up over the seconds for which each holds."""
    end, found = horizon(log), defaultdict[str, int](int)
    before: dict[str, int] = {}
    for row in log.of(kind):
        found[row.who] += (row.amount - before.get(row.who, 0)) * (end - row.time)
        before[row.who] = row.amount
    return dict(found)
