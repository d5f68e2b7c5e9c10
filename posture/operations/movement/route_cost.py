"""What a way costs one load in expected seconds, and where it may not go: the eyes of routing."""

from collections.abc import Hashable, Iterator

from posture.operations.movement.modes import MODES
from posture.operations.movement.modes.air import straight
from posture.operations.movement.modes.base import CostBasis
from posture.operations.movement.parameters import Parameters
from posture.theatre.closures import NOTHING_SHUT, Shut
from posture.theatre.network import Link, Mode
from posture.theatre.requests import Load
from posture.theatre.routing import REST, Costs, Hop, Layer, mode_of

HeldPrices = dict[Hashable, dict[Hop, tuple[int | None, int]]]
"""By all of a load that a mode heeds: for each way its journey, and the border or strait at its end."""
SPARED = 5
"""How much dearer the ways of a mode look that is to be spared: it leads to the next of another mode."""
SPREADING = 1.4
"""How much dearer a way looks, for the next route, once a route uses it."""


class RouteCost:
    """Expected times for one load, or with `least` the shortest that can come by any kind of lift.

    `sparing` is a mode that is left for others wherever these lead. `used` counts how many routes use a way
    already; `held` keeps what ways cost, which no closure changes.
    """

    def __init__(
        self,
        parameters: Parameters,
        load: Load,
        held: HeldPrices,
        shut: Shut = NOTHING_SHUT,
        *,
        least: bool = False,
        sparing: Mode | None = None,
    ) -> None:
        self.sparing = sparing
        self.parameters = parameters
        self.load = load
        self.classed = any(road.max_mlc is not None for road in parameters.written.roads.values())
        self.gates = parameters.network.shut_gates() | shut.gates
        self.basis = self._basis(load, least)
        self.bases = {
            name: tuple(self._basis(one, least) for one in loads)
            for name, loads in _by_kind(parameters, load, least=least)
        }
        self.used: dict[str, int] = {}
        self.heeded: dict[Mode, Hashable] = {
            name: (name, least, tuple(mode.heeds(parameters, basis.load) for basis in self.bases[name]))
            for name, mode in MODES.items()
        }
        self._straight: float | None = None
        self.held = {name: held.setdefault(heeded, {}) for name, heeded in self.heeded.items()}

    def _basis(self, load: Load, least: bool) -> CostBasis:
        kinds = {name: mode.kind(self.parameters, load) for name, mode in MODES.items()}
        return CostBasis(self.parameters, least, load, kinds, self.gates)

    def costs(self) -> Costs:
        """As routing wants them."""
        return Costs(self.travel, self.change, self.alike, self.straight)

    def alike(self, modes: frozenset[Mode]) -> Hashable:
        """All of the load that these modes' costs depend on; None once routes are spread or avoid a place."""
        if self.used or self.basis.avoid:
            return None
        sparing = self.sparing if self.sparing in modes else None
        return self.load.max_mlc, sparing, tuple(self.heeded[mode] for mode in sorted(modes))

    def straight(self) -> float:
        """Metres up to which no flight is sooner there by landing on the way; 0 where that may be."""
        if self._straight is None:
            self._straight = straight(self.bases["air"])
        return self._straight

    def spread(self, hops: tuple[Hop, ...]) -> None:
        """Make the ways of a route dearer, so that the next one looks for others."""
        for hop in hops:
            self.used[hop.link] = self.used.get(hop.link, 0) + 1

    def travel(self, hop: Hop, link: Link | None) -> int | None:
        """Seconds on one way and over the border or strait at its end; None where this load may not go."""
        if link is not None and self.load.max_mlc is not None and self._too_weak(link, self.load.max_mlc):
            return None
        known = self.held[hop.mode].get(hop)
        if known is None:
            seconds = self._travel(hop, link)
            known = self.held[hop.mode][hop] = seconds, 0 if seconds is None else self._cross(hop)
        seconds, crossing = known
        if seconds is None:
            return None
        if hop.mode == self.sparing:
            seconds *= SPARED
        if hop.link in self.used:
            seconds = round(seconds * SPREADING ** self.used[hop.link])
        return seconds + crossing

    def _too_weak(self, link: Link, heaviest: int) -> bool:
        bears = self.parameters.bears(link) if self.classed else link.max_mlc
        return bears is not None and heaviest > bears

    def _travel(self, hop: Hop, link: Link | None) -> int | None:
        """Seconds on one way alone, by the kind of lift that is soonest."""
        mode = MODES[hop.mode]
        return _soonest(mode.travel(basis, hop, link) for basis in self.bases[hop.mode])

    def change(self, key: str, start: Layer, end: Layer) -> int | None:
        """Seconds to load, unload or transload at a place; None where it cannot be done."""
        if REST not in (start, end):
            return MODES[mode_of(end)].transload(self.basis, key, end)
        layer, loading = (end, True) if start == REST else (start, False)
        mode = MODES[mode_of(layer)]
        return _soonest(mode.change(basis, key, layer, loading=loading) for basis in self.bases[mode.name])

    def _cross(self, hop: Hop) -> int:
        """Seconds that the border or strait at the end of a hop takes."""
        mode = MODES[hop.mode]
        passage, crossing = mode.passage(self.parameters, hop), mode.crossing(self.parameters, hop)
        seconds = self.basis.time(passage.time) if passage is not None else 0
        return seconds + (self.basis.time(crossing) if crossing is not None else 0)


def _by_kind(parameters: Parameters, load: Load, *, least: bool) -> Iterator[tuple[Mode, list[Load]]]:
    """For each mode the load as it is, or at the least by each kind of ship or aircraft that can carry it."""
    for name, mode in MODES.items():
        kinds = mode.kinds(parameters, load) if least else ()
        yield name, [load._replace(lift=kind) for kind in kinds] or [load]


def _soonest(seconds: Iterator[int | None]) -> int | None:
    """The least of what is possible; None where nothing is."""
    return min((one for one in seconds if one is not None), default=None)
