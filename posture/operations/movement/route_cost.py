"""What a way costs one load in expected seconds, and where it may not go: the eyes of routing."""

from posture.operations.movement.modes import MODES
from posture.operations.movement.modes.base import CostBasis
from posture.operations.movement.parameters import Parameters
from posture.theatre.closures import NOTHING_SHUT, Shut
from posture.theatre.network import Link
from posture.theatre.requests import Load
from posture.theatre.routing import REST, Costs, Hop, Layer, mode_of

SPREADING = 1.4
"""How much dearer a way looks, for the next route, once a route uses it."""


class RouteCost:
    """Expected times for one load, or with `least` the shortest that can come.

    `used` counts how many routes use a way already.
    """

    def __init__(
        self, parameters: Parameters, load: Load, *, least: bool = False, shut: Shut = NOTHING_SHUT
    ) -> None:
        self.parameters = parameters
        self.load = load
        self.basis = CostBasis(
            parameters,
            least,
            load,
            kinds={name: mode.kind(parameters, load) for name, mode in MODES.items()},
            shut=parameters.network.shut_gates() | shut.gates,
        )
        self.used: dict[str, int] = {}

    def costs(self) -> Costs:
        """As routing wants them."""
        return Costs(self.travel, self.change)

    def spread(self, hops: tuple[Hop, ...]) -> None:
        """Make the ways of a route dearer, so that the next one looks for others."""
        for hop in hops:
            self.used[hop.link] = self.used.get(hop.link, 0) + 1

    def travel(self, hop: Hop, link: Link | None) -> int | None:
        """Seconds on one way and over the border or strait at its end; None where this load may not go."""
        if link is not None and link.max_mlc is not None and (self.load.max_mlc or 0) > link.max_mlc:
            return None
        seconds = MODES[hop.mode].travel(self.basis, hop, link)
        if seconds is None:
            return None
        if hop.link in self.used:
            seconds = round(seconds * SPREADING ** self.used[hop.link])
        return seconds + self._cross(hop)

    def change(self, key: str, start: Layer, end: Layer) -> int | None:
        """Seconds to load, unload or transload at a place; None where it cannot be done."""
        if start == REST:
            return MODES[mode_of(end)].change(self.basis, key, end, loading=True)
        if end == REST:
            return MODES[mode_of(start)].change(self.basis, key, start, loading=False)
        return MODES[mode_of(end)].transload(self.basis, key, end)

    def _cross(self, hop: Hop) -> int:
        """Seconds that the border or strait at the end of a hop takes."""
        mode = MODES[hop.mode]
        passage, crossing = mode.passage(self.parameters, hop), mode.crossing(self.parameters, hop)
        seconds = self.basis.time(passage.time) if passage is not None else 0
        return seconds + (self.basis.time(crossing) if crossing is not None else 0)
