"""Daily numbers, each worked out on paper."""

from math import isnan

from posture.core.clock import DAY, HOUR
from posture.core.daily_series import added_up, counted, kept, mean_at_once, mean_held, spread, whole_days
from posture.core.event_log import Log
from posture.theatre.event_kinds import SERVICEABLE


def test_what_holds_over_midnight_is_parted_by_the_hours_of_each_day():
    totals = [0.0] * 3
    spread(totals, 18 * HOUR, 2 * DAY + 6 * HOUR, 2)
    assert totals == [12 * HOUR, 2 * DAY, 12 * HOUR]


def test_what_holds_beyond_the_last_whole_day_is_cut_there():
    totals = [0.0] * 2
    spread(totals, DAY, 9 * DAY, 1)
    assert totals == [0, DAY]


def test_an_amount_holds_until_its_next_row_and_the_last_to_the_end():
    log = Log()
    log.note(0, "horizon", "run", amount=3 * DAY + HOUR)
    for time, amount in ((6 * HOUR, 4), (DAY + 12 * HOUR, 1)):
        log.note(time, SERVICEABLE, "amari", "", amount)
    assert whole_days(log) == 3
    assert mean_held(log, SERVICEABLE) == {"amari": [3, 2.5, 1]}


def test_a_run_shorter_than_a_day_tells_nothing():
    log = Log()
    log.note(0, "horizon", "run", amount=HOUR)
    log.note(0, SERVICEABLE, "amari", "", 4)
    assert mean_held(log, SERVICEABLE) == {"amari": []}


def test_stretches_at_once_are_added_and_events_counted_on_their_day():
    stretches = [("a", 0, DAY), ("a", 12 * HOUR, DAY), ("b", DAY, 2 * DAY)]
    assert mean_at_once(stretches, 2) == {"a": [1.5, 0], "b": [0, 1]}
    events = [(0, "a", 2.0), (DAY - 1, "a", 1.0), (DAY, "a", 4.0), (9 * DAY, "b", 1.0)]
    assert counted(events, 2) == {"a": [3, 4], "b": [0, 0]}
    assert added_up(events, 2) == {"a": [3, 7], "b": [0, 0]}


def test_a_watch_is_kept_by_as_many_as_are_wanted_and_more_make_up_for_nothing():
    spans = {"a": [(0, 12 * HOUR, 2, 5), (12 * HOUR, DAY, 2, 1), (DAY, 2 * DAY, 0, 3)], "b": [(0, DAY, 0, 1)]}
    found = kept(spans, 2)
    assert set(found) == {"a"}
    assert found["a"][0] == 0.75
    assert isnan(found["a"][1])
