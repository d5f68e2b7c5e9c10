"""Whether readiness hangs together: units in one tier, tiers in order, turns apart, orders heard."""

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from posture.core.findings import Finding, Path, did_you_mean, known, listed
from posture.operations.readiness import EVERYBODY, Readiness, Tier

if TYPE_CHECKING:
    from posture.scenario import Scenario


def readiness_faults(scenario: "Scenario") -> Iterator[Finding]:
    """Every fault between values of readiness, each with the path where it is written."""
    written = scenario.readiness
    if not written.tiers:
        return
    yield from _members(scenario)
    for name, tier in written.tiers.items():
        yield from _tier(written, name, tier)
    yield from _forces(written)
    yield from _turns(scenario)
    for name, change in written.changes.items():
        for field in ("ends", "begins"):
            path = ("readiness", "changes", name, field)
            yield from known(path, getattr(change, field), "force", written.forces())
    nations = {*_nations(scenario), "any"}
    for nation in written.fill:
        yield from _nation(("readiness", "fill", nation), nation, nations, "no unit under readiness")
    yield from _orders(scenario)
    yield from _parts(scenario)


def _members(scenario: "Scenario") -> Iterator[Finding]:
    seen: dict[str, str] = {}
    for name, tier in scenario.readiness.tiers.items():
        for index, unit in enumerate(tier.units):
            path = ("readiness", "tiers", name, "units", index)
            yield from known(path, unit, "unit", scenario.units)
            if unit in seen:
                yield path, f"'{unit}' is in the tier '{seen[unit]}' already; a unit stands by in one tier"
            seen.setdefault(unit, name)


def _tier(written: Readiness, name: str, tier: Tier) -> Iterator[Finding]:
    path = ("readiness", "tiers", name)
    if name == EVERYBODY or name in written.forces():
        what = "all tiers" if name == EVERYBODY else "a force"
        yield path, f"'{name}' is the name of {what}, which orders use; name the tier otherwise"
    if tier.slots and tier.units and tier.slots > len(tier.units):
        said = f"{tier.slots} units shall stand by and the tier has {len(tier.units)}; lower 'slots'"
        yield (*path, "slots"), said
    if tier.failures:
        crews = (*path, "failures", "crews")
        yield from known(crews, tier.failures.crews, "crew", written.crews)


def _forces(written: Readiness) -> Iterator[Finding]:
    """Within a force notice ends with one thing, and a later tier has no shorter notice."""
    for force in sorted(written.forces()):
        mine = {name: tier for name, tier in written.tiers.items() if tier.force == force}
        first, *others = mine
        for name in others:
            if mine[name].notice_to != mine[first].notice_to:
                said = (
                    f"'{name}' has a notice to {mine[name].notice_to}, '{first}' of the same force one to "
                    f"{mine[first].notice_to}; the two do not add up, put the tiers into different forces"
                )
                yield ("readiness", "tiers", name, "notice_to"), said
        ranked = sorted((name for name in mine if mine[name].rank), key=lambda name: mine[name].rank)
        for earlier, later in pairwise(ranked):
            if mine[later].notice < mine[earlier].notice:
                said = (
                    f"the notice is shorter than that of '{earlier}', which has an earlier rank; "
                    f"write a longer notice, or change the ranks"
                )
                yield ("readiness", "tiers", later, "notice"), said


def _turns(scenario: "Scenario") -> Iterator[Finding]:
    written = scenario.readiness
    members = {unit for tier in written.tiers.values() for unit in tier.units}
    for name, turn in written.turns.items():
        path: Path = ("readiness", "turns", name)
        if turn.meanwhile:
            yield from known((*path, "meanwhile"), turn.meanwhile, "tier", written.tiers)
        for index, unit in enumerate(turn.units):
            if unit not in members:
                said = f"'{unit}' takes a turn and is in no tier; add it to the 'units' of one"
                yield (*path, "units", index), said
        leads = {scenario.units[unit].nation for unit in turn.units if unit in scenario.units}
        if leads:
            yield from _nation((*path, "lead"), turn.lead, leads, "no unit of the turn")
    ordered = sorted(written.turns.items(), key=lambda item: (item[1].stand_up, item[0]))
    for index, (name, turn) in enumerate(ordered):
        for earlier, before in ordered[:index]:
            both = sorted({*turn.units} & {*before.units})
            if both and turn.stand_up < before.over:
                said = f"'{both[0]}' begins this turn before its turn '{earlier}' is over; take a later date"
                yield ("readiness", "turns", name, "stand_up"), said


def _nation(path: Path, nation: str, among: set[str], whose: str) -> Iterator[Finding]:
    if nation not in among:
        cure = did_you_mean(nation, among) or listed(among)
        yield path, f"'{nation}' is the nation of {whose}{cure}"


def _nations(scenario: "Scenario") -> set[str]:
    units = (unit for tier in scenario.readiness.tiers.values() for unit in tier.units)
    return {scenario.units[unit].nation for unit in units if unit in scenario.units}


def _orders(scenario: "Scenario") -> Iterator[Finding]:
    """An order to raise names a tier, a force or all, and what it names can be raised."""
    decision, written = scenario.decision, scenario.readiness
    given: list[tuple[Path, str, str]] = [
        (("decision", "orders", name), name, one.kind) for name, one in decision.orders.items()
    ]
    given += [
        (("decision", "crises", crisis, "orders", name), name, one.kind)
        for crisis, what in decision.crises.items()
        for name, one in what.orders.items()
    ]
    subjects = {EVERYBODY, *written.tiers, *written.forces()}
    for path, subject, kind in given:
        if kind != "raise":
            continue
        yield from known(path, subject, "tier or force", subjects)
        tiers = written.ordered(subject)
        if tiers and all(written.tiers[tier].raised is None for tier in tiers):
            yield path, f"no tier of '{subject}' can be raised; write its notice once raised as 'raised'"


def _parts(scenario: "Scenario") -> Iterator[Finding]:
    """What stands by at a notice to effect has its movement in its notice."""
    effect = {
        unit: name
        for name, tier in scenario.readiness.tiers.items()
        if tier.notice_to == "effect"
        for unit in tier.units
    }
    for brigade, what in scenario.reinforcement.brigades.items():
        for part_name, part in what.parts.items():
            if part.arrangement == "moved" and part.unit in effect:
                said = (
                    f"the notice of '{part.unit}' in '{effect[part.unit]}' ends in the area, so that its "
                    f"movement is in it already; give the tier a notice to move, or leave the part out"
                )
                yield ("reinforcement", "brigades", brigade, "parts", part_name, "unit"), said
