"""One stock: pieces of one class at one brigade, used up one by one, sent for when they become few."""

from collections.abc import Sequence
from math import ceil, log1p

from simpy import Event

from posture.core.clock import DAY
from posture.core.ids import id_of, supply_line
from posture.operations.sustainment.depot_stock import DepotStock
from posture.operations.sustainment.event_kinds import DELIVERED, DEPOT_EMPTY, NEEDS, ON_HAND, SENT_FOR, UNMET
from posture.operations.sustainment.schema import SupplyClass, SustainedBrigade, Sustainment, pieces
from posture.theatre import Process, Theatre
from posture.theatre.requests import Arrival

ROUNDING = 1e-3


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
        place: str,
        sources: Sequence[DepotStock],
    ) -> None:
        self.theatre = theatre
        self.name = id_of(brigade, kind)
        self.brigade = brigade
        self.kind = kind
        self.place = place
        self.sources = sources
        self.rule: SustainedBrigade = written.brigades[brigade]
        self.supply: SupplyClass = written.classes[kind]
        self.random = written.issue == "random"
        self.a_day = 0
        self.there = 0
        self.coming = 0
        self._loose = 0.0
        self._sent = 0
        self._begun = self._told = False
        self._refused = False
        self._changed = Event(theatre.env)

    def joins(self, a_day: int, brings: float) -> None:
        """More is there: so many kilograms are used in a day from now on, and so many are brought."""
        self._loose += brings
        whole = int((self._loose + ROUNDING) // self.supply.piece)
        self._loose = max(0.0, self._loose - whole * self.supply.piece)
        if not self._begun:
            self._set(a_day)
        if self._begun and (whole or not self._told):
            self._add(whole)
        self._set(a_day)
        self._review()

    def use(self, a_day: int) -> None:
        """So many kilograms are used in a day from now on."""
        self._set(a_day)
        self._review()

    def _set(self, a_day: int) -> None:
        if a_day == self.a_day:
            return
        self.a_day = a_day
        self.theatre.note(NEEDS, self.name, self.place, a_day)
        event, self._changed = self._changed, Event(self.theatre.env)
        event.succeed()
        if not self._begun:
            self._begun = True
            self.theatre.start(self._use())

    def _add(self, count: int) -> None:
        self.there += count
        self._told = True
        self.theatre.note(ON_HAND, self.name, self.place, self.there * self.supply.piece)

    def _use(self) -> Process:
        """Piece after piece is used up, the sooner the more units are there."""
        theatre, piece = self.theatre, self.supply.piece
        while True:
            uniform = theatre.chance.uniform(self.name, "issue") if self.random else None
            left = piece * (1.0 if uniform is None else -log1p(-uniform))
            while left > 0:
                if not self.a_day:
                    yield self._changed
                    continue
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
                self._review()

    def _review(self) -> None:
        """Send for as much as brings what is there and on its way up to the level, once it is low."""
        piece, position = self.supply.piece, self.there + self.coming
        if not self.a_day or position > pieces(self.rule.reorder, self.a_day, piece):
            return
        wanted = pieces(self.rule.upto, self.a_day, piece) - position
        for source in self.sources:
            for holder, count in source.take(self.supply.cargo, wanted):
                wanted -= count
                self._send(source, holder, count)
        if wanted and not self._refused:
            self._refused = True
            self.theatre.note(DEPOT_EMPTY, self.name, self.sources[-1].name, wanted * piece)

    def _send(self, source: DepotStock, holder: str, count: int) -> None:
        self._sent += 1
        self.coming += count
        self.theatre.note(SENT_FOR, self.name, source.name, count * self.supply.piece)
        name, stop = supply_line(self.brigade, self.kind, self._sent), (self.place, source.written.modes)
        source.send(name, holder, self.supply.cargo, count, stop, self._deliver, source.written.priority)

    def _deliver(self, arrival: Arrival) -> None:
        self.coming -= arrival.pieces
        self.theatre.note(DELIVERED, self.name, self.place, arrival.pieces * self.supply.piece)
        self._add(arrival.pieces)
