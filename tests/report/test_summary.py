import pytest

from posture.report.summary import Summary, summarised
from posture.stats.estimates import Estimate
from tests.report.printing import printed_parts


def estimate(measure, subject, mean, unit="d", **more):
    given = {"n": 50, "unfinished": 0, "median": mean, "low": mean, "high": mean, **more}
    return Estimate(measure, subject, unit, mean=mean, **given)


def printed(*estimates, width=80):
    summary = Summary(
        "case",
        1,
        50,
        50,
        "ab" * 16,
        figures=9,
        assumed=4,
        command="posture run case",
        folder="runs/case",
        estimates=estimates,
        closures={},
    )
    return printed_parts(summarised(summary), width)


def test_the_bound_stands_beside_the_median_it_bounds():
    closure = estimate("closure_days", "lithuania", 9.4)
    assert "lower bound 7.8 d 83 % of the way to the limit" in printed(
        closure, estimate("closure_bound_days", "lithuania", 7.8)
    )


def test_one_run_tells_nothing_of_chance():
    """As of one without chance: no interval, no share of runs, no probability."""
    soon = estimate("closed_within_30_days", "lithuania", 1.0, "share", n=1, low=0.2, high=1.0)
    lines = printed(estimate("closure_days", "lithuania", 9.4, n=1), soon)
    told = " ".join(lines)
    assert (
        "lithuania closes 9.4 d after the activation order (one run, which tells nothing of chance)" in told
    )
    assert "lithuania, days after the activation order" in lines
    assert not any(word in told for word in ("interval", "80 %", "P(closed", "1 runs"))


def test_causes_stand_longest_first_with_their_share_and_none_that_took_no_time():
    lines = printed(
        estimate("closure_days", "lithuania", 10.0),
        estimate("delay_days", "lithuania/transit", 2.0),
        estimate("delay_days", "lithuania/readiness", 6.0),
        estimate("delay_days", "lithuania/clearance", 0.0),
        estimate("delay_days", "poland/transit", 5.0),
    )
    begin = lines.index("what took the time, from the indication on (mean)")
    assert lines[begin + 2 : begin + 4] == ["readiness 6.0 d 75 %", "transit 2.0 d 25 %"]
    assert lines[begin + 4].startswith("fingerprint ")


def test_a_cause_that_took_next_to_nothing_says_so():
    lines = printed(
        estimate("closure_days", "lithuania", 10.0),
        estimate("delay_days", "lithuania/transit", 9.99),
        estimate("delay_days", "lithuania/border", 0.01),
    )
    assert "border < 0.1 d < 1 %" in lines


def test_a_cause_that_only_some_runs_name_counts_as_nothing_in_the_others():
    lines = printed(
        estimate("closure_days", "lithuania", 10.0), estimate("delay_days", "lithuania/transit", 2.0, n=25)
    )
    assert "transit 1.0 d 100 %" in lines


def test_probabilities_stand_in_the_order_of_their_days():
    shares = [
        estimate(f"closed_within_{days}_days", "lithuania", days / 40, "probability", low=0.0, high=1.0)
        for days in (30, 5, 10)
    ]
    lines = printed(estimate("closure_days", "lithuania", 9.4), *shares)
    assert [line.split(")")[0] for line in lines if line.startswith("P(")] == [
        f"P(closed <= {days} d" for days in (5, 10, 30)
    ]


def test_a_brigade_that_never_closes_says_never_and_how_often():
    lines = printed(
        estimate("closure_days", "lithuania", None, low=9.0, unfinished=40),
        estimate("closure_bound_days", "lithuania", 7.8),
    )
    assert "closed after never 80 % of runs 9.0 d to never" in lines
    assert "unfinished 40 of 50 runs" in lines
    assert "lower bound 7.8 d" in lines


def test_where_nothing_closes_every_measure_is_told():
    lines = printed(estimate("gap_hours", "Amari", 2, "h"), estimate("gap_hours", "Siauliai", 3.25, "h"))
    begin = lines.index("gap_hours, h")
    assert lines[begin + 1 : begin + 3] == ["Amari 2 2 2", "Siauliai 3.25 3.25 3.25"]


def test_where_a_panel_tells_the_watch_the_rest_is_only_named():
    lines = printed(estimate("kept_share", "amari", 0.965, "share"), estimate("gap_hours", "amari", 2, "h"))
    assert "amari 96.5 % 96.5-96.5" in lines
    assert "in the folder too: gap_hours" in lines


@pytest.mark.parametrize("width", [20, 40, 80, 200])
def test_names_in_brackets_and_narrow_terminals_break_nothing_and_the_command_stays_whole(width):
    lines = printed(
        estimate("closure_days", "[red]lithuania[/]", 9.4),
        estimate("delay_days", "[red]lithuania[/]/gate queue at [/Mockava]", 2.0),
        width=width,
    )
    assert lines[-1] == "repeat with: posture run case"
    assert "[red]lithuania[/]" in "".join(lines)


@pytest.mark.parametrize("width", [60, 80, 200])
def test_twelve_brigades_begin_with_a_headline_and_no_figure_is_cut_at_any_width(width):
    closed = {f"brigade-of-country-{number}": 20.25 + 1.5 * number for number in range(12)}
    closures = [
        estimate("closure_days", name, day, low=day - 5, high=day + 5) for name, day in closed.items()
    ]
    causes = [estimate("delay_days", f"{name}/gate queue", 3.0) for name in closed]
    lines = printed(*closures, *causes, width=width)
    assert "All 12 brigades close in every run." in lines[:2]
    assert "…" not in "".join(lines)
    for day in closed.values():
        assert sum(f"{day:.1f} {day - 5:.1f}-{day + 5:.1f}" in line for line in lines) == 1
