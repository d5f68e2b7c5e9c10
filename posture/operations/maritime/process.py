"""What happens: ships come and go by their tours, groups keep their programmes, calls are answered."""

from collections.abc import Mapping
from itertools import cycle

from posture.operations.maritime.calls import Responders, attend
from posture.operations.maritime.event_kinds import COMMAND, GROUP, GROUP_AT, PATROLS, SEA_AREA
from posture.operations.maritime.group import GroupAtSea
from posture.operations.maritime.on_task import Tally
from posture.operations.maritime.schema import Group, Kind, Maritime, Ship
from posture.operations.maritime.sea import Sea
from posture.operations.maritime.ship import Hull
from posture.theatre import Process, Theatre
from posture.theatre.forces import Unit


def start(theatre: Theatre, written: Maritime, units: Mapping[str, Unit], sea: Sea) -> None:
    """Declare the groups, let ships serve, and wait for calls."""
    if not written.groups and not written.calls:
        return
    for name, water in written.areas.items():
        theatre.note(SEA_AREA, name, amount=water.least)
    tally = Tally(theatre)
    groups = {
        name: GroupAtSea(theatre, sea, written, tally, name, one) for name, one in written.groups.items()
    }
    yard = Yard(theatre, written, units, sea, tally)
    for name, group in groups.items():
        theatre.note(GROUP, name, amount=group.written.least)
        theatre.note(GROUP_AT, name, group.target, int(group.here))
        for area in group.written.areas:
            theatre.note(PATROLS, name, area)
        theatre.commitments.declare(name, group.written.ships, group.written.priority, "standing naval group")
        theatre.start(_muster(theatre, yard, group))
        theatre.start(_command(theatre, name, group.written))
    at_home = [yard.hull(name) for name, ship in written.ships.items() if ship.group is None]
    for name, ship in written.ships.items():
        if ship.group is not None:
            theatre.start(_tour(theatre, name, ship, ship.group))
    for group in groups.values():
        theatre.start(group.run())
    fleet = Responders(written, groups, at_home)
    for name, call in written.calls.items():
        if call.active and (call.at is None or 0 <= theatre.clock.seconds(call.at) < theatre.horizon):
            theatre.start(attend(theatre, fleet, name, call))


class Yard:
    """Every ship of the run, made when it is first wanted."""

    def __init__(
        self, theatre: Theatre, written: Maritime, units: Mapping[str, Unit], sea: Sea, tally: Tally
    ) -> None:
        self._theatre, self._written, self._units = theatre, written, units
        self._sea, self._tally = sea, tally
        self._hulls: dict[str, Hull] = {}

    def hull(self, name: str) -> Hull:
        """The ship of a name, written here or a unit that rotations send."""
        if name not in self._hulls:
            kind, flag, people, tons = self._facts(name)
            hull = Hull(
                theatre=self._theatre,
                sea=self._sea,
                written=self._written,
                tally=self._tally,
                name=name,
                kind=kind,
                flag=flag,
                people=people,
                tons=tons,
            )
            self._hulls[name] = hull
            self._theatre.start(hull.run())
        return self._hulls[name]

    def _facts(self, name: str) -> tuple[Kind, tuple[str, str], int, int]:
        one = self._written.ships.get(name)
        if one is None:
            unit = self._units[name]
            kind = self._written.kinds[unit.kind]
            return kind, (unit.nation, unit.home), unit.people or kind.people, kind.tons
        kind = self._written.kinds[one.kind]
        people = kind.people if one.people is None else one.people
        return kind, (one.nation, one.port), people, one.tons or kind.tons


def _muster(theatre: Theatre, yard: Yard, group: GroupAtSea) -> Process:
    """Let ships serve that take up a slot of the group, and go home that leave it."""
    serving: set[str] = set()
    while True:
        holders = {*theatre.commitments.holders(group.name)}
        for name in sorted(serving - holders):
            yard.hull(name).release()
        for name in sorted(holders - serving):
            yard.hull(name).assign(group)
        serving = holders
        yield theatre.commitments.changed(group.name)


def _tour(theatre: Theatre, name: str, one: Ship, group: str) -> Process:
    """One written tour; what is over before the run is left out."""
    commitments, clock = theatre.commitments, theatre.clock
    begin = 0 if one.start is None else max(0, clock.seconds(one.start))
    end = theatre.horizon if one.end is None else clock.seconds(one.end)
    if end <= 0 or begin >= theatre.horizon:
        return
    if begin:
        yield theatre.wait(begin)
    commitments.claim(name, group)
    yield theatre.wait(end - theatre.now)
    commitments.release(name)


def _command(theatre: Theatre, name: str, written: Group) -> Process:
    """Note who commands the group, from change to change."""
    for nation in cycle(written.commanders):
        theatre.note(COMMAND, name, nation)
        after = theatre.clock.months_after(theatre.now, written.command.months) + written.command.seconds
        if not theatre.now < after < theatre.horizon:
            return
        yield theatre.wait(after - theatre.now)
