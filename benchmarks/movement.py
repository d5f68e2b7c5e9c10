"""The movement workload: 300 serials over some 20 hops of a 3 x 20 grid, 20 runs, three times over.

Each way takes four serials at once in each direction, each place three. The same arrivals come from (a) this
project's movement, log and ledger on; (b) idiomatic SimPy, one `Resource` a gate, nothing logged; (c) a bare
`heapq` loop, nothing logged. Only the ratios mean anything: whole runs in turn, A B C A B C, medians.
"""

import gc
import sys
from collections.abc import Callable
from heapq import heappop, heappush, heapreplace
from itertools import pairwise
from random import Random
from statistics import median
from time import process_time

import simpy
from results import keep

from posture.core.clock import Clock, utc
from posture.core.collector import collector_at_rest
from posture.core.rng import Streams
from posture.operations.movement import Movement, Plans, start
from posture.theatre import Theatre
from posture.theatre.forces import Unit
from posture.theatre.network import Link, Network, Place
from posture.theatre.requests import Load, Move

ROWS, COLUMNS, SERIALS, RUNS, ROUNDS = 3, 20, 300, 20, 5
ROOM, SERVERS, DWELL = 4, 3, 1_200
SPEED = 10.0
HORIZON = 400 * 86_400

Job = tuple[int, tuple[str, ...]]
"""When a serial starts, and the places it comes through."""


def spot(row: int, column: int) -> str:
    return f"P{row}{column:02}"


def network() -> Network:
    """A grid with random lengths; a way is longer than the places are wide, so that routes run along it."""
    random = Random("grid")
    places = {
        spot(r, c): Place(
            name=spot(r, c), kind="base", country="XX", lat=50.0 + r, lon=10.0 + c, modes=("road",)
        )
        for r in range(ROWS)
        for c in range(COLUMNS)
    }
    pairs = [((r, c), (r, c + 1)) for r in range(ROWS) for c in range(COLUMNS - 1)]
    pairs += [((r, c), (r + 1, c)) for r in range(ROWS - 1) for c in range(COLUMNS)]
    links = {}
    for a, b in pairs:
        key = f"{spot(*a)}-{spot(*b)}"
        metres = f"{random.randint(20_000, 60_000)} m"
        ends = {"start": spot(*a), "end": spot(*b)}
        links[key] = Link(**ends, mode="road", length=metres, headway="0 s", speed="10 m/s", capacity=ROOM)
    return Network(places, links, {})


def movement(places: list[str]) -> Movement:
    """Everything that a movement needs beside the network, without friction but for the places."""
    any_of = {
        "roads": {"speed": "10 m/s"},
        "rails": {"speed": "10 m/s", "trains": "1 per day"},
        "borders": {"convoy": "0 s", "train": "0 s"},
        "railheads": {"ramps": 1, "load": "0 s", "unload": "0 s"},
        "transloads": {"tracks": 1, "time": "0 s"},
        "ports": {"berths": 1, "clearance": "1 per day"},
        "airfields": {"mog": 1, "open": "1 d", "efficiency": 1.0},
    }
    return Movement(
        **{table: {"any": entry} for table, entry in any_of.items()},
        march={
            "vehicles": 20,
            "interval": "100 m",
            "gap": "0 s",
            "daily": "100000 km per day",
            "driving": "400 d",
            "people_a_vehicle": 45,
        },
        passages={place: {"servers": SERVERS, "time": f"{DWELL} s", "both_ways": True} for place in places},
    )


def ours(plans: Plans, jobs: list[Job]) -> list[int]:
    theatre = Theatre(Clock(utc(2023, 7, 3)), Streams(1, 0), HORIZON)
    start(theatre, plans)
    unit = Unit(nation="XX", home="", wheeled=1)
    arrivals = [0] * len(jobs)
    load = Load("XX", "wheeled")

    def ask(number: int, begin: str, end: str) -> None:
        def arrived(_: object) -> None:
            arrivals[number] = theatre.now

        theatre.ask(Move(f"s{number}", f"s{number}", load, 1, begin, ((end, ("road",)),), arrived))

    for number, (moment, path) in enumerate(jobs):
        theatre.forces.station(f"s{number}", unit, path[0])
        theatre.after(moment, lambda n=number, a=path[0], b=path[-1]: ask(n, a, b))
    theatre.run()
    assert len(theatre.log) > len(jobs) * 40
    return arrivals


def by_simpy(seconds: dict[tuple[str, str], int], jobs: list[Job]) -> list[int]:
    env = simpy.Environment()
    ways = {pair: simpy.Resource(env, ROOM) for pair in seconds}
    places = {place: simpy.Resource(env, SERVERS) for place in sorted({a for a, _ in seconds})}
    arrivals = [0] * len(jobs)

    def serial(number: int, moment: int, path: tuple[str, ...]):
        yield env.timeout(moment)
        for pair in pairwise(path):
            with ways[pair].request() as way:
                yield way
                yield env.timeout(seconds[pair])
            with places[pair[1]].request() as place:
                yield place
                yield env.timeout(DWELL)
        arrivals[number] = env.now

    for number, (moment, path) in enumerate(jobs):
        env.process(serial(number, moment, path))
    env.run()
    return arrivals


def by_heapq(seconds: dict[tuple[str, str], int], jobs: list[Job]) -> list[int]:
    ways = {pair: [0] * ROOM for pair in seconds}
    places = {place: [0] * SERVERS for place, _ in seconds}
    arrivals = [0] * len(jobs)
    calendar = [(moment, number, number, 0, False) for number, (moment, _) in enumerate(jobs)]
    calendar.sort()
    turn = len(jobs)
    while calendar:
        now, _, number, index, at_place = heappop(calendar)
        path = jobs[number][1]
        if index == len(path) - 1 and not at_place:
            arrivals[number] = now
            continue
        turn += 1
        if at_place:
            free, hold = places[path[index]], DWELL
        else:
            pair = path[index], path[index + 1]
            free, hold = ways[pair], seconds[pair]
            index += 1
        end = max(now, free[0]) + hold
        heapreplace(free, end)
        heappush(calendar, (end, turn, number, index, not at_place))
    return arrivals


def workload(plans: Plans) -> list[list[Job]]:
    """Twenty lists of serials that cross the grid from end to end, each by its shortest way."""
    random = Random("serials")
    runs = []
    for _ in range(RUNS):
        jobs = []
        for number in range(SERIALS):
            a, b = spot(random.randrange(ROWS), 0), spot(random.randrange(ROWS), COLUMNS - 1)
            begin, end = (a, b) if number % 2 else (b, a)
            (plan,) = plans.of(plans_shape(begin, end))
            path = (begin, *(step.hop.end for leg in plan.legs for step in leg.alternatives[0]))
            jobs.append((random.randrange(20 * 86_400), path))
        runs.append(jobs)
    return runs


def plans_shape(begin: str, end: str):
    from posture.operations.movement import RouteRequest

    return RouteRequest(begin, ((end, ("road",)),), Load("XX", "wheeled"))


def timed(work: Callable[[], list[list[int]]]) -> tuple[float, list[list[int]]]:
    gc.collect()
    with collector_at_rest():  # for all three, as it does in a run until its log has been read and let go
        begin = process_time()
        found = work()
        return process_time() - begin, found


def main() -> int:
    map_ = network()
    plans = Plans(map_, movement(sorted(map_.places)))
    runs = workload(plans)
    seconds = {}
    for link in map_.links.values():
        seconds[link.start, link.end] = seconds[link.end, link.start] = round(link.length / SPEED)
    contenders = {
        "ours, log and ledger": lambda: [ours(plans, jobs) for jobs in runs],
        "idiomatic SimPy": lambda: [by_simpy(seconds, jobs) for jobs in runs],
        "bare heapq": lambda: [by_heapq(seconds, jobs) for jobs in runs],
    }
    times: dict[str, list[float]] = {name: [] for name in contenders}
    answers = {}
    for _ in range(ROUNDS):
        for name, work in contenders.items():
            spent, answers[name] = timed(work)
            times[name].append(spent)
    hops = sum(len(path) - 1 for jobs in runs for _, path in jobs)
    print(f"movement: {RUNS} runs x {SERIALS} serials x {hops / RUNS / SERIALS:.1f} hops, {ROUNDS} rounds")
    same = answers["ours, log and ledger"] == answers["idiomatic SimPy"] == answers["bare heapq"]
    base = "idiomatic SimPy"
    for name in contenders:
        ratios = sorted(mine / theirs for mine, theirs in zip(times[name], times[base], strict=True))
        print(f"  {name:22} {median(ratios):5.2f} of idiomatic SimPy  ({ratios[0]:.2f} to {ratios[-1]:.2f})")
    mine = times["ours, log and ledger"]
    ratios = [a / b for a, b in zip(mine, times["idiomatic SimPy"], strict=True)]
    keep("movement", ratios, "idiomatic SimPy, processor time")
    floors = [a / b for a, b in zip(mine, times["bare heapq"], strict=True)]
    keep("movement_floor", floors, "a bare heapq loop, processor time")
    floor = median(floors)
    print(f"  ours against the heapq floor: {floor:.2f}")
    print(f"  arrival times from all three: {'the same' if same else 'DIFFER'}")
    return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main())
