"""A directed graph of numbered nodes; the edges ahead of some are made only once somebody asks for them."""

from collections.abc import Callable, Iterable, Iterator
from typing import Generic, TypeVar

from posture.theatre.shortest_path import Edge

Node = TypeVar("Node")
What = TypeVar("What")
Written = tuple[Node, str, What]
"""The other end of an edge, its group, and what it is."""


class NumberedGraph(Generic[Node, What]):
    """Nodes by number, and the edges ahead of each in the order in which they were added."""

    def __init__(self) -> None:
        self.nodes: list[Node] = []
        self.numbers: dict[Node, int] = {}
        self._ahead: list[list[Edge[What]]] = []
        self._later: dict[int, Callable[[], Iterable[Written[Node, What]]]] = {}
        self._edges = 0

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
        self._ahead[number].append(self._edge(number, end, group, what))

    def add_later(self, start: Node, make: Callable[[], Iterable[Written[Node, What]]]) -> None:
        """Edges before all others from a node, made when somebody looks ahead of it."""
        self._later[self.add_node(start)] = make

    def ahead(self, number: int) -> list[Edge[What]]:
        """The edges from a node."""
        if number in self._later:
            made = self._later.pop(number)()
            self._ahead[number][:0] = [self._edge(number, *one) for one in made]
        return self._ahead[number]

    def _edge(self, start: int, end: Node, group: str, what: What) -> Edge[What]:
        self._edges += 1
        return Edge(self._edges, start, self.add_node(end), group, what)

    def made(self) -> Iterator[Edge[What]]:
        """Every edge that is there already."""
        for edges in self._ahead:
            yield from edges
