"""What decides a route, and what else may be asked for so that a load has ways to choose from."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from posture.operations.movement.legs import Plan
from posture.operations.movement.lift import LADEN, Ferry
from posture.operations.movement.modes import MODES
from posture.operations.movement.parameters import Parameters
from posture.theatre.network import Mode, great_circle
from posture.theatre.requests import Load, Move, Stop

SEA: tuple[Mode, ...] = ("sea",)


class RouteRequest(NamedTuple):
    """What decides a route: requests alike in it share one plan. A mode may be spared where others lead."""

    start: str
    stops: tuple[Stop, ...]
    load: Load
    sparing: Mode | None = None

    @property
    def end(self) -> str:
        """The last stop."""
        return self.stops[-1][0]

    @property
    def modes(self) -> tuple[Mode, ...]:
        """Every mode that it may use somewhere."""
        return tuple(dict.fromkeys(mode for _, modes in self.stops for mode in modes))

    @property
    def stretches(self) -> Iterator[tuple[str, str, tuple[Mode, ...]]]:
        """From where to where by which modes, stop by stop."""
        start = self.start
        for place, modes in self.stops:
            yield start, place, modes
            start = place

    @property
    def without_stops(self) -> "RouteRequest":
        """The same from start to end by every mode that it may use somewhere, where its stops are ports.

        A port or airfield is a wish, named to change from modes on the ground to one that lifts. A place that
        is to be passed by the same modes as before is kept.
        """
        if len({modes for _, modes in self.stops}) == 1:
            return self
        return RouteRequest(self.start, ((self.end, self.modes),), self.load)

    @classmethod
    def of(cls, move: Move) -> "RouteRequest":
        """The shape of a request."""
        return cls(move.start, move.stops, move.load)


def alternatives(
    parameters: Parameters, shape: RouteRequest, usual: Sequence[Plan]
) -> Iterator[RouteRequest]:
    """The same without a mode of the usual plans, sparing transporters, by other kinds of ship, by ferry."""
    used = {leg.mode for plan in usual for leg in plan.legs if leg.lift}
    without = [one for mode in sorted(used) if (one := _without(shape, mode)) is not None]
    yield from without
    for one in (shape, *without) if shape.load.cargo in LADEN else ():
        yield from (one._replace(sparing=mode) for mode in one.modes if MODES[mode].in_column)
    by_any_kind = {leg.mode for plan in usual for leg in plan.legs}
    for mode in sorted(by_any_kind):
        for kind in MODES[mode].kinds(parameters, shape.load):
            yield shape._replace(load=shape.load._replace(lift=kind))
    if len(shape.stops) == 1 and "sea" in shape.modes and not shape.load.lift:
        for name, ferry in parameters.written.ferries.items():
            yield from _by_ferry(parameters, shape, name, ferry)


def _without(shape: RouteRequest, mode: Mode) -> RouteRequest | None:
    """The same without a mode; None where nothing else leads to one of its stops."""
    stops = tuple((place, tuple(one for one in modes if one != mode)) for place, modes in shape.stops)
    return shape._replace(stops=stops) if all(modes for _, modes in stops) else None


def _by_ferry(parameters: Parameters, shape: RouteRequest, name: str, ferry: Ferry) -> Iterator[RouteRequest]:
    """Over the ground to a port of a ferry, across, and on, where that spares ground; without other lift."""
    places = parameters.network.places
    ground = tuple(mode for mode in shape.modes if not MODES[mode].from_port_to_port and not MODES[mode].once)
    start, end = places[shape.start], places[shape.end]
    for one, other in ((ferry.start, ferry.end), (ferry.end, ferry.start)):
        on_land = great_circle(start, places[one]) + great_circle(places[other], end)
        if on_land < great_circle(start, end) and shape.load.cargo in ferry.cargo:
            stretches = (shape.start, one, ground), (one, other, SEA), (other, shape.end, ground)
            stops = tuple((to, modes) for place, to, modes in stretches if place != to)
            if all(modes for _, modes in stops):
                yield RouteRequest(shape.start, stops, shape.load._replace(lift=name))
