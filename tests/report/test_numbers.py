"""The named forms of numbers, at their edges; and that nobody makes forms of his own."""

import ast
from math import inf, nan
from pathlib import Path

import pytest

import posture
from posture.report import numbers

ROOT = Path(posture.__file__).parent


@pytest.mark.parametrize(
    ("form", "value", "read"),
    [
        (numbers.days, 20.26, "20.3 d"),
        (numbers.days, 0.0, "0.0 d"),
        (numbers.days, 0.04, "< 0.1 d"),
        (numbers.days, None, "never"),
        (numbers.days, inf, "never"),
        (numbers.days_more, -0.04, "+0.0 d"),
        (numbers.on_day, -1.0, "D-1.0"),
        (numbers.on_day, 61.54, "D+61.5"),
        (numbers.percent, 0.004, "< 1 %"),
        (numbers.percent, 0.0, "0 %"),
        (numbers.percent, 0.996, "100 %"),
        (numbers.percent_tenth, 0.9755, "97.5 %"),
        (numbers.percent_of, 0.95, "95 %"),
        (numbers.percent_of, 0.999, "99.9 %"),
        (numbers.probability, 1, "1.00"),
        (numbers.count, 7392543.4, "7 392 543"),
        (numbers.count, 999, "999"),
        (numbers.number, 1240.4, "1240"),
        (numbers.number, 22.84, "22.8"),
        (numbers.number, 3.125, "3.12"),
        (numbers.number, -0.001, "0.00"),
        (numbers.number, inf, "never"),
        (numbers.number, nan, "-"),
        (numbers.number_more, 3.1, "+3.10"),
        (numbers.number_more, -3.1, "-3.10"),
        (numbers.number_more, None, "-"),
        (numbers.figure, 5.0, "5"),
        (numbers.figure, 0.8834, "0.883"),
        (numbers.figure, 1733468.2, "1 733 468"),
        (numbers.figure_more, 12.0, "+12"),
        (numbers.mean_count, 0.04, "0"),
        (numbers.mean_count, 12.0, "12.0"),
        (numbers.ratio, 2.31, "1:2.3"),
        (numbers.p_value, 0.00009, "p < 0.0001"),
        (numbers.duration, 7_500, "2 h 5 min"),
        (numbers.duration, 100, "1 min 40 s"),
        (numbers.duration, -3, "0 s"),
    ],
)
def test_a_number_is_read_so(form, value, read):
    assert form(value) == read


def test_an_interval_of_one_run_is_a_dash_and_an_end_without_limit_says_so():
    assert numbers.between(None) == "-"
    assert numbers.between((None, 3.0)) == "-"
    assert numbers.between((-inf, 3.0)) == "no limit to 3.00"
    assert numbers.between((-1.0, 3.0), numbers.tenth_more) == "-1.0 to +3.0"
    assert numbers.spread(9.0, None) == "9.0-never"


def _files():
    return [path for room in ("report", "cli") for path in sorted((ROOT / room).glob("*.py"))]


def test_no_other_module_of_report_or_cli_writes_a_form_of_its_own():
    """A format spec such as {x:.1f} stands in numbers alone."""
    found = [
        f"{path.name}:{node.lineno}"
        for path in _files()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FormattedValue) and node.format_spec is not None
    ]
    assert [one for one in found if not one.startswith("numbers.py")] == []
    assert found


def test_rich_tables_are_made_in_one_module():
    makers = [path.name for path in _files() if "rich.table" in path.read_text(encoding="utf-8")]
    assert makers == ["tables.py"]
