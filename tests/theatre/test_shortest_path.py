"""Shortest paths are those of NetworkX, ties included, on graphs at random."""

import random

import networkx as nx
import pytest

from posture.theatre.shortest_path import shortest_paths


def at_random(seed):
    """A directed graph of 40 nodes with whole prices from 0 to 3, so that many paths are alike; some shut."""
    draw = random.Random(seed)
    graph = nx.gnm_random_graph(40, 160, seed=seed, directed=True)
    for one, other in graph.edges:
        graph.edges[one, other]["price"] = draw.choice([None, 0, 1, 1, 2, 3])
    return graph


def ahead(graph):
    return {node: [(other, edge["price"]) for other, edge in graph.adj[node].items()] for node in graph}


@pytest.mark.parametrize("seed", range(20))
def test_paths_and_lengths_are_those_of_networkx_ties_included(seed):
    graph = at_random(seed)
    lengths, paths = nx.single_source_dijkstra(graph, 0, weight=lambda _, __, edge: edge["price"])
    found = shortest_paths(ahead(graph), 0, lambda _, __, price: price)
    assert found.lengths == lengths
    assert {node: found.to(node) for node in lengths} == paths
    for end in lengths:
        only = shortest_paths(ahead(graph), 0, lambda _, __, price: price, end)
        assert (only.lengths[end], only.to(end)) == (lengths[end], paths[end])


def test_no_path_leads_through_a_closed_node_or_to_one_that_is_not_reached():
    graph = nx.path_graph(5, create_using=nx.DiGraph)
    edges = {node: [(other, 1) for other in graph.adj[node]] for node in graph}
    assert shortest_paths(edges, 0, lambda *edge: edge[2]).lengths == {0: 0, 1: 1, 2: 2, 3: 3, 4: 4}
    assert shortest_paths(edges, 0, lambda *edge: edge[2], 4, [2]).lengths == {0: 0, 1: 1}


def test_an_edge_to_what_is_settled_is_not_priced():
    asked = []

    def price(one, other, _):
        asked.append((one, other))
        return 1

    shortest_paths({"a": [("b", None)], "b": [("a", None), ("c", None)], "c": [("b", None)]}, "a", price)
    assert asked == [("a", "b"), ("b", "c")]
