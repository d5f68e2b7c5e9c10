"""What a way costs one load in expected seconds, and where it may not go: the eyes of routing."""

from posture.ground.clock import DAY
from posture.ground.distributions import Distribution
from posture.operations.movement.figures import Figures
from posture.operations.movement.load import AFLOAT, LADEN, Load
from posture.theatre.network import Kind, Link, Mode, Place
from posture.theatre.routing import REST, Costs, Hop, Layer, gauge_of

RAMP_KINDS: frozenset[Kind] = frozenset({"base", "railhead", "prepo", "port"})
"""Kinds of place that have a ramp without an entry of their own. A place of gauge change has none:
else trains would be unloaded and loaded again where wagons are changed."""


class Prices:
    """Expected times for one load, or with `least` the shortest that can come.

    `avoid` names places where the gauge shall not change.
    """

    def __init__(self, figures: Figures, load: Load, *, least: bool = False) -> None:
        self.figures = figures
        self.load = load
        self.least = least
        self.avoid: set[str] = set()
        self._shut = figures.network.shut_gates()

    def costs(self) -> Costs:
        """As routing wants them."""
        return Costs(self.travel, self.change, self.cross)

    def travel(self, hop: Hop, link: Link | None) -> int | None:
        """Seconds on one way, night rests included; None where this load may not go."""
        cargo = self.load.cargo
        if link is not None and link.max_mlc is not None and (self.load.max_mlc or 0) > link.max_mlc:
            return None
        if hop.mode == "road":
            return self._march(hop, link)
        if (hop.mode == "air") != (cargo == "people"):
            return None
        return self._drive(hop, link)

    def _drive(self, hop: Hop, link: Link | None) -> int:
        speed = self.figures.speed(hop, link)
        return int(hop.metres / (speed.high if self.least else speed.middle))

    def _time(self, law: Distribution) -> int:
        return int(law.low if self.least else law.middle)

    def _march(self, hop: Hop, link: Link | None) -> int | None:
        daily = self.figures.written.march.daily
        if self.load.cargo == "people":
            return self._drive(hop, link)
        if self.load.cargo in LADEN:
            name = self.figures.transporters(self.load)
            if name is None:
                return None
            daily = self.figures.written.transporters[name].daily
        return self._drive(hop, link) if self.least else round(hop.metres * DAY / daily.middle)

    def change(self, key: str, start: Layer, end: Layer) -> int | None:
        """Seconds to load, unload or transload at a place; None where it cannot be done."""
        if REST not in (start, end):
            return self._transload(key, end)
        layer, loading = (end, True) if start == REST else (start, False)
        place = self.figures.network.places[key]
        if layer == "road":
            return 0
        if layer == "sea":
            return self._berth(key, place, loading)
        if layer == "air":
            return self._parking(key, place)
        return self._ramp(key, place, layer, loading)

    def cross(self, key: str, mode: Mode) -> int:
        """Seconds that the border at a place takes."""
        place = self.figures.network.places[key]
        if place.kind != "border" or mode not in ("road", "rail"):
            return 0
        return self._time(self.figures.border(place, mode))

    def _transload(self, key: str, end: Layer) -> int | None:
        if (key, "transload") in self._shut or key in self.avoid or self._set_for(key, end) is None:
            return None
        return self._time(self.figures.entry("transloads", key, "time"))

    def _ramp(self, key: str, place: Place, layer: Layer, loading: bool) -> int | None:
        if place.kind not in RAMP_KINDS and key not in self.figures.written.railheads:
            return None
        if (key, "ramp") in self._shut or self._set_for(key, layer) is None:
            return None
        return self._time(self.figures.entry("railheads", key, "load" if loading else "unload"))

    def _set_for(self, key: str, layer: Layer) -> str | None:
        return self.figures.wagons(
            gauge_of(layer), self.load.nation, self.figures.network.places[key].country
        )

    def _berth(self, key: str, place: Place, loading: bool) -> int | None:
        if place.kind != "port" or (key, "berth") in self._shut or not self.figures.written.ships:
            return None
        if self.load.cargo not in AFLOAT:
            return None
        ship = self.figures.written.ships[self.figures.ship()]
        return self._time(ship.load if loading else ship.discharge)

    def _parking(self, key: str, place: Place) -> int | None:
        if "air" not in place.modes or (key, "airfield") in self._shut or not self.figures.written.aircraft:
            return None
        return self._time(self.figures.written.aircraft[self.figures.plane()].ground)
