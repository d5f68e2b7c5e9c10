"""What must hold in every history is held to: each rule refuses the history that breaks it."""

import re

import pytest
from click.testing import CliRunner

from posture.cli import main
from posture.core.errors import ModelFault
from posture.core.event_log import Log
from posture.outcomes.checks import check


def history(*rows):
    log = Log()
    for time, kind, who, where, amount in rows:
        log.note(time, kind, who, where, amount)
    return log


CLOSED = (
    (0, "expected", "one", "go", 1),
    (0, "order", "go", "deploy", 0),
    (90, "road", "one/part/people", "goal", 90),
    (90, "follows", "one/part", "one/part/people", 0),
    (90, "follows", "one", "one/part", 0),
    (90, "closed", "one", "goal", 0),
)


def test_a_sound_history_passes():
    check(history((0, "bound", "one", "", 90), *CLOSED))


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (((0, "bound", "one", "", 91), *CLOSED), "'one' closed after 90 s, its bound is 91 s"),
        ((*CLOSED[:2], (89, "road", "one/part/people", "goal", 89), *CLOSED[3:]), "does not balance"),
        (
            ((0, "claimed", "a", "watch", 0), (1, "claimed", "a", "guard", 0)),
            "'a' holds 'watch' and claims 'guard'",
        ),
        (
            ((0, "state", "a", "alerted", 0), (1, "state", "a", "moving", 0)),
            "'a' went from alerted to moving",
        ),
        (
            ((0, "line", "one/part/people", "H", 5), (1, "received", "one/part/people", "G", 6)),
            "1 pieces of the line 'one/part/people' came twice",
        ),
        (
            ((0, "drawn", "one/part/wheeled", "store", 5), (1, "turned in", "one/part/wheeled", "store", 6)),
            "6 pieces of the line 'one/part/wheeled' are turned in, fewer were drawn",
        ),
    ],
)
def test_a_history_that_cannot_be_is_refused(rows, said):
    with pytest.raises(ModelFault, match=re.escape(said)):
        check(history(*rows))


def test_who_was_relieved_may_claim_again():
    rows = (
        (0, "claimed", "a", "watch", 0),
        (1, "released", "a", "watch", 0),
        (1, "claimed", "a", "guard", 0),
    )
    check(history(*rows))


def test_a_run_may_be_held_to_it(tmp_path):
    words = ["run", "first", "--replications", "2", "--check", "--quiet", "--out", str(tmp_path / "run")]
    assert CliRunner().invoke(main, words, prog_name="posture").exit_code == 0
