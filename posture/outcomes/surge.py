"""The surge: how standing tasks fare while brigades are on their way."""

from dataclasses import dataclass

from posture.core.event_log import Log
from posture.core.measure import Measure, horizon
from posture.outcomes.fill import FillSpan, records, share
from posture.theatre.event_kinds import CLOSED, EXPECTED, ORDER


@dataclass(frozen=True, slots=True)
class Surge:
    """From the first order that a brigade waited for until the last brigade closed, or the run ended."""

    begin: int
    end: int

    def within(self, spans: tuple[FillSpan, ...]) -> tuple[FillSpan, ...]:
        """The parts of these spans that lie in it."""
        cut = (one._replace(begin=max(one.begin, self.begin), end=min(one.end, self.end)) for one in spans)
        return tuple(one for one in cut if one.begin < one.end)


def surge(log: Log) -> Surge | None:
    """The surge of a run; none where no brigade was ordered."""
    subjects = {row.who: row.where for row in log.of(EXPECTED)}
    orders = [row.time for row in log.of(ORDER) if row.where == "deploy" and row.who in subjects.values()]
    if not orders:
        return None
    closed = {row.who: row.time for row in log.of(CLOSED)}
    return Surge(min(orders), max(closed.get(name, horizon(log)) for name in subjects))


def surge_fill_share(log: Log) -> dict[str, float]:
    """Slot-time on task of slot-time asked for, during the surge alone."""
    found = surge(log)
    if found is None:
        return {}
    cut = {name: found.within(spans) for name, spans in records(log).items()}
    return {name: share(spans) for name, spans in cut.items() if spans}


MEASURES = (
    Measure(
        "surge_fill_share",
        "share",
        "higher",
        "Slot-time on task of slot-time asked for, from the first brigade's order to the last one's closure",
        surge_fill_share,
    ),
)
