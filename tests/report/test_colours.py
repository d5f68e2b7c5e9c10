"""Colours: seen on their paper, and told apart by whoever sees fewer of them."""

import re
from itertools import combinations
from pathlib import Path

import pytest

from posture.report import page
from posture.report.drawing import COLOURS, GREY, ON_DARK

PAPERS = {"light": "#ffffff", "dark": "#14181e"}
SEEN = {
    "all colours": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "no red": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "no green": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "no blue": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
"""What is left of linear light, from Machado, Oliveira and Fernandes 2009, at full severity."""
APART = 12
"""In CIELAB 1976; two is what a trained eye tells side by side. The set that was here before had 2."""


def linear(colour):
    found = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    return [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in found]


def luminance(colour):
    return sum(part * one for part, one in zip((0.2126, 0.7152, 0.0722), linear(colour), strict=True))


def contrast(one, other):
    """By WCAG 2.2."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def lab(light):
    rows = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))
    white = (0.9505, 1.0, 1.089)
    x, y, z = (
        cube(sum(part * one for part, one in zip(row, light, strict=True)) / most)
        for row, most in zip(rows, white, strict=True)
    )
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def cube(part):
    return part ** (1 / 3) if part > 0.008856 else 7.787 * part + 16 / 116


def seen(colour, rows):
    light = linear(colour)
    return lab([min(1, max(0, sum(a * b for a, b in zip(row, light, strict=True)))) for row in rows])


def test_black_on_white_has_the_contrast_of_the_standard():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize(("scheme", "colours"), [("light", COLOURS), ("dark", ON_DARK)])
def test_what_a_chart_draws_stands_out_from_its_paper(scheme, colours):
    assert min(contrast(one, PAPERS[scheme]) for one in (*colours, GREY)) >= 3


@pytest.mark.parametrize("colours", [COLOURS, ON_DARK], ids=["light", "dark"])
@pytest.mark.parametrize("sight", SEEN)
def test_no_two_colours_are_alike_to_anyone(colours, sight):
    for one, other in combinations(colours, 2):
        ends = zip(seen(one, SEEN[sight]), seen(other, SEEN[sight]), strict=True)
        assert sum((a - b) ** 2 for a, b in ends) ** 0.5 >= APART, (one, other)


def themes(name):
    """The colours of a page's text by theme, as its template has them."""
    text = Path(page.__file__).with_name(name).read_text(encoding="utf-8")
    found = re.findall(r"--(ink|paper|soft|link): (#[0-9a-f]{6})", text)
    assert len(found) == 8
    return {"light": dict(found[:4]), "dark": dict(found[4:])}


@pytest.mark.parametrize("name", ["page.html", "map.html"])
@pytest.mark.parametrize("scheme", PAPERS)
def test_text_can_be_read_on_its_paper(name, scheme):
    mine = themes(name)[scheme]
    assert mine["paper"] == PAPERS[scheme]
    pairs = [(text, ground) for text in ("ink", "link") for ground in ("paper", "soft")]
    assert min(contrast(mine[text], mine[ground]) for text, ground in pairs) >= 4.5
