"""The log: append-only, time never falls, fingerprints of three strictnesses."""

import pytest

from posture.core.errors import ModelFault
from posture.core.event_log import Log


def filled(*rows):
    log = Log()
    for row in rows:
        log.note(*row)
    return log


def test_a_row_before_the_last_is_refused():
    log = filled((10, "order", "a"))
    with pytest.raises(ModelFault, match="time fell from 10 to 9"):
        log.note(9, "order", "a")


def test_equal_rows_have_equal_fingerprints_however_often_it_was_asked():
    one = filled((1, "order", "a"), (2, "closed", "a", "there", 5))
    other = filled((1, "order", "a"))
    other.fingerprint()
    other.note(2, "closed", "a", "there", 5)
    assert one.fingerprint() == other.fingerprint()


def test_each_strictness_sees_what_it_names_and_no_more():
    base = filled((1, "order", "a", "x", 1))
    amount, who, time = (
        filled(row) for row in [(1, "order", "a", "y", 2), (1, "order", "b"), (2, "order", "a")]
    )
    assert base.fingerprint() != amount.fingerprint()
    assert base.fingerprint_of_who() == amount.fingerprint_of_who() != who.fingerprint_of_who()
    assert base.fingerprint_of_times() == who.fingerprint_of_times() != time.fingerprint_of_times()
