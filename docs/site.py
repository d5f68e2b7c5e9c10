"""Pages of the documentation site that are made from the program itself; `make docs` builds it offline."""

import re
from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from posture.cli import COMMANDS, main
from posture.cli.list import HEADS, LISTS
from posture.runs.tidy import HEAD
from posture.scenario.fields import fields

ROOT = Path(__file__).parents[1]
ELSEWHERE = {"CHANGELOG.md": "changelog.md", "CONTRIBUTING.md": "contributing.md", "LICENSE": "licence.md"}
"""Files of the repository that are pages of the site, by the names they have there."""
COLUMNS = {
    "measures.csv, measures.parquet": (
        ("point", "number of the point in design.csv; 0 in a run"),
        ("replication", "number of the history"),
        ("measure", "see [measures](measures.md)"),
        ("subject", "whom it is of: a brigade, `brigade/part`, a base, a place"),
        ("value", "a number; `inf` for what never came to an end"),
        ("unit", "of the value"),
        ("status", "`done`, or how the run failed"),
    ),
    "runs.csv": (
        ("point, replication", "as above"),
        ("status", "`done`, `failed`, `mistaken`, `timed out` or `crashed`"),
        ("seed", "of all draws of this run"),
        ("fingerprint", "hash of its whole history"),
        ("rows", "how many rows its history has"),
    ),
    "ledger.parquet": (
        ("subject", "what closed"),
        ("replication", "number of the history"),
        ("cause", "what took the time"),
        ("who, where", "whose time it was, and where"),
        ("begin, seconds", "run second at which it began, and how long it took"),
    ),
}
FILES = (
    (
        "manifest.json",
        "what was run: command, seed, versions, hashes of all other files, assumed figures used",
    ),
    ("scenario.yaml", "the scenario as it was run, as one file that runs again anywhere"),
    ("measures.parquet, measures.csv", "every answer of every history"),
    ("runs.csv", "the fingerprint of every history"),
    ("ledger.parquet", "what took the time, along the critical chain of every history (runs alone)"),
    ("design.csv", "the points of a study"),
    ("journal.sqlite", "what is over; by it the same command goes on"),
    ("failures/", "a text for each run that failed, with the command that repeats it"),
)


def pages() -> Iterator[tuple[str, str]]:
    """Every page that is made: its path in the site and its text."""
    yield "index.md", _linked((ROOT / "README.md").read_text(encoding="utf-8"))
    for source, page in ELSEWHERE.items():
        text = (ROOT / source).read_text(encoding="utf-8")
        yield page, f"# Licence\n\n```text\n{text}\n```\n" if source == "LICENSE" else _linked(text)
    yield "decisions/index.md", _decisions()
    yield "reference/data.md", (ROOT / "configs" / "data" / "README.md").read_text(encoding="utf-8")
    yield "reference/commands.md", _commands()
    yield "reference/fields.md", _fields()
    yield "reference/measures.md", _listed("Measures", "measures", "posture list measures")
    yield "reference/events.md", _listed("Rows of a history", "events", "posture list events")
    yield "reference/scenarios.md", _listed("Scenarios that ship", "scenarios", "posture list scenarios")
    yield (
        "reference/experiments.md",
        _listed("Experiments that ship", "experiments", "posture list experiments"),
    )
    yield "reference/files.md", _files()


def on_files(files: Any, config: Any) -> Any:
    """Called by MkDocs: add what is made to what is written."""
    from mkdocs.structure.files import File

    for path, text in pages():
        files.append(File.generated(config, path, content=text))
    return files


def _linked(text: str) -> str:
    """Links of a file at the root as links of a page of the site."""
    text = re.sub(r"\]\(docs/decisions\)", "](decisions/index.md)", text)
    text = text.replace("](docs/", "](").replace("[CITATION.cff](CITATION.cff)", "`CITATION.cff`")
    for source, page in ELSEWHERE.items():
        text = text.replace(f"]({source})", f"]({page})")
    return text


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table in Markdown; what is code stands as code already."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(one.replace('|', '&#124;') for one in row)} |" for row in lines)


def _decisions() -> str:
    found = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    titles = [path.read_text(encoding="utf-8").partition("\n")[0].lstrip("# ") for path in found]
    lines = [f"- [{title}]({path.name})" for title, path in zip(titles, found, strict=True)]
    return "\n".join(["# Decisions", "", "What was chosen, and why.", "", *lines, ""])


def _listed(title: str, name: str, command: str) -> str:
    rows = [(f"`{first}`", *rest) for first, *rest in LISTS[name]()]
    return f"# {title}\n\nAs `{command}` lists them.\n\n{table(HEADS[name], rows)}\n"


def _fields() -> str:
    parts: dict[str, list[tuple[str, ...]]] = {}
    for one in fields():
        head = re.split(r"[.\[]", one.path)[0]
        default = f"`{one.default}`" if one.default else ""
        parts.setdefault(head, []).append((f"`{one.path}`", one.written, default, " ".join(one.help.split())))
    shown = [f"## {head}\n\n{table(HEADS['fields'], rows)}" for head, rows in parts.items()]
    note = (
        "`*` stands for a name of your own, `[]` for each of a list. `posture schema` gives editors the same."
    )
    return "\n\n".join(["# Fields of a scenario", note, *shown, ""])


def _commands() -> str:
    parts = [
        "# Commands",
        table(("command", "what it does"), [(f"`posture {k}`", v) for k, v in COMMANDS.items()]),
    ]
    exits = re.search(r"Exit codes:(.*?)\.$", " ".join((main.help or "").split()), re.DOTALL)
    assert exits
    codes = [one.strip().partition(" ") for one in exits[1].split(",")]
    parts += ["## Exit codes", table(("code", "meaning"), [(code, said) for code, _, said in codes])]
    for name in COMMANDS:
        command: click.Command = import_module(f"posture.cli.{name}").command
        context = click.Context(command, info_name=f"posture {name}", max_content_width=100)
        parts += [f"## {name}", f"```text\n{command.get_help(context)}\n```"]
    return "\n\n".join([*parts, ""])


def _files() -> str:
    parts = ["# Files of a run and a study", table(("file", "what it holds"), FILES)]
    for name, rows in COLUMNS.items():
        parts += [f"## {name}", table(("column", "what it holds"), [(f"`{a}`", b) for a, b in rows])]
    assert {*HEAD} <= {name for name, _ in COLUMNS["measures.csv, measures.parquet"]}
    return "\n\n".join([*parts, ""])
