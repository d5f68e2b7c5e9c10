"""What it means: stations kept and not kept, and what that takes."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from posture.core.clock import HOUR, in_days
from posture.core.event_kinds import EventKind
from posture.core.event_log import Log, Row
from posture.core.ids import id_of
from posture.core.measure import Measure, horizon, over_time
from posture.core.panel import Panel, PanelColumn
from posture.operations.early_warning.event_kinds import (
    ABORTS,
    AIRWORTHY,
    LANDS,
    OBEYS,
    ON_STATION,
    REPORTS,
    STANDS_DOWN,
    STATION,
    TAKES_OFF,
    WANTED_THERE,
)
from posture.theatre.event_kinds import EARLY_WARNING_BASE, MANNING, ORDER


class StationSpell(NamedTuple):
    """From one second to another a station was wanted, and kept or not; `why` not."""

    begin: int
    end: int
    kept: bool
    why: str


def _stretches(log: Log) -> dict[str, list[StationSpell]]:
    """The times in which each station was wanted."""
    end = horizon(log)
    found: dict[str, list[StationSpell]] = {row.who: [] for row in log.of(STATION)}
    now = dict.fromkeys(found, (0, False, False, ""))
    last = [Row(end, ON_STATION, name, "", 0) for name in found]
    for row in (*log.of(WANTED_THERE, ON_STATION), *last):
        since, wanted, kept, why = now[row.who]
        if wanted and row.time > since:
            found[row.who].append(StationSpell(since, row.time, kept, why))
        if row.kind == ON_STATION:
            now[row.who] = row.time, wanted, bool(row.amount), row.where
        else:
            now[row.who] = row.time, bool(row.amount), kept, why
    return found


def _total(stretches: Iterable[StationSpell]) -> int:
    return sum(one.end - one.begin for one in stretches)


def _gaps(stretches: Iterable[StationSpell]) -> list[int]:
    """Seconds of each unbroken time in which a station is wanted and not kept."""
    found: list[int] = []
    last = -1
    for one in stretches:
        if not one.kept:
            if one.begin == last:
                found[-1] += one.end - one.begin
            else:
                found.append(one.end - one.begin)
            last = one.end
    return found


def wanted_spells(log: Log) -> Iterator[tuple[str, list[StationSpell]]]:
    """Each station that is wanted, with the times in which it is."""
    return ((name, mine) for name, mine in _stretches(log).items() if mine)


def station_coverage_share(log: Log) -> dict[str, float]:
    """Share of the time in which a station is wanted that an aircraft is there; `all` stations together."""
    kept = {name: _total(one for one in mine if one.kept) for name, mine in wanted_spells(log)}
    wanted = {name: _total(mine) for name, mine in wanted_spells(log)}
    found = {name: kept[name] / wanted[name] for name in wanted}
    return found | ({"all": sum(kept.values()) / sum(wanted.values())} if wanted else {})


def station_gaps(log: Log) -> dict[str, float]:
    """How often a station was wanted and not kept."""
    return {name: float(len(_gaps(mine))) for name, mine in wanted_spells(log)}


def longest_station_gap_hours(log: Log) -> dict[str, float]:
    """The longest time in which a station was wanted and not kept; 0 if there was none."""
    return {name: max(_gaps(mine), default=0) / HOUR for name, mine in wanted_spells(log)}


def station_gap_hours_p90(log: Log) -> dict[str, float]:
    """The length that nine in ten gaps of a station do not exceed; 0 if there was none."""
    gaps = {name: sorted(_gaps(mine)) for name, mine in wanted_spells(log)}
    return {
        name: found[-(-len(found) * 9 // 10) - 1] / HOUR if found else 0.0 for name, found in gaps.items()
    }


def off_station_hours(log: Log) -> dict[str, float]:
    """Hours in which a station was wanted and not kept, by station and what kept it so when the gap began."""
    found: Counter[str] = Counter()
    for name, mine in wanted_spells(log):
        for one in mine:
            if not one.kept:
                found[id_of(name, one.why)] += one.end - one.begin
    return {name: found[name] / HOUR for name in sorted(found)}


def on_station_hours(log: Log) -> dict[str, float]:
    """Hours in which a station was wanted and an aircraft was there."""
    return {name: _total(one for one in mine if one.kept) / HOUR for name, mine in wanted_spells(log)}


def first_on_station_days(log: Log) -> dict[str, float]:
    """Days from the order to retask until a station that obeys it is first kept; infinite if it never is."""
    ordered = {row.who: row.time for row in reversed([*log.of(ORDER)]) if row.where == "retask"}
    kept = {row.who: row.time for row in reversed([*log.of(ON_STATION)]) if row.amount}
    found = {row.who: row.where for row in log.of(OBEYS)}
    return {
        name: in_days(kept[name] - ordered[order]) if name in kept else float("inf")
        for name, order in found.items()
        if order in ordered
    }


def early_warning_sorties(log: Log) -> dict[str, float]:
    """Take-offs for stations, by base."""
    return _by_base(log, Counter(row.who for row in log.of(TAKES_OFF)))


def early_warning_flying_hours(log: Log) -> dict[str, float]:
    """Hours in the air, by base."""
    return _by_base(log, _between(log, TAKES_OFF, LANDS))


def crew_hours(log: Log) -> dict[str, float]:
    """Hours on duty of whole crews, from the call to the end of debriefing, by base."""
    return _by_base(log, _between(log, REPORTS, STANDS_DOWN))


def longest_crew_duty_hours(log: Log) -> dict[str, float]:
    """The longest duty of a crew that has ended, by base."""
    longest: dict[str, float] = {}
    for row in log.of(STANDS_DOWN):
        longest[row.who] = max(longest.get(row.who, 0.0), row.amount / HOUR)
    return longest


def aborted_share(log: Log) -> dict[str, float]:
    """Aircraft found broken at take-off of all that should take off, by base."""
    aborts, flew = (Counter(row.who for row in log.of(kind)) for kind in (ABORTS, TAKES_OFF))
    return {name: aborts[name] / (aborts[name] + flew[name]) for name in sorted({*aborts, *flew})}


def _by_base(log: Log, numbers: Mapping[str, float]) -> dict[str, float]:
    return {row.who: float(numbers.get(row.who, 0)) for row in log.of(EARLY_WARNING_BASE)}


def _between(log: Log, begin: EventKind, end: EventKind) -> dict[str, float]:
    """Hours between beginnings and ends by who, what is not over lasting to the end of the run."""
    found: dict[str, int] = defaultdict(int)
    last = horizon(log)
    for kind, sign in ((begin, 1), (end, -1)):
        for row in log.of(kind):
            found[row.who] += sign * (last - row.time)
    return {name: seconds / HOUR for name, seconds in found.items()}


def early_warning_person_days(log: Log) -> dict[str, float]:
    """Days that people of contingents are at a base, times people."""
    return {name: in_days(total) for name, total in _by_base(log, over_time(log, MANNING)).items()}


def early_warning_aircraft(log: Log) -> dict[str, float]:
    """Aircraft at a base that are not in repair, on average over the run."""
    return {name: total / horizon(log) for name, total in _by_base(log, over_time(log, AIRWORTHY)).items()}


MEASURES = (
    Measure(
        "station_coverage_share",
        "share",
        "higher",
        "Share of time wanted with an aircraft there",
        station_coverage_share,
    ),
    Measure("station_gaps", "gaps", "lower", "Times a station was wanted and not kept", station_gaps),
    Measure(
        "longest_station_gap_hours",
        "h",
        "lower",
        "Longest time wanted and not kept",
        longest_station_gap_hours,
    ),
    Measure(
        "station_gap_hours_p90", "h", "lower", "Length nine in ten gaps do not exceed", station_gap_hours_p90
    ),
    Measure("off_station_hours", "h", "lower", "Hours wanted and not kept, by reason", off_station_hours),
    Measure("on_station_hours", "h", "higher", "Hours wanted and kept", on_station_hours),
    Measure(
        "first_on_station_days", "d", "lower", "From the order to the first on station", first_on_station_days
    ),
    Measure("early_warning_sorties", "sorties", "neither", "Take-offs for stations", early_warning_sorties),
    Measure("early_warning_flying_hours", "h", "neither", "Hours in the air", early_warning_flying_hours),
    Measure("crew_hours", "h", "neither", "Hours on duty of whole crews", crew_hours),
    Measure("longest_crew_duty_hours", "h", "lower", "Longest duty of a crew", longest_crew_duty_hours),
    Measure("aborted_share", "share", "lower", "Found broken at take-off, of all to fly", aborted_share),
    Measure(
        "early_warning_person_days",
        "person-days",
        "lower",
        "Days at the bases, times people",
        early_warning_person_days,
    ),
    Measure(
        "early_warning_aircraft",
        "aircraft",
        "higher",
        "Aircraft not in repair, on average",
        early_warning_aircraft,
    ),
)
PANELS = (
    Panel(
        "early warning",
        "station",
        (
            PanelColumn("station_coverage_share", "covered", spread=True),
            PanelColumn("on_station_hours", "hours"),
            PanelColumn("station_gaps", "gaps"),
            PanelColumn("longest_station_gap_hours", "longest"),
            PanelColumn("station_gap_hours_p90", "P90"),
            PanelColumn("first_on_station_days", "first, d"),
        ),
    ),
    Panel(
        "early-warning aircraft and crews",
        "base",
        (
            PanelColumn("early_warning_sorties", "sorties", spread=True),
            PanelColumn("early_warning_flying_hours", "hours"),
            PanelColumn("crew_hours", "crew-hours"),
            PanelColumn("early_warning_person_days", "person-days"),
            PanelColumn("early_warning_aircraft", "aircraft"),
        ),
    ),
)
