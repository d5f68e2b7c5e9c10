"""Parts of a report as they come out on a page."""

from io import StringIO

from rich.console import Console

from posture.report.tables import show


def printed(parts, width=80):
    """The lines of a page, as they are."""
    out = StringIO()
    show(parts, Console(file=out, width=width, highlight=False, markup=False, emoji=False))
    return out.getvalue().splitlines()


def printed_parts(parts, width=80):
    """The lines that say anything, one blank between words."""
    return [" ".join(line.split()) for line in printed(parts, width) if line.strip()]
