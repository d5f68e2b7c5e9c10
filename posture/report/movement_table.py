"""Movement requirements as a table in the manner of a TPFDD: a row a line, with what one history made of it.

No byte layout of JOPES is claimed: level-I columns by their usual names, dates in days after the order.
"""

import csv
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from io import StringIO
from math import fsum

from posture.core.clock import in_days
from posture.core.csv_text import guarded
from posture.core.ids import id_of, leg_of, line_of
from posture.operations.reinforcement.requirements import MovementRequirement, movement_requirements
from posture.report.numbers import exact
from posture.report.playback import Playback, SerialTrack
from posture.report.symbols import symbol_of
from posture.runs.store import StoredRun
from posture.runs.stored_answers import answers_of
from posture.scenario import Scenario

COLUMNS = (
    "PLAN_ID", "ULN", "PARENT_ULN", "UNIT_NAME", "UNIT_KIND", "NATION", "SIDC", "CARGO",
    "ORIGIN", "POE", "POD", "DEST", "MODES", "PAX", "PIECES", "STONS", "TONNES", "LANE_M",
    "RLD", "EAD", "LAD", "RDD", "PRIORITY",
)  # fmt: skip
"""What is required. RLD is days from the order until it is ready to load after its unit is."""
RESULTS = ("SIM_DEP_ORIGIN", "SIM_ARR_POD", "SIM_ARR_DEST", "SIM_DELTA_RDD", "P_ON_TIME")
"""Days after the order that the brigade waits for; the last is a share of all runs."""
SHORT_TON = 907.18474
"""Kilograms (NIST Handbook 44)."""
LATE = "late_share"
LIFTED = frozenset({"sea", "air", "inland_waterway"})


def as_movement_table(one: Playback, scenario: Scenario, shares: Mapping[str, float]) -> bytes:
    """The table as CSV; `shares` has the share of runs in which nothing of a line was late."""
    tracks: defaultdict[str, list[SerialTrack]] = defaultdict(list)
    for track in one.tracks:
        tracks[line_of(track.serial)].append(track)
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow((*COLUMNS, *RESULTS))
    for line in movement_requirements(scenario.reinforcement, scenario.units):
        cells = (*_required(line, scenario), *_came(line, one, scenario, tracks[line.name], shares))
        writer.writerow([guarded(cell) for cell in cells])
    return text.getvalue().encode()


def on_time(run: StoredRun) -> dict[str, float]:
    """Of each dated line the share of runs in which nothing of it was late."""
    found: defaultdict[str, list[bool]] = defaultdict(list)
    for row in answers_of(run.rows, (LATE,)):
        found[row.subject].append(row.value == 0)
    return {line: fsum(told) / len(told) for line, told in found.items()}


def _required(line: MovementRequirement, scenario: Scenario) -> Iterator[str]:
    written, unit = line.written, scenario.units[line.unit]
    kilograms = line.pieces * line.load.weight
    people = line.load.cargo == "people"
    yield from (scenario.name, line.name, id_of(line.brigade, line.part), line.unit, unit.kind)
    yield from (line.load.nation, symbol_of(unit.kind).sidc, line.load.cargo)
    yield from (line.start, written.poe or "", written.pod or "", line.end, line.modes_told)
    yield from (str(line.pieces if people else 0), "" if people else str(line.pieces))
    yield from (exact(kilograms / SHORT_TON), exact(kilograms / 1000))
    yield exact(line.pieces * line.load.lane_metres)
    yield from map(_day, (written.ready, written.earliest, written.latest, written.required))
    yield str(written.priority)


def _day(seconds: int | None) -> str:
    return "" if seconds is None else exact(in_days(seconds))


def _came(
    line: MovementRequirement,
    one: Playback,
    scenario: Scenario,
    tracks: Sequence[SerialTrack],
    shares: Mapping[str, float],
) -> Iterator[str]:
    """First departure, last arrival over sea or air, last arrival of all, days after what was required."""
    order = one.orders.get(scenario.reinforcement.brigades[line.brigade].order)
    if order is None:
        yield from ("",) * len(RESULTS)
        return
    departed = [track.stops[0].time for track in tracks if leg_of(track.serial) == 1]
    lifted = [track.arrived for track in tracks if track.mode in LIFTED]
    last = max((leg_of(track.serial) for track in tracks), default=0)
    there = _latest([track.arrived for track in tracks if leg_of(track.serial) == last])
    for time in (min(departed, default=None), _latest(lifted), there):
        yield "" if time is None else _day(time - order)
    due = line.written.required
    yield "" if due is None or there is None else _day(there - order - due)
    yield exact(shares[line.name]) if line.name in shares else ""


def _latest(times: Sequence[int | None]) -> int | None:
    """The last of these; None where there is none, or one has not come."""
    known = [time for time in times if time is not None]
    return max(known) if known and len(known) == len(times) else None
