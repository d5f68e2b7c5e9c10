"""What the pages print below a command is what the command prints; `make trust` tries it, for it runs everything."""

import os
import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from posture.cli import main

ROOT = Path(__file__).parents[1]
PAGES = {
    "README.md": (),
    "docs/tutorial.md": (),
    "docs/questions.md": (["run", "lithuania-brigade"],),
}
"""Each page that prints, and what the reader has run before it."""
ELLIPSIS = "…"

trust = pytest.mark.skipif(
    os.environ.get("POSTURE_TRUST") is None, reason="runs every command of a page; POSTURE_TRUST=0 does too"
)


def printed(page):
    """Commands of a page after a prompt, each with what is printed below it; none after the last with output."""
    text = (ROOT / page).read_text(encoding="utf-8").replace("\\\n", " ")
    for kind, block in re.findall(r"^```(\w*)\n(.*?)^```", text, re.MULTILINE | re.DOTALL):
        if kind not in {"", "text"}:
            continue
        parts = [part.partition("\n") for part in block.split("$ posture ")[1:]]
        while parts and not parts[-1][2].strip():
            parts.pop()
        for line, _, below in parts:
            yield shlex.split(line, comments=True), below


def missing(told, shown):
    """The first piece of what a page tells, between ellipses, that does not come next in what was printed."""
    rest = " ".join(shown.split())
    for piece in told.split(ELLIPSIS):
        words = " ".join(piece.split())
        if words and words not in rest:
            return next((one for one in piece.splitlines() if " ".join(one.split()) not in rest), "") or words
        rest = rest[rest.index(words) + len(words) :]
    return None


@trust
@pytest.mark.parametrize("page", PAGES)
def test_what_a_page_prints_below_a_command_is_what_it_prints(page, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "130")
    wrong = []
    for words in PAGES[page]:
        assert CliRunner().invoke(main, [*words, "--quiet"]).exit_code == 0
    for words, told in printed(page):
        quiet = [] if words[0] not in {"run", "sweep"} else ["--quiet"]
        ended = CliRunner().invoke(main, [*words, *quiet])
        first = missing(told, ended.stdout)
        wrong += [] if first is None else [f"posture {shlex.join(words)}: not printed: {first}"]
    assert not wrong, "\n".join(wrong)


def test_a_page_that_tells_another_figure_is_found_out():
    assert missing("a 1.0 d …\n b 2 …", "a   1.0 d and more\nb 2 3") is None
    assert missing("a 1.1 d …", "a 1.0 d") == "a 1.1 d "
    assert missing("b 2 … a 1", "a 1 b 2") is not None


def test_each_of_these_pages_prints_something_below_a_command():
    told = {page: sum(bool(below.strip()) for _, below in printed(page)) for page in PAGES}
    assert told["docs/tutorial.md"] >= 4
    assert told["docs/questions.md"] >= 3
    assert told["README.md"] >= 1


def test_no_other_page_prints_anything_that_is_not_tried():
    pages = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "docs").glob("*.md"))
    untried = [
        page for page in pages if page not in PAGES and any(below.strip() for _, below in printed(page))
    ]
    assert untried == []
