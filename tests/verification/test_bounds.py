"""Lower bounds against closed forms from paper, exact optima and everything a simulation can do."""

from collections import Counter
from heapq import heapify, heappop, heappush
from itertools import permutations
from math import inf
from random import Random
from statistics import mean

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

from posture.core.clock import hours
from posture.core.errors import ModelFault
from posture.theatre.bounds import Arc, Trips, quickest_flow, waves
from posture.theatre.gates import Calendar

UNIT = 600
"""Grain of the times in random networks."""
whole = st.integers(0, 5000)


def simulate(arcs, supplies, sink, rank, pick):
    """When the last lot arrives, first come first served, each on arcs that lead down the ranks."""
    gates = [Calendar(str(i), arc.servers) for i, arc in enumerate(arcs)]
    lots = [(release, spot) for spot, (count, release) in supplies.items() for _ in range(count)]
    queue = [(now, lot, spot) for lot, (now, spot) in enumerate(sorted(lots))]
    heapify(queue)
    now = 0
    while queue:
        now, lot, spot = heappop(queue)
        if spot != sink:
            ways = [i for i, a in enumerate(arcs) if a.start == spot and rank(a.end) < rank(spot)]
            i = min(ways, key=lambda i: pick(gates[i].next_start(now), arcs[i]))
            start = gates[i].book(now, arcs[i].hold) if arcs[i].hold else now
            heappush(queue, (start + arcs[i].seconds, lot, arcs[i].end))
    return now


def ranks(arcs, sink, weigh):
    """Distance of each spot to the sink, by some weight of its arcs."""
    found = {sink: 0}
    weights = [weigh(arc) for arc in arcs]
    for _ in arcs:
        for arc, weight in zip(arcs, weights, strict=True):
            if arc.end in found:
                found[arc.start] = min(found.get(arc.start, inf), found[arc.end] + weight)
    return lambda spot: found.get(spot, inf)


def all_ways_tried(arcs, supplies, sink, seed, random_ones=30):
    """Closures by shortest way, by earliest promised arrival, and by routings drawn at random."""
    draw = Random(seed)
    way = ranks(arcs, sink, lambda arc: arc.seconds + 1)
    yield simulate(arcs, supplies, sink, way, lambda _, arc: arc.seconds + way(arc.end))
    yield simulate(arcs, supplies, sink, way, lambda start, arc: start + arc.seconds + way(arc.end))
    for i in range(random_ones):
        rank = ranks(arcs, sink, lambda arc: arc.seconds + draw.randint(1, 20 * UNIT))
        if i % 2:
            yield simulate(arcs, supplies, sink, rank, lambda *_: draw.random())
        else:
            yield simulate(arcs, supplies, sink, rank, lambda start, arc: start + arc.seconds + way(arc.end))


def random_network(seed, *, unit=UNIT, most_hold=6, most_lots=40, most_spots=9):
    """5 to 9 spots from which all lead to the last, with circles or without; 1 to 3 sources."""
    draw = Random(seed)
    spots = [f"s{i}" for i in range(draw.randint(5, most_spots))]
    pairs = [(i, draw.randint(i + 1, len(spots) - 1)) for i in range(len(spots) - 1)]
    pairs += [tuple(draw.sample(range(len(spots)), 2)) for _ in range(draw.randint(2, 2 * len(spots)))]
    if draw.random() < 0.5:
        pairs = [tuple(sorted(pair)) for pair in pairs]
    arcs = [
        Arc(
            spots[a],
            spots[b],
            unit * draw.randint(0, 8),
            unit * draw.choice([0, *range(1, most_hold + 1)]),
            draw.choice([1, 1, 2, 3]),
        )
        for a, b in pairs
        if a < len(spots) - 1
    ]
    homes = draw.sample(spots[:-1], draw.randint(1, 3))
    most = most_lots // len(homes)
    supplies = {home: (draw.randint(1, most), unit * draw.choice([0, 0, *range(11)])) for home in homes}
    return arcs, supplies, spots[-1]


def landed_by(arcs, supplies, sink, last):
    """Most lots at the sink by second `last` where all holds are 1 s or none: maximum flow, time expanded."""
    room = Counter()
    for arc in arcs:
        for now in range(last + 1 - arc.seconds):
            room[(arc.start, now), (arc.end, now + arc.seconds)] += arc.servers if arc.hold else 10**6
    for spot in {spot for arc in arcs for spot in (arc.start, arc.end)}:
        for now in range(last):
            room[(spot, now), (spot, now + 1)] += 10**6
    graph = nx.DiGraph()
    graph.add_nodes_from(["all", (sink, last)])
    graph.add_edges_from((start, end, {"capacity": count}) for (start, end), count in room.items())
    for spot, (count, release) in supplies.items():
        if release <= last:
            graph.add_edge("all", (spot, release), capacity=count)
    return nx.maximum_flow_value(graph, "all", (sink, last))


def landed_with_holds(arcs, supplies, sink, last):
    """The same for any holds, in units: integer program, no more than `servers` entries in any one hold."""
    entries = [(a, t) for a in arcs for t in range(last - a.seconds // UNIT + 1)]
    rows, most = [], []
    for spot in {spot for arc in arcs for spot in (arc.start, arc.end)} - {sink}:
        for now in range(last + 1):
            left = [(a.start == spot and t <= now) for a, t in entries]
            came = [(a.end == spot and t + a.seconds // UNIT <= now) for a, t in entries]
            count, release = supplies.get(spot, (0, 0))
            rows.append(np.subtract(left, came, dtype=float))
            most.append(count if release <= now * UNIT else 0)
    for arc in arcs:
        for now in range(last + 1 if arc.hold else 0):
            rows.append([float(a is arc and now - arc.hold // UNIT < t <= now) for a, t in entries])
            most.append(arc.servers)
    ends = [float(a.end == sink) for a, _ in entries]
    limits = LinearConstraint(sparse.csr_array(np.array(rows)), -np.inf, most)
    solved = milp(-np.array(ends), constraints=limits, integrality=1, bounds=Bounds(0, 1000))
    assert solved.success
    return round(-solved.fun)


@given(st.lists(st.tuples(whole, whole, st.just(1)), min_size=1, max_size=6), st.integers(1, 60), whole)
def test_one_road_is_exact_release_ways_and_the_slowest_gate_for_all_but_one(gates, lots, release):
    arcs = [Arc(f"s{i}", f"s{i + 1}", *gate) for i, gate in enumerate(gates)]
    supplies, sink = {"s0": (lots, release)}, f"s{len(gates)}"
    paper = release + sum(gate[0] for gate in gates) + (lots - 1) * max(gate[1] for gate in gates)
    assert quickest_flow(arcs, supplies, sink).seconds == paper
    assert simulate(arcs, supplies, sink, ranks(arcs, sink, lambda _: 1), lambda *_: 0) == paper


@pytest.mark.parametrize(
    ("pieces", "servers", "lot", "columns", "trains"),
    [(60, 1, 1, 63, 63), (60, 7, 1, 12, 12), (60, 1, 20, 6, 6), (61, 1, 20, 6.05, 7), (41, 2, 20, 4.05, 5)],
)
def test_more_servers_and_larger_lots_pass_in_waves(pieces, servers, lot, columns, trains):
    for fixed, closes in ((False, columns), (True, trains)):
        road = Arc("a", "z", hours(4), hours(1), servers, lot, fixed)
        assert quickest_flow([road], {"a": (pieces, 0)}, "z").seconds == hours(closes)


@given(st.lists(st.integers(1, 20), min_size=1, max_size=9), st.integers(1, 3), st.integers(1, 99), whole)
def test_no_columns_and_no_trains_beat_the_bound(sizes, servers, headway, gap):
    for fixed in (False, True):
        gate, full = Calendar("gate", servers), 20 * headway + gap
        starts = [gate.book(0, full if fixed else size * headway + gap) for size in sizes]
        road = Arc("a", "z", 50, full, servers, 20, fixed)
        assert quickest_flow([road], {"a": (sum(sizes), 0)}, "z").seconds <= max(starts) + 50


def test_two_roads_of_4_h_at_1_and_7_h_at_2_an_hour_land_60_vehicles_in_26_h_if_they_were_fluid():
    roads = [Arc("a", "z", hours(4), hours(1)), Arc("a", "z", hours(7), hours(0.5))]
    bound = quickest_flow(roads, {"a": (60, 0)}, "z")
    assert bound.fluid_seconds == pytest.approx(hours(26), abs=0.01)
    assert bound.seconds == hours(25.5)  # 22 + 38 whole vehicles: the optimum
    assert min(all_ways_tried(roads, {"a": (60, 0)}, "z", 1)) == hours(25.5)
    assert [window.arc for window in bound.cut] == roads
    assert bound.longest == hours(4)


@pytest.mark.parametrize(("late", "closes"), [(0, 23), (5, 23), (12, 23), (14, 25), (30, 41)])
def test_two_sources_on_one_road_close_by_the_gate_or_by_the_later_alone(late, closes):
    arcs = [Arc("a", "m", 0), Arc("b", "m", 0), Arc("m", "z", hours(3), hours(1))]
    bound = quickest_flow(arcs, {"a": (12, 0), "b": (9, hours(late))}, "z")
    assert bound.seconds == max(hours(23), hours(late + 3 + 8)) == hours(closes)


def test_a_source_cannot_use_the_road_of_another():
    arcs = [Arc("a", "z", hours(1), hours(1)), Arc("b", "z", hours(1), 60)]
    bound = quickest_flow(arcs, {"a": (40, 0), "b": (1, 0)}, "z")
    assert (bound.seconds, bound.sources) == (hours(40), ("a",))


def test_where_nothing_limits_the_longest_of_the_shortest_is_the_bound():
    arcs = [Arc("a", "z", 500), Arc("a", "m", 100), Arc("m", "z", 300), Arc("b", "z", 10)]
    bound = quickest_flow(arcs, {"a": (1000, 7), "b": (10, 380), "z": (3, 20)}, "z")
    assert (bound.seconds, bound.longest, bound.sources, bound.cut) == (407, 407, ("a",), ())
    assert bound.fluid_seconds == pytest.approx(407)


def test_no_way_is_told_and_nothing_to_move_takes_no_time():
    arcs = [Arc("z", "a", 5)]
    assert quickest_flow(arcs, {"a": (1, 0)}, "z") is None
    assert quickest_flow(arcs, {"a": (0, 0)}, "z").seconds == 0
    with pytest.raises(ModelFault, match="no way can be like"):
        Arc("a", "z", -1)


def test_one_bottleneck_between_roads_that_keep_up_is_exact():
    for seed in range(30):
        draw = Random(seed)
        slow, lots = draw.randint(100, 900), draw.randint(1, 40)
        arcs = [Arc("m", "n", draw.randint(0, 999), slow)]
        for a, b in (("a", "m"), ("n", "z")):
            arcs += [
                Arc(a, b, draw.randint(0, 999), draw.randint(1, slow)) for _ in range(draw.randint(1, 4))
            ]
        supplies = {"a": (lots, draw.randint(0, 999))}
        way = ranks(arcs, "z", lambda arc: arc.seconds)
        closes = simulate(arcs, supplies, "z", ranks(arcs, "z", lambda _: 1), lambda _, arc: arc.seconds)
        bound = quickest_flow(arcs, supplies, "z")
        assert bound.seconds == closes == supplies["a"][1] + way("a") + (lots - 1) * slow


def test_no_way_of_moving_on_200_random_networks_beats_the_bound():
    shares = []
    for seed in range(200):
        network = random_network(seed)
        bound = quickest_flow(*network)
        best = min(all_ways_tried(*network, seed))
        assert bound.longest <= bound.seconds <= best, seed
        shares.append(bound.seconds / best if best else 1)
    assert mean(shares) >= 0.9  # 0.968, equal on 138, when written


def test_exact_optima_of_time_expanded_networks_respect_the_bound_and_are_near_it():
    shares = []
    for seed in range(100):
        arcs, supplies, sink = random_network(seed, unit=1, most_hold=1)
        bound, total = quickest_flow(arcs, supplies, sink), sum(count for count, _ in supplies.values())
        assert bound.seconds == 0 or landed_by(arcs, supplies, sink, bound.seconds - 1) < total, seed
        best = bound.seconds
        while landed_by(arcs, supplies, sink, best) < total:
            best += 1
        shares.append(bound.seconds / best if best else 1)
    assert mean(shares) >= 0.95  # 0.994, equal on 97


def test_exact_optima_with_long_holds_respect_the_bound_and_are_near_it():
    shares = []
    for seed in range(40):
        arcs, supplies, sink = random_network(seed, most_lots=9, most_spots=6)
        bound, total = quickest_flow(arcs, supplies, sink), sum(count for count, _ in supplies.values())
        last = -(-bound.seconds // UNIT)
        assert last == 0 or landed_with_holds(arcs, supplies, sink, last - 1) < total, seed
        while landed_with_holds(arcs, supplies, sink, last) < total:
            last += 1
        shares.append(bound.seconds / (last * UNIT) if last else 1)
    assert mean(shares) >= 0.95  # 0.991, equal on 36


def carry(order, assets):
    """When the last lot arrives if the assets take them in this order, each as soon as one is free."""
    free, last = [0] * assets, 0
    for cycle, there, release in order:
        start = max(heappop(free), release)
        heappush(free, start + cycle)
        last = max(last, start + there)
    return last


@given(st.integers(1, 60), st.integers(1, 9), whole, whole, whole)
def test_one_flow_of_assets_that_come_back_is_exact(lots, assets, there, back, release):
    paper = release + there + ((lots + assets - 1) // assets - 1) * (there + back)
    assert waves([Trips(lots, there + back, there, release)], assets) == paper
    assert carry([(there + back, there, release)] * lots, assets) == paper


def test_several_flows_on_one_pool_never_beat_the_bound_and_come_near_it():
    shares = []
    for seed in range(150):
        draw = Random(seed)
        trips = []
        for _ in range(draw.randint(1, 3)):
            there = draw.randint(1, 30)
            trips.append(Trips(draw.randint(1, 2), there + draw.randint(0, 30), there, draw.choice([0, 20])))
        lots = [(flow.cycle, flow.there, flow.release) for flow in trips for _ in range(flow.lots)]
        assets = draw.randint(1, 3)
        best = min(carry(order, assets) for order in permutations(lots))
        assert waves(trips, assets) <= best, seed
        shares.append(waves(trips, assets) / best)
    assert mean(shares) >= 0.9


def test_nothing_to_carry_takes_no_time():
    assert waves([], 2) == waves([Trips(0, 5, 3)], 2) == 0
