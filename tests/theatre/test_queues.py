"""Queues with priorities and bumping, and their traps."""

import pytest
from simpy import Environment

from posture.core.errors import ModelFault
from posture.theatre.queues import Queue


@pytest.fixture
def env():
    return Environment()


def test_the_urgent_goes_before_the_early_and_equals_in_turn(env):
    queue = Queue(env, "ramp", 1)
    queue.acquire("holder", 5)
    env.run()
    waiting = [queue.acquire(name, priority) for name, priority in [("a", 5), ("b", 1), ("c", 5)]]
    served = []
    for _ in range(3):
        queue.release(next(iter(queue._held)))
        env.run()
        served.append(next(iter(queue._held)))
    assert served == ["b", "a", "c"]
    assert all(grant.granted.triggered for grant in waiting)


def test_only_who_holds_a_server_can_give_it_back(env):
    queue = Queue(env, "ramp", 1)
    queue.acquire("a", 0)
    env.run()
    with pytest.raises(ModelFault, match="does not hold"):
        queue.release("b")
    queue.release("a")
    with pytest.raises(ModelFault, match="does not hold"):
        queue.release("a")


def test_bumping_takes_the_least_urgent_holder_and_exactly_as_many_as_are_needed(env):
    queue = Queue(env, "ramp", 2, bumping=True)
    low, lower = queue.acquire("low", 5), queue.acquire("lower", 9)
    env.run()
    urgent = queue.acquire("urgent", 1)
    env.run()
    assert urgent.granted.triggered
    assert (low.bumped.triggered, lower.bumped.triggered) == (False, True)
    again = queue.again(lower)
    late = queue.acquire("late", 9)
    queue.release("urgent")
    env.run()
    assert (again.granted.triggered, late.granted.triggered) == (True, False)


def test_nobody_is_bumped_by_an_equal(env):
    queue = Queue(env, "ramp", 1, bumping=True)
    first = queue.acquire("first", 3)
    second = queue.acquire("second", 3)
    env.run()
    assert not first.bumped.triggered
    assert not second.granted.triggered


def test_giving_up_leaves_no_residue_whether_waiting_or_served(env):
    queue = Queue(env, "ramp", 1)
    queue.acquire("a", 0)
    waiting = queue.acquire("b", 0)
    env.run()
    queue.cancel(waiting)
    queue.release("a")
    assert queue.holders == 0
    grant = queue.acquire("b", 0)
    queue.cancel(grant)
    served = queue.acquire("c", 0)
    env.run()
    queue.cancel(served)
    assert (queue.holders, queue.unserved) == (0, 0)


def test_a_closed_queue_serves_nobody_and_an_opened_one_serves_at_once(env):
    queue = Queue(env, "ramp", 1)
    queue.set_servers(0)
    waiting = [queue.acquire(name, 0) for name in "abc"]
    env.run()
    assert queue.holders == 0
    queue.set_servers(2)
    env.run()
    assert [grant.granted.triggered for grant in waiting] == [True, True, False]


@pytest.mark.parametrize("bumping", [False, True])
def test_of_two_that_ask_in_one_instant_the_urgent_is_served_first(env, bumping):
    queue = Queue(env, "ramp", 1, bumping=bumping)
    patient, urgent = queue.acquire("a patient one", 9), queue.acquire("urgent", 1)
    env.run()
    assert (patient.granted.triggered, urgent.granted.triggered) == (False, True)
    assert not patient.bumped.triggered
    assert queue.bumps == 0


def test_who_asks_in_the_instant_of_a_release_may_be_served_before_who_waited(env):
    queue = Queue(env, "ramp", 1)
    queue.acquire("holder", 5)
    env.run()
    waiting = queue.acquire("waiting", 5)
    env.run(until=10)
    queue.release("holder")
    urgent = queue.acquire("urgent", 1)
    env.run()
    assert (waiting.granted.triggered, urgent.granted.triggered) == (False, True)
