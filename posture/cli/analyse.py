"""`posture analyse`: what a study says, by the methods that fit its design."""

import json
from pathlib import Path
from typing import Any

import click

from posture.ground.errors import PostureError
from posture.report.analysis import METHODS, analyse, asked, remarks
from posture.report.findings import Question, as_data, told
from posture.study.studies import Study
from posture.study.study_folder import read_study


@click.command("analyse")
@click.argument("study")
@click.option("--measure", help="By default closure_days, or the first there is.")
@click.option("--subject", help="One brigade or other subject; by default each.")
@click.option("--method", type=click.Choice(sorted(METHODS)), help="By default what fits the design.")
@click.option("--threshold", type=float, help="What must be met: sets cases apart, and tells who meets it.")
@click.option("--limit", type=float, help="Means are taken up to here, so that unfinished runs count.")
@click.option("--indifference", type=float, help="The smallest difference that matters.")
@click.option("--confidence", type=click.FloatRange(0.5, 0.999), default=0.95, show_default=True)
@click.option("--seed", type=click.IntRange(0), default=0, show_default=True, help="Of the bootstrap.")
@click.option(
    "--drop-failed", is_flag=True, help="Leave out the blocks of a design that a failed run spoils."
)
@click.option("--surrogate", is_flag=True, help="Fit a Gaussian process too, and tell how far it is off.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else.")
def command(
    study: str, measure: str | None, subject: str | None, method: str | None, as_json: bool, **how: Any
) -> None:
    """Say what STUDY, the folder of a sweep or its name under runs/, found: what moves what, by how much.

    Levers are compared in pairs where points share their random numbers. Numbers are in the measure's unit.
    """
    found = _studied(study)
    content: list[dict[str, Any]] = []
    lines: list[str] = []
    for name, whom in asked(found, measure, subject):
        cells = found.cells(name, whom)
        question = Question(name, whom, cells.unit, "lower", **how)
        notes = list(remarks(found, cells, question))
        findings = analyse(found, question, method)
        content.append(
            {
                "measure": name,
                "subject": whom,
                "unit": cells.unit,
                "remarks": notes,
                "findings": [as_data(finding) for finding in findings],
            }
        )
        lines += [*([""] if lines else []), f"{question.about}: {notes[0]}", *notes[1:]]
        for finding in findings:
            lines += ["", *told(finding)]
    if as_json:
        head = {"study": str(found.folder), "design": found.kind, "common_random_numbers": found.common}
        click.echo(json.dumps({**head, "answers": content}, indent=2, allow_nan=False, ensure_ascii=False))
        return
    for line in lines:
        click.echo(line)


def _studied(name: str) -> Study:
    """The study in a folder, or under this name in `runs`."""
    for folder in (Path(name), Path("runs") / name):
        if folder.is_dir():
            return read_study(folder)
    raise PostureError(f"there is no study '{name}', here or under runs/; 'posture sweep' makes one")
