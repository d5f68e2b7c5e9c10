"""What is uncertain: each kind turns one uniform number into one value, by its quantile function.

One uniform is one value: the normal is the standard library's, the gamma scipy's (imported when drawn).
Quantiles rise with `u` (the curved ones to within the last few bits) and are finite on [0, 1).
"""

from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from math import exp, fsum, inf, isfinite, log, log1p, sqrt
from statistics import NormalDist

LARGEST = 1e15
WIDEST = 1e6
SHAPES = (0.01, 1_000.0)
NINETY = 1.2815515655446004
STANDARD_NORMAL = NormalDist()


class Distribution(ABC):
    """One uncertain number."""

    __slots__ = ()

    @abstractmethod
    def quantile(self, u: float) -> float:
        """The value below which a share `u` of all draws lies; `u` in [0, 1)."""

    @property
    @abstractmethod
    def low(self) -> float:
        """The least value that can come."""

    @property
    @abstractmethod
    def high(self) -> float:
        """The greatest value that can come; may be infinite."""

    @property
    @abstractmethod
    def mean(self) -> float:
        """The average of many draws."""

    @property
    def middle(self) -> float:
        """What stands for it where nothing is left to chance: the mode in the middle, else the median."""
        return self.quantile(0.5)


@dataclass(frozen=True, slots=True)
class Constant(Distribution):
    """Always the same value."""

    value: float

    def __post_init__(self) -> None:
        _check_figures("a constant", self.value)

    def quantile(self, u: float) -> float:  # noqa: ARG002 - one signature for all kinds
        """The value, whatever `u`."""
        return self.value

    @property
    def low(self) -> float:
        """The value."""
        return self.value

    @property
    def high(self) -> float:
        """The value."""
        return self.value

    @property
    def mean(self) -> float:
        """The value."""
        return self.value


@dataclass(frozen=True, slots=True)
class Triangular(Distribution):
    """Rises straight from `low` to `mode` and falls straight to `high`."""

    low: float = field()
    mode: float = field()
    high: float = field()

    def __post_init__(self) -> None:
        _check_figures("a triangular distribution", self.low, self.mode, self.high)
        if not self.low <= self.mode <= self.high:
            raise ValueError("a triangular distribution is written lowest, most likely, highest")

    def quantile(self, u: float) -> float:
        """Closed form on either side of the mode."""
        left, right = self.mode - self.low, self.high - self.mode
        width = self.high - self.low
        if u * width < left:
            return min(self.mode, self.low + sqrt(u * width * left))
        return max(self.mode, self.high - sqrt((1.0 - u) * width * right))

    @property
    def mean(self) -> float:
        """A third of the sum of the three."""
        return fsum((self.low, self.mode, self.high)) / 3

    @property
    def middle(self) -> float:
        """The mode."""
        return self.mode


@dataclass(frozen=True, slots=True)
class TwoPiece(Distribution):
    """Half of all draws lie below `median`, half above, thinning out straight to `low` and to `high`.

    Two right-angled triangles of half the mass each. What is known of a few cases is their median; one long
    case moves the mean by a sixth of its distance, and that of a triangular distribution by a third.
    """

    low: float = field()
    median: float = field()
    high: float = field()

    def __post_init__(self) -> None:
        _check_figures("a distribution by its median", self.low, self.median, self.high)
        if not self.low <= self.median <= self.high:
            raise ValueError("a distribution by its median is written lowest, median, highest")

    def quantile(self, u: float) -> float:
        """Closed form on either side of the median."""
        if u < 0.5:
            return max(self.low, self.median - (self.median - self.low) * (1.0 - sqrt(2.0 * u)))
        return self.median + (self.high - self.median) * (1.0 - sqrt(2.0 * (1.0 - u)))

    @property
    def mean(self) -> float:
        """The median, a sixth of the way to the highest and a sixth to the lowest."""
        return fsum((self.median, (self.high - self.median) / 6, -(self.median - self.low) / 6))


@dataclass(frozen=True, slots=True)
class Uniform(Distribution):
    """Any value from `low` to `high`, all alike."""

    low: float = field()
    high: float = field()

    def __post_init__(self) -> None:
        _check_figures("a uniform distribution", self.low, self.high)
        if self.low > self.high:
            raise ValueError("a uniform distribution is written lowest, highest")

    def quantile(self, u: float) -> float:
        """So far along from low to high."""
        return min(self.high, self.low + u * (self.high - self.low))

    @property
    def mean(self) -> float:
        """Half-way."""
        return (self.low + self.high) / 2


@dataclass(frozen=True, slots=True)
class Lognormal(Distribution):
    """Its logarithm is normal: half of all draws lie below `median`, nine in ten below `p90`."""

    median: float
    p90: float

    def __post_init__(self) -> None:
        _check_figures("a lognormal distribution", self.median, self.p90)
        if not 0 < self.median <= self.p90:
            raise ValueError("a lognormal needs a median above zero and a p90 not below it")
        if self.p90 > WIDEST * self.median:
            raise ValueError("a lognormal's p90 may be at most a million times its median")

    @property
    def sigma(self) -> float:
        """Standard deviation of the logarithm."""
        return log(self.p90 / self.median) / NINETY

    def quantile(self, u: float) -> float:
        """The median times e to the sigma z; zero at `u` = 0."""
        return self.median * exp(self.sigma * STANDARD_NORMAL.inv_cdf(u)) if u > 0 else self.low

    @property
    def low(self) -> float:
        """Zero, or the median where there is no spread."""
        return 0.0 if self.p90 > self.median else self.median

    @property
    def high(self) -> float:
        """Infinite, or the median where there is no spread."""
        return inf if self.p90 > self.median else self.median

    @property
    def mean(self) -> float:
        """Above the median by half the variance of the logarithm."""
        return self.median * exp(self.sigma**2 / 2)


@dataclass(frozen=True, slots=True)
class Exponential(Distribution):
    """Time to an event that comes at a steady rate."""

    mean_: float

    def __post_init__(self) -> None:
        _check_figures("an exponential distribution", self.mean_)
        if self.mean_ < 0:
            raise ValueError("an exponential's mean cannot be negative")

    def quantile(self, u: float) -> float:
        """Closed form."""
        return -self.mean_ * log1p(-u) if u > 0 else 0.0

    @property
    def low(self) -> float:
        """Zero."""
        return 0.0

    @property
    def high(self) -> float:
        """Infinite, or zero where the mean is."""
        return inf if self.mean_ else 0.0

    @property
    def mean(self) -> float:
        """As written."""
        return self.mean_


@dataclass(frozen=True, slots=True)
class Gamma(Distribution):
    """Sum of `shape` exponential times (`shape` need not be whole); its deviation is mean / √shape."""

    mean_: float
    shape: float

    def __post_init__(self) -> None:
        _check_figures("a gamma distribution", self.mean_, self.shape)
        if self.mean_ < 0:
            raise ValueError("a gamma's mean cannot be negative")
        if not SHAPES[0] <= self.shape <= SHAPES[1]:
            raise ValueError("a gamma's shape lies from 0.01 to 1000")

    def quantile(self, u: float) -> float:
        """By the inverse of the incomplete gamma function."""
        from scipy.special import gammaincinv

        return self.mean_ / self.shape * float(gammaincinv(self.shape, u))

    @property
    def low(self) -> float:
        """Zero."""
        return 0.0

    @property
    def high(self) -> float:
        """Infinite, or zero where the mean is."""
        return inf if self.mean_ else 0.0

    @property
    def mean(self) -> float:
        """As written."""
        return self.mean_


@dataclass(frozen=True, slots=True)
class Empirical(Distribution):
    """One of the observed values, each as likely as the next; kept in rising order."""

    values: tuple[float, ...]

    def __post_init__(self) -> None:
        if not self.values:
            raise ValueError("an empirical distribution needs at least one value")
        _check_figures("an empirical distribution", *self.values)
        object.__setattr__(self, "values", tuple(sorted(self.values)))

    def quantile(self, u: float) -> float:
        """An observed value, never one between two."""
        return self.values[min(int(u * len(self.values)), len(self.values) - 1)]

    @property
    def low(self) -> float:
        """The least observed."""
        return self.values[0]

    @property
    def high(self) -> float:
        """The greatest observed."""
        return self.values[-1]

    @property
    def mean(self) -> float:
        """The average of the observed."""
        return fsum(self.values) / len(self.values)


def _check_figures(what: str, *figures: float) -> None:
    if not all(isfinite(figure) and abs(figure) <= LARGEST for figure in figures):
        raise ValueError(f"{what} needs finite numbers")
