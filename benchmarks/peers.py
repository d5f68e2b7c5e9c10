"""The movement workload of `movement.py` beside other engines: salabim, Ciw and OpenTNSim.

`make bench-peers` installs them into an environment of their own, `build/peers`. Each is used as its guide
teaches: salabim with components and resources, Ciw with a node for each gate and a route for each customer,
OpenTNSim with vessels on a graph. Its own resource of an edge is given back before the vessel sails; here it
is held until the vessel is through, as the others do. Whole runs in turn, processor time; only the ratios
mean anything. Arrival times are compared: where two serials come to a gate in one second, an engine may let
the other one go first. A number as argument: so many runs instead of five.
"""

import sys
import warnings
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from importlib.metadata import version
from itertools import pairwise
from statistics import median

import ciw
import networkx as nx
import salabim
import simpy
from movement import (
    DWELL,
    HORIZON,
    ROOM,
    SERVERS,
    SPEED,
    Job,
    by_simpy,
    movement,
    network,
    ours,
    timed,
    workload,
)
from results import keep

from posture.operations.movement import Plans

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from opentnsim import core
    from pyproj import Geod
    from shapely.geometry import LineString, Point

Seconds = dict[tuple[str, str], int]
ROUNDS, RUNS = 3, 5
OURS, SIMPY = "ours, log and ledger", "idiomatic SimPy"
PEERS = ("salabim", "ciw", "opentnsim")
AIMS = {"salabim": 8, "ciw": 60, "opentnsim": 15}


def by_salabim(seconds: Seconds, jobs: list[Job]) -> list[int]:
    salabim.yieldless(False)
    env = salabim.Environment(trace=False, yieldless=False)
    ways = {pair: salabim.Resource(f"{pair}", ROOM, env=env) for pair in seconds}
    places = {place: salabim.Resource(place, SERVERS, env=env) for place in sorted({a for a, _ in seconds})}
    arrivals = [0] * len(jobs)

    class Serial(salabim.Component):
        def setup(self, number: int, path: tuple[str, ...]) -> None:
            self.number, self.path = number, path

        def process(self) -> Iterator[object]:
            for pair in pairwise(self.path):
                for gate, spent in ((ways[pair], seconds[pair]), (places[pair[1]], DWELL)):
                    yield self.request(gate)
                    yield self.hold(spent)
                    self.release(gate)
            arrivals[self.number] = round(env.now())

    for number, (moment, path) in enumerate(jobs):
        Serial(at=moment, number=number, path=path, env=env)
    env.run()
    return arrivals


def by_ciw(seconds: Seconds, jobs: list[Job]) -> list[int]:
    places = sorted({a for a, _ in seconds})
    nodes = {gate: number for number, gate in enumerate((*seconds, *places), start=1)}
    calls: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for number, (moment, path) in enumerate(jobs):
        calls[nodes[path[0], path[1]]].append((moment, number))
    waiting = {node: iter(sorted(some)) for node, some in calls.items()}
    of: dict[int, int] = {}

    def route(person: ciw.individual.Individual, _: ciw.Simulation) -> list[int]:
        _moment, number = next(waiting[person.starting_node])
        of[person.id_number] = number
        gates = [node for pair in pairwise(jobs[number][1]) for node in (nodes[pair], nodes[pair[1]])]
        return gates[1:]

    def calls_at(node: int) -> ciw.dists.Distribution | None:
        moments = [moment for moment, _ in sorted(calls.get(node, ()))]
        gaps = [later - sooner for sooner, later in pairwise((0, *moments))]
        return ciw.dists.Sequential([*gaps, float("inf")]) if moments else None

    asked = ciw.create_network(
        arrival_distributions=[calls_at(node) for node in nodes.values()],
        service_distributions=[
            ciw.dists.Deterministic(DWELL if isinstance(gate, str) else seconds[gate]) for gate in nodes
        ],
        number_of_servers=[SERVERS if isinstance(gate, str) else ROOM for gate in nodes],
        routing=ciw.routing.ProcessBased(route),
    )
    simulation = ciw.Simulation(asked)
    simulation.simulate_until_max_time(HORIZON)
    arrivals = [0] * len(jobs)
    for person in simulation.nodes[-1].all_individuals:
        arrivals[of[person.id_number]] = round(person.data_records[-1].exit_date)
    return arrivals


WGS84 = Geod(ellps="WGS84")


class Serial(core.Identifiable, core.Movable):
    """A vessel that keeps its way while it sails, at the pace of that way, and is served at each place."""

    def pass_edge(self, origin: str, destination: str) -> Iterator[simpy.Event]:
        edge = self.graph.edges[origin, destination]
        with edge["way"].request() as way:
            yield way
            self.v = edge["speed"]
            yield from super().pass_edge(origin, destination)
        with self.graph.nodes[destination]["place"].request() as place:
            yield place
            yield self.env.timeout(DWELL)


def by_opentnsim(seconds: Seconds, jobs: list[Job]) -> list[int]:
    env = simpy.Environment(initial_time=0)
    env.epoch = datetime.fromtimestamp(0, UTC)
    env.graph = nx.DiGraph()
    for place in sorted({a for a, _ in seconds}):
        spot = Point(10 + int(place[2:]), 50 + int(place[1]))
        env.graph.add_node(place, geometry=spot, place=simpy.Resource(env, SERVERS))
    for (a, b), spent in seconds.items():
        line = LineString([env.graph.nodes[a]["geometry"], env.graph.nodes[b]["geometry"]])
        metres = WGS84.geometry_length(line)
        env.graph.add_edge(a, b, way=simpy.Resource(env, ROOM), speed=metres / spent)
    arrivals = [0] * len(jobs)

    def sail(number: int, moment: int, path: tuple[str, ...]) -> Iterator[simpy.Event]:
        yield env.timeout(moment)
        spot = env.graph.nodes[path[0]]["geometry"]
        vessel = Serial(env=env, name=f"s{number}", geometry=spot, route=path, v=SPEED)
        yield from vessel.move()
        arrivals[number] = round(env.now)

    for number, (moment, path) in enumerate(jobs):
        env.process(sail(number, moment, path))
    env.run()
    return arrivals


def main() -> int:
    map_ = network()
    plans = Plans(map_, movement(sorted(map_.places)))
    runs = workload(plans)[: int(sys.argv[1]) if len(sys.argv) > 1 else RUNS]
    seconds = {}
    for link in map_.links.values():
        seconds[link.start, link.end] = seconds[link.end, link.start] = round(link.length / SPEED)
    contenders: dict[str, Callable[[], list[list[int]]]] = {
        OURS: lambda: [ours(plans, jobs) for jobs in runs],
        SIMPY: lambda: [by_simpy(seconds, jobs) for jobs in runs],
        "salabim": lambda: [by_salabim(seconds, jobs) for jobs in runs],
        "ciw": lambda: [by_ciw(seconds, jobs) for jobs in runs],
        "opentnsim": lambda: [by_opentnsim(seconds, jobs) for jobs in runs],
    }
    times: dict[str, list[float]] = {name: [] for name in contenders}
    answers: dict[str, list[list[int]]] = {}
    for _ in range(ROUNDS):
        for name, work in contenders.items():
            spent, answers[name] = timed(work)
            times[name].append(spent)
    print(f"movement: {len(runs)} runs, {ROUNDS} rounds, processor time over ours")
    for name in (SIMPY, *PEERS):
        ratios = [theirs / mine for theirs, mine in zip(times[name], times[OURS], strict=True)]
        told = [one for run in answers[name] for one in run]
        mine = [one for run in answers[OURS] for one in run]
        alike = sum(a == b for a, b in zip(told, mine, strict=True)) / len(mine)
        off = abs(sum(told) - sum(mine)) / len(mine)
        print(
            f"  {name:16} {median(ratios):6.1f} of ours ({min(ratios):.1f} to {max(ratios):.1f});"
            f" {100 * alike:.1f} % of arrivals to the second, on average {off:.1f} s off"
        )
        if name in AIMS:
            against = f"{name} {version(name)} over ours, processor time (aim {AIMS[name]})"
            keep(f"peer {name}", ratios, against)
    return 0


if __name__ == "__main__":
    sys.exit(main())
