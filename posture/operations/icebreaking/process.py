"""What happens: a winter is drawn, waters freeze, and ships pass alone or wait until one leads them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from math import log1p

from simpy import Event

from posture.core.arrivals import YEAR
from posture.core.clock import HOUR, utc
from posture.operations.icebreaking.event_kinds import (
    FROZEN,
    ICEBREAKER_ASKED,
    ICEBREAKER_FREE,
    ICEBREAKERS,
    LED,
    SAILED_ALONE,
    THAWED,
)
from posture.operations.icebreaking.schema import Ice, Icebreaking, IcyWaters
from posture.theatre import Process, Theatre
from posture.theatre.levels import hours_lost_in_ice
from posture.theatre.queues import Queue
from posture.theatre.requests import IcePassage

NOVEMBER = 11
FORCES, MERCHANTS = 0, 1
"""Priorities of ships in the queue for icebreakers, where those with forces go first."""


def start(theatre: Theatre, written: Icebreaking) -> None:
    """Let waters freeze, and answer ships that ask to pass; nobody answers where nothing can freeze."""
    waters = {name: one for name, one in written.waters.items() if one.active}
    if not waters:
        return
    winters = _winters(theatre, written)
    every = [FrozenWaters(theatre, name, one, written) for name, one in waters.items()]
    at = {port: one for one in every for port in one.waters.ports}
    theatre.serve(IcePassage, partial(_answer, theatre, at))
    for one in every:
        theatre.start(one.run(winters))


def _winters(theatre: Theatre, written: Icebreaking) -> dict[int, str]:
    """The kind of each winter that may reach into the run, by the year in which it begins."""
    first, last = (theatre.clock.moment(second).year for second in (0, theatre.horizon))
    found = {}
    for year in range(first - 1, last + 1):
        level = theatre.chance.uniform(f"winter of {year}", "kind")
        for name, one in written.winters.items():
            found[year] = name
            level -= one.share
            if level < 0:
                break
    return found


def _answer(theatre: Theatre, at: Mapping[str, "FrozenWaters"], request: IcePassage) -> Event:
    """The event of a ship's passage, which has fired already where there is no ice."""
    waters = at.get(request.port)
    if waters is None or waters.ice is None:
        return Event(theatre.env).succeed()
    return waters.passage(request)


@dataclass(frozen=True, slots=True)
class ShipInIce:
    """A ship that comes to the ice; `through` fires when it has passed, `draws` names its chance."""

    name: str
    draws: str
    through: Event
    priority: int = MERCHANTS

    def come_through(self) -> None:
        """It has passed by itself."""
        self.through.succeed()


class FrozenWaters:
    """Waters with their ice of now, the queue for icebreakers, and merchant ships.

    Notes `frozen`, `icebreakers`, `sailed alone`, `icebreaker asked`, `led`, `thawed` and `icebreaker free`.
    """

    def __init__(self, theatre: Theatre, name: str, waters: IcyWaters, written: Icebreaking) -> None:
        self.theatre = theatre
        self.name = name
        self.waters = waters
        self.written = written
        self.ice: Ice | None = None
        self.gone = Event(theatre.env)
        self.escort = waters.escort or written.escort
        self.queue = Queue(theatre.env, f"icebreakers {name}", waters.fleet)

    def run(self, winters: Mapping[int, str]) -> Process:
        """Winter after winter, to the end of the run."""
        theatre = self.theatre
        for begin, end, winter in self._seasons(winters):
            yield theatre.wait(max(0, begin - theatre.now))
            self.ice, self.gone = self.waters.ice[winter], Event(theatre.env)
            theatre.note(FROZEN, self.name, winter, end - theatre.now)
            theatre.note(ICEBREAKERS, self.name, amount=self.waters.fleet)
            self._tell(end)
            if self.ice.traffic:
                theatre.start(self._traffic(self.ice.traffic / YEAR, self.gone))
            yield theatre.wait(end - theatre.now)
            self.ice = None
            self._tell(end)
            self.gone.succeed()

    def _seasons(self, winters: Mapping[int, str]) -> Iterator[tuple[int, int, str]]:
        """When there is ice in the run, from when until when, and in which kind of winter."""
        theatre, end = self.theatre, 0
        for year, winter in winters.items():
            ice = self.waters.ice.get(winter)
            if ice is None:
                continue
            who = f"{self.name} {year}"
            begin = theatre.clock.seconds(utc(year, NOVEMBER, 1))
            begin += theatre.chance.seconds(ice.begins, who, "begins")
            begin, end = max(end, begin), begin + theatre.chance.seconds(ice.lasts, who, "lasts")
            if end > max(begin, 0) and begin < theatre.horizon:
                yield begin, end, winter

    def _tell(self, end: int) -> None:
        """What a ship that calls here must reckon with, the queue left aside: hours, from now on."""
        lost, ice = 0.0, self.ice
        if ice is not None:
            led = (
                self.escort.mean if self.escort is not None and self.waters.fleet else end - self.theatre.now
            )
            lost = ice.assisted * led + (1 - ice.assisted) * ice.alone.mean
        for port in self.waters.ports:
            self.theatre.levels.set(hours_lost_in_ice(port), lost / HOUR)

    def _traffic(self, rate: float, gone: Event) -> Process:
        """Merchant ships while there is ice."""
        theatre, number = self.theatre, 0
        while True:
            uniform = theatre.chance.uniform(self.name, "traffic")
            yield theatre.wait(max(1, round(-log1p(-uniform) / rate))) | gone
            if gone.triggered:
                return
            number += 1
            ship = ShipInIce(f"{self.name}-{theatre.now}-{number}", self.name, Event(theatre.env))
            self._pass(ship)

    def passage(self, request: IcePassage) -> Event:
        """Let a ship that carries forces pass; the event fires when it is through."""
        name = f"{request.ship} {request.port}"
        first = FORCES if self.written.reinforcements_first else MERCHANTS
        ship = ShipInIce(name, name, Event(self.theatre.env), first)
        self._pass(ship, strong=request.strong)
        return ship.through

    def _pass(self, ship: ShipInIce, *, strong: bool = False) -> None:
        """A ship comes to the ice, and goes on alone or led."""
        ice, theatre = self.ice, self.theatre
        assert ice is not None  # asked before
        if strong or theatre.chance.uniform(ship.draws, "assisted") >= ice.assisted:
            seconds = theatre.chance.seconds(ice.alone, ship.draws, "alone")
            theatre.note(SAILED_ALONE, ship.name, self.name, seconds)
            theatre.after(seconds, ship.come_through)
            return
        theatre.start(self._lead(ship))

    def _lead(self, ship: ShipInIce) -> Process:
        """Wait for an icebreaker, or for the thaw, and be led."""
        theatre, came = self.theatre, self.theatre.now
        theatre.note(ICEBREAKER_ASKED, ship.name, self.name)
        grant = self.queue.acquire(ship.name, ship.priority)
        yield grant.granted | self.gone
        if not grant.granted.triggered:
            self.queue.cancel(grant)
            theatre.note(THAWED, ship.name, self.name, theatre.now - came)
            ship.through.succeed()
            return
        theatre.note(LED, ship.name, self.name, theatre.now - came)
        assert self.escort is not None  # checked when it was written
        began = theatre.now
        yield theatre.wait(theatre.chance.seconds(self.escort, ship.draws, "escort"))
        ship.through.succeed()
        yield theatre.wait(theatre.chance.seconds(self.written.back, ship.draws, "back"))
        self.queue.release(ship.name)
        theatre.note(ICEBREAKER_FREE, ship.name, self.name, theatre.now - began)
