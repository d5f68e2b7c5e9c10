"""The station: a base with the flights that are there, its weather, and what it owes to the watch."""

from collections.abc import Sequence
from functools import partial

from posture.operations.air_policing.flight import Flight
from posture.operations.air_policing.schema import AirBase, AirPolicing
from posture.theatre import Process, Theatre
from posture.theatre.closures import ClosureWindow
from posture.theatre.event_kinds import ON_ALERT, PRESENCE, SERVICEABLE, WATCH

UNKNOWN = -1


class BaseAtWork:
    """One base at work. Notes `watch`, `on alert`, `serviceable` and `presence` whenever they change.

    `sent` says of each unit that the pool gave as which detachment it is here, and since when.
    """

    def __init__(self, theatre: Theatre, name: str, written: AirPolicing, base: AirBase) -> None:
        self.theatre = theatre
        self.name = name
        self.written = written
        self.base = base
        self.flights: list[Flight] = []
        self.sent: dict[str, tuple[str, int]] = {}
        self.shut = False
        self._note = theatre.log.note
        self._closures = 0
        self._wanted = 0
        self._told = UNKNOWN
        self._serviceable = 0
        self._people = 0
        self._keeps = written.upkeep.breaks > 0 or written.upkeep.between is not None

    def open(self) -> Process:
        """Declare the commitment, and let flights begin and end with those who are on task."""
        theatre, base, clock = self.theatre, self.base, self.theatre.clock
        since = 0 if base.since is None else max(0, clock.seconds(base.since))
        until = None if base.until is None else clock.seconds(base.until)
        if until is not None and until <= 0:
            return
        slots = base.slots if base.continuous else 0
        theatre.commitments.declare(self.name, 0 if since else slots, base.priority, "fighter detachment")
        self._watch_weather()
        if base.continuous:
            theatre.after(since, lambda: self._want(slots, resize=since > 0))
            if until is not None:
                theatre.after(until, lambda: self._want(0, resize=True))
        while True:
            self._muster()
            yield theatre.commitments.changed(self.name)

    def _want(self, slots: int, resize: bool) -> None:
        self._owe(self.base.pairs if slots else 0)
        if resize:
            self.theatre.commitments.resize(self.name, slots)

    def _owe(self, pairs: int) -> None:
        if pairs != self._wanted:
            self._wanted = pairs
            self.theatre.note(WATCH, self.name, amount=pairs)
            self._told = UNKNOWN
            self.tell()

    def _muster(self) -> None:
        """Let flights begin that are on task and none that are not go on."""
        commitments = self.theatre.commitments
        on_task = commitments.on_task(self.name)
        for flight in [one for one in self.flights if one.name not in on_task]:
            self.flights.remove(flight)
            flight.end()
            self.serviceable(flight.broken - flight.aircraft)
        here = {flight.name for flight in self.flights}
        for name in on_task:
            if name not in here:
                flight = Flight(self.theatre, name, self.written, self.written.brings(self._as(name)), self)
                self.flights.append(flight)
                self.serviceable(flight.aircraft)
                flight.begin()
        people = sum(self.written.people(self._as(name)) for name in commitments.holders(self.name))
        if people != self._people:
            self._people = people
            self.theatre.note(PRESENCE, self.name, amount=people)
        if not self.base.continuous:
            self._owe(self.base.pairs if self.flights else 0)
        self.tell()

    def _as(self, unit: str) -> str:
        """The detachment as which a unit of the pool is here; its own name where it is none's."""
        return self.sent[unit][0] if unit in self.sent else unit

    def _watch_weather(self) -> None:
        """Follow the times in which the place is shut, one after the other."""
        windows = self.theatre.closures.windows(("place", self.base.at))
        self._follow([window for window in windows if window.known])
        for window in windows:
            if not window.known:
                window.told.append(partial(self._follow, [window]))

    def _follow(self, windows: Sequence[ClosureWindow]) -> None:
        changes: list[tuple[float, int]] = []
        for window in windows:
            if window.share == 0:
                changes += [(max(0, window.begin), 1), (window.end, -1)]
        changes = sorted(change for change in changes if change[0] < self.theatre.horizon)
        if changes:
            self.theatre.start(self._weather(changes))

    def _weather(self, changes: list[tuple[float, int]]) -> Process:
        for moment, change in changes:
            yield self.theatre.wait(int(moment) - self.theatre.now)
            self._closures += change
            self.shut = self._closures > 0
            self.tell()

    # What others are told

    def tell(self) -> None:
        """Note how many pairs are on alert, and what keeps the others, if that has changed."""
        pairs = 0
        if not self.shut:
            for flight in self.flights:
                pairs += flight.alert
        if pairs != self._told:
            self._told = pairs
            why = self._why() if pairs < self._wanted else ""
            self._note(self.theatre.now, ON_ALERT, self.name, why, pairs)

    def _why(self) -> str:
        if not self.flights:
            return "no detachment"
        if self.shut:
            return "weather"
        for flight in self.flights:
            if flight.away:
                return "in the air"
        return "no aircraft or crew"

    def serviceable(self, change: int) -> None:
        """Count aircraft that are not in the hangar."""
        self._serviceable += change
        if self._keeps:
            self.theatre.note(SERVICEABLE, self.name, amount=self._serviceable)
