"""A depot in one run: pieces of its own and those that it was sent, drawn on by all that it feeds."""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from functools import partial

from posture.core.ids import id_of, supply_line
from posture.operations.sustainment.event_kinds import DEPOT_ASKS, IN_DEPOT
from posture.operations.sustainment.schema import Depot, HostDepot, SupplyClass
from posture.theatre import Theatre
from posture.theatre.event_kinds import FREIGHT
from posture.theatre.forces import CARGOES, Cargo, Unit
from posture.theatre.requests import Arrival, Load, Move, Stop

DUST = 1e-6
"""Kilograms that are none."""


def load_of(cargo: Cargo, unit: Unit) -> Load:
    """A depot's piece as movement sees it."""
    metres, weight = unit.each(cargo)
    return Load(unit.nation, cargo, unit.load_class(cargo), metres, weight)


class DepotStock:
    """The pieces of one depot, first come, first served; what it was sent stays its sender's.

    Notes `in depot`, and `depot asks` when it sends for more.
    """

    def __init__(
        self,
        theatre: Theatre,
        name: str,
        written: Depot,
        units: Mapping[str, Unit],
        supplier: "DepotStock | None" = None,
    ) -> None:
        self._theatre = theatre
        self.name = name
        self.written = written
        self._units = units
        self._supplier = supplier
        unit = units[written.unit]
        self.place = unit.home
        theatre.forces.station(written.unit, unit, unit.home)
        self._full = {cargo: unit.pieces(cargo) for cargo in CARGOES if unit.pieces(cargo)}
        self._lots = {cargo: Counter({written.unit: count}) for cargo, count in self._full.items()}
        self._coming, self._asked = Counter[Cargo](), Counter[Cargo]()
        self._open = defaultdict[str, float](float)
        self._waiting: list[Callable[[], None]] = []
        for cargo in self._full:
            self._tell(cargo)

    def left(self, cargo: Cargo) -> int:
        """Pieces that are there."""
        return sum(self._lots[cargo].values()) if cargo in self._lots else 0

    def take(self, cargo: Cargo, wanted: int) -> list[tuple[str, int]]:
        """Up to so many pieces, by whose they are, its own first; it sends for more when few are left."""
        taken: list[tuple[str, int]] = []
        lots = self._lots.get(cargo, Counter())
        for holder, there in [*lots.items()]:
            count = min(wanted, there)
            if count:
                lots[holder] -= count
                wanted -= count
                taken.append((holder, count))
        if taken:
            self._tell(cargo)
            self._review(cargo)
        return taken

    def pour(self, kind: str, supply: SupplyClass, kilograms: float) -> float:
        """Up to so many kilograms of a class, out of pieces that are opened for it."""
        while self._open[kind] < kilograms - DUST and self.take(supply.cargo, 1):
            self._open[kind] += supply.piece
        poured = min(kilograms, self._open[kind])
        self._open[kind] -= poured
        return poured

    def when_more(self, then: Callable[[], None]) -> None:
        """Call this whenever more has come."""
        self._waiting.append(then)

    def send(
        self,
        name: str,
        holder: str,
        cargo: Cargo,
        count: int,
        stop: Stop,
        arrived: Callable[[Arrival], None],
        priority: int,
    ) -> None:
        """Send pieces that were taken, as a line of this name."""
        unit = self._units[holder]
        load = load_of(cargo, unit)
        self._theatre.note(FREIGHT, name, unit.nation, count * load.weight)
        self._theatre.ask(Move(name, holder, load, count, self.place, (stop,), arrived, priority=priority))

    def _review(self, cargo: Cargo) -> None:
        """Send for as many as make it full again, once few are there and on the way."""
        written, full = self.written, self._full[cargo]
        position = self.left(cargo) + self._coming[cargo]
        if not isinstance(written, HostDepot) or self._supplier is None or position > written.reorder * full:
            return
        stop = (self.place, self._supplier.written.modes)
        for holder, count in self._supplier.take(cargo, full - position):
            self._coming[cargo] += count
            self._asked[cargo] += 1
            name = supply_line(f"depot {self.name}", cargo, self._asked[cargo])
            self._theatre.note(DEPOT_ASKS, id_of(self.name, cargo), self._supplier.name, count)
            come = partial(self._come, cargo, holder)
            self._supplier.send(name, holder, cargo, count, stop, come, written.priority)

    def _come(self, cargo: Cargo, holder: str, arrival: Arrival) -> None:
        self._coming[cargo] -= arrival.pieces
        self._lots[cargo][holder] += arrival.pieces
        self._tell(cargo)
        for then in self._waiting:
            then()

    def _tell(self, cargo: Cargo) -> None:
        self._theatre.note(IN_DEPOT, id_of(self.name, cargo), self.place, self.left(cargo))
