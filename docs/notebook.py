"""The page docs/python.md as a notebook that was run, `docs/examples/brigade.ipynb`.

`python docs/notebook.py`, after a change of that page or of what it prints.
"""

import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

import nbformat
from nbclient import NotebookClient

DOCS = Path(__file__).parent
BLOCK = re.compile(r"^```python\n(.*?)^```\n", re.MULTILINE | re.DOTALL)


def cells() -> Iterator[tuple[str, str]]:
    """What the notebook holds, in order: `markdown` or `code`, and its text."""
    text = (DOCS / "python.md").read_text(encoding="utf-8")
    at = 0
    for block in BLOCK.finditer(text):
        yield "markdown", text[at : block.start()].strip()
        yield "code", block[1].strip()
        at = block.end()
    yield "markdown", text[at:].strip()


def notebook() -> nbformat.NotebookNode:
    """The notebook, not yet run."""
    new = {"markdown": nbformat.v4.new_markdown_cell, "code": nbformat.v4.new_code_cell}
    made = [new[kind](text) for kind, text in cells() if text]
    for number, cell in enumerate(made):
        cell["id"] = f"cell-{number}"
    return nbformat.v4.new_notebook(cells=made)


def main() -> None:
    """Run it and write it."""
    found = notebook()
    with tempfile.TemporaryDirectory() as folder:
        NotebookClient(found, timeout=900, resources={"metadata": {"path": folder}}).execute()
    for cell in found.cells:
        cell.metadata.clear()  # when each cell ran
    nbformat.write(found, DOCS / "examples" / "brigade.ipynb")


if __name__ == "__main__":
    main()
