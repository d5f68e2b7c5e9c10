"""By rail: wagon sets, ramps, train paths, and a change of gauge where the way has one."""

from collections.abc import Generator, Hashable, Iterator
from math import inf
from typing import TYPE_CHECKING, Any

from simpy import Event

from posture.core.clock import DAY
from posture.core.distributions import Distribution
from posture.operations.movement.legs import LegPlan, Step, Steps
from posture.operations.movement.lift import FREIGHT
from posture.operations.movement.modes.base import CostBasis, EndWork, Expectation, TransportMode
from posture.operations.movement.parameters import Parameters
from posture.operations.movement.serials import Serial
from posture.operations.movement.tables import stated
from posture.theatre import Process
from posture.theatre.closures import NEVER
from posture.theatre.event_kinds import GATE_QUEUE, LOADING, RAIL, TRANSLOAD, UNLOADING
from posture.theatre.network import Kind, Link, Place
from posture.theatre.requests import Load
from posture.theatre.routing import Hop, Layer, Leg, gauge_of, rail_layer

if TYPE_CHECKING:
    from posture.operations.movement.travel import Travel

ENGINE = 20
"""Metres of a train that its engine takes."""

RAMP_KINDS: frozenset[Kind] = frozenset({"base", "railhead", "prepo", "port"})
"""Kinds of place that have a ramp without an entry of their own. A place of gauge change has none:
else trains would be unloaded and loaded again where wagons are changed."""


class RailMode(TransportMode):
    """Trains, each on a wagon set of the gauge of its way."""

    name = "rail"
    cause = RAIL
    gate = "ramp"

    def _usual_speed(self, parameters: Parameters, hop: Hop, link: Link | None, load: Load) -> Distribution:
        assert link is not None
        return stated(parameters.rail(gauge_of(hop.layer), link.country).speed)

    def spacing(self, parameters: Parameters, hop: Hop, link: Link | None) -> tuple[int, int]:
        """By the paths a day that military trains get."""
        assert link is not None
        own = parameters.own(hop)
        trains = own.trains if own is not None else None
        return 0, DAY // (trains or stated(parameters.rail(gauge_of(hop.layer), link.country).trains))

    def _border(self, parameters: Parameters, place: Place) -> Distribution:
        return stated(parameters.crossing_into(place).train)

    def lift(self, parameters: Parameters, leg: Leg, load: Load) -> tuple[str, ...]:
        """One set for each gauge on the way."""
        names: list[str] = []
        layer = ""
        for hop in leg.hops:
            if hop.layer != layer:
                layer = hop.layer
                country = parameters.network.links[hop.link].country
                names.append(stated(_wagons(parameters, gauge_of(layer), load.nation, country)))
        return tuple(names)

    def heeds(self, parameters: Parameters, load: Load) -> Hashable:
        """The nation, if it has wagons of its own."""
        own = any(name.endswith(f"-{load.nation}") for name in parameters.written.wagons)
        return load.cargo in FREIGHT, load.nation if own else None

    def lot(self, parameters: Parameters, leg: Leg, lift: tuple[str, ...], load: Load) -> int:
        """What the smallest of its trains takes."""
        return min(_train(parameters, leg, name) for name in lift)

    def travel(self, basis: CostBasis, hop: Hop, link: Link | None) -> int | None:
        """At the speed of the way, where a train of one wagon is not too long."""
        if basis.load.cargo not in FREIGHT or not _fits(basis, hop, link):
            return None
        return self._drive(basis, hop, link)

    def change(self, basis: CostBasis, key: str, layer: Layer, *, loading: bool) -> int | None:
        """At a ramp, where there are wagons of the gauge."""
        parameters = basis.parameters
        if parameters.network.places[key].kind not in RAMP_KINDS and key not in parameters.railheads:
            return None
        if (key, "ramp") in basis.shut or _set_for(basis, key, layer) is None:
            return None
        railhead = parameters.railheads[key]
        return basis.time(stated(railhead.load if loading else railhead.unload))

    def transload(self, basis: CostBasis, key: str, end: Layer) -> int | None:
        """From wagons of one gauge to those of the other."""
        if (key, "transload") in basis.shut or key in basis.avoid or _set_for(basis, key, end) is None:
            return None
        return basis.time(stated(basis.parameters.transloads[key].time))

    def work(self, parameters: Parameters, leg: LegPlan, *, loading: bool) -> EndWork:
        """At the ramps of a railhead."""
        railhead = parameters.railheads[leg.start if loading else leg.end]
        time = railhead.load if loading else railhead.unload
        return EndWork(stated(time), "ramps", stated(railhead.ramps))

    def turn(self, parameters: Parameters, pool: str) -> int:
        """Turning the empty set."""
        return int(parameters.wagons[pool].turn.low)

    def owns(self, parameters: Parameters, pool: str) -> bool:
        """Wagon sets."""
        return pool in parameters.wagons

    def layer_of(self, pool: str) -> Layer:
        """The gauge of the set."""
        return rail_layer(_gauge(pool))

    def empty(self, expect: Expectation, pool: str, hop: Hop) -> int:
        """At the speed of a train; it waits at no border."""
        parameters = expect.parameters
        own, country = parameters.own(hop), parameters.network.links[hop.link].country
        speed = own.speed if own is not None else None
        return expect.along(hop.metres, speed or stated(parameters.rail(_gauge(pool), country).speed))

    def straight(self, expect: Expectation, pool: str, metres: int) -> int:
        """At the speed of a train of its gauge."""
        return expect.along(metres, stated(expect.parameters.rail(_gauge(pool), "any").speed))

    def carry(self, travel: "Travel", serial: Serial, leg: LegPlan) -> Process:
        """A train: takes a wagon set and a ramp, runs path by path, changes gauge where the way does."""
        railheads, handling, gates = travel.parameters.railheads, travel.handling, travel.gates
        train = Train(travel, serial, leg)
        if not (yield from travel.board(serial, leg, gates.pool(leg.lift[0]))):
            return
        load = stated(railheads[leg.start].load)
        yield from handling.at(serial, gates.ramps(leg.start), load, LOADING, leg.start)
        steps = _choose(travel, serial, leg)
        yield from _next_path(travel, serial, steps[0])
        done = yield from travel.along(serial, leg, steps, change=train.change)
        yield from travel.put_in(serial, leg, "ramp", done[-1].hop.layer if done else "")
        unload = stated(railheads[serial.end].unload)
        yield from handling.at(serial, gates.ramps(serial.end), unload, UNLOADING, serial.end)
        train.leave(serial.end)

    def lacking(self, parameters: Parameters, load: Load, ends: set[str]) -> Iterator[str]:
        """Wagons of the gauges at both ends of the gap, or trains long enough for one."""
        for key, link in parameters.network.links.items():
            if link.gauge is None or not ends & {link.start, link.end}:
                continue
            name = _wagons(parameters, link.gauge, load.nation, link.country)
            if name is None:
                yield f"wagons of {link.gauge} mm on offer"
            elif not _one_fits(parameters, name, link.gauge, link.country):
                wagon, longest = (
                    parameters.wagons[name].wagon,
                    parameters.rail(link.gauge, link.country).length,
                )
                yield f"train on {key}, at most {longest} m, for {_engine_and(wagon)}"


class Train:
    """The wagon sets of one train: one after the other, each free where it has been emptied."""

    def __init__(self, travel: "Travel", serial: Serial, leg: LegPlan) -> None:
        self.travel = travel
        self.serial = serial
        self.leg = leg
        self._held = 0

    def change(self, place: str, done: Steps) -> Generator[Event, Any, bool]:
        """Change the gauge at a place, `done` being the way come with the set so far; gives whether it could.

        It keeps its set until there is one to load into, unless that one would never come: its holders wait
        for sets such as this one.
        """
        travel, handling, gates = self.travel, self.travel.handling, self.travel.gates
        gates.came_to(place)
        mine, wanted = self.leg.lift[self._held : self._held + 2]
        time = stated(travel.parameters.transloads[place].time)
        with gates.holding(mine, wanted) as for_ever:
            if not for_ever:
                yield from self._next_set(wanted, place)
                if _opens(travel, place) > travel.theatre.now:
                    gates.pool(wanted).promise(self._share, place)
                    handling.give(self.serial, gates.pool(wanted), place)
                    return False
        if for_ever:  # it unloads on the ground, and its set goes back to whoever waits for that
            yield from handling.at(self.serial, gates.tracks(place), time, TRANSLOAD, place)
            self.leave(place)
            yield from self._next_set(wanted, place)
        yield from handling.at(self.serial, gates.tracks(place), time, TRANSLOAD, place)
        if not for_ever:
            self.leave(place)
        self._held += 1
        return True

    @property
    def _share(self) -> float:
        """How much of a train its pieces are."""
        return self.serial.pieces / self.leg.lot

    def _next_set(self, wanted: str, place: str) -> Process:
        pool = self.travel.gates.pool(wanted)
        yield from self.travel.handling.take(self.serial, pool, place)
        self.travel.theatre.waits.hold(self.serial.name, wanted)
        pool.settle(self._share, place)

    def leave(self, place: str) -> None:
        """The empty set turns and is free where it is."""
        travel, name = self.travel, self.leg.lift[self._held]
        turn = travel.parameters.wagons[name].turn
        travel.theatre.waits.drop(self.serial.name, name)
        seconds = travel.theatre.chance.seconds(turn, self.serial.name, f"turn {place}")
        travel.theatre.after(seconds, lambda: travel.gates.pool(name).give(1, place))


def _next_path(travel: "Travel", serial: Serial, step: Step) -> Process:
    """A train that has loaded at any time leaves by the next of the paths that come at fixed times."""
    if travel.parameters.rail(gauge_of(step.hop.layer), step.country).paths == "by timetable":
        wait = int(travel.theatre.chance.uniform(serial.name, "train path") * step.hold)
        yield from travel.handling.spend(serial, wait, GATE_QUEUE, step.hop.start)


def _choose(travel: "Travel", serial: Serial, leg: LegPlan) -> Steps:
    """The alternative that promises the earliest end, by what is booked and who is on the way there."""
    steps = leg.alternatives[0]
    if len(leg.alternatives) > 1:
        steps = min(leg.alternatives, key=lambda steps: _promise(travel, serial, steps))
    share = serial.pieces / leg.lot
    for name, usual, place in zip(leg.lift[1:], leg.taken_at[1:], travel.changes(steps), strict=True):
        travel.gates.heads_for(place)
        if place != usual:
            travel.gates.pool(name).settle(share, usual)
            travel.gates.pool(name).promise(share, place)
    return steps


def _promise(travel: "Travel", serial: Serial, steps: Steps) -> int:
    """When a serial that left now would be at the end of its leg, as far as can be foreseen."""
    moment = travel.theatre.now
    layer = steps[0].hop.layer
    for step in steps:
        hop = step.hop
        if hop.layer != layer:
            layer = hop.layer
            transload = travel.parameters.transloads[hop.start]
            each = round(stated(transload.time).middle)
            ahead = travel.gates.heading(hop.start) * each // stated(transload.tracks)
            moment = max(moment, _opens(travel, hop.start))
            moment = travel.handling.foreseen(travel.gates.tracks(hop.start), moment) + ahead + each
        moment += round(hop.metres / serial.value(travel.theatre.chance, step.speed))
    return moment


def _opens(travel: "Travel", place: str) -> int:
    """When a place of gauge change that is shut now opens again; now, if it is not."""
    closures, now = travel.theatre.closures, travel.theatre.now
    opens = closures.opens(now, ("gate", place, "transload"), ("place", place)) if closures else now
    return NEVER if opens == inf else int(opens)


def _wagons(parameters: Parameters, gauge: int, nation: str, country: str) -> str | None:
    """The pool of wagon sets that serves a nation's trains of one gauge.

    Its own, else that of the country where the train is made up, else the largest; None if there is none.
    """
    pools = parameters.written.wagons
    for owner in (nation, country):
        if f"{gauge}-{owner}" in pools:
            return f"{gauge}-{owner}"
    others = [name for name in pools if name.startswith(f"{gauge}-")]
    return max(others, key=lambda name: pools[name].sets, default=None)


def _gauge(pool: str) -> int:
    """The gauge by which a pool of wagon sets is named, `1435-DE`."""
    return int(pool.partition("-")[0])


def _set_for(basis: CostBasis, key: str, layer: Layer) -> str | None:
    country = basis.parameters.network.places[key].country
    return _wagons(basis.parameters, gauge_of(layer), basis.load.nation, country)


def _train(parameters: Parameters, leg: Leg, name: str) -> int:
    """Vehicles on one train: what its set takes, cut to the shortest length limit on the way."""
    wagons = parameters.wagons[name]
    if wagons.wagon is None:
        return wagons.pieces
    limits = [
        parameters.rail(gauge_of(hop.layer), parameters.network.links[hop.link].country).length
        for hop in leg.hops
        if name.startswith(f"{gauge_of(hop.layer)}-")
    ]
    longest = min((limit for limit in limits if limit is not None), default=None)
    if longest is None:
        return wagons.pieces
    return min(wagons.pieces, (longest - ENGINE) // wagons.wagon)


def _engine_and(wagon: int | None) -> str:
    return f"an engine of {ENGINE} m and a wagon of {wagon} m"


def _fits(basis: CostBasis, hop: Hop, link: Link | None) -> bool:
    """Whether a train of one wagon may use a way."""
    assert link is not None
    parameters, gauge = basis.parameters, gauge_of(hop.layer)
    name = _wagons(parameters, gauge, basis.load.nation, link.country)
    return name is None or _one_fits(parameters, name, gauge, link.country)


def _one_fits(parameters: Parameters, name: str, gauge: int, country: str) -> bool:
    """Whether the engine and one wagon of a pool are within the longest train of a country's railways."""
    wagon, longest = parameters.wagons[name].wagon, parameters.rail(gauge, country).length
    return wagon is None or longest is None or longest >= ENGINE + wagon
