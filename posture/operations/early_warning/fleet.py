"""The fleet: aircraft and crews of one base, kept in numbers, and what stations ask of it.

An aircraft is ready, called or in the air, in turn-round, or broken. Who leaves takes ready aircraft and
rested crews along at once, and others when they are ready.
"""

from functools import partial
from typing import TYPE_CHECKING

from posture.core.distributions import Exponential
from posture.operations.early_warning.event_kinds import AIRWORTHY, REPORTS, STANDS_DOWN
from posture.operations.early_warning.schema import Base, Brings, EarlyWarning
from posture.theatre import Process, Theatre
from posture.theatre.closures import ClosureWindow
from posture.theatre.event_kinds import MANNING

if TYPE_CHECKING:
    from posture.operations.early_warning.orbit import Orbit, Sortie

KIND = "early-warning contingent"


class Fleet:
    """One base at work.

    Notes `airworthy` and `manning` when they change, `reports` and `stands down` of crews.
    """

    def __init__(self, theatre: Theatre, name: str, written: EarlyWarning, base: Base) -> None:
        self.theatre = theatre
        self.name = name
        self.written = written
        self.base = base
        self.ready = 0
        self.crews = 0
        self._aircraft = self._broken = self._in_repair = 0
        self._aircraft_leaving = self._crews_leaving = 0
        self._shut = self._wanted = self._people = self._told = 0
        self._here: list[str] = []
        self.orbits: list[Orbit] = []
        self._calls: list[Orbit] = []
        self._fails = Exponential(written.upkeep.between or 0)

    # Who is there

    def open(self, wanted: int) -> Process:
        """Declare the commitment, for so many stations kept from the start; who is on task comes and goes."""
        self._wanted = wanted
        slots = self.base.slots if wanted else 0
        self.theatre.commitments.declare(self.name, slots, self.base.priority, KIND)
        for window in self.theatre.closures.windows(("place", self.base.at)):
            if not window.known:
                window.told.append(partial(self._follow, window))
            elif window.end > 0:
                self._follow(window)
        while True:
            self._muster()
            yield self.theatre.commitments.changed(self.name)

    def want(self, change: int) -> None:
        """One more station is to be kept, or one fewer; somebody is wanted here while any is."""
        before, self._wanted = self._wanted, self._wanted + change
        if bool(before) != bool(self._wanted):
            self.theatre.commitments.resize(self.name, self.base.slots if self._wanted else 0)

    def _muster(self) -> None:
        commitments = self.theatre.commitments
        on_task = commitments.on_task(self.name)
        for name in [one for one in self._here if one not in on_task]:
            self._here.remove(name)
            self._aircraft_leaving += self.written.brings(name).aircraft
            self._crews_leaving += self.written.brings(name).crews
        for name in [one for one in on_task if one not in self._here]:
            self._here.append(name)
            brings = self.written.brings(name)
            self._aircraft += brings.aircraft
            self.ready += brings.aircraft
            self.crews += brings.crews
        self._see_off()
        self._tell()
        people = sum(self.written.brings(name).people for name in commitments.holders(self.name))
        if people != self._people:
            self._people = people
            self.theatre.note(MANNING, self.name, amount=people)
        self.serve()

    def lend(self, brings: Brings, home: int = 1) -> None:
        """Give aircraft and crews away to another base, the ready first, or with -1 take them back."""
        if home > 0:
            self._aircraft_leaving += brings.aircraft
            self._crews_leaving += brings.crews
            self._see_off()
        else:
            self._aircraft += brings.aircraft
            self.ready += brings.aircraft
            self.crews += brings.crews
        self._tell()
        self.serve()

    def _see_off(self) -> None:
        gone = min(self.ready, self._aircraft_leaving)
        self.ready -= gone
        self._aircraft -= gone
        self._aircraft_leaving -= gone
        gone = min(self.crews, self._crews_leaving)
        self.crews -= gone
        self._crews_leaving -= gone

    def _follow(self, window: ClosureWindow) -> None:
        now, horizon = self.theatre.now, self.theatre.horizon
        if window.share or window.begin >= horizon:
            return
        self.theatre.after(max(0, int(window.begin) - now), partial(self._turn, window, 1))
        if window.end < horizon:
            self.theatre.after(int(window.end) - now, partial(self._turn, window, -1))

    def _turn(self, window: ClosureWindow, change: int) -> None:
        """The base is shut, or open again, unless guards kept that from happening."""
        if not window.void:
            self._shut += change
            self.serve()

    # What stations ask

    def call(self, orbit: "Orbit") -> None:
        """Send an aircraft to a station as soon as one and a crew are ready."""
        self._calls.append(orbit)
        self.serve()

    def withdraw(self, orbit: "Orbit") -> None:
        """A station wants none any more."""
        self._calls.remove(orbit)

    def serve(self) -> None:
        """Give what is ready to the stations that wait, the most urgent first."""
        while orbit := self._first():
            self._calls.remove(orbit)
            if orbit.too_late():
                continue
            self.ready -= 1
            self.crews -= 1
            self.theatre.note(REPORTS, self.name, orbit.name)
            orbit.send()

    def _first(self) -> "Orbit | None":
        """Who is served now; an aircraft is kept back for each open station that is more urgent."""
        spare = 0 if self._shut else min(self.ready, self.crews)
        for orbit in sorted(self._calls, key=lambda one: (one.station.priority, one.called, one.name)):
            urgent = (one for one in self.orbits if one.station.priority < orbit.station.priority)
            if spare > sum(one.active for one in urgent):
                return orbit
        return None

    def why(self) -> str:
        """What keeps an aircraft from being sent now; nothing if one is."""
        if self._shut:
            return "base shut"
        if not self._here:
            return "no contingent"
        if not self.ready:
            return "no aircraft"
        if not self.crews:
            return "no crew"
        return "kept back" if self._calls else ""

    def airtime(self) -> int:
        """The longest flight of the next sortie."""
        alone, refuelled = self.written.airtime
        tanker = self.written.flying.tanker
        if 0 < tanker < 1:
            return refuelled if self.theatre.chance.uniform(self.name, "tanker") < tanker else alone
        return refuelled if tanker else alone

    def aborts(self) -> bool:
        """Whether an aircraft is found broken when it should take off."""
        return self._happens(self.written.upkeep.aborts, "aborts")

    def fails_after(self) -> int | None:
        """Seconds in the air after which an aircraft breaks; nothing where none does."""
        if self.written.upkeep.between is None:
            return None
        return self.theatre.chance.seconds(self._fails, self.name, "fails")

    def _happens(self, probability: float, what: str) -> bool:
        return probability > 0 and self.theatre.chance.uniform(self.name, what) < probability

    # What comes back

    def lands(self, sortie: "Sortie") -> None:
        """Take an aircraft and its crew back after a flight."""
        crews = self.written.crews
        self.theatre.after(crews.debriefing if crews else 0, partial(self.stand_down, sortie))
        if sortie.broken or self._happens(self.written.upkeep.breaks, "breaks"):
            self.breaks()
        else:
            seconds = self.theatre.chance.seconds(self.written.flying.turn_round, self.name, "turn-round")
            self.theatre.after(seconds, self.stand_ready)

    def stand_down(self, sortie: "Sortie") -> None:
        """A crew's duty ends; it can be called again when it has rested."""
        self.theatre.note(STANDS_DOWN, self.name, amount=self.theatre.now - sortie.called)
        self.theatre.after(self.written.crews.rest if self.written.crews else 0, self._rested)

    def _rested(self) -> None:
        self.crews += 1
        self._back()

    def stand_ready(self) -> None:
        """An aircraft can be called again."""
        self.ready += 1
        self._back()

    def _back(self) -> None:
        if self._aircraft_leaving or self._crews_leaving:
            self._see_off()
            self._tell()
        self.serve()

    def breaks(self) -> None:
        """Take an aircraft into repair, or let it wait for a repair crew."""
        self._broken += 1
        self._tell()
        if self._in_repair < self.written.upkeep.crews:
            self._in_repair += 1
            self._repair()

    def _repair(self) -> None:
        seconds = self.theatre.chance.seconds(self.written.upkeep.repair, self.name, "repair")
        self.theatre.after(seconds, self._mended)

    def _mended(self) -> None:
        self._broken -= 1
        if self._broken >= self._in_repair:
            self._repair()
        else:
            self._in_repair -= 1
        self._tell()
        self.stand_ready()

    def _tell(self) -> None:
        airworthy = self._aircraft - self._broken
        if airworthy != self._told:
            self._told = airworthy
            self.theatre.note(AIRWORTHY, self.name, amount=airworthy)
