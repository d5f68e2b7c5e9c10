"""Consolidation: loads that go the same way by the same lift are put together until it is full."""

from collections import defaultdict
from collections.abc import Generator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from simpy import Event

from posture.operations.movement.event_kinds import FILLED
from posture.operations.movement.legs import LegPlan
from posture.operations.movement.lift_pool import DUST, LiftPool
from posture.operations.movement.modes import MODES
from posture.operations.movement.serials import Serial
from posture.theatre import Process
from posture.theatre.event_kinds import ABOARD, LIFT_WAIT

if TYPE_CHECKING:
    from posture.operations.movement.travel import Travel

Way = tuple[tuple[str, ...], str, str, tuple[tuple[str, ...], ...]]
"""Lift, start, end and steps: what loads must have in common to go together."""


class Consolidation:
    """Puts the loads of one run together."""

    def __init__(self, travel: "Travel") -> None:
        self._travel = travel
        self._open: defaultdict[Way, list[SharedLoad]] = defaultdict(list)

    def carry(self, serial: Serial, leg: LegPlan) -> Process:
        """One serial over its leg, alone or with others.

        What fills a ship, train or aircraft goes alone, and so does everything that goes in columns, needs no
        lift or books its own room on a ferry.
        """
        mode = MODES[leg.mode]
        if mode.in_column or leg.every or not leg.lift or serial.pieces >= leg.lot:
            yield from mode.carry(self._travel, serial, leg)
            if serial.loaded and leg.lift and not mode.in_column and not leg.every:
                self._travel.theatre.note(FILLED, leg.lift[0], leg.start, 1000)
            return
        yield self._join(serial, leg)

    def _join(self, serial: Serial, leg: LegPlan) -> Event:
        """Let a serial join the first load that has room and is as urgent, or begin one; fires at its end."""
        steps = tuple(tuple(step.key for step in way) for way in leg.alternatives)
        loads = self._open[leg.lift, leg.start, leg.end, steps]
        loads[:] = [load for load in loads if not load.sealed]
        for load in loads:
            if load.urgency <= serial.move.priority and load.has_room(serial, leg):
                return load.add(serial, leg)
        load = SharedLoad(self._travel, serial, leg)
        loads.append(load)
        done = load.add(serial, leg)
        self._travel.theatre.start(load.go())
        return done


@dataclass(frozen=True, slots=True)
class LoadMember:
    """A serial in a load: since when, how much of it is filled by it, and the event of its end."""

    serial: Serial
    since: int
    share: float
    done: Event


class SharedLoad:
    """Serials that go by one ship, train or aircraft, as one serial that bears the name of its first.

    The ledger of that first one tells of the journey; those of the others go on with it (`aboard`).
    """

    def __init__(self, travel: "Travel", first: Serial, leg: LegPlan) -> None:
        self._travel = travel
        self._theatre = travel.theatre
        self._leg = leg
        self._wait = travel.plans.written.consolidation
        self._since = travel.theatre.now
        self._members: list[LoadMember] = []
        self._news: Event | None = None
        self._sealed_at = -1
        self.urgency = first.move.priority
        self.sealed = False
        self.together = first.alike(leg.end)
        self.together.fill, self.together.reconsider = self._fill, self._seal
        if first.stop is not None:
            self.together.stop = Event(self._theatre.env)

    def has_room(self, serial: Serial, leg: LegPlan) -> bool:
        """Whether a serial fits beside those that are in it."""
        return self._filled + serial.pieces / leg.lot <= 1 + DUST

    @property
    def _filled(self) -> float:
        return sum(member.share for member in self._members if not member.serial.left)

    @property
    def _pool(self) -> LiftPool:
        return self._travel.gates.pool(self._leg.lift[0])

    def add(self, serial: Serial, leg: LegPlan) -> Event:
        """Let a serial join; the event fires when it has come, or goes by another plan."""
        theatre = self._theatre
        member = LoadMember(serial, theatre.now, serial.pieces / leg.lot, Event(theatre.env))
        if self._members:
            theatre.waits.begin(serial.name, self._pool.name, leg.start, theatre.now, serial.pieces)
        self._members.append(member)
        if serial.stop is not None and serial.stop.callbacks is not None:
            serial.stop.callbacks.append(self._heed)
        if self._news is not None:
            self._news.succeed()
            self._news = None
        return member.done

    def _heed(self, _: Event) -> None:
        """Wait for lift no more once all that would go with it are stopped."""
        stop = self.together.stop
        if stop is not None and not stop.triggered and all(one.serial.stops for one in self._members):
            stop.succeed()

    def go(self) -> Process:
        """From the first that joins to the end of the leg; notes `filled` and, for all but one, `aboard`."""
        theatre, leg, together = self._theatre, self._leg, self.together
        yield from MODES[leg.mode].carry(self._travel, together, leg)
        together.fill = together.reconsider = None  # which know the load: a knot less to untie
        if not together.loaded:
            return
        theatre.note(FILLED, leg.lift[0], leg.start, round(1000 * self._filled))
        for member in self._members:
            serial = member.serial
            if serial.name != together.name:
                theatre.note(ABOARD, serial.name, together.name, theatre.now - self._sealed_at)
            serial.end, serial.metres = together.end, together.metres
            member.done.succeed()

    def _fill(self) -> Generator[Event, Any, None]:
        """While more is expected, wait for it, until full or as long as one waits for a load."""
        theatre, begin, latest = self._theatre, self._theatre.now, self._since + self._wait
        while self._filled < 1 - DUST and theatre.now < latest and self._expects_more():
            self._news = Event(theatre.env)
            yield self._news | theatre.wait(latest - theatre.now)
        self._travel.handling.book(self.together, theatre.now - begin, LIFT_WAIT, self._leg.start)

    def _expects_more(self) -> bool:
        return self._pool.promised_at(self._leg.start) > sum(one.share for one in self._members) + DUST

    def _seal(self) -> bool:
        """Settle who goes; gives whether nobody does, since all go by other plans by now."""
        theatre, pool, place = self._theatre, self._pool, self._leg.start
        self.sealed, self._sealed_at = True, theatre.now
        stay: list[LoadMember] = []
        for number, member in enumerate(self._members):
            serial = member.serial
            pool.settle(member.share, place)
            if number:
                theatre.waits.end(serial.name)
            if number and not serial.left:
                self._travel.handling.book(serial, theatre.now - member.since, LIFT_WAIT, place)
            if serial.left or (serial.reconsider is not None and serial.reconsider()):
                member.done.succeed()
                continue
            serial.loaded = True
            stay.append(member)
        self._members = stay
        if stay:
            first = stay[0].serial
            self.together.name, self.together.move = first.name, first.move
            self.together.pieces = sum(member.serial.pieces for member in stay)
            self.together.weighed = any(member.serial.weighed for member in stay)
        return not stay
