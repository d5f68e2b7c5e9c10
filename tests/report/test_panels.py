from io import StringIO

from rich.console import Console

from posture.outcomes import MEASURES
from posture.report.panels import IN_PANELS, PANELS, panels
from posture.study.estimates import Estimate


def estimate(measure, subject, median, unit="share", **more):
    given = {"n": 50, "unfinished": 0, "mean": median, "low": median, "high": median, **more}
    return Estimate(measure, subject, unit, median=median, **given)


def told(*estimates):
    out = StringIO()
    console = Console(file=out, width=80, highlight=False, markup=False)
    for title, table in panels(estimates):
        console.print(title)
        console.print(table)
    return [" ".join(line.split()) for line in out.getvalue().splitlines()]


def test_every_measure_of_a_panel_is_one_that_a_run_is_asked():
    assert not IN_PANELS - set(MEASURES)


def test_no_measure_stands_in_two_panels():
    found = [column.measure for panel in PANELS for column in panel.columns]
    assert len(found) == len(set(found))


def test_a_row_has_its_median_its_spread_and_its_worst_gaps_in_one_cell_and_all_stands_last():
    lines = told(
        estimate("kept_share", "all", 0.999, low=0.998),
        estimate("kept_share", "siauliai", 0.975, low=0.97, high=0.98),
        estimate("worst_gap_hours", "siauliai/1", 168.0, "h"),
        estimate("worst_gap_hours", "siauliai/2", 23.24, "h"),
        estimate("sorties", "siauliai", 5662.0, "sorties"),
    )
    assert lines == [
        "air policing",
        "base kept 10-90 % worst gaps, h sorties",
        "siauliai 97.5 % 97.0-98.0 168, 23.2 5 662",
        "all 99.9 % 99.8-99.9",
    ]


def test_what_never_came_is_never_and_a_panel_without_answers_is_not_there():
    assert told(estimate("response_minutes_p50", "baltic", None, "min", low=30.0)) == [
        "tracks",
        "area met, min",
        "baltic never",
    ]
    assert told(estimate("gap_count", "x", 3.0)) == []
