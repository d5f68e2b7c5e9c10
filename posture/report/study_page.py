"""A study as one HTML page: what its answers say, a chart and the findings of each, what it stands on."""

import re
import shlex
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from math import fsum, inf, isnan

from posture.core.errors import PostureError
from posture.outcomes import MEASURES
from posture.report import charts
from posture.report.analysis import analyse, asked, remarks
from posture.report.drawing import ReportChart
from posture.report.findings import Question
from posture.report.findings import told as said
from posture.report.page import CONFIDENCE, LIMITS, ReportPage, figures, told_of
from posture.report.study_charts import found_charts, options_chart
from posture.report.tables import Part, Table
from posture.report.tradeoff_chart import tradeoff_charts
from posture.runs.manifest import Manifest
from posture.runs.studies import Study
from posture.scenario import load
from posture.stats.arrays import Array
from posture.stats.estimates import mean_interval

POINTS_DRAWN = 40
"""A chart of more points than these tells nothing; its table does."""


def of_study(study: Study) -> ReportPage:
    """The page of a study: what each of its first answers says, a chart and the findings of each subject."""
    manifest = study.manifest
    assumed, note = _study_stands_on(manifest)
    about = asked(study, None, None)
    drawn: list[ReportChart] = []
    parts: list[Part] = []
    answer: list[str] = []
    for measure, subject in about:
        cells = study.cells(measure, subject)
        question = Question(measure, subject, cells.unit, "lower", CONFIDENCE, 0)
        found = analyse(study, question)
        notes = list(remarks(study, cells, question))
        answer += [
            one.said if question.about in one.said else f"{question.about}: {one.said}" for one in found[:1]
        ]
        parts += [f"{question.about}: {notes[0]}", *notes[1:], *(part for one in found for part in said(one))]
        drawn += _by_point(study, question, cells.values)
        names = [_settings(study, row, point) for row, point in enumerate(study.points)]
        curves = options_chart(names, cells.values, question)
        drawn += [*([curves] if curves else []), *found_charts(found, question)]
        drawn += tradeoff_charts(study, question, MEASURES[measure].better)
    return ReportPage(
        name=str(manifest.get("experiment", study.folder.name)),
        title=str(manifest.get("question", "")),
        sample=study_sample(manifest),
        answer=tuple(answer),
        charts=tuple(_called(drawn)),
        parts=tuple(parts),
        limits=(note, *LIMITS),
        assumed=assumed,
        manifest=told_of(manifest),
        command=str(manifest.get("command", "")),
        made_by=f"posture report {shlex.quote(str(study.folder))}",
        plotted=f"posture plot {shlex.quote(str(study.folder))}",
    )


def study_sample(manifest: Manifest) -> str:
    """Of how many points and runs, and of which seed, a study tells."""
    runs = manifest.get("replications")
    each = f", {runs} runs each," if isinstance(runs, int) else ""
    return f"{manifest.get('points', 0)} points{each} of seed {manifest.get('seed', '')}"


def _study_stands_on(manifest: Manifest) -> tuple[Table, str]:
    """The assumed figures that the scenario of a study reads; which of them each run used is not kept."""
    try:
        loaded = load(str(manifest["scenario"]), tuple(manifest.get("sets", ())), has_run=True)
    except PostureError:
        return figures((), None), "Its scenario can no longer be read: the figures behind it are not shown."
    read = [one.path for one in loaded.figures if one.confidence == "assumed"]
    note = f"Of {len(loaded.figures)} figures with a source that its scenario reads {len(read)} are assumed."
    return figures(read, loaded), note


def _by_point(study: Study, question: Question, values: Array) -> Iterator[ReportChart]:
    """A chart of the means of each point, where they are few and every run came to an end."""
    rows = []
    for row, point in enumerate(study.points):
        numbers = [float(one) for one in values[row] if not isnan(one)]
        interval = mean_interval(numbers, question.confidence)
        if not numbers or interval is None or inf in numbers:
            return
        rows.append((_settings(study, row, point), fsum(numbers) / len(numbers), *interval))
    if len(rows) <= POINTS_DRAWN:
        yield charts.means_by_point(question.about, question.unit, rows)


def _settings(study: Study, row: int, point: int) -> str:
    """What is set at a point, in short."""
    cells = (f"{one.name} {one.cells[row]}" for one in study.factors if one.cells[row])
    return f"{point}: {', '.join(cells) or 'as written'}"


def _called(drawn: Iterable[ReportChart]) -> Iterator[ReportChart]:
    """Each chart with its title as its name, in letters that a shell takes as they are; no name twice."""
    seen: Counter[str] = Counter()
    for one in drawn:
        name = re.sub(r"[^a-z0-9_]+", "-", one.title.lower()).strip("-") or "chart"
        seen[name] += 1
        yield replace(one, name=name if seen[name] == 1 else f"{name}-{seen[name]}")
