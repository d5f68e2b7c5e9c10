"""Subjects of one run under the names of another."""

import pytest

from posture.core.errors import PostureError
from posture.questions.renamed import names_of, renamed
from posture.stats.estimates import Answer

ROWS = [Answer(0, "ready_days", one, 3.0, "d") for one in ("nrf-2013", "nrf-2013/first", "nrf-2013-rest")]
BESIDE = [Answer(0, "ready_days", "nrf", 2.0, "d")]


def test_a_subject_and_what_is_within_it_take_the_other_name_and_nothing_else_does():
    found = renamed(ROWS, {"nrf-2013": "nrf"}, BESIDE)
    assert [one.subject for one in found] == ["nrf", "nrf/first", "nrf-2013-rest"]
    assert [one.value for one in found] == [3.0] * 3


def test_a_subject_that_nobody_tells_of_brings_the_nearest():
    with pytest.raises(PostureError, match="nothing is told of 'nrf-2012'; did you mean 'nrf-2013'"):
        renamed(ROWS, {"nrf-2012": "nrf"}, BESIDE)
    with pytest.raises(PostureError, match="nothing is told of 'nfr'; did you mean 'nrf'"):
        renamed(ROWS, {"nrf-2013": "nfr"}, BESIDE)


@pytest.mark.parametrize("words", [("nrf-2013",), ("=nrf",), ("a=b", "a=c"), ("a=c", "b=c")])
def test_words_that_say_no_two_subjects_are_refused(words):
    with pytest.raises(PostureError, match=r"write it like|each subject stands for one alone"):
        names_of(words)
