"""Teams: servers that recover systems; a nation's own come first, then those of the Alliance."""

from collections.abc import Mapping

from simpy import Event

from posture.theatre import Theatre

ALLIANCE = "rapid reaction"
"""Whose team it is that no nation keeps."""


class Teams:
    """Who is free, and which systems wait. The event of a request fires with whose team it is."""

    def __init__(self, theatre: Theatre, nations: Mapping[str, int], common: int) -> None:
        self.theatre = theatre
        self.free = {**nations, ALLIANCE: common}
        self._waiting: list[tuple[str, Event]] = []

    def ask(self, nation: str) -> Event:
        """Ask for a team; who comes later waits behind, unless another nation's team can come to it."""
        event = Event(self.theatre.env)
        self._waiting.append((nation, event))
        self._serve()
        return event

    def give_back(self, whose: str) -> None:
        """A team is free again."""
        self.free[whose] += 1
        self._serve()

    def _serve(self) -> None:
        left = []
        for nation, event in self._waiting:
            whose = next((one for one in (nation, ALLIANCE) if self.free.get(one)), None)
            if whose is None:
                left.append((nation, event))
            else:
                self.free[whose] -= 1
                event.succeed(whose)
        self._waiting = left
