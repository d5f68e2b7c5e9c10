import pytest
from hypothesis import given
from hypothesis import strategies as st

from posture.core.errors import PostureError
from posture.experiments.conditions import Applied, Named, Value, holds, names, parse_condition

HERE = {"lift": 4, "share": 0.25, "notice": 3 * 86400.0, "regime": "blanket", "open": True}


def here(named):
    return HERE.get(named.name)


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("lift >= 4", True),
        ("lift > 4", False),
        ("lift >= 4 or share > 0.2", True),
        ("lift < 4 and share > 0.2 or regime = 'blanket'", True),
        ("lift < 4 and (share > 0.2 or regime = 'blanket')", False),
        ("not lift < 4", True),
        ("not (lift < 4 or share > 0.2)", False),
        ("notice <= 72 h", True),
        ("notice < 3 d", False),
        ("share = 25 %", True),
        ("(lift + 2) * 3 = 18", True),
        ("lift - 1 - 1 = 2", True),
        ("2 * lift + 1 >= 9", True),
        ("max(lift, 7) = 7", True),
        ("min(lift, 7) / 2 = 2", True),
        ("open = true", True),
        ("regime != 'crisis'", True),
        ("absent >= 4", True),
        ("50 % of lift = 2", True),
        ("-lift < 0", True),
    ],
)
def test_a_condition_means_what_it_says(text, answer):
    assert holds(parse_condition(text), here) is answer


def test_paths_patterns_and_measures_are_names():
    found = parse_condition(
        "units.lt-*.notice <= 3 d and closure_days[lithuania/a b] < movement.wagons.1435-DE.sets"
    )
    assert list(names(found)) == [
        Named("units.lt-*.notice"),
        Named("closure_days", "lithuania/a b"),
        Named("movement.wagons.1435-DE.sets"),
    ]


def test_a_statistic_of_runs_is_kept_for_whoever_has_the_runs():
    found = parse_condition("half-width of P(closure_days[lithuania] <= 10 d) <= 5 % of max(mean, 1 d)")
    assert found.left.what == "half-width"
    assert found.right == Applied("of", (Value(5.0, "%"), Applied("max", (Named("mean"), Value(1.0, "d")))))
    with pytest.raises(PostureError, match="cannot be asked here"):
        holds(found, here)


@pytest.mark.parametrize(
    "text",
    [
        "", "lift", "lift >=", "lift >= 4 or", ">= 4", "lift >= 4)", "(lift >= 4", "lift => 4", "a[b >= 3",
        "__import__('os').system('x') = 1", "lift.__class__() = 1", "lambda: 1", "lift >= 4; lift", "'a", "(" * 200,
        "not " * 200 + "a = 1", "a = " + "1 + " * 300 + "1", "10 = ten\x00",
    ],
)  # fmt: skip
def test_what_is_no_condition_is_refused_with_its_place(text):
    with pytest.raises(PostureError, match=r"cannot be read at column \d+|over 500 characters"):
        parse_condition(text)


@given(st.text(max_size=80))
def test_no_text_does_more_than_be_read_or_refused(text):
    try:
        holds(parse_condition(text), here)
    except PostureError:
        return


def test_words_and_numbers_cannot_be_put_in_order():
    with pytest.raises(PostureError, match="cannot be put in order"):
        holds(parse_condition("regime > 3"), here)
    with pytest.raises(PostureError, match="division by nothing"):
        holds(parse_condition("lift / (lift - 4) > 3"), here)
