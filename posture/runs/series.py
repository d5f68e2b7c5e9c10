"""A run made again from its folder, and one kind of its log rows as a series, a number for each day."""

import csv
import shlex
from collections.abc import Iterator
from io import StringIO

from posture.core.daily_series import spread
from posture.core.errors import PostureError, Refused
from posture.core.event_kinds import EventKind
from posture.core.event_log import Log
from posture.core.findings import did_you_mean
from posture.operations import EVENT_KINDS
from posture.runs.cases import DONE
from posture.runs.kept_scenario import of_run
from posture.runs.manifest import content
from posture.runs.results import RUNS
from posture.runs.simulate import prepare, simulate
from posture.runs.store import StoredRun
from posture.theatre.event_kinds import ON_ALERT, PRESENCE, SERVICEABLE, WATCH

DAY = 86_400
HELD = (ON_ALERT, PRESENCE, SERVICEABLE, WATCH)
"""Kinds whose amount holds from then on; of every other kind the rows are counted."""


def logs(run: StoredRun, most: int) -> Iterator[tuple[Log, int]]:
    """The histories of the first replications, made again, each with its horizon in seconds.

    Refuses where scenario or program have changed since, or a history is not the one that was stored.
    """
    told = run.manifest
    name, sets = shlex.split(told["command"])[2], tuple(told["overrides"])
    scenario = of_run(run.folder, name, sets, told["scenario_sha256"])
    text = content(run.folder, told, RUNS).decode("utf-8")
    rows = csv.DictReader(StringIO(text))
    stored = {int(row["replication"]): row["fingerprint"] for row in rows if row["status"] == DONE}
    case = prepare(scenario)
    for number in sorted(stored)[:most]:
        log = simulate(case, told["seed"], number, deterministic=bool(told["deterministic"]))
        if log.fingerprint() != stored[number]:
            raise Refused(f"replication {number} of {run.folder} does not come out as stored; run it again")
        yield log, scenario.horizon


def daily(log: Log, horizon: int, told: str, subject: str = "") -> list[float]:
    """Each whole day's count of rows of a kind, or its mean where an amount holds until the next row.

    With a subject only rows that are about it, or happen there. Whoever has not been told of holds nothing.
    """
    days, kind = horizon // DAY, EventKind(told)
    rows = [row for row in log.of(kind) if subject in {"", row.who, row.where} and row.time < days * DAY]
    if not rows:
        known = sorted({name for row in log.of(kind) for name in (row.who, row.where) if name})[:8]
        hint = f"; it tells of {', '.join(known)}" if known else did_you_mean(kind, EVENT_KINDS)
        raise PostureError(f"no row of this run is '{kind}{f'[{subject}]' if subject else ''}'{hint}")
    totals = [0.0] * days
    if kind not in HELD:
        for row in rows:
            totals[row.time // DAY] += 1
        return totals
    held: dict[str, tuple[int, int]] = {}
    for row in rows:
        since, amount = held.get(row.who, (row.time, 0))
        spread(totals, since, row.time, amount)
        held[row.who] = (row.time, row.amount)
    for since, amount in held.values():
        spread(totals, since, days * DAY, amount)
    return [one / DAY for one in totals]
