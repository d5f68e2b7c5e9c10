"""Two runs compared, against printed results."""

from math import inf, isclose

import pytest

from posture.questions.compare import _fisher, _mcnemar, _newcombe, compare_rows
from posture.runs.single import Draws, run
from posture.scenario import load
from posture.stats.estimates import Answer

FIRST = [15.19, 12.13, 17.13, 17.50, 16.88, 11.97, 16.83, 18.44, 14.90, 15.15]
SECOND = [16.29, 12.58, 19.35, 18.40, 18.38, 12.84, 18.00, 19.18, 16.03, 16.03]


def rows(values, measure="closure_days", subject="b", unit="d"):
    return [Answer(number, measure, subject, value, unit) for number, value in enumerate(values)]


def one(first, second, *, in_pairs=True, **what):
    return compare_rows(rows(first, **what), rows(second, **what), in_pairs=in_pairs).questions[0]


def test_paired_differences_are_those_of_a_printed_exercise():
    """Second minus first: 1.096, 95 % interval 0.749 to 1.443 (NCSU IE 305 review sheet, signs turned)."""
    moved = one(FIRST, SECOND)
    assert moved.difference == pytest.approx(1.096, abs=5e-4)
    assert moved.interval == pytest.approx((0.749, 1.443), abs=5e-4)
    assert moved.p < 0.0001


def test_without_pairs_the_same_figures_show_no_difference():
    moved = one(FIRST, SECOND, in_pairs=False)
    assert moved.difference == pytest.approx(1.096, abs=5e-4)
    assert moved.p > 0.25
    assert moved.interval.low < 0 < moved.interval.high


def test_a_run_against_itself_differs_nowhere():
    found = run(load("first").scenario, Draws(8), jobs=1).rows
    compared = compare_rows(found, found, in_pairs=True)
    assert compared.questions
    assert all(isclose(one.difference, 0.0) and one.p == 1 == one.holm for one in compared.questions)
    assert (compared.moved, compared.only_first, compared.only_second) == ((), (), ())


def test_holm_steps_down_through_four_levels():
    """Levels .005 .01 .03 .04 become .02 .03 .06 .06: two of four are refused at .05."""
    from dataclasses import replace

    from posture.questions.compare import _holm

    level = one(FIRST, SECOND)
    found = _holm([replace(level, p=p) for p in (0.01, 0.04, 0.03, 0.005)])
    assert [round(moved.holm, 10) for moved in found] == [0.02, 0.03, 0.06, 0.06]


def test_what_one_run_never_finishes_is_asked_apart():
    """Five of five finish against none: nothing to subtract, but the shares differ by one (p = 2 / 2^5)."""
    found = compare_rows(rows([1.0] * 5), rows([inf] * 5), in_pairs=True)
    days, finishes = sorted(found.questions, key=lambda one: one.key)
    assert (days.difference, days.p, days.pairs) == (None, None, 0)
    assert (finishes.key.finishes, finishes.difference, finishes.p) == (True, -1, 0.0625)


def test_mcnemar_counts_only_pairs_that_differ():
    """Six of six to one side: 2 / 2^6; three and three: 1."""
    assert _mcnemar([(0, 1)] * 6 + [(1, 1)] * 9) == 0.03125
    assert _mcnemar([(0, 1)] * 3 + [(1, 0)] * 3) == 1


def test_fisher_of_the_lady_tasting_tea():
    """Three of four against one of four: 34 of 70 tables are at most as likely."""
    assert _fisher(3, 4, 1, 4) == pytest.approx(34 / 70)


def test_newcombe_of_independent_shares():
    """56 of 70 against 48 of 80: 0.2, 0.0524 to 0.3339 (Newcombe 1998, table II a, method 10)."""
    assert _newcombe(56, 70, 48, 80, 0.95) == pytest.approx((0.0524, 0.3339), abs=5e-5)


def test_pairs_are_matched_by_replication_and_strangers_left_aside():
    first, second = rows([1.0, 2.0, 4.0, 8.0]), rows([2.0, 3.0, 5.0])
    moved = compare_rows(list(reversed(first)), second, in_pairs=True).questions[0]
    assert (moved.pairs, moved.difference) == (3, 1)
    assert moved.p == 0.25  # the same in three pairs: no spread, but three coins fall alike as often


def test_causes_that_a_run_does_not_name_took_no_time():
    first = rows([1.0, 1.0], measure="delay_days") + rows([5.0, 5.0])
    second = rows([1.0], measure="delay_days") + rows([5.0, 5.0])
    delay = next(
        one for one in compare_rows(first, second, in_pairs=True).questions if one.key.measure == "delay_days"
    )
    assert (delay.pairs, delay.difference) == (2, -0.5)


def test_questions_of_one_run_alone_are_named():
    found = compare_rows(rows([1.0]), rows([1.0], subject="c"), in_pairs=True)
    assert [key.subject for key in (*found.only_first, *found.only_second)] == ["b", "c"]
    assert found.questions == ()
