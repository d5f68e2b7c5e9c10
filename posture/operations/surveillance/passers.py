"""Passers: merchant ships and air tracks pass through an area, and are first seen there, or never."""

from heapq import heappop, heappush
from math import ceil, log1p
from typing import NamedTuple

from simpy import Event

from posture.operations.surveillance.event_kinds import PASSES, SEEN
from posture.operations.surveillance.watch import AreaWatch
from posture.theatre import Process, Theatre
from posture.theatre.event_loop import Either
from posture.theatre.requests import Sighting

ROUNDING = 1e-3
"""Seconds of search that are too little to wait another second for."""


class Passer(NamedTuple):
    """Who is not seen yet, and the search of the area, added up since the start, that sees it."""

    wanted: float
    number: int
    came: int
    request: Sighting
    event: Event


class Passers:
    """What passes through one area; whoever sees it tells all Allies: one picture of the sea, one of the air.

    The search of all collectors adds up. Each passer is seen when what was done since it came comes to an
    exponential number of its own, so that more search sees it sooner and never later. Notes `passes`, `seen`.
    """

    def __init__(self, theatre: Theatre, watch: AreaWatch) -> None:
        self.theatre = theatre
        self.watch = watch
        self._done = 0.0
        self._since = 0
        self._rate = 0.0
        self._unseen: list[Passer] = []
        self._came = 0
        self._sooner = Event(theatre.env)

    def ask(self, request: Sighting) -> Event:
        """The event that fires when a passer, which comes now, is first seen."""
        theatre = self.theatre
        self._add_up()
        wanted = -log1p(-theatre.chance.uniform(request.source, "seen"))
        self._came += 1
        passer = Passer(self._done + wanted, self._came, theatre.now, request, Event(theatre.env))
        heappush(self._unseen, passer)
        theatre.note(PASSES, request.name, self.watch.name, request.stays)
        if self._unseen[0] is passer and not self._sooner.triggered:
            self._sooner.succeed()
        return passer.event

    def search(self) -> Process:
        """See one after the other, as search adds up; looks again when its rate or who is next changes."""
        theatre = self.theatre
        while True:
            self._rate = sum(self.watch.rates.values())
            news = Either(self.watch.changed(), self._sooner)
            if self._unseen and self._rate:
                left = (self._unseen[0].wanted - self._done) / self._rate
                yield theatre.wait(max(1, ceil(left - ROUNDING))) | news
            else:
                yield news
            if self._sooner.triggered:
                self._sooner = Event(theatre.env)
            self._add_up()
            self._see()

    def _add_up(self) -> None:
        self._done += self._rate * (self.theatre.now - self._since)
        self._since = self.theatre.now

    def _see(self) -> None:
        """Whoever is due has been seen, unless it has left."""
        theatre = self.theatre
        while self._unseen and self._unseen[0].wanted <= self._done + self._rate * ROUNDING:
            passer = heappop(self._unseen)
            passed = theatre.now - passer.came
            if passer.request.stays < 0 or passed < passer.request.stays:
                theatre.note(SEEN, passer.request.name, self.watch.name, passed)
                passer.event.succeed()
