"""The parameters of movement, looked up with their fall-backs; remembers which were used."""

from posture.core.distributions import Distribution
from posture.operations.movement.schema import Movement
from posture.operations.movement.tables import ParameterTable, recorded
from posture.operations.movement.ways import Border, Passage, Rail
from posture.theatre.network import Link, Network, Place
from posture.theatre.routing import Hop

ALWAYS = 1_000_000
"""Departures of a ferry that can be booked at once."""


class Parameters:
    """What is written of movement, asked by place, country, gauge and nation.

    `used` holds the path of every field that was read, such as `movement.rails.1435-DE.speed`.
    """

    def __init__(self, written: Movement, network: Network) -> None:
        self.written = written
        self.network = network
        self.used: set[str] = set()
        used = self.used
        self.roads = ParameterTable("movement.roads", written.roads, used, "any")
        self.rails = ParameterTable("movement.rails", written.rails, used, "any")
        self.borders = ParameterTable("movement.borders", written.borders, used, "any")
        self.railheads = ParameterTable("movement.railheads", written.railheads, used, "any")
        self.transloads = ParameterTable("movement.transloads", written.transloads, used, "any")
        self.ports = ParameterTable("movement.ports", written.ports, used, "any")
        self.airfields = ParameterTable("movement.airfields", written.airfields, used, "any")
        self.wagons = ParameterTable("movement.wagons", written.wagons, used)
        self.transporters = ParameterTable("movement.transporters", written.transporters, used)
        self.ships = ParameterTable("movement.ships", written.ships, used)
        self.ferries = ParameterTable("movement.ferries", written.ferries, used)
        self.barges = ParameterTable("movement.barges", written.barges, used)
        self.waterways = ParameterTable("movement.waterways", written.waterways, used)
        self.aircraft = ParameterTable("movement.aircraft", written.aircraft, used)
        self.own_aircraft = ParameterTable("movement.own_aircraft", written.own_aircraft, used)
        self.warships = ParameterTable("movement.warships", written.warships, used)
        self.passages = ParameterTable("movement.passages", written.passages, used)
        self.links = ParameterTable("links", network.links, used)
        self.march = recorded((("movement.march", written.march),), used)

    def rail(self, gauge: int, country: str) -> Rail:
        """The railways of one gauge in a country."""
        return self.rails.first(f"{gauge}-{country}", f"{gauge}-any", "any")

    def own(self, hop: Hop) -> Link | None:
        """The row of a way, for the fields that it has of its own; None in the air."""
        return self.links.get(hop.link)

    def bears(self, link: Link) -> int | None:
        """The heaviest load class that a way lets through: its own, else that of its country's roads."""
        if link.max_mlc is not None or link.mode != "road":
            return link.max_mlc
        return self.roads[link.country].max_mlc

    def crossing_into(self, place: Place) -> Border:
        """The border at a place, by the first of its countries that has an entry."""
        key = next((country for country in place.countries if country in self.borders), "any")
        return self.borders[key]

    def passage_at(self, key: str) -> Passage | None:
        """The strait, canal or bridge at a place, as it is written."""
        if key not in self.passages:
            return None
        self.used.add(f"movement.passages.{key}.time")
        return self.written.passages[key]

    def port_depth(self, key: str) -> int | None:
        """The deepest ship, in centimetres, that a port takes; None where no limit is known.

        What is written of the port goes before its place's channel, and that before what is written of any.
        """
        channel = self.network.places[key].deepest("channel_depth_m")
        written = (self.ports.get(name) for name in (key, "any"))
        own, usual = (None if port is None else port.draught for port in written)
        return next((depth for depth in (own, channel, usual) if depth is not None), None)

    def passage_depth(self, key: str) -> int | None:
        """The deepest ship, in centimetres, that a strait or canal takes; None where no limit is known."""
        passage = self.passages.get(key)
        depth = passage.draught if passage is not None else None
        return self.network.places[key].deepest("draught_limit_m") if depth is None else depth

    def clears(self, place: str) -> int:
        """Pieces that leave a port in a day: the least of its links."""
        port = self.ports[place]
        rates = (port.clearance, port.staging, port.exit)
        return min(rate for rate in rates if rate is not None)

    def pool_size(self, name: str) -> int:
        """How many things a pool has; a ferry always has a next departure."""
        if name in self.ferries:
            return ALWAYS
        wagons = self.wagons.get(name)
        if wagons is not None:
            return wagons.sets
        afloat = self.ships.get(name) or self.barges.get(name)
        pools = (self.transporters.get(name), afloat, self.aircraft.get(name))
        return next(pool.count for pool in pools if pool is not None)

    def activation(self, pool: str) -> Distribution | None:
        """How long each thing of a pool takes to be there; None where all are there from the start."""
        ships = self.ships.get(pool) or self.barges.get(pool)
        return ships.activation if ships is not None else None
