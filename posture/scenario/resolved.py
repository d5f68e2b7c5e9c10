"""A scenario as one file: all that does not ship, over the network and the tables that do."""

from collections.abc import Iterable
from functools import reduce
from typing import Any

from posture.scenario.layers import names_that_ship
from posture.scenario.loading import Mark, Node, TableLayer, merge, plain
from posture.scenario.loading.merge import is_distribution
from posture.scenario.loading.yaml_text import block


def resolved(tree: Node, layers: Iterable[TableLayer], remarks: Iterable[str] = ()) -> str:
    """A scenario file that means `tree` over its `layers`, whatever becomes of the files they were read from.

    What ships stands under it by name; base, includes, tables and networks of the user's own, and `--set`,
    are written out. `remarks` are put at its head.
    """
    below = [layer.node for layer in layers if layer.ships]
    ground = reduce(merge, below, Node({}, Mark("")))
    whole = _entries(tree)
    head: dict[str, Any] = {
        key: plain(whole[key]) for key in ("name", "title", "start", "horizon") if key in whole
    }
    over = {key: one for key, one in _difference(ground, tree).items() if key not in head}
    named = names_that_ship(tree)
    for key in ("network", "tables"):
        over.pop(key, None)
    lines = [*(f"# {remark}" for remark in remarks), *block({**head, **named, **over})]
    return "\n".join((*lines, ""))


def _difference(low: Node, high: Node) -> dict[str, Any]:
    """What is to be written over `low` to give `high`; what both share are the same nodes."""
    below, above = _entries(low), _entries(high)
    found: dict[str, Any] = {}
    for key, node in above.items():
        under = below.get(key)
        if node is under:
            continue
        if under is None or not isinstance(node.value, dict) or not isinstance(under.value, dict):
            found[key] = plain(node)
        elif over := _over(under, node):
            found[key] = over
    return found | dict.fromkeys(key for key in below if key not in above)


def _over(low: Node, high: Node) -> dict[str, Any]:
    over = _difference(low, high)
    if len(_entries(low)) == 1 == len(over) and over.keys() != _entries(low).keys() and is_distribution(low):
        return dict(plain(high))  # a distribution of another kind would replace it
    return over


def _entries(node: Node) -> dict[str, Node]:
    assert isinstance(node.value, dict)
    return node.value
