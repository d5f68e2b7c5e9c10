"""Crews of a detachment, in pairs: on alert for so long, then at rest."""

from heapq import heappop, heappush

from posture.operations.air_policing.schema import Crews

NEVER = 2**62


class CrewRoster:
    """Who may take the alert, and when those at rest may; one without crews written never runs out."""

    def __init__(self, written: Crews | None) -> None:
        self._written = written
        self._free = [0] * written.pairs if written else []

    @property
    def duty(self) -> int:
        """Longest time on alert."""
        return self._written.duty if self._written else NEVER

    def next(self) -> int:
        """When the next pair of crews is rested; long ago if one is, never if none comes back by itself."""
        if self._written is None:
            return 0
        return self._free[0] if self._free else NEVER

    def take(self) -> None:
        """Take the pair that has rested longest."""
        if self._free:
            heappop(self._free)

    def rest(self, now: int) -> None:
        """Let a pair rest from now on."""
        if self._written is not None:
            heappush(self._free, now + self._written.rest)

    def rested(self, now: int) -> None:
        """Give back a pair that has not served."""
        if self._written is not None:
            heappush(self._free, now)
