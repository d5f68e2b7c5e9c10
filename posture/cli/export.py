"""`posture export`: a run or a study as a file of another program."""

from pathlib import Path

import click

from posture.core.errors import PostureError, Refused
from posture.core.storage import write
from posture.report.answers import read_exported
from posture.report.exports import FORMATS
from posture.runs.folders import find


@click.command("export")
@click.argument("run")
@click.option("--to", "form", type=click.Choice(list(FORMATS)), required=True, help="Of which kind.")
@click.option("--measure", "measures", multiple=True, help="This measure alone; repeatable.")
@click.option("--out", type=click.Path(path_type=Path), help="The file; by default beside the folder of RUN.")
def command(run: str, form: str, measures: tuple[str, ...], out: Path | None) -> None:
    """Write the answers of RUN, the folder of a run or a study or its name under runs/, to one file.

    CSV and Parquet: a row an answer, with the settings of its point. Excel: what was run, design, summary,
    answers (pip install 'posture[export]'). NetCDF: for each measure points by replications by subjects.
    """
    folder = find(run, "run or study")
    ending, make = FORMATS[form]
    path = out or folder.resolve().with_name(f"{folder.resolve().name}{ending}")
    if path.exists():
        raise Refused(f"{path} is there already; name another file with --out, or remove it")
    if not path.parent.is_dir():
        raise PostureError(f"there is no folder {path.parent}; name a file in one that is there")
    told = read_exported(folder, measures)
    write(path, make(told))
    click.echo(f"{len(told.columns['value'])} answers in {path}")
