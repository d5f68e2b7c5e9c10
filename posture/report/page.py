"""A run or a study as one HTML page that loads nothing: answer, charts with numbers, what it stands on."""

import shlex
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import fsum, inf, isnan
from pathlib import Path

from posture.core.clock import in_days
from posture.core.errors import PostureError
from posture.outcomes import MEASURES, PANELS
from posture.report import charts, closure_charts
from posture.report.analysis import analyse, asked, remarks
from posture.report.brigades import brigades, brigades_table, closures, headline
from posture.report.critical_chain import told
from posture.report.daily_charts import daily_charts
from posture.report.drawing import ReportChart
from posture.report.findings import Question
from posture.report.findings import told as said
from posture.report.panels import ALL, PEOPLE, PEOPLE_TITLES, panels
from posture.report.pools import pools
from posture.report.record import record_lines
from posture.report.study_charts import found_charts, options_chart
from posture.report.summary import others
from posture.report.tables import Part, Table
from posture.report.tradeoff_chart import tradeoff_charts
from posture.runs.daily_file import daily_runs
from posture.runs.manifest import Manifest, scenario_hash
from posture.runs.store import StoredRun
from posture.runs.studies import Study
from posture.scenario import Loaded, load
from posture.stats.arrays import Array
from posture.stats.estimates import Estimate, mean_interval, summarise

TEMPLATE = "page.html"
CONFIDENCE = 0.95
FILLS = ("fill_share", "surge_fill_share")
POINTS_DRAWN = 40
"""A chart of more points than these tells nothing; its table does."""
LIMITS = (
    "Public, unclassified figures and generic units. What others do is a demand; no combat is adjudicated.",
    "Intervals tell the chance in the model alone, not what may be wrong with it or with its figures.",
    "How far past cases were missed stands in docs/validation.md.",
)


@dataclass(frozen=True, slots=True)
class ReportPage:
    """All that stands on a page, in words, tables and charts; `sample` says of how many runs."""

    name: str
    title: str
    sample: str
    answer: tuple[str, ...]
    charts: tuple[ReportChart, ...]
    parts: tuple[Part, ...]
    limits: tuple[str, ...]
    assumed: Table
    manifest: Table
    command: str
    made_by: str
    plotted: str = ""
    """The command that draws one of its charts again, without the chart's name; empty where none does."""


def html(page: ReportPage) -> bytes:
    """The page in UTF-8; every text in it is shown as text, whatever it holds."""
    from jinja2 import Environment, PackageLoader

    templates = Environment(loader=PackageLoader("posture.report", "."), autoescape=True, trim_blocks=True)
    return templates.get_template(TEMPLATE).render(page=page).encode("utf-8")


def of_run(run: StoredRun) -> ReportPage:
    """The page of a run."""
    estimates = summarise(run.rows)
    some = brigades(estimates)
    manifest = run.manifest
    loaded = read_again(manifest)
    assumed, note = _stands_on(manifest, loaded)
    tables: list[Part] = [brigades_table(some)] if some else []
    tables += [*panels(estimates), *pools(estimates)]
    return ReportPage(
        name=str(manifest["scenario"]),
        title=loaded.scenario.title if loaded else "",
        sample=f"{manifest.get('finished', 0)} runs of seed {manifest['seed']}",
        answer=(*headline(some), *record_lines(closures(run.rows)))
        or ("No brigade is reinforced here; the tables below tell what is kept.",),
        charts=tuple(charts_of(run, estimates, loaded)),
        parts=tuple(tables or [others(estimates)]),
        limits=(note, *LIMITS),
        assumed=assumed,
        manifest=_told(manifest),
        command=str(manifest["command"]),
        made_by=f"posture report {shlex.quote(str(run.folder))}",
        plotted=f"posture plot {shlex.quote(str(run.folder))}",
    )


def of_study(study: Study) -> ReportPage:
    """The page of a study: what each of its first answers says, a chart and the findings of each subject."""
    manifest = study.manifest
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
        sample=f"{len(study.points)} points of seed {manifest.get('seed', '')}",
        answer=tuple(answer),
        charts=tuple(drawn),
        parts=tuple(parts),
        limits=LIMITS,
        assumed=Table("", (), ()),
        manifest=_told(manifest),
        command=str(manifest.get("command", "")),
        made_by=f"posture report {shlex.quote(str(study.folder))}",
    )


def charts_of(run: StoredRun, estimates: Sequence[Estimate], loaded: Loaded | None) -> Iterator[ReportChart]:
    """Every chart of a run; `loaded` is its scenario, None where it can no longer be read."""
    days = closures(run.rows)
    if days:
        has, some = told(run), brigades(estimates)
        causes = closure_charts.leading(some)
        yield closure_charts.closure_curve(days)
        due = required(loaded)
        if len(days) > 1 or due:
            yield closure_charts.closed_one_by_one(days, due)
        yield closure_charts.closed_by(days)
        yield closure_charts.delay_by_cause(some, causes)
        yield from filter(
            None, (closure_charts.delay_by_place(has), closure_charts.median_run(has, days, causes))
        )
    if run.daily is not None:
        yield from daily_charts(daily_runs(run.daily), place_names(loaded))
    shares = {name: {one.subject: one for one in estimates if one.measure == name} for name in FILLS}
    if (crisis := charts.taken(*(shares[name] for name in FILLS))) is not None:
        yield crisis
    yield from watch(estimates)
    for kind, title in PEOPLE_TITLES.items():
        tiers = _people(kind, estimates)
        if tiers:
            yield charts.people(tiers, title)


def watch(estimates: Sequence[Estimate]) -> Iterator[ReportChart]:
    """A chart for the first spread of each panel: what of the watch is kept, present or filled."""
    for panel in PANELS:
        column = next((one for one in panel.columns if one.spread), None)
        found = [one for one in estimates if column and one.measure == column.measure and one.subject != ALL]
        if column and len(found) > 1 and any(one.low != one.high for one in found):
            yield charts.by_subject(f"{panel.title}: {column.heading}", found, column.measure)


def _people(kind: str, estimates: Sequence[Estimate]) -> dict[str, dict[int, tuple[float, float, float]]]:
    """Low, median and high of the people of each tier by day."""
    found: dict[str, dict[int, tuple[float, float, float]]] = {}
    for one in charts.drawable(estimates):
        match = PEOPLE.fullmatch(one.measure)
        if match and match[1] == kind:
            assert one.low is not None and one.median is not None and one.high is not None
            found.setdefault(one.subject, {})[int(match[2])] = one.low, one.median, one.high
    return dict(sorted(found.items()))


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


def read_again(manifest: Manifest) -> Loaded | None:
    """The scenario of a run as it is now; None where it can no longer be read."""
    try:
        return load(shlex.split(str(manifest["command"]))[2], tuple(manifest.get("overrides", ())))
    except PostureError:
        return None


def _stands_on(manifest: Manifest, loaded: Loaded | None) -> tuple[Table, str]:
    """The assumed figures that a run used, with range and source as far as they are still to be read."""
    used = [str(one) for one in manifest.get("assumed_used", ())]
    note = f"Of {manifest.get('figures', 0)} figures with a source it used {len(used)} that are assumed."
    if loaded is None:
        note += " Its scenario can no longer be read, so that their ranges and sources are not shown."
    elif scenario_hash(loaded) != manifest.get("scenario_sha256"):
        note += " Its scenario has changed since; ranges and sources are those of today."
    rows = {
        one.path: (one.low, one.typical, one.high, one.unit, one.basis, one.source)
        for one in (loaded.figures if loaded else ())
    }
    heads = ("figure", "low", "typical", "high", "unit", "basis", "source")
    shown = tuple((path, *rows.get(path, ("",) * (len(heads) - 1))) for path in used)
    return Table("", heads, shown, (1, 2, 3)), note


def _told(manifest: Manifest) -> Table:
    """What of a manifest is short enough to be read: lists and mappings are in the file."""
    rows = tuple((key, str(value)) for key, value in manifest.items() if isinstance(value, str | int | float))
    return Table("", ("entry", "value"), rows)


def required(loaded: Loaded | None) -> dict[str, float]:
    """The day after its order on which the last line of a brigade is required, where there are such dates."""
    if loaded is None:
        return {}
    dates = {
        name: [
            in_days(line.required)
            for part in brigade.parts.values()
            for line in part.lines.values()
            if line.required is not None
        ]
        for name, brigade in loaded.scenario.reinforcement.brigades.items()
    }
    return {name: max(found) for name, found in dates.items() if found}


def place_names(loaded: Loaded | None) -> dict[str, str]:
    """Names of places by key; none where the scenario can no longer be read."""
    return {key: place.name for key, place in loaded.scenario.places.items()} if loaded else {}


def default_file(folder: Path) -> Path:
    """Where a page is put: in the folder that it is of."""
    return folder / "report.html"
