"""What happens: each part of a brigade is released, gets ready, comes, is received and integrated."""

from collections import Counter
from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass
from functools import partial
from math import ceil
from typing import Any

from simpy import AnyOf, Event

from posture.core.clock import DAY
from posture.core.event_kinds import Cause
from posture.core.ids import id_of
from posture.operations.reinforcement.drawing import Drawing
from posture.operations.reinforcement.event_kinds import DUE, LATEST
from posture.operations.reinforcement.integration import Integration, PartProgress
from posture.operations.reinforcement.preparation import Preparation
from posture.operations.reinforcement.prepositioned_stocks import DrawingParty, Store
from posture.operations.reinforcement.readying import Ready, in_place, ready
from posture.operations.reinforcement.redeployment import Redeployment
from posture.operations.reinforcement.requirements import MovementRequirement, movement_requirements
from posture.operations.reinforcement.schema import Part, Reinforcement
from posture.theatre import Process, Theatre
from posture.theatre.event_kinds import (
    CLOSED,
    DECISION,
    DRAW,
    EXPECTED,
    FOLLOWS,
    FREIGHT,
    HOST_SUPPORT,
    INTEGRATION,
    LINE,
    MARRY_UP,
    MISSED,
    PEOPLE,
    READINESS,
    RECEIVED,
    RECEPTION,
    RELEASE,
)
from posture.theatre.forces import Unit
from posture.theatre.gates import Calendar
from posture.theatre.network import Place
from posture.theatre.queues import Queue
from posture.theatre.requests import Arrival, Foreseen, Move, Stop


@dataclass(frozen=True, slots=True)
class Hosts:
    """What brigades share: the gate of each reception, its room to integrate, the stores, the network."""

    gates: Mapping[str, Calendar]
    places: Mapping[str, Queue]
    stores: Mapping[str, Store]
    network: Mapping[str, Place]


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
        for part in brigade.parts.values():
            unit = units[part.unit]
            place = brigade.at if part.arrangement == "in place" else unit.home
            theatre.forces.station(part.unit, unit, place)
        drawing = Drawing(theatre, name, brigade.priority, brigade.parts)
        theatre.start(drawing.stand())
        if theatre.orders.is_called_off(brigade.order):
            continue
        theatre.note(EXPECTED, name, brigade.order, len(brigade.parts))
        mine = [line for line in lines if line.brigade == name]
        _count(theatre, mine)
        theatre.start(Growth(theatre, written, name, units, hosts, drawing).grow(mine))


def _count(theatre: Theatre, lines: list[MovementRequirement]) -> None:
    """Note what is to travel: people, and freight of which the weight is known."""
    for line in lines:
        nation, load = line.load.nation, line.load
        if load.cargo == "people":
            theatre.note(PEOPLE, line.name, nation, line.pieces)
        elif load.weight and line.journeys:
            theatre.note(FREIGHT, line.name, nation, line.pieces * load.weight)


class Growth:
    """One brigade that grows."""

    def __init__(
        self,
        theatre: Theatre,
        written: Reinforcement,
        name: str,
        units: Mapping[str, Unit],
        hosts: Hosts,
        drawing: Drawing,
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
        self.open_parts = len(self.brigade.parts)
        self.supported_at = 0
        self.stop = theatre.orders.stops(self.brigade.order)
        self.integration = Integration(
            theatre, written, name, self.brigade, hosts.places.get(self.brigade.received_by)
        )

    def grow(self, lines: list[MovementRequirement]) -> Process:
        """Wait for the order, then let each part come; notes `closed` when the last stated part has."""
        theatre, brigade = self.theatre, self.brigade
        self.home = Redeployment(
            theatre, self.written, self.name, self.units, self.stores, self.drawing, lines
        )
        self.ahead = Preparation(
            theatre, self.written, self.name, self.units, self.hosts.network, self.home, self.drawing, lines
        )
        theatre.waits.begin(self.name, f"the order {brigade.order}", brigade.at, theatre.now)
        yield self._unless_stopped(theatre.orders.wait("deploy", brigade.order))
        theatre.waits.end(self.name)
        if not theatre.orders.has("deploy", brigade.order):
            return
        self.supported_at = theatre.now + self._support()
        for part_name, part in brigade.parts.items():
            mine = [line for line in lines if line.part == part_name]
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
        for line in lines:
            if line.drawn:
                self.theatre.start(self._issue(line, progress, crew))
            else:
                self.theatre.start(self._bring(line, readying, progress, crew))

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

    def _unless_stopped(self, event: Event) -> Event:
        """An event, or the stop of all that has not begun."""
        return event if self.stop is None else event | self.stop

    @property
    def _stopped(self) -> bool:
        return self.stop is not None and self.stop.triggered

    def _support(self) -> int:
        """Seconds from the order until the host has arranged its support."""
        law, host = (
            self.written.support_of(self.brigade.received_by),
            self.written.reception_of(self.brigade.received_by),
        )
        seconds = self.theatre.chance.seconds(law, self.name, "host support") if law else 0
        return round(seconds * (1.0 if host.integration_unit else self.written.uncoordinated))

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

    def _bring(
        self, line: MovementRequirement, part: Ready, progress: PartProgress, crew: DrawingParty
    ) -> Process:
        """One line: released, ready, moved. Its ledger begins at the indication that led to the order."""
        theatre, order = self.theatre, self.brigade.order
        given = theatre.orders.given_at("deploy", order)
        self._spent(line.name, DECISION, order, given - theatre.orders.indicated_at(order))
        self._spent(line.name, READINESS, line.start, theatre.now - given)
        self._announce(line)
        for start, stops in reversed(line.journeys):
            theatre.ask(Foreseen(line.load, line.pieces, start, stops, self.stop))
        ordered = theatre.now
        theatre.waits.begin(line.name, RELEASE, line.start, ordered, line.pieces)
        if part.release is not None:
            yield self._unless_stopped(theatre.wait(part.release))
        elif not (yield from self._released(line, progress)):
            return
        theatre.waits.end(line.name)
        if self._stopped:
            self.home.stay(line)
            return
        waited = theatre.now - ordered
        self._spent(line.name, RELEASE, line.start, waited)
        pieces = self._given(line)
        if not pieces:
            return
        if line.site:
            arrived = partial(self._gather, line, progress, crew)
        else:
            arrived = partial(self._take_in, line, progress)
        if line.name in self.ahead.staged:
            self.ahead.staged[line.name].let_go(pieces, partial(self._embark, line, theatre.now, arrived))
            return
        loads = ready(theatre, self.drawing, line.part, order, part.left(waited), line.written.ready)
        self._ask(line, line.name, pieces, start, stops, arrived, loads)

    def _released(self, line: MovementRequirement, progress: PartProgress) -> Generator[Event, Any, bool]:
        """Wait until its nation lets a line go, or all is stopped; gives False where it refuses to."""
        theatre, order, nation = self.theatre, self.brigade.order, line.load.nation
        released = theatre.orders.released(nation, order, progress.name)
        refusal = theatre.orders.refusal(nation, order)
        if refusal is not None:
            yield AnyOf(theatre.env, [one for one in (released, refusal, self.stop) if one is not None])
            if theatre.orders.refuses(nation, order, self.hosts.network[self.brigade.at].country):
                theatre.waits.end(line.name)
                refused = f"forces that {nation} refuses"
                theatre.waits.begin(line.name, refused, line.start, theatre.now, line.pieces)
                self.drawing.give_back(line.part, theatre.now)
                return False
        if not released.triggered and not self._stopped:
            yield self._unless_stopped(released)
        return True

    def _embark(
        self, line: MovementRequirement, since: int, arrived: Callable[[Arrival], None], pieces: int
    ) -> None:
        """Pieces that were staged go on, released then; by what they came later is booked `readiness`."""
        _, stops = line.journeys[0]
        place = stops[0][0]
        self.batches[line.name] += 1
        name = f"{line.name} embarked {self.batches[line.name]}"
        self.theatre.note(FOLLOWS, name, line.name)
        self._spent(name, READINESS, place, self.theatre.now - since)
        self._ask(line, name, pieces, place, stops[1:], arrived)

    def _decided_elsewhere(self, line: MovementRequirement) -> bool:
        """Whether the line's nation releases it as it decides on the order, and not by a time of its own."""
        return self.brigade.parts[line.part].release is None and self.theatre.orders.kept(self.brigade.order)

    def _given(self, line: MovementRequirement) -> int:
        """The pieces of a line that its nation gives."""
        if not self._decided_elsewhere(line):
            return line.pieces
        return ceil(round(self.theatre.orders.share(line.load.nation, self.brigade.order) * line.pieces, 9))

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

    def _announce(self, line: MovementRequirement) -> None:
        """Note what is to come, and by when."""
        theatre, written = self.theatre, line.written
        theatre.note(LINE, line.name, line.journeys[0][0] if line.journeys else line.end, line.pieces)
        if written.required is not None:
            theatre.note(DUE, line.name, written.deadline, written.required)
        if written.latest is not None:
            theatre.note(LATEST, line.name, written.pod or line.end, written.latest)

    def _ask(
        self,
        line: MovementRequirement,
        name: str,
        pieces: int,
        start: str,
        stops: tuple[Stop, ...],
        arrived: Callable[[Arrival], None],
        loads: Event | None = None,
    ) -> None:
        written = line.written
        order = self.theatre.orders.given_at("deploy", self.brigade.order)
        earliest = order + (written.earliest or 0) if stops[-1][0] == line.end else 0
        stop = self.stop if start == line.start and not line.drawn else None
        self.theatre.ask(
            Move(
                name, line.holder, line.load, pieces, start, stops, arrived,
                ready=loads, priority=written.priority or 0, earliest=earliest, stop=stop,
            )
        )  # fmt: skip

    def _take_in(self, line: MovementRequirement, progress: PartProgress, arrival: Arrival) -> None:
        if self.home.has_begun:
            self.home.came(line, line.end, arrival.pieces)
        else:
            self.theatre.start(self._receive(line, progress, arrival))

    def _gather(
        self, line: MovementRequirement, progress: PartProgress, crew: DrawingParty, arrival: Arrival
    ) -> None:
        """People have come to the site; where it is the place wanted, they are received there too."""
        crew.came(arrival)
        if self.home.has_begun:
            self.home.came(line, line.store, arrival.pieces)
        elif line.store == line.end:
            self._take_in(line, progress, arrival)
        else:
            self.theatre.start(self._go_on(line, progress, crew, arrival))

    def _go_on(
        self, line: MovementRequirement, progress: PartProgress, crew: DrawingParty, arrival: Arrival
    ) -> Process:
        """People go on when their equipment has been drawn; books `marry-up`."""
        theatre, begin = self.theatre, self.theatre.now
        name = f"{arrival.serial} onward"
        self.home.came(line, line.store, arrival.pieces)
        if not crew.drawn.triggered:
            theatre.waits.begin(name, DRAW, line.store, begin, arrival.pieces)
            yield self._unless_stopped(crew.drawn)
            theatre.waits.end(name)
        if not crew.drawn.triggered or self.home.has_begun:
            return
        self.home.left(line, line.store, arrival.pieces)
        theatre.note(FOLLOWS, name, arrival.serial)
        self._spent(name, MARRY_UP, line.store, theatre.now - begin)
        start, stops = line.journeys[1]
        self._ask(line, name, arrival.pieces, start, stops, partial(self._take_in, line, progress))

    def _issue(self, line: MovementRequirement, progress: PartProgress, crew: DrawingParty) -> Process:
        """Equipment is drawn once its people are there, what is unserviceable later; books `draw`."""
        theatre, store = self.theatre, self.stores[line.site]
        self._announce(line)
        for start, stops in line.journeys:
            theatre.ask(Foreseen(line.load, line.pieces, start, stops, self.stop))
        if not crew.here.triggered:
            theatre.waits.begin(line.name, PEOPLE, line.store, theatre.now, line.pieces)
            yield self._unless_stopped(crew.here)
            theatre.waits.end(line.name)
        if not crew.here.triggered:
            return
        theatre.note(FOLLOWS, line.name, crew.last)
        sound, begin = store.sound(line), theatre.now
        if not (yield from store.take(line, self.stop)):
            return
        self._spent(line.name, DRAW, line.store, theatre.now - begin)
        crew.issued()
        self._send(line, "sound", sound, progress)
        if sound < line.pieces:
            repair = store.repair(line)
            yield theatre.wait(repair)
            self._send(line, "repaired", line.pieces - sound, progress, repair)

    def _send(
        self, line: MovementRequirement, which: str, pieces: int, progress: PartProgress, repair: int = 0
    ) -> None:
        """Send drawn pieces on their way, with a ledger of their own; some are where they are wanted."""
        if not pieces:
            return
        name = f"{line.name} {which}"
        self.theatre.note(FOLLOWS, name, line.name)
        self._spent(name, DRAW, line.store, repair)
        arrived = partial(self._take_in, line, progress)
        if line.journeys:
            start, stops = line.journeys[0]
            self._ask(line, name, pieces, start, stops, arrived)
        else:
            arrived(Arrival(name, name, pieces))

    def _receive(self, line: MovementRequirement, progress: PartProgress, arrival: Arrival) -> Process:
        """One serial passes reception; the one that brings its line to its closure share counts."""
        theatre = self.theatre
        if (left := self.supported_at - theatre.now) > 0:
            yield theatre.wait(left)
            self._spent(arrival.serial, HOST_SUPPORT, progress.place, left)
        self.integration.begin(progress)
        if line.load.cargo != "people" and line.journeys:
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

    def _close(self, progress: PartProgress) -> None:
        self.theatre.note(CLOSED, progress.name, progress.place)
        self.integration.closed(progress.name)
        self.open_parts -= 1
        if self.open_parts == 0:
            self.theatre.note(FOLLOWS, self.name, progress.name)
            self.theatre.note(CLOSED, self.name, progress.place)

    def _spent(self, who: str, cause: Cause, where: str, seconds: int) -> None:
        if seconds:
            self.theatre.note(cause, who, where, seconds)
