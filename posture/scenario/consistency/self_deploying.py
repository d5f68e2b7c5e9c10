"""Whether aircraft and warships that deploy themselves have a line, name their kind and go by their mode."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from posture.core.findings import Finding, Path, known
from posture.operations.movement import Movement
from posture.operations.reinforcement import Brigade, Line, without_line
from posture.theatre.forces import SELF_DEPLOYING

if TYPE_CHECKING:
    from posture.scenario import Scenario


def own_kind(movement: Movement, line: Line, where: Path) -> Iterator[Finding]:
    """What flies or sails itself names its kind, goes by its own mode, and has tons to pass straits."""
    mode, written = ("air", "own_aircraft") if line.cargo == "aircraft" else ("sea", "warships")
    kinds = getattr(movement, written)
    if not line.lift:
        said = f"{line.cargo} go by themselves; name their kind of 'movement.{written}' in 'lift'"
        yield (*where, "lift"), said
    else:
        yield from known((*where, "lift"), line.lift, f"kind in 'movement.{written}'", kinds)
    if line.rides is None and set(line.modes) != {mode}:
        yield (*where, "modes"), f"{line.cargo} go by {mode} alone; write 'modes: [{mode}]'"


def not_in_a_line(scenario: "Scenario", brigade: Brigade, path: Path) -> Iterator[Finding]:
    """Nothing follows a unit for which it would have to fly or sail: that has a line, or needs none."""
    for name, part in brigade.parts.items():
        unit = scenario.units.get(part.unit)
        for cargo, count in without_line(part, unit) if unit is not None else ():
            if cargo in SELF_DEPLOYING:
                said = f"'{part.unit}' has {count} {cargo}; write a line for them, or name them in 'no_line'"
                yield (*path, "parts", name, "lines"), said
