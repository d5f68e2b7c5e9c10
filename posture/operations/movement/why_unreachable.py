"""Why something cannot reach its place: the gap in the network, in words."""

from collections.abc import Iterable
from dataclasses import replace

from posture.operations.movement.modes import MODES
from posture.operations.movement.plans import Plans
from posture.operations.movement.route_request import RouteRequest
from posture.theatre.network import Closure, Mode, Network
from posture.theatre.routing import REST, Layer


def why_not(plans: Plans, shape: RouteRequest) -> str:
    """The gap that keeps a shape from its end, and what would bridge it: what is closed, weak or lacking."""
    gap = plans.gap(shape)
    if gap is None:
        return "it flies once and must go on by other means; add them to 'modes'"
    (nearest, layer), (end, _) = gap
    modes = next(modes for _, place, modes in shape.stretches if place == end)
    takers = [name for name, mode in MODES.items() if mode.carries_people]
    if shape.load.cargo == "people" and not set(takers) & set(modes):
        return f"{shape.load.cargo} go by {' or '.join(takers)} only; add one of them to 'modes'"
    places = plans.network.places
    if layer == REST:
        what = f"no {' or '.join(modes) or 'mode'} that it may use out of {places[nearest].name}"
    elif nearest == end:
        what = f"it comes to {places[end].name} by {way(layer)} but cannot unload there"
    else:
        what = f"no {way(layer)} beyond {places[nearest].name} towards {places[end].name}"
    return (
        what
        + _closed(plans, shape)
        + _too_weak(plans, shape)
        + _too_shallow(plans, shape)
        + _no_lift(plans, shape, modes, {nearest, end})
    )


def way(layer: Layer) -> str:
    """A layer in words."""
    return f"rail of {layer.removeprefix('rail ')} mm" if layer.startswith("rail") else layer


def _closed(plans: Plans, shape: RouteRequest) -> str:
    """Closures without any one of which there would be a way."""
    network = plans.network
    said = []
    for key, closure in network.closures.items():
        others = {name: one for name, one in network.closures.items() if name != key}
        if closure.for_good and Plans(replace(network, closures=others), plans.written).of(shape):
            said.append(f"; {_in_words(network, closure)} is closed")
    return "".join(said)


def _in_words(network: Network, closure: Closure) -> str:
    if closure.place is None:
        return f"the way {' and '.join(closure.links)}"
    name = network.places[closure.place].name
    if closure.gate is None:
        return name
    return f"{'an' if closure.gate == 'airfield' else 'a'} {closure.gate} at {name}"


def _too_weak(plans: Plans, shape: RouteRequest) -> str:
    """Ways that bear too little, on the route that a light load would take."""
    heaviest = shape.load.max_mlc or 0
    links = plans.network.links
    light = plans.of(shape._replace(load=shape.load._replace(max_mlc=None))) if heaviest else ()
    ways = [key for plan in light[:1] for key in plan.links if key in links]
    bears = {key: plans.parameters.bears(links[key]) or heaviest for key in ways}
    return "".join(
        f"; {key} bears load class {most}, not {heaviest}"
        for key, most in sorted(bears.items())
        if most < heaviest
    )


def _too_shallow(plans: Plans, shape: RouteRequest) -> str:
    """Ports and passages too shallow for the ship, on the route that one without draught would take."""
    said: list[str] = []
    for name, mode in MODES.items():
        flat = mode.without_draught(plans.written, shape.load)
        if flat is not None:
            afloat = Plans(plans.network, flat).of(shape)
            legs = [leg for plan in afloat[:1] for leg in plan.legs if leg.mode == name]
            said += mode.too_shallow(plans.parameters, shape.load, legs)
    return "".join(f"; {one}" for one in said)


def _no_lift(plans: Plans, shape: RouteRequest, modes: Iterable[Mode], ends: set[str]) -> str:
    """Lift that would be needed and nobody offers."""
    lacking = [one for mode in modes for one in MODES[mode].lacking(plans.parameters, shape.load, ends)]
    return "".join(f"; no {one}" for one in dict.fromkeys(lacking))
