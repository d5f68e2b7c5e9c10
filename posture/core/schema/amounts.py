"""Amounts in stated units: '36 h', '20 km', '60 t' become plain numbers in one unit each.

Reading is exact (fractions, rounded once), so '1.5 d' and '36 h' are the same number.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from fractions import Fraction
from functools import lru_cache
from typing import Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, core_schema

from posture.core.clock import DAY, HOUR, MINUTE

LONGEST = 40
LEAST_SHARE = 1e-6
"""What is smaller is a slip: dividing by it would leave what a clock can hold."""
LARGEST = 10**12
FIGURE = re.compile(r"([+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,4})?)\s*(.*)", re.ASCII | re.DOTALL)
ORDERED = re.compile(r"D\+(\d{1,5}(?:\.\d{1,3})?)", re.ASCII)
"""A day counted from an order, as staffs write it."""
COMMA = re.compile(r"\s*[+-]?\d+,\d", re.ASCII)
DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:[ T](\d\d):(\d\d)(?::(\d\d))?)?\s?(?:Z|UTC|\+00:00)?", re.ASCII)
SLOWEST, FASTEST = 1e-3, 5000 * 1000 / HOUR
"""Metres a second: less than a hundred metres a day, and more than any aircraft."""
YEARS = (1900, 2200)
GAUGES = (1435, 1520, 1524, 1668)


@dataclass(frozen=True, slots=True, eq=False)
class Dimension:
    """One kind of amount: what to call it, units and their size, and two units to offer."""

    name: str
    units: Mapping[str, Fraction]
    offer: tuple[str, str]
    sample: str = "6"

    @property
    def like(self) -> str:
        """A sentence with an example, for messages: "a duration is written like '6 h'"."""
        return f"a {self.name} is written like '{self.sample} {self.offer[0]}'"


def _dimension(name: str, offer: tuple[str, str], **units: Fraction | int) -> Dimension:
    spoken = {unit.replace("_per_", "/").replace("_", " "): Fraction(size) for unit, size in units.items()}
    return Dimension(name, spoken, offer)


def _both(word: str, size: int) -> dict[str, int]:
    return {word: size, f"{word}s": size}


DURATION = _dimension(
    "duration", ("h", "d"), s=1, min=MINUTE, h=HOUR, d=DAY,
    **_both("second", 1), **_both("minute", MINUTE), **_both("hour", HOUR), **_both("day", DAY),
    **_both("week", 7 * DAY),
)  # fmt: skip
CALENDAR = _dimension("calendar span", ("months", "years"), **_both("month", 1), **_both("year", 12))
DISTANCE = _dimension("distance", ("km", "m"), m=1, km=1000, nmi=1852)
SPEED = _dimension("speed", ("km/h", "kn"), km_per_h=Fraction(1000, HOUR), kn=Fraction(1852, HOUR), m_per_s=1)
MASS = _dimension("mass", ("t", "kg"), kg=1, t=1000)
SHARE = Dimension("share", {"%": Fraction(1, 100)}, ("%", "%"))
RATE = Dimension(
    "rate",
    {"per day": Fraction(1), "per hour": Fraction(24), "per week": Fraction(1, 7)},
    ("per day", "per hour"),
)
DAILY_DISTANCE = Dimension("daily distance", {"km per day": Fraction(1000)}, ("km per day", "km per day"))
AREA = Dimension(
    "surface",
    {"nmi2": Fraction(1852) ** 2, "km2": Fraction(10**6), "m2": Fraction(1)},
    ("nmi2", "km2"),
    "15",
)
"""In square metres."""
SEARCH = Dimension(
    "rate of search",
    {
        "nmi2 per day": Fraction(1852**2, DAY),
        "km2 per day": Fraction(10**6, DAY),
        "km2 per h": Fraction(10**6, HOUR),
    },
    ("nmi2 per day", "km2 per day"),
    "0.8",
)
"""In square metres a second."""
GAUGE = Dimension("gauge", {"mm": Fraction(1)}, ("mm", "mm"), "1435")
ALL = (DURATION, CALENDAR, DISTANCE, SPEED, MASS, SHARE, RATE, DAILY_DISTANCE, GAUGE)


class OrderedDay(int):
    """Seconds that were written as a day counted from an order, such as 'D+5'."""

    def __str__(self) -> str:
        return f"D+{self / DAY:g}"


@dataclass(frozen=True, slots=True)
class Span:
    """A length of time that may hold calendar months: so many months, then so many seconds."""

    months: int = 0
    seconds: int = 0

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(span)

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return {"type": "string", "examples": ["6 months", "2 years", "36 h"]}


def kind_of(value: object) -> str:
    """What a value is, in plain words."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "yes or no"
    if isinstance(value, str):
        return "text"
    if isinstance(value, int | float):
        return "a number"
    return "a mapping" if isinstance(value, Mapping) else "a list"


def exact(value: Any, dimension: Dimension) -> Fraction:
    """The amount in the dimension's own unit; anything else is refused with its cure."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        raise ValueError(_needs_unit(f"{value}", dimension))
    if not isinstance(value, str):
        raise ValueError(f"{dimension.like}, not as {kind_of(value)}")
    return _exact(value, dimension)


@lru_cache(maxsize=1 << 14)
def _exact(value: str, dimension: Dimension) -> Fraction:
    """What a text says; kept, since the points of a study say nearly the same 7,000 amounts."""
    if COMMA.match(value):
        raise ValueError(f"'{_short(value)}' has a comma in its number; decimals stand behind a point")
    match = FIGURE.fullmatch(value.strip())
    if match is None or len(value) > LONGEST:
        raise ValueError(f"'{_short(value)}' is no {dimension.name}; {dimension.like}")
    figure, unit = match[1], " ".join(match[2].split())
    if not unit:
        raise ValueError(_needs_unit(figure, dimension))
    if unit not in dimension.units:
        raise ValueError(_wrong_unit(value, unit, dimension))
    amount = Fraction(figure) * dimension.units[unit]
    if amount < 0:
        raise ValueError(f"'{value}' is negative; a {dimension.name} is zero or more")
    if amount > LARGEST:
        raise ValueError(f"'{value}' is too large to be meant")
    return amount


def _needs_unit(figure: str, dimension: Dimension) -> str:
    first, second = (f"'{figure} {unit}'" for unit in dimension.offer)
    choice = first if first == second else f"{first} or {second}"
    return f"a {dimension.name} needs a unit; write {choice}"


def _wrong_unit(value: str, unit: str, dimension: Dimension) -> str:
    for other in ALL:
        if unit in other.units:
            return f"'{value}' is a {other.name}; {dimension.like}"
    known = ", ".join(dimension.units)
    return f"'{_short(value)}': a {dimension.name} has no unit '{_short(unit)}'; use one of: {known}"


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def whole(value: Any, dimension: Dimension) -> int:
    """The amount rounded to whole base units; what is more than nothing may not become nothing."""
    amount = exact(value, dimension)
    rounded = round(amount)
    if amount and not rounded:
        raise ValueError(f"'{value}' is too small to be counted; {dimension.like}")
    return rounded


def duration(value: Any) -> int:
    """Whole seconds."""
    return whole(value, DURATION)


def day_after(value: Any) -> int:
    """Whole seconds from an order, also written as a day counted from it: 'D+5'."""
    match = ORDERED.fullmatch(value.strip()) if isinstance(value, str) else None
    return duration(value) if match is None else OrderedDay(duration(f"{match[1]} d"))


def span(value: Any) -> Span:
    """Calendar months or whole seconds."""
    if isinstance(value, Span):
        return value
    text = value if isinstance(value, str) else ""
    match = FIGURE.fullmatch(text.strip())
    if match is None or match[2] not in CALENDAR.units:
        return Span(seconds=duration(value))
    months = exact(value, CALENDAR)
    if months.denominator != 1 or months > 12 * (YEARS[1] - YEARS[0]):
        raise ValueError(f"'{value}' is no whole number of months up to {YEARS[1] - YEARS[0]} years")
    return Span(months=int(months))


def distance(value: Any) -> int:
    """Whole metres."""
    return whole(value, DISTANCE)


def depth(value: Any) -> int:
    """Whole centimetres."""
    return round(exact(value, DISTANCE) * 100)


def speed(value: Any) -> float:
    """Metres a second; above zero, since nothing arrives at none."""
    metres = float(exact(value, SPEED))
    if exact(value, SPEED) <= 0:
        raise ValueError("a speed must be above zero; close the way instead")
    if metres < SLOWEST:
        raise ValueError(f"'{value}' is too slow to be meant; close the way instead")
    if metres > FASTEST:
        raise ValueError(f"'{value}' is too fast to be meant; nothing here goes faster than 5000 km/h")
    return metres


def mass(value: Any) -> int:
    """Whole kilograms."""
    return whole(value, MASS)


def share(value: Any) -> float:
    """A number from 0 to 1, also written in per cent."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        part = float(value)
    elif isinstance(value, str) and "%" in value:
        part = float(exact(value, SHARE))
    else:
        raise ValueError(f"a share is a number from 0 to 1, or '30 %', not {kind_of(value)}")
    if not 0 <= part <= 1:
        raise ValueError(f"{_short(str(value))} is no share; a share lies from 0 to 1 (0 % to 100 %)")
    if 0 < part < LEAST_SHARE:
        raise ValueError(f"{_short(str(value))} is too small to be meant; write 0, or more than a millionth")
    return part


def rate(value: Any) -> int:
    """Whole number a day."""
    return _sound(exact(value, RATE), value, "a whole number a day")


def daily_distance(value: Any) -> int:
    """Whole metres a day; above zero, since nothing arrives at none."""
    metres = whole(value, DAILY_DISTANCE)
    if metres <= 0:
        raise ValueError("a daily distance must be above zero; close the way instead")
    return metres


def gauge(value: Any) -> int:
    """One of the four gauges in the network, in millimetres."""
    width = _sound(exact(value, GAUGE), value, "a whole number of millimetres")
    if width not in GAUGES:
        known = ", ".join(f"'{one} mm'" for one in GAUGES)
        raise ValueError(f"'{value}' is no gauge of this network; use one of: {known}")
    return width


def _sound(amount: Fraction, value: Any, wanted: str) -> int:
    if amount.denominator != 1:
        raise ValueError(f"'{value}' is not {wanted}")
    return int(amount)


def moment(value: Any) -> datetime:
    """A date, or a date and hour, in UTC."""
    if isinstance(value, datetime) and value.tzinfo is UTC:
        return value
    if not isinstance(value, str):
        raise ValueError(f"a date is written like '2023-07-03 06:00', not as {kind_of(value)}")
    match = DATE.fullmatch(value.strip())
    if match is None:
        raise ValueError(f"'{_short(value)}' is no date; write it like '2023-07-03' or '2023-07-03 06:00'")
    numbers = [int(part or 0) for part in match.groups()]
    if not YEARS[0] <= numbers[0] <= YEARS[1]:
        raise ValueError(f"'{value}' lies outside the years {YEARS[0]} to {YEARS[1]}")
    try:
        return datetime(*numbers[:3], *numbers[3:], tzinfo=UTC)  # type: ignore[misc, arg-type]
    except ValueError:
        raise ValueError(f"'{value}' does not exist in the calendar") from None
