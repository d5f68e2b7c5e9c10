"""Shortest paths are those of NetworkX, ties included, on graphs at random."""

import random

import networkx as nx
import pytest

from posture.theatre.numbered_graph import NumberedGraph
from posture.theatre.shortest_path import shortest_paths


def at_random(seed):
    """A directed graph of 40 nodes with whole prices from 0 to 3, so that many paths are alike; some shut."""
    draw = random.Random(seed)
    graph = nx.gnm_random_graph(40, 160, seed=seed, directed=True)
    for one, other in graph.edges:
        graph.edges[one, other]["price"] = draw.choice([None, 0, 1, 1, 2, 3])
    return graph


def numbered(graph):
    """The same, its nodes numbered alike."""
    found = NumberedGraph()
    for node in graph:
        found.add_node(node)
    for one, other, price in graph.edges(data="price", default=1):
        found.add(one, other, "", price)
    return found


def searched(graph, start=0, end=None, closed=()):
    return shortest_paths(graph.ahead, start, lambda edge: edge.what, {"": {}}, end, closed)


def nodes(found, end, start=0):
    return [start, *(edge.end for edge in found.to(end))]


@pytest.mark.parametrize("seed", range(20))
def test_paths_and_lengths_are_those_of_networkx_ties_included(seed):
    graph = at_random(seed)
    lengths, paths = nx.single_source_dijkstra(graph, 0, weight=lambda _, __, edge: edge["price"])
    found = searched(numbered(graph))
    assert found.lengths == lengths
    assert {node: nodes(found, node) for node in lengths} == paths
    for end in lengths:
        only = searched(numbered(graph), end=end)
        assert (only.lengths[end], nodes(only, end)) == (lengths[end], paths[end])


def test_no_path_leads_through_a_closed_node_or_to_one_that_is_not_reached():
    graph = numbered(nx.path_graph(5, create_using=nx.DiGraph))
    assert searched(graph).lengths == {0: 0, 1: 1, 2: 2, 3: 3, 4: 4}
    assert searched(graph, 0, 4, [2]).lengths == {0: 0, 1: 1}


def line_there_and_back():
    graph = NumberedGraph()
    for one, other in (("a", "b"), ("b", "a"), ("b", "c"), ("c", "b")):
        graph.add(one, other, "road", (one, other))
    return graph


def test_an_edge_is_priced_once_and_not_at_all_to_what_is_settled():
    asked = []

    def price(edge):
        asked.append(edge.what)
        return 1

    graph, prices = line_there_and_back(), {"road": {}}
    for _ in range(2):
        shortest_paths(graph.ahead, graph.numbers["a"], price, prices)
    assert asked == [("a", "b"), ("b", "c")]


def test_edges_of_a_group_without_prices_are_not_passed():
    graph = line_there_and_back()
    graph.add("a", "c", "rail", ("a", "c"))
    found = shortest_paths(graph.ahead, graph.numbers["a"], lambda edge: 1, {"rail": {}})
    assert {graph.nodes[number] for number in found.lengths} == {"a", "c"}


def test_nodes_that_are_all_joined_are_joined_where_one_looks_and_before_other_edges():
    graph, made = line_there_and_back(), []

    def make(one, other):
        made.append((one, other))
        return one, other

    graph.join("bde", "air", lambda one, other: 1, make)
    assert not made
    for _ in range(2):
        ahead = [edge.what for edge in graph.ahead(graph.numbers["b"])]
        assert ahead == [("b", "d"), ("b", "e"), ("b", "a"), ("b", "c")]
    assert made == [("b", "d"), ("b", "e")]


def test_who_came_straight_goes_on_only_to_where_one_could_not_come_straight():
    graph, at = NumberedGraph(), {"a": 0, "b": 1, "c": 2, "d": 9}
    graph.join(at, "air", lambda one, other: abs(at[one] - at[other]), lambda one, other: (one, other))
    there = next(edge for edge in graph.ahead(graph.numbers["a"]) if edge.what == ("a", "b"))
    assert [edge.what for edge in graph.ahead(there.end, there, 5)] == [("b", "d")]
    assert [edge.what for edge in graph.ahead(there.end, there, 0)] == [("b", "a"), ("b", "c"), ("b", "d")]
