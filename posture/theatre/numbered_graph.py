"""A directed graph of numbered nodes; where all are joined, edges are made once somebody asks for them."""

from collections.abc import Callable, Iterable
from typing import Generic, TypeVar

from posture.theatre.shortest_path import Edge

Node = TypeVar("Node")
What = TypeVar("What")


class NumberedGraph(Generic[Node, What]):
    """Nodes by number, and the edges ahead of each in the order in which they were added."""

    def __init__(self) -> None:
        self.nodes: list[Node] = []
        self.numbers: dict[Node, int] = {}
        self.made = 0
        """How many edges there are already."""
        self._ahead: list[list[Edge[What]]] = []
        self._whole: dict[int, list[Edge[What]]] = {}
        self._joined: AllJoined[Node, What] | None = None

    def __contains__(self, node: Node) -> bool:
        return node in self.numbers

    def add_node(self, node: Node) -> int:
        """The number of a node, which is there from now on."""
        if node not in self.numbers:
            self.numbers[node] = len(self.nodes)
            self.nodes.append(node)
            self._ahead.append([])
        return self.numbers[node]

    def add(self, start: Node, end: Node, group: str, what: What) -> None:
        """An edge more from a node."""
        number = self.add_node(start)
        self._ahead[number].append(self.edge(number, self.add_node(end), group, what))

    def edge(self, start: int, end: int, group: str, what: What) -> Edge[What]:
        """An edge with a number of its own."""
        self.made += 1
        return Edge(self.made, start, end, group, what)

    def join(
        self,
        nodes: Iterable[Node],
        group: str,
        apart: Callable[[Node, Node], int],
        make: Callable[[Node, Node], What],
    ) -> None:
        """Join each of some nodes to every other, so far `apart`; such edges stand before all others."""
        self._joined = AllJoined(self, {self.add_node(node): node for node in nodes}, group, apart, make)

    def ahead(self, number: int, reached: Edge[What] | None = None, straight: float = 0) -> list[Edge[What]]:
        """The edges from a node, which may have been reached by one.

        AllJoined nodes that lie within `straight` of where that one starts are reached from there as soon: no
        edge leads on to them.
        """
        joined = self._joined
        if joined is None or number not in joined.nodes:
            return self._ahead[number]
        if reached is not None and straight > 0 and reached.start in joined.nodes:
            return [*joined.beyond(number, reached.start, straight), *self._ahead[number]]
        if number not in self._whole:
            self._whole[number] = [*joined.to_all(number), *self._ahead[number]]
        return self._whole[number]


class AllJoined(Generic[Node, What]):
    """Nodes each of which is joined to every other, by edges that are made once somebody asks for them."""

    def __init__(
        self,
        graph: NumberedGraph[Node, What],
        nodes: dict[int, Node],
        group: str,
        apart: Callable[[Node, Node], int],
        make: Callable[[Node, Node], What],
    ) -> None:
        self.nodes = nodes
        self._graph, self._group, self._apart, self._make = graph, group, apart, make
        self._edges: dict[tuple[int, int], Edge[What]] = {}
        self._far: dict[tuple[int, float], list[int]] = {}

    def to_all(self, start: int) -> list[Edge[What]]:
        """From a node to every other."""
        return [self._edge(start, end) for end in self.nodes if end != start]

    def beyond(self, start: int, centre: int, metres: float) -> list[Edge[What]]:
        """From a node to every other that is farther than so many metres from a third."""
        key = centre, metres
        if key not in self._far:
            here = self.nodes[centre]
            self._far[key] = [end for end, node in self.nodes.items() if self._apart(here, node) > metres]
        return [self._edge(start, end) for end in self._far[key] if end != start]

    def _edge(self, start: int, end: int) -> Edge[What]:
        if (start, end) not in self._edges:
            what = self._make(self.nodes[start], self.nodes[end])
            self._edges[start, end] = self._graph.edge(start, end, self._group, what)
        return self._edges[start, end]
