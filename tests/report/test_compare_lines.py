"""What `posture compare` says where the runs have nothing in common."""

from posture.questions.compare import compare_rows
from posture.report.compare import CompareAnswer, lines
from posture.stats.estimates import Answer


def said(first, second):
    here, there = (
        [Answer(run, "fill_share", one, 0.5 + run / 10, "share") for run in range(3)]
        for one in (first, second)
    )
    found = compare_rows(here, there, in_pairs=True)
    return [str(part) for part in lines(CompareAnswer("nrf-2021", "nrf-2022", (), found, ()), 10)]


def test_runs_without_a_subject_in_common_are_said_to_have_none():
    told = said("land-2021", "land-2022")
    assert any(
        one.startswith("nothing can be compared: no measure is told of the same subject") for one in told
    )
    assert "1 questions are answered by nrf-2021 alone, such as fill_share[land-2021]" in told


def test_runs_alike_are_said_not_to_have_moved():
    assert "0 of 1 questions moved (Holm, 95 % for all together)" in said("land", "land")
