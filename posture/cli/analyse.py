"""`posture analyse`: what a study says, by the methods that fit its design."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

import click

from posture.cli import options
from posture.cli.completion import offered, runs
from posture.report.analysis import METHODS, analyse, asked, remarks
from posture.report.analysis import steady as of_run
from posture.report.findings import Finding, Question, as_data, told
from posture.report.tables import Part, show
from posture.report.tradeoffs import front, satisfied
from posture.runs.folders import find
from posture.runs.store import read_run, read_study
from posture.runs.studies import Study


@click.command("analyse")
@click.argument("study", shell_complete=offered(runs))
@click.option("--measure", help="By default closure_days, or the first there is.")
@click.option("--subject", help="One brigade or other subject; by default each.")
@click.option("--method", type=click.Choice(sorted(METHODS)), help="By default what fits the design.")
@click.option("--where", metavar="CONDITION", help='Only points at which this holds, as "wagons >= 2".')
@click.option("--threshold", type=float, help="What must be met: sets cases apart, and tells who meets it.")
@click.option("--limit", type=float, help="Means are taken up to here, so that unfinished runs count.")
@click.option("--indifference", type=float, help="The smallest difference that matters.")
@click.option("--confidence", type=click.FloatRange(0.5, 0.999), default=0.95, show_default=True)
@click.option("--seed", type=click.IntRange(0), default=0, show_default=True, help="Of the bootstrap.")
@click.option(
    "--drop-failed", is_flag=True, help="Leave out the blocks of a design that a failed run spoils."
)
@click.option("--surrogate", is_flag=True, help="Fit a Gaussian process too, and tell how far it is off.")
@click.option(
    "--pareto",
    "aims",
    multiple=True,
    metavar="AIM",
    help="Trade aims off: closure_days[lithuania], or a factor.",
)
@click.option(
    "--steady",
    metavar="KIND",
    help="Of a run: warm-up and long-run mean of log rows, as serviceable[siauliai].",
)
@click.option("--satisfy", metavar="CONDITION", help="How often a condition holds, by choice of the levers.")
@options.as_json
def command(
    study: str,
    measure: str | None,
    subject: str | None,
    method: str | None,
    where: str | None,
    aims: tuple[str, ...],
    satisfy: str | None,
    steady: str | None,
    as_json: bool,
    **how: Any,
) -> None:
    """Say what STUDY, the folder of a sweep or its name under runs/, found: what moves what, by how much.

    Levers are compared in pairs where points share their random numbers. Numbers are in the measure's unit.
    """
    if steady:
        _say_steady(study, steady, how["confidence"], as_json)
        return
    found = _studied(study) if where is None else _studied(study).where(where)
    if aims or satisfy:
        _say(_head(found), _over_measures(found, aims, satisfy, how["confidence"]), as_json)
        return
    answers = [_answer(found, about, method, how) for about in asked(found, measure, subject)]
    if as_json:
        click.echo(_data(_head(found), [content for content, _ in answers]))
        return
    show(part for _, parts in answers for part in (*parts, ""))


def _answer(
    found: Study, about: tuple[str, str], method: str | None, how: dict[str, Any]
) -> tuple[dict[str, Any], list[Part]]:
    """What a study says of one measure and subject, as data and in words."""
    cells = found.cells(*about)
    question = Question(*about, cells.unit, "lower", **how)
    notes = list(remarks(found, cells, question))
    findings = analyse(found, question, method)
    content = {
        "measure": question.measure,
        "subject": question.subject,
        "unit": cells.unit,
        "remarks": notes,
        "findings": [as_data(finding) for finding in findings],
    }
    parts = (part for finding in findings for part in ("", *told(finding)))
    return content, [f"{question.about}: {notes[0]}", *notes[1:], *parts]


def _over_measures(
    study: Study, aims: tuple[str, ...], satisfy: str | None, confidence: float
) -> Iterator[Finding]:
    """What is asked of several measures at once."""
    if aims:
        yield front(study, aims, confidence)
    if satisfy:
        yield satisfied(study, satisfy, confidence)


def _say_steady(name: str, kind: str, confidence: float, as_json: bool) -> None:
    run = read_run(find(name, "run"))
    _say({"run": str(run.folder)}, [of_run(run, kind, confidence)], as_json)


def _say(head: dict[str, Any], findings: Iterable[Finding], as_json: bool) -> None:
    if as_json:
        click.echo(_data(head, [as_data(one) for one in findings]))
        return
    show(part for finding in findings for part in (*told(finding), ""))


def _head(study: Study) -> dict[str, Any]:
    return {"study": str(study.folder), "design": study.kind, "common_random_numbers": study.common}


def _data(head: dict[str, Any], answers: list[dict[str, Any]]) -> str:
    return json.dumps({**head, "answers": answers}, indent=2, allow_nan=False, ensure_ascii=False)


def _studied(name: str) -> Study:
    return read_study(find(name, "study"))
