"""What a scenario's own measures found in a run, each under its name."""

from math import inf

from posture.core.clock import in_days
from posture.core.event_log import Log
from posture.core.measure import measured
from posture.scenario.own_measures import PRECISION
from posture.theatre.event_kinds import OWN_ANSWER, OWN_QUESTION


def own_days(log: Log) -> dict[str, float]:
    """Times that the scenario's own measures take, in days: by the name of each; infinite if it never was."""
    return {name: in_days(1) * value for name, value in _answers(log).items() if _in_days(log)[name]}


def own_number(log: Log) -> dict[str, float]:
    """What the scenario's own measures count or add up, in the unit of the kind; infinite if it never was."""
    return {name: value for name, value in _answers(log).items() if not _in_days(log)[name]}


def _in_days(log: Log) -> dict[str, bool]:
    return {row.who: row.where == "days" for row in log.of(OWN_QUESTION)}


def _answers(log: Log) -> dict[str, float]:
    asked = {row.who: inf for row in log.of(OWN_QUESTION)}
    return asked | {row.who: row.amount / PRECISION for row in log.of(OWN_ANSWER)}


MEASURES = (
    measured(own_days, "d", "neither", "Times that measures of the scenario's own take, by their names"),
    measured(own_number, "1", "neither", "What measures of the scenario's own count or add up, by name"),
)
OWN = frozenset(one.name for one in MEASURES)
"""Names of the measures that tell of a scenario's own."""
