"""Cards tell what the runs came to, in numbers that can be checked by hand."""

import csv
from math import inf

import numpy as np
from click.testing import CliRunner

from posture.cli import main
from posture.report.cards import cards
from posture.stats.estimates import Answer


def test_chances_and_rolls_are_shares_of_the_runs():
    days = [float(one) for one in range(1, 10)] + [inf]
    rows = [Answer(run, "closure_days", "n", day, "d") for run, day in enumerate(days)]
    rows += [Answer(run, "part_closure_days", "n/p", 2.0, "d") for run in range(10)]
    chances, rolls, units = cards(rows, {}, {})
    assert chances.heads == ("brigade", *(f"D+{day}" for day in range(1, 10)))
    assert chances.rows == (("n", *(str(10 * day) for day in range(1, 10))),)
    assert rolls.rows == (("n", *(f"{day}.0" for day in range(1, 10)), "never"),)
    assert units.rows[0][:3] == ("n/p", "0", "100")


def test_what_has_come_to_a_place_adds_up_day_by_day():
    told = {("pieces_in_by_day", "PORT"): np.array([[5.0, 0.0, 10.0], [5.0, 0.0, 20.0], [5.0, 0.0, 20.0]])}
    [card] = cards([], told, {"PORT": "=Port"})
    assert card.rows == (("=Port", "5", "5", "25"),)


def test_the_command_writes_a_page_to_print_and_a_csv_each(tmp_path):
    folder = tmp_path / "mine"
    words = ["run", "first", "--replications", "3", "--jobs", "1", "--quiet", "--out", str(folder)]
    assert CliRunner().invoke(main, words).exit_code == 0
    out = CliRunner().invoke(main, ["cards", str(folder)])
    assert out.exit_code == 0, out.output
    text = (folder / "cards" / "cards.html").read_text(encoding="utf-8")
    assert "<script" not in text
    assert "http" not in text
    card = (folder / "cards" / "card-1.csv").read_text(encoding="utf-8")
    [head, *rows] = csv.reader(card.splitlines())
    assert head[0] == "brigade"
    assert rows
    assert CliRunner().invoke(main, ["cards", str(folder)]).exit_code == 6
