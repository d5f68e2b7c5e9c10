"""Joint draws: every figure that nobody has seen takes a value of its range at once, so many times.

A figure that is `constant` takes the value drawn. One that is drawn anew for each train or unit keeps its
lowest and its highest; what is drawn is its median, since that is what nobody knows. All draws are by Latin
hypercube (McKay, Beckman & Conover, Technometrics 21, 1979), a permutation of strata for each figure by its
key, so that a figure has the same draws in whichever scenario it stands.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from math import isfinite
from random import Random
from types import MappingProxyType
from typing import Any, NamedTuple

from posture.core.distributions import TwoPiece
from posture.experiments.amounts import amount
from posture.experiments.factors import node, scaled
from posture.scenario.loading import Figure, Mark, Node, Override, plain, split_path
from posture.scenario.loading.tables import amount_of

STOCK = re.compile(r"reinforcement\.sites\..*\.stock\.")
UNSEEN = ("assumed", "general")
SIZE = (0.8, 1.0, 1.2)
"""A unit's people, vehicles, tonnes and metres, all together, times this: the bound of what tables of
organisation of one kind differ by; assumed."""
SIZES = ("people", "wheeled", "tracked", "outsize", "containers", "hazardous", "tonnes", "lane_metres")
WHOLE = ("", "count", "per day", "month", "months")
"""Units of which a figure stays whole where all three of its row are."""
TABLES = (".csv", ".xlsx")
HERE = Mark("joint draw")


class DrawnFigure(NamedTuple):
    """What is drawn: a key, where it is written, its range, and how a value is put there."""

    key: str
    paths: tuple[str, ...]
    ends: tuple[float, float, float]
    written: str
    """`constant`, `each`, `size` or `notice`."""
    example: Figure | None = None

    def value(self, share: float) -> float:
        """The value at a share of its law: half of all draws lie below the typical."""
        return TwoPiece(*self.ends).quantile(share)


class Uncertain(NamedTuple):
    """What of a scenario is drawn, and what is assumed without a range (by path)."""

    drawn: tuple[DrawnFigure, ...]
    unranged: tuple[str, ...]


@cache
def strata(seed: int, key: str, draws: int) -> tuple[float, ...]:
    """So many shares in (0, 1), one in each of as many strips, in an order of the key's own."""
    chance = Random(f"{seed}/{key}")
    order = list(range(draws))
    chance.shuffle(order)
    return tuple((place + chance.random()) / draws for place in order)


def uncertain(figures: Iterable[Figure], tree: Node) -> Uncertain:
    """What is drawn of figures in force and of a tree's units; a row of several paths is one figure.

    What lies in store and the units that draw it are one and the same set, and are not drawn apart: the stock
    is named among what has no range.
    """
    rows: dict[tuple[str, int], list[Figure]] = {}
    for figure in figures:
        if figure.confidence in UNSEEN:
            rows.setdefault((figure.file, figure.line), []).append(figure)
    found, unranged = [], []
    for (file, line), row in sorted(rows.items()):
        ends = _ends(row[0])
        if STOCK.match(row[0].path):
            unranged += [one.path for one in row]
        elif ends is not None and ends[0] < ends[2]:
            paths = tuple(one.path for one in row)
            found.append(DrawnFigure(f"{file}:{line}", paths, ends, row[0].use, row[0]))
        elif ends is not None or not row[0].low:
            unranged += [one.path for one in row if _is_number(one.typical)]
    units = [
        one for one in _of_units(tree) if not set(one.paths) & set(_that_draw(tree)) or one.written != "size"
    ]
    return Uncertain((*found, *units), tuple(unranged))


def _is_number(text: str) -> bool:
    try:
        return isfinite(float(text))
    except ValueError:
        return False


def _that_draw(tree: Node) -> Iterator[str]:
    """Units of parts that draw from a site."""
    for brigade in _at(tree, ("reinforcement", "brigades")).values():
        for part in _at(brigade, ("parts",)).values():
            facts = _at(part, ())
            if "site" in facts and "unit" in facts:
                yield str(facts["unit"].value)


def _cell(figure: Figure) -> Any:
    return amount_of(figure.typical, figure, "typical")


def _ends(figure: Figure) -> tuple[float, float, float] | None:
    """Lowest, typical and highest; None where one of them is no number."""
    try:
        low, typical, high = (float(one) for one in (figure.low, figure.typical, figure.high))
    except ValueError:
        return None
    return (low, typical, high) if low <= typical <= high else None


def _of_units(tree: Node) -> Iterator[DrawnFigure]:
    """The size of each unit of a table that owns pieces, and each notice that units of tables share."""
    notices: dict[tuple[str, ...], list[str]] = {}
    for name, unit in _at(tree, ("units",)).items():
        facts = _at(unit, ()) if unit.mark.file.endswith(TABLES) else {}
        if any(_counts(facts.get(field)) for field in SIZES[1:]):
            yield DrawnFigure(f"size of {name}", (name,), SIZE, "size")
        notice = plain(facts["notice"]) if "notice" in facts else None
        if isinstance(notice, dict) and set(notice) == {"median"}:
            notices.setdefault(tuple(map(str, notice["median"])), []).append(name)
    for ends, names in notices.items():
        amounts = [amount(one) for one in ends]
        low, typical, high = (one.value if one is not None else 0.0 for one in amounts)
        same = len({one.unit for one in amounts if one is not None}) == 1
        if same and low < high:
            yield DrawnFigure(f"notice {' '.join(ends)}", tuple(names), (low, typical, high), "notice")


def _counts(node_: Node | None) -> bool:
    return node_ is not None and node_.value not in (0, None, "")


def changes(
    what: Sequence[DrawnFigure],
    tree: Node,
    seed: int,
    draws: int,
    number: int,
    matched: Mapping[str, float] = MappingProxyType({}),
) -> Iterator[Override]:
    """What draw `number` of so many changes in a scenario's tree; `matched` figures take the share given."""
    for one in what:
        share = matched.get(one.paths[0])
        yield from moved(
            one, one.value(strata(seed, one.key, draws)[number] if share is None else share), tree
        )


def moved(what: DrawnFigure, value: float, tree: Node) -> Iterator[Override]:
    """What one figure at a value changes in a scenario's tree."""
    match what.written:
        case "size":
            yield from _resized(what, value, tree)
        case "notice":
            yield from _noticed(what, value, tree)
        case _:
            yield from (Override(split_path(path), node(_figure(what, value), HERE)) for path in what.paths)


def _resized(what: DrawnFigure, by: float, tree: Node) -> Iterator[Override]:
    for name in what.paths:
        facts = _at(tree, ("units", name))
        for field in SIZES:
            if _counts(facts.get(field)):
                path = ("units", name, field)
                yield Override(path, scaled(facts[field], by, HERE, path))


def _noticed(what: DrawnFigure, value: float, tree: Node) -> Iterator[Override]:
    for name in what.paths:
        low, typical, high = plain(_at(tree, ("units", name))["notice"])["median"]
        found = amount(typical)
        assert found is not None
        middle = f"{value:.6g} {found.unit}".strip()
        yield Override(("units", name, "notice"), node({"median": [low, middle, high]}, HERE))


def _at(tree: Node, path: Sequence[str]) -> Mapping[str, Node]:
    """The entries at a path; none where nothing is written."""
    found: Any = tree
    for step in path:
        found = found.value.get(step) if isinstance(found.value, dict) else None
        if found is None:
            return {}
    return found.value if isinstance(found.value, dict) else {}


def _figure(what: DrawnFigure, value: float) -> Any:
    """The figure as a user would write it, with the value in the place of the typical."""
    row = what.example
    assert row is not None
    whole = row.unit in WHOLE and all(one.is_integer() for one in what.ends)
    typical = amount_of(str(round(value)) if whole else f"{value:.6g}", row, "typical")
    if row.use == "constant":
        return typical
    return {"median": [amount_of(row.low, row, "low"), typical, amount_of(row.high, row, "high")]}


def differences(
    before: Mapping[str, Any], after: Mapping[str, Any], at: tuple[str, ...] = ()
) -> Iterator[Override]:
    """What makes one written scenario of another: an entry that is gone is taken away."""
    for key in dict.fromkeys((*before, *after)):
        old, new = before.get(key), after.get(key)
        if isinstance(old, Mapping) and isinstance(new, Mapping):
            yield from differences(old, new, (*at, key))
        elif old != new:
            yield Override((*at, key), node(dict(new) if isinstance(new, Mapping) else new, HERE))
