import pytest

from posture.core.errors import PostureError
from posture.core.event_log import Log
from posture.runs.series import DAY, daily
from posture.stats.warm_up import lag_one, summed_up

HOUR = 3_600


def log(*rows):
    found = Log()
    for row in rows:
        found.note(*row)
    return found


def test_rows_are_counted_by_day_and_a_last_day_that_is_not_whole_is_left_out():
    told = log(
        (0, "scrambled", "t1", "amari"),
        (DAY - 1, "scrambled", "t2", "siauliai"),
        (DAY, "scrambled", "t3", "amari"),
        (3 * DAY + 1, "scrambled", "t4", "amari"),
    )
    assert daily(told, 3 * DAY + HOUR, "scrambled") == [2, 1, 0]
    assert daily(told, 3 * DAY + HOUR, "scrambled", "amari") == [1, 1, 0]


def test_an_amount_that_holds_is_averaged_over_each_day_and_summed_over_whoever_holds_it():
    told = log(
        (0, "serviceable", "amari", "", 4),
        (6 * HOUR, "serviceable", "siauliai", "", 2),
        (DAY + 12 * HOUR, "serviceable", "amari", "", 3),
        (2 * DAY, "serviceable", "siauliai", "", 0),
    )
    assert daily(told, 3 * DAY, "serviceable", "amari") == [4, 3.5, 3]
    assert daily(told, 3 * DAY, "serviceable") == [4 + 2 * 0.75, 3.5 + 2, 3]


def test_what_nobody_noted_is_told_with_what_there_is():
    told = log((0, "scrambled", "t1", "amari"))
    with pytest.raises(
        PostureError, match=r"no row of this run is 'scrambled\[amar\]'; it tells of amari, t1"
    ):
        daily(told, DAY, "scrambled", "amar")
    with pytest.raises(PostureError, match="no row of this run is 'scramble'; did you mean 'scrambled'"):
        daily(told, DAY, "scramble")


def test_the_warm_up_that_whites_rule_finds_is_left_out_of_the_mean_and_not_of_the_whole():
    found = summed_up([[9] * 20 + [0, 2] * 40, [11] * 20 + [2, 0] * 40], 0.95)
    assert (found.warmup.cut, found.warmup.sound) == (20, True)
    assert (found.mean, found.whole) == (1.0, (20 * 10 + 80 * 1) / 100)
    assert (found.interval.low, found.interval.high) == (1.0, 1.0)


def test_a_series_that_only_climbs_is_said_to_be_too_short():
    assert summed_up([list(range(100))], 0.95).warmup.sound is False
    assert summed_up([[1.0] * 10], 0.95) is None


def test_neighbouring_batches_that_go_up_and_down_are_told_by_their_correlation():
    assert lag_one([0, 0, 1, 1] * 10) == pytest.approx(-19 / 20)
    assert lag_one([1.0] * 100) is None
    assert lag_one([1.0] * 10) is None
