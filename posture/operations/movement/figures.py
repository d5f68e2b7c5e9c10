"""Figures of ways, gates and lift, looked up with their fall-backs; remembers which were used."""

from typing import Any

from posture.ground.clock import DAY
from posture.ground.distributions import Distribution
from posture.operations.movement.load import LADEN, Load
from posture.operations.movement.written import Movement
from posture.theatre.network import Link, Mode, Network, Place
from posture.theatre.routing import Hop, Leg, gauge_of


class Figures:
    """What is written of movement, asked by place, country, gauge and nation."""

    def __init__(self, written: Movement, network: Network) -> None:
        self.written = written
        self.network = network
        self.used: set[str] = set()

    def entry(self, table: str, key: str, field: str) -> Any:
        """A field of a table's entry, or of the entry `any` where that has none."""
        entries = getattr(self.written, table)
        for name in (key, "any"):
            value = getattr(entries[name], field) if name in entries else None
            if value is not None:
                self.used.add(f"movement.{table}.{name}.{field}")
                return value
        return None

    def rail(self, gauge: int, country: str, field: str) -> Any:
        """A field of the railways of one gauge in a country."""
        entries = self.written.rails
        for name in (f"{gauge}-{country}", f"{gauge}-any", "any"):
            value = getattr(entries[name], field) if name in entries else None
            if value is not None:
                self.used.add(f"movement.rails.{name}.{field}")
                return value
        return None

    def speed(self, hop: Hop, link: Link | None) -> Distribution:
        """How fast a hop is passed, in metres a second."""
        law: Distribution
        if link is not None and link.speed is not None:
            self.used.add(f"links.{hop.link}.speed")
            law = link.speed
        elif hop.mode == "road":
            law = self.entry("roads", link.country if link else "", "speed")
        elif hop.mode == "rail":
            assert link is not None and link.gauge is not None
            law = self.rail(link.gauge, link.country, "speed")
        elif hop.mode == "sea":
            law = self.written.ships[self.ship()].speed
        else:
            law = self.written.aircraft[self.plane()].speed
        return law

    def spacing(self, hop: Hop, link: Link | None) -> tuple[int, int]:
        """Seconds between the vehicles of a column, and seconds that the way stays shut behind one."""
        if hop.mode == "road":
            march = self.written.march
            if link is not None and link.headway is not None:
                return link.headway, march.gap
            speed = self.speed(hop, link).middle
            return round(march.interval / speed), march.gap
        if hop.mode == "rail":
            assert link is not None and link.gauge is not None
            if link.trains is not None:
                self.used.add(f"links.{hop.link}.trains")
            trains = link.trains or self.rail(link.gauge, link.country, "trains")
            return 0, DAY // trains
        return 0, 0

    def crossing(self, hop: Hop) -> Distribution | None:
        """The time that the border at the end of a hop takes; None where there is none."""
        place = self.network.places[hop.end]
        if place.kind != "border" or hop.mode not in ("road", "rail"):
            return None
        return self.border(place, hop.mode)

    def border(self, place: Place, mode: Mode) -> Distribution:
        """The time to cross the border at a place by road or rail."""
        key = next((country for country in place.countries if country in self.written.borders), "any")
        law: Distribution = self.entry("borders", key, "train" if mode == "rail" else "convoy")
        return law

    def ship(self) -> str:
        """The ships that carry: the first kind by name."""
        return next(iter(self.written.ships))

    def plane(self) -> str:
        """The aircraft that carry: the first kind by name."""
        return next(iter(self.written.aircraft))

    def transporters(self, load: Load) -> str | None:
        """The transporter pool of a load's nation; None where it has none."""
        return load.nation if load.nation in self.written.transporters else None

    def wagons(self, gauge: int, nation: str, country: str) -> str | None:
        """The pool of wagon sets that serves a nation's trains of one gauge.

        Its own, else that of the country where the train is made up, else the largest; None if there is none.
        """
        pools = self.written.wagons
        for owner in (nation, country):
            if f"{gauge}-{owner}" in pools:
                return f"{gauge}-{owner}"
        others = [name for name in pools if name.startswith(f"{gauge}-")]
        return max(others, key=lambda name: pools[name].sets, default=None)

    def lift(self, leg: Leg, load: Load) -> tuple[str, ...]:
        """The pools that a leg takes from, in order of use."""
        if leg.mode == "rail":
            names: list[str] = []
            layer = ""
            for hop in leg.hops:
                if hop.layer != layer:
                    layer = hop.layer
                    country = self.network.links[hop.link].country
                    name = self.wagons(gauge_of(layer), load.nation, country)
                    assert name is not None
                    names.append(name)
            return tuple(names)
        if leg.mode == "sea":
            return (self.ship(),)
        if leg.mode == "air":
            return (self.plane(),)
        pool = self.transporters(load) if load.cargo in LADEN else None
        return (pool,) if pool else ()

    def lot(self, mode: Mode, lift: tuple[str, ...], load: Load) -> int:
        """Most pieces in one serial."""
        written = self.written
        if mode == "rail":
            return min(written.wagons[name].pieces for name in lift)
        if mode == "sea":
            ship = written.ships[lift[0]]
            deck = int(ship.lane_metres / load.lane_metres) if load.lane_metres else ship.pieces
            return max(1, min(ship.pieces, deck))
        if mode == "air":
            return max(1, written.aircraft[lift[0]].seats)
        if load.cargo == "people":
            return written.march.vehicles * written.march.people_a_vehicle
        return (
            min(written.march.vehicles, written.transporters[lift[0]].count)
            if lift
            else written.march.vehicles
        )

    def pool_size(self, name: str) -> int:
        """How many things a pool has."""
        written = self.written
        if name in written.wagons:
            return written.wagons[name].sets
        pools = (written.transporters, written.ships, written.aircraft)
        return next(pool[name].count for pool in pools if name in pool)
