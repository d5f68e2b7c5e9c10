"""Tables on pages of any width: figures stay whole, text folds, and nothing is lost."""

import os
import re
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posture.report import tables
from posture.report.tables import Table
from tests.report.printing import printed

FIGURES = ("24.2-27.0", "7 392 543", "+17.2 to +22.6", "100.0 %")
ROWS = tuple(
    (name, *FIGURES[:3], note, FIGURES[3])
    for name, note in product(
        ("central-mediterranean", "snmg1"), ("", "waits at the pier, for 2.5 d at least")
    )
)
WIDE = Table(
    "what is at sea", ("area or group", "10-90 %", "tonne-km", "interval", "note", "kept"), ROWS, (1, 2, 3, 5)
)


@pytest.mark.parametrize("width", [1, 20, 40, 60, 72, 80, 100, 200])
def test_no_figure_is_cut_or_folded_at_any_width(width):
    lines = printed([WIDE], width)
    for figure in FIGURES:
        assert sum(figure in line for line in lines) == len(ROWS)


@pytest.mark.parametrize("width", [34, 40, 60, 80, 100])
def test_no_line_is_wider_than_the_page_or_ends_in_spaces(width):
    for line in printed([WIDE], width):
        assert len(line) <= width
        assert line == line.rstrip()


ROWS_OF_LETTERS = st.lists(
    st.tuples(st.text("ab -", min_size=1, max_size=30), st.text("0123456789", min_size=1, max_size=12))
)


@given(ROWS_OF_LETTERS, st.integers(32, 60))
def test_no_letter_of_a_cell_is_lost(rows, width):
    """Heads have letters of their own; both columns fit beside one another from 32 on."""
    table = Table("", ("who", "most"), tuple(rows), (1,))
    letters = re.compile(r"[ab\d-]")
    assert sorted(letters.findall("".join(printed([table], width)))) == sorted(
        letters.findall("".join(map("".join, rows)))
    )


def test_a_table_too_wide_goes_on_below_and_says_again_what_its_rows_are():
    table = Table(
        "", ("area", "first", "second"), (("north", "1" * 12, "2" * 12), ("south", "3", "4")), (1, 2)
    )
    assert printed([table], 24) == [
        "  area          first",
        "  north  111111111111",
        "  south             3",
        "",
        "  area         second",
        "  north  222222222222",
        "  south             4",
    ]


def test_text_folds_at_spaces_and_a_figure_stays_with_its_unit():
    table = Table("", ("what",), (("readiness at Bari 12.7 d",),))
    assert printed([table], 25) == ["  what", "  readiness at Bari", "  12.7 d"]


def test_a_name_too_long_for_its_column_breaks_behind_its_marks():
    table = Table("", ("who",), (("part_closure_days[lithuania/mechanised-2]",),))
    assert printed([table], 25) == ["  who", "  part_closure_days[", "  lithuania/mechanised-2]"]


def test_a_sentence_is_one_line_and_a_table_has_a_blank_line_before_and_behind():
    long = "word " * 40 + "end"
    table = Table("title", ("", ""), (("a", "1"),), (1,))
    assert printed([long, table, "after", "", "", "more"], 60) == [
        long, "", "title", "  a  1", "", "after", "", "more",
    ]  # fmt: skip


def test_what_is_piped_has_one_width_unless_the_user_names_another(monkeypatch):
    def none(_):
        raise OSError("no terminal")

    monkeypatch.setattr(os, "get_terminal_size", none)
    monkeypatch.delenv("COLUMNS", raising=False)
    assert tables.standard().width == tables.WIDTH_WITHOUT_TERMINAL
    for asked, width in (
        ("72", 72),
        ("0", tables.WIDTH_WITHOUT_TERMINAL),
        ("wide", tables.WIDTH_WITHOUT_TERMINAL),
    ):
        monkeypatch.setenv("COLUMNS", asked)
        assert tables.standard().width == width
