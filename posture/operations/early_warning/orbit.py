"""The orbit: one station at work. It calls aircraft so that each arrives when the one before must leave.

What a sortie will do is known when it is called, so that the next is planned then: it shall arrive when the
last of those sent is to be relieved, or as soon as one called now can.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from posture.core.clock import DAY
from posture.operations.early_warning.event_kinds import ABORTS, LANDS, ON_STATION, TAKES_OFF, WANTED_THERE
from posture.operations.early_warning.fleet import Fleet
from posture.operations.early_warning.schema import Station
from posture.theatre import Theatre


@dataclass(slots=True, eq=False)
class Sortie:
    """One aircraft and crew: run seconds of its call and course; at `latest` it must leave the station."""

    called: int
    took_off: int
    arrives: int
    relieved: int
    latest: int
    airborne: bool = False
    homeward: bool = False
    broken: bool = False


class Orbit:
    """One station. Notes `wanted there`, `on station`, `takes off`, `lands` and `aborts`."""

    def __init__(
        self,
        theatre: Theatre,
        name: str,
        station: Station,
        transit: int,
        fleet: Fleet,
        tell: Callable[[], None],
    ) -> None:
        self.theatre = theatre
        self.name = name
        self.station = station
        self.transit = transit
        self.fleet = fleet
        self.lead = fleet.written.flying.prepare + transit
        self.called = 0
        self.kept = False
        fleet.orbits.append(self)
        self._tell_area = tell
        self._on: Sortie | None = None
        self._coming: list[Sortie] = []
        self.active = self._calling = self._planned = self._wanted = self._over = False
        self._opens, self._closes, self._until = 0, 0, theatre.horizon
        self._plans = 0

    @property
    def at_once(self) -> bool:
        """Whether it is to be kept from the start of the run on."""
        since, until = self.station.since, self.station.until
        clock = self.theatre.clock
        begun = since is None or clock.seconds(since) <= 0
        return self.station.after is None and begun and (until is None or clock.seconds(until) > 0)

    # When it is wanted

    def open(self, until: int) -> None:
        """Keep it from now on, as soon as an aircraft can be there, in its hours of the day."""
        self._until = min(until, self.theatre.horizon)
        self._next()

    def end(self) -> None:
        """It is not wanted any more."""
        if not self._over:
            self._over = True
            self._shut()

    def _next(self) -> None:
        """Wait for the next hours in which it is wanted, and call the first aircraft in time."""
        theatre, now = self.theatre, self.theatre.now
        begin = now + self.lead
        begin = max(begin, theatre.clock.seconds(self.station.since)) if self.station.since else begin
        passed = (theatre.clock.second_of_day(begin) - self.station.opens) % DAY
        length = self.station.wanted
        if passed >= length:
            begin, passed = begin + DAY - passed, 0
        end = self._until if length == DAY else min(self._until, begin + length - passed)
        if begin >= end:
            return
        self._opens, self._closes = begin, end
        theatre.after(begin - self.lead - now, self._begin)
        theatre.after(begin - now, self._want)
        if end < theatre.horizon:
            theatre.after(end - now, self._close)

    def _begin(self) -> None:
        if not self._over:
            self.active = True
            self._plan()

    def _want(self) -> None:
        if not self._over:
            self._wanted = True
            self.theatre.note(WANTED_THERE, self.name, amount=1)
            self._tell()

    def _close(self) -> None:
        if not self._over:
            self._shut()
            self._next()

    def _shut(self) -> None:
        """Send everybody home, and call nobody."""
        was, self.active, self._wanted = self._wanted, False, False
        if self._calling:
            self._calling = False
            self.fleet.withdraw(self)
        if was:
            self.theatre.note(WANTED_THERE, self.name)
        sent, self._on, self._coming = self._sent(), None, []
        for sortie in sent:
            self._go_home(sortie)
        self._tell()
        self.fleet.serve()

    # Who goes

    def _sent(self) -> list[Sortie]:
        """Who is on station or on the way there."""
        return self._coming if self._on is None else [self._on, *self._coming]

    def _plan(self) -> None:
        """Call the next aircraft for the first time for which none is planned."""
        self._plans += 1
        if not self.active or self._calling:
            return
        now = self.theatre.now
        moment = max(now + self.lead, self._opens, *(one.relieved for one in self._sent()))
        self._planned = moment < self._closes
        if self._planned and moment == now + self.lead:
            self._call(self._plans)
        elif self._planned:
            self.theatre.after(moment - self.lead - now, partial(self._call, self._plans))

    def _call(self, plan: int) -> None:
        if plan == self._plans and self.active:
            self._calling = True
            self.called = self.theatre.now
            self.fleet.call(self)

    def too_late(self) -> bool:
        """Whether an aircraft called now would come when none is wanted any more; then it waits for none."""
        late = self.theatre.now + self.lead >= self._closes
        if late:
            self._calling = self._planned = False
        return late

    def send(self) -> None:
        """An aircraft and a crew are called: they take off when they are prepared."""
        flying, now = self.fleet.written.flying, self.theatre.now
        took_off = now + flying.prepare
        arrives = took_off + self.transit
        latest = took_off + self.fleet.airtime() - self.transit
        relieved = latest if flying.stay is None else min(latest, arrives + flying.stay)
        sortie = Sortie(now, took_off, arrives, relieved, latest)
        self._calling = False
        self._coming.append(sortie)
        self.theatre.after(flying.prepare, partial(self._take_off, sortie))
        self._plan()

    def _take_off(self, sortie: Sortie) -> None:
        if sortie.homeward:
            return
        if self.fleet.aborts():
            self._coming.remove(sortie)
            self.theatre.note(ABORTS, self.fleet.name, self.name)
            self.fleet.breaks()
            self.fleet.stand_down(sortie)
            self._plan()
            self._tell()
            return
        sortie.airborne = True
        self.theatre.note(TAKES_OFF, self.fleet.name, self.name)
        fails = self.fleet.fails_after()
        if fails is not None and fails < sortie.latest + self.transit - sortie.took_off:
            self.theatre.after(fails, partial(self._fail, sortie))
        self.theatre.after(self.transit, partial(self._arrive, sortie))

    def _arrive(self, sortie: Sortie) -> None:
        """Take over the station; who is there goes home."""
        if sortie.homeward:
            return
        self._coming.remove(sortie)
        if self._on is not None:
            self._go_home(self._on)
        self._on = sortie
        self.theatre.after(sortie.latest - self.theatre.now, partial(self._leave, sortie))
        self._tell()

    def _leave(self, sortie: Sortie) -> None:
        """Go home, relieved or not, unless relief comes this very second."""
        now = self.theatre.now
        if self._on is sortie and not any(one.arrives == now for one in self._coming):
            self._lose(sortie)

    def _fail(self, sortie: Sortie) -> None:
        """Break in the air: go home from wherever it is."""
        sortie.broken = sortie.airborne
        if sortie.airborne and not sortie.homeward:
            self._lose(sortie)

    def _lose(self, sortie: Sortie) -> None:
        if sortie is self._on:
            self._on = None
        else:
            self._coming.remove(sortie)
        self._go_home(sortie)
        self._plan()
        self._tell()

    def _go_home(self, sortie: Sortie) -> None:
        """Turn back as far as it has come; who has not taken off stands down."""
        sortie.homeward = True
        if sortie.airborne:
            flown = self.theatre.now - sortie.took_off
            self.theatre.after(min(flown, self.transit), partial(self._land, sortie))
        else:
            self.fleet.stand_down(sortie)
            self.fleet.stand_ready()

    def _land(self, sortie: Sortie) -> None:
        sortie.airborne = False
        self.theatre.note(LANDS, self.fleet.name, self.name, self.theatre.now - sortie.took_off)
        self.fleet.lands(sortie)

    def _tell(self) -> None:
        """Note whether it is kept, and what keeps it from being so, if that has changed."""
        kept = self._wanted and self._on is not None
        if kept != self.kept or (self._wanted and not kept):
            changed, self.kept = kept != self.kept, kept
            why = "" if kept or not self._wanted else self._why()
            self.theatre.note(ON_STATION, self.name, why, int(kept))
            if changed:
                self._tell_area()

    def _why(self) -> str:
        if not self._coming and not self._planned:
            return "closes too soon"
        return "on its way" if self._coming else self.fleet.why() or "on its way"
