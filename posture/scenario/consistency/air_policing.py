"""Whether air policing hangs together: known names, runways long enough, tracks that can be met."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from posture.core.findings import Finding, Path, known
from posture.operations.rotations import pooled

if TYPE_CHECKING:
    from posture.scenario import Scenario

FASTEST = 450.0
"""Metres a second; beyond it (about Mach 1.5) straight lines at a steady speed say nothing."""
TOP: Path = ("air_policing",)


def air_faults(scenario: "Scenario") -> Iterator[Finding]:
    """Every fault of air policing."""
    yield from _bases(scenario)
    yield from _detachments(scenario)
    yield from _areas(scenario)
    yield from _flying(scenario)
    yield from _crews(scenario)


def undermanned(scenario: "Scenario") -> Iterator[str]:
    """Bases at which more pairs shall be on alert than whoever is there can keep: no fault, but no answer."""
    written = scenario.air_policing
    for name in written.in_use():
        base = written.bases[name]
        brought = max((one.pairs for _, one in written.at(name)), default=written.usual.pairs)
        most = base.slots * brought
        if most < base.pairs:
            kept = f"{100 * most / base.pairs:.0f} %"
            yield (
                f"{name}: {base.pairs} pairs are wanted on alert, and who is there keeps {most} at most: "
                f"{kept} of its alert; raise 'pairs' of its detachments, 'usual' or 'slots'"
            )


def _bases(scenario: "Scenario") -> Iterator[Finding]:
    written = scenario.air_policing
    need = written.flying.runway
    for index, name in enumerate(written.only):
        yield from known((*TOP, "only", index), name, "base", written.bases)
    for name in written.in_use():
        base, path = written.bases[name], (*TOP, "bases", name)
        yield from known((*path, "at"), base.at, "place", scenario.places)
        if base.runway < need:
            said = f"a runway of {base.runway:,} m is too short for its fighters, which need {need:,} m"
            yield (*path, "runway"), f"{said}; take another base, or lower 'flying.runway'"
        if name in scenario.rotations.commitments:
            yield path, f"'{name}' is a commitment of the rotations already; name the base otherwise"
        if name in scenario.rotations.rules and any(True for _ in written.at(name)):
            said = "rotations fill it and detachments are written for it"
            yield path, f"{said}; take either out"


def _detachments(scenario: "Scenario") -> Iterator[Finding]:
    written = scenario.air_policing
    for name, one in written.detachments.items():
        path = (*TOP, "detachments", name)
        yield from known((*path, "base"), one.base, "base", written.bases)
        if name in scenario.units:
            yield path, f"'{name}' is a unit already; name the detachment otherwise"
        if one.after is not None:
            given = scenario.decision.given().items()
            among = {subject for subject, kinds in given if "retask" in kinds}
            yield from known((*path, "after"), one.after, "order to retask", among)
        if one.draws is not None and scenario.rotations.pools:
            among = {*pooled(scenario.rotations, scenario.units)}
            yield from known((*path, "draws"), one.draws, "unit of the pool", among)
        if 2 * one.pairs > one.aircraft:
            said = f"{one.pairs} pairs on alert need {2 * one.pairs} aircraft, it has {one.aircraft}"
            yield (*path, "pairs"), f"{said}; write fewer pairs"


def _areas(scenario: "Scenario") -> Iterator[Finding]:
    written = scenario.air_policing
    for name, area in written.areas.items():
        path = (*TOP, "areas", name)
        for index, base in enumerate(area.bases):
            yield from known((*path, "bases", index), base, "base", written.bases)
        if not {*(area.bases or written.bases)} & {*written.in_use()}:
            yield path, "no base in use answers it; name one in 'bases' that is in 'only'"
        if area.seen_in is not None:
            areas = scenario.surveillance.areas
            yield from known((*path, "seen_in"), area.seen_in, "area of surveillance", areas)
        if area.speed.high > FASTEST:
            said = (
                f"tracks of up to {_kmh(area.speed.high)} are beyond what the meeting point is worked out for"
            )
            yield (*path, "speed"), f"{said}; write at most {_kmh(FASTEST)}"


def _flying(scenario: "Scenario") -> Iterator[Finding]:
    flying = scenario.air_policing.flying
    for field in ("speed", "speed_home"):
        if getattr(flying, field) > 2 * FASTEST:
            said = f"{_kmh(getattr(flying, field))} is no speed of a fighter over a whole flight"
            yield (*TOP, "flying", field), f"{said}; write at most {_kmh(2 * FASTEST)}"


def _crews(scenario: "Scenario") -> Iterator[Finding]:
    crews, written = scenario.air_policing.crews, scenario.air_policing
    if crews is None:
        return
    most = max((one.pairs for one in (written.usual, *written.detachments.values())), default=1)
    if crews.pairs < most:
        said = f"{crews.pairs} pairs of crews cannot keep {most} pairs on alert"
        yield (*TOP, "crews", "pairs"), f"{said}; write at least {most}"


def _kmh(speed: float) -> str:
    return f"{speed * 3.6:,.0f} km/h"
