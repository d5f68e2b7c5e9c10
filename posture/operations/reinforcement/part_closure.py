"""Part closure: what has come of a part is received, integrated, put under authority, and counts."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil

from simpy import Event

from posture.core.clock import DAY
from posture.core.event_kinds import Cause
from posture.operations.reinforcement.drawing import Drawing
from posture.operations.reinforcement.integration import Integration, PartProgress
from posture.operations.reinforcement.preparation import Preparation
from posture.operations.reinforcement.prepositioned_stocks import Store
from posture.operations.reinforcement.readying import in_place
from posture.operations.reinforcement.redeployment import Redeployment
from posture.operations.reinforcement.requirements import MovementRequirement
from posture.operations.reinforcement.riding import Riders
from posture.operations.reinforcement.schema import Reinforcement
from posture.operations.reinforcement.strength import Strength
from posture.theatre import Process, Theatre
from posture.theatre.event_kinds import (
    CLOSED,
    FOLLOWS,
    HOST_SUPPORT,
    INTEGRATION,
    MISSED,
    RECEIVED,
    RECEPTION,
    RELEASE,
)
from posture.theatre.forces import CARRIED, Unit
from posture.theatre.gates import Calendar
from posture.theatre.network import Place
from posture.theatre.queues import Queue
from posture.theatre.requests import Arrival


@dataclass(frozen=True, slots=True)
class Hosts:
    """What brigades share: the gate of each reception, its room to integrate, the stores, the network."""

    gates: Mapping[str, Calendar]
    places: Mapping[str, Queue]
    stores: Mapping[str, Store]
    network: Mapping[str, Place]


class PartClosure:
    """The parts of one brigade, from what they share to the closure of each and of the brigade."""

    def __init__(
        self,
        theatre: Theatre,
        written: Reinforcement,
        name: str,
        units: Mapping[str, Unit],
        hosts: Hosts,
        drawing: Drawing,
        lines: list[MovementRequirement],
    ) -> None:
        self.theatre = theatre
        self.written = written
        self.name = name
        self.brigade = written.brigades[name]
        self.units = units
        self.hosts = hosts
        self.batches: Counter[str] = Counter()
        self.gate = hosts.gates[self.brigade.received_by]
        self.stores = hosts.stores
        self.a_day = written.a_day(self.brigade.received_by)
        self.drawing = drawing
        self.lines = lines
        self.strength = Strength(theatre, name, self.brigade.at)
        self.riders = Riders(theatre, lines, self.strength)
        self.home = Redeployment(
            theatre,
            written,
            name,
            units,
            hosts.stores,
            drawing,
            lines,
            self.riders,
            self._given,
            self.strength,
        )  # fmt: skip
        self.ahead = Preparation(
            theatre, written, name, units, hosts.network, self.home, drawing, lines, self.strength
        )
        self.open_parts = len(self.brigade.parts)
        self.supported_at = 0
        self.stop = theatre.orders.stops(self.brigade.order)
        self.integration = Integration(
            theatre, written, name, self.brigade, hosts.places.get(self.brigade.received_by)
        )

    def _unless_stopped(self, event: Event) -> Event:
        """An event, or the stop of all that has not begun."""
        return event if self.stop is None else event | self.stop

    @property
    def _stopped(self) -> bool:
        return self.stop is not None and self.stop.triggered

    def _support(self) -> int:
        """Seconds from the order until the host has arranged its support."""
        reception = self.brigade.received_by
        law, host = self.written.support_of(reception), self.written.reception_of(reception)
        seconds = self.theatre.chance.seconds(law, self.name, "host support") if law else 0
        return round(seconds * (1.0 if host.integration_unit else self.written.uncoordinated))

    def _receive(self, line: MovementRequirement, progress: PartProgress, arrival: Arrival) -> Process:
        """One serial passes reception; the one that brings its line to its closure share counts."""
        theatre = self.theatre
        if (left := self.supported_at - theatre.now) > 0:
            yield theatre.wait(left)
            self._spent(arrival.serial, HOST_SUPPORT, progress.place, left)
        self.integration.begin(progress)
        if line.load.cargo in CARRIED and line.journeys:
            hold = round(arrival.pieces * DAY / self.a_day)
            seconds = self.gate.book(theatre.now, hold) - theatre.now + hold
            yield theatre.wait(seconds)
            self._spent(arrival.serial, RECEPTION, progress.place, seconds)
        self.home.came(line, progress.place, arrival.pieces)
        if self.home.has_begun:
            return
        if self._missed(line):
            theatre.note(MISSED, line.name, progress.place, arrival.pieces)
            return
        before = progress.received.get(line.name, 0)
        progress.received[line.name] = before + arrival.pieces
        theatre.note(RECEIVED, line.name, progress.place, arrival.pieces)
        if before < line.share <= before + arrival.pieces:
            progress.open_lines -= 1
            if progress.open_lines == 0:
                theatre.note(FOLLOWS, progress.name, arrival.serial)
                begin = theatre.now
                yield from self.integration.finish(progress)
                self._spent(progress.name, INTEGRATION, progress.place, theatre.now - begin)
                yield from self._authority(line, progress)
                if self.home.has_begun:
                    return
                in_place(theatre, self.drawing.of(line.part))
                self.drawing.serves(line.part)
                self._close(progress)

    def _missed(self, line: MovementRequirement) -> bool:
        written, order = line.written, self.theatre.orders.given_at("deploy", self.brigade.order)
        hard = written.deadline == "hard" and written.required is not None
        return hard and self.theatre.now > order + (written.required or 0)

    def _authority(self, line: MovementRequirement, progress: PartProgress) -> Process:
        """A part counts once its nation has transferred authority over it; books the wait as `release`."""
        theatre = self.theatre
        if self._decided_elsewhere(line):
            transfer, begin = theatre.orders.handed_over(line.load.nation, self.brigade.order), theatre.now
            if not transfer.triggered:
                theatre.waits.begin(progress.name, "transfer of authority", progress.place, begin)
                yield transfer
                theatre.waits.end(progress.name)
                self._spent(progress.name, RELEASE, progress.place, theatre.now - begin)

    def _given(self, line: MovementRequirement) -> int:
        """The pieces of a line that its nation gives."""
        if not self._decided_elsewhere(line):
            return line.pieces
        return ceil(round(self.theatre.orders.share(line.load.nation, self.brigade.order) * line.pieces, 9))

    def _decided_elsewhere(self, line: MovementRequirement) -> bool:
        """Whether the line's nation releases it as it decides on the order, and not by a time of its own."""
        return self.brigade.parts[line.part].release is None and self.theatre.orders.kept(self.brigade.order)

    def _close(self, progress: PartProgress) -> None:
        self.theatre.note(CLOSED, progress.name, progress.place)
        self.integration.closed(progress.name)
        self.open_parts -= 1
        if self.open_parts == 0:
            self.strength.closes()
            self.theatre.note(FOLLOWS, self.name, progress.name)
            self.theatre.note(CLOSED, self.name, progress.place)

    def _spent(self, who: str, cause: Cause, where: str, seconds: int) -> None:
        if seconds:
            self.theatre.note(cause, who, where, seconds)
