"""Shortest paths from one node (Dijkstra 1959), where pricing an edge costs more than looking for it."""

from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from heapq import heappop, heappush
from typing import Generic, TypeVar

Node = TypeVar("Node", bound=Hashable)
Edge = TypeVar("Edge")


@dataclass(slots=True)
class ShortestPaths(Generic[Node]):
    """What a search has settled: the length of the path to each node, and the node before it."""

    lengths: dict[Node, int] = field(default_factory=dict)
    before: dict[Node, Node] = field(default_factory=dict)

    def to(self, node: Node) -> list[Node]:
        """The nodes of the path to one that was reached, the start first."""
        path = [node]
        while node in self.before:
            node = self.before[node]
            path.append(node)
        return path[::-1]


def shortest_paths(
    ahead: Mapping[Node, Sequence[tuple[Node, Edge]]],
    start: Node,
    price: Callable[[Node, Node, Edge], int | None],
    end: Node | None = None,
    closed: Collection[Node] = (),
) -> ShortestPaths[Node]:
    """Paths from `start` over the edges `ahead` of each node, to `end` or to all that can be reached.

    `price` of an edge is at least 0, None where there is no passage; it is asked only of edges to nodes that
    are neither settled nor `closed`. Of paths alike the one found first stands.
    """
    found: ShortestPaths[Node] = ShortestPaths()
    lengths, before = found.lengths, found.before
    settled = set(closed)
    least = {start: 0}
    queue: list[tuple[int, int, Node]] = [(0, 0, start)]
    turn = 0
    while queue:
        so_far, _, node = heappop(queue)
        if node in settled:
            continue
        settled.add(node)
        lengths[node] = so_far
        if node == end:
            break
        for other, edge in ahead[node]:
            if other in settled or (cost := price(node, other, edge)) is None:
                continue
            length = so_far + cost
            if other not in least or length < least[other]:
                least[other] = length
                before[other] = node
                turn += 1
                heappush(queue, (length, turn, other))
    return found
