"""Parameters of ways, gates and lift, looked up with their fall-backs; remembers which were used."""

from typing import Any

from posture.core.clock import DAY
from posture.core.distributions import Distribution
from posture.operations.movement.cargo import LADEN
from posture.operations.movement.lift import Aircraft, Ships
from posture.operations.movement.schema import Movement
from posture.theatre.network import Link, Mode, Network, Place
from posture.theatre.requests import Load
from posture.theatre.routing import Hop, Leg, gauge_of

ENGINE = 20
"""Metres of a train that its engine takes."""


class Parameters:
    """What is written of movement, asked by place, country, gauge and nation."""

    def __init__(self, written: Movement, network: Network) -> None:
        self.written = written
        self.network = network
        self.used: set[str] = set()

    def entry(self, table: str, key: str, field: str) -> Any:
        """A field of a table's entry, or of the entry `any` where that has none."""
        return self._first(table, (key, "any"), field)

    def rail(self, gauge: int, country: str, field: str) -> Any:
        """A field of the railways of one gauge in a country."""
        return self._first("rails", (f"{gauge}-{country}", f"{gauge}-any", "any"), field)

    def _first(self, table: str, keys: tuple[str, ...], field: str) -> Any:
        entries = getattr(self.written, table)
        for name in keys:
            value = getattr(entries[name], field) if name in entries else None
            if value is not None:
                self.used.add(f"movement.{table}.{name}.{field}")
                return value
        return None

    def own(self, hop: Hop, link: Link | None, field: str) -> Any:
        """A field that a way has of its own."""
        value = getattr(link, field) if link is not None else None
        if value is not None:
            self.used.add(f"links.{hop.link}.{field}")
        return value

    def speed(self, hop: Hop, link: Link | None, load: Load) -> Distribution:
        """How fast a hop is passed, in metres a second."""
        law: Distribution | None = self.own(hop, link, "speed")
        if law is not None:
            return law
        if hop.mode == "road":
            law = self.entry("roads", link.country if link else "", "speed")
        elif hop.mode == "rail":
            assert link is not None
            law = self.rail(gauge_of(hop.layer), link.country, "speed")
        else:
            law = (self.ships(load) if hop.mode == "sea" else self.aircraft(load)).speed
        assert law is not None
        return law

    def spacing(self, hop: Hop, link: Link | None) -> tuple[int, int]:
        """Seconds between the vehicles of a column, and seconds that the way stays shut behind one serial."""
        if hop.mode == "road":
            return self._road_spacing(hop, link)
        if hop.mode == "rail":
            assert link is not None
            trains = self.own(hop, link, "trains") or self.rail(gauge_of(hop.layer), link.country, "trains")
            return 0, DAY // trains
        return 0, 0

    def _road_spacing(self, hop: Hop, link: Link | None) -> tuple[int, int]:
        march, country = self.written.march, link.country if link else ""
        headway = self.own(hop, link, "headway")
        if headway is None:
            law = self.own(hop, link, "speed") or self.entry("roads", country, "speed")
            headway = round(march.interval / law.middle)
        civil = self.entry("roads", country, "civil_share") or 0.0
        return headway, round(march.gap / (1 - civil)) if civil < 1 else DAY

    def border(self, place: Place, mode: Mode) -> Distribution:
        """The time to cross the border at a place by road or rail."""
        key = next((country for country in place.countries if country in self.written.borders), "any")
        law: Distribution = self.entry("borders", key, "train" if mode == "rail" else "convoy")
        return law

    def crossing(self, hop: Hop) -> Distribution | None:
        """The time that the border at the end of a hop takes; None where there is none."""
        place = self.network.places[hop.end]
        if place.kind != "border" or hop.mode not in ("road", "rail"):
            return None
        return self.border(place, hop.mode)

    def ship(self, load: Load) -> str | None:
        """The kind of ship that carries a load: the one it names, else the first by name."""
        return self._kind(tuple(self.written.ships), load)

    def plane(self, load: Load) -> str | None:
        """The kind of aircraft that carries a load: the one it names, else the first by name that can."""
        can = tuple(name for name, kind in self.written.aircraft.items() if _takes(kind, load))
        return self._kind(can, load)

    @staticmethod
    def _kind(kinds: tuple[str, ...], load: Load) -> str | None:
        return load.lift if load.lift in kinds else next(iter(kinds), None)

    def kind(self, mode: Mode, load: Load) -> str | None:
        """The kind of ship or aircraft that carries a load; None on land."""
        if mode == "sea":
            return self.ship(load)
        return self.plane(load) if mode == "air" else None

    def ships(self, load: Load) -> Ships:
        """What is written of the ships that carry a load."""
        name = self.ship(load)
        assert name is not None
        return self.written.ships[name]

    def aircraft(self, load: Load) -> Aircraft:
        """What is written of the aircraft that carry a load."""
        name = self.plane(load)
        assert name is not None
        return self.written.aircraft[name]

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

    def depth(self, key: str, table: str) -> int | None:
        """The deepest ship, in centimetres, that a port or passage takes; None where no limit is known."""
        entries = getattr(self.written, table)
        written: int | None = entries[key].draught if key in entries else None
        if written is not None:
            return written
        return self.network.places[key].deepest("channel_depth_m" if table == "ports" else "draught_limit_m")

    def clears(self, place: str) -> int:
        """Pieces that leave a port in a day: the least of its links."""
        rates: list[int | None] = [
            self.entry("ports", place, one) for one in ("clearance", "staging", "exit")
        ]
        return min(rate for rate in rates if rate is not None)

    def places_to_work(self, place: str, plane: Aircraft) -> int:
        """How many such aircraft an airfield can work at once: the least of parking, working and fuelling."""
        narrow = self.entry("airfields", place, "narrow") if plane.body == "narrow" else None
        limits: list[int | None] = [narrow or self.entry("airfields", place, "mog")]
        limits += [self.entry("airfields", place, field) for field in ("parking", "fuel")]
        return min(limit for limit in limits if limit is not None)

    def credit(self, leg: Leg) -> int:
        """Seconds that movement credits keep march units apart at the start of a leg; 0 off the road."""
        link = self.network.links.get(leg.hops[0].link)
        return (self.entry("roads", link.country, "credit") or 0) if link and leg.mode == "road" else 0

    def lift(self, leg: Leg, load: Load) -> tuple[str, ...]:
        """The pools that a leg takes from, in order of use."""
        if leg.mode == "rail":
            return tuple(self._sets(leg, load))
        if leg.mode == "road":
            pool = self.transporters(load) if load.cargo in LADEN else None
        else:
            pool = self.kind(leg.mode, load)
        return (pool,) if pool else ()

    def _sets(self, leg: Leg, load: Load) -> list[str]:
        names: list[str] = []
        layer = ""
        for hop in leg.hops:
            if hop.layer != layer:
                layer = hop.layer
                name = self.wagons(gauge_of(layer), load.nation, self.network.links[hop.link].country)
                assert name is not None
                names.append(name)
        return names

    def lot(self, leg: Leg, lift: tuple[str, ...], load: Load) -> int:
        """Most pieces in one serial."""
        written = self.written
        if leg.mode == "rail":
            return min(self._train(leg, name) for name in lift)
        if leg.mode == "sea":
            ship = written.ships[lift[0]]
            deck = int(ship.lane_metres / load.lane_metres) if load.lane_metres else ship.pieces
            return max(1, min(ship.pieces, deck))
        if leg.mode == "air":
            plane = written.aircraft[lift[0]]
            return max(1, plane.seats if load.cargo == "people" else plane.payload // max(1, load.weight))
        if load.cargo == "people":
            return written.march.vehicles * written.march.people_a_vehicle
        return (
            min(written.march.vehicles, written.transporters[lift[0]].count)
            if lift
            else written.march.vehicles
        )

    def _train(self, leg: Leg, name: str) -> int:
        """Vehicles on one train: what its set takes, cut to the shortest length limit on the way."""
        wagons = self.written.wagons[name]
        if wagons.wagon is None:
            return wagons.pieces
        limits = {
            self.rail(gauge_of(hop.layer), self.network.links[hop.link].country, "length")
            for hop in leg.hops
            if name.startswith(f"{gauge_of(hop.layer)}-")
        } - {None}
        longest = min(limits, default=None)
        return (
            wagons.pieces
            if longest is None
            else max(1, min(wagons.pieces, (longest - ENGINE) // wagons.wagon))
        )

    def pool_size(self, name: str) -> int:
        """How many things a pool has."""
        written = self.written
        if name in written.wagons:
            return written.wagons[name].sets
        pools = (written.transporters, written.ships, written.aircraft)
        return next(pool[name].count for pool in pools if name in pool)


def _takes(kind: Aircraft, load: Load) -> bool:
    if load.cargo == "people":
        return kind.seats > 0
    return 0 < load.weight <= kind.payload and (load.cargo not in LADEN or kind.outsize)
