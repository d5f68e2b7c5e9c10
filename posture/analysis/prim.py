"""PRIM (Friedman and Fisher 1999): peel a box around the cases of interest, a little at a time."""

from collections.abc import Iterator, Mapping, Sequence
from math import ceil, floor

import numpy as np

from posture.analysis.discovery import Box, Columns, Flags, Limit, box_of, check_interest, within
from posture.stats.arrays import Array

PEEL = 0.05
LEAST_MASS = 0.05

Limits = Mapping[str, Limit]


def prim(columns: Columns, interest: Flags, peel: float = PEEL, least_mass: float = LEAST_MASS) -> list[Box]:
    """The boxes of the peeling, from all cases to the smallest, and a last one pasted wider where that helps.

    Each peel takes about the share `peel` off one face (or one word of a factor without order): the one that
    adds most density for each case it gives up. Ends where a box would hold less than `least_mass` of all.
    """
    check_interest(columns, interest)
    n = len(interest)
    limits: Limits = {}
    boxes = [box_of(columns, interest, ())]
    while True:
        held = within(columns, list(limits.values()), n)
        found = _best(columns, interest, held, limits, peel)
        if found is None or within(columns, list(found.values()), n).sum() < least_mass * n:
            break
        limits = found
        boxes.append(box_of(columns, interest, _ordered(columns, limits)))
    pasted = _pasted(columns, interest, limits, peel)
    if pasted != limits:
        boxes.append(box_of(columns, interest, _ordered(columns, pasted)))
    return boxes


def _best(columns: Columns, interest: Flags, held: Flags, limits: Limits, peel: float) -> Limits | None:
    """The limits after the best peel; None if none adds density. Of equals, one that limits no new factor."""
    density, count = float(interest[held].mean()), int(held.sum())
    best: tuple[float, int] | None = None
    found: Limits | None = None
    for limit in _peels(columns, held, limits, peel):
        kept = held & limit.holds(columns[limit.factor])
        size = int(kept.sum())
        if not 0 < size < count:
            continue
        gain = (float(interest[kept].mean()) - density) / (count - size)
        score = (gain, -len({*limits, limit.factor}))
        if gain > 0 and (best is None or score > best):
            best, found = score, {**limits, limit.factor: limit}
    return found


def _peels(columns: Columns, held: Flags, limits: Limits, peel: float) -> Iterator[Limit]:
    for name, column in columns.items():
        before = limits.get(name, Limit(name))
        if _ordered_numbers(column):
            inside = np.sort(np.asarray(column, dtype=np.float64)[held])
            if inside[0] == inside[-1]:
                continue
            yield Limit(name, before.low, _cut(inside, 1 - peel))
            yield Limit(name, _cut(inside, peel), before.high)
        else:
            words = np.asarray(column, dtype=object).astype(str)
            inside_words = sorted(set(words[held].tolist()))
            for word in inside_words if len(inside_words) > 1 else ():
                yield Limit(name, among=tuple(one for one in inside_words if one != word))


def _cut(ordered: Array, share: float) -> float:
    """Where to cut sorted values so that about this share lies below.

    Half-way between two neighbours that differ, so that no case lies on the face of a box.
    """
    at = (len(ordered) - 1) * share
    low, high = floor(at), ceil(at)
    if share > 0.5:
        while ordered[low] == ordered[high] and low > 0:
            low -= 1
    else:
        while ordered[low] == ordered[high] and high < len(ordered) - 1:
            high += 1
    return float(ordered[low] + ordered[high]) / 2


def _pasted(columns: Columns, interest: Flags, limits: Limits, peel: float) -> Limits:
    """Widen one face at a time while the density grows or stays."""
    n = len(interest)
    while True:
        held = within(columns, list(limits.values()), n)
        density, size = float(interest[held].mean()), int(held.sum())
        wider = None
        for name, limit in limits.items():
            for one in _wider(columns[name], limit, columns, {**limits}, peel):
                trial = {**limits, name: one}
                inside = within(columns, list(trial.values()), n)
                score = float(interest[inside].mean())
                if score >= density and int(inside.sum()) > size:
                    wider, density, size = trial, score, int(inside.sum())
        if wider is None:
            return {name: limit for name, limit in limits.items() if limit != Limit(name)}
        limits = wider


def _wider(
    column: Array | Sequence[str], limit: Limit, columns: Columns, limits: dict[str, Limit], peel: float
) -> Iterator[Limit]:
    if limit.among:
        words = sorted({str(word) for word in column})
        for word in words:
            if word not in limit.among:
                more = tuple(sorted((*limit.among, word)))
                yield Limit(limit.factor) if len(more) == len(words) else Limit(limit.factor, among=more)
        return
    others = [one for name, one in limits.items() if name != limit.factor]
    numbers = np.asarray(column, dtype=np.float64)
    reach = np.sort(numbers[within(columns, others, len(numbers))])
    step = max(1, round(peel * limit.holds(column).sum()))
    if limit.low is not None:
        below = reach[reach < limit.low]
        yield Limit(limit.factor, float(below[-step]) if len(below) > step else None, limit.high)
    if limit.high is not None:
        above = reach[reach > limit.high]
        yield Limit(limit.factor, limit.low, float(above[step - 1]) if len(above) > step else None)


def _ordered(columns: Columns, limits: Limits) -> list[Limit]:
    return [limits[name] for name in columns if name in limits]


def _ordered_numbers(column: Array | Sequence[str]) -> bool:
    return isinstance(column, np.ndarray) and np.issubdtype(column.dtype, np.number)
