"""Matched settings: of some general figures only those combinations that past moves do not rule out.

A table of them ships, made by `posture backtest --match`; a joint draw takes the figures that it holds from
one of its rows, all others as without it.
"""

import csv
from collections.abc import Mapping, Sequence
from functools import cache
from io import StringIO
from pathlib import Path
from random import Random

from posture.core import storage
from posture.core.csv_text import guarded
from posture.core.errors import PostureError
from posture.scenario.loading import rows
from posture.scenario.shipped import shipped

FIRST = ("setting", "implausibility")
Shares = Mapping[str, float]
"""By figure the share of its range's law: 0.5 is the typical figure."""


def write(path: Path, settings: Sequence[Shares], implausibility: Sequence[float]) -> None:
    """As the table that ships: a setting a row, a figure a column, shares to four digits."""
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    figures = sorted(settings[0])
    writer.writerow([*FIRST, *map(guarded, figures)])
    for number, (one, far) in enumerate(zip(settings, implausibility, strict=True), 1):
        writer.writerow([number, f"{far:.2f}", *(f"{one[figure]:.4f}" for figure in figures)])
    storage.write(path, text.getvalue().encode())


@cache
def shipped_settings() -> Sequence[Shares]:
    """The settings that ship."""
    path = shipped("table", "matched-settings")
    assert path is not None
    with path.open(encoding="utf-8", newline="") as file:
        header = next(csv.reader(file))
    found = [
        {figure: float(cell) for figure, cell in row.items() if figure not in FIRST}
        for row, _ in rows(path, tuple(header))
    ]
    if not found:
        raise PostureError(
            f"{path.name} holds no setting; make it with 'posture backtest --match {path.name}'"
        )
    return tuple(found)


def drawn_setting(seed: int, draws: int, number: int) -> Shares:
    """The setting of one joint draw: each row as often as any other, in an order of the seed's own."""
    among = list(shipped_settings())
    order = [*range(len(among))]
    Random(f"{seed}/matched").shuffle(order)
    step = len(order) / draws if draws < len(order) else 1
    chosen: Shares = among[order[int(number * step) % len(order)]]
    return chosen
