"""One brigade that is fed: what of it is there, what is under way, and in which state."""

from collections import Counter, defaultdict
from collections.abc import Mapping

from posture.core.clock import DAY
from posture.core.ids import id_of
from posture.operations.sustainment.carried import CarriedStock
from posture.operations.sustainment.event_kinds import FED_MOVING, MARCHED, STANCE, USED_MOVING
from posture.operations.sustainment.schema import SupplyClass, SustainedBrigade
from posture.operations.sustainment.stock import Stock
from posture.theatre import Theatre
from posture.theatre.forces import Cargo
from posture.theatre.requests import BrigadeState, Refuel, Sustain


class FedBrigade:
    """The strength of one brigade and its stocks.

    Strength is counted at the end of each day of the run: who has come is fed at the brigade's place from
    then on, and from what he carries until then. Notes `stance`, `used moving`, `fed moving` and `marched`.
    """

    def __init__(
        self,
        theatre: Theatre,
        name: str,
        rule: SustainedBrigade,
        classes: Mapping[str, SupplyClass],
        stocks: Mapping[str, Stock],
    ) -> None:
        self._theatre = theatre
        self._name = name
        self._rule = rule
        self._classes = classes
        self._stocks = stocks
        self._carried = defaultdict[str, CarriedStock](lambda: CarriedStock(classes))
        self._stands, self._come = Counter[Cargo](), defaultdict[str, Counter[Cargo]](Counter[Cargo])
        self._standing, self._there = Counter[Cargo](), Counter[Cargo]()
        self._alert = self._over = self._counts = False

    def moves(self, request: Sustain) -> None:
        """Some of it stands there, sets out or has come."""
        if self._over:
            return
        if request.what == "set out":
            part = self._carried[request.formation]
            part.sets_out(self._theatre.now, request.cargo, request.pieces)
            return
        if request.what == "stand":
            self._stands[request.cargo] += request.pieces
        else:
            self._come[request.formation][request.cargo] += request.pieces
        if not self._counts:
            self._counts = True
            self._theatre.after(-self._theatre.now % DAY, self._count)

    def stands_to(self, request: BrigadeState) -> None:
        """It is on alert or not any more; or all that came leaves."""
        self._theatre.note(STANCE, self._name, request.state)
        self._alert = request.state == "on alert"
        if request.state == "going home":
            self._over = True
            self._there = self._standing.copy()
            for part in sorted(self._carried):
                self._tell(part)
            self._carried.clear()
            self._come.clear()
        for kind in self._classes:
            self._stocks[kind].use(self._a_day(kind))

    def marches(self, request: Refuel) -> dict[str, float]:
        """Vehicles have marched: the kilograms of each class that they have used."""
        used: dict[str, float] = {}
        for kind, supply in self._classes.items():
            kilograms = supply.a_kilometre(request.cargo) * request.vehicles * request.metres / 1000
            if kilograms:
                self._theatre.note(MARCHED, id_of(self._name, kind), request.place, round(kilograms))
                used[kind] = kilograms
        return used

    def draws(self, part: str, kind: str, kilograms: float) -> float:
        """Take up to so many kilograms of a class of what a part carries: what was there of them."""
        return self._carried[part].draw(self._theatre.now, kind, kilograms)

    def _count(self) -> None:
        """Take in who has come since the day before, with what he brings."""
        self._counts = False
        brings = {
            kind: supply.a_day(self._stands) * self._rule.upto / DAY for kind, supply in self._classes.items()
        }
        self._standing += self._stands
        self._there += self._stands
        for part, pieces in sorted(self._come.items()):
            for kind, kilograms in self._carried[part].comes(self._theatre.now, pieces).items():
                brings[kind] += kilograms
            self._tell(part)
            self._there += pieces
        self._stands.clear()
        self._come.clear()
        for kind in self._classes:
            self._stocks[kind].joins(self._a_day(kind), brings[kind])

    def _a_day(self, kind: str) -> int:
        supply = self._classes[kind]
        return round(supply.a_day(self._there) * (supply.alert if self._alert else 1.0))

    def _tell(self, part: str) -> None:
        """Note what a part has used under way, in whole kilograms; the rest is told next time."""
        carried = self._carried[part]
        for kind in self._classes:
            for told, since in ((USED_MOVING, carried.used), (FED_MOVING, carried.given)):
                whole = int(since[kind])
                since[kind] -= whole
                if whole:
                    self._theatre.note(told, id_of(self._name, kind), part, whole)
