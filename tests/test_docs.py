"""What the pages say a user should type is understood, and names what ships."""

import ast
import re
import shlex
from importlib import import_module
from pathlib import Path

import click
import pytest

from posture.cli import COMMANDS
from posture.scenario import load
from posture.scenario.shipped import experiment, shipped

ROOT = Path(__file__).parents[1]
PAGES = sorted(["README.md", *(str(path.relative_to(ROOT)) for path in (ROOT / "docs").glob("*.md"))])
TAKES_A_SCENARIO = {"run", "critical", "require", "network", "check"}
NOT_OURS = {"mine", "mine.yaml", "finland.yaml", "FILE", "SCENARIO"}
ELLIPSIS = "…"


def commands(page):
    """Commands of a page's blocks: after a prompt or alone on a line, up to a remark, continued lines joined."""
    text = (ROOT / page).read_text(encoding="utf-8").replace("\\\n", " ")
    for kind, block in re.findall(r"^```(\w*)\n(.*?)^```", text, re.MULTILINE | re.DOTALL):
        for line in block.splitlines() if kind in {"", "sh", "text"} else ():
            found = re.match(r"(?:\$ )?(?:\.venv/bin/)?posture ([a-z].*)", line)
            if found and ELLIPSIS not in line:
                yield shlex.split(found[1], comments=True)


@pytest.mark.parametrize("page", PAGES)
def test_every_command_of_a_page_has_the_words_it_needs(page):
    for name, *words in commands(page):
        if name not in COMMANDS:
            continue  # a sentence that begins with the program's name
        command: click.Command = import_module(f"posture.cli.{name}").command
        command.make_context(name, list(words))
        if name in TAKES_A_SCENARIO and words[0] not in NOT_OURS:
            bare = words[0].removeprefix("configs/").removesuffix(".yaml")
            assert shipped("scenario", bare), f"{page}: there is no scenario '{words[0]}'"
        if name == "sweep" and words[0] not in NOT_OURS:
            assert experiment(words[0]) or shipped("scenario", words[0]), (
                f"{page}: no experiment '{words[0]}'"
            )


def test_the_pages_have_commands():
    assert {"README.md", "docs/tutorial.md", "docs/questions.md"} <= {
        page for page in PAGES if [*commands(page)]
    }


def test_the_case_of_ones_own_in_the_tutorial_is_sound(tmp_path):
    text = (ROOT / "docs" / "tutorial.md").read_text(encoding="utf-8")
    (tmp_path / "mine.yaml").write_text(text.partition("```yaml\n")[2].partition("```")[0], encoding="utf-8")
    assert load(str(tmp_path / "mine.yaml")).scenario.units["lt-artillery"].notice is not None


def test_what_the_how_to_quotes_of_a_new_kind_of_force_stands_in_its_files():
    section = (ROOT / "docs" / "howto.md").read_text(encoding="utf-8").partition("## A new kind of force")[2]
    quoted = re.findall(r"^    ```(?:python|text|yaml)\n(.*?)^    ```", section, re.MULTILINE | re.DOTALL)
    files = [*(ROOT / "posture" / "operations" / "icebreaking").glob("*.py")]
    files += [ROOT / "posture/operations/__init__.py", ROOT / "posture/scenario/__init__.py"]
    files += [ROOT / "configs/finland-in-winter.yaml"]
    lines = {line.strip() for path in files for line in path.read_text(encoding="utf-8").splitlines()}
    assert len(quoted) == 6
    assert not [line for block in quoted for line in block.splitlines() if line.strip() not in lines]


def test_the_glossary_has_every_room_in_the_words_of_its_first_line():
    """A module that is renamed, added or described anew is told there too."""
    pages = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8").split("\n### ")
    rooms = {page.partition("\n")[0].strip("`"): page for page in pages[1:]}
    same = {"schema", "process", "measures", "event_kinds", "panels", "__init__", "__main__"}
    of_an_operation = {"series"}
    for path in sorted((ROOT / "posture").rglob("*.py")):
        room = rooms[path.parent.relative_to(ROOT).as_posix()]
        [first, *_] = (ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "").splitlines()
        line = first if path.stem == "__init__" else f"- `{path.stem}`: {first}"
        if path.parent.parent.name == "operations" and path.stem in of_an_operation:
            continue
        assert path.stem in same - {"__init__"} or line in room.splitlines(), (
            f"docs/glossary.md lacks: {line}"
        )


def test_the_glossary_explains_every_operation_and_word_of_the_model():
    text = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    words = [
        "scenario",
        "theatre",
        "commitment",
        "rotation",
        "order",
        "serial",
        "closure",
        "gate",
        "measure",
        "lever",
    ]
    assert not [
        word for word in words if not re.search(rf"^\| [^|]*\b{word}\b|\*{word}\*", text, re.MULTILINE)
    ]
