"""What users write: the frozen, strict base of every model, and amounts that carry their unit.

Every type here reads text with a unit and gives a plain number, or refuses in one line that names the cure.
Validate with `model_validate_json`: only there does strict mode take a list for a tuple.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Annotated, Any, NoReturn, TypeVar, get_args

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    PlainValidator,
    WithJsonSchema,
)
from pydantic_core import CoreSchema, core_schema

from posture.core.distributions import Distribution
from posture.core.schema import amounts, countries, uncertain
from posture.core.schema.amounts import Span

__all__ = [
    "Count",
    "Countries",
    "Country",
    "CountryOrAny",
    "DailyDistance",
    "DayAfter",
    "Depth",
    "Distance",
    "Duration",
    "FrozenMap",
    "Gauge",
    "Mass",
    "Moment",
    "Name",
    "Pace",
    "Pieces",
    "Positive",
    "Rate",
    "Servers",
    "Share",
    "Span",
    "Speed",
    "SteadyRate",
    "Timing",
    "UncertainCount",
    "UncertainDailyDistance",
    "UncertainShare",
    "Written",
]

NAME = re.compile(r"[^\W_](?:[\w ._-]{0,62}[\w.-])?")
MOST = 10**9


class Schema(BaseModel):
    """Base of everything that users write: unknown keys, loose types and later changes are refused."""

    model_config = ConfigDict(
        frozen=True,
        strict=True,
        extra="forbid",
        allow_inf_nan=False,
        use_attribute_docstrings=True,
        hide_input_in_errors=True,
    )


def _text(like: str, *examples: str) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "description": like, "examples": list(examples)})


def _spread(like: str, kinds: tuple[str, ...], amount: dict[str, Any]) -> WithJsonSchema:
    one_of = [{"type": "object", "required": [kind], "properties": {kind: {}}} for kind in kinds]
    return WithJsonSchema({"description": like, "anyOf": [amount, *one_of]})


def name(text: str) -> str:
    """A name that is safe in a table, a log and a file name."""
    if not NAME.fullmatch(text):
        raise ValueError(
            "a name is 1 to 64 letters, digits, spaces or . _ - and starts with a letter or digit"
        )
    return text


Duration = Annotated[int, BeforeValidator(amounts.duration), _text("whole seconds", "15 min", "36 h", "10 d")]
DayAfter = Annotated[
    int, PlainValidator(amounts.day_after), _text("whole seconds from an order", "D+5", "36 h")
]
Distance = Annotated[
    int, BeforeValidator(amounts.distance), _text("whole metres", "20 km", "350 m", "12 nmi")
]
Depth = Annotated[int, BeforeValidator(amounts.depth), _text("whole centimetres", "9.5 m")]
Speed = Annotated[float, BeforeValidator(amounts.speed), _text("metres a second", "45 km/h", "20 kn")]
Mass = Annotated[int, BeforeValidator(amounts.mass), _text("whole kilograms", "60 t", "500 kg")]
Rate = Annotated[int, BeforeValidator(amounts.rate), _text("so many a day", "200 per day", "8 per hour")]
SteadyRate = Annotated[
    int,
    Field(ge=1),
    BeforeValidator(amounts.rate),
    _text("so many a day, at least one", "200 per day"),
]
DailyDistance = Annotated[
    int, BeforeValidator(amounts.daily_distance), _text("metres a day", "320 km per day")
]
Gauge = Annotated[int, BeforeValidator(amounts.gauge), _text("millimetres", "1435 mm", "1520 mm")]
Moment = Annotated[
    datetime, BeforeValidator(amounts.moment), _text("in UTC", "2023-07-03", "2023-07-03 06:00")
]
Share = Annotated[
    float,
    BeforeValidator(amounts.share),
    WithJsonSchema({"type": ["number", "string"], "examples": [0.3, "30 %"]}),
]
Count = Annotated[int, Field(ge=0, le=MOST)]
Positive = Annotated[int, Field(ge=1, le=MOST)]
Pieces = Annotated[int, Field(ge=0, le=100_000)]
"""How many pieces of one class a unit has: more than any army owns, few enough to move one by one."""
Servers = Annotated[int, Field(ge=1, le=1_000)]
"""How many serve at once at a gate, or things in a pool."""
Name = Annotated[str, AfterValidator(name), Field(json_schema_extra={"pattern": NAME.pattern})]
Country = Annotated[str, AfterValidator(countries.country), _text("ISO 3166 code of two letters", "DE", "LT")]
CountryOrAny = Annotated[
    str, AfterValidator(countries.country_or_any), _text("ISO 3166 code of two letters, or any", "DE", "any")
]
Countries = Annotated[
    str, AfterValidator(countries.countries), _text("ISO 3166 codes joined by +", "DE", "DE+PL")
]

Timing = Annotated[
    Distribution,
    PlainValidator(uncertain.timing),
    _spread("seconds", uncertain.KINDS, {"type": "string", "examples": ["6 h"]}),
]
Pace = Annotated[
    Distribution,
    PlainValidator(uncertain.pace),
    _spread(
        "metres a second", (*uncertain.BOUNDED, "lognormal"), {"type": "string", "examples": ["45 km/h"]}
    ),
]
UncertainDailyDistance = Annotated[
    Distribution,
    PlainValidator(uncertain.uncertain_daily_distance),
    _spread(
        "metres a day",
        (*uncertain.BOUNDED, "lognormal"),
        {"type": "string", "examples": ["320 km per day"]},
    ),
]
UncertainShare = Annotated[
    Distribution,
    PlainValidator(uncertain.uncertain_share),
    _spread("share", uncertain.BOUNDED, {"type": ["number", "string"], "examples": [0.3, "30 %"]}),
]
UncertainCount = Annotated[
    Distribution,
    PlainValidator(uncertain.uncertain_count),
    _spread("number", uncertain.KINDS, {"type": "integer", "minimum": 0}),
]


K = TypeVar("K")
V = TypeVar("V")


class FrozenMap(dict[K, V]):
    """A dictionary sorted by key, frozen once made; write `FrozenMap[str, Unit]` in a model.

    A dictionary by birth, so that looking up costs what it costs in one and pydantic can write it out.
    """

    __slots__ = ()

    def __init__(self, entries: Mapping[K, V] | Iterable[tuple[K, V]] = ()) -> None:
        pairs = dict(entries)
        super().__init__((key, pairs[key]) for key in sorted(pairs))  # type: ignore[type-var]

    def _refuse(self, *_: object, **__: object) -> NoReturn:
        raise TypeError("a frozen map cannot be changed")

    __setitem__ = __delitem__ = clear = pop = popitem = _refuse
    setdefault = update = __ior__ = _refuse

    def __reduce__(self) -> tuple[type["FrozenMap[K, V]"], tuple[dict[K, V]]]:
        return type(self), (dict(self),)

    def __or__(self, other: Any) -> "FrozenMap[Any, Any]":
        return FrozenMap({**self, **other})

    def copy(self) -> "FrozenMap[K, V]":
        """Itself: there is nothing to protect a copy from."""
        return self

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        key, value = get_args(source) or (Any, Any)
        return core_schema.no_info_after_validator_function(cls, handler.generate_schema(dict[key, value]))  # type: ignore[valid-type]
