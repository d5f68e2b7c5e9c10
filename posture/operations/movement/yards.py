"""The gates and pools of one run, made when the first serial needs them."""

from posture.ground.clock import DAY
from posture.operations.movement.figures import Figures
from posture.theatre import Theatre
from posture.theatre.gates import Calendar, Pool


class Yards:
    """Ramps, tracks, berths, parking, ways and pools of one run."""

    def __init__(self, theatre: Theatre, figures: Figures) -> None:
        self._theatre = theatre
        self.figures = figures
        self._gates: dict[tuple[str, str], Calendar] = {}
        self._pools: dict[str, Pool] = {}

    def ramp(self, place: str) -> Calendar:
        """The ramps of a railhead."""
        return self._gate("ramp", place, "railheads", "ramps")

    def tracks(self, place: str) -> Calendar:
        """The tracks of a place of gauge change."""
        return self._gate("transload", place, "transloads", "tracks")

    def berths(self, place: str) -> Calendar:
        """The berths of a port."""
        return self._gate("berth", place, "ports", "berths")

    def parking(self, place: str) -> Calendar:
        """The working places of an airfield, open so long a day."""
        key = ("parking", place)
        if key not in self._gates:
            mog = self.figures.entry("airfields", place, "mog")
            open_for = self.figures.entry("airfields", place, "open")
            self._gates[key] = Calendar(place, mog, None if open_for >= DAY else open_for)
        return self._gates[key]

    def clearance(self, place: str) -> Calendar:
        """What leaves a port, a piece at a time."""
        key = ("clearance", place)
        if key not in self._gates:
            self._gates[key] = Calendar(place, 1)
        return self._gates[key]

    def way(self, gate: str) -> Calendar:
        """One direction of a road or railway."""
        key = ("way", gate)
        if key not in self._gates:
            self._gates[key] = Calendar(gate, 1)
        return self._gates[key]

    def pool(self, name: str) -> Pool:
        """Things that come back; ships join when they have been activated."""
        if name not in self._pools:
            size = self.figures.pool_size(name)
            ships = self.figures.written.ships.get(name)
            pool = self._pools[name] = Pool(self._theatre.env, name, size, free=size if ships is None else 0)
            if ships is not None:
                for number in range(1, size + 1):
                    seconds = self._theatre.chance.seconds(ships.activation, f"{name} {number}", "activation")
                    self._theatre.after(seconds, pool.give)
        return self._pools[name]

    def _gate(self, kind: str, place: str, table: str, field: str) -> Calendar:
        key = (kind, place)
        if key not in self._gates:
            self._gates[key] = Calendar(place, self.figures.entry(table, place, field))
        return self._gates[key]

    def gates(self) -> dict[tuple[str, str], Calendar]:
        """Every gate that was used, by kind and place."""
        return self._gates

    def pools(self) -> dict[str, Pool]:
        """Every pool that was used, by name."""
        return self._pools
