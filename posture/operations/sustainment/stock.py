"""One stock: pieces of one class at one brigade, used up one by one, sent for when they become few."""

from math import ceil, log1p

from simpy import Event

from posture.core.clock import DAY
from posture.core.ids import id_of, supply_line
from posture.operations.sustainment.event_kinds import DELIVERED, DEPOT_EMPTY, NEEDS, ON_HAND, SENT_FOR, UNMET
from posture.operations.sustainment.schema import Depot, SupplyClass, SustainedBrigade, Sustainment, pieces
from posture.theatre import Process, Theatre
from posture.theatre.event_kinds import FREIGHT
from posture.theatre.forces import Cargo, Unit
from posture.theatre.requests import Arrival, Load, Move, Stop

ROUNDING = 1e-3


def load_of(supply: SupplyClass, unit: Unit) -> Load:
    """A depot's piece as movement sees it."""
    metres, weight = unit.each(supply.cargo)
    return Load(unit.nation, supply.cargo, unit.max_mlc, metres, weight)


Left = dict[tuple[str, Cargo], int]
"""Pieces that depots have not sent, by the unit that holds them and how they travel."""


class Stock:
    """An (s, S) stock under continuous review; what is wanted while there is none is lost, and told.

    Notes `needs`, `on hand`, `unmet`, `sent for`, `delivered` and, once, `depot empty`, each in kilograms.
    """

    def __init__(
        self,
        theatre: Theatre,
        written: Sustainment,
        brigade: str,
        kind: str,
        depot: Unit,
        place: str,
        left: Left,
    ) -> None:
        self.theatre = theatre
        self.name = id_of(brigade, kind)
        self.brigade = brigade
        self.kind = kind
        self.place = place
        self.rule: SustainedBrigade = written.brigades[brigade]
        self.supply: SupplyClass = written.classes[kind]
        self.source: Depot = written.depots[self.rule.depot]
        self.depot = depot
        self.left = left
        self.random = written.issue == "random"
        self.a_day = 0
        self.there = 0
        self.coming = 0
        self._loose = 0
        self._sent = 0
        self._refused = False
        self._changed = Event(theatre.env)

    def joins(self, unit: Unit, *, came: bool) -> None:
        """A unit uses its share from now on; it brings what it carries, or was there and has all of it."""
        more = self.supply.a_day(unit)
        if not more:
            return
        first = not self.a_day
        self.a_day += more
        self.theatre.note(NEEDS, self.name, self.place, self.a_day)
        self._loose += (self.supply.carried if came else self.rule.upto) * more // DAY
        whole, self._loose = divmod(self._loose, self.supply.piece)
        self._add(whole)
        event, self._changed = self._changed, Event(self.theatre.env)
        event.succeed()
        if first:
            self.theatre.start(self._use())
        self._review()

    def _add(self, count: int) -> None:
        self.there += count
        self.theatre.note(ON_HAND, self.name, self.place, self.there * self.supply.piece)

    def _use(self) -> Process:
        """Piece after piece is used up, the sooner the more units are there."""
        theatre, piece = self.theatre, self.supply.piece
        while True:
            uniform = theatre.chance.uniform(self.name, "issue") if self.random else None
            left = piece * (1.0 if uniform is None else -log1p(-uniform))
            while left > 0:
                rate, begin = self.a_day / DAY, theatre.now
                wait = max(1, ceil(left / rate - ROUNDING))
                yield theatre.wait(wait) | self._changed
                passed = theatre.now - begin
                left = 0 if passed >= wait else left - rate * passed
            if self.there:
                self._add(-1)
                self._review()
            else:
                theatre.note(UNMET, self.name, self.place, piece)

    def _review(self) -> None:
        """Send for as much as brings what is there and on its way up to the level, once it is low."""
        piece, position = self.supply.piece, self.there + self.coming
        if position > pieces(self.rule.reorder, self.a_day, piece):
            return
        wanted = pieces(self.rule.upto, self.a_day, piece) - position
        key = self.source.unit, self.supply.cargo
        sent = min(wanted, self.left[key])
        self.left[key] -= sent
        if sent < wanted and not self._refused:
            self._refused = True
            self.theatre.note(DEPOT_EMPTY, self.name, self.rule.depot, (wanted - sent) * piece)
        if sent:
            self._send(sent)

    def _send(self, count: int) -> None:
        theatre, load = self.theatre, load_of(self.supply, self.depot)
        self._sent += 1
        self.coming += count
        name = supply_line(self.brigade, self.kind, self._sent)
        stops: tuple[Stop, ...] = ((self.place, self.source.modes),)
        theatre.note(SENT_FOR, self.name, self.rule.depot, count * self.supply.piece)
        theatre.note(FREIGHT, name, self.depot.nation, count * load.weight)
        theatre.ask(
            Move(
                name, self.source.unit, load, count, self.depot.home, stops, self._deliver,
                priority=self.source.priority,
            )
        )  # fmt: skip

    def _deliver(self, arrival: Arrival) -> None:
        self.coming -= arrival.pieces
        self.theatre.note(DELIVERED, self.name, self.place, arrival.pieces * self.supply.piece)
        self._add(arrival.pieces)
