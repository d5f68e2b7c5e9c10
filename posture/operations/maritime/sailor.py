"""Who moves over the sea, a group or a ship alone, until it is there, told otherwise or refused."""

from collections.abc import Generator, Iterable
from typing import Any, Literal

from simpy import Event

from posture.operations.maritime.passages import Ships, announce, gates, notice, refusal, through
from posture.operations.maritime.schema import Weather
from posture.operations.maritime.sea import Course, Pace, Sea, Spot, at
from posture.theatre import Theatre

Came = Literal["there", "told", "refused"]
Sailing = Generator[Event, Any, Came]
Waiting = Generator[Event, Any, bool]


class Sailor:
    """Somebody at sea or in port: where it is, on which side of the Turkish Straits, and what it waits for.

    Whoever has news for it calls `tell`; what it does then ends early, and it looks at what it is to do.
    """

    def __init__(self, theatre: Theatre, sea: Sea, weather: Weather, name: str, point: str) -> None:
        self.theatre = theatre
        self.sea = sea
        self.weather = weather
        self.name = name
        self.inside = sea.in_black_sea(point)
        self.passing = False
        self.news = False
        self.told = Event(theatre.env)
        self._spot = at(point)
        self._course: Course | None = None
        self._left, self._pace = 0, 1.0

    @property
    def ships(self) -> Ships:
        """Its ships, as the Convention sees them."""
        return {}

    def tell(self) -> None:
        """Have it look at what it is to do."""
        if not self.news:
            self.news = True
            told, self.told = self.told, Event(self.theatre.env)
            told.succeed()

    def position(self) -> Spot:
        """Where it is now."""
        if self._course is None:
            return self._spot
        return self._course.spot((self.theatre.now - self._left) * self._pace)

    def put(self, other: "Sailor") -> None:
        """Be where another is."""
        self._spot, self._course, self.inside = other.position(), None, other.inside

    def pause(self, seconds: int) -> Waiting:
        """Wait; gives whether that was not cut short by news."""
        if not self.news:
            yield self.theatre.wait(max(0, seconds)) | self.told
        return not self.news

    def may(self, end: str, stay: int) -> str:
        """The Article by which it may not go to a point as things stand; empty if it may."""
        into = self.sea.in_black_sea(end)
        return "" if into == self.inside else refusal(self.theatre, self.ships, into=into, stay=stay)

    def there_in(self, end: str, ships: Ships, pace: Pace) -> int | None:
        """Seconds until ships from here can be at a point, notice included; None where no way leads there."""
        course = self.sea.course(self.position(), end, pace)
        if course is None:
            return None
        into = self.sea.in_black_sea(end)
        crossed = gates(course) if into != self.inside else None
        way = 0 if crossed is None else self.sea.seconds(self.position(), crossed[0], pace) or 0
        waits = 0 if crossed is None else notice(self.theatre, ships, into=into) - way
        return course.seconds + max(0, waits)

    def sail(self, end: str, pace: Pace, stay: int = 0) -> Sailing:
        """Go to a point, through the Turkish Straits if it must; `stay` is how long it will be beyond them.

        Who needs notice for the straits gives it and waits where it is, so as to be there on the day.
        """
        course = self.sea.course(self.position(), end, pace)
        if course is None:
            return "refused"
        crossed = gates(course) if self.sea.in_black_sea(end) != self.inside else None
        if crossed is not None:
            if self.may(end, stay):
                return "refused"
            came = yield from self._cross(crossed, pace, stay)
            if came != "there":
                return came
            course = self.sea.course(self._spot, end, pace)
            assert course is not None
        return "there" if (yield from self._follow(course)) else "told"

    def _cross(self, crossed: tuple[str, str], pace: Pace, stay: int) -> Sailing:
        """Go to the first of the straits and come out of the last."""
        theatre, into, (first, last) = self.theatre, not self.inside, crossed
        way = self.sea.course(self.position(), first, pace)
        onward = self.sea.course(at(first), last, pace)
        assert way is not None and onward is not None
        due = announce(theatre, self.ships, way.seconds, into=into)
        if not (yield from self.pause(due - theatre.now - way.seconds)):
            return "told"
        if not (yield from self._follow(way)):
            return "told"
        seconds = onward.seconds + sum(self.sea.passages.get(one, 0) for one in {first, last})
        self.passing = True
        ships = self.ships
        refused = yield from through(theatre, ships, seconds, into=into, stay=stay)
        self.passing = False
        self._spot = at(first)
        if len(refused) == len(ships) > 0:
            return "refused"
        self.parts(refused)
        self._spot, self.inside = at(last), into
        return "there"

    def parts(self, refused: Iterable[str]) -> None:
        """Told before straits whom it leaves behind there; nothing by itself."""

    def departs(self) -> None:
        """Told whenever it sets out; nothing by itself."""

    def rough(self) -> bool:
        """Whether the weather is rough for what begins now."""
        shares = self.weather.rough
        if not shares:
            return False
        share = shares[self.theatre.clock.month(self.theatre.now) - 1]
        return self.theatre.chance.uniform(self.name, "weather") < share

    def _follow(self, course: Course) -> Waiting:
        if self.news:
            return False
        self.departs()
        self._pace = 1 - self.weather.slows if self.rough() else 1.0
        self._left, self._course = self.theatre.now, course
        there = yield from self.pause(round(course.seconds / self._pace))
        self._spot, self._course = (at(course.points[-1]) if there else self.position()), None
        return there
