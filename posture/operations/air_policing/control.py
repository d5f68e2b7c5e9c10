"""The control centre: sees a track, and sends the pair that can meet it before it leaves.

Everything until the pair lands follows from what is known when it is sent, so that a flight costs one timer.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from math import hypot, inf

from posture.operations.air_policing.areas import Area
from posture.operations.air_policing.event_kinds import (
    AREA,
    FLIES,
    LET_GO,
    MEETS,
    NO_PAIR,
    RECALLED,
    SCRAMBLED,
    TAKES_OVER,
    TOO_LATE,
    TRACK,
)
from posture.operations.air_policing.flight import Flight
from posture.operations.air_policing.geometry import XY, meeting, position
from posture.operations.air_policing.schema import FighterPerformance
from posture.operations.air_policing.station import BaseAtWork
from posture.operations.air_policing.tracks import Track, TrackArrivals
from posture.theatre import Theatre
from posture.theatre.requests import Sighting


class Control:
    """One area: its tracks, and the bases that answer."""

    def __init__(
        self,
        theatre: Theatre,
        name: str,
        area: Area,
        flying: FighterPerformance,
        stations: Mapping[str, BaseAtWork],
    ) -> None:
        self.theatre = theatre
        self.name = name
        self.flying = flying
        self._nearest, self._in_order = area.choice == "nearest", area.choice == "in order"
        self.arrivals = TrackArrivals(theatre.chance, theatre.clock, name, area, flying)
        self._seen_in = area.seen_in
        self.timely = -1 if area.timely is None else area.timely
        self._times: Iterator[int] = self.arrivals.times(theatre.horizon)
        self._posts: list[tuple[BaseAtWork, XY]] = []
        self._note = theatre.log.note
        self._where: dict[str, XY] = {}
        self._stations = stations
        self._answering = [one for one in area.bases or stations if one in stations]

    def open(self, where: Mapping[str, tuple[float, float]]) -> None:
        """Begin to watch; `where` says in degrees where the bases are."""
        plane = self.arrivals.plane
        self._where = {name: plane.at(*where[name]) for name in self._answering}
        self._posts = [(self._stations[name], self._where[name]) for name in self._answering]
        self.theatre.note(AREA, self.name, amount=self.timely)
        self._await()

    def _await(self) -> None:
        moment = next(self._times, None)
        if moment is not None:
            self.theatre.after(moment - self.theatre.now, self._come)

    def _come(self) -> None:
        """A track comes: notes `track`; it is answered at once, or when surveillance has seen it, if ever."""
        now = self.theatre.now
        track = self.arrivals.track(now)
        self._note(now, TRACK, track.name, self.name, round(track.leaves))
        if self._seen_in is None:
            self._answer(track)
        else:
            request = Sighting(track.name, self.name, self._seen_in, round(track.leaves))
            sighted = self.theatre.ask(request).callbacks
            assert sighted is not None  # it cannot have been seen yet
            sighted.append(lambda _: self._answer(track))
        self._await()

    def _answer(self, track: Track) -> None:
        """A track is seen: notes what becomes of it."""
        now = self.theatre.now
        free, flight, wait, met = self._choose(track, now)
        if flight is None:
            self._note(now, TOO_LATE if free else NO_PAIR, track.name, self.name)
        else:
            self._note(now, MEETS, track.name, flight.station.name, round(met))
            until = min(track.leaves, met + track.identification + track.escort)
            self._send(track, now, flight, wait, met, until)

    def _choose(self, track: Track, now: int) -> tuple[bool, Flight | None, int, float]:
        """Whether any pair is free; who goes, after how many seconds from the order, and when it meets it."""
        flying, since = self.flying, now - track.came
        speed = flying.speed
        radius = inf if track.tanker else flying.radius
        free, best, best_wait, best_met, least = False, None, 0, inf, inf
        here = position(track.legs, since) if self._nearest else (0.0, 0.0)
        for station, where in self._posts:
            if station.shut:
                continue
            for flight in station.flights:
                if flight.trainers:
                    wait, start = -1, since + track.decision
                else:
                    wait = track.reaction if flight.alert else flight.second_line(now, track)
                    if wait < 0:
                        continue
                    start = since + track.decision + wait + track.climb
                free = True
                met = meeting(track.legs, where, speed, start)
                rank = hypot(where[0] - here[0], where[1] - here[1]) if self._nearest else met
                if rank < least and met < inf and (met - start) * speed <= radius:
                    best, best_wait, best_met, least = flight, wait, met, rank
                    if self._in_order:
                        return free, best, best_wait, best_met
        return free, best, best_wait, best_met

    def _send(self, track: Track, now: int, flight: Flight, wait: int, met: float, until: float) -> None:
        """Send a pair: it stays with the track until then, or as long as it can, and flies home.

        Notes `scrambled`, or `recalled` from a training flight, and `flies` with the time in the air.
        """
        flying, came, base = self.flying, track.came, flight.station.name
        if wait < 0:
            took_off = flight.recall()
            self._note(now, RECALLED, track.name, base)
        else:
            took_off = now + track.decision + wait
            self._note(now, SCRAMBLED, track.name, base, wait)
            flight.scramble(now, wait, track)
        leaves, home = until, self._home(track, base, until)
        latest = took_off - came - home + (flying.refuelled if track.tanker else flying.endurance)
        if leaves > latest:
            leaves = max(met, latest)
            home = self._home(track, base, leaves)
            self._hand_over(track, leaves, until)
        lands = max(now, round(came + leaves + home))
        self._note(now, FLIES, base, "track", lands - took_off)
        flight.comes_back(now, lands)

    def _home(self, track: Track, base: str, moment: float) -> float:
        """Seconds back to the base from where the track is then."""
        x, y = position(track.legs, moment)
        base_x, base_y = self._where[base]
        return hypot(x - base_x, y - base_y) / self.flying.speed_home

    def _hand_over(self, track: Track, leaves: float, until: float) -> None:
        """Ask for a pair that takes over before this one must leave."""
        asks = max(self.theatre.now, round(track.came + leaves) - self.flying.relief)
        rest = replace(track, decision=0, identification=0)
        self.theatre.after(asks - self.theatre.now, partial(self._take_over, rest, until))

    def _take_over(self, track: Track, until: float) -> None:
        """Another pair goes on with the escort: notes `takes over`, or `let go` if there is none."""
        now = self.theatre.now
        _, flight, wait, met = self._choose(track, now)
        if flight is None or met >= until:
            self._note(now, LET_GO, track.name, self.name)
            return
        self._note(now, TAKES_OVER, track.name, flight.station.name, round(met))
        self._send(track, now, flight, wait, met, until)
