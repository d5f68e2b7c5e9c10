"""Quantile functions that have no closed form: the standard normal and the standard gamma.

Normal: M. J. Wichura, Algorithm AS 241, Applied Statistics 37 (1988), 16 digits.
Gamma: Newton's method on the logarithm of the incomplete gamma function against the logarithm of x.
That curve is concave from either end, so each step after the first lands on the same side of the root.
"""

from itertools import count
from math import exp, lgamma, log, log1p, sqrt

CENTRE = (
    (
        2.50908092873012267270e3,
        3.34305755835881281050e4,
        6.72657709270087008530e4,
        4.59219539315498714570e4,
        1.37316937655094611250e4,
        1.97159095030655144270e3,
        1.33141667891784377450e2,
        3.38713287279636660800e0,
    ),
    (
        5.22649527885285456100e3,
        2.87290857357219426740e4,
        3.93078958000927106100e4,
        2.12137943015865958670e4,
        5.39419602142475110770e3,
        6.87187007492057908300e2,
        4.23133307016009112520e1,
        1.0,
    ),
)
FLANK = (
    (
        7.74545014278341407640e-4,
        2.27238449892691845833e-2,
        2.41780725177450611770e-1,
        1.27045825245236838258e0,
        3.64784832476320460504e0,
        5.76949722146069140550e0,
        4.63033784615654529590e0,
        1.42343711074968357734e0,
    ),
    (
        1.05075007164441684324e-9,
        5.47593808499534494600e-4,
        1.51986665636164571966e-2,
        1.48103976427480074590e-1,
        6.89767334985100004550e-1,
        1.67638483018380384940e0,
        2.05319162663775882187e0,
        1.0,
    ),
)
TAIL = (
    (
        2.01033439929228813265e-7,
        2.71155556874348757815e-5,
        1.24266094738807843860e-3,
        2.65321895265761230930e-2,
        2.96560571828504891230e-1,
        1.78482653991729133580e0,
        5.46378491116411436990e0,
        6.65790464350110377720e0,
    ),
    (
        2.04426310338993978564e-15,
        1.42151175831644588870e-7,
        1.84631831751005468180e-5,
        7.86869131145613259100e-4,
        1.48753612908506148525e-2,
        1.36929880922735805310e-1,
        5.99832206555887937690e-1,
        1.0,
    ),
)

STEPS = 100
CLOSE = 1e-15
TINY = 1e-300
LOG_OF_NEXT_TO_NOTHING = -36.0


def normal_quantile(u: float) -> float:
    """Standard normal value below which a share `u` lies; `u` strictly between 0 and 1."""
    centred = u - 0.5
    if abs(centred) <= 0.425:
        return centred * _ratio(CENTRE, 0.180625 - centred * centred)
    depth = sqrt(-log(u if centred < 0 else 1.0 - u))
    size = _ratio(FLANK, depth - 1.6) if depth <= 5.0 else _ratio(TAIL, depth - 5.0)
    return size if centred > 0 else -size


def _ratio(terms: tuple[tuple[float, ...], tuple[float, ...]], x: float) -> float:
    above = below = 0.0
    for top, bottom in zip(*terms, strict=True):
        above, below = above * x + top, below * x + bottom
    return above / below


def gamma_quantile(shape: float, u: float) -> float:
    """Value of a gamma variable of scale 1 below which a share `u` lies; `u` in [0, 1)."""
    if u <= 0.0:
        return 0.0
    first_term = (log(u) + lgamma(shape + 1.0)) / shape
    if first_term < LOG_OF_NEXT_TO_NOTHING:
        return exp(first_term)
    lower = u <= 0.5
    wanted = log(u) if lower else log1p(-u)
    place = _first_guess(shape, u, first_term)
    for _ in range(STEPS):
        log_part, slope = _incomplete_gamma(shape, exp(place), lower)
        step = max(-2.0, min(2.0, (wanted - log_part) * slope))
        place += step if lower else -step
        if abs(step) <= CLOSE * max(1.0, abs(place)):
            break
    return exp(place)


def _first_guess(shape: float, u: float, first_term: float) -> float:
    """Logarithm of x: Wilson and Hilferty's cube, or the first term of the series where that fails."""
    spread = 1.0 / (9.0 * shape)
    root = 1.0 - spread + normal_quantile(u) * sqrt(spread)
    return log(shape) + 3.0 * log(root) if root > 0.3 else first_term


def _incomplete_gamma(shape: float, x: float, lower: bool) -> tuple[float, float]:
    """Logarithm of the share below x (or above), and that share over its slope against log x."""
    log_front = shape * log(x) - x - lgamma(shape)
    near = x < shape + 1.0
    factor = _series(shape, x) if near else _fraction(shape, x)
    if near == lower:
        return log_front + log(factor), factor
    front = exp(log_front)
    part = 1.0 - front * factor
    return log(part), part / max(front, TINY)


def _series(shape: float, x: float) -> float:
    term = total = 1.0 / shape
    for n in count(1):
        term *= x / (shape + n)
        total += term
        if term < total * 1e-17:
            break
    return total


def _fraction(shape: float, x: float) -> float:
    """Lentz's evaluation of the continued fraction."""
    b = x + 1.0 - shape
    c, d = 1.0 / TINY, 1.0 / b
    value = d
    for n in count(1):
        a = n * (shape - n)
        b += 2.0
        d = 1.0 / (a * d + b)
        c = b + a / c
        value *= c * d
        if abs(c * d - 1.0) < 1e-16 or n > 10_000:
            break
    return value
