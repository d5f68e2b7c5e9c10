"""What is written of mine countermeasures: water to survey, who surveys it, and the sea."""

from typing import Annotated, Any, Self

from pydantic import AfterValidator, BeforeValidator, Field, PlainValidator, WithJsonSchema, model_validator

from posture.core.clock import DAY
from posture.core.distributions import Constant, Distribution
from posture.core.schema import Count, Duration, FrozenMap, Name, Schema, Share, Timing, uncertain
from posture.core.schema.amounts import AREA, SEARCH, exact
from posture.operations.mine_countermeasures.effort import Pattern

AT_ONCE = Constant(0.0)


def area(value: Any) -> int:
    """Whole square metres, at least one: water of no size needs no survey."""
    metres = round(exact(value, AREA))
    if metres <= 0:
        raise ValueError(f"'{value}' is an area of no size; write its size, or take the survey out")
    return metres


def _daily(value: Any) -> float:
    """Square metres a day; above zero, since a survey would never end."""
    metres = float(DAY * exact(value, SEARCH))
    if metres <= 0:
        raise ValueError("a rate of search must be above zero; write no vessels instead")
    return metres


def search(value: Any) -> Distribution:
    """Over square metres a day; only kinds that cannot come to nothing."""
    return uncertain.distribution(value, _daily, (*uncertain.BOUNDED, "lognormal"))


Area = Annotated[
    int, BeforeValidator(area), WithJsonSchema({"type": "string", "examples": ["15 nmi2", "50 km2"]})
]
Search = Annotated[
    Distribution,
    PlainValidator(search),
    WithJsonSchema({"description": "area a day", "examples": ["0.8 nmi2 per day"]}),
]


class SeaState(Schema):
    """A state of the sea: how much of a day's search it leaves, and how often it comes."""

    rate: Share
    """Share of the rate of search that it leaves."""
    summer: Share
    """Share of days from April to September."""
    winter: Share
    """Share of days from October to March."""


class Survey(Schema):
    """Water that is mined, or may be: shut to ships until it has been surveyed."""

    active: bool = True
    """Whether it happens at all: a switch for studies."""
    approach: str | None = None
    """Port whose approach it is; give this or `links`."""
    links: tuple[str, ...] = ()
    """Ways by sea that lead through it, by their keys in `links`."""
    size: Area
    """How much water."""
    mined: Duration = 0
    """When it is shut, after the start."""
    vessels: Count = 0
    """Minehunters of its own."""
    arrive: Timing = AT_ONCE
    """From then until these begin."""
    area: str | None = None
    """Sea area whose minehunters of the standing groups work here too; none where not written."""

    @model_validator(mode="after")
    def _is_somewhere_and_somebody_comes(self) -> Self:
        if (self.approach is None) != bool(self.links):
            both = self.approach is not None
            raise ValueError(
                "name an approach or links, not both" if both else "name the approach or the links it shuts"
            )
        if not self.vessels and self.area is None:
            raise ValueError("nobody surveys it; write 'vessels', or the 'area' whose minehunters come")
        return self


def _unsure(confidence: float) -> float:
    if confidence == 1:
        raise ValueError("no search is sure, a confidence of 1 is never reached; write less, like 0.99")
    return confidence


class MineCountermeasures(Schema):
    """Who opens what mines have shut."""

    surveys: FrozenMap[Name, Survey] = Field(default_factory=FrozenMap)
    """Surveys, by a name of your own."""
    hunting: Search | None = None
    """What one minehunter searches in a day in a calm sea, the prosecution of what it finds included."""
    confidence: Annotated[Share, Field(gt=0), AfterValidator(_unsure)] = 0.95
    """Share of mines that shall have been found before ships pass."""
    detects: Annotated[Share, Field(gt=0)] = 0.8
    """Probability that one pass finds a mine."""
    pattern: Pattern = "passes"
    """Whole passes over the area, or a random search."""
    seas: FrozenMap[Name, SeaState] = Field(default_factory=FrozenMap)
    """States of the sea, one drawn for each day; always calm where not written."""

    @model_validator(mode="after")
    def _can_be_done(self) -> Self:
        if self.surveys and self.hunting is None:
            raise ValueError("surveys need a rate of search; write 'hunting', like '0.8 nmi2 per day'")
        for season in ("summer", "winter"):
            days = sum(getattr(sea, season) for sea in self.seas.values())
            if self.seas and abs(days - 1) > TOLERANCE:
                raise ValueError(
                    f"the states of the sea come to {days:.4g} of the days in {season}, not to 1"
                )
        return self


TOLERANCE = 1e-6
