from io import BytesIO

import numpy as np
import pytest

from posture.core.errors import StorageFault
from posture.runs.daily_file import bands, daily_runs, daily_series_file, rows
from posture.runs.run import Replication

DONE = (
    Replication(
        1,
        1,
        "bb",
        9,
        (),
        {},
        {"queue_by_day": {"KAUNAS": [1.0, 2.0]}, "alert_by_day": {"amari": [1.0, float("nan")]}},
    ),
    Replication(1, 0, "aa", 7, (), {}, {"queue_by_day": {"KAUNAS": [0.0, 0.5], "RIGA": [3.0, 0.0]}}),
)


def parquet(done):
    """The content of the file of these replications."""
    to = BytesIO()
    with daily_series_file(to) as file:
        for one in done:
            file.add(rows(one))
    return to.getvalue()


def test_what_is_read_is_what_was_written_and_who_is_not_told_of_has_nothing():
    found = daily_runs(parquet(DONE))
    assert found["queue_by_day", "KAUNAS"].tolist() == [[0.0, 0.5], [1.0, 2.0]]
    assert found["queue_by_day", "RIGA"].tolist() == [[3.0, 0.0], [0.0, 0.0]]
    np.testing.assert_equal(found["alert_by_day", "amari"], [[np.nan, np.nan], [1.0, np.nan]])


def test_replications_may_come_in_any_order_and_none_makes_an_empty_file():
    for found in (daily_runs(parquet(DONE)), daily_runs(parquet(DONE[::-1]))):
        assert found["queue_by_day", "KAUNAS"].tolist() == [[0.0, 0.5], [1.0, 2.0]]
    assert daily_runs(parquet(())) == {}


def test_bands_are_quantiles_of_those_runs_that_tell_of_a_day():
    grid = np.array([[float(run), np.nan if run else 7.0, np.nan] for run in range(10)])
    low, median, high = bands(grid)
    np.testing.assert_equal(low, [0, 7, np.nan])
    np.testing.assert_equal(median, [4.5, 7, np.nan])
    np.testing.assert_equal(high, [8, 7, np.nan])


@pytest.mark.parametrize("damage", [lambda b: b[:-9], lambda _: b""])
def test_a_damaged_file_is_a_fault_of_storage(damage):
    with pytest.raises(StorageFault, match=r"daily\.parquet cannot be read"):
        daily_runs(damage(parquet(DONE)))
