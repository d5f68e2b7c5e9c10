"""`posture trace`: the history of one replication of a run, row by row."""

from pathlib import Path

import click

from posture.cli import options
from posture.cli.completion import offered, runs
from posture.core.csv_text import guarded
from posture.core.errors import PostureError
from posture.core.storage import placed
from posture.report.tables import show
from posture.report.trace import frame, lines, selected
from posture.runs.folders import find
from posture.runs.rerun import rerun

ENDINGS = (".parquet", ".csv")


@click.command("trace")
@click.argument("run", shell_complete=offered(runs))
@click.option("--replication", type=click.IntRange(0), default=0, show_default=True, help="Which one.")
@click.option("--point", type=click.IntRange(0), default=0, help="Of a study: its number in design.csv.")
@click.option("--unit", metavar="NAME", help="A brigade, brigade/part, unit or place; by default all.")
@click.option("--kind", "kinds", multiple=True, help="Only rows of this kind; may be given again.")
@click.option("--to", metavar="FILE", help="Write the rows there, as .parquet or .csv.")
@options.as_json
def command(
    run: str,
    replication: int,
    point: int,
    unit: str | None,
    kinds: tuple[str, ...],
    to: str | None,
    as_json: bool,
) -> None:
    """Tell what happened in one replication of RUN, row by row, with dates.

    The replication is run again from the run's folder, and is the same history to the last row, or it is
    said that it is not. `posture list events` has the kinds.
    """
    if to is not None and not to.endswith(ENDINGS):
        raise PostureError(f"'{to}' ends in none of {' and '.join(ENDINGS)}; name the file so")
    if to is not None:
        options.check_folder(Path(to))
    found = rerun(find(run, "run or study"), point, replication)
    rows = selected(found.log, unit, kinds)
    if to is not None:
        table = frame(rows, found.start)
        with placed(Path(to)) as file:
            if to.endswith(".csv"):
                table.map(guarded).to_csv(file, index=False)
            else:
                table.to_parquet(file, index=False)
        options.say_written(f"{len(rows)} rows in {to}", as_json, Path(to), rows=len(rows))
    elif as_json:
        click.echo(frame(rows, found.start).to_json(orient="records", date_format="iso"))
    else:
        show(lines(rows, found.start, f"replication {replication}, {len(rows)} of {len(found.log)} rows"))
    if found.equal is False:
        raise PostureError(
            f"this is NOT the history that {run} holds: the scenario or the version has changed"
        )
