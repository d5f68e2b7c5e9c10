"""Why something cannot reach its place: the gap in the network, in words."""

from posture.operations.movement.plans import Plans, Shape
from posture.theatre.network import Closure, Network
from posture.theatre.routing import REST, Layer


def why_not(plans: Plans, shape: Shape) -> str:
    """The gap that keeps a shape from its end, and what is closed that would bridge it."""
    gap = plans.gap(shape)
    if gap is None:
        return "there is a way"
    (nearest, layer), (end, _) = gap
    places = plans.network.places
    if layer == REST:
        what = f"no {' or '.join(shape.modes)} that it may use out of {places[nearest].name}"
    elif nearest == end:
        what = f"it comes to {places[end].name} by {way(layer)} but cannot unload there"
    else:
        what = f"no {way(layer)} beyond {places[nearest].name} towards {places[end].name}"
    return what + _closed(plans, shape) + _no_lift(plans, shape, {nearest, end})


def way(layer: Layer) -> str:
    """A layer in words."""
    return f"rail of {layer.removeprefix('rail ')} mm" if layer.startswith("rail") else layer


def _closed(plans: Plans, shape: Shape) -> str:
    """Closures without any one of which there would be a way."""
    network = plans.network
    said = []
    for key, closure in network.closures.items():
        others = {name: one for name, one in network.closures.items() if name != key}
        open_again = Plans(Network(network.places, network.links, others), plans.written)
        if open_again.of(shape):
            said.append(f"; {_in_words(network, closure)} is closed")
    return "".join(said)


def _in_words(network: Network, closure: Closure) -> str:
    if closure.place is None:
        return f"the way {' and '.join(closure.links)}"
    name = network.places[closure.place].name
    return f"a {closure.gate} at {name}" if closure.gate else name


def _no_lift(plans: Plans, shape: Shape, ends: set[str]) -> str:
    """Lift that would be needed and nobody offers; for rail, of the gauges at both ends of the gap."""
    written = plans.written
    lacking = []
    if "rail" in shape.modes:
        links = plans.network.links.values()
        gauges = {
            str(link.gauge) for link in links if link.gauge is not None and ends & {link.start, link.end}
        }
        have = {name.split("-")[0] for name in written.wagons}
        lacking += [f"wagons of {gauge} mm" for gauge in sorted(gauges - have)]
    if "sea" in shape.modes and not written.ships:
        lacking.append("ships")
    if "air" in shape.modes and not written.aircraft:
        lacking.append("aircraft")
    return f"; no {' and no '.join(lacking)} on offer" if lacking else ""
