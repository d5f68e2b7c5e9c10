"""What a way costs one load in expected seconds, and where it may not go: the eyes of routing."""

from posture.core.clock import DAY
from posture.core.distributions import Distribution
from posture.operations.movement.cargo import FREIGHT, LADEN
from posture.operations.movement.parameters import Parameters
from posture.theatre.closures import NOTHING_SHUT, Shut
from posture.theatre.network import Kind, Link, Mode, Place
from posture.theatre.requests import Load
from posture.theatre.routing import REST, Costs, Hop, Layer, gauge_of

RAMP_KINDS: frozenset[Kind] = frozenset({"base", "railhead", "prepo", "port"})
"""Kinds of place that have a ramp without an entry of their own. A place of gauge change has none:
else trains would be unloaded and loaded again where wagons are changed."""

SPREADING = 1.4
"""How much dearer a way looks, for the next route, once a route uses it."""


class RouteCost:
    """Expected times for one load, or with `least` the shortest that can come.

    `avoid` names places where the gauge shall not change; `used` counts how many routes use a way already.
    """

    def __init__(
        self, parameters: Parameters, load: Load, *, least: bool = False, shut: Shut = NOTHING_SHUT
    ) -> None:
        self.parameters = parameters
        self.load = load
        self.least = least
        self._ship = parameters.ship(load)
        self._plane = parameters.plane(load)
        self._drives: dict[str, int] = {}
        self.avoid: set[str] = set()
        self.used: dict[str, int] = {}
        self._shut = parameters.network.shut_gates() | shut.gates

    def costs(self) -> Costs:
        """As routing wants them."""
        return Costs(self.travel, self.change, self.cross)

    def spread(self, hops: tuple[Hop, ...]) -> None:
        """Make the ways of a route dearer, so that the next one looks for others."""
        for hop in hops:
            self.used[hop.link] = self.used.get(hop.link, 0) + 1

    def travel(self, hop: Hop, link: Link | None) -> int | None:
        """Seconds on one way, night rests included; None where this load may not go."""
        if link is not None and link.max_mlc is not None and (self.load.max_mlc or 0) > link.max_mlc:
            return None
        if hop.mode == "road":
            seconds = self._march(hop, link)
        elif hop.mode == "air":
            seconds = self._fly(hop)
        elif self.load.cargo not in FREIGHT or (hop.mode == "sea" and not self._afloat(hop)):
            seconds = None
        else:
            seconds = self._drive(hop, link)
        if seconds is None or hop.link not in self.used:
            return seconds
        return round(seconds * SPREADING ** self.used[hop.link])

    def _march(self, hop: Hop, link: Link | None) -> int | None:
        daily = self.parameters.written.march.daily
        if self.load.cargo == "people":
            return self._drive(hop, link)
        if self.load.cargo in LADEN:
            name = self.parameters.transporters(self.load)
            if name is None:
                return None
            daily = self.parameters.written.transporters[name].daily
        drive = self._drive(hop, link)
        return drive if self.least else max(drive, round(hop.metres * DAY / daily.middle))

    def _fly(self, hop: Hop) -> int | None:
        name = self._plane
        if name is None:
            return None
        plane = self.parameters.written.aircraft[name]
        if plane.range is not None and hop.metres > plane.range:
            return None
        return int(hop.metres / (plane.speed.high if self.least else plane.speed.middle))

    def _afloat(self, hop: Hop) -> bool:
        """Whether the ship that would carry the load passes the strait at the end of a hop."""
        name = self._ship
        return name is not None and self._deep_enough(hop.end, "passages", name)

    def _deep_enough(self, key: str, table: str, ship: str) -> bool:
        draught, depth = self.parameters.written.ships[ship].draught, self.parameters.depth(key, table)
        return draught is None or depth is None or draught <= depth

    def _drive(self, hop: Hop, link: Link | None) -> int:
        seconds = self._drives.get(hop.link)
        if seconds is None:
            speed = self.parameters.speed(hop, link, self.load)
            seconds = self._drives[hop.link] = int(hop.metres / (speed.high if self.least else speed.middle))
        return seconds

    def _time(self, law: Distribution) -> int:
        return int(law.low if self.least else law.middle)

    def change(self, key: str, start: Layer, end: Layer) -> int | None:
        """Seconds to load, unload or transload at a place; None where it cannot be done."""
        if REST not in (start, end):
            return self._transload(key, end)
        layer, loading = (end, True) if start == REST else (start, False)
        place = self.parameters.network.places[key]
        if layer == "road":
            return 0
        if layer == "sea":
            return self._berth(key, place, loading)
        if layer == "air":
            return self._parking(key, place)
        return self._ramp(key, place, layer, loading)

    def cross(self, key: str, mode: Mode) -> int:
        """Seconds that the border or strait at a place takes."""
        passage = self.parameters.written.passages.get(key)
        seconds = self._time(passage.time) if passage is not None else 0
        place = self.parameters.network.places[key]
        if place.kind != "border" or mode not in ("road", "rail"):
            return seconds
        return seconds + self._time(self.parameters.border(place, mode))

    def _transload(self, key: str, end: Layer) -> int | None:
        if (key, "transload") in self._shut or key in self.avoid or self._set_for(key, end) is None:
            return None
        return self._time(self.parameters.entry("transloads", key, "time"))

    def _ramp(self, key: str, place: Place, layer: Layer, loading: bool) -> int | None:
        if place.kind not in RAMP_KINDS and key not in self.parameters.written.railheads:
            return None
        if (key, "ramp") in self._shut or self._set_for(key, layer) is None:
            return None
        return self._time(self.parameters.entry("railheads", key, "load" if loading else "unload"))

    def _set_for(self, key: str, layer: Layer) -> str | None:
        country = self.parameters.network.places[key].country
        return self.parameters.wagons(gauge_of(layer), self.load.nation, country)

    def _berth(self, key: str, place: Place, loading: bool) -> int | None:
        """Loading counts the ship's activation, so that none is chosen as if it lay waiting.

        At the very least it lies waiting: another line may have called it earlier.
        """
        name = self._ship
        if place.kind != "port" or {(key, "berth"), (key, "approach")} & self._shut or name is None:
            return None
        if not self._deep_enough(key, "ports", name):
            return None
        ship = self.parameters.written.ships[name]
        if not loading:
            return self._time(ship.discharge)
        return self._time(ship.load) + (0 if self.least else self._time(ship.activation))

    def _parking(self, key: str, place: Place) -> int | None:
        name = self._plane
        if "air" not in place.modes or (key, "airfield") in self._shut or name is None:
            return None
        return self._time(self.parameters.written.aircraft[name].ground)
