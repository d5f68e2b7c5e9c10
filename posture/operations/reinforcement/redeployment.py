"""Redeployment: once an order ends, whatever came for it goes home over the network, and is reconstituted."""

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import partial

from posture.core.ids import HOME
from posture.operations.reinforcement.drawing import Drawing
from posture.operations.reinforcement.event_kinds import BACK_HOME, RECONSTITUTED, REDEPLOYS
from posture.operations.reinforcement.prepositioned_stocks import Store
from posture.operations.reinforcement.requirements import MovementRequirement
from posture.operations.reinforcement.riding import Given, Riders
from posture.operations.reinforcement.schema import Reinforcement
from posture.operations.reinforcement.strength import Strength
from posture.theatre import Process, Theatre
from posture.theatre.event_kinds import STAYED
from posture.theatre.forces import CARGOES, Unit
from posture.theatre.requests import Arrival, Move
from posture.theatre.status import State


class Redeployment:
    """The way home of one brigade, from the order that ends what it came for.

    What has been received, and what is on its way and comes later, goes back as it came, stop by stop;
    equipment of a site is turned in there. A unit is home when its last piece is, and then reconstituted.
    Notes `redeploys`, `back home` and `reconstituted`.
    """

    def __init__(
        self,
        theatre: Theatre,
        written: Reinforcement,
        name: str,
        units: Mapping[str, Unit],
        stores: Mapping[str, Store],
        drawing: Drawing,
        lines: Iterable[MovementRequirement],
        riders: Riders,
        given: Given,
        strength: Strength,
    ) -> None:
        self._theatre = theatre
        self._written = written
        self._name = name
        self._order = written.brigades[name].order
        self._units = units
        self._stores = stores
        self._drawing = drawing
        self._riders = riders
        self._strength = strength
        self._given = given
        self._lines = {line.name: line for line in lines}
        self._parts = {line.unit: line.part for line in self._lines.values()}
        self._there: Counter[tuple[str, str]] = Counter()
        self._batches: Counter[str] = Counter()
        if theatre.orders.stops(self._order) is not None:
            theatre.start(self._go())

    @property
    def has_begun(self) -> bool:
        """Whether what the brigade came for has ended."""
        return self._theatre.orders.has("end", self._order)

    def came(self, line: MovementRequirement, place: str, pieces: int) -> None:
        """So many pieces of a line have come to a place: they stay until the end, or turn round."""
        if line.rides_with is not None:
            return
        if self.has_begun:
            self._send(line, place, pieces)
        else:
            self._there[line.name, place] += pieces

    def left(self, line: MovementRequirement, place: str, pieces: int) -> None:
        """So many pieces have gone on from a place before the end."""
        self._there[line.name, place] -= pieces

    def stay(self, line: MovementRequirement) -> None:
        """A line is stopped before anybody asked for its movement; notes `stayed`."""
        self._theatre.note(STAYED, line.name, line.start, line.pieces)

    def _go(self) -> Process:
        yield self._theatre.orders.wait("end", self._order)
        self._drawing.end()
        self._strength.ends()
        for unit, part in sorted(self._parts.items()):
            if self._is_home(unit):
                self._theatre.status.dismiss(self._drawing.of(part))
                self._drawing.give_back(part, self._theatre.now)
            else:
                self._theatre.note(REDEPLOYS, unit, self._name)
        for (name, place), pieces in self._there.items():
            if pieces:
                self._send(self._lines[name], place, pieces)

    def _send(self, line: MovementRequirement, place: str, pieces: int) -> None:
        """Let pieces go home as they came, or back into their store."""
        theatre = self._theatre
        if line.drawn:
            theatre.start(self._stores[line.site].turn_in(line, pieces))
            return
        status = theatre.status
        if (
            status.known(line.unit)
            and status.state(line.unit) != "moving"
            and status.can(line.unit, "moving")
        ):
            status.enter(line.unit, "moving")
        self._batches[line.name] += 1
        name = f"{line.name}{HOME} {self._batches[line.name]}"
        start, stops = line.way_home(place)
        arrived = partial(self._arrive, line)
        theatre.ask(Move(name, line.holder, line.load, pieces, start, stops, arrived))

    def _arrive(self, line: MovementRequirement, arrival: Arrival) -> None:
        self._riders.go_home(line, self._given, arrival.pieces)
        if self._is_home(line.unit):
            self._theatre.start(self._reconstitute(line.unit))

    def _is_home(self, unit: str) -> bool:
        """Whether every piece of a unit is at its home."""
        written, forces = self._units[unit], self._theatre.forces
        return all(forces.holding(unit, one, written.home) == written.pieces(one) for one in CARGOES)

    def _reconstitute(self, unit: str) -> Process:
        """Rest, repair and train until it can be called upon as before."""
        theatre, law = self._theatre, self._written.reconstitution
        theatre.note(BACK_HOME, unit, self._name)
        home_at = theatre.now
        self._enter(unit, "recovering")
        yield theatre.wait(theatre.chance.seconds(law, unit, "reconstitution"))
        theatre.note(RECONSTITUTED, unit, self._name)
        self._enter(unit, "ready")
        part = self._parts[unit]
        filled_by = self._drawing.of(part)
        self._drawing.give_back(part, home_at)
        if theatre.commitments.held(filled_by) is not None:
            self._enter(unit, "committed")

    def _enter(self, unit: str, state: State) -> None:
        """Let whoever fills the part of a unit be in a state, if it has one and may."""
        status, who = self._theatre.status, self._drawing.of(self._parts[unit])
        if status.known(who) and status.state(who) != state and status.can(who, state):
            status.enter(who, state)
