"""Closures that count from an order: known when it is given, and the same as others from then on."""

import pytest

from posture.core.errors import PostureError
from posture.runs.simulate import prepare, simulate
from posture.scenario import load


def closed(closure, *sets, name="first"):
    loaded = load(name, [f"closures={{shut: {closure}}}", *sets])
    return simulate(prepare(loaded.scenario), seed=3, replication=0, deterministic=True, check=True)


def rows(log):
    return [tuple(row) for row in log]


@pytest.mark.parametrize("queues", ["first come", "priority"])
@pytest.mark.parametrize("shut", ["links: [south]", "place: BRIDGE"])
def test_a_day_from_an_order_is_that_day_of_the_run(queues, shut):
    """The order of `first` comes 6 h after the start: D+1 to D+3 are hours 30 to 78 of the run."""
    rule = f"movement.queues={queues}"
    ordered = closed(f"{{{shut}, order: exercise, start: D+1, end: D+3}}", rule)
    dated = closed(f"{{{shut}, start: 30 h, end: 78 h}}", rule)
    assert rows(ordered) == rows(dated)
    assert rows(ordered) != rows(closed(f"{{{shut}, active: false}}", rule))


def test_a_day_from_an_order_and_a_duration_from_it_are_the_same():
    one = closed("{links: [south], order: exercise, start: D+0.5}")
    other = closed("{links: [south], order: exercise, start: 12 h}")
    assert rows(one) == rows(other)


def test_it_moves_with_the_order():
    """Two days later decided, two days later shut and two days later there."""
    shut = "{links: [south], order: exercise, start: 1 d, end: 3 d}"
    soon, late = closed(shut), closed(shut, "decision.orders.exercise.decided=54 h")
    [there] = [row.time for row in soon if row.kind == "closed" and row.who == "exercise"]
    [later] = [row.time for row in late if row.kind == "closed" and row.who == "exercise"]
    assert later == there + 48 * 3600


def test_a_base_is_shut_to_fighters_from_an_order_on():
    sets = ["decision.orders.shut={decided: 0 h}", "horizon=60 d"]
    ordered = "closures={w: {place: AIR_EEEI, order: shut, start: D+10, end: D+20}}"
    dated = "closures={w: {place: AIR_EEEI, start: 10 d, end: 20 d}}"
    told = [
        [
            (row.time, row.who, row.amount)
            for row in simulate(prepare(load("baltic-air-policing", [*sets, one]).scenario), 1, 0)
            if row.kind == "on_alert"
        ]
        for one in (ordered, dated)
    ]
    assert told[0] == told[1]


@pytest.mark.parametrize(
    ("closure", "said"),
    [
        ("{links: [south], start: D+5}", "'D+5' counts from an order; name it in 'order'"),
        ("{links: [south], order: exercize, start: D+5}", "did you mean 'exercise'?"),
        ("{links: [south], order: exercise, months: [1]}", "comes once; take 'months' and 'chance' away"),
        ("{links: [south], order: exercise, start: D+5, end: D+4}", "end"),
        ("{links: [south], order: exercise, start: D5}", "is no duration"),
    ],
)
def test_what_cannot_be_counted_from_an_order_is_refused(closure, said):
    with pytest.raises(PostureError, match=said.replace("+", r"\+").replace("?", r"\?")):
        closed(closure)


def test_dates_of_a_line_are_days_from_its_order():
    path = "reinforcement.brigades.exercise.parts.company.lines.vehicles"
    line = (
        load("first", [f"{path}.earliest=D+2", f"{path}.required=D+4.5"])
        .scenario.reinforcement.brigades["exercise"]
        .parts["company"]
        .lines["vehicles"]
    )
    assert (line.earliest, line.required) == (2 * 86400, 4.5 * 86400)
