"""What it means: when each step was reached, each order given, and how many Allies had released forces."""

from math import inf

from posture.core.clock import days, in_days
from posture.core.event_log import Log, Row
from posture.core.ids import id_of
from posture.core.measure import Measure
from posture.core.panel import Panel, PanelColumn
from posture.operations.decision.event_kinds import (
    ABSTAINED,
    CONSENT,
    RECOGNISED,
    REPORTED,
    RULING,
    STEP,
    WARNED,
)
from posture.operations.decision.steps import OF_ARTICLE_5, OF_THE_END, STEPS, TOLD_TO_THE_UN
from posture.theatre.event_kinds import INDICATION, ORDER, STOPPED


def steps(log: Log) -> dict[str, dict[str, Row]]:
    """By crisis: each step that it reached."""
    found: dict[str, dict[str, Row]] = {}
    for row in log.of(STEP):
        found.setdefault(row.who, {})[row.where] = row
    return found


def decision_days(log: Log) -> dict[str, float]:
    """Days from the first sign to each step, by `crisis/step`; infinite for one that was still to come."""
    articles = {row.who: row.amount for row in log.of(RULING)}
    found = {}
    for crisis, reached in steps(log).items():
        begin = reached["indication"].time
        for step in STEPS:
            row = reached.get(step)
            if row is not None:
                found[id_of(crisis, step)] = in_days(row.time - begin)
            elif _awaited(step, articles[crisis]):
                found[id_of(crisis, step)] = inf
    return found


def _awaited(step: str, article: int) -> bool:
    """Whether a crisis must come to a step; an end may be left out, and so may measures by Article 4."""
    if step in OF_THE_END:
        return False
    return article == 5 or (step not in OF_ARTICLE_5 and step != "measures")


def recognition_days(log: Log) -> dict[str, float]:
    """Days from when a crisis began to show until it was recognised, by crisis; warning gained lowers it."""
    return {row.who: in_days(row.amount) for row in log.of(RECOGNISED)}


def warning_gained_days(log: Log) -> dict[str, float]:
    """Days by which surveillance had a crisis recognised sooner, by crisis."""
    return {row.who: in_days(row.amount) for row in log.of(WARNED)}


def given_share(log: Log) -> dict[str, float]:
    """Share of its offer that an Ally gave, by `crisis/nation`; nothing of one that abstained."""
    found = {id_of(row.where, row.who): 0.0 for row in log.of(ABSTAINED)}
    return found | {id_of(row.where, row.who): row.amount / 1000 for row in log.of(CONSENT)}


def reported_days(log: Log) -> dict[str, float]:
    """Days from a step that the Security Council wants told until it was, by `crisis/step`."""
    told = {(row.who, row.where): row.time for row in log.of(REPORTED)}
    return {
        id_of(crisis, step): in_days(told.get((crisis, step), inf) - reached[step].time)
        for crisis, reached in steps(log).items()
        for step in TOLD_TO_THE_UN
        if step in reached and "conditional" in reached
    }


def stop_days(log: Log) -> dict[str, float]:
    """Days from the first sign until nothing more for an order could begin, by subject."""
    signs = {row.who: row.time for row in log.of(INDICATION)}
    return {row.who: in_days(row.time - signs.get(row.who, 0)) for row in log.of(STOPPED)}


def order_days(log: Log) -> dict[str, float]:
    """Days from the first sign until an order was given, by `subject/kind`."""
    signs = {row.who: row.time for row in log.of(INDICATION)}
    found: dict[str, float] = {}
    for row in log.of(ORDER):
        found.setdefault(id_of(row.who, row.where), in_days(row.time - signs.get(row.who, 0)))
    return found


def release_days(log: Log) -> dict[str, float]:
    """Days from the activation order until an Ally released its forces, by `crisis/nation`.

    Infinite for one that abstained; one that has not answered yet is left to the shares.
    """
    orders = _orders(log)
    found = {id_of(row.where, row.who): inf for row in log.of(ABSTAINED)}
    for row in log.of(CONSENT):
        found[id_of(row.where, row.who)] = in_days(row.time - orders[row.where].time)
    return found


def _orders(log: Log) -> dict[str, Row]:
    """The activation order of each crisis; its amount is how many Allies were asked."""
    return {row.who: row for row in log.of(STEP) if row.where == "order"}


def _within(limit: int) -> Measure:
    def share(log: Log) -> dict[str, float]:
        released = dict.fromkeys(steps(log), 0)
        orders = _orders(log)
        for row in log.of(CONSENT):
            released[row.where] += row.time - orders[row.where].time <= days(limit)
        return {
            crisis: count / orders[crisis].amount if crisis in orders else 0.0
            for crisis, count in released.items()
        }

    help_text = f"Share of Allies that released forces within {limit} days of the activation order"
    return Measure(f"released_within_{limit}_days", "share", "higher", help_text, share)


MEASURES = (
    Measure(
        "decision_days", "d", "lower", "Days from the first sign to a step of the decision", decision_days
    ),
    Measure("order_days", "d", "lower", "Days from the first sign until an order was given", order_days),
    Measure(
        "recognition_days",
        "d",
        "lower",
        "Days from when a crisis began to show until it was recognised",
        recognition_days,
    ),
    Measure(
        "warning_gained_days",
        "d",
        "higher",
        "Days by which surveillance had a crisis recognised sooner",
        warning_gained_days,
    ),
    Measure(
        "release_days", "d", "lower", "Days from the activation order to an Ally's release", release_days
    ),
    Measure(
        "reported_days", "d", "lower", "Days from a step until the Security Council was told", reported_days
    ),
    Measure("stop_days", "d", "lower", "Days from the first sign until nothing more could begin", stop_days),
    Measure("given_share", "share", "higher", "Share of its offer that an Ally gave", given_share),
    *(_within(limit) for limit in (1, 3, 10, 30)),
)
PANELS = (
    Panel("decision", "crisis and step", (PanelColumn("decision_days", "days", spread=True),), brief=True),
    Panel(
        "warning",
        "crisis",
        (
            PanelColumn("recognition_days", "recognised, d", spread=True),
            PanelColumn("warning_gained_days", "gained, d", spread=True),
        ),
    ),
    Panel("orders", "order", (PanelColumn("order_days", "days", spread=True),), brief=True),
)
