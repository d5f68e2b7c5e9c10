"""Every table of the program, and how a report is printed: sentences and tables in their order.

rich draws them. A figure is never cut: text folds, and a table that is still too wide goes on below.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from shutil import get_terminal_size

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, JustifyMethod, RenderResult
from rich.segment import Segment
from rich.table import Table as Grid
from rich.text import Text

WIDTH_WITHOUT_TERMINAL = 100
"""Of what is piped or written to a file; the variable COLUMNS says otherwise."""
INDENT, GAP = 2, 2
PIECES = re.compile(r"[^-/_\[]*[-/_\[]|[^-/_\[]+")
"""Of a name too long for its column: it is broken behind one of these."""
AFTER_FIGURE, UNBROKEN = re.compile(r"(?<=\d) (?=[\d%]|(?:d|h|km|min)\b)"), "\N{NO-BREAK SPACE}"
COMFORTABLE, LEAST = 28, 14
"""Columns of text fold to the one width, from the right on, and then all alike down to the other."""


@dataclass(frozen=True, slots=True)
class Table:
    """A title, heads and rows of text; the columns `figures` end under one another and are never folded.

    Where it is too wide for the page its first column is said again, with the columns that are left.
    """

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    figures: tuple[int, ...] = ()

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Title and rows, as wide as the page allows."""
        if self.title:
            yield Text(_folded(self.title, options.max_width))
        for number, columns in enumerate(self._pages(options.max_width - INDENT)):
            if number:
                yield Segment.line()
            yield from self._page(columns, options.max_width - INDENT, console, options)

    def _pages(self, width: int) -> Iterator[list[int]]:
        """The columns that stand beside one another; the first stands on every page."""
        page = [0]
        for column in range(1, len(self.heads)):
            if len(page) > 1 and _across([self._least(one) for one in (*page, column)]) > width:
                yield page
                page = [0]
            page.append(column)
        yield page

    def _page(
        self, columns: Sequence[int], width: int, console: Console, options: ConsoleOptions
    ) -> RenderResult:
        widths = self._widths(columns, width)
        grid = Grid(box=None, pad_edge=False, show_header=any(self.heads))
        for column, wide in zip(columns, widths, strict=True):
            justify: JustifyMethod = "right" if column in self.figures else "left"
            grid.add_column(Text(self.heads[column]), width=wide, justify=justify, overflow="fold")
        for row in self.rows:
            cells = (_folded(row[column], wide) for column, wide in zip(columns, widths, strict=True))
            grid.add_row(*map(Text, cells))
        for line in console.render_lines(grid, options.update(width=_across(widths)), pad=False):
            yield Segment(" " * INDENT)
            yield from _without_end(line)
            yield Segment.line()

    def _widths(self, columns: Sequence[int], width: int) -> list[int]:
        """As wide as the content; if too wide, text folds, from the right on, and heads over figures."""
        widths = [self._natural(column) for column in columns]
        least = [self._least(column) for column in columns]
        texts = [at for at, column in enumerate(columns) if column not in self.figures]
        for at in reversed(texts):
            _narrow(widths, at, max(least[at], COMFORTABLE), width)
        for at, column in enumerate(columns):
            if column in self.figures:
                _narrow(widths, at, least[at], width)
        while _across(widths) > width and any(widths[at] > least[at] for at in texts):
            widths[max(texts, key=lambda at: widths[at] - least[at])] -= 1
        return widths

    def _natural(self, column: int) -> int:
        return max(cell_len(self.heads[column]), self._content(column))

    def _content(self, column: int) -> int:
        return max((cell_len(row[column]) for row in self.rows), default=0)

    def _least(self, column: int) -> int:
        """What a column cannot do without: a figure all of it, text some of it, a head its longest word."""
        content = self._content(column)
        word = max(map(cell_len, self.heads[column].split()), default=0)
        return max(1, word, content if column in self.figures else min(content, LEAST))


Part = str | Table
"""What a report is made of; an empty text is a blank line."""


def show(parts: Iterable[Part], console: Console | None = None) -> None:
    """Print a report: a sentence on one line, for the terminal to wrap, and blank lines round tables."""
    page = console or standard()
    begun, gap = False, False
    for part in parts:
        table = isinstance(part, Table)
        gap = gap or table or part == ""
        if part == "":
            continue
        if gap and begun:
            page.print()
        page.print(part if table else Text(str(part)), soft_wrap=not table, crop=False)
        begun, gap = True, table


class Printed(Console):
    """What is printed; a reader who reads no further is the command line's to tell of."""

    def on_broken_pipe(self) -> None:
        """Go on to raise what was caught."""
        raise BrokenPipeError


def standard() -> Console:
    """Standard output; as wide as its terminal, and of one fixed width where there is none."""
    width = get_terminal_size((WIDTH_WITHOUT_TERMINAL, 25)).columns
    return Printed(width=width, highlight=False, markup=False, emoji=False)


def _narrow(widths: list[int], at: int, floor: int, width: int) -> None:
    """Take from one column what all of them have too much, down to a floor."""
    widths[at] -= max(0, min(_across(widths) - width, widths[at] - floor))


def _across(widths: Sequence[int]) -> int:
    return sum(widths) + GAP * (len(widths) - 1)


def _folded(text: str, width: int) -> str:
    """Text in lines that fit, broken at spaces; a figure stays with its unit, a word whole where it fits."""
    if cell_len(text) <= width:
        return text
    lines = [text[: len(text) - len(text.lstrip())]]
    for word in AFTER_FIGURE.sub(UNBROKEN, text.strip()).split(" "):
        pieces = [word] if cell_len(word) <= width else PIECES.findall(word)
        for number, piece in enumerate(pieces):
            line = f"{lines[-1]}{'' if number or not lines[-1].strip() else ' '}{piece}"
            if cell_len(line) <= width or not lines[-1].strip():
                lines[-1] = line
            else:
                lines.append(piece)
    return "\n".join(lines).replace(UNBROKEN, " ")


def _without_end(line: Sequence[Segment]) -> Iterator[Segment]:
    """A line without the spaces at its end."""
    last = max((at for at, one in enumerate(line) if one.text.strip()), default=-1)
    for at, one in enumerate(line[: last + 1]):
        yield Segment(one.text.rstrip(), one.style) if at == last else one
