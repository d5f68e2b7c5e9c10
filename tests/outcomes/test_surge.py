"""What standing tasks had while brigades were on their way, by a log that paper can follow."""

from posture.core.clock import days
from posture.core.event_log import Log
from posture.outcomes.fill import fill_share
from posture.outcomes.surge import surge_fill_share


def history(*rows):
    log = Log()
    for day, kind, who, where, amount in rows:
        log.note(days(day), kind, who, where, amount)
    return log


WATCH = (
    (0, "horizon", "run", "", days(100)),
    (0, "declared", "watch", "", 2),
    (0, "claimed", "a", "watch", 0),
    (0, "authority", "a", "watch", 0),
    (0, "claimed", "b", "watch", 0),
    (0, "authority", "b", "watch", 0),
)


def test_only_the_time_from_the_first_order_to_the_last_closure_counts():
    """Both slots until day 30, one after; ordered on day 20, closed on day 40: three quarters."""
    log = history(
        *WATCH,
        (0, "expected", "one", "go", 1),
        (20, "order", "go", "deploy", 0),
        (30, "released", "b", "watch", 0),
        (40, "closed", "one", "place", 0),
    )
    assert surge_fill_share(log) == {"watch": 0.75}
    assert fill_share(log) == {"watch": 0.65}


def test_a_brigade_that_never_closes_lets_it_last_to_the_end():
    log = history(
        *WATCH,
        (0, "expected", "one", "go", 1),
        (50, "order", "go", "deploy", 0),
        (75, "released", "b", "watch", 0),
    )
    assert surge_fill_share(log) == {"watch": 0.75}


def test_without_an_order_there_is_no_surge():
    assert surge_fill_share(history(*WATCH, (0, "expected", "one", "go", 1))) == {}
    assert surge_fill_share(history(*WATCH, (5, "order", "other", "deploy", 0))) == {}
