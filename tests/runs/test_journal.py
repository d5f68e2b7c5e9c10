import gc
from array import array

import pytest

from posture.core.errors import InUse, StorageFault
from posture.runs.cases import CRASHED, DONE, Outcome
from posture.runs.journal import MOST_FORMS, AnswerForm, Journal, Lock, PointEntry
from posture.runs.tidy import blocks

KEYS = (("closure_days", "x"), ("order_days", "x/deploy"))


def run(point=0, replication=0, status=DONE, values=(1.5, float("inf"))):
    return Outcome(point, replication, 7, status, "ab", 9, KEYS, array("d", values).tobytes())


@pytest.fixture
def journal(tmp_path):
    with Journal(tmp_path, write=True) as journal:
        yield journal


def test_what_is_recorded_is_read_bit_by_bit_in_order(journal):
    journal.record([run(1, 0), run(0, 2, values=(0.1 + 0.2, -0.0)), run(0, 1)])
    found = list(journal.runs())
    assert [(one.point, one.replication) for one in found] == [(0, 1), (0, 2), (1, 0)]
    assert found[1].values.tobytes() == array("d", (0.1 + 0.2, -0.0)).tobytes()
    assert (found[0].keys, found[0].seed, found[0].fingerprint) == (KEYS, 7, "ab")


def test_runs_that_each_tell_of_others_take_no_more_memory_however_many_they_are(journal):
    """On the eastern flank nearly every run has answers of its own: who is bumped, called, seen."""
    many = 6 * MOST_FORMS
    named = [(("closure_days", f"x{number}"), ("order_days", "y")) for number in range(many)]
    for number, keys in enumerate(named):
        journal.record([run(0, number)._replace(keys=keys)])
    read = []
    for one, held in ((one, forms_in_memory()) for one in journal.runs()):
        read.append(one.keys)
        assert held <= 2 * MOST_FORMS + 1  # of writing and of reading
    assert read == named
    lines = [line for block in blocks(journal.runs(), lambda *_: True) for line in block.lines]
    assert len(lines) == 2 * many
    assert lines[-2] == f"0,{many - 1},closure_days,x{many - 1},1.5,d,done\n"


def forms_in_memory():
    return sum(isinstance(one, AnswerForm) for one in gc.get_objects())


def test_a_run_that_is_there_stays_as_it_is(journal):
    journal.record([run(values=(1.0, 2.0))])
    journal.record([run(values=(3.0, 4.0)), run(0, 1)])
    assert [one.values[0] for one in journal.runs()] == [1.0, 1.5]


def test_a_batch_is_written_whole_or_not_at_all(journal):
    with pytest.raises(StorageFault):
        journal.record([run(), run(0, 1)._replace(replication=None)])
    assert list(journal.runs()) == []
    journal.record([run()])
    assert journal.counts() == {DONE: 1}


def test_failed_runs_are_forgotten_alone(journal):
    journal.record([run(), run(0, 1, CRASHED), run(0, 2)])
    assert journal.forget_failed() == 1
    assert journal.present(0, 0, 9) == {0, 2}


def test_points_and_facts_are_kept(journal):
    entry = PointEntry(0, "k", {"a": 1.5, "b": None}, ("x.y=3 d",), 1)
    journal.add_points([entry])
    journal.keep("asked", {"points": 1})
    assert journal.points() == [entry]
    assert journal.fact("asked") == {"points": 1}
    assert journal.fact("other") is None


def test_a_folder_without_a_journal_is_no_study(tmp_path):
    with pytest.raises(StorageFault, match=r"holds no journal\.sqlite"):
        Journal(tmp_path, write=False)


def test_a_file_that_is_no_journal_is_told(tmp_path):
    (tmp_path / "journal.sqlite").write_bytes(b"not a database, but long enough to look like one" * 50)
    with pytest.raises(StorageFault, match="file is not a database"):
        Journal(tmp_path, write=True)


def test_a_folder_is_held_by_one_at_a_time_and_let_go(tmp_path):
    with Lock(tmp_path), pytest.raises(InUse, match="in use"), Lock(tmp_path):
        pass
    with Lock(tmp_path):
        pass
