"""The scenario: everything of one case, frozen and validated."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Annotated

from pydantic import Field

from posture.ground.written import Duration, FrozenMap, Moment, Name, Written
from posture.operations.decision import Decision
from posture.operations.movement import Movement, Plans
from posture.operations.reinforcement import Reinforcement
from posture.scenario.grounds import grounds
from posture.scenario.reading import Figure, Layer, Node, Source, read
from posture.scenario.shipped import shipped
from posture.scenario.sound import faults
from posture.theatre.forces import Unit
from posture.theatre.network import Closure, Link, Network, Place


class Scenario(Written):
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
    """Names of the tables it stands on: figures, homes, units."""
    places: FrozenMap[str, Place] = Field(default_factory=FrozenMap)
    """Places beside those of the network."""
    links: FrozenMap[str, Link] = Field(default_factory=FrozenMap)
    """Ways beside those of the network."""
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

    @cached_property
    def plans(self) -> Plans:
        """Routes over its network, worked out once and kept."""
        return Plans(Network(self.places, self.links, self.closures), self.movement)


@dataclass(frozen=True, slots=True)
class Loaded:
    """A scenario with where its words come from."""

    scenario: Scenario
    figures: tuple[Figure, ...]
    sources: tuple[Source, ...]
    overrides: tuple[str, ...]


def load(name: str, overrides: Sequence[str] = ()) -> Loaded:
    """Read a scenario by path or by the bare name under which it ships; every fault is told at once."""
    path, shown = Path(name), name
    if not path.suffix and "/" not in name and not path.exists():
        ships = shipped("scenario", name)
        path, shown = (ships, f"shipped/{name}.yaml") if ships else (path, name)

    def named(tree: Node) -> Sequence[Layer]:
        return grounds(tree, path, shown)

    found = read(path, Scenario, overrides=overrides, named=named, shipped=shipped, check=faults, shown=shown)
    return Loaded(found.value, found.figures, found.sources, tuple(overrides))
