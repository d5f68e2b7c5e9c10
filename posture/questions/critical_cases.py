"""Which closures are worth running: alike ones together, the dearest by the ways that are left first."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import fsum

from posture.core.clock import DAY
from posture.core.ids import apart, whole_of, within
from posture.questions.critical_ways import Left, Thing

Closures = Sequence[Mapping[str, float]]
"""As written: days until each part closed, by replication; a part that never closed has the horizon."""


@dataclass(frozen=True, slots=True)
class ClosureCase:
    """Things whose closing leaves the same ways, so that one run stands for each; the first is run.

    `screened` is what the screening expects it to cost, in days summed over the brigades.
    """

    things: tuple[Thing, ...]
    screened: float


@dataclass(frozen=True, slots=True)
class Cut:
    """Things without any one of which these lines have no way: their brigades never close."""

    things: tuple[Thing, ...]
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Screened:
    """Cases, the dearest first; what cuts lines off; and what is on a plan, yet changes none when closed."""

    cases: tuple[ClosureCase, ...]
    cut: tuple[Cut, ...]
    idle: tuple[Thing, ...]


def screened(left: Iterable[Left], written: Closures) -> Screened:
    """Put together what is alike, and in order."""
    alike: defaultdict[str, list[Left]] = defaultdict(list)
    cut: defaultdict[tuple[str, ...], list[Thing]] = defaultdict(list)
    idle = []
    for one in left:
        if one.cut:
            cut[one.cut].append(one.thing)
        elif not one.ways:
            idle.append(one.thing)
        else:
            alike[one.ways].append(one)
    cases = [
        ClosureCase(tuple(one.thing for one in some), expected(some[0], written)) for some in alike.values()
    ]
    cuts = [Cut(tuple(some), lines) for lines, some in cut.items()]
    return Screened(
        tuple(sorted(cases, key=lambda case: (-case.screened, case.things[0].order))),
        tuple(sorted(cuts, key=lambda one: (-len(one.lines), one.lines))),
        tuple(idle),
    )


def expected(left: Left, written: Closures) -> float:
    """Days that a closure is expected to cost, from the runs as written and the ways that are left.

    In each run a part is later by what its slowest line needs more, and a brigade by its latest part. What
    the busiest pool of lift needs more in its wave bound counts once for each brigade that is touched.
    """
    later: defaultdict[str, float] = defaultdict(float)
    for line, seconds in left.longer.items():
        part = apart(line).whole
        later[part] = max(later[part], seconds / DAY)
    brigades = sorted({whole_of(part) for part in later})
    gaps = [_later(days, later, brigade) for days in written for brigade in brigades]
    return fsum(gaps) / max(len(written), 1) + left.lift / DAY * len(brigades)


def _later(days: Mapping[str, float], later: Mapping[str, float], brigade: str) -> float:
    """By how much a brigade's latest part is later in one run."""
    mine = {part: day for part, day in days.items() if within(brigade, part)}
    now = max((day + later.get(part, 0.0) for part, day in mine.items()), default=0.0)
    return now - max(mine.values(), default=0.0)
