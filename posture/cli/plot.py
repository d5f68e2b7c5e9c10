"""`posture plot`: one measure of a run as a picture."""

from pathlib import Path

import click

from posture.core.errors import PostureError
from posture.core.findings import did_you_mean
from posture.core.storage import write
from posture.outcomes import MEASURES
from posture.report.charts import by_subject, drawable
from posture.runs.folders import find
from posture.runs.store import read_run
from posture.stats.estimates import summarise

FORMS = ("png", "svg", "pdf")
MOST = 60


@click.command("plot")
@click.argument("run")
@click.argument("measure")
@click.option(
    "--to", "file", type=click.Path(path_type=Path), required=True, help="The file: .png, .svg or .pdf."
)
@click.option("--subject", "subjects", multiple=True, help="This subject alone; repeatable.")
def command(run: str, measure: str, file: Path, subjects: tuple[str, ...]) -> None:
    """Draw MEASURE of RUN, the folder of a run or its name under runs/.

    For each subject a dot at the median and a line over the middle 80 % of the runs; `posture list measures`
    names the measures. A subject whose quantiles are reached by runs that never ended is left out.
    """
    form = file.suffix.removeprefix(".").lower()
    if form not in FORMS:
        raise PostureError(f"'{file.name}' ends in no kind of picture; write one of: {', '.join(FORMS)}")
    if not file.parent.is_dir():
        raise PostureError(f"there is no folder {file.parent}; name a file in one that is there")
    estimates = summarise(read_run(find(run, "run")).rows)
    found = [one for one in estimates if one.measure == measure]
    if not found:
        raise PostureError(
            f"this run tells of no '{measure}'{did_you_mean(measure, {one.measure for one in estimates})}"
        )
    names = {one.subject for one in found}
    for name in subjects:
        if name not in names:
            raise PostureError(f"'{measure}' tells of no '{name}'{did_you_mean(name, names)}")
    chosen = drawable([one for one in found if not subjects or one.subject in subjects])
    if not chosen:
        raise PostureError(
            f"'{measure}' never came to an end in enough of the runs; there is nothing to draw"
        )
    if len(chosen) > MOST:
        raise PostureError(f"{len(chosen)} subjects are too many for a picture; choose some with --subject")
    known = MEASURES.get(measure)
    title = f"{measure}: {known.help.splitlines()[0]}" if known else measure
    write(file, by_subject(title, chosen).picture(form))
    click.echo(f"{len(chosen)} subjects in {file}")
