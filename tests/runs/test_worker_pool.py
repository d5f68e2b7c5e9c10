import os
import sys
from textwrap import dedent
from time import monotonic

import pytest

from posture.runs.worker import cause
from posture.runs.worker_pool import LocalWorkerPool, Lost, limit_memory

TASKS = """
    import os
    import signal
    import time

    kept = []


    class Stubborn(Exception):
        def __init__(self, one, two):
            super().__init__("cannot be made again from one word")


    def begin():
        pass


    def same(item):
        return item


    def pid():
        return os.getpid()


    def die():
        os.kill(os.getpid(), signal.SIGKILL)


    def sleep(seconds):
        time.sleep(seconds)
        return seconds


    def stubborn():
        raise Stubborn(1, 2)


    def lock():
        return lambda: 1


    def keep(left):
        while True:
            try:
                kept.append(bytes(4_000_000))
            except MemoryError:
                break
        del kept[:left]
        raise MemoryError
"""


@pytest.fixture
def tasks(tmp_path, monkeypatch):
    """A module that members can import, as they import ours."""
    (tmp_path / "crew_tasks.py").write_text(dedent(TASKS))
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "crew_tasks", raising=False)
    import crew_tasks

    return crew_tasks


@pytest.fixture
def crew(tasks):
    found = LocalWorkerPool(2, "crew_tasks", (tasks.begin, ()))
    yield found
    found.leave()


def taken(crew, count, within=60):
    """So many results, by ticket."""
    found, until = {}, monotonic() + within
    while len(found) < count and monotonic() < until:
        back = crew.take(0.1)
        if back is not None:
            assert back[0] not in found
            found[back[0]] = back[1]
    assert len(found) == count
    assert crew.take(0) is None
    return found


def test_everything_comes_back_once_with_its_ticket(crew, tasks):
    for item in range(50):
        crew.give(item, tasks.same, (item * item,), 10)
    assert taken(crew, 50) == {item: item * item for item in range(50)}


def test_as_many_processes_as_are_asked_for_and_only_where_there_is_work(crew, tasks):
    crew.give("one", tasks.pid, (), None)
    one = taken(crew, 1)["one"]
    crew.give("next", tasks.pid, (), None)
    assert taken(crew, 1)["next"] == one
    for number in range(4):
        crew.give(number, tasks.sleep, (0.2,), None)
    taken(crew, 4)
    assert len({one.process.pid for one in crew._members}) == 2


def test_a_member_that_dies_costs_what_it_was_at_and_not_what_it_had_waiting(crew, tasks):
    for number in range(20):
        crew.give(number, *((tasks.die, ()) if number % 5 == 2 else (tasks.same, (number,))), 30)
    found = taken(crew, 20)
    died = Lost(False, "its process died (signal 9)")
    assert found == {number: died if number % 5 == 2 else number for number in range(20)}


def test_a_member_past_its_time_is_stopped_though_more_waits_than_a_pipe_holds(crew, tasks):
    """The parent must not be caught sending: what waits behind a hanging run may be larger than any pipe."""
    crew.give("hangs", tasks.sleep, (600,), 0.5)
    crew.give("hangs too", tasks.sleep, (600,), 0.5)
    content = bytes(3_000_000)
    begin = monotonic()
    for number in range(6):
        crew.give(number, tasks.same, (content,), 30)
    assert monotonic() - begin < 5
    found = taken(crew, 8)
    assert found.pop("hangs") == found.pop("hangs too") == Lost(True, "")
    assert set(found.values()) == {content}


def test_time_begins_with_the_work_and_not_while_it_waits(crew, tasks):
    for number in range(6):
        crew.give(number, tasks.sleep, (0.4,), 5.0)
    assert set(taken(crew, 6).values()) == {0.4}


def test_what_a_run_keeps_in_memory_goes_with_its_process(tasks):
    """A run that fills the memory and holds on to it: nothing that is left may pay for it, nor wait for ever."""
    crew = LocalWorkerPool(1, "crew_tasks", (limit_memory, (600_000_000,)))
    try:
        for left in (0, 10):  # nothing left even to say so, and enough to say so
            crew.give("keeps", tasks.keep, (left,), 60)
            crew.give("after", tasks.same, (bytes(5_000_000),), 60)
            found = taken(crew, 2)
            lost = found["keeps"]
            assert isinstance(lost, MemoryError) or lost == Lost(False, "its process died (out of memory)")
            assert found["after"] == bytes(5_000_000)
    finally:
        crew.leave()


def test_what_cannot_be_sent_back_is_a_fault_of_that_work_alone(crew, tasks):
    crew.give("fault", tasks.stubborn, (), None)
    crew.give("result", tasks.lock, (), None)
    crew.give("sound", tasks.same, (1,), None)
    found = taken(crew, 3)
    assert str(found["fault"]) == "Stubborn: cannot be made again from one word"
    assert isinstance(found["result"], Exception)
    assert found["sound"] == 1


def test_leaving_stops_whoever_is_at_work_at_once(crew, tasks):
    crew.give("long", tasks.sleep, (600,), None)
    assert crew.take(0.3) is None
    [pid] = [one.process.pid for one in crew._members]
    begin = monotonic()
    crew.leave()
    assert monotonic() - begin < 5
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_the_end_of_a_process_is_told_in_words():
    assert [cause(-9), cause(1), cause(12)] == ["signal 9", "exit code 1", "out of memory"]
