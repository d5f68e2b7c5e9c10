"""The scenario: everything of one case, frozen and validated."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Annotated, Self

from pydantic import Field, model_validator

from posture.core.collector import collector_at_rest
from posture.core.schema import Duration, FrozenMap, Moment, Name, Schema
from posture.operations.air_policing import AirPolicing
from posture.operations.command import Command
from posture.operations.cyber import Cyber
from posture.operations.decision import Decision
from posture.operations.early_warning import EarlyWarning
from posture.operations.icebreaking import Icebreaking
from posture.operations.maritime import Maritime, Sea
from posture.operations.mine_countermeasures import MineCountermeasures
from posture.operations.missile_defence import MissileDefence
from posture.operations.movement import Movement, Plans
from posture.operations.readiness import Readiness
from posture.operations.reinforcement import Reinforcement
from posture.operations.rotations import Eligible, Rotations
from posture.operations.shipping import Shipping
from posture.operations.space import Space
from posture.operations.surveillance import Surveillance
from posture.operations.sustainment import Sustainment
from posture.scenario.consistency import faults
from posture.scenario.layers import layers_under
from posture.scenario.loading import (
    Figure,
    Node,
    Override,
    Read,
    Source,
    Stack,
    TableLayer,
    read,
    settled,
    stacked,
    written,
)
from posture.scenario.own_measures import OwnMeasure
from posture.scenario.shared_plans import plans_over
from posture.scenario.shipped import bare, missing, shipped
from posture.scenario.ties import with_ties
from posture.theatre.forces import Unit
from posture.theatre.montreux import Montreux
from posture.theatre.network import Closure, Link, Network, Place
from posture.theatre.orders import OrderKind

LAST = datetime(9000, 1, 1, tzinfo=UTC)
"""No run goes on for longer: the calendar ends with 9999, and closures look some years ahead."""


class Scenario(Schema):
    """One case: when and where, which forces, and what they are told to do."""

    name: Name
    """Short name; results are kept under it."""
    title: str = ""
    """What it is about, in a line."""
    start: Moment
    """Date and time (UTC) at which the run starts."""
    horizon: Annotated[Duration, Field(ge=1)]
    """How long the run lasts; what happens at its very end is left out."""
    network: str | None = None
    """Network it stands on: one that ships, or a folder or GraphML file beside it; none if not written."""
    tables: tuple[str, ...] = ()
    """Tables it stands on, later over earlier: names of those that ship, or files beside it (CSV, XLSX)."""
    places: FrozenMap[str, Place] = Field(default_factory=FrozenMap)
    """Places beside those of the network."""
    links: FrozenMap[str, Link] = Field(default_factory=FrozenMap)
    """Ways beside those of the network."""
    straits: Montreux | None = None
    """The Montreux Convention; the Turkish Straits are open to all where it is not written."""
    closures: FrozenMap[str, Closure] = Field(default_factory=FrozenMap)
    """What is closed, by a name of your own."""
    units: FrozenMap[Name, Unit] = Field(default_factory=FrozenMap)
    """Units by name."""
    decision: Decision = Decision()
    """From indication to order."""
    movement: Movement
    """Ways, gates and lift."""
    reinforcement: Reinforcement
    """Brigades and their parts."""
    readiness: Readiness = Readiness()
    """Who stands by at which notice."""
    rotations: Rotations = Rotations()
    """Who takes turns in which commitments."""
    air_policing: AirPolicing = AirPolicing()
    """Who watches the air."""
    early_warning: EarlyWarning = EarlyWarning()
    """Who watches from the air."""
    missile_defence: MissileDefence = MissileDefence()
    """What is covered, by what."""
    maritime: Maritime = Maritime()
    """Who is at sea."""
    mine_countermeasures: MineCountermeasures = MineCountermeasures()
    """Who opens what mines have shut."""
    icebreaking: Icebreaking = Icebreaking()
    """Who opens what winter has shut."""
    shipping: Shipping = Shipping()
    """Whose passage is watched."""
    command: Command = Command()
    """Who carries the orders."""
    cyber: Cyber = Cyber()
    """What can fail without a shot."""
    sustainment: Sustainment = Sustainment()
    """Who feeds what has closed."""
    space: Space = Space()
    """Who speaks by satellite."""
    surveillance: Surveillance = Surveillance()
    """Who sees that a crisis begins, and what passes."""
    measures: FrozenMap[Name, OwnMeasure] = Field(default_factory=FrozenMap)
    """Numbers of your own, taken of the log of each run, by a name of your own."""
    longest_wait: Annotated[Duration, Field(ge=1)] | None = None
    """A wait for lift, a gate, a permission or an opening that lasts longer is told by name."""

    @model_validator(mode="after")
    def _ends_within_the_calendar(self) -> Self:
        if self.horizon > (LAST - self.start).total_seconds():
            raise ValueError(f"it would end after the year {LAST.year}; write a shorter 'horizon'")
        return self

    @model_validator(mode="after")
    def _stands_on_its_network(self) -> "Scenario":
        return with_ties(self)

    @property
    def sea_areas(self) -> Collection[str]:
        """Names of sea areas, to which whoever works at sea may be written."""
        return self.maritime.areas.keys()

    @property
    def brigade_names(self) -> Collection[str]:
        """Names of brigades that grow."""
        return self.reinforcement.brigades.keys()

    @property
    def brigade_orders(self) -> Mapping[str, str]:
        """Subject of the order to deploy of each brigade."""
        return {name: one.order for name, one in self.reinforcement.brigades.items()}

    @property
    def part_units(self) -> Collection[str]:
        """Units that are parts of brigades."""
        return {part.unit for one in self.reinforcement.brigades.values() for part in one.parts.values()}

    @property
    def orders_given(self) -> Mapping[str, Collection[OrderKind]]:
        """Kinds of order that can be given, by subject."""
        return self.decision.given()

    @property
    def headquarters(self) -> Collection[str]:
        """Names of headquarters that give orders."""
        return self.command.headquarters.keys()

    @property
    def collector_names(self) -> Collection[str]:
        """Names of collectors of surveillance."""
        return self.surveillance.collectors.keys()

    @property
    def surveyed_areas(self) -> Collection[str]:
        """Names of areas of surveillance, in which ships are seen."""
        return self.surveillance.areas.keys()

    @property
    def watched_areas(self) -> Collection[str]:
        """Names of areas that stations of early warning watch."""
        return {one.watches for one in self.early_warning.stations.values() if one.watches is not None}

    @cached_property
    def plans(self) -> Plans:
        """Routes over its network, worked out once and kept.

        Where they are shared, so is the network that is equal: it is sent to workers once, not twice.
        """
        plans = plans_over(Network(self.places, self.links, self.closures), self.movement)
        self.__dict__.update(places=plans.network.places, links=plans.network.links)
        return plans

    @cached_property
    def neutral(self) -> frozenset[str]:
        """Countries outside the Alliance, as their places and ways are marked."""
        return Network(self.places, self.links, self.closures).neutral()

    @cached_property
    def eligible(self) -> Eligible:
        """Who may take which turns, worked out once for all runs."""
        return Eligible(self.rotations, self.units)

    @cached_property
    def sea(self) -> Sea:
        """Ways by sea over its network, worked out once and kept."""
        passages = {key: round(one.time.middle) for key, one in self.movement.passages.items()}
        return Sea(Network(self.places, self.links, self.closures), self.maritime, passages)


@dataclass(frozen=True, slots=True)
class Loaded:
    """A scenario with where its words come from."""

    scenario: Scenario
    figures: tuple[Figure, ...]
    sources: tuple[Source, ...]
    overrides: tuple[str, ...]
    tree: Node
    """All that was written, merged."""
    layers: tuple[TableLayer, ...]
    """What lies under it: its network and its tables, the lowest first."""


def load(name: str, overrides: Sequence[str] = (), *, has_run: bool = False) -> Loaded:
    """Read a scenario by path or by the bare name under which it ships; every fault is told at once.

    What `has_run` was sound then: faults between its values are not looked for again.
    """
    path, shown = _found(name)

    def named(tree: Node) -> Sequence[TableLayer]:
        return layers_under(tree, path, shown)

    with collector_at_rest():
        found = read(
            path,
            Scenario,
            overrides=overrides,
            named=named,
            shipped=shipped,
            check=None if has_run else faults,
            shown=shown,
        )
    return _loaded(found, tuple(overrides))


def base(name: str, overrides: Sequence[str] = ()) -> Stack:
    """A scenario's files and layers, read once for many points; `overrides` only choose the network."""
    path, shown = _found(name)

    def named(tree: Node) -> Sequence[TableLayer]:
        return layers_under(tree, path, shown)

    with collector_at_rest():
        return stacked(path, overrides=overrides, named=named, shipped=shipped, shown=shown)


def settle(stack: Stack, changes: Sequence[Override]) -> Loaded:
    """One point of a study: the base with changes on top, held to all that `load` holds a file to."""
    with collector_at_rest():
        found = settled(stack, Scenario, changes, faults)
    return _loaded(found, tuple(map(written, changes)))


def _loaded(found: Read[Scenario], overrides: tuple[str, ...]) -> Loaded:
    return Loaded(found.value, found.figures, found.sources, overrides, found.tree, found.layers)


def _found(name: str) -> tuple[Path, str]:
    """The path of a scenario and what the user calls it; a folder of results hides none that ships."""
    path = Path(name)
    if not bare(name) or path.is_file():
        return path, name
    ships = shipped("scenario", name)
    if ships:
        return ships, f"shipped/{name}.yaml"
    if path.exists():
        return path, name
    raise missing("scenario", name)
