"""One history as what moves where and when: every serial's way, every unit's stay, queues and events."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import NamedTuple

from posture.core.event_log import Log, Row
from posture.core.ids import id_of, is_part, leg_of, line_of, mode_of, part_and_line, part_of, whole_of
from posture.core.measure import horizon
from posture.report.watch_playback import WatchPlayback, watch_points, watches
from posture.scenario import Scenario
from posture.theatre.event_kinds import (
    ABOARD,
    AIR,
    ARRIVED,
    CAUSES,
    CLOSED,
    DEPARTED,
    GATE_QUEUE,
    INDICATION,
    INLAND_WATERWAY,
    ORDER,
    RAIL,
    RECEIVED,
    ROAD,
    SEA,
    WENT_BACK,
)
from posture.theatre.network import Place, Position

MOVING = frozenset({ROAD, RAIL, SEA, AIR, INLAND_WATERWAY})
STANDING = frozenset(CAUSES) - MOVING


class Stop(NamedTuple):
    """At a run second something is at a place; between two stops it goes straight on at a steady pace."""

    time: int
    place: str


@dataclass(slots=True)
class SerialTrack:
    """The way of one serial: from its departure until it goes on as other serials, or is received."""

    serial: str
    pieces: int
    stops: list[Stop]
    arrived: int | None = None
    until: int = 0
    """The second from which it is shown no more."""

    @property
    def part(self) -> str:
        """Whose it is."""
        return part_of(self.serial)

    @property
    def mode(self) -> str:
        """By what it goes."""
        return mode_of(self.serial)

    def at(self, time: int) -> tuple[str, str, float] | None:
        """Between which places it is and how far along, at a second; None while it is not shown."""
        if not self.stops[0].time <= time < self.until:
            return None
        for before, after in pairwise(self.stops):
            if before.time <= time < after.time:
                return before.place, after.place, (time - before.time) / (after.time - before.time)
        last = self.stops[-1]
        return last.place, last.place, 0.0


@dataclass(frozen=True, slots=True)
class UnitStay:
    """A part of a brigade where it lives and where it is wanted: how much has left, and how much has come.

    `left` and `came` are seconds with the share of its pieces that had by then.
    """

    part: str
    kind: str
    nation: str
    home: str
    end: str
    left: tuple[tuple[int, float], ...]
    came: tuple[tuple[int, float], ...]
    closed: int | None


class PlaybackEvent(NamedTuple):
    """Something of note, in words, at a run second."""

    time: int
    text: str


@dataclass(frozen=True)
class Playback:
    """One history to be played or exported; `queues` has steps of how many serials wait at each place."""

    name: str
    start: datetime
    horizon: int
    places: Mapping[str, Place]
    tracks: tuple[SerialTrack, ...]
    stays: tuple[UnitStay, ...]
    queues: Mapping[str, tuple[tuple[int, int], ...]]
    events: tuple[PlaybackEvent, ...]
    watches: tuple[WatchPlayback, ...]
    points: Mapping[str, tuple[Position, str]]
    """Sea areas and stations, which are no places, by their key: where, and what they are called."""
    orders: Mapping[str, int]
    """The second of each order to deploy, by its subject."""

    @property
    def last(self) -> int:
        """The second after which nothing moves any more; the end of the run if something always does."""
        ends = [one.arrived or self.horizon for one in self.tracks]
        ends += [one.closed for one in self.stays if one.closed is not None]
        return min(self.horizon, max(ends, default=0)) or self.horizon


def playback(log: Log, scenario: Scenario) -> Playback:
    """What a history has to show."""
    tracks = _tracks(log)
    return Playback(
        scenario.name,
        scenario.start,
        horizon(log),
        scenario.places,
        tuple(tracks.values()),
        tuple(_stays(log, scenario, tracks)),
        _queues(log),
        tuple(_events(log, scenario)),
        tuple(watches(log, scenario)),
        watch_points(scenario),
        {row.who: row.time for row in log.of(ORDER) if row.where == "deploy"},
    )


def _tracks(log: Log) -> dict[str, SerialTrack]:
    found: dict[str, SerialTrack] = {}
    for row in log.of(DEPARTED, WENT_BACK, ARRIVED, ABOARD, *CAUSES):
        if row.kind == DEPARTED:
            found[row.who] = SerialTrack(row.who, row.amount, [Stop(row.time, row.where)])
            continue
        if row.kind == WENT_BACK:
            found.pop(row.who, None)
        track = found.get(row.who)
        if track is None or track.arrived is not None:
            continue
        if row.kind == ARRIVED:
            track.arrived = row.time
            _stop(track, Stop(row.time, row.where))
        else:
            _go_on(track, row, found)
    _let_go(log, found)
    return found


def _go_on(track: SerialTrack, row: Row, found: Mapping[str, SerialTrack]) -> None:
    """Take one entry of the ledger: each second of a serial is booked once, so that they follow closely."""
    last = track.stops[-1]
    if row.kind == ABOARD:
        begin = row.time - row.amount
        carrier = found[row.where]
        for one in carrier.stops:
            if begin <= one.time <= row.time:
                _stop(track, one)
        return
    end = last.time + row.amount
    _stop(track, Stop(end, row.where if row.kind in MOVING else last.place))


def _stop(track: SerialTrack, stop: Stop) -> None:
    last = track.stops[-1]
    if stop.time > last.time:
        standing = len(track.stops) > 1 and track.stops[-2].place == last.place == stop.place
        if standing:
            track.stops[-1] = stop
        else:
            track.stops.append(stop)
    elif stop.place != last.place:
        track.stops[-1] = Stop(last.time, stop.place)


def _let_go(log: Log, found: Mapping[str, SerialTrack]) -> None:
    """A serial that has arrived is shown until its pieces go on, or are received; else to the end."""
    end = horizon(log)
    starts: defaultdict[tuple[str, int, str], list[int]] = defaultdict(list)
    for track in found.values():
        starts[line_of(track.serial), leg_of(track.serial), track.stops[0].place].append(track.stops[0].time)
    received: defaultdict[str, list[int]] = defaultdict(list)
    for row in log.of(RECEIVED):
        received[row.who].append(row.time)
    for track in found.values():
        if track.arrived is None:
            track.until = end
            continue
        line, place = line_of(track.serial), track.stops[-1].place
        onward = starts.get((line, leg_of(track.serial) + 1, place), [])
        later = onward + received.get(line, received.get(line.rpartition(" ")[0], []))
        track.until = min((time for time in later if time >= track.arrived), default=end)


def _stays(log: Log, scenario: Scenario, tracks: Mapping[str, SerialTrack]) -> Iterator[UnitStay]:
    closed = {row.who: row.time for row in log.of(CLOSED) if is_part(row.who)}
    left: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    came: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for track in tracks.values():
        if leg_of(track.serial) == 1:
            left[track.part].append((track.stops[0].time, track.pieces))
    for row in log.of(RECEIVED):
        came[part_of(row.who)].append((row.time, row.amount))
    for name, brigade in sorted(scenario.reinforcement.brigades.items()):
        for part, written in sorted(brigade.parts.items()):
            unit = scenario.units[written.unit]
            mine = id_of(name, part)
            there = written.arrangement == "in place"
            yield UnitStay(
                mine,
                unit.kind,
                unit.nation,
                brigade.at if there else unit.home,
                brigade.at,
                _shares(left[mine]),
                _shares(came[mine]),
                closed.get(mine),
            )


def _shares(steps: list[tuple[int, int]]) -> tuple[tuple[int, float], ...]:
    """Of all that is told in these steps the share that had come by each."""
    total = sum(pieces for _, pieces in steps)
    done, found = 0, {}
    for time, pieces in sorted(steps):
        done += pieces
        found[time] = done / total if total else 1.0
    return tuple(found.items())


def _queues(log: Log) -> dict[str, tuple[tuple[int, int], ...]]:
    changes: defaultdict[str, defaultdict[int, int]] = defaultdict(lambda: defaultdict(int))
    for row in log.of(GATE_QUEUE):
        changes[row.where][row.time - row.amount] += 1
        changes[row.where][row.time] -= 1
    found = {}
    for place, steps in changes.items():
        waiting, told = 0, []
        for time, change in sorted(steps.items()):
            waiting += change
            told.append((time, waiting))
        found[place] = tuple(told)
    return found


def _events(log: Log, scenario: Scenario) -> Iterator[PlaybackEvent]:
    for row in log.of(INDICATION, ORDER, CLOSED):
        if row.kind == INDICATION:
            yield PlaybackEvent(row.time, f"first sign: {row.who}")
        elif row.kind == ORDER:
            yield PlaybackEvent(row.time, f"order to {row.where}: {row.who}")
        else:
            place = scenario.places[row.where].name if row.where in scenario.places else row.where
            part, _ = part_and_line(row.who)
            who = f"{part} of {whole_of(row.who)}" if part else f"{row.who}, whole,"
            yield PlaybackEvent(row.time, f"{who} closed at {place}")
