"""One ship: it joins its group wherever that is, serves, is mended, goes on errands, and goes home."""

from collections.abc import Generator, Iterable
from dataclasses import dataclass
from math import inf
from typing import TYPE_CHECKING, Any, Literal

from simpy import Event

from posture.core.clock import DAY
from posture.operations.maritime.event_kinds import CALL_REFUSED, REPLENISHED
from posture.operations.maritime.on_task import Tally
from posture.operations.maritime.passages import Ships, until
from posture.operations.maritime.sailor import Sailor, Waiting
from posture.operations.maritime.schema import Kind, Maritime
from posture.operations.maritime.sea import Pace, Sea, at
from posture.theatre import Process, Theatre
from posture.theatre.event_kinds import SHIP, SHIP_IS
from posture.theatre.montreux import TransitShip
from posture.theatre.straits import BOSPHORUS

if TYPE_CHECKING:
    from posture.operations.maritime.group import GroupAtSea

Doing = Literal["home", "transit", "on task", "visit", "weather", "maintenance", "repair"]
Need = Literal["maintenance", "repair"]
Needing = Generator[Event, Any, Need | None]


@dataclass(frozen=True, slots=True)
class Errand:
    """A task of single ships in an area, until a second; of a call, or of none."""

    area: str
    end: float
    call: str = ""


class Hull(Sailor):
    """A ship. Notes `ship` once, and `ship is` whenever it does something else (`where` what)."""

    def __init__(
        self,
        theatre: Theatre,
        sea: Sea,
        written: Maritime,
        tally: Tally,
        name: str,
        kind: Kind,
        flag: tuple[str, str],
        people: int,
        tons: int,
    ) -> None:
        self.nation, self.port = flag
        super().__init__(theatre, sea, written.weather, name, self.port)
        self.written = written
        self.kind = kind
        self.group: GroupAtSea | None = None
        self.errand: Errand | None = None
        self.doing: Doing = "home"
        self._tally = tally
        self._counted: tuple[str, str] = ("", "")
        self.fuelled = theatre.now
        self._needs: dict[Need, float] = {need: self._next(need) for need in ("maintenance", "repair")}
        if theatre.now == 0:
            self._needs["maintenance"] *= theatre.chance.uniform(name, "place between maintenances")
        self.ship = TransitShip(self.nation, kind.rule, tons, sea.in_black_sea(self.port))
        theatre.note(SHIP, name, self.nation, people)

    @property
    def pace(self) -> Pace:
        """How it sails alone: in haste to a call."""
        called = self.errand is not None and self.errand.call
        return self.haste if called else Pace(self.kind.transit, self.kind.draught)

    @property
    def haste(self) -> Pace:
        """How it sails to a call."""
        return Pace(self.kind.hastens, self.kind.draught)

    @property
    def ships(self) -> Ships:
        """Itself, as the Convention sees it."""
        return {self.name: self.ship}

    def does(self, doing: Doing, area: str = "", call: str = "") -> None:
        """Begin to do something else; counted in the area and for the call where it is on task."""
        if doing != self.doing:
            self.doing = doing
            self.theatre.note(SHIP_IS, self.name, doing)
        counted = (area, call) if doing == "on task" else ("", "")
        if counted != self._counted:
            self._tally.count(*self._counted, hunts=self.kind.hunts, by=-1)
            self._tally.count(*counted, hunts=self.kind.hunts, by=1)
            self._counted = counted

    def departs(self) -> None:
        """At sea and on no task."""
        self.does("transit")
        self._tally.tell()

    def assign(self, group: "GroupAtSea") -> None:
        """Let it serve with a group; who does so when the run starts is with it."""
        self.group = group
        if self.theatre.now == 0:
            self.put(group)
            self.fuelled = group.fuelled
        self.tell()

    def release(self) -> None:
        """Let it go home."""
        self.group, self.errand = None, None
        self.tell()

    def send(self, errand: Errand | None) -> None:
        """Give it an errand, or none any more."""
        self.errand = errand
        self.tell()

    def run(self) -> Process:
        """Do what there is to do, again and again."""
        while True:
            self.news = False
            if self.errand is not None:
                yield from self._go(self.errand)
            elif self.group is not None:
                yield from self._join(self.group)
            elif self.doing != "home":
                yield from self._return()
            else:
                yield self.told
                self.fuelled = self.theatre.now

    def _return(self) -> Process:
        came = yield from self.sail(self.port, self.pace)
        if came == "there":
            self.does("home")
            self._tally.tell()
        elif came == "refused":
            yield from self.pause(DAY)

    def _join(self, group: "GroupAtSea") -> Process:
        """Go to where the group is or is bound, as often as it takes, and keep it company."""
        while not (group.here and self.position() == at(group.target)):
            came = yield from self.sail(group.target, self.pace)
            if came == "refused":
                yield from self.pause(DAY)
            elif came == "there" and not group.here:
                yield group.moved | self.told
            if self.news:
                return
        group.join(self)
        need = yield from self._serve(group)
        if self in group.members:
            self.put(group)
            group.leave(self)
        if need is not None:
            yield from self._mend(need, group)

    def _serve(self, group: "GroupAtSea") -> Needing:
        """Keep company until there is news, or until it needs a port; gives what for.

        In the straits it stays with the others; planned maintenance waits until a ship is out of the Black
        Sea that may not stay there.
        """
        while True:
            need: Need = min(self._needs, key=lambda one: self._needs[one])
            began = self.theatre.now
            kept = False
            if self._needs[need] == inf:
                yield self.told
            else:
                kept = yield from self.pause(round(self._needs[need]))
            while group.passing:
                yield group.moved
            for one in self._needs:
                self._needs[one] -= self.theatre.now - began
            if not kept:
                return None
            if need == "repair" or self.theatre.straits.leaves_by(self.name) is None:
                return need
            self._needs[need] = DAY

    def _next(self, need: Need) -> float:
        """Seconds in company until it next needs a port."""
        upkeep = self.written.upkeep
        law = upkeep.planned if need == "maintenance" else upkeep.fails
        return inf if law is None else max(1, self.theatre.chance.seconds(law, self.name, f"next {need}"))

    def _mend(self, need: Need, group: "GroupAtSea") -> Process:
        """Go to the nearest port and be maintained or repaired there."""
        upkeep = self.written.upkeep
        self._needs[need] = self._next(need)
        ports = {self.port, *self._ports(group.written.areas)}
        if self.theatre.straits.leaves_by(self.name) is not None:
            ports = {port for port in ports if not self.sea.in_black_sea(port)}
        else:
            ports = {port for port in ports if self.sea.in_black_sea(port) == self.inside}
        if (yield from self._enter(sorted(ports))):
            law = upkeep.maintenance if need == "maintenance" else upkeep.repair
            self.does(need)
            yield from self.pause(self.theatre.chance.seconds(law, self.name, need))
            self.fuelled = self.theatre.now

    def _ports(self, areas: Iterable[str]) -> set[str]:
        return {port for area in areas for port in self.written.areas[area].ports}

    def _enter(self, ports: list[str]) -> Waiting:
        """Go to the nearest of these ports, and be replenished there whatever else it does."""
        port = self.sea.nearest(self.position(), ports, self.pace)
        if port is None:
            return False
        came = yield from self.sail(port, self.pace)
        if came != "there":
            return False
        self.theatre.note(REPLENISHED, self.name, port)
        return True

    def _go(self, errand: Errand) -> Process:
        """Go to the area and be on task there until the end; who runs short of fuel visits a port."""
        theatre, law = self.theatre, self.theatre.straits.law
        stay = 0 if law is None else law.stay
        while self.errand is errand:
            came = yield from self.sail(errand.area, self.pace, stay)
            if came == "told":
                return
            if came == "refused":
                theatre.note(CALL_REFUSED, errand.call or self.name, self.name)
                self.errand = None
                return
            end = self._must_leave(errand)
            if not (yield from self._on_task(errand, end)):
                return
            if end <= theatre.now:
                self.errand = None
            elif (yield from self._enter(sorted(self._ports((errand.area,))))):
                self.does("visit")
                self._tally.tell()
                yield from self.pause(theatre.chance.seconds(self.kind.refuels, self.name, "refuels"))
                self.fuelled = theatre.now
            else:
                yield from self.pause(DAY)
            if self.news:
                return

    def _on_task(self, errand: Errand, end: float) -> Waiting:
        """Be on task until the end or until fuel runs short; gives whether there was no news."""
        last = round(min(end, self.fuelled + self.kind.endurance))
        if last <= self.theatre.now:
            return not self.news
        self.does("on task", errand.area, errand.call)
        self._tally.tell()
        return (yield from self.pause(last - self.theatre.now))

    def _must_leave(self, errand: Errand) -> float:
        """When its errand ends, or its days in the Black Sea would."""
        if not self.inside:
            return errand.end
        out = self.sea.seconds(self.position(), BOSPHORUS, self.pace) or 0
        return until(self.theatre, self.ships, out, errand.end)
