"""One unit in its cycle: when it left, when it may be called upon, when it may come again."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from posture.core.clock import Clock
from posture.core.schema import Span
from posture.operations.rotations.schema import Policy, after

if TYPE_CHECKING:
    from posture.operations.rotations.stays import Stay


@dataclass(slots=True, eq=False)
class PoolMember:
    """A unit of the pool.

    `left` is when its last deployment ended, `owed` the dwell that follows if not its policy's, `extra` what
    is added to it; `barred` until when a stay at home keeps it, `recovered` when it may be called upon,
    `rested` when its dwell is over on usual terms; `stays` its deployments, `promised` the times for which a
    schedule names it, `turns` how often it changed hands; `kept` for which task,
    `taken` for what beside tasks.
    """

    name: str
    nation: str
    policy: Policy
    clock: Clock
    left: int | None = None
    owed: Span | None = None
    extra: int = 0
    barred: int = 0
    recovered: int = 0
    stay: "Stay | None" = None
    stays: list[tuple[int, int]] = field(default_factory=list)
    promised: list[tuple[int, int]] = field(default_factory=list)
    turns: int = 0
    kept: str = ""
    taken: str = ""
    rested: int = 0
    _surges: list[tuple[int, int, int]] = field(default_factory=list)

    def rest(self, now: int) -> None:
        """Work out from when it may come again: usual terms, and those of each surge."""
        self.rested = self._over(self.policy.dwell if self.owed is None else self.owed, now)
        self._surges = [
            (self._over(one.dwell, now), self.clock.seconds(one.start), self.clock.seconds(one.end))
            for one in self.policy.surge
            if one.dwell is not None
        ]

    def _over(self, dwell: Span, now: int) -> int:
        over = now if self.left is None else after(self.clock, self.left, dwell) + self.extra
        return max(over, self.barred)

    def earliest(self, arrival: int) -> int:
        """When it may come at the earliest, not before `arrival`."""
        best = max(arrival, self.rested)
        for over, begin, end in self._surges:
            early = max(arrival, over, begin)
            if early < min(best, end):
                best = early
        return best

    def length(self, usual: Span, arrival: int) -> Span:
        """How long it stays if it comes then: the surge's length within one."""
        for one in self.policy.surge:
            within = self.clock.seconds(one.start) <= arrival < self.clock.seconds(one.end)
            if within and one.length is not None:
                return one.length
        return usual

    def within_limit(self, arrival: int, length: Span) -> int:
        """When it may come, not before `arrival`, so that no cycle holds more deployment than allowed."""
        if self.policy.deployed is None or self.policy.cycle is None:
            return arrival
        end = after(self.clock, arrival, length)
        begin = end - (after(self.clock, arrival, self.policy.cycle) - arrival)
        spare = after(self.clock, arrival, self.policy.deployed) - arrival - (end - arrival)
        excess = sum(max(0, last - max(first, begin)) for first, last in self.stays) - spare
        for first, last in self.stays:
            counted = max(0, last - max(first, begin))
            if 0 < excess <= counted:
                return arrival + max(first, begin) + excess - begin
            excess -= counted
        return arrival

    def is_promised(self, begin: int, end: int) -> bool:
        """Whether a schedule names it for a time that meets this one."""
        return any(first < end and begin < last for first, last in self.promised)
