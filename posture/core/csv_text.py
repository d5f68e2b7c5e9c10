"""Text in CSV: a spreadsheet takes a cell that begins with `=`, `+`, `-` or `@` as a formula.

Such text is written behind an apostrophe, and read back without it; numbers stay as they are.
"""

import re

FORMULA = re.compile(r"'*[=+\-@\t\r]")
GUARDED = re.compile(r"'+[=+\-@\t\r]")
NUMBER = re.compile(r"[-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?|[-+]?inf")


def guarded(cell: object) -> object:
    """A cell as it is written: text that a spreadsheet would work out stands behind an apostrophe."""
    if isinstance(cell, str) and FORMULA.match(cell) and not NUMBER.fullmatch(cell):
        return f"'{cell}"
    return cell


def unguarded(cell: str) -> str:
    """A cell as it was before it was written."""
    return cell[1:] if GUARDED.match(cell) else cell
