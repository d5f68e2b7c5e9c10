"""Standing tasks: who is told of them, and when."""

import pytest
from simpy import Environment

from posture.core.event_log import Log
from posture.theatre.commitments import Commitments


@pytest.fixture
def env():
    return Environment()


@pytest.fixture
def commitments(env):
    return Commitments(env, Log())


def told(env, event):
    """When an event reaches one who waits for it."""
    moments = []

    def wait():
        yield event
        moments.append(env.now)

    env.process(wait())
    return moments


@pytest.mark.parametrize("asked_before", [True, False])
def test_who_asks_for_a_task_is_told_of_it_before_it_stands_and_after(asked_before, env, commitments):
    early = told(env, commitments.declared("watch")) if asked_before else [5]
    env.timeout(5).callbacks.append(lambda _: commitments.declare("watch", 1, 0))
    env.run(until=9)
    late = told(env, commitments.declared("watch"))
    env.run(until=10)
    assert (early, late) == ([5], [9])


def test_a_task_that_nobody_declares_is_waited_for(env, commitments):
    never = told(env, commitments.declared("watch"))
    commitments.declare("guard", 1, 0)
    env.run(until=10)
    assert never == []


@pytest.mark.parametrize("change", ["claim", "authority", "release", "resize", "retire"])
def test_each_change_of_a_task_is_told_once_and_no_other_task_s(change, env, commitments):
    for name in ("watch", "guard"):
        commitments.declare(name, 1, 0)
    commitments.claim("a", "watch")
    here, there = told(env, commitments.changed("watch")), told(env, commitments.changed("guard"))
    changes = {
        "claim": lambda: commitments.claim("b", "watch"),
        "authority": lambda: commitments.take_authority("a"),
        "release": lambda: commitments.release("a"),
        "resize": lambda: commitments.resize("watch", 2),
        "retire": lambda: commitments.retire("watch"),
    }
    env.timeout(3).callbacks.append(lambda _: changes[change]())
    env.run(until=10)
    assert (here, there) == ([3], [])
