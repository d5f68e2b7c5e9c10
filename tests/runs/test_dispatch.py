import os
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest

from posture.runs.dispatch import FailedItem, spread
from posture.runs.kept_workers import keeping_workers

TASKS = """
    import os
    import signal
    from posture.core.errors import PostureError


    def times(factor, item):
        return factor * item


    def pid(initial, item):
        return os.getpid()


    def moody(initial, item):
        if item == 3:
            raise ValueError("three is too many")
        if item == 5:
            raise PostureError("homes.0: no way out")
        if item == 7:
            raise SystemExit(0)
        return item


    def deadly(initial, item):
        if item == 4:
            os.kill(os.getpid(), signal.SIGKILL)
        return item


    def lock(initial, item):
        return (lambda: item) if item == 2 else item
"""


@pytest.fixture
def tasks(tmp_path, monkeypatch):
    """A module that workers can import, as they import ours."""
    (tmp_path / "worker_tasks.py").write_text(dedent(TASKS))
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "worker_tasks", raising=False)
    import worker_tasks

    return worker_tasks


@pytest.mark.parametrize("jobs", [1, 2, 3])
def test_results_come_in_the_order_of_the_items(tasks, jobs):
    assert list(spread(tasks.times, range(100), jobs, 3)) == [3 * item for item in range(100)]


def test_one_job_stays_in_this_process_and_two_do_not(tasks):
    assert set(spread(tasks.pid, range(4), 1, None)) == {os.getpid()}
    assert os.getpid() not in set(spread(tasks.pid, range(4), 2, None))


def test_workers_live_for_many_items(tasks):
    assert len(set(spread(tasks.pid, range(200), 2, None))) <= 2


def test_a_question_keeps_its_workers_from_one_spread_to_the_next_and_sends_each_what_it_needs(tasks):
    with keeping_workers():
        first = set(spread(tasks.pid, range(40), 2, None))
        assert set(spread(tasks.pid, range(40), 2, None)) & first
        assert list(spread(tasks.times, range(9), 2, 5)) == [5 * item for item in range(9)]
        assert list(spread(tasks.times, range(9), 2, 7)) == [7 * item for item in range(9)]
        early = spread(tasks.times, range(1000), 2, 3)
        assert next(early) == 0
        early.close()
        assert list(spread(tasks.times, range(9), 2, 4)) == [4 * item for item in range(9)]
    assert not set(spread(tasks.pid, range(40), 2, None)) & first


def test_no_items_give_no_results(tasks):
    assert list(spread(tasks.times, [], 2, 3)) == []


@pytest.mark.parametrize("jobs", [1, 2])
def test_an_item_that_raises_is_a_failure_of_that_item_alone(tasks, jobs):
    results = list(spread(tasks.moody, range(10), jobs, None))
    failures = [one for one in results if isinstance(one, FailedItem)]
    assert [one for one in results if not isinstance(one, FailedItem)] == [0, 1, 2, 4, 6, 8, 9]
    assert [(one.item, one.exit_code) for one in failures] == [(3, 1), (5, 2), (7, 1)]
    assert failures[0].message.startswith("ValueError: three is too many (worker_tasks.py:")
    assert failures[1].message == "homes.0: no way out"


def test_a_worker_that_is_killed_costs_its_item_alone_and_hangs_nobody(tasks):
    results = list(spread(tasks.deadly, range(40), 2, None))
    assert results.pop(4) == FailedItem(4, "its worker process died (signal 9)")
    assert results == [item for item in range(40) if item != 4]


def test_a_result_that_cannot_be_sent_is_a_failure_of_that_item_alone(tasks):
    results = list(spread(tasks.lock, range(6), 2, None))
    assert [one.item for one in results if isinstance(one, FailedItem)] == [2]


def test_leaving_early_stops_the_workers(tasks):
    results = spread(tasks.times, range(1000), 2, 3)
    assert next(results) == 0
    results.close()


def test_an_interrupt_stops_the_workers_at_once(tmp_path):
    (tmp_path / "sleepy.py").write_text("import time\n\n\ndef nap(initial, item):\n    time.sleep(30)\n")
    script = """
        import os, signal, threading
        from sleepy import nap
        from posture.runs.dispatch import spread

        signal.signal(signal.SIGINT, signal.default_int_handler)
        threading.Timer(1.0, os.kill, (os.getpid(), signal.SIGINT)).start()
        try:
            list(spread(nap, range(8), 2, None))
        except KeyboardInterrupt:
            print("interrupted")
    """
    root = Path(__file__).parents[2]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(root), str(tmp_path)])}
    ended = subprocess.run(
        [sys.executable, "-c", dedent(script)],
        env=environment,
        capture_output=True,
        text=True,
        timeout=20,
        check=False,
    )
    assert ended.stdout == "interrupted\n"
