"""Shortest paths from one node (Dijkstra 1959), where pricing an edge costs more than looking for it."""

from collections.abc import Callable, Collection, Mapping, MutableMapping, Sequence
from dataclasses import dataclass, field
from heapq import heappop, heappush
from math import inf
from typing import Generic, TypeVar

What = TypeVar("What")
Prices = MutableMapping[int, int | None]
"""What edges cost by their numbers, None where there is no passage; those not yet asked for are missing."""
_UNASKED = -1


@dataclass(frozen=True, slots=True, eq=False)
class Edge(Generic[What]):
    """An edge from node to node, each a number; edges of one group are priced together."""

    number: int
    start: int
    end: int
    group: str
    what: What


@dataclass(slots=True)
class ShortestPaths(Generic[What]):
    """What a search has settled: the length of the path to each node, and the edge that leads to it."""

    lengths: dict[int, int] = field(default_factory=dict)
    before: dict[int, Edge[What]] = field(default_factory=dict)

    def to(self, node: int) -> list[Edge[What]]:
        """The edges of the path to a node that was reached, the first one first."""
        path = []
        while node in self.before:
            edge = self.before[node]
            path.append(edge)
            node = edge.start
        return path[::-1]


def shortest_paths(
    ahead: Callable[[int, Edge[What] | None], Sequence[Edge[What]]],
    start: int,
    price: Callable[[Edge[What]], int | None],
    prices: Mapping[str, Prices],
    end: int | None = None,
    closed: Collection[int] = (),
) -> ShortestPaths[What]:
    """Paths from `start` over the edges `ahead` of each node, to `end` or to all that can be reached.

    Who tells what is ahead of a node is told by which edge it was reached.
    Only groups in `prices` are passed; `price`, at least 0, is asked for what their prices do not hold yet,
    and only of edges to nodes that are neither settled nor `closed`. Of paths alike the one found first
    stands. A node as far as an end that was found needs no look: a path through it comes later.
    """
    found: ShortestPaths[What] = ShortestPaths()
    lengths, before = found.lengths, found.before
    settled = set(closed)
    least, bound = {start: 0}, inf
    queue: list[tuple[int, int, int]] = [(0, 0, start)]
    turn = 0
    while queue:
        so_far, _, node = heappop(queue)
        if node in settled:
            continue
        settled.add(node)
        lengths[node] = so_far
        if node == end:
            break
        for edge in ahead(node, before.get(node)):
            other = edge.end
            if other in settled or (known := prices.get(edge.group)) is None:
                continue
            cost = known.get(edge.number, _UNASKED)
            if cost == _UNASKED:
                cost = known[edge.number] = price(edge)
            if cost is not None and (length := so_far + cost) < least.get(other, bound):
                least[other] = length
                before[other] = edge
                turn += 1
                heappush(queue, (length, turn, other))
                if other == end:
                    bound = length
    return found
