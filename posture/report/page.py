"""A run as one HTML page that loads nothing: answer, charts with numbers, what it stands on."""

import shlex
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from posture.core.clock import in_days
from posture.core.errors import PostureError
from posture.operations.reinforcement.schema import Brigade
from posture.outcomes import PANELS
from posture.report import charts, closure_charts, drawing
from posture.report.brigades import brigades, brigades_table, closures, headline
from posture.report.critical_chain import told
from posture.report.daily_charts import daily_charts
from posture.report.drawing import ReportChart
from posture.report.median_run import median_run
from posture.report.panels import ALL, PEOPLE, PEOPLE_TITLES, panels
from posture.report.pools import pools
from posture.report.record import record_lines
from posture.report.summary import others
from posture.report.tables import Part, Table
from posture.runs.daily_file import daily_runs
from posture.runs.manifest import Manifest, scenario_hash
from posture.runs.store import StoredRun
from posture.scenario import Loaded, load
from posture.stats.estimates import Estimate, summarise

TEMPLATE = "page.html"
CONFIDENCE = 0.95
FILLS = ("fill_share", "surge_fill_share")
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
    text = templates.get_template(TEMPLATE).render(
        page=page, light_colours=drawing.COLOURS, dark_colours=drawing.ON_DARK
    )
    return text.encode("utf-8")


def of_run(run: StoredRun) -> ReportPage:
    """The page of a run."""
    estimates, days = summarise(run.rows), closures(run.rows)
    some = brigades(estimates)
    manifest = run.manifest
    loaded = read_again(manifest)
    assumed, note = _stands_on(manifest, loaded)
    tables: list[Part] = [brigades_table(some)] if some else []
    tables += [*panels(estimates), *pools(estimates)]
    return ReportPage(
        name=str(manifest["scenario"]),
        title=loaded.scenario.title if loaded else "",
        sample=run_sample(manifest),
        answer=(*headline(some), *record_lines(days))
        or ("No brigade is reinforced here; the tables below tell what is kept.",),
        charts=tuple(charts_of(run, estimates, loaded, days)),
        parts=tuple(tables or [others(estimates)]),
        limits=(note, *LIMITS),
        assumed=assumed,
        manifest=told_of(manifest),
        command=str(manifest["command"]),
        made_by=f"posture report {shlex.quote(str(run.folder))}",
        plotted=f"posture plot {shlex.quote(str(run.folder))}",
    )


def run_sample(manifest: Manifest) -> str:
    """Of how many runs, and of which seed, a run tells."""
    return f"{manifest.get('finished', 0)} runs of seed {manifest['seed']}"


def charts_of(
    run: StoredRun,
    estimates: Sequence[Estimate],
    loaded: Loaded | None,
    days: closure_charts.Closures,
) -> Iterator[ReportChart]:
    """Every chart of a run; `loaded` is its scenario, None where it can no longer be read."""
    if days:
        has, some = told(run), brigades(estimates)
        causes = closure_charts.leading(some)
        due = required(loaded)
        yield closure_charts.closure_curve(days, due)
        if len(days) > 1 or due:
            yield closure_charts.closed_one_by_one(days, due)
        yield closure_charts.closed_by(days)
        yield closure_charts.delay_by_cause(some, causes)
        yield from filter(None, (closure_charts.delay_by_place(has), median_run(has, days, causes, due)))
    if run.daily is not None:
        yield from daily_charts(daily_runs(run.daily), place_names(loaded))
    shares = {name: {one.subject: one for one in estimates if one.measure == name} for name in FILLS}
    if (crisis := charts.taken(*(shares[name] for name in FILLS))) is not None:
        yield crisis
    yield from watch(estimates)
    for kind, title in PEOPLE_TITLES.items():
        tiers = _people(kind, estimates)
        if tiers:
            yield charts.people(tiers, title, f"people-{kind.replace('_', '-')}")


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


def read_again(manifest: Manifest) -> Loaded | None:
    """The scenario of a run as it is now; None where it can no longer be read."""
    try:
        name = shlex.split(str(manifest["command"]))[2]
        return load(name, tuple(manifest.get("overrides", ())), has_run=True)
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
    return figures(used, loaded), note


def figures(paths: Sequence[str], loaded: Loaded | None) -> Table:
    """Figures by their paths, with range and source where the scenario is still to be read."""
    rows = {
        one.path: (one.low, one.typical, one.high, one.unit, one.basis, one.source)
        for one in (loaded.figures if loaded else ())
    }
    heads = ("figure", "low", "typical", "high", "unit", "basis", "source")
    shown = tuple((path, *rows.get(path, ("",) * (len(heads) - 1))) for path in paths)
    return Table("", heads, shown, (1, 2, 3))


def told_of(manifest: Manifest) -> Table:
    """What of a manifest is short enough to be read: lists and mappings are in the file."""
    rows = tuple((key, str(value)) for key, value in manifest.items() if isinstance(value, str | int | float))
    return Table("", ("entry", "value"), rows)


def required(loaded: Loaded | None) -> dict[str, float]:
    """The day after its order on which the last line of a brigade is required, where there are such dates."""
    if loaded is None:
        return {}
    dates = {name: [*_dates(one)] for name, one in loaded.scenario.reinforcement.brigades.items()}
    return {name: max(found) for name, found in dates.items() if found}


def _dates(brigade: Brigade) -> Iterator[float]:
    """The date of each line, that of the brigade where it has none of its own."""
    for part in brigade.parts.values():
        for own in [line.required for line in part.lines.values()] or [None]:
            date = brigade.required if own is None else own
            if date is not None:
                yield in_days(date)


def place_names(loaded: Loaded | None) -> dict[str, str]:
    """Names of places by key; none where the scenario can no longer be read."""
    return {key: place.name for key, place in loaded.scenario.places.items()} if loaded else {}


def default_file(folder: Path) -> Path:
    """Where a page is put: in the folder that it is of."""
    return folder / "report.html"
