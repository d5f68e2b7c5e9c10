"""Decision: from the first sign of a crisis to the order that starts movement."""

from pydantic import Field

from posture.ground.written import Duration, FrozenMap, Name, Timing, Written
from posture.theatre import Process, Theatre
from posture.theatre.orders import OrderKind

# What is written


class Order(Written):
    """One order and the sign that leads to it."""

    kind: OrderKind = "deploy"
    """What is ordered."""
    indication: Duration = 0
    """First sign of the crisis, after the start of the scenario."""
    decided: Timing
    """From the first sign until the order is given."""


class Decision(Written):
    """Orders by subject: what is to be reinforced, raised, retasked."""

    orders: FrozenMap[Name, Order] = Field(default_factory=FrozenMap)
    """By subject."""


# What happens


def start(theatre: Theatre, written: Decision) -> None:
    """Let every order take its course."""
    for subject, order in written.orders.items():
        theatre.start(decide(theatre, subject, order))


def decide(theatre: Theatre, subject: str, order: Order) -> Process:
    """One order: notes `indication` at the first sign and `order` when it is given."""
    yield theatre.wait(order.indication)
    theatre.orders.indicate(subject)
    yield theatre.wait(theatre.chance.seconds(order.decided, subject, "decided"))
    theatre.orders.give(order.kind, subject)
