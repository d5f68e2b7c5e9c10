"""What happens: each part of a brigade is released, gets ready, comes, is received and integrated."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial

from posture.ground.clock import DAY
from posture.ground.written import Timing
from posture.operations.reinforcement.stocks import Crew, Store
from posture.operations.reinforcement.written import Part, Reinforcement, Wanted, wanted
from posture.theatre import Process, Theatre
from posture.theatre.forces import Unit
from posture.theatre.gates import Calendar
from posture.theatre.requests import Arrival, Move, Stop


@dataclass(slots=True)
class Progress:
    """How far one part of a brigade has come."""

    name: str
    place: str
    open_lines: int
    integration: int
    first: int = -1
    received: dict[str, int] = field(default_factory=dict)


def start(theatre: Theatre, written: Reinforcement, units: Mapping[str, Unit]) -> None:
    """Station the units and let every brigade wait for its order."""
    lines = list(wanted(written, units))
    gates = {key: Calendar(key, 1) for key in written.reception}
    stores = {name: Store(theatre, name, written.issue_of(name)) for name in written.sites}
    for name, brigade in written.brigades.items():
        for part in brigade.parts.values():
            unit = units[part.unit]
            place = brigade.at if part.arrangement == "in place" else unit.home
            theatre.forces.station(part.unit, unit, place)
        for line in lines:
            if line.brigade == name and line.site and line.load.cargo != "people":
                theatre.forces.move(line.unit, line.load.cargo, line.start, line.store, line.pieces)
        theatre.note("expected", name, brigade.order, len(brigade.parts))
        mine = [line for line in lines if line.brigade == name]
        theatre.start(Growth(theatre, written, name, units, gates[brigade.reception], stores).grow(mine))


class Growth:
    """One brigade that grows."""

    def __init__(
        self,
        theatre: Theatre,
        written: Reinforcement,
        name: str,
        units: Mapping[str, Unit],
        gate: Calendar,
        stores: Mapping[str, Store],
    ) -> None:
        self.theatre = theatre
        self.written = written
        self.name = name
        self.brigade = written.brigades[name]
        self.units = units
        self.gate = gate
        self.stores = stores
        self.rate = written.reception[self.brigade.reception].pieces
        self.open_parts = len(self.brigade.parts)

    def grow(self, lines: list[Wanted]) -> Process:
        """Wait for the order, then let each part come; notes `closed` when the last stated part has."""
        theatre, brigade = self.theatre, self.brigade
        yield theatre.orders.wait("deploy", brigade.order)
        integration = theatre.chance.seconds(
            brigade.integration or self.written.integration, self.name, "integration"
        )
        for part_name, part in brigade.parts.items():
            mine = [line for line in lines if line.part == part_name]
            progress = Progress(f"{self.name}/{part_name}", brigade.at, len(mine), integration)
            if not mine:
                self._close(progress)
                continue
            ready = self._ready(progress.name, part)
            crew = Crew(theatre, mine)
            for line in mine:
                if crew.draws(line):
                    theatre.start(self._issue(line, progress, crew))
                else:
                    theatre.start(self._bring(line, ready, progress, crew))

    def _ready(self, name: str, part: Part) -> tuple[int, int]:
        """Seconds of release and of readiness after it, alike for all lines of a part.

        A unit that stands by somewhere is called: its notice runs while its nation makes up its mind.
        """
        unit = self.units[part.unit]
        release = self._draw(self.written.release_of(part, unit.nation), name, "release")
        called = self.theatre.status.call(part.unit)
        if called is not None:
            return release, max(0, called - release)
        return release, self._draw(unit.notice, name, "notice")

    def _draw(self, law: Timing | None, who: str, what: str) -> int:
        return self.theatre.chance.seconds(law, who, what) if law else 0

    def _bring(self, line: Wanted, ready: tuple[int, int], progress: Progress, crew: Crew) -> Process:
        """One line: released, ready, moved. Its ledger begins at the indication that led to the order."""
        theatre, order = self.theatre, self.brigade.order
        self._spent(line.name, "decision", order, theatre.now - theatre.orders.indicated_at(order))
        self._announce(line)
        yield theatre.wait(ready[0])
        self._spent(line.name, "release", line.start, ready[0])
        start, stops = line.journeys[0]
        if line.site:
            arrived = partial(self._gather, line, progress, crew)
        else:
            arrived = partial(self._take_in, line, progress)
        self._ask(line, line.name, line.pieces, start, stops, arrived, ready[1] + line.written.ready)

    def _announce(self, line: Wanted) -> None:
        """Note what is to come, and by when."""
        theatre, written = self.theatre, line.written
        theatre.note("line", line.name, line.journeys[0][0] if line.journeys else line.end, line.pieces)
        if written.required is not None:
            theatre.note("due", line.name, written.deadline, written.required)
        if written.latest is not None:
            theatre.note("latest", line.name, written.pod or line.end, written.latest)

    def _ask(
        self,
        line: Wanted,
        name: str,
        pieces: int,
        start: str,
        stops: tuple[Stop, ...],
        arrived: Callable[[Arrival], None],
        ready: int = 0,
    ) -> None:
        written = line.written
        order = self.theatre.orders.given_at("deploy", self.brigade.order)
        earliest = order + (written.earliest or 0) if stops[-1][0] == line.end else 0
        self.theatre.ask(
            Move(
                name, line.unit, line.load, pieces, start, stops, arrived,
                ready=ready, priority=written.priority, earliest=earliest,
            )
        )  # fmt: skip

    def _take_in(self, line: Wanted, progress: Progress, arrival: Arrival) -> None:
        self.theatre.start(self._receive(line, progress, arrival))

    def _gather(self, line: Wanted, progress: Progress, crew: Crew, arrival: Arrival) -> None:
        """People have come to the site; where it is the place wanted, they are received there too."""
        crew.came(arrival)
        if line.store == line.end:
            self._take_in(line, progress, arrival)
        else:
            self.theatre.start(self._go_on(line, progress, crew, arrival))

    def _go_on(self, line: Wanted, progress: Progress, crew: Crew, arrival: Arrival) -> Process:
        """People go on when their equipment has been drawn; books `marry-up`."""
        theatre, begin = self.theatre, self.theatre.now
        if not crew.drawn.triggered:
            yield crew.drawn
        name = f"{arrival.serial} onward"
        theatre.note("follows", name, arrival.serial)
        self._spent(name, "marry-up", line.store, theatre.now - begin)
        start, stops = line.journeys[1]
        self._ask(line, name, arrival.pieces, start, stops, partial(self._take_in, line, progress))

    def _issue(self, line: Wanted, progress: Progress, crew: Crew) -> Process:
        """Equipment is drawn once its people are there, what is unserviceable later; books `draw`."""
        theatre, store = self.theatre, self.stores[line.site]
        self._announce(line)
        if not crew.here.triggered:
            yield crew.here
        theatre.note("follows", line.name, crew.last)
        sound = store.sound(line)
        seconds = store.issue(line.pieces)
        yield theatre.wait(seconds)
        self._spent(line.name, "draw", line.store, seconds)
        crew.issued()
        self._send(line, line.name, sound, progress)
        if sound < line.pieces:
            name = f"{line.name} repaired"
            theatre.note("follows", name, line.name)
            repair = store.repair(line)
            yield theatre.wait(repair)
            self._spent(name, "draw", line.store, repair)
            self._send(line, name, line.pieces - sound, progress)

    def _send(self, line: Wanted, name: str, pieces: int, progress: Progress) -> None:
        """Send drawn pieces on their way; those that are where they are wanted have arrived."""
        if not pieces:
            return
        arrived = partial(self._take_in, line, progress)
        if line.journeys:
            start, stops = line.journeys[0]
            self._ask(line, name, pieces, start, stops, arrived)
        else:
            arrived(Arrival(name, name, pieces))

    def _receive(self, line: Wanted, progress: Progress, arrival: Arrival) -> Process:
        """One serial passes reception; the one that brings its line to its closure share counts."""
        theatre = self.theatre
        if progress.first < 0:
            progress.first = theatre.now
        if line.load.cargo != "people" and line.journeys:
            hold = round(arrival.pieces * DAY / self.rate)
            seconds = self.gate.book(theatre.now, hold) - theatre.now + hold
            yield theatre.wait(seconds)
            self._spent(arrival.serial, "reception", progress.place, seconds)
        if self._missed(line):
            theatre.note("missed", line.name, progress.place, arrival.pieces)
            return
        before = progress.received.get(line.name, 0)
        progress.received[line.name] = before + arrival.pieces
        theatre.note("received", line.name, progress.place, arrival.pieces)
        if before < line.share <= before + arrival.pieces:
            progress.open_lines -= 1
            if progress.open_lines == 0:
                theatre.note("follows", progress.name, arrival.serial)
                left = max(0, progress.first + progress.integration - theatre.now)
                yield theatre.wait(left)
                self._spent(progress.name, "integration", progress.place, left)
                self._close(progress)

    def _missed(self, line: Wanted) -> bool:
        written, order = line.written, self.theatre.orders.given_at("deploy", self.brigade.order)
        hard = written.deadline == "hard" and written.required is not None
        return hard and self.theatre.now > order + (written.required or 0)

    def _close(self, progress: Progress) -> None:
        self.theatre.note("closed", progress.name, progress.place)
        self.open_parts -= 1
        if self.open_parts == 0:
            self.theatre.note("follows", self.name, progress.name)
            self.theatre.note("closed", self.name, progress.place)

    def _spent(self, who: str, cause: str, where: str, seconds: int) -> None:
        if seconds:
            self.theatre.note(cause, who, where, seconds)
