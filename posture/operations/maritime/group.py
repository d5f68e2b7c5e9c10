"""One standing group: ships in company, their programme of patrols and visits, and the call they answer."""

from collections.abc import Iterable
from math import inf

from simpy import Event

from posture.core.clock import DAY
from posture.operations.maritime.event_kinds import GROUP_AT, IN_COMPANY, PORT_VISIT, REPLENISHED
from posture.operations.maritime.on_task import Tally
from posture.operations.maritime.passages import Ships, until
from posture.operations.maritime.sailor import Sailing, Sailor, Waiting
from posture.operations.maritime.schema import Group, Kind, Maritime
from posture.operations.maritime.sea import Pace, Sea, at
from posture.operations.maritime.ship import Doing, Errand, Hull
from posture.theatre import Process, Theatre
from posture.theatre.straits import BOSPHORUS


class GroupAtSea(Sailor):
    """A group: `target` is the point where it is (`here`) or is bound; `moved` fires when that changes.

    Notes `in company` (how many ships) when ships join and leave, `group at` when it comes or sets out,
    `port visit` and `replenished`.
    """

    def __init__(
        self, theatre: Theatre, sea: Sea, maritime: Maritime, tally: Tally, name: str, written: Group
    ) -> None:
        super().__init__(theatre, sea, maritime.weather, name, written.areas[0])
        self.maritime = maritime
        self.written = written
        self.members: list[Hull] = []
        self.call: Errand | None = None
        self.target, self.here = written.areas[0], True
        self._aim = self.target
        self.moved = Event(theatre.env)
        self.fuelled = theatre.now
        self._tally = tally
        self._doing: Doing = "on task"
        self._area = written.areas[0]
        self._turn = 0
        self._visits: dict[str, int] = {}
        for exercise in written.exercises.values():
            for moment in (exercise.start, exercise.end):
                seconds = theatre.clock.seconds(moment)
                if 0 < seconds < theatre.horizon:
                    theatre.after(seconds, self._turn_to)

    @property
    def pace(self) -> Pace:
        """That of its slowest ship, as deep as its deepest."""
        if self.call is not None:
            return self.haste
        return Pace(min(kind.transit for kind in self._kinds), max(kind.draught for kind in self._kinds))

    @property
    def haste(self) -> Pace:
        """The same, to a call."""
        return Pace(min(kind.hastens for kind in self._kinds), max(kind.draught for kind in self._kinds))

    @property
    def _kinds(self) -> list[Kind]:
        """Kinds of its ships; of any, while it has none."""
        return [hull.kind for hull in self.members] or [*self.maritime.kinds.values()]

    @property
    def ships(self) -> Ships:
        """Its ships, as the Convention sees them."""
        return {hull.name: hull.ship for hull in self.members}

    def join(self, hull: Hull) -> None:
        """Take a ship into company; one on a written tour takes authority of its slot with that."""
        if not self.members:
            self.fuelled = hull.fuelled
        self.members.append(hull)
        hull.does(self._doing, self._area, self._call)
        self._tally.tell()
        self.theatre.note(IN_COMPANY, self.name, amount=len(self.members))
        commitments = self.theatre.commitments
        tour = self.maritime.ships.get(hull.name)
        if tour is not None and hull.name not in commitments.on_task(self.name):
            commitments.take_authority(hull.name)
        if len(self.members) == 1 or self.theatre.straits.leaves_by(hull.name) is not None:
            self.tell()

    def parts(self, refused: Iterable[str]) -> None:
        """Leave ships behind that may not pass with the others."""
        for hull in [one for one in self.members if one.name in set(refused)]:
            hull.put(self)
            self.leave(hull)
            hull.tell()

    def leave(self, hull: Hull) -> None:
        """Let a ship out of company."""
        self.members.remove(hull)
        self.theatre.note(IN_COMPANY, self.name, amount=len(self.members))
        if not self.members:
            self.tell()

    def answer(self, call: Errand | None) -> None:
        """Take up a call, or go back to the programme."""
        self.call = call
        self.tell()

    @property
    def _call(self) -> str:
        return "" if self.call is None else self.call.call

    def run(self) -> Process:
        """Patrol and visit in turn, in the area of a call or exercise while there is one."""
        while True:
            self.news = False
            if not self.members:
                self._wait_for_ships()
                yield self.told
                continue
            area = self._bound()
            yield from self._bunker(area)
            came = yield from self._sail(area)
            if came == "refused":
                self._turn += 1
                yield from self.pause(DAY)
            elif came == "there" and (yield from self._patrol(area)):
                yield from self._visit(area)

    def _bunker(self, area: str) -> Process:
        """Go into the nearest port first, with no oiler, where fuel would not last for the way and a day."""
        way = self.sea.seconds(self.position(), area, self.pace) or 0
        lasts = self.fuelled + self._endurance() >= self.theatre.now + way + DAY
        if lasts or self._oiler or self.fuelled == self.theatre.now or self.news:
            return
        ports = sorted({port for one in self.maritime.areas.values() for port in one.ports})
        mine = [port for port in ports if self.sea.in_black_sea(port) == self.inside]
        port = self.sea.nearest(self.position(), mine, self.pace)
        if port is None or (yield from self._sail(port)) != "there":
            return
        self._do("visit")
        self._replenish(port)
        refuels = self.members[0].kind.refuels
        yield from self.pause(self.theatre.chance.seconds(refuels, self.name, "refuels"))
        self.fuelled = self.theatre.now

    def _turn_to(self) -> None:
        """An exercise begins or ends: a call goes before it."""
        if self.call is None:
            self.tell()

    def _wait_for_ships(self) -> None:
        """With no ship left, the next ones gather where it was bound."""
        self._spot, self.inside = at(self.target), self.sea.in_black_sea(self.target)
        if not self.here:
            self.here = True
            self._move()

    def _bound(self) -> str:
        """The area to which it goes."""
        if self.call is not None:
            return self.call.area
        moment = self.theatre.clock.moment(self.theatre.now)
        for _, exercise in sorted(self.written.exercises.items()):
            if exercise.start <= moment < exercise.end:
                return exercise.area
        return self.written.areas[self._turn % len(self.written.areas)]

    def _sail(self, point: str) -> Sailing:
        law = self.theatre.straits.law
        if not (self.here and self.target == point):
            self._aim = point
            came = yield from self.sail(point, self.pace, 0 if law is None else law.stay)
            for hull in self.members:
                hull.inside = self.inside
            if came != "there":
                return came
        self.here = True
        self._move()
        return "there"

    def _move(self) -> None:
        self.theatre.note(GROUP_AT, self.name, self.target, int(self.here))
        moved, self.moved = self.moved, Event(self.theatre.env)
        moved.succeed()

    def departs(self) -> None:
        """All are at sea and on no task, and who would join meets them where they are bound."""
        if self.here or self.target != self._aim:
            self.target, self.here = self._aim, False
            self._move()
        self._do("transit")

    def _do(self, doing: Doing, area: str = "") -> None:
        self._doing, self._area = doing, area
        for hull in self.members:
            hull.does(doing, area, self._call)
        self._tally.tell()

    def _patrol(self, area: str) -> Waiting:
        """Be on task until the visit is due or fuel runs short; gives whether that was not cut short."""
        theatre = self.theatre
        self._do("on task", area)
        length: float = theatre.chance.seconds(self.written.patrol, self.name, "patrol")
        if self.call is None and theatre.chance.uniform(self.name, "dispersed") < self.written.dispersed:
            self._disperse(theatre.now + length)
        inside = self._inside_for()
        if inside <= 0:
            self._turn, self.call = self._turn + 1, None
            if self.sea.in_black_sea(self._bound()):
                yield from self.pause(DAY)
            return False
        end = theatre.now + (inside if inside - length < self.written.visit.high else length)
        while theatre.now < end:
            fuel = self.fuelled + self._endurance()
            if fuel <= theatre.now and self._oiler:
                self._replenish("at sea")
            elif fuel <= theatre.now:
                break
            elif not (yield from self.pause(round(min(fuel, end)) - theatre.now)):
                return False
        self._turn += 1
        if self._inside_for() <= 0:
            self.call = None
            return False
        return True

    def _inside_for(self) -> float:
        """Seconds that the Convention leaves for task and visits in the Black Sea, the way out left aside."""
        if not self.inside:
            return inf
        out = self.sea.seconds(self.position(), BOSPHORUS, self.pace) or 0
        return until(self.theatre, self.ships, out, inf) - self.theatre.now

    @property
    def _oiler(self) -> bool:
        return any(hull.kind.replenishes for hull in self.members)

    def _endurance(self) -> int:
        """Time at sea of the ship that runs short first, oilers left aside."""
        kinds = self._kinds
        return min([kind.endurance for kind in kinds if not kind.replenishes] or [kinds[0].endurance])

    def _replenish(self, where: str) -> None:
        self.fuelled = self.theatre.now
        self.theatre.note(REPLENISHED, self.name, where)

    def _disperse(self, end: float) -> None:
        """Send all but the first to the group's areas in turn; who stays here stays in company."""
        areas = self.written.areas
        for number, hull in enumerate(sorted(self.members, key=lambda one: one.name)):
            area = areas[(self._turn + number) % len(areas)]
            if area != self.target and self.sea.in_black_sea(area) == self.inside:
                hull.send(Errand(area, end))

    def _visit(self, area: str) -> Waiting:
        """Go into the next port of the area, after the weather, and be replenished there."""
        theatre = self.theatre
        port = self._port(area)
        if port is None or (yield from self._sail(port)) == "refused":
            return (yield from self.pause(DAY))
        if self.news:
            return False
        if self.rough():
            self._do("weather")
            delay = theatre.chance.seconds(self.weather.delay, self.name, "entry")
            if not (yield from self.pause(delay)):
                return False
        self._do("visit")
        theatre.note(PORT_VISIT, self.name, port)
        self._replenish(port)
        kept = yield from self.pause(theatre.chance.seconds(self.written.visit, self.name, "visit"))
        self.fuelled = theatre.now
        return kept

    def _port(self, area: str) -> str | None:
        """The next port of an area that is open; None if none is."""
        ports, now = self.maritime.areas[area].ports, self.theatre.now
        for _ in ports:
            count = self._visits.get(area, 0)
            self._visits[area] = count + 1
            port = ports[count % len(ports)]
            keys = ("place", port), ("gate", port, "approach")
            if self.theatre.closures.opens(now, *keys) <= now:
                return port
        return None
