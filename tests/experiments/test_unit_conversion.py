"""A number without a unit means the same in every condition: that of what it is compared with."""

import pytest

from posture.core.errors import PostureError
from posture.experiments.conditions import holds, parse_condition
from posture.experiments.precision import targets
from posture.experiments.unit_conversion import in_own_units
from posture.questions.require_aims import aims

UNITS = {"closure_days": "d", "notice": "h", "wait": "d", "share": "probability", "length": "km", "lift": ""}
HERE = {"closure_days": 9.0, "notice": 48.0, "wait": 3.0, "share": 0.25, "length": 60.0, "lift": 4}


def plain(text):
    return in_own_units(parse_condition(text), lambda named: UNITS[named.name])


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("closure_days[x] <= 10", True),
        ("closure_days[x] <= 8", False),
        ("closure_days[x] <= 216 h", True),
        ("closure_days[x] < 216 h", False),
        ("9 >= closure_days[x] and closure_days[x] >= 9", True),
        ("closure_days[x] + 1 <= 10", True),
        ("closure_days[x] + 1 d <= 240 h", True),
        ("closure_days[x] * 2 = 18", True),
        ("closure_days[x] / wait = 3", True),
        ("max(closure_days[x], 240 h) = 10", True),
        ("50 % of closure_days[x] = 4.5", True),
        ("notice = 48 and notice = 2 d", True),
        ("notice < wait", True),
        ("wait - notice = 1 d", True),
        ("lift * 12 h = notice", True),
        ("notice / 1 d = 2 / 24", False),
        ("share = 25 % and share = 0.25", True),
        ("not (length < 60000 m)", True),
        ("lift = 4 or closure_days[x] = 0", True),
    ],
)
def test_a_bare_number_is_in_the_unit_beside_it(text, answer):
    assert holds(plain(text), lambda named: HERE[named.name]) is answer


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("closure_days[x] <= 5 km", "5 km is no amount in d"),
        ("closure_days[x] <= 5 %", "5 % is no amount in d"),
        ("closure_days[x] <= length", "of one kind of amount, not of d and km"),
        ("closure_days[x] = 'late'", "'late' is no amount in d"),
    ],
)
def test_amounts_of_unlike_kinds_are_refused(text, message):
    with pytest.raises(PostureError, match=message):
        plain(text)


@pytest.mark.parametrize("limit", ["10", "10 d", "240 h"])
def test_a_precision_and_a_requirement_count_the_same_runs(limit):
    """Nine and eleven days about a limit of ten: half of the runs, whichever way the limit is written."""
    values = [9.0, 11.0] * 50
    condition = f"P(closure_days[x] <= {limit})"
    [target] = targets(f"half-width of {condition} <= 0.05")
    [aim] = aims(f"{condition} >= 0.9")
    seen = aim.seen([{("closure_days", "x"): value} for value in values], 0.95, 0.025)
    reached = target.reached(values)
    assert (seen.estimate, reached.estimate) == (0.5, 0.5)
    assert reached.half == pytest.approx((seen.interval.high - seen.interval.low) / 2)
