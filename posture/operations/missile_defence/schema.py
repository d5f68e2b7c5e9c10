"""What is written of missile defence: sites, the layers that cover them, and the nodes of these."""

from typing import Annotated, Literal, NamedTuple, Self

from pydantic import Field, model_validator

from posture.core.clock import DAY
from posture.core.distributions import Constant
from posture.core.ids import id_of
from posture.core.schema import (
    Count,
    Country,
    Distance,
    Duration,
    FrozenMap,
    Moment,
    Name,
    Pieces,
    Positive,
    Schema,
    Servers,
    Share,
    Span,
    Timing,
)
from posture.core.schema.periods import check_ends_later

AT_ONCE = Constant(0.0)
Long = Annotated[Duration, Field(ge=3_600)]


class DefendedSite(Schema):
    """A place that shall be covered."""

    at: str
    """Which place."""
    nodes: Positive = 1
    """Nodes that shall cover it at once, of layers that count."""
    layers: Positive = 1
    """Layers that count and shall cover it at once."""
    since: Moment | None = None
    """From when; from the start where not written."""
    until: Moment | None = None
    """Until when; to the end where not written."""

    @model_validator(mode="after")
    def _ends_later(self) -> Self:
        check_ends_later(self.since, self.until, "until")
        return self


class DefenceLayer(Schema):
    """What nodes of a kind do for a site in their reach while they are up."""

    counts: bool = True
    """Whether it covers; a sensor or a command post does not, it lets others cover."""
    needs: tuple[Name, ...] = ()
    """Layers of which a node must be up over the same site, or this layer does not work there."""


class Service(Schema):
    """Planned maintenance."""

    every: Long
    """From the end of one until the next is due, and from becoming operational until the first is."""
    lasts: Timing
    """How long the node is down for it."""

    @model_validator(mode="after")
    def _is_shorter_than_its_interval(self) -> Self:
        if self.lasts.high > self.every:
            raise ValueError(
                "service may last longer than the interval to the next; shorten 'lasts' or lengthen 'every'"
            )
        return self


class System(Schema):
    """What a kind of battery, radar, ship or command post can do."""

    layer: Name
    """Layer of which it is a node."""
    nearest: Distance = 0
    """Least distance at which it covers a site."""
    farthest: Distance | None = None
    """Greatest distance at which it covers a site; any where not written."""
    set_up: Timing = AT_ONCE
    """From being in place until operational."""
    pack_up: Timing = AT_ONCE
    """From the end of its task until it leaves."""
    between: Long | None = None
    """Mean time up between failures, exponential; none where not written."""
    repair: Timing = AT_ONCE
    """Work of one repair crew on one node."""
    parts: Share = 0.0
    """Share of failures that lack a part."""
    supply: Timing = AT_ONCE
    """From ordering a part until it comes."""
    service: Service | None = None
    """Planned maintenance; none where not written."""

    @model_validator(mode="after")
    def _is_a_band(self) -> Self:
        if self.farthest is not None and self.farthest <= self.nearest:
            raise ValueError("'farthest' is no farther than 'nearest'; write a band of distances")
        return self


class Workshop(Schema):
    """Repair crews that several nodes share."""

    crews: Servers
    """Nodes in repair at once."""


class Turns(Schema):
    """How the people of a node take turns, the node itself staying."""

    every: Span
    """From one crew to the next."""
    overlap: Duration = 0
    """How long the old crew stays with the new one."""

    @model_validator(mode="after")
    def _one_follows_another(self) -> Self:
        shortest = 28 * DAY * self.every.months + self.every.seconds
        if shortest < DAY:
            raise ValueError("crews follow one another within a day; write a longer 'every'")
        if self.overlap >= shortest:
            raise ValueError("'overlap' is no shorter than 'every'; a crew would never be there alone")
        return self


class DefenceNode(Schema):
    """A battery, radar, ship or command post."""

    system: Name
    """What it is."""
    at: str
    """Place where it stands, or the middle of where it patrols."""
    nation: Country
    """ISO 3166 code of the nation that sends it."""
    people: Pieces = 0
    """People who are there with it."""
    stays: Literal["always", "by dates", "by order"] = "by dates"
    """There all the time; from date to date; or there once its unit has been moved."""
    start: Moment | None = None
    """When it is in place."""
    end: Moment | None = None
    """When its task ends; when it is relieved, or its order ends, if that is sooner."""
    order: str | None = None
    """Subject of the order to deploy by which it comes."""
    unit: Name | None = None
    """Unit of that order with which it comes; several nodes may come with one."""
    of: Name | None = None
    """Node whose battery it is: that one's task ends when the unit of the order sets out."""
    relieves: Name | None = None
    """Node whose task ends when this one is operational."""
    crews: Turns | None = None
    """How its people take turns; they stay where not written."""
    first_service: Duration | None = None
    """From becoming operational until its first service, so that not all are serviced at once."""
    set_up: Timing | None = None
    """From being in place until operational; as its system where not written."""
    workshop: Name | None = None
    """Whose repair crews it shares; it has one of its own where not written."""

    @model_validator(mode="after")
    def _comes_and_goes(self) -> Self:
        by_order = self.stays == "by order"
        if by_order and (self.order is None or self.unit is None):
            raise ValueError("who comes by order needs its subject and its unit; write 'order' and 'unit'")
        if not by_order and (self.order is not None or self.unit is not None):
            raise ValueError("only who comes by order has 'order' and 'unit'; write 'stays: by order'")
        if self.of is not None and not by_order:
            raise ValueError("only who comes by order can be another's battery; take 'of' out")
        if self.stays == "by dates" and self.start is None:
            raise ValueError("a node without 'start'; write when it is in place, or 'stays: always'")
        if self.stays != "by dates" and self.start is not None:
            raise ValueError(f"a node that stays {self.stays} has no 'start'; take it out")
        check_ends_later(self.start, self.end, "end")
        return self


class BatteryPosition(Schema):
    """Where batteries stand that rotations send: a commitment. They set up before they take authority."""

    system: Name
    """What stands there."""
    at: str
    """Which place."""
    slots: Servers = 1
    """Batteries wanted at once."""
    priority: Count = 2
    """Urgency of that, the smaller the more urgent."""
    people: Pieces = 0
    """People who are there with each."""

    def named(self, name: str) -> tuple[str, ...]:
        """Names of what stands there: the position's own, numbered where it has several slots."""
        return (name,) if self.slots == 1 else tuple(id_of(name, k + 1) for k in range(self.slots))


class NodeStand(NamedTuple):
    """What stands where."""

    system: str
    at: str


class MissileDefence(Schema):
    """What is covered, by what. Availability and coverage only."""

    sites: FrozenMap[Name, DefendedSite] = Field(default_factory=FrozenMap)
    """What shall be covered, by a name of your own."""
    layers: FrozenMap[Name, DefenceLayer] = Field(default_factory=FrozenMap)
    """Layers, by a name of your own."""
    systems: FrozenMap[Name, System] = Field(default_factory=FrozenMap)
    """Kinds of node."""
    nodes: FrozenMap[Name, DefenceNode] = Field(default_factory=FrozenMap)
    """Batteries, radars, ships and command posts, by a name of your own."""
    positions: FrozenMap[Name, BatteryPosition] = Field(default_factory=FrozenMap)
    """Positions that rotations fill, by a name of your own; each is a commitment of that name."""
    workshops: FrozenMap[Name, Workshop] = Field(default_factory=FrozenMap)
    """Repair crews that several nodes share."""

    def stands(self) -> dict[str, NodeStand]:
        """What stands where, by name: nodes, and what rotations send."""
        nodes = {name: NodeStand(node.system, node.at) for name, node in self.nodes.items()}
        sent = {
            one: NodeStand(position.system, position.at)
            for name, position in self.positions.items()
            for one in position.named(name)
        }
        return nodes | sent

    def system(self, node: str) -> System:
        """What a node is."""
        return self.systems[self.nodes[node].system]

    def set_up(self, node: str) -> Timing:
        """How long a node takes to become operational once in place."""
        own = self.nodes[node].set_up
        return self.system(node).set_up if own is None else own
