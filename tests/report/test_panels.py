from posture.outcomes import MEASURES
from posture.report.panels import IN_PANELS, PANELS, panels
from posture.stats.estimates import Estimate
from tests.report.printing import printed_parts


def estimate(measure, subject, median, unit="share", **more):
    given = {"n": 50, "unfinished": 0, "mean": median, "low": median, "high": median, **more}
    return Estimate(measure, subject, unit, median=median, **given)


def told(*estimates):
    return printed_parts(panels(estimates))


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
        "siauliai 97.5 % 97.0-98.0 168, 23 5 662",
        "all 99.9 % 99.8-99.9",
    ]


def test_what_never_came_is_never_and_a_panel_without_answers_is_not_there():
    assert told(estimate("response_minutes_p50", "baltic", None, "min", low=30.0)) == [
        "tracks",
        "area met, min",
        "baltic never",
    ]
    assert told(estimate("gap_count", "x", 3.0)) == []


def test_sites_tell_what_covers_them_and_batteries_how_often_they_are_up():
    lines = told(
        estimate("site_coverage_share", "adana", 0.955, low=0.95, high=0.96),
        estimate("site_layers_wanted_share", "adana", 0.9),
        estimate("longest_site_gap_days", "adana", 67.2, "d"),
        estimate("node_availability_share", "nl-1", 0.934),
        estimate("operational_from_request_days", "first", 67.2, "d"),
    )
    assert lines[1:3] == ["site at all 10-90 % layers longest", "adana 95.5 % 95.0-96.0 90.0 % 67.2"]
    assert lines[3:] == [
        "batteries and other nodes",
        "node available 10-90 %",
        "nl-1 93.4 % 93.4-93.4",
        "days until operational",
        "node or order from first sign 10-90 %",
        "first 67.2 67.2-67.2",
    ]
