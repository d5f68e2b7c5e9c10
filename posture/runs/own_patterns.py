"""Patterns of a scenario's own measures that fit nobody: told before the runs, by one history."""

from collections.abc import Iterator
from fnmatch import fnmatchcase

from posture.core.event_kinds import EventKind
from posture.core.event_log import Log
from posture.core.findings import did_you_mean
from posture.core.ids import whole_of
from posture.operations import EVENT_KINDS
from posture.runs.simulate import Prepared, simulate
from posture.scenario import Scenario
from posture.scenario.own_measures import OwnMeasure

NAMED = 6


def fitting_nobody(scenario: Scenario, seed: int) -> list[str]:
    """A sentence for each pattern that fits no name of its sort in the first history of these runs.

    What comes by chance alone may be missing there, so that this is a remark and no fault.
    """
    patterned = {name: one for name, one in scenario.measures.items() if {one.who, one.where} != {"*"}}
    if not patterned:
        return []
    log = simulate(Prepared(scenario, {}), seed, 0)
    return [said for name, one in sorted(patterned.items()) for said in _unfitting(log, name, one)]


def _unfitting(log: Log, name: str, one: OwnMeasure) -> Iterator[str]:
    """Its patterns against the names in all rows whose kind names the same sort of thing."""
    meaning = EVENT_KINDS[EventKind(one.kind)]
    for field, pattern in (("who", one.who), ("where", one.where)):
        alike = [
            kind for kind, other in EVENT_KINDS.items() if getattr(other, field) == getattr(meaning, field)
        ]
        names = {str(getattr(row, field)) for row in log.of(*alike)}
        if not any(fnmatchcase(there, pattern) for there in names):
            wholes = sorted({whole_of(there) for there in names})
            near = did_you_mean(pattern.strip("*?/"), {*names, *wholes})
            known = f"; known there: {', '.join(wholes[:NAMED])}" if wholes else ""
            said = f"nothing is called like '{pattern}' in the first run{near or known}"
            yield f"measures.{name}.{field}: {said}"
