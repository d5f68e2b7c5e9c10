"""Several brigades in one table: what each row says, by hand."""

from io import StringIO

from rich.console import Console

from posture.report.brigades import brigades_table
from posture.stats.estimates import Estimate


def estimate(measure, subject, mean, unit="d", **more):
    given = {"n": 50, "unfinished": 0, "median": mean, "low": mean, "high": mean, **more}
    return Estimate(measure, subject, unit, mean=mean, **given)


ONE = [
    estimate("closure_days", "one", 9.4, low=8.0, high=12.0),
    estimate("closed_within_10_days", "one", 0.6, "probability"),
    estimate("closed_within_30_days", "one", 1.0, "probability"),
    estimate("closure_bound_days", "one", 7.8),
    estimate("delay_days", "one/decision", 20.0),
    estimate("delay_days", "one/rail", 3.0),
    estimate("delay_days", "one/lift wait", 8.0, n=25),
]
OTHER = [estimate("closure_days", "other", 30.0, median=None, unfinished=26)]


def rows(estimates):
    out = StringIO()
    Console(file=out, width=80).print(brigades_table(estimates))
    return [" ".join(line.split()) for line in out.getvalue().splitlines()]


def test_a_row_has_median_spread_shares_bound_and_the_first_cause_after_the_order():
    """Waiting for lift cost eight days in half of the runs: four on average, more than three on the rails."""
    assert rows(ONE)[1] == "one 9.4 8.0-12.0 0.60 1.00 7.8 lift wait 4.0"


def test_a_brigade_that_mostly_never_closes_says_so_and_in_how_many_runs():
    assert rows([*ONE, *OTHER])[2] == "other never 30.0-30.0 26"


def test_the_table_fits_eighty_columns_whatever_it_holds():
    wide = [estimate("closure_days", "multinational", 100.5, low=99.9, high=120.0, unfinished=9)]
    wide += [estimate("delay_days", "multinational/integration", 33.4)]
    assert rows(wide)[0] == "brigade closed 80 % 10 d 30 d bound first cause never"
