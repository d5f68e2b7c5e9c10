"""`posture plot`: one chart, measure or daily series of a run as a picture."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import click

from posture.cli import options
from posture.cli.completion import offered, runs
from posture.core.errors import PostureError
from posture.core.findings import did_you_mean
from posture.core.storage import write
from posture.outcomes import MEASURES, SERIES
from posture.report.brigades import closures
from posture.report.charts import by_subject, drawable
from posture.report.day_curves import curves
from posture.report.drawing import ReportChart
from posture.report.page import charts_of, read_again, run_sample
from posture.report.study_page import of_study
from posture.runs.daily_file import daily_runs
from posture.runs.folders import find
from posture.runs.manifest import manifest_there
from posture.runs.store import StoredRun, read_run, read_study
from posture.stats.estimates import Estimate, summarise

FORMS = ("png", "svg", "pdf")
MOST = 60
MOST_CURVES = 10
TOLD = "this run or study tells"


@click.command("plot")
@click.argument("run", shell_complete=offered(runs))
@click.argument("what")
@click.option(
    "--to", "file", type=click.Path(path_type=Path), required=True, help="The file: .png, .svg or .pdf."
)
@click.option("--subject", "subjects", multiple=True, help="This subject alone; repeatable.")
@options.as_json
def command(run: str, what: str, file: Path, subjects: tuple[str, ...], as_json: bool) -> None:
    """Draw WHAT of RUN, the folder of a run or a study or its name under runs/.

    Of a measure each subject has a dot at the median and a line over the middle 80 % of the runs; `posture
    list measures` names them. Of a daily series (`posture list series`) named subjects have a line and its
    band each, and without one the whole is drawn as on the page. So is a chart of the page, by the name that
    stands there under its numbers, and each chart of a study. Who never came to an end in enough of the runs
    is left out.
    """
    form = file.suffix.removeprefix(".").lower()
    if form not in FORMS:
        raise PostureError(f"'{file.name}' ends in no kind of picture; write one of: {', '.join(FORMS)}")
    options.check_folder(file)
    folder = find(run, "run or study")
    if (manifest_there(folder) or {}).get("kind") == "run":
        found = read_run(folder)
        chart, sample = _chart(found, what, subjects), run_sample(found.manifest)
    else:
        page = of_study(read_study(folder))
        chart, sample = _named({one.name: one for one in page.charts}, what, subjects), page.sample
    write(file, chart.picture(form, sample))
    rows = len(chart.table.rows)
    said = f"{chart.title[0].lower()}{chart.title[1:]}: {rows} rows in {file}"
    options.say_written(said, as_json, file, chart=chart.title, rows=rows)


def _chart(run: StoredRun, what: str, subjects: Sequence[str]) -> ReportChart:
    estimates = summarise(run.rows)
    measured = [one for one in estimates if one.measure == what]
    if measured:
        return _measure(what, measured, subjects)
    if what in SERIES and subjects:
        return _curves(run, what, subjects)
    every = charts_of(run, estimates, read_again(run.manifest), closures(run.rows))
    drawn = {one.name: one for one in every if one.name}
    return _named(drawn, what, subjects, {one.measure for one in estimates})


def _named(
    drawn: Mapping[str, ReportChart], what: str, subjects: Sequence[str], more: Iterable[str] = ()
) -> ReportChart:
    """The chart of a page by its name; `more` could have been asked for as well."""
    if what not in drawn:
        raise PostureError(f"{TOLD} of no '{what}'{did_you_mean(what, {*drawn, *more})}")
    if subjects:
        raise PostureError(f"the chart '{what}' is drawn whole; leave --subject out")
    return drawn[what]


def _measure(measure: str, found: Sequence[Estimate], subjects: Sequence[str]) -> ReportChart:
    _check(measure, subjects, {one.subject for one in found})
    chosen = drawable([one for one in found if not subjects or one.subject in subjects])
    if not chosen:
        raise PostureError(
            f"'{measure}' never came to an end in enough of the runs; there is nothing to draw"
        )
    if len(chosen) > MOST:
        raise PostureError(f"{len(chosen)} subjects are too many for a picture; choose some with --subject")
    known = MEASURES.get(measure)
    return by_subject(f"{measure}: {known.help.splitlines()[0]}" if known else measure, chosen)


def _curves(run: StoredRun, series: str, subjects: Sequence[str]) -> ReportChart:
    told = {who: grid for (name, who), grid in daily_runs(run.daily or b"").items() if name == series}
    _check(series, subjects, set(told))
    if len(subjects) > MOST_CURVES:
        raise PostureError(f"{len(subjects)} lines are too many for a picture; name at most {MOST_CURVES}")
    return curves(series, {who: told[who] for who in subjects})


def _check(what: str, subjects: Sequence[str], known: set[str]) -> None:
    for name in subjects:
        if name not in known:
            raise PostureError(f"'{what}' tells of no '{name}'{did_you_mean(name, known)}")
