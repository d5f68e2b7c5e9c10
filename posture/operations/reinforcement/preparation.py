"""Preparation: what is raised or staged of a brigade before it is ordered to come."""

from collections.abc import Callable, Mapping
from functools import partial

from simpy import Event

from posture.core.ids import STAGED, id_of
from posture.operations.reinforcement.drawing import Drawing
from posture.operations.reinforcement.readying import PartTimes, Ready, ready, ready_of
from posture.operations.reinforcement.redeployment import Redeployment
from posture.operations.reinforcement.requirements import MovementRequirement
from posture.operations.reinforcement.schema import Reinforcement
from posture.operations.reinforcement.strength import Strength
from posture.theatre import Process, Theatre
from posture.theatre.forces import Unit
from posture.theatre.network import Place
from posture.theatre.orders import OrderKind
from posture.theatre.requests import Arrival, Move


class StagedLine:
    """The pieces of a line at its place of embarkation; they go on as soon as they are there and may."""

    def __init__(self, line: MovementRequirement, place: str, home: Redeployment) -> None:
        self.line = line
        self.place = place
        self._home = home
        self._there = self._wanted = 0
        self._go: Callable[[int], None] | None = None

    def come(self, arrival: Arrival) -> None:
        """Some pieces have come; after the end of it all they turn round."""
        if not self._home.has_begun:
            self._there += arrival.pieces
        self._home.came(self.line, self.place, arrival.pieces)
        self._go_on()

    def let_go(self, pieces: int, go: Callable[[int], None]) -> None:
        """So many pieces may go on; the others wait here until all ends."""
        self._wanted, self._go = pieces, go
        self._go_on()

    def _go_on(self) -> None:
        pieces = min(self._there, self._wanted)
        if pieces and self._go is not None:
            self._there -= pieces
            self._wanted -= pieces
            self._home.left(self.line, self.place, pieces)
            self._go(pieces)


class Preparation:
    """How far one brigade is prepared.

    Raised, its units are called and their notices run. Staged, they do too, and lines go as soon as they are
    ready to where they embark, if that is in the country where they are at home: no border is crossed before
    a nation has released its forces.
    """

    def __init__(
        self,
        theatre: Theatre,
        written: Reinforcement,
        name: str,
        units: Mapping[str, Unit],
        places: Mapping[str, Place],
        home: Redeployment,
        drawing: Drawing,
        lines: list[MovementRequirement],
        strength: Strength,
    ) -> None:
        self._theatre = theatre
        self._written = written
        self._name = name
        self._brigade = written.brigades[name]
        self._units = units
        self._places = places
        self._home = home
        self._drawing = drawing
        self._lines = lines
        self._strength = strength
        self._draws = PartTimes(theatre)
        self._warned_at: dict[str, int] = {}
        self.staged: dict[str, StagedLine] = {}
        self._heed("raise", self._raise)
        self._heed("stage", self._stage)

    def halts(self, line: MovementRequirement) -> dict[str, int]:
        """How long all of a line halts where, drawn once."""
        return {
            place: self._draws.seconds(law, line.name, f"halt at {place}")
            for place, law in line.written.halts.items()
        }

    def ready(self, part: str, who: str) -> Ready:
        """The release and the notice of a part that is ordered now, or warned."""
        written = self._brigade.parts[part]
        unit = self._units[written.unit]
        return ready_of(
            self._theatre,
            self._written,
            who,
            self._brigade,
            written,
            unit,
            self._drawing.of(part),
            self._draws,
            self._warned_at.get(part),
        )

    def _heed(self, kind: OrderKind, then: Callable[[], None]) -> None:
        def wait() -> Process:
            yield self._theatre.orders.wait(kind, self._brigade.order)
            if not self._theatre.orders.has("deploy", self._brigade.order):
                then()

        self._theatre.start(wait())

    def _raise(self) -> None:
        """Call every unit that is to come, those of the pool as soon as they are there."""
        for part in sorted({line.part for line in self._lines}):
            self._theatre.start(self._warn(part))

    def _warn(self, part: str) -> Process:
        if (found := self._drawing.waits(part)) is not None:
            yield found
        if part not in self._warned_at:
            self._warned_at[part] = self._theatre.now
            self._theatre.status.call(self._drawing.of(part))

    def _stage(self) -> None:
        self._raise()
        for line in self._lines:
            if (place := line.staging(self._places)) is not None:
                self.staged[line.name] = StagedLine(line, place, self._home)
                self._theatre.start(self._send(line))

    def _send(self, line: MovementRequirement) -> Process:
        """Let a line go to where it embarks as soon as its unit is ready."""
        theatre, order = self._theatre, self._brigade.order
        yield from self._warn(line.part)
        left = self.ready(line.part, id_of(self._name, line.part)).notice
        loads = ready(theatre, self._drawing, line.part, order, left, line.written.ready)
        theatre.ask(self._move(line, loads))

    def _move(self, line: MovementRequirement, loads: Event | None) -> Move:
        start, stops = line.journeys[0]
        come = self.staged[line.name].come
        stop = self._theatre.orders.stops(self._brigade.order)
        return Move(
            f"{line.name}{STAGED}", line.holder, line.load, line.pieces, start, stops[:1], come,
            ready=loads, priority=line.written.priority or 0, stop=stop,
            departed=partial(self._strength.sets_out, line),
        )  # fmt: skip
