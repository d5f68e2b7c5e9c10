"""How implausible settings are: how far the record lies from what emulators expect, in standard units."""

from collections.abc import Sequence
from math import sqrt
from typing import NamedTuple

import numpy as np

from posture.analysis.emulator import Emulator
from posture.stats.arrays import Array

CUT = 3.0
"""Standard units beyond which a setting is implausible: the three-sigma rule of Pukelsheim (1994)."""
THIRD = 3
"""The third largest of all dates decides, since an emulator or two may be bad (Vernon et al. 2010)."""

LEAST = 1e-12


class Implausibility(NamedTuple):
    """Of each candidate (a row): that of each date, of all cases together, and along each figure."""

    dates: Array
    joint: Array
    along: Array


class Evidence(NamedTuple):
    """What was recorded of each output, and what besides the emulator separates it from what is expected."""

    recorded: Array
    other: Array
    """Variances: chance, the record's own, the discrepancy."""
    of_case: Sequence[list[int]]
    """Numbers of the outputs of each case."""
    effects: Array
    """How far each figure (a row) moves each output from end to end of its range."""


def implausible(evidence: Evidence, emulators: Sequence[Emulator], space: Array) -> Implausibility:
    """How far what was recorded lies from what is expected of each candidate, in standard units.

    Of all together: the cases' mean squares (a case's dates count alike), less their number, over the
    deviation that as many independent ones would have. Along a figure: the sum of all outputs, each as much
    as the figure moves it, so that an error that many cases share is seen where no case alone shows it.
    """
    told = [one.predict(space) for one in emulators]
    away = np.column_stack([at - mean for at, (mean, _) in zip(evidence.recorded, told, strict=True)])
    variance = np.column_stack([more + known for more, (_, known) in zip(evidence.other, told, strict=True)])
    dates = np.abs(away) / np.sqrt(variance)
    squares = np.column_stack([np.mean(dates[:, mine] ** 2, axis=1) for mine in evidence.of_case])
    count = len(evidence.of_case)
    weights = evidence.effects.T
    along = np.abs(away @ weights) / np.sqrt(np.maximum(variance @ weights**2, LEAST))
    return Implausibility(dates, (squares.sum(axis=1) - count) / sqrt(2 * count), along)


def worst(score: Implausibility) -> Array:
    """The largest of the third largest date's, that of all together and those along the figures."""
    ordered = np.sort(score.dates, axis=1)
    third = ordered[:, max(0, ordered.shape[1] - THIRD)]
    return np.asarray(np.maximum(np.maximum(third, score.joint), score.along.max(axis=1)), float)


def plausible(score: Implausibility) -> Array:
    """Whether each candidate is not ruled out."""
    return np.asarray(worst(score) <= CUT)
