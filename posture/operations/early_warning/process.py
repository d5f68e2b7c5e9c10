"""What happens: contingents come by date or order, and stations are kept from when they are wanted."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from simpy import Event

from posture.operations.early_warning.event_kinds import OBEYS, STATION
from posture.operations.early_warning.fleet import Fleet
from posture.operations.early_warning.orbit import Orbit
from posture.operations.early_warning.schema import Contingent, EarlyWarning, Station
from posture.theatre import Process, Theatre
from posture.theatre.event_kinds import EARLY_WARNING_BASE
from posture.theatre.levels import surveillance
from posture.theatre.network import Place, great_circle

Packages = Mapping[tuple[str, str], list[Event]]
"""By base and order: one event for each contingent that the order sends, when it has come."""


def start(theatre: Theatre, written: EarlyWarning, places: Mapping[str, Place]) -> None:
    """Open the bases, let contingents come, and keep the stations."""
    if not written.stations:
        return
    clock = theatre.clock
    fleets = {name: Fleet(theatre, name, written, base) for name, base in written.bases.items()}
    areas = {one.watches: WatchedArea(theatre, one.watches) for one in written.stations.values()}
    orbits: list[Orbit] = []
    for name, station in written.stations.items():
        area, out = areas[station.watches], transit(written, station, places)
        orbit = Orbit(theatre, name, station, out, fleets[station.base], area.tell)
        theatre.note(STATION, name, station.base, out)
        area.orbits.append(orbit)
        orbits.append(orbit)
    for name, fleet in fleets.items():
        theatre.note(EARLY_WARNING_BASE, name, written.bases[name].at)
        theatre.start(fleet.open(sum(one.at_once for one in orbits if one.fleet is fleet)))
    packages: Packages = defaultdict(list)
    for name, one in written.contingents.items():
        come = Event(theatre.env)
        if one.after is not None and one.start is None and (one.end is None or clock.seconds(one.end) > 0):
            packages[one.base, one.after].append(come)
        owner = None if one.of is None else fleets[written.contingents[one.of].base]
        theatre.start(_serve(theatre, name, one, ferry(written, one, places), come, owner))
    for orbit in orbits:
        theatre.start(_keep(theatre, orbit, packages))


class WatchedArea:
    """Stations that watch one area: their share that is kept is the level of its surveillance."""

    def __init__(self, theatre: Theatre, name: str | None) -> None:
        self.theatre = theatre
        self.name = name
        self.orbits: list[Orbit] = []

    def tell(self) -> None:
        """Set the level; stations that watch no area of a name set none."""
        if self.name:
            kept = sum(orbit.kept for orbit in self.orbits)
            self.theatre.levels.set(surveillance(self.name), kept / len(self.orbits))


def transit(written: EarlyWarning, station: Station, places: Mapping[str, Place]) -> int:
    """Seconds in the air from its base to a station."""
    return round(great_circle(places[written.bases[station.base].at], station.middle) / written.flying.speed)


def ferry(written: EarlyWarning, one: Contingent, places: Mapping[str, Place]) -> int:
    """Seconds in the air from a contingent's home to its base."""
    if one.home is None:
        return 0
    return round(great_circle(places[one.home], places[written.bases[one.base].at]) / written.flying.ferry)


def _serve(
    theatre: Theatre, name: str, one: Contingent, ferry: int, come: Event, owner: Fleet | None
) -> Process:
    """One contingent: it comes, is on task, and leaves; what is over before the run is left out.

    What is another's leaves that one's base for it, and is back there after the same flight.
    """
    commitments, clock = theatre.commitments, theatre.clock
    begin = 0 if one.start is None else clock.seconds(one.start)
    end = theatre.horizon if one.end is None else clock.seconds(one.end)
    if end <= 0 or begin >= theatre.horizon:
        return
    ends: list[Event] = []
    if one.after is not None:
        yield theatre.orders.wait("retask", one.after)
        yield theatre.wait(theatre.chance.seconds(one.notice, name, "notice"))
        _lend(owner, one)
        yield theatre.wait(ferry)
        ends = [theatre.orders.wait("end", one.after)]
    yield theatre.wait(max(0, begin - theatre.now))
    if one.after is None:
        _lend(owner, one)
    if end <= theatre.now or any(order.triggered for order in ends):
        come.succeed()
        _lend(owner, one, -1)
        return
    ends = [theatre.wait(end - theatre.now), *ends]
    commitments.claim(name, one.base)
    yield theatre.wait(theatre.chance.seconds(one.settles, name, "settles"))
    come.succeed()
    if not any(event.processed for event in ends):
        commitments.take_authority(name)
        yield theatre.env.any_of(ends)
    commitments.release(name)
    yield theatre.wait(ferry)
    _lend(owner, one, -1)


def _lend(owner: Fleet | None, one: Contingent, home: int = 1) -> None:
    if owner is not None:
        owner.lend(one, home)


def _keep(theatre: Theatre, orbit: Orbit, packages: Packages) -> Process:
    """One station, from its date or its order on, once the whole package that the order sends is there."""
    station, clock = orbit.station, theatre.clock
    until = theatre.horizon if station.until is None else clock.seconds(station.until)
    if until <= 0:
        return
    ends: Sequence[Event] = ()
    if station.after is not None:
        theatre.note(OBEYS, orbit.name, station.after)
        yield theatre.orders.wait("retask", station.after)
        ends = [theatre.orders.wait("end", station.after)]
        yield theatre.env.all_of(packages.get((station.base, station.after), ())) | theatre.env.any_of(ends)
        if ends[0].triggered:
            return
    since = 0 if station.since is None else clock.seconds(station.since) - orbit.lead
    if since > theatre.now:
        yield theatre.wait(since - theatre.now)
    if not orbit.at_once:
        orbit.fleet.want(1)
    orbit.open(until)
    if until < theatre.horizon:
        ends = [*ends, theatre.wait(until - theatre.now)]
    if ends:
        yield theatre.env.any_of(ends)
        orbit.end()
        orbit.fleet.want(-1)
