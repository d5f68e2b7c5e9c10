"""Scenario discovery by a shallow tree: the leaves where cases of interest gather, as boxes."""

from collections.abc import Iterator, Sequence

import numpy as np

from posture.analysis.discovery import Box, Columns, Flags, Limit, box_of, check_interest
from posture.analysis.sensitivity import extra
from posture.stats.arrays import Array

DEPTH = 3
SMALLEST = 0.05


def tree(columns: Columns, interest: Flags, *, depth: int = DEPTH, seed: int = 0) -> list[Box]:
    """The leaves in which a case is of interest more often than not, those that cover most first.

    Cases of interest weigh as much together as all others, so a rare one is not voted down; a leaf holds at
    least 5 % of all cases.
    """
    check_interest(columns, interest)
    model = extra("sklearn.tree", "a tree").DecisionTreeClassifier(
        max_depth=depth,
        min_samples_leaf=max(2, round(SMALLEST * len(interest))),
        class_weight="balanced",
        random_state=seed,
    )
    splits = list(_splits(columns))
    table = np.array([numbers for _, _, numbers in splits]).T
    model.fit(table, interest)
    boxes = [box_of(columns, interest, limits) for limits in _leaves(model.tree_, splits, columns)]
    usual = float(interest.mean())
    good = [box for box in boxes if box.density > usual]
    return sorted(good, key=lambda box: (-box.coverage, -box.density))


Split = tuple[str, str | None, Array]
"""Factor, the word that is 1 where it has no order, and the numbers the tree sees."""


def _splits(columns: Columns) -> Iterator[Split]:
    for name, column in columns.items():
        if isinstance(column, np.ndarray) and np.issubdtype(column.dtype, np.number):
            yield name, None, column.astype(np.float64)
            continue
        words = [str(word) for word in column]
        for word in sorted(set(words)):
            yield name, word, np.array([float(one == word) for one in words])


def _leaves(found: object, splits: Sequence[Split], columns: Columns) -> Iterator[list[Limit]]:
    """The limits of each leaf, from the root down."""
    left, right = found.children_left, found.children_right  # type: ignore[attr-defined]
    feature, threshold = found.feature, found.threshold  # type: ignore[attr-defined]
    waiting: list[tuple[int, dict[str, Limit]]] = [(0, {})]
    while waiting:
        node, limits = waiting.pop()
        if left[node] == right[node]:
            yield [limits[name] for name in columns if name in limits]
            continue
        split = splits[feature[node]]
        for child, upper in ((right[node], True), (left[node], False)):
            narrowed = _narrowed(limits, split, float(threshold[node]), columns, upper=upper)
            waiting.append((int(child), narrowed))


def _narrowed(
    limits: dict[str, Limit], split: Split, cut: float, columns: Columns, *, upper: bool
) -> dict[str, Limit]:
    name, word, _ = split
    before = limits.get(name, Limit(name))
    if word is None:
        after = Limit(name, cut, before.high) if upper else Limit(name, before.low, cut)
    else:
        words = before.among or tuple(sorted({str(one) for one in columns[name]}))
        after = Limit(name, among=(word,) if upper else tuple(one for one in words if one != word))
    return {**limits, name: after}
