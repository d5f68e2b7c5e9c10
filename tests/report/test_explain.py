from dataclasses import replace
from math import inf

import pytest

from posture.core.clock import DAY, HOUR
from posture.core.errors import PostureError, Refused
from posture.report.compare import check_paired, compare, compared
from posture.report.critical_chain import Told, stretches, told
from posture.report.explain import chosen, explain
from posture.report.explain_tables import explained, overview, sentence
from posture.runs.ledgers import Booked
from posture.runs.store import StoredRun

NAMES = {"HOME": "Home", "A": "Alpha", "B": "Border", "C": "Gamma"}


def chain(*entries, subject="north", replication=0):
    """Entries as (who, cause, where, seconds)."""
    return tuple(
        Booked(replication, subject, number, f"north/{who}", cause, where, NAMES.get(where, ""), seconds)
        for number, (who, cause, where, seconds) in enumerate(entries)
    )


LONG = chain(
    ("guns/tracked", "decision", "go", DAY),
    ("guns/tracked", "readiness", "HOME", 2 * DAY),
    ("guns/tracked/1 rail 1", "lift wait", "HOME", HOUR),
    ("guns/tracked/1 rail 1", "rail", "A", 3 * HOUR),
    ("guns/tracked/1 rail 1", "gate queue", "B", 2 * HOUR),
    ("guns/tracked/1 rail 1", "rail", "B", HOUR),
    ("guns/tracked/1 rail 1", "border", "B", HOUR),
    ("guns/tracked/1 rail 1", "rail", "C", HOUR),
    ("guns/tracked/1 rail 1", "gate queue", "C", 5 * HOUR),
    ("guns/tracked/1 rail 1", "unloading", "C", 4 * HOUR),
    ("guns", "integration", "C", DAY),
)


def run_of(*days, waits=None):
    """A run whose replications close after so many days from the order, all but readiness and decision rail."""
    waits = waits or [0] * len(days)
    chains = {}
    for number, (all_days, wait) in enumerate(zip(days, waits, strict=True)):
        if all_days != inf:
            part = "guns" if number % 2 else "foot"
            chains[number] = chain(
                (f"{part}/tracked", "decision", "go", DAY),
                (f"{part}/tracked/1 rail 1", "lift wait", "HOME", round(wait * DAY)),
                (f"{part}/tracked/1 rail 1", "rail", "A", round((all_days - wait) * DAY)),
                replication=number,
            )
    return Told({"north": dict(enumerate(days))}, {"north": chains})


def test_no_entry_of_a_chain_is_lost_or_counted_twice():
    assert tuple(row for stretch in stretches(LONG) for row in stretch.rows) == LONG


def test_ways_of_one_mode_with_their_queues_and_borders_are_one_journey():
    found = [(one.cause, one.place, one.seconds // HOUR) for one in stretches(LONG)]
    assert found == [
        ("decision", "", 24),
        ("readiness", "Home", 48),
        ("lift wait", "Home", 1),
        ("rail", "Home – Gamma", 8),  # noqa: RUF001
        ("gate queue", "Gamma", 5),
        ("unloading", "Gamma", 4),
        ("integration", "Gamma", 24),
    ]


def test_a_night_ban_does_not_end_a_journey_and_a_change_of_mode_does():
    found = list(
        stretches(
            chain(
                ("x", "readiness", "HOME", 1),
                ("x", "road", "A", 1),
                ("x", "night ban", "A", 1),
                ("x", "road", "B", 1),
                ("x", "sea", "C", 1),
            )
        )
    )
    assert [(one.cause, one.start, one.end, len(one.rows)) for one in found] == [
        ("readiness", "Home", "Home", 1),
        ("road", "Home", "Border", 3),
        ("sea", "Border", "Gamma", 1),
    ]


def test_the_steps_begin_before_the_order_and_follow_one_another_to_the_closure():
    one = explain(Told({"north": {0: 4.0}}, {"north": {0: LONG}}), "north")
    assert one.steps[0].begins == -1
    assert one.steps[1].begins == 0
    for before, after in zip(one.steps, one.steps[1:], strict=False):
        assert after.begins == pytest.approx(before.begins + before.hours / 24)
    assert one.steps[3].waits == {"gate queue": 2, "border": 1}


def test_causes_add_up_to_the_mean_from_the_indication_to_the_closure():
    one = explain(run_of(4.0, 6.0, 8.0, waits=[1, 2, 3]), "north")
    assert sum(cost.days for cost in one.causes) == pytest.approx(7.0)
    assert sum(cost.share for cost in one.causes) == pytest.approx(1.0)
    assert [(cost.cause, cost.days) for cost in one.causes] == [
        ("rail", 4.0),
        ("lift wait", 2.0),
        ("decision", 1),
    ]
    wait = one.causes[1]
    assert (wait.low, wait.high) == (0.0, pytest.approx(2 + 4.303 / 3**0.5, abs=1e-3))


def test_a_place_counts_in_the_runs_whose_chain_passes_it():
    one = explain(run_of(4.0, 6.0, 8.0, 9.0, waits=[0, 2, 0, 0]), "north")
    assert next(cost.runs for cost in one.places if cost.cause == "lift wait") == 0.25


def test_the_line_that_closes_last_is_named_with_its_share_of_runs():
    one = explain(run_of(4.0, 6.0, 8.0), "north")
    assert [(d.part, d.line, round(d.runs, 2)) for d in one.deciders] == [
        ("foot", "tracked", 0.67),
        ("guns", "tracked", 0.33),
    ]


@pytest.mark.parametrize(
    ("days", "middle"),
    [((5.0, 9.0, 7.0), 2), ((5.0, 9.0), 0), ((9.0, inf, 5.0), 0), ((inf, inf, 5.0, 6.0, inf), 2)],
)
def test_the_chain_shown_is_that_of_the_median_run_or_of_those_that_closed_where_most_do_not(days, middle):
    assert explain(run_of(*days), "north").middle == middle


def test_the_sentence_says_when_it_closes_and_what_costs_most():
    one = explain(run_of(4.0, 6.0, 8.0, waits=[3, 5, 7]), "north")
    assert sentence(one) == (
        "north closes on D+6.0 (median); what costs most is lift wait: 5.0 d (71 %), most of all at Home (5.0 d)"
    )


def test_runs_that_never_close_are_told():
    assert "(median); 1 of 3 runs never close; what costs" in sentence(
        explain(run_of(4.0, 6.0, inf), "north")
    )
    most = sentence(explain(run_of(4.0, inf, inf), "north"))
    assert most.startswith("north does not close in most runs; 2 of 3 runs never close; where it closes")


def test_a_run_without_any_closure_says_so_and_nothing_more():
    assert list(explained(explain(run_of(inf, inf), "north"))) == [
        "north closes in none of 2 runs; nothing waits, so that it is still under way; a longer 'horizon' may show its end"
    ]


def test_a_run_without_any_closure_says_what_is_waited_for_where_and_since_when():
    waits = {
        "waiting_since_days": {"north/guns/all/loading at Y": {0: 2.0, 1: 4.0}, "south/x/y/z at Y": {0: 1.0}},
        "waiting_pieces": {"north/guns/all/loading at Y": {0: 10.0, 1: 20.0}, "south/x/y/z at Y": {0: 1.0}},
    }
    said = [*explained(explain(replace(run_of(inf, inf), waits=waits), "north"))]
    assert said[0] == (
        "north closes in none of 2 runs; guns/all waits with 15 pieces for loading at Y, from day 3.0 of the run on, "
        "in 2 of 2 runs"
    )
    assert said[1].rows == (("guns/all", "loading", "Y", "15", "day 3.0", "2 of 2"),)


def test_a_closure_that_took_no_time_breaks_nothing():
    lines = list(explained(explain(Told({"north": {0: 0.0}}, {}), "north")))
    assert lines[0] == "north closes on D+0.0 (one run); nothing takes any time"


def test_a_part_that_never_closes_counts_against_all_runs_of_its_brigade():
    has = Told({"north": {0: inf, 1: 5.0}, "north/guns": {1: 5.0}}, {})
    one = explain(has, "north/guns")
    assert (one.runs, one.closed, one.closure_days) == (2, 1, None)


def test_every_brigade_is_told_of_unless_one_subject_is_asked_for():
    has = Told({"north": {}, "north/guns": {}, "south": {}}, {})
    assert chosen(has, None) == ["north", "south"]
    assert chosen(has, "north/guns") == ["north/guns"]
    with pytest.raises(PostureError, match=r"tells of no 'nort'; did you mean 'north'\?"):
        chosen(has, "nort")


def stored(tmp_path, **changes):
    manifest = {"seed": 1, "replications": 3, "deterministic": False, "command": "posture run x", **changes}
    return StoredRun(tmp_path, manifest, (), None)


def test_a_run_of_an_older_version_without_ledger_says_how_to_make_one(tmp_path):
    with pytest.raises(PostureError, match=r"holds no ledger.*run again: posture run x"):
        told(stored(tmp_path))


@pytest.mark.parametrize(("key", "value"), [("seed", 2), ("replications", 4), ("deterministic", True)])
def test_runs_that_do_not_draw_alike_are_not_paired(tmp_path, key, value):
    check_paired(stored(tmp_path), stored(tmp_path))
    with pytest.raises(Refused, match=f"{key} is .* here and {value} there"):
        check_paired(stored(tmp_path), stored(tmp_path, **{key: value}))


def test_a_difference_is_that_of_each_pair_and_its_interval_that_of_the_differences():
    here, there = run_of(6.0, 9.0, 11.0, waits=[3, 4, 5]), run_of(4.0, 6.0, 7.0, waits=[1, 1, 1])
    one = compare(here, there, "north")
    assert (one.pairs, one.closure.days) == (3, 3.0)
    half = 4.303 * 1.0 / 3**0.5
    assert (one.closure.low, one.closure.high) == (
        pytest.approx(3 - half, abs=1e-3),
        pytest.approx(3 + half, abs=1e-3),
    )
    assert [(difference.cause, difference.days) for difference in one.causes] == [("lift wait", 3.0)]
    assert sum(difference.days for difference in one.causes) == one.closure.days
    assert next(compared(one, "other")).startswith("north closes 3.0 d later than in other (95 % interval")


def test_a_run_against_itself_differs_in_nothing():
    one = compare(run_of(4.0, 6.0), run_of(4.0, 6.0), "north")
    assert (one.closure.days, one.causes, one.places) == (0, (), ())
    assert next(compared(one, "other")).startswith("north closes just when it does in other")


def test_replications_that_close_in_one_run_alone_are_counted_and_not_paired():
    one = compare(run_of(4.0, inf, 6.0), run_of(inf, 5.0, 5.0), "north")
    assert (one.pairs, one.only_here, one.only_there) == (1, 1, 1)
    assert "  1 replication close only in other and count nowhere below" in list(compared(one, "other"))
    none = compare(run_of(inf), run_of(5.0), "north")
    assert next(compared(none, "other")).endswith("nothing can be paired")


def test_several_brigades_in_one_table_say_from_when_each_of_its_two_clocks_runs():
    """The day of closure counts from the order; what cost most is of all the time from the first sign on."""
    table, *_ = overview([explain(run_of(4.0, 6.0, 8.0), "north")])
    assert table.title.endswith("median day after the order (D), mean days from the first sign on")
    row = dict(zip(table.heads, table.rows[0], strict=True))
    assert row["closes"] == "D+6.0"
    assert row["days"] == "6.0 d"
