"""`posture report`: a run or a study as one page to look at, print and send."""

from pathlib import Path

import click

from posture.cli import options
from posture.cli.completion import offered, runs
from posture.core.storage import write
from posture.report.page import default_file, html, of_run
from posture.report.study_page import of_study
from posture.runs.folders import find
from posture.runs.manifest import manifest_there
from posture.runs.store import read_run, read_study


@click.command("report")
@click.argument("run", shell_complete=offered(runs))
@click.option(
    "--out", type=click.Path(path_type=Path), help="The file; by default report.html in the folder of RUN."
)
@click.option("--open", "shown", is_flag=True, help="Open it in the browser.")
@options.as_json
def command(run: str, out: Path | None, shown: bool, as_json: bool) -> None:
    """Write the page of RUN, the folder of a run or a study or its name under runs/.

    One HTML file that loads nothing from anywhere: the answer, charts with their numbers, the tables, the
    assumed figures that it used, the manifest. It reads in light and dark and prints on A4.
    """
    folder = find(run, "run or study")
    path = out or default_file(folder)
    options.check_folder(path)
    kind = (manifest_there(folder) or {}).get("kind")
    page = of_run(read_run(folder)) if kind == "run" else of_study(read_study(folder))
    content = html(page)
    write(path, content)
    charts = [one.name for one in page.charts]
    options.say_written(f"{len(charts)} charts in {path}", as_json, path, charts=charts)
    if shown:
        click.launch(str(path))
