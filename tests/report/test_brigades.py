"""Several brigades in one table: what each row says, by hand."""

from posture.report.brigades import brigades, brigades_table, headline
from posture.stats.estimates import Estimate
from tests.report.printing import printed_parts


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
    return printed_parts([brigades_table(brigades(estimates))])[1:]


def test_a_row_has_median_spread_shares_bound_and_the_first_cause_after_the_order():
    """Waiting for lift cost eight days in half of the runs: four on average, more than three on the rails."""
    assert rows(ONE)[1] == "one 9.4 8.0-12.0 0.60 1.00 7.8 lift wait 4.0"


def test_a_brigade_that_mostly_never_closes_says_so_and_in_how_many_runs():
    assert rows([*ONE, *OTHER])[2] == "other never 30.0-30.0 26"


def test_the_table_fits_eighty_columns_whatever_it_holds():
    wide = [estimate("closure_days", "multinational", 100.5, low=99.9, high=120.0, unfinished=9)]
    wide += [estimate("delay_days", "multinational/integration", 33.4)]
    assert rows(wide)[0] == "brigade closed 80 % 10 d 30 d bound first cause days never"


def told(*estimates):
    return list(headline(brigades(estimates)))


def test_the_headline_counts_the_brigades_and_tells_of_the_slowest():
    """The second closes later, so it is told of; its thirty days before the order are not its own."""
    slow = [
        estimate("closure_days", "south", 41.25),
        estimate("closed_within_30_days", "south", 0.1, "probability", low=0.04, high=0.21),
        estimate("delay_days", "south/decision", 30.0),
        estimate("delay_days", "south/rail", 4.0),
    ]
    assert told(*ONE, *slow) == [
        "All 2 brigades close in every run.",
        (
            "The slowest, south, closes 41.2 d after the activation order (median of 50 runs); "
            "P(closed <= 30 d) is 0.10 (95 % interval 0.04 to 0.21); "
            "after the order most of its time goes to rail, 4.0 d on average."
        ),
    ]


def test_one_brigade_alone_is_told_of_in_one_sentence():
    assert told(estimate("closure_days", "one", 9.4)) == [
        "one closes 9.4 d after the activation order (median of 50 runs)."
    ]


def test_a_brigade_that_does_not_always_close_is_the_slowest_and_never_called_closed():
    first, second = told(*ONE, *OTHER)
    assert first == "1 of 2 brigades close in every run; other in 24 of 50."
    assert second == "The slowest, other, does not close in 26 of 50 runs."
    some = estimate("closure_days", "some", 20.0, unfinished=5)
    assert told(some) == [
        "some closes 20.0 d after the activation order (median of 50 runs, and never in 5 of them)."
    ]
    none = [estimate("closure_days", name, None, median=None, unfinished=50) for name in ("a", "b")]
    assert told(*none) == [
        "None of 2 brigades close in every run; a in 0 of 50, b in 0 of 50.",
        "The slowest, b, closes in none of 50 runs.",
    ]


def test_where_no_brigade_closes_there_is_no_headline():
    assert told(estimate("kept_share", "amari", 0.9)) == []
