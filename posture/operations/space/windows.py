"""Windows of service: a formation that is short of hours speaks by satellite for a share of each cycle."""

from simpy import Event

from posture.core.ids import whole_of
from posture.operations.space.schema import SatelliteUser, Space
from posture.theatre import Process, Theatre
from posture.theatre.levels import satellite_lost
from posture.theatre.requests import OnwardOrder


def until_service(passed: int, cycle: int, share: float) -> int:
    """Seconds until there is service again, so many into a cycle of which the first `share` has it."""
    return 0 if passed < round(share * cycle) else cycle - passed


class FormationService:
    """When serials of moving formations are told to go on.

    With all its hours a formation is told at once; with a share m of them it has service for that share of
    each cycle, and what comes outside waits for the next: (1 - m)² / 2 of a cycle on the average. When a
    cycle of a formation begins is drawn once; more hours only make its window longer.
    """

    def __init__(self, theatre: Theatre, written: Space) -> None:
        self.theatre = theatre
        self.cycle = written.cycle
        self._users = {one.formation: one for one in written.users.values() if one.formation is not None}
        self._begins: dict[str, int] = {}

    def ask(self, request: OnwardOrder) -> Event:
        """The event that fires when a serial is told; at once where it is not told by satellite."""
        theatre, formation, told = self.theatre, whole_of(request.move), Event(self.theatre.env)
        user = self._users.get(formation)
        if user is None or not self._wait(formation) or not self._by_satellite(request, user):
            return told.succeed()
        theatre.start(self._tell(formation, told))
        return told

    def _by_satellite(self, request: OnwardOrder, user: SatelliteUser) -> bool:
        return self.theatre.chance.uniform(request.serial, "satellite") < user.depends

    def _wait(self, formation: str) -> int:
        theatre = self.theatre
        share = 1 - theatre.levels.get(satellite_lost("formation", formation))
        if formation not in self._begins:
            self._begins[formation] = round(theatre.chance.uniform(formation, "service") * self.cycle)
        return until_service((theatre.now - self._begins[formation]) % self.cycle, self.cycle, share)

    def _tell(self, formation: str, told: Event) -> Process:
        theatre = self.theatre
        level = satellite_lost("formation", formation)
        while wait := self._wait(formation):
            yield theatre.wait(wait) | theatre.levels.changed(level)
        told.succeed()
