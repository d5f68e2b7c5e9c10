"""Alert pairs: 4 bases of 4 aircraft, 10 years, against idiomatic SimPy by hand and a bare heapq loop.

Tracks come 0.5 an hour on average, by day four times as often as by night; the base whose pair meets one
soonest sends it; then turn-round, and now and then repair by the one crew of the base. All three are given
the same tracks and must count the same. By hand, a phase is a timeout, aircraft are a container,
crews a resource.
"""

import gc
import sys
from collections.abc import Callable, Iterator
from heapq import heappop, heappush
from json import dumps
from math import hypot, inf
from statistics import median
from time import process_time
from typing import ClassVar

import simpy
from results import keep

from posture.core.clock import Clock, utc
from posture.core.collector import collector_at_rest
from posture.core.event_log import Log
from posture.core.rng import Streams
from posture.operations import air_policing
from posture.operations.air_policing import control
from posture.operations.air_policing.geometry import meeting, position
from posture.operations.air_policing.tracks import Track, TrackArrivals
from posture.theatre import Theatre
from posture.theatre.network import Place

YEARS, SEEDS = 10, (1, 2, 3, 4, 5)
HORIZON = YEARS * 8766 * 3600
START = utc(2014, 1, 1)
BASES = {"A": (55.9, 23.4), "B": (59.3, 24.2), "C": (54.0, 19.1), "D": (56.8, 24.9)}
AIRCRAFT, TURN_ROUND, REPAIR, BREAKS = 4, 7_200, 21_600, 0.1
WRITTEN = air_policing.AirPolicing.model_validate_json(
    dumps(
        {
            "bases": {name: {"at": name, "runway": "3 km", "pairs": 2} for name in BASES},
            "detachments": {
                name: {"base": name, "nation": "XX", "stays": "always", "pairs": 2, "aircraft": AIRCRAFT}
                for name in BASES
            },
            "flying": {
                "decision": "3 min",
                "reaction": {"triangular": ["5 min", "8 min", "15 min"]},
                "climb": "5 min",
                "speed": "480 kn",
                "speed_home": "480 kn",
                "identification": "5 min",
                "turn_round": f"{TURN_ROUND} s",
            },
            "upkeep": {"breaks": BREAKS, "repair": f"{REPAIR} s", "crews": 1},
            "areas": {
                "sea": {
                    "route": [{"lat": 59.9, "lon": 27}, {"lat": 55, "lon": 19.5}],
                    "tracks": "0.5 per hour",
                    "spread": "40 km",
                    "choice": "soonest",
                    "speed": "380 kn",
                    "escort": {"exponential": {"mean": "20 min"}},
                    "hours": [1] * 6 + [4] * 12 + [1] * 6,
                }
            },
        }
    )
)

Counts = tuple[int, int, int, int]
"""Tracks met, without a pair, too late, and seconds in the air."""


class Given(TrackArrivals):
    """Tracks that were drawn before: the input of all three."""

    drawn: ClassVar[list[Track]] = []

    def times(self, horizon: int) -> Iterator[int]:  # noqa: ARG002 - as in its base
        self._left = iter(self.drawn)
        return (track.came for track in self.drawn)

    def track(self, came: int) -> Track:  # noqa: ARG002 - as in its base
        return next(self._left)


def drawn(seed: int) -> list[Track]:
    """The tracks of a seed."""
    source = TrackArrivals(Streams(seed, 0), Clock(START), "sea", WRITTEN.areas["sea"], WRITTEN.flying)
    return [source.track(moment) for moment in source.times(HORIZON)]


def given() -> tuple[Given, Streams, dict[str, tuple[float, float]]]:
    arrivals = Given(Streams(1, 0), Clock(START), "sea", WRITTEN.areas["sea"], WRITTEN.flying)
    return arrivals, Streams(1, 0), {name: arrivals.plane.at(*where) for name, where in BASES.items()}


def ours() -> Log:
    theatre = Theatre(Clock(START), Streams(1, 0), HORIZON)
    places = {
        name: Place(name=name, kind="airbase", country="XX", lat=lat, lon=lon, modes=())
        for name, (lat, lon) in BASES.items()
    }
    air_policing.start(theatre, WRITTEN, places)
    theatre.run()
    return theatre.log


def counted(log: Log) -> Counts:
    kinds = {"meets": 0, "no pair": 0, "too late": 0, "flies": 0}
    for row in log.of(*kinds):
        kinds[row.kind] += row.amount if row.kind == "flies" else 1
    return tuple(kinds.values())  # type: ignore[return-value]


def flight(track, where, met: float) -> tuple[int, int]:
    """When a pair takes off and lands, in seconds after the track came."""
    leaves = min(track.leaves, met + track.identification + track.escort)
    x, y = position(track.legs, leaves)
    home = hypot(x - where[0], y - where[1]) / WRITTEN.flying.speed_home
    return track.decision + track.reaction, round(track.came + leaves + home) - track.came


def soonest(track, free, bases) -> tuple[str | None, float]:
    start = track.decision + track.reaction + track.climb
    best, when = None, inf
    for name in free:
        met = meeting(track.legs, bases[name], WRITTEN.flying.speed, start)
        if met < when:
            best, when = name, met
    return best, when


def by_simpy() -> Counts:
    env = simpy.Environment()
    arrivals, chance, bases = given()
    aircraft = {name: simpy.Container(env, AIRCRAFT, AIRCRAFT) for name in bases}
    crews = {name: simpy.Resource(env, 1) for name in bases}
    counts = [0, 0, 0, 0]

    def repair(name: str):
        with crews[name].request() as crew:
            yield crew
            yield env.timeout(REPAIR)
        yield aircraft[name].put(1)

    def turn(name: str):
        yield env.timeout(TURN_ROUND)
        yield aircraft[name].put(1)

    def sortie(track, name: str, met: float):
        yield aircraft[name].get(2)
        took_off, lands = flight(track, bases[name], met)
        broken = [chance.uniform(name, "breaks") < BREAKS for _ in range(2)]
        counts[3] += lands - took_off
        identified = min(met + track.identification, track.leaves)
        ends = (
            track.decision,
            took_off,
            took_off + track.climb,
            met,
            identified,
            max(identified, min(track.leaves, met + track.identification + track.escort)),
            lands,
        )
        now = 0
        for end in ends:  # whole seconds: sums of fractions come to another instant than the others land at
            after = max(now, round(end))
            yield env.timeout(after - now)
            now = after
        for one in broken:
            env.process(repair(name) if one else turn(name))

    def tracks():
        for moment in arrivals.times(HORIZON):
            yield env.timeout(moment - env.now)
            yield env.timeout(0)  # who is ready at this very second is there, as with the others
            track = arrivals.track(moment)
            free = [name for name in bases if aircraft[name].level >= 2]
            name, met = soonest(track, free, bases)
            if name is None:
                counts[2 if free else 1] += 1
            else:
                counts[0] += 1
                env.process(sortie(track, name, met))

    env.process(tracks())
    env.run(until=HORIZON)
    return tuple(counts)  # type: ignore[return-value]


def by_heapq() -> Counts:
    arrivals, chance, bases = given()
    ready = dict.fromkeys(bases, AIRCRAFT)
    crew = dict.fromkeys(bases, 0)
    counts = [0, 0, 0, 0]
    times = arrivals.times(HORIZON)
    first = next(times)
    calendar: list[tuple[int, int, str, str, int]] = [(first, 0, "track", "", 0)]
    turn = 0
    while calendar:
        now, _, kind, name, amount = heappop(calendar)
        if now >= HORIZON:
            break
        turn += 1
        if kind == "ready":
            ready[name] += amount
        elif kind == "breaks":
            for _ in range(amount):
                crew[name] = max(now, crew[name]) + REPAIR
                heappush(calendar, (crew[name], turn, "ready", name, 1))
                turn += 1
        else:
            track = arrivals.track(now)
            free = [name for name in bases if ready[name] >= 2]
            chosen, met = soonest(track, free, bases)
            if chosen is None:
                counts[2 if free else 1] += 1
            else:
                counts[0] += 1
                ready[chosen] -= 2
                took_off, lands = flight(track, bases[chosen], met)
                counts[3] += lands - took_off
                broken = sum(chance.uniform(chosen, "breaks") < BREAKS for _ in range(2))
                if broken:
                    heappush(calendar, (now + lands, turn, "breaks", chosen, broken))
                heappush(calendar, (now + lands + TURN_ROUND, turn + 1, "ready", chosen, 2 - broken))
                turn += 2
            moment = next(times, None)
            if moment is not None:
                heappush(calendar, (moment, turn, "track", "", 0))
    return tuple(counts)  # type: ignore[return-value]


def timed(work: Callable[[], Log | Counts]) -> tuple[float, Counts]:
    gc.collect()
    with collector_at_rest():  # for all three, as it does in a run until its log has been read and let go
        begin = process_time()
        found = work()
        spent = process_time() - begin
    return spent, counted(found) if isinstance(found, Log) else found


def main() -> int:
    control.TrackArrivals = Given  # type: ignore[misc]
    contenders: dict[str, Callable[[], Log | Counts]] = {
        "ours, with log": ours,
        "idiomatic SimPy": by_simpy,
        "bare heapq": by_heapq,
    }
    times: dict[str, list[float]] = {name: [] for name in contenders}
    answers: dict[str, Counts] = {}
    same = True
    for seed in SEEDS:
        Given.drawn = drawn(seed)
        gc.freeze()
        for name, work in contenders.items():
            spent, answers[name] = timed(work)
            times[name].append(spent)
        same = same and len(set(answers.values())) == 1
    print(f"alert pairs: 4 bases x {AIRCRAFT} aircraft, {YEARS} years, seeds {', '.join(map(str, SEEDS))}")
    base = "idiomatic SimPy"
    for name in contenders:
        ratios = sorted(mine / theirs for mine, theirs in zip(times[name], times[base], strict=True))
        print(f"  {name:16} {median(ratios):5.2f} of idiomatic SimPy  ({ratios[0]:.2f} to {ratios[-1]:.2f})")
    mine = times["ours, with log"]
    keep("alert_pairs", [a / b for a, b in zip(mine, times[base], strict=True)], f"{base}, processor time")
    for name, (met, free, late, seconds) in answers.items():
        print(f"  {name:16} met {met}, no pair free {free}, too late {late}, {seconds} s in the air")
    print(f"  counts from all three: {'the same' if same else 'DIFFER'}")
    return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main())
