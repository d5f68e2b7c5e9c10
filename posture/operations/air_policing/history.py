"""The written history: when no detachment is at a base that shall have one."""

from collections.abc import Iterator
from dataclasses import dataclass

from posture.core.clock import Clock
from posture.operations.air_policing.schema import AirPolicing


@dataclass(frozen=True, slots=True)
class Gap:
    """Between two run seconds nobody has taken over at a base; `relief` ends it, empty if nobody does."""

    base: str
    begin: int
    end: int
    relief: str


def gaps(written: AirPolicing, clock: Clock, horizon: int) -> Iterator[Gap]:
    """Gaps between the written detachments of each base in use, within the run, in order of beginning.

    A base that has none written is filled by rotations, and one that need not be filled has no gaps.
    """
    for name in written.in_use():
        base = written.bases[name]
        mine = list(written.at(name))
        if not base.continuous or not mine:
            continue
        covered = 0 if base.since is None else max(0, clock.seconds(base.since))
        last = horizon if base.until is None else min(horizon, clock.seconds(base.until))
        for relief, one in mine:
            begin = 0 if one.start is None else clock.seconds(one.start)
            if covered < min(begin, last):
                yield Gap(name, covered, min(begin, last), relief if begin <= last else "")
            covered = max(covered, last if one.end is None else clock.seconds(one.end))
        if covered < last:
            yield Gap(name, covered, last, "")
