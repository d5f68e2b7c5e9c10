from math import inf, sqrt
from statistics import NormalDist

import pytest

from posture.core.errors import PostureError
from posture.experiments.precision import checkpoints, targets
from posture.experiments.specification import Until
from posture.runs.cases import DONE, FAILED, Outcome
from posture.runs.journal import Journal, PointEntry
from posture.runs.schedule import Schedule, stages


def values(mean, deviation, n):
    """The quantiles of a normal law: a sample without chance."""
    return [mean + deviation * NormalDist().inv_cdf((k + 0.5) / n) for k in range(n)]


def enough(text, sample):
    [target] = targets(text)
    return target.reached(sample).enough


@pytest.mark.parametrize("mean", [-100.0, 0.0, 100.0])
def test_an_absolute_half_width_does_not_care_for_the_mean(mean):
    text = "half-width of closure_days[x] <= 0.5 d"
    needed = next(n for n in range(5, 500) if enough(text, values(mean, 1.0, n)))
    assert 14 <= needed <= 20


@pytest.mark.parametrize("sign", [-1, 1])
def test_a_relative_half_width_is_of_the_size_of_the_mean_with_a_floor(sign):
    text = "half-width of closure_days[x] <= 10 % of max(mean, 1 d)"
    assert not enough(text, values(sign * 4.0, 2.0, 20))
    assert enough(text, values(sign * 4.0, 2.0, 200))
    assert not enough(text, values(0.0, 1.0, 20))
    assert enough(text, values(0.0, 1.0, 500))


def test_a_target_is_in_the_unit_it_is_written_in():
    [target] = targets("half-width of closure_days[x] <= 12 h")
    assert target.precision.absolute == 0.5


def test_a_probability_is_held_by_wilsons_interval_even_where_all_agree():
    text = "half-width of P(closure_days[x] <= 10 d) <= 0.05"
    assert not enough(text, [9.0] * 20)
    assert enough(text, [9.0] * 40)
    assert not enough(text, [9.0, inf] * 100)
    assert enough(text, [9.0, inf] * 200)


def test_what_never_finished_has_no_mean_and_is_never_precise():
    assert not enough("half-width of closure_days[x] <= 0.5 d", [*values(10, 0.01, 99), inf])


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("half-width of closure_days[x] <= 5 km", "5 km is no amount of 'closure_days', which is in d"),
        ("half-width of closure_days <= 5 d", "of one measure and subject"),
        ("half-width of closure_days[x] <= 5 % of mean", "a share of a mean near nothing is never reached"),
        ("half-width of closure_days[x] <= 1 d or half-width of closure_days[y] <= 1 d", "joined by 'and'"),
        ("half-width of P(closure_days[x] <= 1 d) <= 1 d", "is a share"),
    ],
)
def test_a_precision_that_cannot_be_meant_is_refused(text, message):
    with pytest.raises(PostureError, match=message):
        targets(text)


def test_looks_are_agreed_beforehand():
    assert list(checkpoints(20, 60)) == [20, 25, 31, 38, 47, 58, 60]
    assert list(checkpoints(10, 10)) == [10]


@pytest.mark.parametrize(
    "asked", [1, 2, 7, 50, 400, Until(min=20, max=60, until="half-width of closure_days[x] <= 1 d")]
)
def test_stages_cover_every_replication_once_and_begin_with_one(asked):
    found = [number for start, stop in stages(asked) for number in range(start, stop)]
    assert found == list(range(asked if isinstance(asked, int) else asked.max))
    assert next(stages(asked)) == (0, 1)


def played(folder, asked, points, answer, failing=()):
    """What a schedule asks for, each run done at once; (point, replication) in order."""
    journal = Journal(folder, write=True)
    if not journal.points():
        journal.add_points([PointEntry(point, str(point), {}, (), 1) for point in range(points)])
    schedule = Schedule(asked, range(points), journal)
    order = []
    while due := schedule.next():
        for replication in due.replications:
            order.append((due.point, replication))
            status = FAILED if (due.point, replication) in failing else DONE
            keys = (("closure_days", "x"),) if status == DONE else ()
            number = answer(due.point, replication)
            from array import array

            content = array("d", [number]).tobytes() if status == DONE else b""
            journal.record([Outcome(due.point, replication, 1, status, "f", 1, keys, content)])
            schedule.over(due.point, replication)
    journal.close()
    return order, schedule


def test_replications_come_one_by_one_over_all_points(tmp_path):
    order, _ = played(tmp_path, 20, 5, lambda *_: 1.0)
    assert order[:10] == [(point, replication) for replication in (0, 1) for point in range(5)]
    assert sorted(order) == [(point, replication) for point in range(5) for replication in range(20)]
    reach = [max(replication for one, replication in order[: at + 1] if one == 0) for at in range(len(order))]
    assert reach == sorted(reach)


def test_what_is_there_is_not_asked_for_again(tmp_path):
    played(tmp_path, 6, 3, lambda *_: 1.0)
    order, _ = played(tmp_path, 9, 3, lambda *_: 1.0)
    assert sorted(order) == [(point, replication) for point in range(3) for replication in (6, 7, 8)]
    assert played(tmp_path, 9, 3, lambda *_: 1.0)[0] == []


def test_each_point_stops_when_it_is_precise_and_not_before_the_fewest(tmp_path):
    asked = Until(min=10, max=60, until="half-width of closure_days[x] <= 0.5 d")
    wobble = {0: 0.0, 1: 1.0, 2: 50.0}
    order, schedule = played(tmp_path, asked, 3, lambda point, k: wobble[point] * (-1) ** k - 7)
    assert schedule.enough[0] == 10
    assert schedule.enough[1] == next(n for n in checkpoints(10, 60) if 2.1 / sqrt(n) <= 0.5)
    assert schedule.enough[2] == 60
    assert schedule.unreached == [2]
    assert schedule.worst_told() == "closure_days[x] at point 2: 13 of 0.5 d"
    assert len(order) == sum(schedule.enough.values())
    again, same = played(tmp_path, asked, 3, lambda *_: 0.0)
    assert (again, same.enough) == ([], schedule.enough)


def test_a_failed_run_is_left_out_and_does_not_hold_up_its_point(tmp_path):
    asked = Until(min=10, max=60, until="half-width of closure_days[x] <= 0.5 d")
    _, schedule = played(tmp_path, asked, 2, lambda *_: 3.0, failing={(0, 4)})
    assert schedule.enough == {0: 10, 1: 10}


def test_a_subject_that_nothing_answers_is_told_with_those_that_are(tmp_path):
    asked = Until(min=10, max=60, until="half-width of closure_days[y] <= 0.5 d")
    with pytest.raises(PostureError, match=r"no run answers closure_days\[y\]; it is answered of: x"):
        played(tmp_path, asked, 1, lambda *_: 3.0)
