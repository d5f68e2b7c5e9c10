"""What happens: each part of a brigade is released, gets ready, comes, is received and integrated."""

from collections.abc import Mapping

from simpy import Event

from posture.core.ids import id_of
from posture.operations.reinforcement.drawing import Drawing
from posture.operations.reinforcement.integration import PartProgress
from posture.operations.reinforcement.line_movement import LineMovement
from posture.operations.reinforcement.part_closure import Hosts
from posture.operations.reinforcement.prepositioned_stocks import DrawingParty, Store
from posture.operations.reinforcement.requirements import MovementRequirement, movement_requirements
from posture.operations.reinforcement.schema import Part, Reinforcement
from posture.operations.reinforcement.strength import Strength
from posture.theatre import Process, Theatre
from posture.theatre.event_kinds import (
    DECISION,
    EXPECTED,
    FREIGHT,
    PEOPLE,
    READINESS,
)
from posture.theatre.forces import Unit
from posture.theatre.gates import Calendar
from posture.theatre.network import Place
from posture.theatre.queues import Queue
from posture.theatre.requests import MovementOrder


def start(
    theatre: Theatre, written: Reinforcement, units: Mapping[str, Unit], network: Mapping[str, Place]
) -> None:
    """Station the units and let every brigade wait for its order; those called off stay at home."""
    lines = list(movement_requirements(written, units))
    receptions = {one.received_by: written.reception_of(one.received_by) for one in written.brigades.values()}
    hosts = Hosts(
        {key: Calendar(key, 1) for key in receptions},
        {key: Queue(theatre.env, key, one.integrating) for key, one in receptions.items() if one.integrating},
        {name: Store(theatre, name, site, written.issue_of(name)) for name, site in written.sites.items()},
        network,
    )
    for name, brigade in written.brigades.items():
        for part_name, part in brigade.parts.items():
            unit = units[part.unit]
            place = brigade.at if part.arrangement == "in place" else unit.home
            theatre.forces.station(part.unit, unit, place)
            if part.arrangement == "in place":
                Strength(theatre, name, place).stands(part_name, unit)
        drawing = Drawing(theatre, name, brigade.priority, brigade.parts)
        theatre.start(drawing.stand())
        if theatre.orders.is_called_off(brigade.order):
            continue
        theatre.note(EXPECTED, name, brigade.order, len(brigade.parts))
        mine = [line for line in lines if line.brigade == name]
        _count(theatre, mine)
        theatre.start(Growth(theatre, written, name, units, hosts, drawing, mine).grow())


def _count(theatre: Theatre, lines: list[MovementRequirement]) -> None:
    """Note what is to travel: people, and freight of which the weight is known."""
    for line in lines:
        nation, load = line.load.nation, line.load
        if load.cargo == "people":
            theatre.note(PEOPLE, line.name, nation, line.pieces)
        elif load.weight and line.journeys:
            theatre.note(FREIGHT, line.name, nation, line.pieces * load.weight)


class Growth(LineMovement):
    """One brigade that grows."""

    def grow(self) -> Process:
        """Wait for the order, then let each part come; notes `closed` when the last stated part has."""
        theatre, brigade = self.theatre, self.brigade
        theatre.waits.begin(self.name, f"the order {brigade.order}", brigade.at, theatre.now)
        yield self._unless_stopped(theatre.orders.wait("deploy", brigade.order))
        theatre.waits.end(self.name)
        if not theatre.orders.has("deploy", brigade.order):
            return
        self.strength.ordered()
        self.supported_at = theatre.now + self._support()
        for part_name, part in brigade.parts.items():
            mine = [line for line in self.lines if line.part == part_name]
            progress = PartProgress(id_of(self.name, part_name), brigade.at, len(mine))
            if not mine:
                self._stand(part, progress)
                continue
            if (found := self.drawing.waits(part_name)) is None:
                self._come(part_name, mine, progress)
            else:
                theatre.start(self._find(part_name, found, mine, progress))

    def _come(self, part: str, lines: list[MovementRequirement], progress: PartProgress) -> None:
        """Let the lines of a part come, now that its unit is known."""
        readying = self.ahead.ready(part, progress.name)
        crew = DrawingParty(self.theatre, lines)
        ordered = self.theatre.ask(MovementOrder(progress.name))
        for line in lines:
            if line.drawn:
                self.theatre.start(self._issue(line, progress, crew))
            elif line.rides_with is not None:
                self.theatre.start(self._ride(line))
            else:
                self.theatre.start(self._bring(line, readying, ordered, progress, crew))

    def _find(
        self, part: str, found: Event, lines: list[MovementRequirement], progress: PartProgress
    ) -> Process:
        """Wait until the pool has given a part its unit, or all is stopped."""
        theatre, unit = self.theatre, self.brigade.parts[part].unit
        theatre.waits.begin(progress.name, f"a unit like {unit}", self.units[unit].home, theatre.now)
        yield self._unless_stopped(found)
        theatre.waits.end(progress.name)
        if found.triggered and not self._stopped:
            self._come(part, lines, progress)
        else:
            for line in lines:
                self._announce(line)
                self.home.stay(line)

    def _stand(self, part: Part, progress: PartProgress) -> None:
        """A part that is there counts at once, or once every slot of its standing tasks is filled."""
        if all(map(self._filled, part.commitments)):
            self._close(progress)
        else:
            self.theatre.start(self._wait_for_relief(part, progress))

    def _wait_for_relief(self, part: Part, progress: PartProgress) -> Process:
        """Books the wait as `readiness`, at the task whose slot was empty."""
        theatre, order = self.theatre, self.brigade.order
        self._spent(progress.name, DECISION, order, theatre.now - theatre.orders.indicated_at(order))
        while empty := [name for name in part.commitments if not self._filled(name)]:
            begin = theatre.now
            theatre.waits.begin(progress.name, READINESS, empty[0], begin)
            yield self._unless_stopped(theatre.commitments.changed(empty[0]))
            theatre.waits.end(progress.name)
            if self._stopped:
                return
            self._spent(progress.name, READINESS, empty[0], theatre.now - begin)
        self._close(progress)

    def _filled(self, name: str) -> bool:
        commitments = self.theatre.commitments
        return name in commitments and len(commitments.on_task(name)) >= commitments.get(name).slots
