"""The watch of one area: who is there, the clouds of the day, and how soon each nation would find a sign."""

from simpy import Event

from posture.core.clock import DAY, SUMMER
from posture.operations.surveillance.event_kinds import COVERAGE, OVERCAST, WATCHES
from posture.operations.surveillance.schema import Surveillance
from posture.theatre import Process, Theatre
from posture.theatre.levels import satellite_lost

ALL_ALLIES = "all"
"""Whose picture common platforms feed."""


class AreaWatch:
    """One area. Notes `watches` for each collector that comes or goes, `coverage` and `overcast`.

    `rates` has, by nation, how often in a second its own collectors would find a sign that shows.
    """

    def __init__(self, theatre: Theatre, name: str, written: Surveillance) -> None:
        self.theatre = theatre
        self.name = name
        self.written = written
        self.area = written.areas[name]
        self.collectors = {key: one for key, one in written.at_work().items() if one.area == name}
        self._whose = {key: one.nation or ALL_ALLIES for key, one in self.collectors.items()}
        self.rates: dict[str, float] = dict.fromkeys(self._whose.values(), 0.0)
        self._there = dict.fromkeys(self.collectors, 0.0)
        self._satellites = {key: satellite_lost("collector", key) for key in self.collectors}
        self._finds = {
            overcast: {key: written.finds(one, overcast=overcast) for key, one in self.collectors.items()}
            for overcast in (False, True)
        }
        self._overcast = False
        self._event = Event(theatre.env)
        self._told = 0

    def changed(self) -> Event:
        """An event that fires when any rate changes next."""
        return self._event

    def there(self, collector: str, platforms: float) -> None:
        """So many platforms of a collector watch from now on."""
        if platforms == self._there[collector]:
            return
        self._there[collector] = platforms
        share = platforms / self.collectors[collector].platforms
        self.theatre.note(WATCHES, collector, self.name, round(1000 * share))
        self._reckon()

    def heed(self, collector: str) -> Process:
        """Find less while a collector's satellites are short of hours."""
        while True:
            yield self.theatre.levels.changed(self._satellites[collector])
            self._reckon()

    def weather(self) -> Process:
        """Day by day, whether it is overcast; notes `overcast`."""
        theatre, area = self.theatre, self.area
        while area.overcast_summer or area.overcast_winter:
            summer = theatre.clock.month(theatre.now) in SUMMER
            share = area.overcast_summer if summer else area.overcast_winter
            overcast = theatre.chance.uniform(self.name, "cloud") < share
            if overcast:
                theatre.note(OVERCAST, self.name)
            if overcast != self._overcast:
                self._overcast = overcast
                self._reckon()
            yield theatre.wait(DAY)

    def _reckon(self) -> None:
        rates, each, level = (
            dict.fromkeys(self.rates, 0.0),
            self._finds[self._overcast],
            self.theatre.levels.get,
        )
        for key, platforms in self._there.items():
            if platforms:
                rates[self._whose[key]] += platforms * (each[key] * (1 - level(self._satellites[key])))
        self.rates = rates
        told = round(1000 * sum(rates.values()) * DAY)
        if told != self._told:
            self._told = told
            self.theatre.note(COVERAGE, self.name, amount=told)
        if self._event.callbacks:  # who waits for a change asks for this event and waits at once
            event, self._event = self._event, Event(self.theatre.env)
            event.succeed()
