"""Lift has a place: who takes it next waits until it has come."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posture.core.clock import Clock, utc
from posture.core.errors import ModelFault
from posture.core.rng import Streams
from posture.operations.movement.event_kinds import BALLAST
from posture.operations.movement.lift_pool import LiftPool
from posture.theatre import Theatre

PLACES = {"A": 0, "B": 10, "C": 100}


def along_a_line(start, end):
    """Places on a line, a second a unit of length."""
    return abs(PLACES[start] - PLACES[end])


def pool_of(size):
    theatre = Theatre(Clock(utc(2023, 7, 3)), Streams(1, 0), 10_000)
    return theatre, LiftPool(theatre, "ships", size, along_a_line)


def moments(theatre, asked):
    """When each of these events fires."""
    fired = {}
    for name, event in asked.items():
        event.callbacks.append(lambda _, name=name: fired.update({name: theatre.now}))
    theatre.run()
    return fired


def test_what_has_carried_nothing_yet_is_where_it_is_first_wanted_and_then_where_it_was_emptied():
    theatre, pool = pool_of(1)
    first = pool.take("A")
    theatre.after(5, lambda: pool.give(1, "C"))
    second = pool.take("B")
    assert moments(theatre, {"first": first, "second": second}) == {"first": 0, "second": 95}
    assert [(row.where, row.amount) for row in theatre.log.of(BALLAST)] == [("B", 90)]


def test_the_nearest_comes_and_a_big_request_is_not_overtaken():
    theatre, pool = pool_of(3)
    moments_of = {"all": pool.take("A", 3)}
    theatre.after(1, lambda: pool.give(1, "C"))
    theatre.after(2, lambda: pool.give(2, "B"))
    theatre.after(3, lambda: moments_of.update(near=pool.take("A", 1)))
    theatre.run()
    assert [(row.time, row.amount) for row in theatre.log.of(BALLAST)] == [(3, 10)]
    theatre, pool = pool_of(3)
    first = pool.take("A", 2)
    big, small = pool.take("A", 3), pool.take("B", 1)
    theatre.after(4, lambda: pool.give(2, "A"))
    assert moments(theatre, {"first": first, "big": big, "small": small}) == {"first": 0, "big": 4}
    assert (pool.unserved, pool.free) == (1, 0)


def test_the_urgent_of_two_that_ask_in_one_instant_is_first():
    theatre, pool = pool_of(1)
    asked = {"patient": pool.take("A", 1, 9), "urgent": pool.take("A", 1, 1)}
    assert moments(theatre, asked) == {"urgent": 0}


def test_what_nobody_waits_for_goes_to_where_it_is_promised():
    theatre, pool = pool_of(1)
    pool.promise(2, "A")
    first = pool.take("A")
    pool.settle(1, "A")
    theatre.after(1, lambda: pool.give(1, "C"))
    late = {}
    theatre.after(150, lambda: late.update(second=pool.take("A")))
    theatre.run()
    assert first.triggered
    assert late["second"].triggered
    assert [(row.time, row.where) for row in theatre.log.of(BALLAST)] == [(1, "A")]
    assert pool.longest_wait == 0


def test_more_than_there_is_cannot_be_asked_or_brought_back():
    _, pool = pool_of(2)
    with pytest.raises(ModelFault, match="there are only 2"):
        pool.take("A", 3)
    with pytest.raises(ModelFault, match="came back"):
        pool.give(1, "A")


@given(
    st.lists(
        st.tuples(st.integers(0, 50), st.sampled_from("ABC"), st.sampled_from("ABC"), st.integers(1, 2)),
        min_size=1,
        max_size=12,
    ),
    st.integers(2, 4),
)
def test_everyone_is_served_and_nothing_is_lost(jobs, size):
    """Each job takes from one place, and gives back at another after ten seconds."""
    theatre, pool = pool_of(size)
    done = []

    def job(start, end, count):
        yield pool.take(start, count)
        yield theatre.wait(10)
        pool.give(count, end)
        done.append(start)

    for begin, start, end, count in jobs:
        theatre.after(begin, lambda s=start, e=end, c=count: theatre.start(job(s, e, c)))
    theatre.run()
    assert len(done) == len(jobs)
    assert (pool.free, pool.unserved, pool.promised) == (size, 0, 0)


def test_the_wait_is_foreseen_by_when_each_is_expected_back_turn_by_turn():
    """Two of three are out until 100 and 300, and come empty in 20; the third is idle."""
    theatre, pool = pool_of(3)
    for moment in (300, 100):
        pool.take("A")
        theatre.after(1, lambda moment=moment: pool.expect(1, moment))
    theatre.after(
        10, lambda: seen.extend(pool.wait_for(count, 400, 20) for count in (0.5, 1, 1.5, 2, 3, 4, 5))
    )
    seen = []
    theatre.after(100, lambda: pool.give(1, "A"))
    theatre.after(110, lambda: seen.append(pool.wait_for(3, 400, 20)))
    theatre.run()
    assert seen == [0, 0, 90 + 20, 90 + 20, 290 + 20, 400 + 20, 90 + 20 + 420, 190 + 20]
