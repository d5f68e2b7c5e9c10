"""The gates and pools of one run, made when the first serial needs them."""

from functools import partial

from posture.core.clock import DAY
from posture.operations.movement.lift import Aircraft
from posture.operations.movement.parameters import Parameters
from posture.operations.movement.plans import Step
from posture.operations.movement.ways import Passage
from posture.theatre import Theatre
from posture.theatre.closures import ClosureWindow, Key
from posture.theatre.gates import Calendar, Pool
from posture.theatre.queues import Queue

Gate = Calendar | Queue
SERVERS = {
    "ramp": ("railheads", "ramps"),
    "transload": ("transloads", "tracks"),
    "berth": ("ports", "berths"),
}
"""Kinds of gate where work is done, and where the number of their servers is written."""


class Gates:
    """Ramps, tracks, berths, parking, ways and pools of one run."""

    def __init__(self, theatre: Theatre, parameters: Parameters) -> None:
        self._theatre = theatre
        self.parameters = parameters
        self._gates: dict[tuple[str, str], Gate] = {}
        self._ways: dict[str, Calendar] = {}
        self._pools: dict[str, Pool] = {}
        self._rule = parameters.written.queues

    def at(self, kind: str, place: str) -> Gate:
        """Ramps of a railhead, tracks of a place of gauge change, or berths of a port."""
        key = (kind, place)
        if key not in self._gates:
            servers = self.parameters.entry(SERVERS[kind][0], place, SERVERS[kind][1])
            windows = self._windows(("place", place), ("gate", place, kind))
            if self._rule == "first come":
                self._gates[key] = Calendar(place, servers, windows=windows)
            else:
                self._gates[key] = self._queue(place, servers, windows)
        return self._gates[key]

    def tracks(self, place: str) -> int:
        """How many trains can change gauge at once at a place."""
        tracks: int = self.parameters.entry("transloads", place, "tracks")
        return tracks

    def parking(self, place: str, plane: Aircraft) -> Calendar:
        """Where an aircraft of this kind is worked, within the hours in which the field is open."""
        parameters = self.parameters
        apart = plane.body == "narrow" and parameters.entry("airfields", place, "narrow") is not None
        key = f"{place} narrow" if apart else place
        if key not in self._ways:
            open_for = parameters.entry("airfields", place, "open")
            self._ways[key] = Calendar(
                place,
                parameters.places_to_work(place, plane),
                None if open_for >= DAY else open_for,
                self._windows(("place", place), ("gate", place, "airfield")),
            )
        return self._ways[key]

    def clearance(self, place: str) -> Calendar:
        """What leaves a port, a piece at a time."""
        return self._way(f"{place} clearance", 1, ("place", place))

    def credits(self, place: str) -> Calendar:
        """What lets march units set out from a place one by one."""
        return self._way(f"{place} credits", 1)

    def passage(self, place: str, passage: Passage, start: str) -> Calendar:
        """A strait or bridge, in the direction that comes from `start` or in all."""
        assert passage.servers is not None
        name = f"{place} passage" if passage.both_ways else f"{start}>{place} passage"
        return self._way(name, passage.servers, ("place", place))

    def way(self, step: Step) -> Calendar:
        """One direction of a road or railway, entered one after the other."""
        return self._way(step.key, 1, ("link", step.hop.link), ("place", step.hop.end))

    def room(self, step: Step) -> Calendar:
        """One direction of a way that holds only so many at once."""
        return self._way(f"{step.key} room", step.capacity, ("link", step.hop.link), ("place", step.hop.end))

    def pool(self, name: str) -> Pool:
        """Things that come back; ships join when they have been activated."""
        if name not in self._pools:
            size = self.parameters.pool_size(name)
            ships = self.parameters.written.ships.get(name)
            pool = self._pools[name] = Pool(self._theatre.env, name, size, free=size if ships is None else 0)
            if ships is not None:
                for number in range(1, size + 1):
                    seconds = self._theatre.chance.seconds(ships.activation, f"{name} {number}", "activation")
                    self._theatre.after(seconds, pool.give)
        return self._pools[name]

    def pools(self) -> dict[str, Pool]:
        """Every pool that was used, by name."""
        return self._pools

    def _way(self, name: str, servers: int, *keys: Key) -> Calendar:
        gate = self._ways.get(name)
        if gate is None:
            gate = self._ways[name] = Calendar(name, servers, windows=self._windows(*keys))
        return gate

    def _windows(self, *keys: Key) -> list[ClosureWindow]:
        closures = self._theatre.closures
        return closures.windows(*keys) if closures else []

    def _queue(self, place: str, servers: int, windows: list[ClosureWindow]) -> Queue:
        """A queue whose servers are closed and opened as its windows say."""
        theatre = self._theatre
        queue = Queue(theatre.env, place, servers, bumping=self._rule == "bumping")
        for window in windows:
            left = int(servers * window.share)
            theatre.after(max(0, window.begin - theatre.now), partial(queue.set_servers, left))
            if window.end != float("inf"):
                wait = max(0, int(window.end) - theatre.now)
                theatre.after(wait, partial(queue.set_servers, servers))
        return queue
