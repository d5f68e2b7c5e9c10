"""What each nation did in a crisis, and when: consulted, agreed, objected, released with limits, accepted."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from math import inf

from posture.core.clock import in_days
from posture.core.event_kinds import EventKind
from posture.core.event_log import Log
from posture.core.ids import id_of
from posture.core.measure import measured
from posture.operations.decision.event_kinds import (
    ACCEPTS,
    AGREES,
    ALERT,
    APPROVED,
    ASKS,
    CAVEAT,
    CONSULTS,
    OBJECTS,
    REPORTED,
    RULING,
    STEP,
    TRANSFERRED,
    YIELDS,
)
from posture.theatre.event_kinds import INDICATION


def _reached(log: Log, step: str) -> dict[str, int]:
    """When each crisis came to a step."""
    return {row.who: row.time for row in log.of(STEP) if row.where == step}


def _after(log: Log, kind: EventKind, begin: Mapping[str, int]) -> dict[str, float]:
    """Days until each row of a kind from when `begin` has its `where`, by `where` and nation."""
    return {
        id_of(row.where, row.who): in_days(row.time - begin[row.where])
        for row in log.of(kind)
        if row.where in begin
    }


def consultations(log: Log) -> dict[str, float]:
    """Allies that asked for consultations, by crisis."""
    asked = Counter(row.where for row in log.of(CONSULTS))
    return {row.who: float(asked[row.who]) for row in log.of(RULING)}


def agreement_days(log: Log) -> dict[str, float]:
    """Days from the first sign until an Ally agreed, by `crisis/nation`, where each Ally's time is drawn."""
    return _after(log, AGREES, _reached(log, "indication"))


def objection_days(log: Log) -> dict[str, float]:
    """Days for which an Ally held up the Council, by `crisis/nation`; infinite if the run ended before."""
    open_: dict[str, list[tuple[int, str]]] = defaultdict(list)
    found = {}
    for row in log.of(OBJECTS, YIELDS):
        if row.kind == OBJECTS:
            open_[row.who].append((row.time, row.where))
            found[id_of(row.where, row.who)] = inf
        else:
            since, crisis = open_[row.who].pop(0)
            found[id_of(crisis, row.who)] = in_days(row.time - since)
    return found


def national_alert_days(log: Log) -> dict[str, float]:
    """Days from the first sign until a nation decided by itself, by `subject/nation`."""
    return _after(log, ALERT, {row.who: row.time for row in log.of(INDICATION)})


def assistance_asked_days(log: Log) -> dict[str, float]:
    """Days from the first sign until a threatened Ally asked for forces, by `subject/nation`."""
    return _after(log, ASKS, {row.who: row.time for row in log.of(INDICATION)})


def parliament_days(log: Log) -> dict[str, float]:
    """Days from the activation order until a parliament agreed, by `crisis/nation`."""
    return _after(log, APPROVED, _reached(log, "order"))


def caveats(log: Log) -> dict[str, float]:
    """Limits with which an Ally released its forces, by nation."""
    return {nation: float(count) for nation, count in Counter(row.who for row in log.of(CAVEAT)).items()}


def transfer_days(log: Log) -> dict[str, float]:
    """Days from the activation order until an Ally had transferred authority, by `crisis/nation`."""
    return _after(log, TRANSFERRED, _reached(log, "order"))


def acceptance_days(log: Log) -> dict[str, float]:
    """Days from the first sign until a host had accepted forces, by `crisis/host`."""
    return _after(log, ACCEPTS, _reached(log, "indication"))


def report_days(log: Log) -> dict[str, float]:
    """Days from a step of the Council until the Security Council was told of it, by `crisis/step`."""
    reached = {id_of(row.who, row.where): row.time for row in log.of(STEP)}
    told = {id_of(row.who, row.where): row.time for row in log.of(REPORTED)}
    return {step: in_days(time - reached[step]) for step, time in told.items()}


MEASURES = (
    measured(consultations, "Allies", "neither", "Allies that asked for consultations"),
    measured(agreement_days, "d", "lower", "Days from the first sign until an Ally agreed in the Council"),
    measured(objection_days, "d", "lower", "Days for which an Ally held up the Council"),
    measured(national_alert_days, "d", "lower", "Days from the first sign until a nation decided by itself"),
    measured(assistance_asked_days, "d", "lower", "Days from the first sign until an Ally asked for forces"),
    measured(parliament_days, "d", "lower", "Days from the activation order until a parliament agreed"),
    measured(caveats, "limits", "lower", "Limits with which an Ally released its forces"),
    measured(transfer_days, "d", "lower", "Days from the activation order to the transfer of authority"),
    measured(acceptance_days, "d", "lower", "Days from the first sign until a host accepted forces"),
    measured(report_days, "d", "neither", "Days from a step until the UN Security Council was told of it"),
)
