"""Why something cannot reach its place: the gap in the network, in words."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace

from posture.core.schema import FrozenMap
from posture.operations.movement.cargo import FREIGHT, LADEN
from posture.operations.movement.plans import Plans, RouteRequest
from posture.theatre.network import Closure, Mode, Network
from posture.theatre.routing import REST, Layer


def why_not(plans: Plans, shape: RouteRequest) -> str:
    """The gap that keeps a shape from its end, and what would bridge it: what is closed, weak or lacking."""
    gap = plans.gap(shape)
    if gap is None:
        return "it flies once and must go on by other means; add them to 'modes'"
    (nearest, layer), (end, _) = gap
    modes = next(modes for _, place, modes in shape.stretches if place == end)
    if shape.load.cargo not in FREIGHT and not {"road", "air"} & set(modes):
        return f"{shape.load.cargo} go by road or air only; add one of them to 'modes'"
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
    light = plans.of(replace(shape, load=replace(shape.load, max_mlc=None))) if heaviest else ()
    bears = {key: links[key].max_mlc or heaviest for plan in light[:1] for key in plan.links if key in links}
    return "".join(
        f"; {key} bears load class {most}, not {heaviest}"
        for key, most in sorted(bears.items())
        if most < heaviest
    )


def _too_shallow(plans: Plans, shape: RouteRequest) -> str:
    """Ports and passages too shallow for the ship, on the route that one without draught would take."""
    name = plans.parameters.ship(shape.load)
    draught = plans.written.ships[name].draught if name is not None else None
    if name is None or draught is None:
        return ""
    flat = {key: ship.model_copy(update={"draught": None}) for key, ship in plans.written.ships.items()}
    afloat = Plans(plans.network, plans.written.model_copy(update={"ships": FrozenMap(flat)})).of(shape)
    legs = [leg for plan in afloat[:1] for leg in plan.legs if leg.mode == "sea"]
    spots = {(leg.start, "ports") for leg in legs} | {(leg.end, "ports") for leg in legs}
    spots |= {(step.hop.end, "passages") for leg in legs for step in leg.alternatives[0]}
    said = []
    for key, table in sorted(spots):
        depth = plans.parameters.depth(key, table)
        if depth is not None and depth < draught:
            place = plans.network.places[key].name
            said.append(f"; '{name}' draws {draught / 100:g} m, and {place} takes {depth / 100:g} m")
    return "".join(said)


def _no_lift(plans: Plans, shape: RouteRequest, modes: Iterable[Mode], ends: set[str]) -> str:
    """Lift that would be needed and nobody offers."""
    lacking = [one for mode in modes for one in LACKING[mode](plans, shape, ends)]
    return "".join(f"; no {one}" for one in lacking)


def _no_wagons(plans: Plans, _: RouteRequest, ends: set[str]) -> Iterator[str]:
    """Of the gauges at both ends of the gap."""
    links = plans.network.links.values()
    gauges = {link.gauge for link in links if link.gauge is not None and ends & {link.start, link.end}}
    have = {name.split("-")[0] for name in plans.written.wagons}
    return (f"wagons of {gauge} mm on offer" for gauge in sorted(gauges) if str(gauge) not in have)


def _no_transporters(plans: Plans, shape: RouteRequest, _: set[str]) -> Iterator[str]:
    load = shape.load
    if load.cargo in LADEN and plans.parameters.transporters(load) is None:
        yield f"transporters of {load.nation} on offer, and {load.cargo} pieces use the road only on them"


def _no_ships(plans: Plans, _: RouteRequest, __: set[str]) -> Iterator[str]:
    if not plans.written.ships:
        yield "ships on offer"


def _no_aircraft(plans: Plans, shape: RouteRequest, _: set[str]) -> Iterator[str]:
    load = shape.load
    if not plans.written.aircraft:
        yield "aircraft on offer"
    elif load.cargo in FREIGHT and not load.weight:
        yield "weight is known of what shall fly; write 'tonnes' of its unit"
    elif plans.parameters.plane(load) is None:
        yield f"aircraft on offer that takes its {load.cargo}"


LACKING: Mapping[Mode, Callable[[Plans, RouteRequest, set[str]], Iterator[str]]] = {
    "rail": _no_wagons,
    "road": _no_transporters,
    "sea": _no_ships,
    "air": _no_aircraft,
}
