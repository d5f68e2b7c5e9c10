"""What a run is asked: pure functions of its log, each with a unit and a better direction."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from posture.ground.log import Log

Better = Literal["lower", "higher", "neither"]


@dataclass(frozen=True, slots=True)
class Measure:
    """A number for each subject that one log answers.

    `of` returns subject -> value; a subject that never finished has the value infinity.
    A measure whose `unit` is `probability` is 0 or 1 in one run; its mean is a probability.
    """

    name: str
    unit: str
    better: Better
    help: str
    of: Callable[[Log], Mapping[str, float]]
