"""Plain lines in columns, as wide as they must be: to read, to search and to cut."""

from collections.abc import Iterator, Sequence


def columns(rows: Sequence[Sequence[str]], right: Sequence[int] = (), indent: str = "  ") -> Iterator[str]:
    """The rows with their cells under one another; those of the columns `right` end there."""
    if not rows:
        return
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (
            f"{cell:>{width}}" if number in right else f"{cell:<{width}}"
            for number, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        yield f"{indent}{'  '.join(cells)}".rstrip()


def days(value: float) -> str:
    """Days as read: a tenth, and what is less named so."""
    return "< 0.1 d" if 0 < abs(value) < 0.05 else f"{value:.1f} d"


def signed(value: float) -> str:
    """Days more or less."""
    return f"{value:+z.1f} d"


def percent(share: float) -> str:
    """A share in whole per cent."""
    return "< 1 %" if 0 < share < 0.005 else f"{100 * share:.0f} %"


def span(low: float | None, high: float | None, form: str = ".1f") -> str:
    """An interval; empty where one run alone gives none."""
    return "" if low is None or high is None else f"{low:{form}} to {high:{form}}"
