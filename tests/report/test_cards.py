"""Cards tell what the runs came to, in numbers that can be checked by hand."""

import csv
import sys
from math import inf
from shutil import which
from subprocess import run

import numpy as np
import pytest
from click.testing import CliRunner

from posture.cli import main
from posture.core.errors import PostureError
from posture.report.cards import cards
from posture.report.printed_cards import BREAK, pdf, printable
from posture.report.tables import Table
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


NAMES = ("שלום", "مرحبا", "🚂 train", "w" * 200, "#eval(1) $x$ *b* </script>", "Łódź Μεγάλη Київ")


def test_what_a_printers_letters_lack_is_told_by_its_name_and_the_rest_stays():
    assert printable("🚂\N{VARIATION SELECTOR-16} train") == "[steam locomotive] train"
    assert [printable(name) for name in (NAMES[0], NAMES[1], NAMES[5])] == [NAMES[0], NAMES[1], NAMES[5]]
    assert printable("w" * 200).replace(BREAK, "") == "w" * 200
    assert max(map(len, printable("w" * 200).split(BREAK))) == 24


def test_cards_without_typst_say_what_brings_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(PostureError, match=r"posture\[print\]"):
        pdf("n", "", [Table("t", ("a",), (("1",),))])


def test_a_card_is_a_page_and_long_ones_have_their_heads_on_each():
    pytest.importorskip("typst", reason="Typst sets the pages")
    rows = tuple((name, "1") for name in NAMES) + tuple((f"unit {number}", "2") for number in range(60))
    card = Table("What </script> has come", ("unit", "D+10"), rows, (1,))
    made = pdf("mine", "3 runs of seed 1", [card, card])
    assert made.startswith(b"%PDF")
    assert made == pdf("mine", "3 runs of seed 1", [card, card])
    if which("pdftotext") is None:
        pytest.skip("there is no pdftotext; Debian: make browser")
    told = run(
        ["pdftotext", "-layout", "-", "-"], input=made, capture_output=True, check=True
    ).stdout.decode()
    pages = told.split("\f")[:-1]
    assert len(pages) >= 4
    assert all("unit" in page and "D+10" in page and "3 runs of seed 1" in page for page in pages)
    assert {f"unit {number}" for number in range(60)} <= {
        " ".join(line.split()[:2]) for page in pages for line in page.splitlines()
    }
    for name in (NAMES[0], NAMES[1], "[steam locomotive] train", *NAMES[4:]):
        assert name in told, name
    assert told.count("w") >= 2 * 200
