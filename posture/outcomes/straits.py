"""What the straits cost: days in the Black Sea, and passages refused, by the Article that decided."""

from collections import Counter, defaultdict

from posture.core.clock import in_days
from posture.core.event_log import Log
from posture.core.ids import id_of
from posture.core.measure import Measure, horizon
from posture.core.panel import Panel, PanelColumn
from posture.theatre.event_kinds import (
    ENTERS_STRAITS,
    IN_THE_BLACK_SEA,
    LEAVES_THE_BLACK_SEA,
    STRAIT_ALLOWED,
    STRAIT_NOTICE,
    STRAIT_REFUSED,
)


def black_sea_days(log: Log) -> dict[str, float]:
    """Days for which a force that came through the straits was in the Black Sea, until the end of the run."""
    end = horizon(log)
    found: dict[str, float] = {}
    since: dict[str, int] = {}
    for row in log.of(IN_THE_BLACK_SEA, LEAVES_THE_BLACK_SEA):
        if row.kind == IN_THE_BLACK_SEA:
            since[row.who] = row.time
        elif row.who in since:
            found[row.who] = found.get(row.who, 0.0) + in_days(row.time - since.pop(row.who))
    for who, begin in since.items():
        found[who] = found.get(who, 0.0) + in_days(end - begin)
    return found


def passages_refused(log: Log) -> dict[str, float]:
    """How often passage was refused, by force and Article; 0 for a force that was never refused."""
    counts = Counter(id_of(row.who, f"Article {row.where}") for row in log.of(STRAIT_REFUSED))
    refused = {row.who for row in log.of(STRAIT_REFUSED)}
    free = {row.who: 0.0 for row in log.of(STRAIT_ALLOWED) if row.who not in refused}
    return free | {name: float(count) for name, count in counts.items()}


def strait_passages(log: Log) -> dict[str, float]:
    """How often a force began passage, by force and whether `into` the Black Sea or `out` of it."""
    counts = Counter(id_of(row.who, row.where) for row in log.of(ENTERS_STRAITS))
    return {name: float(count) for name, count in counts.items()}


def strait_notice_days(log: Log) -> dict[str, float]:
    """Mean days of notice that a force gave before it meant to pass; each notice counts."""
    given: defaultdict[str, list[int]] = defaultdict(list)
    for row in log.of(STRAIT_NOTICE):
        given[row.who].append(row.amount)
    return {who: in_days(sum(some) / len(some)) for who, some in given.items()}


MEASURES = (
    Measure(
        "black_sea_days",
        "d",
        "neither",
        "Days in the Black Sea of forces that came through the straits",
        black_sea_days,
    ),
    Measure(
        "passages_refused", "passages", "lower", "Passages of the Turkish Straits refused", passages_refused
    ),
    Measure(
        "strait_passages", "passages", "neither", "Passages of the Turkish Straits begun", strait_passages
    ),
    Measure("strait_notice_days", "d", "neither", "Mean notice given of a passage", strait_notice_days),
)
PANELS = (
    Panel(
        "Turkish Straits",
        "force or Article",
        (
            PanelColumn("black_sea_days", "days inside", spread=True),
            PanelColumn("passages_refused", "refused"),
            PanelColumn("strait_passages", "passed"),
            PanelColumn("strait_notice_days", "notice, d"),
        ),
    ),
)
