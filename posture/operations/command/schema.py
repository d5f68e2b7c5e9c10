"""What is written of command: headquarters, whom they order to move, and what adds to them."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from posture.core.distributions import Constant
from posture.core.schema import Count, FrozenMap, Name, Schema, Servers, Timing
from posture.theatre.orders import OrderKind

AT_ONCE = Constant(0.0)


class CommandElement(Schema):
    """What adds to a headquarters: a forward element, a division that takes over its part of the work."""

    teams: Servers = 1
    """Teams that it adds."""
    after: str
    """Subject of the order that sends it."""
    kind: OrderKind = "deploy"
    """Kind of that order."""
    notice: Timing = AT_ONCE
    """From the order until it works."""


class Headquarters(Schema):
    """Teams that prepare, coordinate and give orders to move, one formation at a time each."""

    teams: Servers = 1
    """Teams at work from the start."""
    brigades: Annotated[FrozenMap[Name, Count], Field(min_length=1)]
    """Brigades whose parts it orders to move, each with its urgency: the smaller goes first."""
    order: Timing | None = None
    """Work of one team on the order for one part; the common figure where not written."""
    elements: FrozenMap[Name, CommandElement] = Field(default_factory=FrozenMap)
    """What adds to it, by a name of your own."""


class Command(Schema):
    """Who carries the orders."""

    headquarters: FrozenMap[Name, Headquarters] = Field(default_factory=FrozenMap)
    """Headquarters, by a name of your own."""
    order: Timing | None = None
    """Work of one team on the order for one part of a brigade."""

    @model_validator(mode="after")
    def _orders_take_a_time(self) -> Self:
        served: dict[str, str] = {}
        for name, one in self.headquarters.items():
            if one.order is None and self.order is None:
                raise ValueError(
                    f"nothing says how long '{name}' takes for an order; write 'order', like '12 h'"
                )
            for brigade in one.brigades:
                if brigade in served:
                    raise ValueError(
                        f"'{served[brigade]}' orders '{brigade}' to move already; take it out of '{name}'"
                    )
                served[brigade] = name
        return self
