"""The documentation site: what is made from the program is whole, and every link holds."""

import importlib.util
import json
import re
from pathlib import Path

import pytest

from posture.core.schema import Schema
from posture.operations import EVENT_KINDS
from posture.outcomes import MEASURES
from posture.scenario.fields import fields

DOCS = Path(__file__).parents[1] / "docs"
LINK = re.compile(r"\]\(([^)\s]+)\)")


def module(name):
    spec = importlib.util.spec_from_file_location(name, DOCS / f"{name}.py")
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


@pytest.fixture(scope="module")
def pages():
    written = {
        path.relative_to(DOCS).as_posix(): path.read_text(encoding="utf-8") for path in DOCS.rglob("*.md")
    }
    return written | dict(module("site").pages())


def test_every_link_of_every_page_leads_somewhere(pages):
    there = {*pages, *(path.relative_to(DOCS).as_posix() for path in DOCS.rglob("*") if path.is_file())}
    for page, text in pages.items():
        for link in LINK.findall(re.sub(r"`[^`]*`", "", text)):
            target = link.partition("#")[0]
            if target and "://" not in target:
                found = (DOCS / page).parent.joinpath(target).resolve()
                assert found.is_relative_to(DOCS), f"{page}: {link}"
                assert found.relative_to(DOCS).as_posix() in there, f"{page}: {link}"


def test_every_page_of_the_site_is_in_its_contents_or_among_the_decisions(pages):
    contents = (DOCS.parent / "mkdocs.yml").read_text(encoding="utf-8").partition("\nnav:")[2]
    listed = set(re.findall(r"[\w/-]+\.md", contents))
    assert {page for page in pages if not page.startswith("decisions/0")} == listed


def test_every_field_every_measure_and_every_kind_of_row_says_what_it_is():
    assert not [one.path for one in fields() if not one.help or not one.written]
    assert not [name for name, one in MEASURES.items() if not one.help or not one.unit]
    assert not [
        kind for kind, one in EVENT_KINDS.items() if not one.sentence or (one.amount and not one.unit)
    ]


ROOMS = ("posture.core.", "posture.theatre.", "posture.operations.", "posture.scenario")
"""Where what a scenario may hold is written; experiments are a file of their own, told in docs/experiments.md."""


def test_every_field_has_a_sentence_of_its_own_beside_the_unit_of_its_type():
    """What its type says, such as `seconds`, is no help."""
    models, left = [], [Schema]
    while left:
        models += (found := left.pop().__subclasses__())
        left += found
    ours = {one for one in models if one.__module__.startswith(ROOMS)}
    assert len(ours) > 100
    assert not [
        f"{one.__name__}.{name}"
        for one in ours
        for name, field in one.model_fields.items()
        if not field.description
    ]


def test_the_reference_has_every_field_measure_kind_command_and_exit_code(pages):
    assert all(f"| `{one.path}` |" in pages["reference/fields.md"] for one in fields())
    assert all(f"| `{name}` |" in pages["reference/measures.md"] for name in MEASURES)
    assert all(f"| `{kind}` |" in pages["reference/events.md"] for kind in EVENT_KINDS)
    codes = re.findall(r"^\| (\d+) \|", pages["reference/commands.md"], re.MULTILINE)
    assert codes == ["0", "1", "2", "4", "5", "6", "7", "8", "129", "130", "141", "143"]


def test_the_notebook_is_the_page_as_it_was_run():
    book = json.loads((DOCS / "examples" / "brigade.ipynb").read_text(encoding="utf-8"))
    pytest.importorskip("nbformat")
    told = [(one["cell_type"], "".join(one["source"])) for one in book["cells"]]
    assert told == [cell for cell in module("notebook").cells() if cell[1]]
    outputs = [one for cell in book["cells"] for one in cell.get("outputs", ())]
    assert outputs
    assert not [one for one in outputs if one["output_type"] == "error"]
