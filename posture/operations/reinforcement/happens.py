"""What happens: each part of a brigade is released, gets ready, comes, is received and integrated."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from posture.ground.clock import DAY
from posture.ground.written import Timing
from posture.operations.reinforcement.written import Part, Reinforcement, Wanted, wanted
from posture.theatre import Process, Theatre
from posture.theatre.forces import Unit
from posture.theatre.gates import Calendar
from posture.theatre.requests import Arrival, Move


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
    for name, brigade in written.brigades.items():
        for part in brigade.parts.values():
            unit = units[part.unit]
            place = brigade.at if part.arrangement == "in place" else unit.home
            theatre.forces.station(part.unit, unit, place)
        theatre.note("expected", name, brigade.order, len(brigade.parts))
        mine = [line for line in lines if line.brigade == name]
        theatre.start(Growth(theatre, written, name, units, gates[brigade.reception]).grow(mine))


class Growth:
    """One brigade that grows."""

    def __init__(
        self, theatre: Theatre, written: Reinforcement, name: str, units: Mapping[str, Unit], gate: Calendar
    ) -> None:
        self.theatre = theatre
        self.written = written
        self.name = name
        self.brigade = written.brigades[name]
        self.units = units
        self.gate = gate
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
            for line in mine:
                theatre.start(self._bring(line, ready, progress))

    def _ready(self, name: str, part: Part) -> tuple[int, int]:
        """Seconds of release and of readiness, alike for all lines of a part."""
        unit = self.units[part.unit]
        return self._draw(self.written.release_of(part, unit.nation), name, "release"), self._draw(
            unit.notice, name, "notice"
        )

    def _draw(self, law: Timing | None, who: str, what: str) -> int:
        return self.theatre.chance.seconds(law, who, what) if law else 0

    def _bring(self, line: Wanted, ready: tuple[int, int], progress: Progress) -> Process:
        """One line: released, ready, moved. Its ledger begins at the indication that led to the order."""
        theatre, written, order = self.theatre, line.written, self.brigade.order
        began = theatre.now
        self._spent(line.name, "decision", order, began - theatre.orders.indicated_at(order))
        theatre.note("line", line.name, line.start, line.pieces)
        if written.required is not None:
            theatre.note("due", line.name, written.deadline, written.required)
        if written.latest is not None:
            theatre.note("latest", line.name, written.pod or line.end, written.latest)
        yield theatre.wait(ready[0])
        self._spent(line.name, "release", line.start, ready[0])
        theatre.ask(
            Move(
                line.name,
                line.unit,
                line.load,
                line.pieces,
                line.start,
                written.stops(line.end),
                lambda arrival: theatre.start(self._receive(line, progress, arrival)),
                ready=ready[1] + written.ready,
                priority=written.priority,
                earliest=began + (written.earliest or 0),
            )
        )

    def _receive(self, line: Wanted, progress: Progress, arrival: Arrival) -> Process:
        """One serial passes reception; the one that brings its line to its closure share counts."""
        theatre = self.theatre
        if progress.first < 0:
            progress.first = theatre.now
        if line.load.cargo != "people":
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
