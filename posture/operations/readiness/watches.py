"""A watch: one tier in a run, who stands by in it and who waits in reserve."""

from typing import Protocol

from posture.operations.readiness.schema import Tier
from posture.theatre.queues import Queue


class Watcher(Protocol):
    """Who can stand by."""

    name: str

    def free(self) -> bool:
        """Whether nobody else has it."""

    def stand_by(self) -> None:
        """Take a slot."""


class TierWatch:
    """The slots of one tier; whoever has been certified longest takes the next that is free."""

    def __init__(self, name: str, tier: Tier, crews: Queue | None) -> None:
        self.name = name
        self.tier = tier
        self.crews = crews
        self.raised = False
        self.open = True
        self._standing: list[Watcher] = []
        self._reserve: list[Watcher] = []

    def offer(self, unit: Watcher) -> None:
        """Put a certified unit in reserve; it stands by at once where a slot is free."""
        self._reserve.append(unit)
        self.fill()

    def withdraw(self, unit: Watcher) -> None:
        """Take a unit out of the reserve, if it is there."""
        if unit in self._reserve:
            self._reserve.remove(unit)

    def join(self, unit: Watcher) -> None:
        """Let a unit stand by; the calendar may send one beyond the slots."""
        self._standing.append(unit)

    def leave(self, unit: Watcher) -> None:
        """Let a unit out of its slot, and the next in."""
        self._standing.remove(unit)
        self.fill()

    def successor(self) -> Watcher | None:
        """Who would take the next slot."""
        return next((unit for unit in self._reserve if unit.free()), None)

    def fill(self) -> None:
        """Let reserves stand by in free slots."""
        slots = self.tier.slots
        while self.open and (slots is None or len(self._standing) < slots):
            unit = self.successor()
            if unit is None:
                return
            self._reserve.remove(unit)
            unit.stand_by()
