"""Plans: for each request to move, the legs it takes and what each step of them needs.

A plan depends on the network and on what is written, not on a run: it is made once in a study.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any

from posture.ground.distributions import Distribution
from posture.operations.movement.figures import Figures
from posture.operations.movement.load import Load
from posture.operations.movement.prices import Prices
from posture.operations.movement.written import Movement
from posture.theatre.network import Mode, Network, great_circle
from posture.theatre.requests import Move
from posture.theatre.routing import Hop, Leg, Route, Routing, Spot


@dataclass(frozen=True, slots=True)
class Step:
    """One hop, with what it takes to pass it.

    `headway` is the time between two vehicles of a column, or 0; `hold` how long one train or the gap behind
    one column keeps the way shut for the next; a way that nothing limits has no `gate`.
    """

    hop: Hop
    speed: Distribution
    gate: str | None
    headway: int
    hold: int
    crossing: Distribution | None


Steps = tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class LegPlan:
    """One leg: its alternatives (they differ in where the gauge changes), lot size, and the lift it takes.

    `lift` names a pool for each gauge on the way, or one for the whole leg; `count` says how many things of
    it one serial takes per lot of `lot` pieces (transporters: one for each piece).
    """

    mode: Mode
    start: str
    end: str
    alternatives: tuple[Steps, ...]
    lot: int
    lift: tuple[str, ...]
    clears: int
    """Pieces that leave the port of discharge in a day, if the leg before was by sea; else 0."""


Plan = tuple[LegPlan, ...]


@dataclass(frozen=True, slots=True)
class Shape:
    """What decides a route: requests alike in it share one plan."""

    start: str
    end: str
    modes: tuple[Mode, ...]
    through: tuple[str, ...]
    load: Load

    @property
    def stops(self) -> tuple[str, ...]:
        """Where it starts, what it must pass, where it ends."""
        return (self.start, *self.through, self.end)

    @classmethod
    def of(cls, move: Move) -> "Shape":
        """The shape of a request."""
        load = Load(move.nation, move.cargo, move.max_mlc, move.lane_metres)
        return cls(move.start, move.end, move.modes, move.through, load)


class Plans:
    """Makes plans and keeps them."""

    def __init__(self, network: Network, written: Movement) -> None:
        self.network = network
        self.written = written
        self.figures = Figures(written, network)
        self._plans: dict[Shape, Plan | None] = {}

    @cached_property
    def routing(self) -> Routing:
        """The unfolded network; made when the first plan needs it."""
        return Routing(self.network)

    def __getstate__(self) -> dict[str, Any]:
        """Plans travel to other processes without the unfolded network, which they no longer need."""
        return {key: value for key, value in self.__dict__.items() if key != "routing"}

    def of(self, shape: Shape) -> Plan | None:
        """The plan for requests of this shape; None where there is no way."""
        if shape not in self._plans:
            found = self._route(shape, Prices(self.figures, shape.load))
            self._plans[shape] = None if found is None else tuple(self._legs(shape, found[1]))
        return self._plans[shape]

    def least(self, shape: Shape) -> int | None:
        """Seconds that this shape needs at the very least; None where there is no way."""
        found = self._route(shape, Prices(self.figures, shape.load, least=True))
        return None if found is None else found[0]

    def _route(self, shape: Shape, prices: Prices) -> tuple[int, Route] | None:
        """Stretch by stretch from stop to stop; who has flown once goes on by other means."""
        costs = prices.costs()
        seconds = 0
        legs: list[Leg] = []
        for start, end in pairwise(shape.stops):
            flown = any(leg.mode == "air" for leg in legs)
            modes = tuple(mode for mode in shape.modes if not (flown and mode == "air"))
            found = self.routing.shortest(start, end, modes, costs)
            if found is None:
                return None
            seconds += found[0]
            legs.extend(found[1])
        return seconds, tuple(legs)

    def gap(self, shape: Shape) -> tuple[Spot, Spot] | None:
        """The two spots with no way between them: the nearest that is reached, and the end wanted."""
        costs = Prices(self.figures, shape.load).costs()
        for start, end in pairwise(shape.stops):
            if self.routing.shortest(start, end, shape.modes, costs) is None:
                reached = self.routing.reached(start, shape.modes, costs)
                return self._nearest(reached, start, end), (end, "rest")
        return None

    def _nearest(self, reached: set[Spot], start: str, end: str) -> Spot:
        places = self.network.places
        spots = [spot for spot in reached if spot[1] != "rest"] or [(start, "rest")]
        return min(spots, key=lambda spot: (great_circle(places[spot[0]], places[end]), spot))

    def _legs(self, shape: Shape, route: Route) -> Iterator[LegPlan]:
        before = None
        for leg in route:
            clears = self.figures.entry("ports", leg.start, "clearance") if before == "sea" else 0
            before = leg.mode
            alternatives = [leg, *self._detours(shape, leg)] if leg.transloads else [leg]
            lift = self.figures.lift(leg, shape.load)
            yield LegPlan(
                leg.mode,
                leg.start,
                leg.end,
                tuple(tuple(self._step(hop) for hop in way.hops) for way in alternatives),
                self.figures.lot(leg.mode, lift, shape.load),
                lift,
                clears,
            )

    def _detours(self, shape: Shape, leg: Leg) -> Iterator[Leg]:
        """The same rail leg with its gauge changed elsewhere, nearest first."""
        prices = Prices(self.figures, shape.load)
        for _ in range(self.written.alternatives - 1):
            prices.avoid |= set(leg.transloads)
            found = self.routing.shortest(leg.start, leg.end, ("rail",), prices.costs())
            if found is None or len(found[1]) != 1:
                return
            leg = found[1][0]
            yield leg

    def _step(self, hop: Hop) -> Step:
        figures = self.figures
        link = self.network.links.get(hop.link)
        headway, hold = figures.spacing(hop, link)
        gate = f"{hop.link}>{hop.end}" if hold or headway else None
        return Step(hop, figures.speed(hop, link), gate, headway, hold, figures.crossing(hop))
