"""What it means: how long orders took, how long they waited, and how busy headquarters were."""

from collections import Counter, defaultdict

from posture.core.clock import HOUR
from posture.core.event_kinds import EventKind
from posture.core.event_log import Log
from posture.core.measure import horizon, measured, over_time
from posture.core.panel import Panel, PanelColumn
from posture.operations.command.event_kinds import ORDER_ASKED, ORDER_BEGUN, ORDER_OUT, STAFFED


def _seconds(log: Log, kind: EventKind) -> dict[str, list[int]]:
    found = defaultdict[str, list[int]](list)
    for row in log.of(kind):
        found[row.where].append(row.amount)
    return found


def order_latency_hours(log: Log) -> dict[str, float]:
    """Hours from when an order to move was asked of a headquarters until it was out, on average."""
    return {name: sum(some) / len(some) / HOUR for name, some in _seconds(log, ORDER_OUT).items()}


def longest_order_hours(log: Log) -> dict[str, float]:
    """The longest of them."""
    return {name: max(some) / HOUR for name, some in _seconds(log, ORDER_OUT).items()}


def order_wait_hours(log: Log) -> dict[str, float]:
    """Hours until a team began with it, on average."""
    return {name: sum(some) / len(some) / HOUR for name, some in _seconds(log, ORDER_BEGUN).items()}


def movement_orders(log: Log) -> dict[str, float]:
    """Orders to move that a headquarters gave."""
    given = Counter(row.where for row in log.of(ORDER_OUT))
    return {name: float(given[name]) for name in sorted({row.where for row in log.of(ORDER_ASKED)})}


def order_teams(log: Log) -> dict[str, float]:
    """Teams that write orders at a headquarters, on average over the run."""
    return {name: total / horizon(log) for name, total in over_time(log, STAFFED).items()}


MEASURES = (
    measured(order_latency_hours, "h", "lower", "Hours until an order to move was out, on average"),
    measured(longest_order_hours, "h", "lower", "Hours until the slowest order to move was out"),
    measured(order_wait_hours, "h", "lower", "Hours until a team began with an order to move, on average"),
    measured(order_teams, "teams", "neither", "Teams that write orders at a headquarters, on average"),
    measured(movement_orders, "orders", "neither", "Orders to move that a headquarters gave"),
)
PANELS = (
    Panel(
        "headquarters",
        "headquarters",
        (
            PanelColumn("order_teams", "teams"),
            PanelColumn("movement_orders", "orders"),
            PanelColumn("order_latency_hours", "until out, h", spread=True),
            PanelColumn("order_wait_hours", "waited, h"),
            PanelColumn("longest_order_hours", "longest, h"),
        ),
    ),
)
