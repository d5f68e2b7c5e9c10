"""What a plan is made of: steps over single ways, legs by one mode, and the whole way from start to end."""

from dataclasses import dataclass
from itertools import pairwise

from posture.core.distributions import Distribution
from posture.core.event_kinds import Cause
from posture.operations.movement.ways import Passage
from posture.theatre.network import Mode
from posture.theatre.routing import Hop


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One hop, with what it takes to pass it.

    `headway` is the time between two vehicles of a column, or 0; `hold` how long one train, or the gap behind
    one column, keeps the way shut for the next; `capacity` how many can be on the way at once, or 0. On the
    ground it lies in one `country`; a flight goes through the air of those `overflown`. `key`
    names the way and its direction, `name` also the kind of ship or aircraft that uses it. At its end a
    border takes `crossing` and a strait or bridge `passage`. `seconds` on the way, booked to `cause`, and
    `dwell` in the passage are -1 where they are drawn anew for each serial.
    """

    hop: Hop
    country: str
    overflown: tuple[str, ...]
    speed: Distribution
    key: str
    name: str
    headway: int
    hold: int
    capacity: int
    crossing: Distribution | None
    passage: Passage | None
    cause: Cause
    seconds: int
    dwell: int

    @property
    def least(self) -> int:
        """Least seconds that it takes, its border and its strait included."""
        seconds = int(self.hop.metres / self.speed.high)
        seconds += int(self.crossing.low) if self.crossing else 0
        return seconds + (int(self.passage.time.low) if self.passage else 0)


Steps = tuple[Step, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LegPlan:
    """One leg: its alternatives (they differ in where the gauge changes), lot size, and the lift it takes.

    `lift` names a pool for each gauge on the way, or one for the whole leg. After a voyage, `clears` pieces
    can leave the port in a day; else it is 0. Movement credits keep march units `credit` seconds apart at the
    start, or 0. A ferry leaves by timetable, `every` so many seconds; of other lift it is 0.
    """

    mode: Mode
    start: str
    end: str
    alternatives: tuple[Steps, ...]
    lot: int
    lift: tuple[str, ...]
    clears: int
    credit: int
    every: int

    @property
    def taken_at(self) -> tuple[str, ...]:
        """Where each of its lift is taken: where it loads, and where the gauge changes."""
        if not self.lift:
            return ()
        hops = [step.hop for step in self.alternatives[0]]
        changes = (other.start for one, other in pairwise(hops) if one.layer != other.layer)
        return (self.start, *changes)[: len(self.lift)]


@dataclass(frozen=True, slots=True)
class Plan:
    """One way from start to end: its expected seconds, its legs, and the pieces it can take in a day.

    On the ground it crosses `countries`; those `overflown` are also the ones where it lands.
    """

    seconds: int
    legs: tuple[LegPlan, ...]
    rate: float
    countries: frozenset[str]
    overflown: frozenset[str]
    links: frozenset[str]

    @property
    def lot(self) -> int:
        """Most pieces that go together all the way."""
        return min(leg.lot for leg in self.legs)

    @classmethod
    def along(cls, seconds: int, legs: tuple[LegPlan, ...], rate: float) -> "Plan":
        """A plan with the countries and ways of its legs, alternatives left aside."""
        steps = [step for leg in legs for step in leg.alternatives[0]]
        countries = frozenset(step.country for step in steps if step.country)
        overflown = frozenset(country for step in steps for country in step.overflown)
        return cls(seconds, legs, rate, countries, overflown, frozenset(step.hop.link for step in steps))
