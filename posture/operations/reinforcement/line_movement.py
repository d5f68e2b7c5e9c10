"""Line movement: each line of a part is released, gets ready, comes or is drawn, and goes on."""

from collections.abc import Callable, Generator
from functools import partial
from typing import Any

from simpy import AnyOf, Event

from posture.core.ids import EMBARKED
from posture.operations.reinforcement.event_kinds import DUE, LATEST
from posture.operations.reinforcement.integration import PartProgress
from posture.operations.reinforcement.part_closure import PartClosure
from posture.operations.reinforcement.prepositioned_stocks import DrawingParty
from posture.operations.reinforcement.readying import Ready, ready
from posture.operations.reinforcement.requirements import MovementRequirement
from posture.theatre import Process
from posture.theatre.event_kinds import (
    DECISION,
    DRAW,
    FOLLOWS,
    LINE,
    MARRY_UP,
    ORDERS,
    PEOPLE,
    READINESS,
    RELEASE,
)
from posture.theatre.requests import Arrival, Foreseen, Move, Stop


class LineMovement(PartClosure):
    """The lines of one brigade, from the order until what they bring is there."""

    def _bring(
        self,
        line: MovementRequirement,
        part: Ready,
        ordered: Event,
        progress: PartProgress,
        crew: DrawingParty,
    ) -> Process:
        """One line: released, ordered to move, ready, moved. Its ledger begins at the indication."""
        theatre, order = self.theatre, self.brigade.order
        given = theatre.orders.given_at("deploy", order)
        self._spent(line.name, DECISION, order, given - theatre.orders.indicated_at(order))
        self._spent(line.name, READINESS, line.start, theatre.now - given)
        self._announce(line)
        self._foresee(line)
        asked = theatre.now
        theatre.waits.begin(line.name, RELEASE, line.start, asked, line.pieces)
        if part.release is not None:
            yield self._unless_stopped(theatre.wait(part.release))
        elif not (yield from self._released(line, progress)):
            return
        theatre.waits.end(line.name)
        if self._stopped:
            self.home.stay(line)
            return
        waited = theatre.now - asked
        self._spent(line.name, RELEASE, line.start, waited)
        pieces = self._given(line)
        if not pieces:
            return
        self.riders.board(line, pieces)
        released = theatre.now
        if not (yield from self._ordered(line, ordered, pieces)):
            return
        if line.site:
            arrived = partial(self._gather, line, progress, crew)
        else:
            arrived = partial(self._take_in, line, progress)
        if line.name in self.ahead.staged:
            self.ahead.staged[line.name].let_go(pieces, partial(self._embark, line, theatre.now, arrived))
            return
        left = part.left(waited, theatre.now - released)
        loads = ready(theatre, self.drawing, line.part, order, left, line.written.ready)
        start, stops = line.journeys[0]
        self._ask(line, line.name, pieces, start, stops, arrived, loads)

    def _foresee(self, line: MovementRequirement) -> None:
        """Say what will be asked for, the last journey first."""
        for start, stops in reversed(line.journeys):
            self.theatre.ask(Foreseen(line.load, line.pieces, start, stops, self.stop))

    def _ordered(self, line: MovementRequirement, ordered: Event, pieces: int) -> Generator[Event, Any, bool]:
        """Wait for the order to move of a headquarters; gives False where all is stopped meanwhile."""
        theatre, begin = self.theatre, self.theatre.now
        if ordered.triggered:
            return True
        theatre.waits.begin(line.name, ORDERS, line.start, begin, pieces)
        yield self._unless_stopped(ordered)
        theatre.waits.end(line.name)
        if self._stopped:
            self.home.stay(line)
            return False
        self._spent(line.name, ORDERS, str(ordered.value), theatre.now - begin)
        return True

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
        name = f"{line.name}{EMBARKED} {self.batches[line.name]}"
        self.theatre.note(FOLLOWS, name, line.name)
        self._spent(name, READINESS, place, self.theatre.now - since)
        self._ask(line, name, pieces, place, stops[1:], arrived)

    def _announce(self, line: MovementRequirement) -> None:
        """Note what is to come, and by when."""
        theatre, written = self.theatre, line.written
        start = line.end if line.drawn else line.start
        theatre.note(LINE, line.name, line.journeys[0][0] if line.journeys else start, line.pieces)
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
        from_home = start == line.start and not line.drawn
        departed = partial(self._leave, line) if from_home else None
        self.theatre.ask(
            Move(
                name, line.holder, line.load, pieces, start, stops, arrived,
                ready=loads, priority=written.priority or 0, earliest=earliest,
                stop=self.stop if from_home else None, departed=departed, halts=self.ahead.halts(line),
            )
        )  # fmt: skip

    def _leave(self, line: MovementRequirement, pieces: int) -> None:
        """So many pieces leave home, and whoever rides with them; or (below 0) they are back after all."""
        self.strength.sets_out(line, pieces)
        self.riders.set_out(line, self._given, pieces)

    def _ride(self, line: MovementRequirement) -> Process:
        """One line of people who ride: they come with what they ride with."""
        self._announce(line)
        theatre = self.theatre
        theatre.waits.begin(line.name, f"its {line.written.rides}", line.start, theatre.now, line.pieces)
        yield self._unless_stopped(self.riders.here(line))
        theatre.waits.end(line.name)

    def _take_in(self, line: MovementRequirement, progress: PartProgress, arrival: Arrival) -> None:
        """Pieces are where they are wanted, and whoever rides with them; its ledger carries theirs on."""
        for rider, people in self.riders.come(line, self._given, arrival.pieces):
            self.batches[rider.name] += 1
            name = f"{rider.name} {self.batches[rider.name]}"
            self.theatre.note(FOLLOWS, name, arrival.serial)
            if people and not self.home.has_begun:
                self.strength.comes(rider, people)
                self.theatre.start(self._receive(rider, progress, Arrival(name, name, people)))
        if self.home.has_begun:
            self.home.came(line, line.end, arrival.pieces)
        else:
            self.strength.comes(line, arrival.pieces)
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
        self._foresee(line)
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
        self.strength.sets_out(line, pieces)
        self.theatre.note(FOLLOWS, name, line.name)
        self._spent(name, DRAW, line.store, repair)
        arrived = partial(self._take_in, line, progress)
        if line.journeys:
            start, stops = line.journeys[0]
            self._ask(line, name, pieces, start, stops, arrived)
        else:
            arrived(Arrival(name, name, pieces))
