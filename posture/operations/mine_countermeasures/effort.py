"""Effort: how often an area must be searched until a stated share of its mines would have been found.

Two standard laws of search (Koopman, Search and Screening, 1946): lanes are run over the whole area again and
again, each pass finding a mine with probability p, so that n passes find 1 - (1 - p)^n; or the same track
length is laid at random, and finds 1 - exp(-p c) at a coverage c.
"""

from math import ceil, log
from typing import Literal

Pattern = Literal["passes", "random"]

ROUNDING = 1e-9
"""So that 0.99 at 0.9 a pass is two passes, not three by the last digit of a logarithm."""


def sweeps(pattern: Pattern, confidence: float, detects: float) -> float:
    """How many times its area is searched; whole passes, or the coverage of a random search.

    `confidence` lies above 0 and below 1, `detects` above 0 and up to 1.
    """
    if pattern == "random":
        return -log(1 - confidence) / detects
    if detects == 1:
        return 1
    return max(1, ceil(log(1 - confidence) / log(1 - detects) - ROUNDING))
