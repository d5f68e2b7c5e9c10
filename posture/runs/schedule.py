"""Which runs come next: replication by replication over all points, in stages agreed beforehand."""

from collections import deque
from collections.abc import Iterator, Sequence
from math import inf, isfinite
from typing import NamedTuple

from posture.core.errors import PostureError
from posture.experiments.precision import Target, checkpoints, targets
from posture.experiments.specification import Until
from posture.runs.cases import DONE
from posture.runs.journal import Journal
from posture.stats.sequential import Reached

LARGEST_STAGE = 16


class Due(NamedTuple):
    """Replications of one point that are to be run."""

    point: int
    replications: tuple[int, ...]


def stages(asked: int | Until) -> Iterator[tuple[int, int]]:
    """Ranges of replications: one, one, two, four, up to sixteen at a time; beyond `min`, to the next look.

    Every point passes a stage before any begins the next but one, so what there is at any time is balanced.
    """
    ends = [*checkpoints(asked.min, asked.max)] if isinstance(asked, Until) else [asked]
    at, size = 0, 1
    for end in ends:
        while at < end:
            stop = min(end, at + size) if end == ends[0] else end
            yield at, stop
            at, size = stop, min(max(stop, 1), LARGEST_STAGE)


class Schedule:
    """What is still to be run, asked again and again until nothing is left."""

    def __init__(self, asked: int | Until, points: Sequence[int], journal: Journal) -> None:
        self.enough: dict[int, int] = {}
        self.worst: dict[int, tuple[float, Target, Reached]] = {}
        self._journal = journal
        self._targets = targets(asked.until) if isinstance(asked, Until) else ()
        self._stages = list(stages(asked))
        self._least = asked.min if isinstance(asked, Until) else asked
        self._turn = deque((point, 0) for point in points)
        self._out: dict[int, tuple[int, set[int]]] = {}

    @property
    def unreached(self) -> list[int]:
        """Points that came to the most replications without the precision that is asked for."""
        return [
            point for point, (ratio, _, _) in sorted(self.worst.items()) if point in self.enough and ratio > 1
        ]

    def worst_told(self) -> str:
        """The half-width that is furthest from what is asked for, in words; empty where none is asked for."""
        if not self.worst:
            return ""
        point, (_, target, reached) = max(self.worst.items(), key=lambda one: (one[1][0], -one[0]))
        half = f"{reached.half:.3g}" if isfinite(reached.half) else "none, for some never finished,"
        return f"{target.text} at point {point}: {half} of {reached.wanted:.3g} {target.unit}".strip()

    def next(self) -> Due | None:
        """What to run now; None while all that may be run is out, or when nothing is left."""
        while self._turn:
            point, number = self._turn.popleft()
            start, stop = self._stages[number]
            missing = tuple(sorted(set(range(start, stop)) - self._journal.present(point, start, stop)))
            if not self._targets or stop < self._least:
                self._go_on(point, number)
            else:
                self._out[point] = (number, set(range(stop)) - self._journal.present(point, 0, stop))
                self._look(point)
            if missing:
                return Due(point, missing)
        return None

    def over(self, point: int, replication: int) -> None:
        """One run is committed; where that completes a stage, see whether the point needs another."""
        if point in self._out:
            self._out[point][1].discard(replication)
            self._look(point)

    def _look(self, point: int) -> None:
        number, missing = self._out[point]
        if missing:
            return
        del self._out[point]
        stop = self._stages[number][1]
        self.worst[point] = precision(self._journal, self._targets, point, stop)
        if self.worst[point][0] <= 1 or number + 1 == len(self._stages):
            self.enough[point] = stop
        else:
            self._turn.append((point, number + 1))

    def _go_on(self, point: int, number: int) -> None:
        if number + 1 < len(self._stages):
            self._turn.append((point, number + 1))


def precision(
    journal: Journal, targets: Sequence[Target], point: int, stop: int
) -> tuple[float, Target, Reached]:
    """The target that is furthest from being reached: how many times its half-width is what is asked for."""
    runs = [one for one in journal.runs(point, stop) if one.status == DONE]
    found = []
    for target in targets:
        values = [float(one.values[one.keys.index(target.key)]) for one in runs if target.key in one.keys]
        reached = target.reached(values)
        if reached is None:
            known = sorted(
                {subject for one in runs for measure, subject in one.keys if measure == target.key.measure}
            )
            of = f"; it is answered of: {', '.join(known)}" if known else ""
            if runs:
                raise PostureError(
                    f"at point {point} no run answers {target.key.measure}[{target.key.subject}]{of}"
                )
            reached = Reached(0, inf, inf, 0.0)
        found.append((_ratio(reached), target, reached))
    return max(found, key=lambda one: one[0])


def _ratio(reached: Reached) -> float:
    if reached.half <= reached.wanted:
        return reached.half / reached.wanted if reached.wanted else 0.0
    return reached.half / reached.wanted if reached.wanted else inf
