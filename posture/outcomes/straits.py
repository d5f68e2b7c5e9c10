"""What the straits cost: days in the Black Sea, and passages refused, by the Article that decided."""

from collections import Counter

from posture.core.clock import in_days
from posture.core.event_log import Log
from posture.core.ids import id_of
from posture.core.measure import Measure, horizon
from posture.core.panel import Panel, PanelColumn
from posture.theatre.event_kinds import IN_THE_BLACK_SEA, LEAVES_THE_BLACK_SEA, STRAIT_ALLOWED, STRAIT_REFUSED


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
)
PANELS = (
    Panel(
        "Turkish Straits",
        "force or Article",
        (
            PanelColumn("black_sea_days", "days inside", spread=True),
            PanelColumn("passages_refused", "refused"),
        ),
    ),
)
