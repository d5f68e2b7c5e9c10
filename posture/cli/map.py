"""`posture map`: a replication of a run played on a map, or two side by side."""

from pathlib import Path

import click

from posture.cli import options
from posture.cli.completion import offered
from posture.cli.completion import runs as kept
from posture.cli.side_by_side import play, replayed
from posture.core.errors import PostureError
from posture.runs.folders import find


@click.command("map")
@click.argument("runs", nargs=-1, required=True, shell_complete=offered(kept))
@click.option("--replication", type=click.IntRange(0), default=0, show_default=True, help="Which one.")
@click.option("--point", type=click.IntRange(0), default=0, help="Of a study: its number in design.csv.")
@click.option(
    "--out", type=click.Path(path_type=Path), help="The file; by default map.html in the first folder."
)
@click.option("--open", "shown", is_flag=True, help="Open it in the browser.")
@options.as_json
def command(
    runs: tuple[str, ...], replication: int, point: int, out: Path | None, shown: bool, as_json: bool
) -> None:
    """Play one replication of RUNS, a run or study or two of them, on a map.

    One HTML file that loads nothing: every serial on its way, units at home and where they are wanted, with
    symbols of APP-6, queues at places, what happened when. Two runs are played side by side.
    """
    if len(runs) > 2:
        raise PostureError(f"{len(runs)} runs are too many for one page; name one or two")
    folders = [find(run, "run or study") for run in runs]
    path = out or folders[0] / "map.html"
    options.check_folder(path)
    some = [replayed(run, folder, point, replication) for run, folder in zip(runs, folders, strict=True)]
    said = play(some, path, " ".join(("posture map", *runs, f"--replication {replication}")))
    options.say_written(said, as_json, path, serials=sum(len(one.tracks) for _, one in some))
    if shown:
        click.launch(str(path))
