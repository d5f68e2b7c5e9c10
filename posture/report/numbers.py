"""How numbers are read: the few named forms that every table and sentence of the program uses."""

from collections.abc import Callable, Sequence
from math import inf, isfinite, isnan

NEVER = "never"
NOT_ANSWERED = "-"
NEXT_TO_NONE = 0.05
"""What a tenth would print as none."""
HALF_A_PERCENT = 0.005
SHARES = ("share", "probability")
"""Units of what is read in per cent."""

Form = Callable[[float], str]


def days(value: float | None) -> str:
    """Days to a tenth: `20.3 d`, next to none `< 0.1 d`, none or infinite `never`."""
    if value is None or value == inf:
        return NEVER
    return "< 0.1 d" if 0 < abs(value) < NEXT_TO_NONE else f"{tenth(value)} d"


def days_more(value: float) -> str:
    """Days more or less: `+0.7 d`."""
    return f"{tenth_more(value)} d"


def on_day(value: float | None) -> str:
    """The day counted from the order: `D+20.3`."""
    return NEVER if value is None else f"D{tenth_more(value)}"


def hours(value: float) -> str:
    """Hours to a tenth: `24.0 h`."""
    return f"{tenth(value)} h"


def tenth(value: float | None) -> str:
    """A number to a tenth, for columns whose head names the unit: `20.3`."""
    return NEVER if value is None else f"{value:z.1f}"


def tenth_more(value: float) -> str:
    """A change to a tenth: `+0.7`."""
    return f"{value:+z.1f}"


def mean_count(value: float) -> str:
    """How many on average: `2.0`, and `0` for next to none."""
    return "0" if value < NEXT_TO_NONE else tenth(value)


def percent(share: float) -> str:
    """A share in whole per cent: `27 %`, `< 1 %`."""
    return "< 1 %" if 0 < share < HALF_A_PERCENT else f"{100 * share:z.0f} %"


def per_cent_figure(share: float) -> str:
    """The same without its sign, for the ends of an interval: `27`."""
    return f"{100 * share:z.0f}"


def percent_tenth(share: float) -> str:
    """A share where tenths of a per cent matter: `97.5 %`."""
    return f"{tenth(100 * share)} %"


def percent_of(confidence: float) -> str:
    """A confidence as it was asked for: `95 %`, `99.9 %`."""
    return f"{100 * confidence:g} %"


def probability(value: float | None) -> str:
    """A probability to a hundredth: `0.98`; empty where nobody asked."""
    return "" if value is None else f"{value:.2f}"


def score(value: float | None) -> str:
    """How good a prediction was, to a hundredth: `0.51`; a dash where nothing is scored."""
    return "-" if value is None else f"{value:.2f}"


def p_value(value: float) -> str:
    """The chance of as much by accident: `p 0.0213`."""
    return "p < 0.0001" if value < 0.0001 else f"p {value:.4f}"


def count(value: float) -> str:
    """A whole number, its thousands apart: `7 392 543`."""
    return f"{value:_.0f}".replace("_", " ")


def of_them(amount: int, one: str) -> str:
    """How many of what: `1 run`, `50 runs`; `one` is what one of them is called."""
    return f"{amount} {one if amount == 1 else f'{one}s'}"


def number(value: float | None) -> str:
    """Three figures, at most two places: `22.8`, `3.12`, `0.05`, `1240`; infinite never came to an end."""
    if value is None or isnan(value):
        return NOT_ANSWERED
    return _rounded(value) if isfinite(value) else NEVER


def number_more(value: float | None) -> str:
    """A change in three figures with its sign."""
    if value is None or not isfinite(value):
        return NOT_ANSWERED
    return f"+{_rounded(value)}" if value > 0 else _rounded(value)


def figure(value: float | None) -> str:
    """Three figures without idle noughts, large numbers whole: `0.883`, `5`, `2.45`, `1 733 468`."""
    if value is None:
        return NEVER
    return count(value) if abs(value) >= 100 else f"{value:z.3g}"


def two_figures(value: float | None) -> str:
    """The same in two, where several stand in one cell: `13`, `9.4`."""
    if value is None:
        return NEVER
    return count(value) if abs(value) >= 100 else f"{value:z.2g}"


def figure_more(value: float) -> str:
    """A change in three figures without idle noughts: `+0.883`."""
    return f"+{figure(value)}" if value > 0 else figure(value)


def in_unit(value: float | None, unit: str) -> str:
    """A measure's value under a head that names its unit; shares carry their per cent."""
    return percent_tenth(value) if value is not None and unit in SHARES else figure(value)


def form_of(unit: str) -> Form:
    """How an end of an interval in a unit is read; the sign of per cent stands beside it."""
    return (lambda share: tenth(100 * share)) if unit in SHARES else figure


def setting(value: float) -> str:
    """Where a factor stands, in four figures: `0.3125`."""
    return f"{value:.4g}"


def exact(value: float) -> str:
    """A number for other programs, to its twelfth figure."""
    return f"{value:.12g}"


def ratio(value: float) -> str:
    """One to so many: `1:2.3`."""
    return f"1:{tenth(value)}"


def between(ends: Sequence[float | None] | None, form: Form = number) -> str:
    """An interval: `1.5 to 9.9`; a dash where one run alone gives none."""
    if ends is None or ends[0] is None or ends[1] is None:
        return NOT_ANSWERED
    low, high = (form(end) if isfinite(end) else "no limit" for end in (ends[0], ends[1]))
    return f"{low} to {high}"


def spread(low: float | None, high: float | None, form: Form = tenth) -> str:
    """From where to where most runs lie: `18.4-22.5`."""
    return "-".join(NEVER if end is None else form(end) for end in (low, high))


def duration(seconds: float) -> str:
    """A length of time as one reads it: `2 h 5 min`, `40 s`."""
    minutes, rest = divmod(round(max(seconds, 0.0)), 60)
    whole_hours, minutes = divmod(minutes, 60)
    return (
        f"{whole_hours} h {minutes} min"
        if whole_hours
        else f"{minutes} min {rest} s"
        if minutes
        else f"{rest} s"
    )


def _rounded(value: float) -> str:
    size = abs(value)
    places = 0 if size >= 100 else 1 if size >= 10 else 2
    return f"{value:z.{places}f}"
