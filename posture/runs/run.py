"""One replication of a scenario: its history, its fingerprint, its answers and its books."""

from collections.abc import Iterable, Mapping
from hashlib import blake2b
from math import inf, isnan
from pathlib import Path
from typing import NamedTuple

from posture.core.collector import collector_at_rest
from posture.core.daily_series import Days
from posture.core.errors import ModelFault
from posture.core.event_log import Log
from posture.core.measure import Measure
from posture.outcomes import MEASURES, SERIES
from posture.outcomes.ledger import Accounts, accounts
from posture.runs import log_files
from posture.runs.simulate import Prepared, simulate

Value = tuple[str, str, float]
Daily = Mapping[str, Mapping[str, Days]]
DIGITS = 5
"""Decimals that a daily number is kept with."""


class Replication(NamedTuple):
    """One history; `rows` is the length of its log, `values` its (measure, subject, value), sorted.

    `ledger` holds the critical chain of all that closed; it has been found to balance. `daily` holds what is
    told day by day, by series and subject, where it was asked for.
    """

    seed: int
    replication: int
    fingerprint: str
    rows: int
    values: tuple[Value, ...]
    ledger: Accounts
    daily: Daily = {}  # noqa: RUF012 - a default of a tuple, which nobody changes


def replicate(
    prepared: Prepared,
    seed: int,
    replication: int,
    deterministic: bool = False,
    check: bool = False,
    daily: bool = False,
    logged: Path | None = None,
) -> Replication:
    """One history, its answers and its books; the same for a replication whichever others are run.

    With `logged` it is kept as a file in that folder too.
    """
    with collector_at_rest():  # through the measures too: it would look through the whole log for nothing
        log = simulate(prepared, seed=seed, replication=replication, deterministic=deterministic, check=check)
        if logged is not None:
            log_files.keep(logged, replication, log, prepared.scenario.start)
        values = sorted(value for measure in MEASURES.values() for value in _values(measure, log))
        told = by_day(log) if daily else {}
        found = Replication(
            seed, replication, log.fingerprint(), len(log), tuple(values), accounts(log), told
        )
        log.forget()
        return found


def by_day(log: Log) -> Daily:
    """What a history tells day by day; a series without subjects is left out."""
    told = {
        name: {who: [one and round(one, DIGITS) for one in days] for who, days in series.of(log).items()}
        for name, series in SERIES.items()
    }
    return {name: subjects for name, subjects in told.items() if subjects}


def combined_fingerprint(fingerprints: Iterable[str]) -> str:
    """Hash of the fingerprints of the replications, in their order."""
    return blake2b("".join(f"{one}\n" for one in fingerprints).encode(), digest_size=16).hexdigest()


def _values(measure: Measure, log: Log) -> list[Value]:
    values = [(measure.name, subject, float(value)) for subject, value in measure.of(log).items()]
    for name, subject, value in values:
        if isnan(value) or value == -inf:
            raise ModelFault(f"measure '{name}' of '{subject}' is {value}; it must be a number or infinity")
        if measure.unit == "probability" and value not in {0.0, 1.0}:
            raise ModelFault(f"measure '{name}' of '{subject}' is {value} in one run; it must be 0 or 1")
    return values
