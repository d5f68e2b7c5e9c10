"""The sea: how far it is over the network's ways by sea, from wherever a ship is.

A sea area is a point joined to the places near it by great circles. Which way is the quickest is worked out
once for each end, speed and draught, and kept for all runs of a scenario.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush

from posture.operations.maritime.schema import Maritime
from posture.theatre.network import Network, great_circle
from posture.theatre.straits import BOSPHORUS, DARDANELLES, TURKISH_STRAITS

GATES = TURKISH_STRAITS
DEEP = 10**6
"""Centimetres of water where no limit is known."""

Spot = tuple[tuple[str, int], ...]
"""Where a ship is: the one or two points next to it, each so many metres away."""


def at(point: str) -> Spot:
    """The spot of a point itself."""
    return ((point, 0),)


@dataclass(frozen=True, slots=True)
class Pace:
    """How a ship or group sails: metres a second, and centimetres of draught."""

    speed: float
    draught: int


@dataclass(frozen=True, slots=True)
class Reach:
    """A piece of a course: first `waits` seconds in a strait or canal, then `metres` on to `end`.

    `start` lies `behind` metres back when it begins.
    """

    start: str
    behind: int
    end: str
    metres: int
    waits: int
    seconds: int


@dataclass(frozen=True, slots=True)
class Course:
    """A way over the sea."""

    reaches: tuple[Reach, ...]

    @property
    def seconds(self) -> int:
        """How long it takes."""
        return sum(reach.waits + reach.seconds for reach in self.reaches)

    @property
    def points(self) -> tuple[str, ...]:
        """The points that it comes to, in order."""
        return tuple(reach.end for reach in self.reaches)

    def spot(self, elapsed: float) -> Spot:
        """Where one is so many seconds after its start."""
        for reach in self.reaches:
            if elapsed < reach.waits:
                return at(reach.start)
            elapsed -= reach.waits
            if elapsed < reach.seconds:
                done = round(reach.metres * elapsed / reach.seconds)
                return (reach.end, reach.metres - done), (reach.start, reach.behind + done)
            elapsed -= reach.seconds
        return at(self.reaches[-1].end)


class Sea:
    """All points at sea and the ways between them; `passages` are seconds that a strait or canal takes."""

    def __init__(self, network: Network, written: Maritime, passages: Mapping[str, int]) -> None:
        self.passages = passages
        self._ways: dict[str, dict[str, int]] = {}
        self._depths: dict[str, int] = {}
        self._trees: dict[tuple[str, Pace], dict[str, tuple[float, str]]] = {}
        shut_links, shut_places = network.shut_links(), network.shut_places()
        for key, link in network.links.items():
            if link.mode == "sea" and key not in shut_links and not {link.start, link.end} & shut_places:
                self._join(link.start, link.end, link.length)
        for name, area in written.areas.items():
            for place in area.near:
                if place in network.places:
                    self._join(name, place, great_circle(area, network.places[place]))
        for key in self._ways.keys() & network.places.keys():
            known = network.places[key]
            told = [known.deepest("draught_limit_m"), known.deepest("channel_depth_m")]
            self._depths[key] = min((depth for depth in told if depth is not None), default=DEEP)
        self._outside = self._joined(DARDANELLES, without=BOSPHORUS)

    def _join(self, start: str, end: str, metres: int) -> None:
        for one, other in ((start, end), (end, start)):
            ways = self._ways.setdefault(one, {})
            ways[other] = min(metres, ways.get(other, metres))

    def _joined(self, start: str, without: str) -> set[str]:
        """Points that can be reached from one without passing another."""
        found, left = {start}, [start]
        while left:
            for point in self._ways.get(left.pop(), {}):
                if point not in found and point != without:
                    found.add(point)
                    left.append(point)
        return found

    def __contains__(self, point: str) -> bool:
        return point in self._ways

    def in_black_sea(self, point: str) -> bool:
        """Whether a point lies beyond the Bosphorus."""
        return BOSPHORUS in self._ways and point != BOSPHORUS and point not in self._outside

    def course(self, spot: Spot, end: str, pace: Pace) -> Course | None:
        """The quickest way from a spot to a point; None where there is none for such a ship."""
        tree = self._tree(end, pace)
        among = [
            (metres / pace.speed + tree[point][0] + self._held(point, end, metres), point, metres)
            for point, metres in spot
            if point in tree
        ]
        if not among:
            return None
        _, point, metres = min(among)
        back = next(((one, far) for one, far in spot if one != point), (point, 0))
        reaches: list[Reach] = []
        if metres or point == end:
            reaches.append(Reach(*back, point, metres, 0, round(metres / pace.speed)))
        waits = self._held(point, end, metres)
        while point != end:
            after = tree[point][1]
            metres = self._ways[point][after]
            reaches.append(Reach(point, 0, after, metres, waits, round(metres / pace.speed)))
            point, waits = after, self.passages.get(after, 0)
        return Course(tuple(reaches))

    def seconds(self, spot: Spot, end: str, pace: Pace) -> int | None:
        """How long that takes."""
        course = self.course(spot, end, pace)
        return None if course is None else course.seconds

    def nearest(self, spot: Spot, ends: Sequence[str], pace: Pace) -> str | None:
        """The point of these to which one comes first."""
        found = [(seconds, end) for end in ends if (seconds := self.seconds(spot, end, pace)) is not None]
        return min(found)[1] if found else None

    def _tree(self, end: str, pace: Pace) -> dict[str, tuple[float, str]]:
        """For every point the seconds to an end, and the next point on the way there (Dijkstra)."""
        key = end, pace
        if key not in self._trees:
            found: dict[str, tuple[float, str]] = {}
            queue: list[tuple[float, str, str]] = [(0.0, end, end)] if self._deep(end, pace) else []
            while queue:
                seconds, point, after = heappop(queue)
                if point in found:
                    continue
                found[point] = seconds, after
                onward = seconds + (self.passages.get(point, 0) if point != end else 0)
                for before, metres in self._ways.get(point, {}).items():
                    if before not in found and self._deep(before, pace):
                        heappush(queue, (onward + metres / pace.speed, before, point))
            self._trees[key] = found
        return self._trees[key]

    def _held(self, point: str, end: str, metres: int) -> int:
        """Seconds in a strait or canal to which one comes and goes on."""
        return self.passages.get(point, 0) if metres and point != end else 0

    def _deep(self, point: str, pace: Pace) -> bool:
        return self._depths.get(point, DEEP) >= pace.draught
