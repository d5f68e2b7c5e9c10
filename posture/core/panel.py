"""What of a run stands side by side in a table: a panel names its measures, the report prints it."""

from collections.abc import Sequence
from typing import NamedTuple


class PanelColumn(NamedTuple):
    """One measure under a heading: its median; where `spread` is set, 10 % to 90 % of the runs beside it.

    `ranked` gathers the subjects `name/1`, `name/2` ... into one cell.
    """

    measure: str
    heading: str
    spread: bool = False
    ranked: bool = False


class Panel(NamedTuple):
    """A table: its title, what a row is, its columns; `brief` leaves it out where brigades close."""

    title: str
    row: str
    columns: Sequence[PanelColumn]
    brief: bool = False
