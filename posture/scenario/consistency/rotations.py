"""Whether rotations hang together: names that are known, terms that can be met, schedules without clashes."""

from collections.abc import Iterator
from math import isinf
from typing import TYPE_CHECKING

from posture.core.clock import Clock, in_days
from posture.core.findings import Finding, known
from posture.core.schema import Span
from posture.operations.rotations import Eligible, Policy, Rule, Stint, Task, cycle_of_substitutes, pooled
from posture.operations.rotations.schema import after
from posture.scenario.consistency.reinforcement import kept_for_its_brigade

if TYPE_CHECKING:
    from posture.scenario import Scenario

Steps = tuple[str | int, ...]


def rotation_faults(scenario: "Scenario") -> Iterator[Finding]:
    """Every fault; whether commitments can be filled is asked only when all else is sound."""
    found = [*_policies(scenario), *_pools(scenario), *_words(scenario), *_substitutes(scenario)]
    found += [*_rules(scenario), *_clashes(scenario)]
    yield from found or _fillable(scenario)


def _told(seconds: int) -> str:
    return f"{in_days(seconds):,.4g} d"


def _policies(scenario: "Scenario") -> Iterator[Finding]:
    for name, policy in scenario.rotations.policies.items():
        path = ("rotations", "policies", name)
        yield from _terms(Clock(scenario.start), policy, path)


def _terms(clock: Clock, policy: Policy, path: Steps) -> Iterator[Finding]:
    dwell, recovery = after(clock, 0, policy.dwell), after(clock, 0, policy.recovery)
    if recovery > dwell:
        said = f"a recovery of {_told(recovery)} is longer than the dwell of {_told(dwell)}"
        yield (*path, "recovery"), f"{said} that it is part of; shorten it"
    if policy.cycle is None:
        return
    cycle = after(clock, 0, policy.cycle)
    if dwell > cycle:
        said = f"a dwell of {_told(dwell)} is longer than the cycle of {_told(cycle)}"
        yield (*path, "dwell"), f"{said}; shorten it or lengthen 'cycle'"
    if policy.deployed is not None and after(clock, 0, policy.deployed) > cycle:
        said = f"{_told(after(clock, 0, policy.deployed))} deployed are more than the cycle of {_told(cycle)}"
        yield (*path, "deployed"), f"{said}; write less"


def _pools(scenario: "Scenario") -> Iterator[Finding]:
    written, units = scenario.rotations, scenario.units
    nations, kinds = {unit.nation for unit in units.values()}, {unit.kind for unit in units.values()}
    for name, pool in written.pools.items():
        path = ("rotations", "pools", name)
        yield from known((*path, "policy"), pool.policy, "policy", written.policies)
        for field, what, among in (
            ("nations", "nation", nations), ("kinds", "kind of unit", kinds), ("units", "unit", set(units)),
        ):  # fmt: skip
            for index, one in enumerate(getattr(pool, field)):
                yield from known((*path, field, index), one, what, among)
    parts = {
        part.unit: part.draws
        for brigade in scenario.reinforcement.brigades.values()
        for part in brigade.parts.values()
    }
    for unit, pools in pooled(written, units).items():
        path = ("rotations", "pools", pools[-1])
        if len(pools) > 1:
            yield path, f"'{unit}' is in the pool '{pools[0]}' already; a unit is in one pool"
        if unit in parts and not parts[unit] and not kept_for_its_brigade(scenario, unit):
            said = (
                f"'{unit}' is part of a brigade; leave it out of the pool, let the part draw ('draws: true'),"
            )
            yield path, f"{said} or keep it at home by a schedule over the whole run, before all others"
    yield from _drawn(scenario)
    yield from _kept(scenario)


def _drawn(scenario: "Scenario") -> Iterator[Finding]:
    """Parts that draw a unit which does not rotate, or whose brigade bears the name of a task."""
    rotate, tasks = pooled(scenario.rotations, scenario.units), {*scenario.rotations.commitments}
    tasks |= {*scenario.rotations.rules}
    for name, brigade in scenario.reinforcement.brigades.items():
        path = ("reinforcement", "brigades", name)
        for key, part in brigade.parts.items():
            if part.draws and scenario.rotations.pools and part.unit not in rotate:
                said = f"'{part.unit}' is in no pool; add it to one of 'rotations.pools'"
                yield (*path, "parts", key, "draws"), f"{said}, or leave 'draws' out"
        if any(part.draws for part in brigade.parts.values()) and name in tasks:
            yield path, f"'{name}' is the name of a commitment already; name the brigade otherwise"


def _kept(scenario: "Scenario") -> Iterator[Finding]:
    """Units kept for two tasks, or that do not rotate."""
    rotate, seen = pooled(scenario.rotations, scenario.units), dict[str, str]()
    for path, name, rule in _both(scenario):
        for index, unit in enumerate(rule.keeps):
            where = (*path, "keeps", index)
            if unit not in rotate:
                yield where, f"'{unit}' is in no pool; add it to one of 'rotations.pools', or leave it out"
            elif seen.setdefault(unit, name) != name:
                yield where, f"'{unit}' is kept for '{seen[unit]}' already; a unit is kept for one task"


def _words(scenario: "Scenario") -> Iterator[Finding]:
    written = scenario.rotations
    names = {*written.commitments, *written.rules}
    who = {*scenario.units, *(unit.nation for unit in scenario.units.values())}
    for key, barred in written.caveats.items():
        yield from known(("rotations", "caveats", key), key, "unit or nation", who)
        for index, name in enumerate(barred):
            yield from known(("rotations", "caveats", key, index), name, "commitment", names)
    for name in sorted({*written.commitments} & {*written.rules}):
        path = ("rotations", "rules", name)
        yield path, f"'{name}' is a commitment of your own; write its rule in 'commitments'"


def _substitutes(scenario: "Scenario") -> Iterator[Finding]:
    written = scenario.rotations
    circle = cycle_of_substitutes(written)
    if circle:
        path = ("rotations", "substitutes", circle[0], circle[1])
        yield path, f"substitutes go round: {' <- '.join(circle)}; take one of them out"


def _both(scenario: "Scenario") -> Iterator[tuple[Steps, str, Rule]]:
    for field in ("commitments", "rules"):
        for name, rule in getattr(scenario.rotations, field).items():
            yield ("rotations", field, name), name, rule


def _rules(scenario: "Scenario") -> Iterator[Finding]:
    written, units = scenario.rotations, scenario.units
    nations = {units[name].nation for name in pooled(written, units)}
    kinds = {units[name].kind for name in pooled(written, units)}
    for path, _, rule in _both(scenario):
        yield from _times(scenario, rule, path)
        for index, one in enumerate(rule.nations):
            yield from _nation((*path, "nations", index), one, nations)
        for index, one in enumerate(rule.kinds):
            yield from known((*path, "kinds", index), one, "kind of unit", {*kinds, *written.substitutes})
        for index, one in enumerate(rule.units):
            yield from known((*path, "units", index), one, "pooled unit", pooled(written, units))
        for index, stint in enumerate(rule.schedule):
            yield from _stint(scenario, stint, (*path, "schedule", index), nations)


def _nation(path: Steps, name: str, nations: set[str]) -> Iterator[Finding]:
    for where, said in known(path, name, "pooled nation", nations):
        cure = "" if ";" in said else "; write the code of a nation whose units are in a pool, such as 'DE'"
        yield where, said + cure


def _times(scenario: "Scenario", rule: Rule, path: Steps) -> Iterator[Finding]:
    length, overlap = after(Clock(scenario.start), 0, rule.length), rule.overlap.high
    if length == 0:
        yield (*path, "length"), "a rotation of no length; write one like '6 months'"
    elif overlap >= length:
        most = "an overlap without end" if isinf(overlap) else f"an overlap of up to {_told(round(overlap))}"
        yield (*path, "overlap"), f"{most} is no shorter than the rotation of {_told(length)}; shorten it"
    for field in ("begins", "ends") if isinstance(rule, Task) else ():
        moment = getattr(rule, field)
        if moment is not None and moment < scenario.start:
            said = f"{moment:%Y-%m-%d} is before the start, {scenario.start:%Y-%m-%d}"
            yield (*path, field), f"{said}; write a later date"


def _stint(scenario: "Scenario", stint: Stint, path: Steps, nations: set[str]) -> Iterator[Finding]:
    if stint.unit is not None:
        members = pooled(scenario.rotations, scenario.units)
        yield from known((*path, "unit"), stint.unit, "pooled unit", members)
    if stint.nation is not None:
        yield from _nation((*path, "nation"), stint.nation, nations)
    if stint.start < scenario.start:
        said = f"{stint.start:%Y-%m-%d} is before the start, {scenario.start:%Y-%m-%d}"
        yield (*path, "start"), f"{said}; write the start or a later date"


def _clashes(scenario: "Scenario") -> Iterator[Finding]:
    """Entries by which one unit would be in two places."""
    seen: dict[str, list[tuple[Stint, str]]] = {}
    for path, name, rule in _both(scenario):
        for index, stint in enumerate(rule.schedule):
            if stint.unit is None:
                continue
            for other, where in seen.setdefault(stint.unit, []):
                if stint.start < other.end and other.start < stint.end:
                    when = f"from {other.start:%Y-%m-%d} to {other.end:%Y-%m-%d}"
                    said = f"'{stint.unit}' is in '{where}' {when}; a unit is in one place"
                    yield (*path, "schedule", index), said
            seen[stint.unit].append((stint, name))


def _fillable(scenario: "Scenario") -> Iterator[Finding]:
    """A commitment that nobody may fill, and why."""
    written, units = scenario.rotations, scenario.units
    eligible, members = Eligible(written, units), pooled(written, units)
    for path, name, rule in _both(scenario):
        if rule.schedule and rule.then == "nobody":
            continue
        fit = eligible.of(name, rule)
        if not fit:
            yield path, f"nobody can fill it: {_why(scenario, eligible, name, rule)}"
        elif rule.deploys and all(_too_long(scenario, members[unit][0], rule.length) for unit in fit):
            length = _told(after(Clock(scenario.start), 0, rule.length))
            said = f"nobody can fill it: {length} are more than any policy lets deploy"
            yield (*path, "length"), f"{said}; shorten it or raise 'deployed'"


def _too_long(scenario: "Scenario", pool: str, length: Span) -> bool:
    policy = scenario.rotations.policies[scenario.rotations.pools[pool].policy]
    clock = Clock(scenario.start)
    return policy.deployed is not None and after(clock, 0, length) > after(clock, 0, policy.deployed)


def _why(scenario: "Scenario", eligible: Eligible, name: str, rule: Rule) -> str:
    if not pooled(scenario.rotations, scenario.units):
        return "no unit is in a pool; write 'pools'"
    if not list(eligible.admitted(name, rule.model_copy(update={"nations": (), "units": ()}))):
        return "caveats bar every unit; take one back"
    if not list(eligible.admitted(name, rule)):
        return "no unit of its 'nations' and 'units' is without a caveat; add one"
    kinds = " or ".join(f"'{one}'" for one in rule.kinds)
    return f"no unit that it admits is of the kind {kinds}; add a kind, or write 'substitutes'"
